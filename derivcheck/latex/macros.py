r"""Tokens with the writer's macros expanded.

Nothing in LaTeX is executed: a macro is a replacement of text, counted and bounded.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..expressions import NotUnderstood
from .physics import PHYSICS, short_form
from .tokens import MOST_TOKENS, Token, TokensAhead, argument, optional, scan

MOST_EXPANSIONS = 5_000


@dataclass(slots=True)
class Macro:
    """A macro of the writer: how many arguments, the first one's default, the body."""

    arguments: int
    body: list[Token]
    default: list[Token] | None = None


Macros = dict[str, Macro]


def read_tokens(text: str, macros: Macros) -> list[Token]:
    r"""The tokens with macros expanded; definitions of macros are taken into `macros`.

    A token from a macro's body stands where the macro is called with its arguments.
    """
    pending = TokensAhead(reversed(scan(text)))
    done: list[Token] = []
    expansions = 0
    while pending:
        token = pending.take()
        if token.kind != "command":
            done.append(token)
        elif token.text in DEFINING:
            _define(token, pending, macros)
        elif token.text in macros:
            expansions += 1
            if expansions > MOST_EXPANSIONS or len(pending) > MOST_TOKENS:
                raise NotUnderstood(
                    f"the macro {token.text} expands without end", token.start
                )
            pending.extend(reversed(_expanded(token, pending, macros[token.text])))
        elif token.text in PHYSICS:
            pending.extend(reversed(short_form(token, pending)))
        else:
            done.append(token)
        if len(done) > MOST_TOKENS:
            raise NotUnderstood(f"more than {MOST_TOKENS} signs here", token.start)
    return done


DEFINING = {
    r"\newcommand", r"\newcommand*", r"\renewcommand", r"\renewcommand*",
    r"\providecommand", r"\def", r"\DeclareMathOperator", r"\DeclareMathOperator*",
}  # fmt: skip  # a list of words


def _define(token: Token, pending: TokensAhead, macros: Macros) -> None:
    name = argument(pending, token.start)
    if len(name) != 1 or name[0].kind != "command":
        raise NotUnderstood(
            f"{token.text} wants the name of a macro, such as \\E", token.start
        )
    count, default = 0, None
    if token.text == r"\def":
        while pending and pending[-1].text != "{":
            count += pending.pop().kind == "parameter"
    elif not token.text.startswith(r"\DeclareMath"):
        number = optional(pending)
        if number:
            if not number[0].text.isdigit():
                raise NotUnderstood("a number of arguments was wanted", token.start)
            count = int(number[0].text)
            default = optional(pending)
    body = argument(pending, token.start)
    if token.text.startswith(r"\DeclareMath"):
        start = token.start
        signs = (("command", r"\operatorname"), ("other", "{"))
        body = [
            *(Token(kind, text, start, start) for kind, text in signs),
            *body,
            Token("other", "}", start, start),
        ]
    macros[name[0].text] = Macro(count, body, default)


def _expanded(token: Token, pending: TokensAhead, macro: Macro) -> list[Token]:
    arguments: list[list[Token]] = []
    if macro.default is not None:
        given = optional(pending)
        arguments.append(macro.default if given is None else given)
    while len(arguments) < macro.arguments:
        arguments.append(argument(pending, token.start))
    found: list[Token] = []
    for sign in macro.body:
        if sign.kind != "parameter":
            place = (token.start, pending.end)
            found.append(Token(sign.kind, sign.text, *place, sign.glued))
            continue
        number = int(sign.text[1:])
        if not 1 <= number <= len(arguments):
            raise NotUnderstood(
                f"{token.text} has no argument {sign.text}", token.start
            )
        found.extend(arguments[number - 1])
    return found
