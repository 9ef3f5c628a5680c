r"""What a text says of its own signs, in words or by how they stand -> spellings.

They are taken for granted before anything is read: that repeated indices are summed,
and that the h of `net_{hi}` is part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..latex import Mark, Marks, is_transpose
from ..readings import (
    Alternative,
    CaseFirst,
    FrobeniusColon,
    LabelsFirst,
    LettersAsTags,
    RepeatedAsSum,
    SoftmaxOver,
    StarInName,
    UpperIndices,
    case_end,
    label_end,
)
from ..words import Scope

REPEATED = re.compile(
    r"\beinstein(?:'s)?\b|\bsummation convention\b|"
    r"\b(?:repeated|doubled?) (?:ind(?:ex|ices)|letters?)\b|"
    r"\b(?:ind(?:ex|ices)|letters?)\b[^.;:]*\b(?:stands?|appears?|occurs?|repeated)"
    r"\b[^.;:]*\b(?:twice|summed|sum)\b|"
    r"\bsum(?:med|ming)?\b[^.;:]*\b(?:repeated|twice)\b",
    re.IGNORECASE,
)
FROBENIUS = re.compile(r"\bfrobenius\b|\bcolon\b|\btrace\b", re.IGNORECASE)
COLON_SAID = "the text speaks of Frobenius, a colon or a trace"
STAR_SAID = "a letter with a star stands below names"
DENIED = re.compile(
    r"\b(?:no|not|never|without|instead of)\b[^.;:]{0,40}$", re.IGNORECASE
)
REPEATED_SAID = "the text says that repeated indices are summed"
RUN_SAID = "{} stands first below a name, and no sum runs over it"
CASE_SAID = "an index is no side of a claim"
LABEL_SAID = "they spell a word, and a name stands behind them"
OVER_SAID = "it stands below the softmax"
SIZE_SAID = "{0} stands in a root, with {1} below it and nothing else ever"
INDICES = frozenset("ijklmnpqrst")


def spellings_said(scope: Scope, text: str) -> tuple[Alternative, ...]:
    """The spellings that the text says, in the order in which they are made."""
    return (
        *_stars(scope),
        *_tags(scope),
        *_cases(scope),
        *_labels(scope),
        *_sizes(scope),
        *_softmaxes(scope),
        *_repeated(scope, text),
        *_colons(scope, text),
    )


def _stars(scope: Scope) -> Iterator[Alternative]:
    r"""The letters with a star that are below names, as in `y_{j^*}`."""
    bases = frozenset(
        below[at].text
        for marks in _every(scope)
        for mark in marks
        if mark.kind == "sub"
        for below in mark.parts
        for at, one in enumerate(below)
        if one.kind == "letter" and _is_star(below[at + 1 : at + 2])
    )
    if bases:
        yield Alternative((StarInName(bases),), STAR_SAID, 0)


def _is_star(behind: Marks) -> bool:
    above = behind[0].parts[0] if behind and behind[0].kind == "sup" else ()
    return [mark.text for mark in above] in (["*"], [r"\star"], [r"\ast"])


def _colons(scope: Scope, text: str) -> Iterator[Alternative]:
    """The colon of Frobenius, where the words speak of it."""
    colons = any(m.text == ":" for marks in _every(scope) for m in marks)
    if colons and FROBENIUS.search(text):
        yield Alternative((FrobeniusColon(),), COLON_SAID, 0)


def _cases(scope: Scope) -> Iterator[Alternative]:
    """Comparisons of an index that open a formula, right before its claim."""
    if any(case_end(passage.marks) for passage in scope.passages):
        yield Alternative((CaseFirst(),), CASE_SAID, 0)


def _labels(scope: Scope) -> Iterator[Alternative]:
    """Words in brackets that open a formula."""
    if any(label_end(passage.marks) for passage in scope.passages):
        yield Alternative((LabelsFirst(),), LABEL_SAID, 0)


def _softmaxes(scope: Scope) -> Iterator[Alternative]:
    """The letters that are below a softmax, and in its argument."""
    over = {
        marks[at + 1].parts[0][0].text
        for marks in _every(scope)
        for at, mark in enumerate(marks[:-1])
        if mark.text.lower() == "softmax"
        and marks[at + 1].kind == "sub"
        and len(marks[at + 1].parts[0]) == 1
        and marks[at + 1].parts[0][0].text in INDICES
    }
    if over:
        yield Alternative((SoftmaxOver(frozenset(over)),), OVER_SAID, 0)


def _sizes(scope: Scope) -> Iterator[Alternative]:
    r"""The letter below a d in a root, a size, where no other ever is below d."""
    below: dict[str, set[str]] = {}
    in_root: dict[str, str] = {}
    for marks in _every(scope):
        for at, mark in enumerate(marks):
            if mark.kind == "letter":
                signs = [m for s in _scripts(marks, at) for p in s.parts for m in p]
                below.setdefault(mark.text, set()).update(m.text for m in signs)
            if mark.kind == "sqrt" and (base := _lone(mark.parts[0])):
                in_root[base] = mark.parts[0][1].parts[0][0].text
    for base, letter in sorted(in_root.items()):
        if below[base] == {letter}:
            tags = LettersAsTags(frozenset({letter}), frozenset({base}))
            yield Alternative((tags,), SIZE_SAID.format(base, letter), 0)


def _lone(marks: Marks) -> str:
    """The d of a size that is alone, with one letter below it."""
    match marks:
        case (Mark("letter", text="d"), Mark("sub", parts=((Mark("letter"),),))):
            return "d"
        case _:
            return ""


def _repeated(scope: Scope, text: str) -> Iterator[Alternative]:
    """The convention that an index which stands twice is summed."""
    said = any(
        not DENIED.search(text[max(0, one.start() - 60) : one.start()])
        for one in REPEATED.finditer(text)
    )
    if said:
        above = frozenset(_upper(scope))
        if above:
            lowered = (UpperIndices(above | {r"\delta"}),)
            yield Alternative(lowered, REPEATED_SAID, 0)
        yield Alternative((RepeatedAsSum(),), REPEATED_SAID, 0)


def _upper(scope: Scope) -> Iterator[str]:
    """The names with letters above them, and none below."""
    above, below = set[str](), set[str]()
    for marks in _every(scope):
        for at, mark in enumerate(marks):
            if mark.kind in {"letter", "name"} and mark.text != "e":
                scripts = {m.kind: m for m in _scripts(marks, at)}
                if "sub" in scripts:
                    below.add(mark.text)
                elif "sup" in scripts and _are_letters(scripts["sup"]):
                    above.add(mark.text)
    yield from above - below


def _are_letters(script: Mark) -> bool:
    inside = script.parts[0]
    letters = all(m.kind in {"letter", "prime"} for m in inside)
    return bool(inside) and letters and not is_transpose(inside)


def _tags(scope: Scope) -> Iterator[Alternative]:
    """The letters that stand first below names, before an index, and never run."""
    bound = {letter for marks in _every(scope) for letter in _bound(marks)}
    found: dict[str, set[str]] = {}
    for marks in _every(scope):
        for at, mark in enumerate(marks):
            if mark.kind in {"letter", "name"} and (first := _first(marks, at)):
                found.setdefault(first, set()).add(_word(marks, at))
    for letter, bases in sorted(found.items()):
        if letter not in bound | INDICES:
            tags = LettersAsTags(frozenset({letter}), frozenset(bases))
            yield Alternative((tags,), RUN_SAID.format(letter), 0)


def _first(marks: Marks, at: int) -> str:
    r"""The h of `net_{hi}` and of `net_{h1}`: the first of two items below a name."""
    below = [m for m in _scripts(marks, at) if m.kind == "sub"]
    inside = below[0].parts[0] if len(below) == 1 else ()
    match inside:
        case (Mark(kind="letter", text=first), Mark(kind="letter", text=second)):
            return first if second in INDICES else ""
        case (Mark(kind="letter", text=first), Mark(kind="number")):
            return first
        case (Mark(kind="letter", text=first), Mark(kind="sub")):
            return first
        case _:
            return ""


def _word(marks: Marks, at: int) -> str:
    """The name whose last letter is at a place: letters glued to each other."""
    start = at
    while start > 0 and marks[start].glued and marks[start - 1].kind == "letter":
        start -= 1
    word = "".join(mark.text for mark in marks[start : at + 1])
    return word if len(word) > 2 and word.isalpha() else marks[at].text


def _scripts(marks: Marks, at: int) -> Iterator[Mark]:
    at += 1
    while at < len(marks) and marks[at].kind in {"sub", "sup", "prime"}:
        yield marks[at]
        at += 1


def _bound(marks: Marks) -> Iterator[str]:
    """The letters below sums."""
    for at, mark in enumerate(marks[:-1]):
        if mark.kind == "big" and marks[at + 1].kind == "sub":
            yield from (m.text for m in marks[at + 1].parts[0] if m.kind == "letter")


def _every(scope: Scope) -> Iterator[Marks]:
    for passage in (*scope.passages, *scope.mentions):
        yield from _parts(passage.marks)


def _parts(marks: Marks) -> Iterator[Marks]:
    yield marks
    for mark in marks:
        for part in mark.parts:
            yield from _parts(part)
