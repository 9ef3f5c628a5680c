r"""Other spellings of the same page in the strict language: marks -> marks.

`out(h_1)` is written as one name, the f of `a_f` as a word, `X'` as $X^\top$. What is
respelled keeps its places, and so is shown as the page has it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import assert_never

from ..latex import Mark, Marks, partition, thin
from .colons import without_colons
from .of_arrays import BarsAsDeterminant, NablaBy, OfArrays, RowsByLetter, as_of_arrays
from .places import (
    bar_below,
    base_end,
    below_name,
    bracket_end,
    has_star,
    is_index,
    is_upper_index,
    scripts_end,
    signs_of,
    step_between,
)
from .posted import (
    AddedToEach,
    BoldAsPlain,
    CaseFirst,
    EntrywiseDot,
    LabelsFirst,
    Posted,
    PowerAsName,
    PrimeInName,
    RepeatedAsSum,
    SoftmaxOver,
    as_posted,
)
from .rewriting import rewritten

HOLE = "·"  # an index in the brackets of a name
AGAIN = "∙"  # the same index once more


@dataclass(frozen=True, slots=True)
class BracketsInName:
    r"""`out(h_1)` and `p(h_j = 1 \mid v)` are names; letters that run are indices.

    `slots` are the members of the brackets that are indices, in which a number is one
    too, and a size or a label of `fixed`; `counted` says that what is below the
    name is indices as well.
    """

    base: str
    running: frozenset[str]
    slots: frozenset[int] = frozenset()
    counted: bool = False
    fixed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NoArgument:
    """`h(x)` is the quantity h, wherever that argument is there."""

    base: str
    argument: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LettersAsTags:
    """The f of `a_f` is part of the name; `bases` are the names with such letters."""

    letters: frozenset[str]
    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class UpperIndices:
    """`A^{ij}` is the entry `A_{ij}`."""

    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class PrimeAsTranspose:
    r"""`X'` is $X^\top$."""

    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class DifferentialAsName:
    r"""`dy` is one name, and so is $\mathbf{dy}$."""

    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class LogarithmAsName:
    r"""`\log\sigma` is one name; where `called`, only with brackets behind it."""

    base: str
    called: bool = False


@dataclass(frozen=True, slots=True)
class StarInName:
    """`j^*` is one letter."""

    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class FrobeniusColon:
    r"""`A : B` is $\langle A, B \rangle$."""


@dataclass(frozen=True, slots=True)
class BarsBelow:
    r"""`P_{k \mid k-1}` is a quantity at each k, `p_{j \mid i}` of `apart` at both."""

    bases: frozenset[str]
    apart: frozenset[str]


@dataclass(frozen=True, slots=True)
class Family:
    """A base with `letters` below it, nothing for a number: an entry of `name`."""

    base: str
    above: tuple[str, ...]
    letters: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class LettersTellFamilies:
    r"""`\delta_k` and `\delta_j` are two quantities; `words` are names of the page."""

    families: tuple[Family, ...]
    words: frozenset[str]


FAMILY = re.compile(r"(.+)_(?:(\w)|\{(\w+)\})")


def family_of(name: str) -> tuple[str, str] | None:
    """The base of a family's name, and the letters that tell it apart."""
    found = FAMILY.fullmatch(name)
    return None if found is None else (found[1], found[2] or found[3])


def family_name(base: str, letters: str) -> str:
    """The name of a family."""
    return f"{base}_{letters}" if len(letters) == 1 else f"{base}_{{{letters}}}"


Respelling = (
    BracketsInName
    | NoArgument
    | LettersAsTags
    | UpperIndices
    | PrimeAsTranspose
    | OfArrays
    | DifferentialAsName
    | LogarithmAsName
    | StarInName
    | FrobeniusColon
    | BarsBelow
    | LettersTellFamilies
    | Posted
)


