"""What declarations and definitions give -> the model.

Names are resolved to the versions in force, then every definition is lowered to its
components, then the sizes are tied through the letters in them. What has no meaning is
broken, and the model says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from ..expressions import (
    Expression,
    NotUnderstood,
    Position,
    Sentence,
    mismatch,
    names,
    walk,
)
from ..expressions import nodes as n
from .components import Arrays, is_zero
from .definition_sizes import Ties, fix_components, make_room
from .empty_starts import empty_starts
from .entry_by_entry import entry_by_entry
from .given import Given
from .inlining import Body
from .missing_entries import missing_entries
from .model import Model, Quantity, QuantityTable, Row
from .size_constraints import tie_expression
from .sizes import slot
from .undeclared import first_causes


def build_model(given: Given, entries: Iterable[tuple[str, int, int]] = ()) -> Model:
    """The model of what is given, with room for entries that are named by a number."""
    building = _Building(given)
    building.resolve()
    building.lower()
    building.tie()
    building.broken |= first_causes(building.model)
    for part, (array, _) in given.parts.items():
        if (lost := building.broken.get(array)) is not None:
            building.broken.setdefault(part, lost)
    for name, fault in missing_entries(building.model):
        building.broken.setdefault(name, fault)
    make_room(given.extents, entries)
    return building.model


class _Building:
    """The tables of a model as they are worked out; `model` answers from them."""

    def __init__(self, given: Given) -> None:
        self.extents = given.extents
        self.quantities = dict(given.quantities)
        self.functions = dict(given.functions)
        self.broken = dict(given.broken)
        self.inferred: set[str] = set()
        self.arrays = Arrays(self.extents, self.slots_of)
        self.model = Model(
            QuantityTable(self.quantities),
            dict(given.versions),
            self.functions,
            dict(given.function_versions),
            self.extents,
            dict(given.labels),
            dict(given.ranged),
            dict(given.lows),
            self.broken,
            given.parts,
            self.arrays,
        )

    def put(self, quantity: Quantity, number: int, row: Row) -> None:
        """Puts a row in the place of one that was there."""
        found = self.quantities[quantity.name]
        rows = (*found.rows[:number], row, *found.rows[number + 1 :])
        self.quantities[quantity.name] = replace(found, rows=rows)

    # --- names ---------------------------------------------------------------------

    def resolve(self) -> None:
        """Puts the versions in force in the places of names."""
        for quantity in list(self.quantities.values()):
            for number, row in enumerate(quantity.rows):
                value = self._resolved(row, quantity)
                self.put(quantity, number, replace(row, value=value))
        for name, function in self.functions.items():
            if function.body is not None:
                body = self.model.resolved(function.body, function.order)
                self.functions[name] = replace(function, body=body)
        self._take_over_starts()

    def _take_over_starts(self) -> None:
        """A second recursion begins where the first does, unless the page says where.

        Its first entry is the first's, by another name.
        """
        for versions in self.model.versions.values():
            for (_, before), (_, after) in pairwise(versions):
                found = self.quantities[after]
                starts = tuple(_starts(self.quantities[before], found))
                self.quantities[after] = replace(found, rows=starts + found.rows)

    def _resolved(self, row: Row, quantity: Quantity) -> Expression:
        """A right side with versions; its own name, moved by an index, is itself."""
        for node in walk(row.value):
            if (
                isinstance(node, n.Symbol)
                and node.name == quantity.spelled
                and not _moved(node.indices, row.indices)
            ):
                fault = Sentence(
                    f"{quantity.spelled} is on both sides of its definition"
                )
                self.broken.setdefault(quantity.name, fault)
        return self.model.resolved(row.value, row.order)

    # --- components ----------------------------------------------------------------

    def lower(self) -> None:
        """Puts its components in the place of every definition, and reads aliases."""
        for name, function in self.functions.items():
            if function.body is not None:
                own = tuple(
                    self.model.version(p, function.order) for p in function.parameters
                )
                body = Body(name, function.parameters, function.body, own)
                self.arrays.bodies[name] = body
            if function.kind:
                self.arrays.functions[name] = function.kind
                self.arrays.arguments[name] = function.shapes
        for name in self.quantities:
            try:
                self.slots_of(name)
            except NotUnderstood as error:
                self.broken.setdefault(name, error.fault)
        self._join_components()
        for name, row in [*empty_starts(self.arrays, self.quantities.values())]:
            found = self.quantities[name]
            self.quantities[name] = replace(found, rows=(row, *found.rows))
        for quantity in list(self.quantities.values()):
            for number, row in enumerate(quantity.rows):
                if quantity.name in self.broken:
                    continue
                try:
                    self.put(quantity, number, self._components(quantity, row))
                except NotUnderstood as error:
                    self.broken.setdefault(quantity.name, error.fault)
        for quantity in list(self.quantities.values()):
            for number, row in enumerate(quantity.rows):
                if not row.alias:
                    value = self.model.aliased(row.value)
                    self.put(quantity, number, replace(row, value=value))

    def _join_components(self) -> None:
        """Gives components to their arrays, now that the slots of these are known."""
        model = self.model
        for quantity in list(self.quantities.values()):
            for number, row in enumerate(quantity.rows):
                value = model.resolved(model.whole(row.value), row.order)
                self.put(quantity, number, replace(row, value=value))
        for name, own in self.arrays.bodies.items():
            function = self.functions[name]
            value = model.resolved(model.whole(own.value), function.order)
            self.functions[name] = replace(function, body=value)
            self.arrays.bodies[name] = replace(own, value=value)
        for name, own in self.arrays.bodies.items():
            read = model.read_by(own.value)
            through = frozenset(
                p for p, k in zip(own.parameters, own.own, strict=True) if k in read
            )
            self.arrays.bodies[name] = replace(own, through=through)
        model.depends.clear()
        self.arrays.forget()

    def slots_of(self, name: str) -> int:
        """How many slots a quantity has, by the shapes of what defines it."""
        quantity = self.quantities.get(name)
        if quantity is None:
            return 0
        if name in self.inferred or not quantity.rows:
            return quantity.slots
        self.inferred.add(name)  # else a recursion would ask without end
        for number, row in enumerate(quantity.rows):
            value = entry_by_entry(self.arrays, row.value)
            self.put(quantity, number, replace(row, value=value))
            self._infer(name, replace(row, value=value))
        found = self.quantities[name].slots
        if found > quantity.slots:
            self.arrays.forget()  # what a recursion took for a number is an array
        return found

    def _infer(self, name: str, row: Row) -> None:
        """Gives a quantity the slots that a row's value has beside its indices."""
        sizes = self.arrays.shape(row.value).sizes
        given = len(row.indices)
        found = self.quantities[name]
        slots = max(found.slots, given + len(sizes))
        self.quantities[name] = replace(found, slots=slots)
        for place, key in enumerate(sizes, given):
            if self.extents.differs_by_layer(name, place, row.indices, key):
                continue
            own = slot(name, place)
            if not self.arrays.fits(own, key):
                self.extents.tie(own, key, row.at)

    def _components(self, quantity: Quantity, row: Row) -> Row:
        """A row entry by entry, with letters for the indices that it does not write."""
        value = entry_by_entry(self.arrays, row.value)
        self.model.wants_brackets(value)
        shape = self.arrays.shape(value)
        letters = self._letters(quantity.slots - len(row.indices))
        if (
            letters
            and len(letters) != len(shape.sizes)
            and (shape.kind != "number" or not is_zero(value))
        ):
            raise mismatch(
                f"{quantity.spelled} is declared with another shape than "
                f"{self.arrays.say(shape)}",
                row.at,
            )
        value = self.arrays.entry(value, letters)
        return replace(row, indices=row.indices + letters, value=value)

    def _letters(self, many: int) -> tuple[n.Letter, ...]:
        """Letters that nothing else has."""
        return tuple(n.Letter(f"·{next(self.extents.fresh)}'") for _ in range(many))

    # --- sizes ---------------------------------------------------------------------

    def tie(self) -> None:
        """Ties the sizes of all definitions; none is tied afterwards."""
        model = self.model
        ties = Ties(self.extents, model.labels, model.ranged, self.broken)
        ties.tie_all(self.quantities.values())
        for name, constants in ties.constants.items():
            found = self.quantities[name]
            self.quantities[name] = replace(found, constants=frozenset(constants))
        for name in self.arrays.bodies:
            try:
                self._tie_function(name)
            except NotUnderstood as error:
                self.broken.setdefault(name, error.fault)
        self.arrays.defining = False
        self.arrays.slots = model.slots_of
        fix_components(self.extents, self.quantities.values())

    def _tie_function(self, name: str) -> None:
        """Ties the sizes in a function's body; one of numbers is lowered for good."""
        function, own = self.functions[name], self.arrays.bodies[name]
        if self.arrays.is_plain(own):
            body = self.arrays.entry(own.value, ())
            self.functions[name] = replace(function, body=body)
        else:
            given = tuple(
                n.Symbol(k) if self.slots_of(k) else n.Parameter(p)
                for k, p in zip(own.own, own.parameters, strict=True)
            )
            whole = own.of(given, 0)
            if not self.arrays.has_shape(whole):
                return
            letters = self._letters(len(self.arrays.shape(whole).sizes))
            body = self.arrays.entry(whole, letters)
        model = self.model
        tie_expression(self.extents, body, {}, model.labels, model.ranged)


