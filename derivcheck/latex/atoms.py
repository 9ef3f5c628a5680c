r"""What one sign, one upright word or one decorated letter is as a mark."""

from __future__ import annotations

from collections.abc import Iterable

from ..expressions import NotUnderstood
from .marks import Mark, MarkKind
from .tokens import Token
from .vocabulary import (
    BARS,
    BIG,
    CLOSING,
    DECORATIONS,
    DOTS,
    EXTREMAL,
    FUNCTIONS,
    NAMED,
    OPENING,
    OPERATORS,
    RELATIONS,
    WIDE,
)


def _signs() -> dict[str, tuple[MarkKind, str]]:
    """What each sign is that is a mark by itself, and how it is spelled as one."""
    tables: tuple[tuple[MarkKind, dict[str, str]], ...] = (
        ("relation", RELATIONS),
        ("operator", OPERATORS),
        ("open", OPENING),
        ("close", CLOSING),
        ("bar", BARS),
        ("big", BIG),
        ("dots", dict.fromkeys({*DOTS, "..."}, r"\dots")),
        ("wide", {sign: sign for sign in WIDE}),
        ("function", {rf"\{word}": word for word in FUNCTIONS - {"sqrt"}}),
        ("letter", {rf"\{word}": rf"\{word}" for word in NAMED}),
        ("partial", {r"\partial": r"\partial"}),
        ("nabla", {r"\nabla": r"\nabla"}),
        ("colon", {":": ":"}),
        ("amp", {"&": "&"}),
    )
    return {sign: (kind, text) for kind, row in tables for sign, text in row.items()}


SIGNS = _signs()
MANY = {r"\mathbf", r"\mathcal", r"\mathbb"}  # fonts that each letter takes


def sign_mark(token: Token) -> Mark | None:
    """The mark that a sign is by itself; None for what takes or joins others."""
    kind: MarkKind
    if token.kind == "number":
        kind, text = "number", token.text
    elif token.kind == "letter":
        kind, text = "letter", token.text
    elif token.text in SIGNS:
        kind, text = SIGNS[token.text]
    else:
        return None
    glued = token.glued and kind in {"number", "letter", "open"}
    return Mark(kind, text, token.start, token.end, glued)


def word_mark(word: str, token: Token, end: int) -> Mark:
    r"""The mark that a word is in upright letters, `\mathrm{net}`."""
    word = word.replace(r"\,", "").strip()
    if (joined := word.replace(" ", "").replace("-", "")) in EXTREMAL:
        word = joined
    letters = word.replace(" ", "").replace("-", "").replace("_", "")
    start, glued = token.start, token.glued
    if word.isdigit():
        return Mark("number", word, start, end, glued)
    if word in {"T", "d"} or (word.isalpha() and len(word) == 1):
        return Mark("letter", word, start, end, glued)
    if word in FUNCTIONS:
        return Mark("function", word, start, end)
    if word.startswith("\\") and word[1:] in NAMED:
        return Mark("letter", word, start, end)
    if letters.isalnum() and " " not in word:
        return Mark("name", word, start, end)
    return Mark("text", word, start, end)


def decorated(token: Token, inside: list[Mark]) -> list[Mark]:
    r"""What stands under a hat or in bold: a word as one name, else the first letter.

    A font is of every letter, `\mathbf{Wx}`. An accent over a power is not guessed:
    `\overline{x^2}` is mostly the mean of the squares, and no square.
    """
    sign = DECORATIONS[token.text]
    if not inside:
        raise NotUnderstood(f"{token.text} needs a letter", token.start)
    if sign not in MANY and any(_is_power(mark, token) for mark in inside):
        raise NotUnderstood(
            f"{token.text} over a power is not read: write a name of its own for it, "
            f"or {token.text}{{x}}^2 for the power",
            token.start,
        )
    run = [m for m in inside if m.kind == "letter"]
    if len(run) == len(inside) > 2 and all(len(m.text) == 1 for m in run):
        word = "".join(m.text for m in run)
        return [Mark("name", f"{sign}{{{word}}}", token.start, inside[-1].end)]
    return [
        _decorated(mark, sign, token) if not number or sign in MANY else mark
        for number, mark in enumerate(inside)
    ]


def _is_power(mark: Mark, token: Token) -> bool:
    """Whether a script above is a power: a number, or under a long bar a letter."""
    above = mark.parts[0] if mark.kind == "sup" else ()
    long = token.text in {r"\overline", r"\widehat", r"\widetilde"}
    kinds = {"number", "letter"} if long else {"number"}
    return bool(above) and all(m.kind in kinds and m.text not in "T*" for m in above)


def _decorated(mark: Mark, sign: str, token: Token) -> Mark:
    if mark.kind not in {"letter", "name", "number"}:
        return mark
    kind: MarkKind = "name" if len(mark.text) > 1 else "letter"
    text = f"{sign}{{{mark.text}}}"
    return Mark(kind, text, token.start, mark.end, token.glued)


def primes_in(marks: Iterable[Mark]) -> str:
    r"""The primes of a superscript, `^{\prime\prime}`, as signs."""
    return "".join("'" * max(1, mark.text.count("'")) for mark in marks)


def is_prime(mark: Mark) -> bool:
    r"""Whether it is `'` or `\prime`."""
    return mark.kind == "prime" or mark.text == r"\prime"


def put_prime(found: list[Mark], prime: Mark) -> None:
    """Puts a prime before the subscript that it follows: `x_j'` is set as `x'_j`."""
    below = len(found) > 1 and found[-1].kind == "sub"
    found.insert(len(found) - below, prime)