def respelled(marks: Marks, choice: Respelling) -> Marks:
    """The marks in the spelling that a choice gives them."""
    match choice:
        case FrobeniusColon():
            return without_colons(marks)
        case RepeatedAsSum() | SoftmaxOver() | CaseFirst() | LabelsFirst():
            return as_posted(marks, choice)
        case EntrywiseDot() | PrimeInName() | PowerAsName():
            return as_posted(marks, choice)
        case AddedToEach() | BoldAsPlain():
            return as_posted(marks, choice)
        case BracketsInName():
            return rewritten(marks, lambda m, at: _name(m, at, choice))
        case NoArgument(base, argument):
            return rewritten(marks, lambda m, at: _bare(m, at, base, argument))
        case LettersAsTags(letters, bases):
            return rewritten(marks, lambda m, at: _tagged(m, at, letters, bases))
        case UpperIndices(bases):
            return rewritten(marks, lambda m, at: _lowered(m, at, bases))
        case PrimeAsTranspose(bases):
            return rewritten(marks, lambda m, at: _transposed(m, at, bases))
        case RowsByLetter() | BarsAsDeterminant() | NablaBy():
            return as_of_arrays(marks, choice)
        case DifferentialAsName(bases):
            return rewritten(marks, lambda m, at: _named_d(m, at, bases))
        case LogarithmAsName():
            return rewritten(marks, lambda m, at: _named_log(m, at, choice))
        case StarInName(bases):
            return rewritten(marks, lambda m, at: _starred(m, at, bases))
        case BarsBelow():
            return rewritten(marks, lambda m, at: _barred(m, at, choice))
        case LettersTellFamilies():
            return rewritten(marks, lambda m, at: _of_family(m, at, choice))
        case _:
            assert_never(choice)


# --- the kinds, each at one place --------------------------------------------------


def _name(marks: Marks, place: int, choice: BracketsInName) -> tuple[Marks, int] | None:
    """A name with all that is in its brackets; what runs in them goes below it."""
    end = base_end(marks, place, choice.base)
    if end is None:
        return None
    opening = scripts_end(marks, end)
    close = bracket_end(marks, opening)
    if close is None:
        return None
    indices: list[Marks] = []
    below: list[Marks] = []
    words = [choice.base]
    kept: list[Mark] = []
    for mark in marks[end:opening]:
        if mark.kind == "sub" and choice.counted:
            letters = all(m.text in choice.running for m in mark.parts[0])
            below += [(m,) for m in mark.parts[0]] if letters else [mark.parts[0]]
        elif mark.kind == "sub":
            words.append(_word((mark,), (), indices))
        else:
            kept.append(mark)
    members, signs = partition(marks[opening + 1 : close], {"comma", "bar"})
    words.append("(")
    for number, member in enumerate(members):
        if number in choice.slots and is_index(member, choice.running, choice.fixed):
            indices.append(member)
            words.append(HOLE)
        else:
            words.append(_word(member, choice.running, indices))
        words += [sign.text for sign in signs[number : number + 1]]
    words.append(")")
    first, last = marks[place], marks[close]
    named = replace(first, kind="name", text="".join(words), end=last.end, parts=())
    return (named, *_below([*indices, *below]), *kept), close + 1


def _word(marks: Marks, running: Collection[str], indices: list[Marks]) -> str:
    """What is printed, with a hole for each index, which is put to the others."""
    found = ""
    place = 0
    while place < len(marks):
        mark = marks[place]
        place += 1
        if mark.kind == "letter" and mark.text in running:
            end = place
            if marks[end : end + 1] and marks[end].kind == "prime":
                end += 1
            shift = marks[end : end + 2]
            if [m.kind for m in shift] == ["operator", "number"]:
                end += 2
            indices.append(marks[place - 1 : end])
            found, place = found + HOLE, end
        elif mark.kind in {"sub", "sup"}:
            inside = _word(mark.parts[0], running, indices)
            found += mark.text + (inside if len(inside) == 1 else f"{{{inside}}}")
        elif mark.parts:
            found += "".join(_word(part, running, indices) for part in mark.parts)
        else:
            found += mark.text
    return found


def _below(indices: list[Marks]) -> Marks:
    """One subscript of several indices."""
    if not indices:
        return ()
    inside: list[Mark] = []
    for number, index in enumerate(indices):
        if number:
            at = index[0].start
            inside.append(Mark("comma", ",", at, at))
        inside += index
    start, end = inside[0].start, inside[-1].end
    return (Mark("sub", "_", start, end, True, (tuple(inside),)),)


def _bare(
    marks: Marks, place: int, base: str, argument: tuple[str, ...]
) -> tuple[Marks, int] | None:
    """A name without its argument; what is above and below it stays."""
    end = base_end(marks, place, base)
    if end is None:
        return None
    opening = scripts_end(marks, end)
    close = bracket_end(marks, opening)
    if close is None or signs_of(marks[opening + 1 : close]) != argument:
        return None
    kept = marks[place:opening]
    return (*kept[:-1], replace(kept[-1], end=marks[close].end)), close + 1


def _tagged(
    marks: Marks, place: int, letters: Collection[str], bases: Collection[str]
) -> tuple[Marks, int] | None:
    """A name whose letters below are words."""
    ends = (base_end(marks, place, base) for base in sorted(bases))
    end = next((end for end in ends if end is not None), len(marks))
    if end >= len(marks) or marks[end].kind != "sub":
        return None
    below = marks[end]
    inside = tuple(
        replace(m, kind="text") if m.kind == "letter" and m.text in letters else m
        for m in below.parts[0]
    )
    return (*marks[place:end], replace(below, parts=(inside,))), end + 1


