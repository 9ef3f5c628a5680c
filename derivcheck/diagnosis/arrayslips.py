"""Slips with whole arrays and with layers: a transpose, an order, a step too far."""

from __future__ import annotations

from collections.abc import Iterator

from ..expressions import (
    Expression,
    Key,
    Letter,
    NotUnderstood,
    Product,
    Symbol,
    Transpose,
    walk,
)
from ..models import Model, slot
from .edits import Edit, places

ELEMENTWISE = r"\odot"


def slips_of_arrays(model: Model, side: Expression) -> Iterator[Edit]:
    """The side, arrays whole, with one transpose, order or kind of product changed."""
    for place in places(side, ()):
        for kind, after in _of_array(model, place.node):
            yield Edit(kind, place.node, after, place.put(after))


def _of_array(model: Model, node: Expression) -> Iterator[tuple[str, Expression]]:
    match node:
        case Transpose(of):
            yield "transpose lost", of
        case Symbol() if _is_array(model, node):
            yield "transpose put in", Transpose(node)
        case Product(factors, signs):
            arrays = [_is_array(model, factor) for factor in factors]
            for n, sign in enumerate(signs):
                if not (arrays[n] and arrays[n + 1]):
                    continue
                turned = (*factors[:n], factors[n + 1], factors[n], *factors[n + 2 :])
                if sign != ELEMENTWISE:
                    yield "order of a product", Product(turned, signs, node.at)
                other = "" if sign == ELEMENTWISE else ELEMENTWISE
                exchanged = (*signs[:n], other, *signs[n + 1 :])
                yield "kind of a product", Product(factors, exchanged, node.at)
        case _:
            pass


def _is_array(model: Model, node: Expression) -> bool:
    try:
        return model.arrays.shape(node).kind != "number"
    except NotUnderstood:
        return False


def steps(model: Model, side: Expression) -> Iterator[Edit]:
    """The side with one index of a recursion, a layer or a time, one step off."""
    stepped = _stepped(model)
    if not stepped:
        return
    for place in places(side, ()):
        node = place.node
        if not isinstance(node, Symbol):
            continue
        for n, position in enumerate(node.indices):
            root = model.extents.find(slot(node.name, n))
            if not isinstance(position, Letter) or root not in stepped:
                continue
            for step in (-1, 1):
                moved = Letter(position.name, position.shift + step)
                indices = (*node.indices[:n], moved, *node.indices[n + 1 :])
                after = Symbol(node.name, indices, node.at)
                yield Edit("step", node, after, place.put(after))


def _stepped(model: Model) -> set[Key]:
    """The sizes over which a definition goes back a step."""
    return {
        model.extents.find(slot(node.name, n))
        for quantity in model.quantities.values()
        for row in quantity.rows
        for node in walk(row.value)
        if isinstance(node, Symbol)
        for n, position in enumerate(node.indices)
        if isinstance(position, Letter) and position.shift
    }
