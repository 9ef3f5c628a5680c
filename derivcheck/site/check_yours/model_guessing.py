"""A derivation without its model -> what the model may be, and where it forks.

The checker says which name it does not know; what people usually mean by such a name is
proposed, the derivation is read again, and so on. Where a name has several usual
meanings, all of them are offered, the one first under which most can be read; nothing
is decided for the person who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from ...checking import Found, check_text
from ...expressions import Fault, errors
from .name_spotting import (
    ARRAYS,
    CALLED,
    CAPITALS,
    NAME,
    Written,
    as_written,
    formulas,
    is_given,
    parted_name,
    sizes_in,
    start_of,
    whole_array,
    written,
)
from .pasted_text import defined, page_of
from .usual_meanings import LOSSES, Seems, UsualMeaning, roles_of, usual_way, ways_of

MOST = 16  # rounds in which names are declared
MOST_TRIED = 12  # other readings that are tried


@dataclass(frozen=True, slots=True)
class Question:
    """A name that nothing gives, and what it may be; the first is the usual one."""

    name: str
    readings: tuple[UsualMeaning, ...]


def guess(derivation: str, model: str = "") -> tuple[Question, ...]:
    """What is to be added to a model so that a derivation has a meaning.

    Each question is asked as if those before it had their first answer.
    """
    parts = defined({"model": model, "derivation": derivation})
    text = page_of(parts).text
    others = {*sizes_in(text), *"".join(CAPITALS.findall(text))}
    names = [name for name in written(text) if name.written not in others]
    roles = [(n, found) for n, found in roles_of(names, text) if not is_given(n, text)]
    asked = [Question(name.spelled, tuple(found)) for name, found in roles]
    best: list[Question] = asked
    most = (False, -len(text))
    for letters in (True, False):
        tried = _settled(parts, _completed(parts, asked, names, letters))
        tried = _completed(parts, tried, names, letters)
        found = _read(_checked(parts, tried))
        if found > most:
            best, most = tried, found
        if most[0]:
            break
    return tuple(best)


def _checked(parts: Mapping[str, str], asked: list[Question]) -> Found:
    """The text with the first answers at the end of its model.

    Behind it a line asks of each loss whether it is a number.
    """
    chosen = "\n\n".join(question.readings[0].text for question in asked)
    model = f"{parts['model']}\n\n{chosen}"
    text = page_of({**parts, "model": model}).text
    losses = "|".join(map(re.escape, LOSSES))
    found = re.findall(
        rf"(?<![A-Za-z\\])((?:{losses})\s*(?:\([^()]*\))?)[\s&]*:=", text
    )
    asks = (rf"$$ {loss} = {loss} \in \mathbb{{R}} $$" for loss in found)
    return check_text("\n\n".join([text, *asks]))


def _completed(
    parts: Mapping[str, str],
    asked: list[Question],
    names: list[Written],
    letters: bool,
) -> list[Question]:
    """The questions, and one for each name that is unknown after their answers.

    An input that nothing declares is a number to the checker; it is asked about where
    the text writes it as an array, or in a text of arrays where its letter is usual
    for one, with `letters` a small one too.
    """
    seen = _Seen(page_of(parts).text, "\n".join(parts.values()), names, letters)
    for _ in range(MOST):
        told = {question.name for question in asked}
        page = _checked(parts, asked)
        inputs: list[tuple[str, Seems]] = [(i.name, "input") for i in page.inputs]
        unclear = [*unknown(page), *inputs]
        found = (_question(name, seems, seen) for name, seems in unclear)
        new = {q.name: q for q in found if q is not None and q.name not in told}
        if not new:
            break
        asked = [*asked, *new.values()]
    return asked


class _Seen:
    """What a text shows: its names, its sizes, its functions, and whether of arrays."""

    def __init__(
        self, text: str, prose: str, names: list[Written], letters: bool
    ) -> None:
        self.text, self.prose = text, prose
        self.names, self.letters = names, letters
        self.sizes = sizes_in(text)
        self.arrays = bool(ARRAYS.search(text))
        self.functions = {
            name["base"]
            for mathematics in formulas(text)
            for name in NAME.finditer(mathematics)
            if CALLED.match(mathematics, name.end())
        }


def _question(said: str, seems: Seems, seen: _Seen) -> Question | None:
    """What is asked about a name of the checker, unless the text gives it."""
    name = as_written(said, seen.names)
    base, below = parted_name(said)
    whole = whole_array(name, seen.names, below)
    if seems == "start":
        name = whole = start_of(name)
    elif is_given(name, seen.text) or base in seen.sizes:
        return None
    usual = usual_way(whole, seems, seen.names, seen.arrays, seen.letters)
    if seems == "input" and usual == "number":
        return None
    if seems == "unknown" and name.base in seen.functions:
        seems = "called"
    return Question(whole.written, ways_of(name, whole, seems, usual, seen.prose))


def _settled(parts: Mapping[str, str], asked: list[Question]) -> list[Question]:
    """The questions, that reading first under which most of the text can be read."""
    best, left = _read(_checked(parts, asked)), MOST_TRIED
    for place in range(len(asked)):
        for reading in asked[place].readings[1:]:
            if best[0] or not left:
                return asked
            left -= 1
            others = tuple(r for r in asked[place].readings if r is not reading)
            question = Question(asked[place].name, (reading, *others))
            tried = [*asked[:place], question, *asked[place + 1 :]]
            found = _read(_checked(parts, tried))
            if found > best:
                asked, best = tried, found
    return asked


def _read(found: Found) -> tuple[bool, int]:
    """Whether all of a text is read, and how much of it: what is unread counts."""
    unread = sum(
        relation.verdict.word in {"not understood", "vacuous"}
        for relation in found.relations
        if relation.left != relation.right or relation.verdict.word != "vacuous"
    )
    return not unread and not found.problems, -unread - len(found.problems)


def faults(found: Found) -> Iterator[Fault]:
    """What is wrong with the relations, then with the rest of the page."""
    for relation in found.relations:
        if relation.verdict.fault is not None:
            yield relation.verdict.fault
    for problem in found.problems:
        yield problem.fault


def unknown(found: Found) -> list[tuple[str, Seems]]:
    """The names that the checker does not know, each with what it seems to be."""
    named = map(_unknown_in, faults(found))
    return [name for name in named if name is not None]


def misshapen(found: Found) -> bool:
    """Whether something is not understood for the shapes that stand in it."""
    return any(map(_of_shapes, faults(found)))


def _of_shapes(fault: Fault) -> bool:
    match fault:
        case (
            errors.ShapeMismatch()
            | errors.PowerOfArray()
            | errors.NumberTransposed()
            | errors.NormOfNumber()
        ):
            return True
        case errors.Broken(_, why) | errors.BuiltOnBroken(_, why):
            return _of_shapes(why)
        case _:
            return False


def _unknown_in(fault: Fault) -> tuple[str, Seems] | None:
    """The name that a fault is about, where nothing gives it, and what it seems."""
    match fault:
        case errors.Undeclared():
            return fault.name, "unknown"
        case errors.ClaimedOnly(name):
            return name, "claimed"
        case errors.NumberTransposed(name):
            return name, "array"
        case errors.CallOrProduct(name):
            return name, "called"
        case errors.TransposeOrDerivative(name):
            return name, "primed"
        case errors.NoEntry(name, 0) | errors.BoundIndexLeaves(_, name, 0):
            return name, "start"
        case errors.BuiltOnBroken(_, why):
            return _unknown_in(why)
        case (
            errors.Sentence()
            | errors.NormOfNumber()
            | errors.NoEntry()
            | errors.BoundIndexLeaves()
            | errors.ShapeMismatch()
            | errors.PowerOfArray()
            | errors.AnotherSpelling()
            | errors.Broken()
        ):
            return None
        case _ as never:
            assert_never(never)


def spoken(found: Found) -> list[str]:
    """The same names as one speaks of them; of a sequence without a start, this."""
    return list(
        dict.fromkeys(
            f"{name}_0" if seems == "start" else name for name, seems in unknown(found)
        )
    )


def undeclared(found: Found, text: str) -> list[str]:
    """The inputs that nothing declares, which the checker takes for numbers."""
    inputs = dict.fromkeys(given.name for given in found.inputs)
    names, sizes = written(text), sizes_in(text)
    return [
        said
        for said in inputs
        if said not in sizes and not is_given(as_written(said, names), text)
    ]
