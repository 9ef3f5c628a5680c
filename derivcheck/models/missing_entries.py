"""Recursions that ask an input for an entry which it lacks: none has a value then."""

from __future__ import annotations

from collections.abc import Iterator

from ..expressions import Fault, errors, walk
from ..expressions import nodes as n
from .model import Model, Quantity, Row
from .sizes import slot


def missing_entries(model: Model) -> Iterator[tuple[str, Fault]]:
    """The recursions without a value, each with the entry that is missing."""
    for name, quantity in model.quantities.items():
        for row in quantity.rows:
            again = name in {k.name for k in walk(row.value) if isinstance(k, n.Symbol)}
            chosen = any(isinstance(k, n.Cases | n.Indicator) for k in walk(row.value))
            if again and not chosen:
                for fault in _missing(model, quantity, row):
                    yield name, fault


def _missing(model: Model, quantity: Quantity, row: Row) -> Iterator[Fault]:
    """What the first entry that a row gives asks for in vain."""
    first = {
        position.name: _first(model, quantity, number, position.name)
        for number, position in enumerate(row.indices)
        if isinstance(position, n.Letter)
    }
    for node in walk(row.value):
        if not isinstance(node, n.Symbol):
            continue
        read = model.quantities[node.name]
        for number, position in enumerate(node.indices):
            if read.rows or not isinstance(position, n.Letter):
                continue
            entry = first.get(position.name, 1) + position.shift
            zero = model.extents.find(slot(node.name, number)) in model.extents.zero
            if entry < (0 if zero else 1) and (number, entry) not in read.starts:
                yield errors.NoEntry(model.spelled(node.name), entry, 0)


def _first(model: Model, quantity: Quantity, number: int, letter: str) -> int:
    """The first entry that a definition with a letter in a slot gives."""
    root = model.extents.find(slot(quantity.name, number))
    low = model.lows.get(letter, 0 if root in model.extents.zero else 1)
    given = {value for place, value in quantity.starts if place == number}
    for row in quantity.rows:
        match row.indices[number]:
            case n.Fixed(value):
                given.add(value)
            case _:
                pass
    while low in given:
        low += 1
    return low