def _starts(before: Quantity, after: Quantity) -> Iterator[Row]:
    """The starts of a recursion that the next one of its name lacks, as aliases."""
    known = before.starts.union(*(_fixed(row) for row in before.rows))
    own = set[tuple[int, int]]().union(*(_fixed(row) for row in after.rows))
    for row in after.rows:
        if after.name not in names(row.value) or _fixed(row):
            continue
        for number, value in sorted(known - own):
            if number < len(row.indices):
                indices = (
                    *row.indices[:number],
                    n.Fixed(value),
                    *row.indices[number + 1 :],
                )
                entry = n.Symbol(before.name, indices, row.at)
                yield Row(indices, entry, before.rows[0].order, row.at, alias=True)


def _fixed(row: Row) -> set[tuple[int, int]]:
    """The slots of a left side that are filled with a number, each with it."""
    return {
        (number, position.value)
        for number, position in enumerate(row.indices)
        if isinstance(position, n.Fixed)
    }


def _moved(inner: tuple[Position, ...], left: tuple[Position, ...]) -> bool:
    """Whether an index on the right is not the one on the left."""
    if len(inner) != len(left):
        return False
    return any(
        p != q
        and (
            isinstance(p, n.Fixed)
            or isinstance(q, n.Fixed)
            or isinstance(p, n.Affine)
            or (isinstance(p, n.Letter) and bool(p.shift))
        )
        for p, q in zip(inner, left, strict=True)
    )
