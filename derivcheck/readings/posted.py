r"""Spellings of texts as people post them -> the strict language, at one place each.

A softmax over one letter, a case that is before its claim, a label in brackets,
a prime or a square that is part of a name.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import assert_never

from ..latex import Mark, Marks, thin
from .places import bracket_end, is_capital, scripts_end
from .repeated import with_sums
from .rewriting import rewritten

SOFTMAXES = {"softmax", "Softmax", r"\softmax"}
LABEL = 4  # letters of a word in brackets that is no product


@dataclass(frozen=True, slots=True)
class RepeatedAsSum:
    r"""`W_{ij} x_j` is $\sum_j W_{ij} x_j$."""


@dataclass(frozen=True, slots=True)
class SoftmaxOver:
    r"""`\text{softmax}_j(z_{ij})` is taken over j."""

    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseFirst:
    r"""`i \ne 1 A = B` is $i \ne 1, A = B$."""


@dataclass(frozen=True, slots=True)
class LabelsFirst:
    r"""The words in `(Mean) \mu = \dots` are no factor."""


@dataclass(frozen=True, slots=True)
class EntrywiseDot:
    r"""`a \cdot b` is $a \odot b$."""


@dataclass(frozen=True, slots=True)
class PrimeInName:
    r"""`x'_i` is an entry of one name, $x'$."""

    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class PowerAsName:
    r"""`\sigma^2` is one name, and $\sigma^4$ its square."""

    base: str


@dataclass(frozen=True, slots=True)
class AddedToEach:
    r"""`X W + b` is $X W + \mathbf 1 b^\top$ where b is added to each of the `rows`.

    Added to each column it is $b \mathbf 1^\top$.
    """

    bases: frozenset[str]
    rows: bool


@dataclass(frozen=True, slots=True)
class BoldAsPlain:
    r"""$\mathbf W$ is W."""

    letters: frozenset[str]


Posted = (
    RepeatedAsSum
    | SoftmaxOver
    | CaseFirst
    | LabelsFirst
    | EntrywiseDot
    | PrimeInName
    | PowerAsName
    | AddedToEach
    | BoldAsPlain
)


def as_posted(marks: Marks, choice: Posted) -> Marks:
    """The marks in the spelling that a choice gives them."""
    match choice:
        case RepeatedAsSum():
            return with_sums(marks)
        case SoftmaxOver(letters):
            return rewritten(marks, lambda m, at: softmax_quotient(m, at, letters))
        case CaseFirst():
            return with_case_apart(marks)
        case LabelsFirst():
            return marks[label_end(marks) :]
        case EntrywiseDot():
            return rewritten(marks, _dot)
        case PrimeInName(bases):
            return rewritten(marks, lambda m, at: _primed_name(m, at, bases))
        case PowerAsName(base):
            return rewritten(marks, lambda m, at: _power_name(m, at, base))
        case BoldAsPlain(letters):
            return rewritten(marks, lambda m, at: _plain(m, at, letters))
        case AddedToEach():
            return rewritten(marks, lambda m, at: _added_to_each(m, at, choice))
        case _:
            assert_never(choice)


def posted_in_words(choice: Posted) -> str:
    """What a choice says of the spelling of the text."""
    match choice:
        case RepeatedAsSum():
            return "an index that stands twice in a term is summed"
        case SoftmaxOver(letters):
            return f"the softmax is taken over {' and over '.join(sorted(letters))}"
        case CaseFirst():
            return "a comparison of an index stands before a claim as its case"
        case LabelsFirst():
            return "words in brackets before a formula are its label"
        case EntrywiseDot():
            return "a dot between arrays multiplies them entry by entry"
        case PrimeInName(bases):
            return " and ".join(f"{base}' is one name" for base in sorted(bases))
        case PowerAsName(base):
            return f"{base}^2 is one name"
        case BoldAsPlain(letters):
            return f"bold or not, {' and '.join(sorted(letters))} are the same"
        case AddedToEach(bases, rows):
            each = "row" if rows else "column"
            named = " and ".join(sorted(bases))
            return f"{named} is added to each {each} of a product of matrices"
        case _:
            assert_never(choice)


def _dot(marks: Marks, place: int) -> tuple[Marks, int] | None:
    r"""A dot between two factors that are no numbers, as $\odot$."""
    around = (marks[place - 1 : place], marks[place + 1 : place + 2])
    plain = all(m and m[0].kind not in {"number", "relation", "comma"} for m in around)
    if marks[place].text in {r"\cdot", "*"} and plain:
        return (replace(marks[place], kind="operator", text=r"\odot"),), place + 1
    return None


def _plain(
    marks: Marks, place: int, letters: Collection[str]
) -> tuple[Marks, int] | None:
    """A bold letter as a plain one."""
    plain = thin(marks[place].text)
    if marks[place].kind != "letter" or plain == marks[place].text:
        return None
    return (
        ((replace(marks[place], text=plain),), place + 1) if plain in letters else None
    )


def added_to_product(marks: Marks, place: int) -> tuple[str, str] | None:
    """The first factor of a product of two capitals, and the letter added behind it."""
    here = marks[place]
    if here.kind != "letter" or is_capital(here.text) or place < 3:
        return None
    end = scripts_end(marks, place + 1)
    behind = marks[end : end + 1]
    ends = all(m.kind not in {"letter", "name", "frac", "open"} for m in behind)
    factors: list[str] = []
    at = place - 2
    while at >= 0 and len(factors) < 2:
        if marks[at].kind == "letter" and is_capital(marks[at].text):
            factors.append(marks[at].text)
        elif marks[at].kind != "sup" and not _is_numbered(marks[at]):
            break
        at -= 1
    whole = all(_is_numbered(m) for m in marks[place + 1 : end] if m.kind == "sub")
    if marks[place - 1].text != "+" or not (ends and whole) or len(factors) < 2:
        return None
    return factors[1], here.text