def _lowered(
    marks: Marks, place: int, bases: Collection[str]
) -> tuple[Marks, int] | None:
    """A name whose indices above stand below, before those that do so already."""
    if marks[place].text not in bases or marks[place].kind not in {"letter", "name"}:
        return None
    end = scripts_end(marks, place + 1)
    above = [m for m in marks[place + 1 : end] if is_upper_index(m)]
    if not above:
        return None
    rest = [m for m in marks[place + 1 : end] if m not in above]
    inside = [m.parts[0] for m in above]
    inside += [m.parts[0] for m in rest if m.kind == "sub"]
    others = [m for m in rest if m.kind != "sub"]
    return (marks[place], *_below(inside), *others), end


def _transposed(
    marks: Marks, place: int, bases: Collection[str]
) -> tuple[Marks, int] | None:
    """A name with a sign of transposition for its prime."""
    if marks[place].text not in bases or marks[place].kind not in {"letter", "name"}:
        return None
    end = scripts_end(marks, place + 1)
    scripts = marks[place + 1 : end]
    primes = [m for m in scripts if m.kind == "prime"]
    if [m.text for m in primes] != ["'"]:
        return None
    (prime,) = primes
    sign = Mark("letter", r"\top", prime.start, prime.end)
    above = replace(prime, kind="sup", text="^", parts=((sign,),))
    others = [m for m in scripts if m is not prime]
    return (marks[place], *others, above), end


def _named_d(
    marks: Marks, place: int, bases: Collection[str]
) -> tuple[Marks, int] | None:
    """A d and a name as one name."""
    here, behind = marks[place], marks[place + 1 : place + 2]
    if here.kind in {"letter", "name"} and thin(here.text) == "d" and behind:
        name = behind[0]
        touches = name.glued or name.start == here.start  # `\mathbf{dO}`
        if thin(name.text) in bases and name.kind in {"letter", "name"} and touches:
            whole = replace(here, kind="name", text="d" + name.text, end=name.end)
            return (whole,), place + 2
    return None


def _starred(
    marks: Marks, place: int, bases: Collection[str]
) -> tuple[Marks, int] | None:
    """A letter with its star as one letter."""
    here = marks[place]
    if here.kind != "letter" or here.text not in bases or not has_star(marks, place):
        return None
    whole = replace(here, text=f"{here.text}^*", end=marks[place + 1].end)
    return (whole,), place + 2


def _barred(marks: Marks, place: int, choice: BarsBelow) -> tuple[Marks, int] | None:
    """A name with its bar below in it, and the index or the two indices there."""
    found = bar_below(marks, place)
    here = marks[place]
    if found is None or here.text not in choice.bases | choice.apart:
        return None
    below = marks[place + 1]
    step = None if here.text in choice.apart else step_between(*found)
    if step is None:
        text = f"{here.text}_{{{HOLE}|{HOLE}}}"
        return (replace(here, kind="name", text=text), *_below([*found])), place + 2
    behind = f"{step:+d}" if step else ""
    text = f"{here.text}_{{{HOLE}|{AGAIN}{behind}}}"
    index = replace(below, parts=(found[0],))
    return (replace(here, kind="name", text=text), index), place + 2


def _of_family(
    marks: Marks, place: int, choice: LettersTellFamilies
) -> tuple[Marks, int] | None:
    """The name of a family, with its indices below."""
    found = below_name(marks, place, choice.words)
    if found is None:
        return None
    known = (found.base, found.above, found.letters)
    for one in choice.families:
        if (one.base, one.above, one.letters) == known:
            below = marks[found.at]
            if [m.kind for m in below.parts[0]] == ["text", "sub"]:
                below = below.parts[0][1]  # `\text{k}_1` says which family it is of
            last = marks[found.scripts - 1].end
            named = replace(marks[place], kind="name", text=one.name, end=last)
            rest = [m for m in marks[found.scripts : found.end] if m.kind != "sub"]
            return (named, below, *rest), found.end
    return marks[place : found.end], found.end


def _named_log(
    marks: Marks, place: int, choice: LogarithmAsName
) -> tuple[Marks, int] | None:
    """A logarithm and the letter behind it as one name."""
    here, behind = marks[place], marks[place + 1 : place + 2]
    if here.text not in {"log", "ln"} or not behind or behind[0].text != choice.base:
        return None
    if choice.called and bracket_end(marks, scripts_end(marks, place + 2)) is None:
        return None
    text = f"\\{here.text} {choice.base}"
    return (replace(here, kind="name", text=text, end=behind[0].end),), place + 2
