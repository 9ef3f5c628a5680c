r"""An equation once more with numbers in the place of its quantities.

In: the relations of a page that hold, and values of its inputs, named as `read` takes
them. Out: for a display the LaTeX of each line in numbers, such as
`net_{h_1} = 0.4 \cdot 1.5 + (-0.7) \cdot 0.5 + 0.1 = 0.35`. The numbers that are shown
give the result that is shown: whoever multiplies out gets just that, or there is no
such line.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..checking import Found, Piece
from ..evaluation import (
    FLOAT,
    Leaves,
    Machine,
    OutOfDomain,
    Surroundings,
    TooMuch,
    real,
)
from ..expressions import (
    Expression,
    Fixed,
    NotUnderstood,
    changed,
    free_letters,
    moved_condition,
    moved_expression,
)
from ..expressions import nodes as n
from ..judging import Claim
from ..latex import Names
from ..models import Writer, range_of, slot
from .formulas import ArrayPoint

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

DIGITS = (4, 5, 6)  # the fewest first, with which the line comes out
MOST_TERMS = 4
MOST_ENTRIES = 12
LONGEST = 80  # characters that a reader sees behind the sign
COMMAND = re.compile(r"\\(?:frac|left|right|,)|(?<=\\)[a-z]+|[{}_^ ]")
NO_VALUE = (ValueError, LookupError, NotUnderstood, Leaves, OutOfDomain, TooMuch,
            OverflowError, ZeroDivisionError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    r"""A line whose numbers may change: what they are, in the order of their places.

    The place of one is `\number{k}` in `middle`; `left` is written as it is. The line
    says that both sides are equal, and that what the numbers give is the right one.
    """

    left: str
    middle: str
    numbers: tuple[Expression, ...]
    sides: tuple[Expression, Expression]
    digits: int


@dataclass(frozen=True, slots=True)
class InNumbers:
    """The lines of a display in numbers, and the indices that they are for."""

    indices: tuple[tuple[str, int], ...]
    lines: tuple[str, ...]
    templates: tuple[Template, ...] = ()


class _TooLong(ValueError):
    """A line has more terms or characters than a reader wants."""


def in_numbers(
    found: Found, piece: Piece, values: Mapping[str, ArrayLike]
) -> InNumbers | None:
    """What a piece defines or claims, in numbers; None where nothing of it fits."""
    machine, names = piece.machine, _names(found, piece)
    if machine is None or names is None:
        return None
    beside = " ".join(other.mathematics.tex for other in found.pieces)
    writer = Writer(machine.model, names, beside)
    filling = _Filling(machine, ArrayPoint(machine, values, strict=False))
    lines: dict[str, _Line] = {}  # by what is right of the sign: a chain repeats it
    indices: tuple[tuple[str, int], ...] = ()
    begun: Expression | None = None  # the left side of the chain
    before: Expression | None = None  # the right side of the claim before
    for claim in _claims(piece):
        if begun is None or claim.left != before:
            begun = claim.left
        before = claim.right
        line = _line(claim, begun, filling, writer)
        if line is not None and line.numbers not in lines:
            lines[line.numbers] = line
            indices = tuple(dict.fromkeys((*indices, *line.indices)))
    if not lines:
        return None
    templates = tuple(line.template for line in lines.values())
    return InNumbers(indices, tuple(line.tex for line in lines.values()), templates)


def _claims(piece: Piece) -> Iterator[Claim]:
    """The equations of a piece that hold, or that it makes hold by a definition."""
    if not piece.relations:
        yield from sorted(piece.formulas, key=lambda claim: claim.at)
    for relation in piece.relations:
        if relation.claim is not None and relation.verdict.word == "holds":
            yield relation.claim


def _names(found: Found, piece: Piece) -> Names | None:
    """The names of the section that a piece is in."""
    for relation in found.relations:
        ground = relation.ground
        if ground is not None and ground.assumed.machine is piece.machine:
            return ground.names
    return None


def quantity_in_numbers(
    machine: Machine, name: str, values: Mapping[str, ArrayLike]
) -> str | None:
    """The entries of a quantity, row by row; None where they are not to be had."""
    point = ArrayPoint(machine, values, strict=False)
    slots = machine.model.quantities[name].slots
    try:
        entries = Surroundings(machine, point, FLOAT)[name]
        runs = [point.run(slot(name, number), name) for number in range(slots)]
        if math.prod(map(len, runs)) > MOST_ENTRIES:
            return None
        found = [_number(real(entries[at]), 4) for at in itertools.product(*runs)]
    except NO_VALUE:
        return None
    width = len(runs[-1]) if runs else 1
    rows = [found[start : start + width] for start in range(0, len(found), width)]
    return "; ".join(", ".join(row) for row in rows).replace("-", "−")


@dataclass(frozen=True, slots=True)
class _Line:
    tex: str
    numbers: str
    indices: tuple[tuple[str, int], ...]
    template: Template


def _line(
    claim: Claim, begun: Expression, filling: _Filling, writer: Writer
) -> _Line | None:
    if claim.whole or claim.sign not in {"=", ":="}:
        return None
    try:
        fixed = filling.first(begun, claim.right, claim.condition)
        left, right = (
            moved_expression(side, {k: Fixed(v) for k, v in fixed.items()})
            for side in (begun, claim.right)
        )
        return _written(filling, writer, left, right, tuple(fixed.items()))
    except NO_VALUE:
        return None


def _written(
    filling: _Filling,
    names: Writer,
    left: Expression,
    right: Expression,
    indices: tuple[tuple[str, int], ...],
) -> _Line | None:
    """The line with the fewest digits with which it comes out."""
    result = filling.value(right)
    for digits in DIGITS:
        filled = filling.rounded(right, digits)
        if isinstance(filled, n.Number | n.Negative) or not _is_sum_or_product(filled):
            return None  # a single number says nothing
        shown = _number(result, digits)
        if float(_number(filling.value(filled), digits)) != float(shown):
            continue
        exact = abs(result - float(shown)) < 1e-12
        numbers = f"{names.text(filled)} {'=' if exact else chr(92) + 'approx'} {shown}"
        if _length(numbers) > LONGEST:
            return None
        written = names.text(left)
        template = filling.template(written, names, (left, right), digits)
        return _Line(f"{written} = {numbers}", numbers, indices, template)
    return None


def _is_sum_or_product(filled: Expression) -> bool:
    return isinstance(filled, n.Plus | n.Product | n.Quotient | n.Power | n.Call)


def _length(tex: str) -> int:
    return len(COMMAND.sub("", tex))


def _number(value: float, digits: int) -> str:
    """A number with at most so many digits behind the point, and no sign of zero."""
    text = f"{value:.{digits}f}"
    if abs(value - float(f"{value:.4f}")) < 1e-12:
        text = text.rstrip("0").rstrip(".")
    return "0" if float(text) == 0 and abs(value) < 1e-12 else text


@dataclass(frozen=True, slots=True)
class _Filling:
    """Puts numbers in the place of quantities."""

    machine: Machine
    point: ArrayPoint

    def value(self, expression: Expression) -> float:
        """What an expression without free letters is worth."""
        env = Surroundings(self.machine, self.point, FLOAT)
        return real(self.machine.closure(expression)(env, {}))

    def first(
        self, left: Expression, right: Expression, condition: n.Condition | None
    ) -> dict[str, int]:
        """The first values of the free letters that fit the condition."""
        letters = list(dict.fromkeys([*free_letters(left), *free_letters(right)]))
        runs = [self._run((left, right), letter) for letter in letters]
        for at in itertools.product(*runs):
            values = dict(zip(letters, at, strict=True))
            if condition is None or self._holds(condition, values):
                return values
        raise _TooLong

    def _run(self, sides: tuple[Expression, ...], letter: str) -> range:
        model = self.machine.model
        key = range_of(model.extents, sides, letter, model.ranged, model.labels)
        if key is None:
            raise _TooLong
        return self.point.run(key, letter)

    def _holds(self, condition: n.Condition, values: Mapping[str, int]) -> bool:
        fixed = moved_condition(condition, {k: Fixed(v) for k, v in values.items()})
        env = Surroundings(self.machine, self.point, FLOAT)
        return fixed is None or self.machine.truth(fixed)(env, {})

    def rounded(self, expression: Expression, digits: int) -> Expression:
        """The expression with its quantities as rounded numbers."""
        return self._filled(expression, lambda node: _rounded(self.value(node), digits))

    def template(
        self,
        left: str,
        writer: Writer,
        sides: tuple[Expression, Expression],
        digits: int,
    ) -> Template:
        """The right side with places for its quantities."""
        numbers: list[Expression] = []

        def place(node: Expression) -> Expression:
            if isinstance(node, n.Running):
                return _rounded(self.value(node), 0)
            numbers.append(node)
            return n.Number(Fraction(1), rf"\number{{{len(numbers) - 1}}}")

        middle = writer.text(self._filled(sides[1], place))
        return Template(left, middle, tuple(numbers), sides, digits)

    def _filled(
        self, expression: Expression, put: Callable[[Expression], Expression]
    ) -> Expression:
        """The expression with its quantities as numbers, its sums written out.

        Derivatives are numbers too: how they come about is what the page derives.
        """

        def change(node: Expression) -> Expression | None:
            match node:
                case n.Symbol() | n.Partial() | n.Indicator() | n.Running():
                    return put(node)
                case n.Over("sum"):
                    terms = tuple(self._filled(t, put) for t in self._terms(node))
                    return n.Plus(terms) if len(terms) > 1 else terms[0]
                case n.Over() | n.Cases() | n.Where() | n.Rows():
                    raise _TooLong
                case n.Entry() | n.Slice():
                    raise _TooLong
                case _:
                    return None

        return changed(expression, change)

    def _terms(self, node: n.Over) -> Iterator[Expression]:
        """The terms of a sum, at most so many that they fit on a line."""
        if node.lower is not None or node.upper is not None:
            raise _TooLong
        run = self._run((node.body,), node.letter)
        if len(run) > MOST_TERMS:
            raise _TooLong
        for value in run:
            if node.condition is None or self._holds(
                node.condition, {node.letter: value}
            ):
                yield moved_expression(node.body, {node.letter: Fixed(value)})


def _rounded(value: float, digits: int) -> Expression:
    text = _number(abs(value), digits)
    number = n.Number(Fraction(text), text)
    return n.Negative(number) if value < 0 and Fraction(text) else number