def _is_numbered(mark: Mark) -> bool:
    """Whether a number is below a name, and no index."""
    return mark.kind == "sub" and all(m.kind == "number" for m in mark.parts[0])


def _added_to_each(
    marks: Marks, place: int, choice: AddedToEach
) -> tuple[Marks, int] | None:
    r"""`b` behind a product as `\mathbf 1 b^\top`, or as `b \mathbf 1^\top`."""
    found = added_to_product(marks, place)
    if found is None or found[1] not in choice.bases:
        return None
    end = scripts_end(marks, place + 1)
    at = marks[end - 1].end
    ones = Mark("letter", r"\mathbf{1}", at, at)
    transposed = Mark("sup", "^", at, at, True, ((Mark("letter", r"\top", at, at),),))
    if choice.rows:
        return (ones, *marks[place:end], transposed), end
    return (*marks[place:end], ones, transposed), end


def _primed_name(
    marks: Marks, place: int, bases: Collection[str]
) -> tuple[Marks, int] | None:
    """A letter and its prime as one name, also in brackets of their own.

    Those behind a name may hold its argument, and stay.
    """
    bracketed = [m.kind for m in marks[place : place + 4]]
    before = [m.kind for m in marks[max(0, place - 1) : place]]
    if before not in (["letter"], ["name"]) and bracketed == [
        "open",
        "letter",
        "prime",
        "close",
    ]:
        found = _primed_name(marks, place + 1, bases)
        return None if found is None else (found[0], place + 4)
    here, behind = marks[place], marks[place + 1 : place + 2]
    if here.kind != "letter" or here.text not in bases:
        return None
    if not behind or behind[0].kind != "prime":
        return None
    text = here.text + behind[0].text
    return (replace(here, kind="name", text=text, end=behind[0].end),), place + 2


def _power_name(marks: Marks, place: int, base: str) -> tuple[Marks, int] | None:
    """A letter and an even power above it as a power of the name of its square."""
    here, behind = marks[place], marks[place + 1 : place + 2]
    if here.text != base or here.kind != "letter" or not behind:
        return None
    inside = behind[0].parts[0] if behind[0].kind == "sup" else ()
    power = "".join(mark.text for mark in inside)
    if not power.isdigit() or int(power) % 2:
        return None
    name = replace(here, kind="name", text=f"{base}^2", end=behind[0].end)
    if power == "2":
        return (name,), place + 2
    number = replace(inside[0], text=str(int(power) // 2))
    return (name, replace(behind[0], parts=((number,),))), place + 2


def softmax_quotient(
    marks: Marks, place: int, letters: Collection[str]
) -> tuple[Marks, int] | None:
    """The exponential of what is in the brackets, over the sum of these."""
    if marks[place].text not in SOFTMAXES or place + 1 >= len(marks):
        return None
    below, close = marks[place + 1], bracket_end(marks, place + 2)
    index = below.parts[0] if below.kind == "sub" else ()
    if close is None or len(index) != 1 or index[0].text not in letters:
        return None
    at, end = marks[place].start, marks[close].end
    inside = marks[place + 3 : close]
    run = _with_primes(inside, index[0].text)
    over = _power(inside, at, end)
    under = (Mark("big", "sum", at, at), *_with_primes((below,), index[0].text))
    under = (*under, *_power(run, at, end))
    return (Mark("frac", r"\frac", at, end, parts=(over, under)),), close + 1


def _power(inside: Marks, at: int, end: int) -> Marks:
    above = Mark("sup", "^", at, end, True, (inside,))
    return (Mark("letter", "e", at, at), above)


def _with_primes(marks: Marks, letter: str) -> Marks:
    """The same with two primes behind a letter wherever it is in scripts."""
    found: list[Mark] = []
    for mark in marks:
        parts = tuple(_with_primes(part, letter) for part in mark.parts)
        if mark.kind in {"sub", "sup"}:
            parts = tuple(
                tuple(
                    m
                    for one in part
                    for m in (
                        (one, Mark("prime", "''", one.end, one.end, True))
                        if one.kind == "letter" and one.text == letter
                        else (one,)
                    )
                )
                for part in parts
            )
        found.append(replace(mark, parts=parts))
    return tuple(found)


def case_end(marks: Marks) -> int | None:
    r"""The place behind `i \ne 1` where it opens a formula and a claim goes on."""
    kinds = [mark.kind for mark in marks[:4]]
    if kinds[:3] != ["letter", "relation", "number"] or len(kinds) < 4:
        return None
    claims = any(mark.kind == "relation" for mark in marks[3:])
    return 3 if kinds[3] in {"frac", "letter", "name"} and claims else None


def with_case_apart(marks: Marks) -> Marks:
    """The same with a comma behind a case that is before its claim."""
    end = case_end(marks)
    if end is None:
        return marks
    at = marks[end].start
    return (*marks[:end], Mark("comma", ",", at, at, loose=True), *marks[end:])


def label_end(marks: Marks) -> int:
    r"""The place behind `(Mean)` where it opens a formula; 0 where none does."""
    close = bracket_end(marks, 0)
    inside = marks[1:close] if close is not None else ()
    word = "".join(mark.text for mark in inside)
    plain = all(m.kind in {"letter", "text", "name"} for m in inside)
    behind = marks[close + 1 : close + 2] if close is not None else ()
    named = bool(behind) and behind[0].kind in {"letter", "name", "frac"}
    if close is None or not plain or not named or len(word) < LABEL:
        return 0
    return close + 1 if word.isalpha() and word.isascii() else 0
