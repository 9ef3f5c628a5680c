"""A fault of shapes -> what it comes from: a name that lacks its declaration.

Of $W x + b$, where nothing declares W, the shapes do not fit: W is what matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..expressions import REAL, Expression, Fault, errors, walk
from ..expressions import nodes as n
from .model import Model


def first_causes(model: Model) -> dict[str, Fault]:
    """The definitions with shapes that do not fit, each with what that comes from."""
    return {name: _cause(name, model) for name in model.broken}


def _cause(name: str, model: Model) -> Fault:
    """A definition without a meaning that it reads, or what nothing declares."""
    quantity, fault = model.quantities.get(name), model.broken[name]
    if quantity is None or not isinstance(fault, errors.ShapeMismatch):
        return fault
    values = [row.value for row in quantity.rows]
    read = {other for value in values for other in model.read_by(value)}
    for other in model.broken:
        if other in read and name not in model.reaches(other):
            return errors.BuiltOnBroken(model.spelled(other), _cause(other, model))
    return with_undeclared(fault, values, model)


def with_undeclared(
    fault: Fault, expressions: Sequence[Expression], model: Model
) -> Fault:
    """A fault of shapes in some expressions, with the first name that nothing declares.

    It is a capital in these expressions, or in what they are built on; where a number
    stands for an array it may be any letter.
    """
    match fault:
        case errors.ShapeMismatch(is_number=is_number, undeclared=""):
            here = list(_numbers(expressions, model))
            beyond = list(_behind(expressions, model)) if is_number else []
            likely = [name for name in (*here, *beyond) if errors.is_capital(name)]
            entries = list(_entries(expressions, model))
            others = (*entries, *here, *beyond) if is_number else ()
            for name in (*likely, *others):
                return replace(fault, undeclared=name)
            return fault
        case _:
            return fault


def _numbers(expressions: Sequence[Expression], model: Model) -> Iterator[str]:
    """The names in expressions that are numbers, for nothing says otherwise."""
    for symbol in _symbols(expressions):
        if _is_undeclared(symbol.name, model) and not symbol.indices:
            yield model.spelled(symbol.name)


def _entries(expressions: Sequence[Expression], model: Model) -> Iterator[str]:
    """Names with indices that are numbers each, as the page has them."""
    for symbol in _symbols(expressions):
        if _is_undeclared(symbol.name, model) and symbol.indices:
            letters = [p.name for p in symbol.indices if isinstance(p, n.Letter)]
            if len(letters) == len(symbol.indices) == model.slots_of(symbol.name):
                below = letters[0] if len(letters) == 1 else f"{{{''.join(letters)}}}"
                yield f"{model.spelled(symbol.name)}_{below}"


def _behind(expressions: Sequence[Expression], model: Model) -> Iterator[str]:
    """Numbers that expressions are built on, in the order of the page."""
    read = {name for one in expressions for name in model.read_by(one)}
    for name in model.quantities:
        if name in read and _is_undeclared(name, model) and not model.slots_of(name):
            yield model.spelled(name)


def _symbols(expressions: Sequence[Expression]) -> Iterator[n.Symbol]:
    for one in expressions:
        yield from (node for node in walk(one) if isinstance(node, n.Symbol))


def _is_undeclared(name: str, model: Model) -> bool:
    quantity = model.quantities.get(name)
    if quantity is None or quantity.rows or quantity.declared:
        return False
    is_input = name not in model.labels and not model.is_direction(name)
    return is_input and quantity.domain == REAL
