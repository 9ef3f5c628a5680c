r"""Quantities of a page as functions of the inputs that a reader moves.

In: a page that was checked, and values of its inputs, named as `read` takes them. Out:
quantities by their LaTeX, traced: what is worked out in the end is one function in
JavaScript, of all inputs on which they depend.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..checking import Found, Ground, Unread, read_behind
from ..documents import Directive, Fresh, read_directive
from ..evaluation import (
    FLOAT,
    Machine,
    Scalar,
    Surroundings,
    Tape,
    Traced,
    TracedPoint,
    TracingMachine,
    as_javascript,
    real,
)
from ..expressions import Expression, NotUnderstood, free_letters
from ..judging import Claim
from ..models import Motion, range_of
from .formulas import ArrayPoint
from .in_numbers import NO_VALUE

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Listed = Scalar | Sequence["Listed"]


@dataclass(frozen=True, slots=True)
class PageQuantity:
    """What a formula of the page says, and the machine that works it out."""

    machine: Machine
    expression: Expression


@dataclass(frozen=True, slots=True)
class Output:
    """A number that the function gives: traced, and as it is at the page's values."""

    traced: Scalar
    printed: float


class _LiveModel:
    """A model at the values of the page, as numbers and traced."""

    def __init__(
        self, machine: Machine, values: Mapping[str, ArrayLike], tape: Tape
    ) -> None:
        self.point = ArrayPoint(machine, values, strict=False)
        self.plain = Surroundings(machine, self.point, FLOAT)
        self.machine = TracingMachine(machine.model)
        self.traced = Surroundings(self.machine, TracedPoint(self.point, tape), FLOAT)


class LivePage:
    """The quantities of one page at some values of its inputs."""

    def __init__(self, found: Found, values: Mapping[str, ArrayLike]) -> None:
        self.found = found
        self.values = values
        self.tape = Tape()
        self.outputs: list[Output] = []
        self.numbers: dict[Scalar, int] = {}
        self.places: dict[int, _LiveModel] = {}

    def quantity(self, at: int, tex: str) -> PageQuantity:
        """What some LaTeX means at a place of the page.

        Raises `ValueError` where it means nothing there.
        """
        ground = self._ground(at)
        try:
            read = read_behind(
                ground.reading, ground.passage, ground.order, Motion(), f"{tex} = {tex}"
            )
        except NotUnderstood:
            raise ValueError(f"{tex} is no quantity here, and no label") from None
        match read:
            case Claim(left):
                return PageQuantity(ground.assumed.machine, left)
            case Unread(fault):
                raise ValueError(f"{tex}: {fault}")
            case _:
                raise ValueError(f"{tex} is not understood here")

    def _ground(self, at: int) -> Ground:
        """What the relations before a place were judged on, or else those after it."""
        before = [d for d in self.found.page.directives if d.start < at]
        part = self.found.parts[sum(map(_is_fresh, before))]
        relations = [r for piece in part.pieces for r in piece.relations]
        grounds = [(r.start, r.ground) for r in relations if r.ground is not None]
        if not grounds:
            raise ValueError("no relation of this part of the page was read")
        earlier = [one for one in grounds if one[0] < at]
        return earlier[-1][1] if earlier else grounds[0][1]

    def input(self, quantity: PageQuantity) -> int:
        """The number of the input that a quantity is.

        Raises `ValueError` where it is none, or has no value.
        """
        traced = self._traced(quantity, {})
        inputs = list(self.tape.inputs.values())
        if traced not in inputs:
            raise ValueError("it is no input with a value in that file")
        return inputs.index(traced)

    def output(self, quantity: PageQuantity) -> int:
        """The number of an output, by its place in what the function returns.

        Raises `ValueError` where it has no value, or cannot be traced.
        """
        traced = self._traced(quantity, {})
        number = self.numbers.get(traced)
        if number is None:
            place = self._place(quantity.machine)
            closure = quantity.machine.closure(quantity.expression)
            number = self.numbers[traced] = len(self.outputs)
            self.outputs.append(Output(traced, real(closure(place.plain, {}))))
        return number

    def unprinted(self, traced: Traced) -> int:
        """The number of an output of which only the traced value matters."""
        number = self.numbers.setdefault(traced, len(self.outputs))
        if number == len(self.outputs):
            self.outputs.append(Output(traced, math.nan))
        return number

    def array(self, quantity: PageQuantity) -> Listed:
        """A quantity as traced numbers, listed by its letters."""
        place, model = self._place(quantity.machine), quantity.machine.model
        of = quantity.expression
        letters = free_letters(of)
        runs = []
        for letter in letters:
            key = range_of(
                model.extents,
                (quantity.expression,),
                letter,
                model.ranged,
                model.labels,
            )
            if key is None:
                raise ValueError(f"how far {letter} runs is not known")
            runs.append(place.point.run(key, letter))

        def entries(chosen: tuple[int, ...]) -> Listed:
            if len(chosen) == len(letters):
                return self._traced(quantity, dict(zip(letters, chosen, strict=True)))
            return [entries((*chosen, value)) for value in runs[len(chosen)]]

        return entries(())

    def printed(self) -> list[tuple[str, float]]:
        """The names of the inputs and their values, in the order of the tape."""
        found = []
        for name, indices in self.tape.inputs:
            place = next(p for p in self.places.values() if name in p.point.arrays)
            model = place.machine.model
            value = (
                place.point.label(name, indices)
                if name in model.labels
                else place.point.draw(name, indices, FLOAT)
            )
            found.append((entry_name(model.spelled(name), indices), float(value)))
        return found

    def script(self) -> str:
        """The function of the inputs that gives the outputs."""
        return as_javascript(self.tape, [one.traced for one in self.outputs])

    def _traced(self, quantity: PageQuantity, letters: dict[str, int]) -> Scalar:
        place = self._place(quantity.machine)
        for letter in free_letters(quantity.expression):
            if letter not in letters:
                raise ValueError(f"{letter} has no value")
        try:
            closure = place.machine.closure(quantity.expression)
            return closure(place.traced, letters)
        except NO_VALUE as error:
            raise ValueError(f"it has no value here: {error}") from None

    def _place(self, machine: Machine) -> _LiveModel:
        found = self.places.get(id(machine))
        if found is None:
            found = self.places[id(machine)] = _LiveModel(
                machine, self.values, self.tape
            )
        return found


def entry_name(spelled: str, indices: Sequence[int]) -> str:
    """The name of an entry in addresses and in what a browser keeps: `v11`."""
    plain = "".join(c for c in spelled if c.isalnum())
    return plain + ("" if max(indices, default=0) < 10 else "-").join(map(str, indices))


def _is_fresh(directive: Directive) -> bool:
    return isinstance(read_directive(directive.text), Fresh)
