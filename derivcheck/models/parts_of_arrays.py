r"""Parts of arrays from one place to another: $v_{1:d}$, $X_{1:k,:}$.

The entry $p$ of $v_{a:b}$ is $\sum_q 1_{q = p + a - 1}\, v_q$, so that the place $p$ is
of a part, whose length is another size than that of the whole.
"""

from __future__ import annotations

from ..expressions import Expression, Key, NotUnderstood, Position, product_of_two
from ..expressions import nodes as n
from ..latex import PART_BY_INDEX
from .lowering import DelayedArray, Lowering, Positions, new_letter
from .shape import Shape
from .size_records import SizeOrder
from .sizes import Extents

Ends = tuple[list[Key], list[Key], int]  # sizes, sizes taken off, and a number

NO_SIDES = "a part from one place to another is read of an array; this is a number"


def part_of(arrays: Lowering, part: n.Slice) -> DelayedArray:
    """Some entries of a column, or some rows of a matrix, or columns of a Jacobian."""
    of = arrays.lower(part.of)
    if of.shape.kind == "number":
        raise NotUnderstood(NO_SIDES, part.at)
    axis = len(of.shape.sizes) - 1 if _lies_across(arrays, part) else 0
    length = _length(arrays, part, of.shape.sizes[axis])
    sizes = (*of.shape.sizes[:axis], length, *of.shape.sizes[axis + 1 :])

    def entry(at: Positions) -> Expression:
        letter = new_letter()
        place = n.Plus((n.Running(at[axis]), *_before(part.low)))
        there = n.Indicator(n.Comparison(n.Running(letter), "=", place))
        inner = of.entry((*at[:axis], letter, *at[axis + 1 :]))
        body = product_of_two(there, inner)
        key = of.shape.sizes[axis]
        return n.Over("sum", letter.name, None, None, None, body, part.at, key)

    return DelayedArray(Shape(of.shape.kind, sizes), entry)


def _lies_across(arrays: Lowering, part: n.Slice) -> bool:
    """Whether it takes columns: of a Jacobian that has them for what is below."""
    match part.of:
        case n.Partial(of=of, layout=layout) if part.below:
            return layout != "denominator" and arrays.shape(of).kind != "number"
        case _:
            return False


def _length(arrays: Lowering, part: n.Slice, whole: Key) -> Key:
    """The size of a part; the whole is at least as long as the part's end."""
    extents = arrays.extents
    low, low_less, first = _ends(extents, part.low, part.at)
    high, high_less, last = _ends(extents, part.high, part.at)
    up, less, ones = [*high, *low_less], [*high_less, *low], last - first + 1
    if not up and not less:
        return _counted(arrays, part, whole, last, ones)
    end = extents.sum_of(high, last, high_less)
    if not extents.same(end, whole):
        extents.orders.append(SizeOrder(whole, end))
    if low:
        extents.orders.append(SizeOrder(end, extents.sum_of(low, first, low_less)))
    return extents.sum_of(up, ones, less)


def _counted(arrays: Lowering, part: n.Slice, whole: Key, last: int, many: int) -> Key:
    """The size of a part between two numbers."""
    root = arrays.extents.find(whole)
    known = arrays.extents.number.get(root)
    if many < 1 or (known is not None and last > known):
        raise NotUnderstood("the array has no such part", part.at)
    if known is None:
        least = arrays.extents.least
        least[root] = max(least.get(root, 1), last)
    return arrays.counted(many)


def _ends(extents: Extents, position: Position, at: int) -> Ends:
    """An end of a part as sizes that are added and taken off, and a number."""
    match position:
        case n.Fixed(value):
            return [], [], value
        case n.Extent(name, shift):
            return [extents.name_size(name)], [], shift
        case n.Affine(terms, shift) if all(
            isinstance(term, n.Extent) for _, term in terms
        ):
            found = [
                (s, extents.name_size(t.name))
                for s, t in terms
                if isinstance(t, n.Extent)
            ]
            up, less = ([k for s, k in found if s == way] for way in (1, -1))
            return up, less, shift
        case _:
            raise NotUnderstood(PART_BY_INDEX, at)


def _before(low: Position) -> tuple[Expression, ...]:
    """How many entries lie before a part, as terms of a sum."""
    match low:
        case n.Fixed(value):
            return (_number(value - 1),)
        case _:
            return (n.Running(low), _number(-1))


def _number(value: int) -> n.Number:
    return n.Number(n.ONE.value * value, str(value))
