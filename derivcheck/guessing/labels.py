r"""Letters that say which one is right -> labels: the y of `-\log p_y`.

A label is below names, where a letter of a sum stands too, and no sum runs over
it. It is told by a definition that carries it on its right side alone, or by words:
"the correct class $y$".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..latex import Mark, Marks, is_definition
from ..readings import Alternative
from ..words import Scope
from .defining import statements_of

NOUNS = (
    r"(?:class(?:es)?|labels?|categor(?:y|ies)|words?|tokens?|answers?|actions?|arms?|"
    r"digits?|entr(?:y|ies))"
)
BESIDE = (
    rf"\b{NOUNS}\s+\$\s*{{0}}\s*\$|"
    rf"\$\s*{{0}}\s*\$\s+(?:is|be|being|as|denotes?|for)\s+(?:\w+\s+){{{{0,4}}}}?{NOUNS}\b"
)
INDICES = frozenset("ijklmnpqrst")
SIZES = ("K", "C", "V", "N", "M", "D", "S", "Q")
NOT_CARRIED = "a definition has {} on its right side alone, where {} runs too"
SAID = "the text calls it so"
COMPARES = {"=", r"\ne", r"\neq", "==", r"\not="}


@dataclass(slots=True)
class LettersBelow:
    """What the formulas of a text show of the letters below names.

    `slots` are the places below names at which each stands, `bound` those that sums
    run over, each with the end of a sum that has one, `bare` those that stand as
    quantities, and `others` those with which sums compare what they run over.
    """

    slots: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    others: dict[str, set[str]] = field(default_factory=dict)

    def look(self, marks: Marks) -> None:
        """Takes in a formula."""
        for at, mark in enumerate(marks):
            script = marks[at + 1 : at + 2]
            if mark.kind == "big" and script and script[0].kind == "sub":
                self._bind(script[0].parts[0], marks[at + 2 : at + 3])
            elif mark.kind in {"letter", "name"}:
                inside = (
                    script[0].parts[0] if script and script[0].kind == "sub" else ()
                )
                for place, one in enumerate(m for m in inside if m.kind != "comma"):
                    if one.kind == "letter":
                        here = mark.text, place
                        self.slots.setdefault(one.text, set()).add(here)
                if mark.kind == "letter" and not _is_compared(marks, at):
                    self.bare.add(mark.text)
            if mark.kind not in {"sub", "big"}:
                for part in mark.parts:
                    self.look(part)

    def _bind(self, below: Marks, above: Marks) -> None:
        match below:
            case (Mark(kind="letter", text=letter), *rest):
                ends = [m for m in above if m.kind == "sup"]
                end = "".join(m.text for e in ends for m in e.parts[0])
                self.bound[letter] = self.bound.get(letter, "") or end
                match rest:
                    case (Mark(text=sign), Mark(kind="letter", text=other)) if (
                        sign in COMPARES
                    ):
                        self.others.setdefault(other, set()).add(letter)
                    case _:
                        pass
            case _:
                pass

    @property
    def ends(self) -> set[str]:
        """The letters to which sums run."""
        return {*self.bound.values()}

    def beside(self, letter: str) -> set[str]:
        """The letters of sums that stand where a letter does."""
        own = self.slots.get(letter, set())
        met = {one for one in self.bound if own & self.slots.get(one, set())}
        return met | self.others.get(letter, set())


def _is_compared(marks: Marks, at: int) -> bool:
    r"""Whether a letter is a side of `j \ne y`, or all that a formula is."""
    around = (*marks[max(0, at - 1) : at], *marks[at + 1 : at + 2])
    return len(marks) == 1 or any(mark.text in COMPARES for mark in around)


def letters_of(scope: Scope) -> LettersBelow:
    """What all formulas of a text show."""
    letters = LettersBelow()
    for passage in (*scope.passages, *scope.mentions):
        if len(passage.marks) > 1:
            letters.look(passage.marks)
    return letters


def labels_in(scope: Scope, text: str) -> dict[str, Alternative]:
    """The letters of a text that are labels, each with the lines that say so."""
    letters = letters_of(scope)
    free = {*_free_on_the_right(scope)} - {*_apart(scope)}
    taken = letters.bare | letters.bound.keys() | letters.ends
    fresh = next((size for size in SIZES if size not in taken), "")
    found: dict[str, Alternative] = {}
    for letter in sorted(letters.slots.keys() | letters.others.keys()):
        runs = sorted(letters.beside(letter))
        if letter in taken or not runs:
            continue
        if re.search(BESIDE.format(re.escape(letter)), text, re.I):
            because = SAID
        elif letter in free and letter not in INDICES:
            because = NOT_CARRIED.format(letter, " and ".join(runs))
        else:
            continue
        ends = {letters.bound[one] for one in runs} - {""}
        size = ends.pop() if len(ends) == 1 else fresh
        if not size or ends:
            continue
        ranges = (
            rf"{one} = 1, \dots, {size}" for one in runs if not letters.bound[one]
        )
        lines = (rf"{letter} \in \{{1, \dots, {size}\}}", *ranges)
        role = f"a label, one of 1 to {size}"
        found[letter] = Alternative((), because, 0, lines, letter, role)
    return found


def _apart(scope: Scope) -> Iterator[str]:
    """The letters that tell quantities apart: `out_h` and `out_o` are both defined."""
    lefts: dict[tuple[str, int], set[str]] = {}
    for statement in filter(is_definition, statements_of(scope)):
        left = LettersBelow()
        left.look(statement.sides[0])
        for letter, places in left.slots.items():
            for place in places:
                lefts.setdefault(place, set()).add(letter)
    for letters in lefts.values():
        if len(letters) > 1:
            yield from letters


def _free_on_the_right(scope: Scope) -> Iterator[str]:
    """The letters below names that a definition has on its right side alone."""
    for statement in filter(is_definition, statements_of(scope)):
        left, right = LettersBelow(), LettersBelow()
        left.look(statement.sides[0])
        right.look(statement.sides[1])
        yield from right.slots.keys() - left.slots.keys() - right.bound.keys()
