"""LaTeX text into tokens, each with its place; the arguments of commands among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..expressions import NotUnderstood

MOST_TOKENS = 20_000
MOST_DIGITS = 100

PATTERN = re.compile(
    r"""(?P<space>\s+|%[^\n]*(?:\n|$))
      | (?P<command>\\(?:[a-zA-Z]+\*?|.|\n))
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<assign>:=|=:)
      | (?P<dots>\.\.\.)
      | (?P<parameter>\#\d)
      | (?P<letter>[a-zA-Z])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)

UNICODE = {
    "−": "-", "–": "-", "·": r"\cdot", "⋅": r"\cdot", "×": r"\times", "∂": r"\partial",
    "∑": r"\sum", "∏": r"\prod", "∇": r"\nabla", "≠": r"\ne", "≤": r"\le", "≥": r"\ge",
    "…": r"\dots", "⋯": r"\cdots", "∈": r"\in", "ℝ": r"\R", "≈": r"\approx",
    "∝": r"\propto", "→": r"\to", "←": r"\leftarrow", "≔": ":=", "⊙": r"\odot",
    "∘": r"\circ", "⊤": r"\top", "′": "'", "’": "'", "″": "''", "∗": "*",
    "∞": r"\infty",
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\epsilon",
    "ϵ": r"\epsilon", "ζ": r"\zeta", "η": r"\eta", "θ": r"\theta", "ι": r"\iota",
    "κ": r"\kappa", "λ": r"\lambda", "μ": r"\mu", "ν": r"\nu", "ξ": r"\xi",
    "π": r"\pi", "ρ": r"\rho", "σ": r"\sigma", "τ": r"\tau", "φ": r"\phi",
    "ϕ": r"\phi", "χ": r"\chi", "ψ": r"\psi", "ω": r"\omega", "Γ": r"\Gamma",
    "Δ": r"\Delta", "Θ": r"\Theta", "Λ": r"\Lambda", "Σ": r"\Sigma", "Φ": r"\Phi",
    "Ψ": r"\Psi", "Ω": r"\Omega", "ℓ": r"\ell", "√": r"\sqrt", "½": r"\frac12",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip  # one row for each family of signs


class Token(NamedTuple):
    """One sign of LaTeX, from `start` to `end` in its text.

    `glued` is true where nothing is between it and the token before.
    """

    kind: str
    text: str
    start: int
    end: int
    glued: bool = True


@lru_cache(maxsize=2048)  # most formulas of a page are read more than once
def scan(text: str) -> tuple[Token, ...]:
    """The tokens of a text, macros left as they are."""
    found: list[Token] = []
    glued = False
    for match in PATTERN.finditer(text):
        kind = match.lastgroup or "other"
        sign = match.group()
        if kind == "space":
            glued = False
            continue
        if kind == "other" and sign in UNICODE:
            found.extend(_translated(UNICODE[sign], match.start(), match.end()))
        elif kind == "command" and sign in {"\\ ", "\\\n", "\\\t"}:
            found.append(Token("command", "\\ ", match.start(), match.end(), glued))
        elif kind == "other" and sign.isalpha():
            found.append(Token("letter", sign, match.start(), match.end(), glued))
        else:
            found.append(Token(kind, sign, match.start(), match.end(), glued))
            if len(sign) > MOST_DIGITS and kind == "number":
                raise NotUnderstood(
                    f"a number of more than {MOST_DIGITS} digits", match.start()
                )
        glued = True
        if len(found) > MOST_TOKENS:
            raise NotUnderstood(
                f"more than {MOST_TOKENS} signs in one piece of mathematics",
                match.start(),
            )
    return tuple(found)


def _translated(sign: str, start: int, end: int) -> Iterator[Token]:
    for token in scan(sign) if sign.strip() else ():
        yield Token(token.kind, token.text, start, end, False)


class TokensAhead(list[Token]):
    """Tokens that are still to be read, the next one last.

    `end` is where the one ends that was taken last.
    """

    end = 0

    def take(self) -> Token:
        """The next token, which is then read."""
        token = self.pop()
        self.end = token.end
        return token


def argument(pending: TokensAhead, at: int) -> list[Token]:
    """The next token, or the tokens of the next group without its braces."""
    if not pending:
        raise NotUnderstood("expected an argument, but the text ends", at)
    first = pending.take()
    if first.text != "{":
        return [first]
    *found, _ = rest_of_group(first, _taken(pending))
    return found


def _taken(pending: TokensAhead) -> Iterator[Token]:
    while pending:
        yield pending.take()


def rest_of_group(opening: Token, following: Iterable[Token]) -> list[Token]:
    """The tokens of a group behind its opening brace, the closing one among them."""
    depth = 1
    found: list[Token] = []
    for token in following:
        found.append(token)
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return found
    raise NotUnderstood("the brace { is not closed", opening.start)


def optional(pending: TokensAhead) -> list[Token] | None:
    """The tokens between square brackets, where they come next."""
    if not pending or pending[-1].text != "[":
        return None
    opening = pending.take()
    found: list[Token] = []
    while pending:
        token = pending.take()
        if token.text == "]":
            return found
        found.append(token)
    raise NotUnderstood("the bracket [ is not closed", opening.start)
