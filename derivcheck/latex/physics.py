r"""The short forms of derivatives that LaTeX's packages have -> what they stand for.

`\dv{f}{x}`, `\pdv{f}{x}{y}`, `\pdv[2]{f}{x}`, `\pdv{f}{x,y}`, `\dd{x}`, of physics and
of derivative. How many arguments they take shows in what follows, so that no macro of
the usual kind could say it. A page that defines the command itself means that.
"""

from __future__ import annotations

from .tokens import Token, TokensAhead, argument, optional

SIGNS = {r"\dv": r"\mathrm{d}", r"\odv": r"\mathrm{d}", r"\pdv": r"\partial"}
PHYSICS = {*SIGNS, *(f"{name}*" for name in SIGNS), r"\dd", r"\dd*"}


def short_form(token: Token, pending: TokensAhead) -> list[Token]:
    """What a short form stands for; its arguments are taken from what is pending."""
    if token.text.startswith(r"\dd"):
        return _differential(token, pending)
    sign = SIGNS[token.text.rstrip("*")]
    order = optional(pending)
    first = argument(pending, token.start)
    if not _group_follows(pending):  # an operator alone
        return _quotient(_whole(token, pending), sign, [], [first], order)
    variables = _parted(argument(pending, token.start))
    if sign == r"\partial" and len(variables) == 1 and _group_follows(pending):
        variables.append(argument(pending, token.start))
    return _quotient(_whole(token, pending), sign, first, variables, order)


def _whole(token: Token, pending: TokensAhead) -> Token:
    """The short form with the arguments that were taken."""
    return token._replace(end=pending.end)


def _differential(token: Token, pending: TokensAhead) -> list[Token]:
    r"""`\dd{x}`, `\dd[3]{x}`, or the bare sign."""
    order = optional(pending)
    inside = argument(pending, token.start) if _group_follows(pending) else []
    whole = _whole(token, pending)
    return [*_sign(whole, r"\mathrm{d}"), *_power(whole, order), *inside]


def _quotient(
    token: Token,
    sign: str,
    over: list[Token],
    variables: list[list[Token]],
    order: list[Token] | None,
) -> list[Token]:
    """The derivative as a fraction, or with a slash where the form has a star."""
    if order is None and len(variables) > 1:
        order = [_at(token, "number", str(len(variables)))]
    each = order if len(variables) == 1 else None
    above = [*_sign(token, sign), *_power(token, order), *over]
    below = [
        mark
        for variable in variables
        for mark in (*_sign(token, sign), *variable, *_power(token, each))
    ]
    if token.text.endswith("*"):
        return [
            *_braced(token, above),
            _at(token, "other", "/"),
            *_braced(token, below),
        ]
    return [
        _at(token, "command", r"\frac"),
        *_braced(token, above),
        *_braced(token, below),
    ]


def _parted(variables: list[Token]) -> list[list[Token]]:
    """The variables of a list; a comma in braces or behind a subscript parts none."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in variables:
        depth += (token.text == "{") - (token.text == "}")
        if token.text == "," and depth == 0:
            found.append([])
        else:
            found[-1].append(token)
    return found


def _group_follows(pending: TokensAhead) -> bool:
    return bool(pending) and pending[-1].text == "{"


def _at(token: Token, kind: str, text: str) -> Token:
    """A token that stands where the short form does."""
    return Token(kind, text, token.start, token.end)


def _braced(token: Token, inside: list[Token]) -> list[Token]:
    return [_at(token, "other", "{"), *inside, _at(token, "other", "}")]


def _sign(token: Token, sign: str) -> list[Token]:
    if sign == r"\partial":
        return [_at(token, "command", sign)]
    return [
        _at(token, "command", r"\mathrm"),
        *_braced(token, [_at(token, "letter", "d")]),
    ]


def _power(token: Token, order: list[Token] | None) -> list[Token]:
    if not order:
        return []
    return [_at(token, "other", "^"), *_braced(token, order)]
