r"""What sums and products up to an index are before its first value: empty.

Where a page reads $\bar\alpha_{t-1}$ and has $\bar\alpha_t := \prod_{s=1}^t …$, there
is an entry 0 by the same definition: an empty product is 1, an empty sum 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..expressions import Expression, changed, positions_of, walk
from ..expressions import nodes as n
from .lowering import Lowering
from .model import Quantity, Row
from .shape import NUMBER

EMPTY = {"sum": n.ZERO, "prod": n.ONE}


def empty_starts(
    arrays: Lowering, quantities: Iterable[Quantity]
) -> Iterator[tuple[str, Row]]:
    """Rows for entry 0 of what is asked one step back and is empty there."""
    known = list(quantities)
    asked = {
        (node.name, number)
        for quantity in known
        for row in quantity.rows
        for node in walk(row.value)
        if isinstance(node, n.Symbol)
        for number, position in enumerate(node.indices)
        if isinstance(position, n.Letter) and position.shift == -1
    }
    for quantity in known:
        match quantity.rows:
            case (Row(indices=indices, value=value) as row,) if not quantity.starts:
                for number, position in enumerate(indices):
                    if (quantity.name, number) not in asked:
                        continue
                    empty = _emptied(arrays, value, position)
                    if empty is not None:
                        at = (*indices[:number], n.Fixed(0), *indices[number + 1 :])
                        yield quantity.name, replace(row, indices=at, value=empty)
            case _:
                pass


def _emptied(
    arrays: Lowering, value: Expression, position: n.Position
) -> Expression | None:
    """A value before the first of a letter; None where that is more than an end."""

    def change(node: Expression) -> Expression | None:
        match node:
            case n.Over("sum" | "prod" as sign, _, None | n.Fixed(1), upper, None) if (
                upper == position and arrays.shape(node.body) == NUMBER
            ):
                return EMPTY[sign]
            case _:
                return None

    if not isinstance(position, n.Letter):
        return None
    empty = changed(value, change)
    left = (place for node in walk(empty) for place in positions_of(node))
    stays = any(isinstance(p, n.Letter) and p.name == position.name for p in left)
    return None if stays or empty is value else empty
