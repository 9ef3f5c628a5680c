r"""A text that declares nothing -> which letters count what its sums run over.

In `\frac1n \sum_i x_i` the n is the number of the i. Where a text has such sums, a
letter that only divides may be a number of something too.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..latex import Mark, Marks
from ..readings import Alternative
from ..words import Scope

COUNTS = frozenset("nmNMKBCDTdkJS")  # the letters that usually count
BECAUSE = "it divides a sum without an upper bound"
ENDS = {"relation", "comma", "colon", "newline", "amp", "close"}


def counted(scope: Scope) -> dict[str, tuple[str, ...]]:
    """The letters that divide sums without a bound, and what these run over.

    A letter of a sum is counted once: what two letters are said to count is left out.
    """
    found: dict[str, dict[str, None]] = {}
    for passage in scope.passages:
        for count, index in _divided_sums(passage.marks):
            found.setdefault(count, {})[index] = None
    times = [index for indices in found.values() for index in indices]
    return {
        count: tuple(indices)
        for count, indices in found.items()
        if all(times.count(index) == 1 for index in indices)
    }


def as_count(letter: str, indices: tuple[str, ...]) -> Alternative:
    """The choice that a letter is how many of some indices there are."""
    lines = tuple(rf"{index} = 1, \dots, {letter}" for index in indices)
    role = f"the number of the {' and the '.join(indices)}"
    return Alternative((), BECAUSE, 1, lines, letter, role)


def may_count(scope: Scope) -> frozenset[str]:
    """The letters that divide, in a text with sums that have no upper bound."""
    every = [marks for p in scope.passages for marks in _parts(p.marks)]
    if not any(_index_of(marks, at) for marks in every for at in range(len(marks))):
        return frozenset()
    return divisors(scope)


def divisors(scope: Scope) -> frozenset[str]:
    """The letters that divide, and usually count."""
    every = [marks for p in scope.passages for marks in _parts(p.marks)]
    found = {letter for marks in every for m in marks for letter in _divisor(m)}
    return frozenset(found & COUNTS)


def _divided_sums(marks: Marks) -> Iterator[tuple[str, str]]:
    """What divides a sum in its own term, and the letter that the sum runs over."""
    for part in _parts(marks):
        over: list[str] = []
        for at, mark in enumerate(part):
            over += _divisor(mark)
            if (index := _index_of(part, at)) and over:
                yield over.pop(), index  # a second sum runs over something else
                over = []
            if mark.kind in ENDS or mark.text in {"+", "-"}:
                over = []


def _parts(marks: Marks) -> Iterator[Marks]:
    yield marks
    for mark in marks:
        for part in mark.parts:
            yield from _parts(part)


def _divisor(mark: Mark) -> list[str]:
    r"""The letter of `\frac1n`, `\frac{1}{2n}` and `\frac{1}{n - 1}`."""
    if mark.kind != "frac":
        return []
    letters = [m.text for m in mark.parts[1] if m.kind == "letter"]
    others = [m for m in mark.parts[1] if m.kind not in {"letter", "number"}]
    return letters if len(letters) == 1 and all(m.text == "-" for m in others) else []


def _index_of(marks: Marks, at: int) -> str:
    """The letter that a sum at a place runs over, if it has no bounds."""
    below, above = [*marks[at + 1 : at + 3], None, None][:2]
    if marks[at].text != "sum" or below is None or below.kind != "sub":
        return ""
    if above is not None and above.kind == "sup":
        return ""
    match below.parts[0]:
        case (Mark(kind="letter", text=letter),):
            return letter
        case _:
            return ""
