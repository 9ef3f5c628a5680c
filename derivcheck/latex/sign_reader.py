r"""LaTeX -> the relation signs that are in it, by its tokens alone.

It shares nothing with the reader of marks but the vocabulary. What statements take up
is compared with what is here, and so nothing is lost on the way between the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..expressions import NotUnderstood
from .macros import Macros, read_tokens
from .tokens import PATTERN, Token
from .vocabulary import (
    ARROWS,
    BRACED,
    DEFINING,
    DROPPED_ARGUMENT,
    DROPPED_FIRST,
    NO_CLAIMS,
    RELATIONS,
    STACKED,
    TEXT,
    UNREAD_RELATIONS,
    UPRIGHT,
)

SIGNS = {
    **RELATIONS,
    **ARROWS,
    **{sign: sign for sign in UNREAD_RELATIONS},
}


SCRIPTS = {"_", "^"}
DROPPED = DROPPED_ARGUMENT | DROPPED_FIRST


@dataclass(frozen=True, slots=True)
class Sign:
    r"""A relation sign as it is read and as it is written, and its place in its text.

    In a script, as in $\sum_{i = 1}$, it is part of a term; in words, as in
    `\text{where y = 2}`, it is none of mathematics.
    """

    text: str
    written: str
    start: int
    in_script: bool = False
    in_words: bool = False

    @property
    def is_read(self) -> bool:
        """Whether a statement can have it."""
        return self.text in RELATIONS.values()

    @property
    def states(self) -> bool:
        """Whether it stands where a statement has a sign, though none may have it."""
        unread = self.text in UNREAD_RELATIONS
        return self.claims or (unread and not (self.in_script or self.in_words))

    @property
    def claims(self) -> bool:
        """Whether a statement with it could be judged."""
        return self.is_read and self.text not in NO_CLAIMS


def relation_signs(tex: str, macros: Macros) -> tuple[Sign, ...]:
    """The relation signs of one piece of mathematics, but for those in labels."""
    try:
        tokens = read_tokens(tex, dict(macros))
    except NotUnderstood:  # told where the piece is read
        found = ((m.group(), m.start()) for m in PATTERN.finditer(tex))
        return tuple(Sign(SIGNS[s], s, at) for s, at in found if s in SIGNS)
    return tuple(_signs(tokens))


def _signs(tokens: Sequence[Token]) -> Iterator[Sign]:
    """The signs among tokens: what labels hold is passed over."""
    ends = _ends(tokens)
    labels: set[int] = set()  # the places of scripts that are labels
    script_end = word_end = at = 0
    while at < len(tokens):
        token, start = tokens[at], at
        end = ends.get(start + 1, start + 2)  # of an argument, if the token takes one
        in_script, in_words = start < script_end, start < word_end
        at += 1
        if token.text in SCRIPTS and start in labels:
            yield from _of_label(tokens[at:end])
            at = end
        elif token.text in DROPPED:
            at = end
        elif token.text in STACKED:
            label = tokens[at:end]
            above = "".join(t.text for t in label)
            at, end = end, ends.get(end, end + 1)
            below = "".join(t.text for t in tokens[at:end])
            over_letters = token.text == r"\overset" and below.strip("{}").isalpha()
            yield from _signs(label) if over_letters else _of_label(label)
            if DEFINING.fullmatch(above) and below.strip("{}") == "=":
                yield Sign(":=", "=", token.start, in_script)
                at = end
        elif token.text in BRACED:
            labels.add(end)
        elif token.text in SCRIPTS:
            script_end = max(script_end, end)
            inside = [t.text for t in tokens[start + 2 : end - 1]]
            if inside[:1] == ["<"] and inside[-1:] == [">"]:
                at = end  # $x^{<t>}$, a name
        elif token.text in UPRIGHT:
            word_end = max(word_end, end)
        elif token.text in TEXT:
            yield from _in_text(tokens[at:end])
            at = end
        elif token.text == r"\not" and [t.text for t in tokens[at : at + 1]] == ["="]:
            yield Sign(r"\ne", r"\not=", token.start, in_script)
            at += 1
        elif token.text in SIGNS:
            following = tokens[at] if at < len(tokens) else token
            if token.text == following.text == "=" and following.start == token.end:
                at += 1  # `==`, one sign
            yield Sign(SIGNS[token.text], token.text, token.start, in_script, in_words)


def _of_label(label: Sequence[Token]) -> Iterator[Sign]:
    r"""The sign that a label of several signs begins with: `\underbrace{2x}_{= 3x}`."""
    inside = [token for token in label if token.text not in {"{", "}"}]
    match inside:
        case [Token(text=text) as sign, second, *_] if (
            text in RELATIONS and second.text != ":" and text not in NO_CLAIMS
        ):
            yield Sign(SIGNS[text], text, sign.start)
        case _:
            pass


def _in_text(tokens: Sequence[Token]) -> Iterator[Sign]:
    r"""The signs of `\text{…}`, of words but for those between dollars."""
    dollars = [n for n, token in enumerate(tokens) if token.text == "$"]
    for number, (start, end) in enumerate(
        zip([-1, *dollars], [*dollars, len(tokens)], strict=True)
    ):
        if number % 2:
            yield from _signs(tokens[start + 1 : end])
        else:
            for token in tokens[start + 1 : end]:
                if token.text in SIGNS:
                    sign = Sign(SIGNS[token.text], token.text, token.start)
                    yield replace(sign, in_words=True)


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each group of braces begins, the place behind it."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.text == "{":
            opened.append(place)
        elif token.text == "}" and opened:
            found[opened.pop()] = place + 1
    return found
