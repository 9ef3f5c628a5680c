r"""Indices that stand twice in a term and are summed -> sums that are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import reduce
from itertools import zip_longest

from ..expressions import NotUnderstood
from ..latex import Mark, Marks, closing, is_transpose

ENDS_A_STATEMENT = {"colon", "wide", "text", "newline"}
SIGNS = {"+", "-"}
SCRIPTS = {"sub", "sup"}
EXPONENTIALS = {"e", "exp"}
Letters = Counter[str]


def with_sums(marks: Marks) -> Marks:
    r"""Each `W_{ij} x_j` as `\sum_j W_{ij} x_j`, where j is not in every side."""
    try:
        return tuple(_chains_with_sums(marks))
    except NotUnderstood:
        return marks  # a bracket is not closed


def _chains_with_sums(marks: Marks) -> Iterator[Mark]:
    for chain in _chains(marks):
        sides = [s for s in _sides(chain) if s and s[0].kind not in {"relation", "amp"}]
        free: set[str] = set()
        if len(sides) > 1:
            letters = (set(_letters(s)) for s in sides if any(map(_is_term, s)))
            free = reduce(set.intersection, letters)
            chain = tuple(m for s in _sides(chain) for m in _summed(s, free))
        yield from chain


def _is_term(mark: Mark) -> bool:
    """Whether it is more than a number or a sign, of which no index is told."""
    return mark.kind not in {"number", "operator", "amp"}


def _chains(marks: Marks) -> Iterator[Marks]:
    """The relations that go on from each other, with what is between."""
    start = depth = 0
    for at, mark in enumerate(marks):
        depth += {"open": 1, "close": -1}.get(mark.kind, 0)
        ends = mark.kind in ENDS_A_STATEMENT or (mark.kind == "comma" and mark.loose)
        behind = [m.kind for m in marks[at + 1 : at + 3] if m.kind != "amp"]
        if ends and depth <= 0 and behind[:1] != ["relation"]:
            yield marks[start : at + 1]
            start = at + 1
    yield marks[start:]


def _sides(chain: Marks) -> Iterator[Marks]:
    """The sides of a chain, and each sign between them alone."""
    start = 0
    for at, mark in enumerate(chain):
        if mark.kind in {"relation", "amp", "newline"}:
            yield chain[start:at]
            yield (mark,)
            start = at + 1
    yield chain[start:]


# --- one side ----------------------------------------------------------------------


def _summed(marks: Marks, free: Collection[str]) -> Marks:
    """A side with a sum before each term that has a letter twice."""
    found: list[Mark] = []
    for term in _terms(marks):
        own = term[:1] if term and term[0].text in SIGNS else ()
        inside = _inside(term[len(own) :], free)
        count = _count(inside)
        bound = sorted({*_twice(count)} - {*free} - {*_bound(inside)})
        found += own
        if bound:
            at = inside[0].start
            below: list[Mark] = []
            for letter in bound:
                below += [Mark("comma", ",", at, at)] if below else []
                below += _as_marks(letter, at)
            found += [
                Mark("big", "sum", at, at),
                Mark("sub", "_", at, at, True, (tuple(below),)),
            ]
        found += inside
    return tuple(found)


def _as_marks(letter: str, at: int) -> Marks:
    name = letter.rstrip("'")
    primes = letter[len(name) :]
    marks = (Mark("letter", name, at, at),)
    return (*marks, Mark("prime", primes, at, at, True)) if primes else marks


def _terms(marks: Marks) -> Iterator[Marks]:
    """What plus and minus part outside of brackets, each with its sign."""
    start = depth = 0
    for at, mark in enumerate(marks):
        depth += {"open": 1, "close": -1}.get(mark.kind, 0)
        begins = mark.kind == "operator" and mark.text in SIGNS
        ends = mark.kind in {"comma", "bar"} or begins
        if ends and depth == 0 and at > start:
            yield marks[start:at]
            start = at
    yield marks[start:]


def _inside(term: Marks, free: Collection[str]) -> Marks:
    """A term with sums in its brackets and fractions where letters stand twice."""
    found: list[Mark] = []
    at = 0
    while at < len(term):
        mark = term[at]
        if mark.kind == "open" and (end := closing(term, at)) > at:
            found += [mark, *_summed(term[at + 1 : end], free), term[end]]
            at = end + 1
            continue
        if mark.kind in {"frac", "sqrt"}:
            parts = tuple(
                _inside(p, free) if _is_slope(mark) else _summed(p, free)
                for p in mark.parts
            )
            mark = replace(mark, parts=parts)
        found.append(mark)
        at += 1
    return tuple(found)


def _is_slope(mark: Mark) -> bool:
    """Whether a fraction is a derivative."""
    over = mark.parts[0][:1]
    return bool(over) and (over[0].kind == "partial" or over[0].text == "d")


def _twice(count: Letters) -> Iterator[str]:
    return (letter for letter, times in count.items() if times > 1)


def _bound(marks: Marks) -> Iterator[str]:
    """The letters that sums inside a term bind."""
    for mark, behind in zip_longest(marks, marks[1:]):
        if mark.kind == "big" and behind is not None and behind.kind == "sub":
            yield from _in_script(behind)
        for part in mark.parts:
            yield from _bound(part)


# --- how often a letter is in scripts ------------------------------------------


def _letters(marks: Marks) -> Iterator[str]:
    yield from _count(marks)


def _count(marks: Marks) -> Letters:
    """How often each letter is in a term; of added terms the most counts."""
    found: Letters = Counter()
    for term in _terms(marks):
        found |= _count_term(term)
    return found


def _count_term(term: Marks) -> Letters:
    found: Letters = Counter()
    at = 0
    last: Letters = Counter()
    while at < len(term):
        mark = term[at]
        above_e = mark.kind == "sup" and at > 0 and term[at - 1].text in EXPONENTIALS
        below_nabla = mark.kind == "sub" and at > 0 and term[at - 1].kind == "nabla"
        at += 1
        if mark.kind == "open" and (end := closing(term, at - 1)) >= at:
            last = _count(term[at:end])
            at = end + 1
        elif above_e:
            last = _count(mark.parts[0])
        elif below_nabla or mark.kind == "big":
            continue
        elif mark.kind == "sup" and [m.text for m in mark.parts[0]] == ["2"]:
            pass  # once more what is below it
        elif mark.kind in SCRIPTS:
            last = last + Counter(_in_script(mark))
            found += Counter(_in_script(mark))
            continue
        elif mark.kind in {"frac", "sqrt"}:
            last = sum((_count(part) for part in mark.parts), Counter())
        else:
            last = Counter()
        found += last
    return found


def _in_script(mark: Mark) -> Iterator[str]:
    """The letters of a script, with their primes; none of a sign of transposition."""
    inside = mark.parts[0]
    if mark.kind == "sup" and is_transpose(inside):
        return
    for one, behind in zip_longest(inside, inside[1:]):
        if one.kind == "letter" and (one.text.islower() or one.text.startswith("\\")):
            primed = behind is not None and behind.kind == "prime"
            yield one.text + (behind.text if behind is not None and primed else "")
        elif one.kind in SCRIPTS:
            yield from _in_script(one)
