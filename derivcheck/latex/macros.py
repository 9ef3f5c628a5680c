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


OF_XPARSE = tuple(
    rf"\{how}DocumentCommand" for how in ("New", "Renew", "Provide", "Declare")
)
PAIRED = r"\DeclarePairedDelimiter"
LET = r"\let"
DEFINING = {
    r"\newcommand", r"\newcommand*", r"\renewcommand", r"\renewcommand*",
    r"\providecommand", r"\def", r"\DeclareMathOperator", r"\DeclareMathOperator*",
    *OF_XPARSE, PAIRED, LET,
}  # fmt: skip  # a list of words


def _define(token: Token, pending: TokensAhead, macros: Macros) -> None:
    """Takes the definition that follows a command into the macros."""
    names = argument(pending, token.start)
    if len(names) != 1 or names[0].kind != "command":
        raise NotUnderstood(
            f"{token.text} needs the name of a macro, such as \\E", token.start
        )
    name = names[0].text
    if token.text == LET:
        _let(token, name, pending, macros)
    elif token.text == PAIRED:
        between = _delimited(token, pending)
        macros[name] = macros[f"{name}*"] = Macro(2, between, default=[])
    elif token.text in OF_XPARSE:
        count, default = _specified(token, argument(pending, token.start))
        macros[name] = Macro(count, argument(pending, token.start), default)
    elif token.text.startswith(r"\DeclareMath"):
        start = token.start
        word = argument(pending, start)
        opening = Token("command", r"\operatorname", start, start)
        braces = (Token("other", sign, start, start) for sign in "{}")
        macros[name] = Macro(0, [opening, next(braces), *word, next(braces)])
    else:
        count, default = _counted(token, pending)
        macros[name] = Macro(count, argument(pending, token.start), default)


def _counted(token: Token, pending: TokensAhead) -> tuple[int, list[Token] | None]:
    """How many arguments a macro has, and what the first is where it is not given."""
    count = 0
    if token.text == r"\def":
        while pending and pending[-1].text != "{":
            count += pending.pop().kind == "parameter"
        return count, None
    number = optional(pending)
    if not number:
        return 0, None
    if not number[0].text.isdigit():
        raise NotUnderstood("expected the number of arguments", token.start)
    return int(number[0].text), optional(pending)


def _specified(token: Token, said: list[Token]) -> tuple[int, list[Token] | None]:
    r"""The same, as `\NewDocumentCommand` has it: `m m`, `o m`, `O{2} m`."""
    default: list[Token] | None = None
    if said and said[0].text == "o":
        default, said = [], said[1:]
    elif said and said[0].text == "O":
        ahead = TokensAhead(reversed(said[1:]))
        default = argument(ahead, token.start)
        said = [*reversed(ahead)]
    if any(letter.text != "m" for letter in said):
        raise NotUnderstood(
            f"these arguments of {token.text} are not read", token.start
        )
    return len(said) + (default is not None), default


def _delimited(token: Token, pending: TokensAhead) -> list[Token]:
    """What is between two delimiters; the argument before it says how large."""
    start = token.start
    left, right = argument(pending, start), argument(pending, start)
    return [
        Token("command", r"\left", start, start),
        *left,
        Token("parameter", "#2", start, start),
        Token("command", r"\right", start, start),
        *right,
    ]


def _let(token: Token, name: str, pending: TokensAhead, macros: Macros) -> None:
    """Another name for a command."""
    if pending and pending[-1].text == "=":
        pending.pop()
    (meant,) = argument(pending, token.start)[:1] or [token]
    macros[name] = macros.get(meant.text, Macro(0, [meant]))


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
