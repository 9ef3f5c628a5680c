"""Definitions, declarations and assumptions: the forward model of a part of a page.

Whatever their order, the definitions in force form one model. A name that is defined
anew gets a new version; what was built on the old one keeps its meaning.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..expressions import (
    REAL,
    Domain,
    Expression,
    Fault,
    Key,
    NotUnderstood,
    Position,
    Sentence,
    changed,
    errors,
    free_letters,
    mismatch,
    names,
    walk,
)
from ..expressions import nodes as n
from .components import Arrays, is_zero
from .inlining import Body, of_numbers
from .size_constraints import note_layers, tie_expression
from .sizes import Extents, Span, slot

WIDEST_CHAIN = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One definition: for which positions, and what they are worth."""

    indices: tuple[Position, ...]
    value: Expression
    order: int
    at: int


@dataclass(slots=True)
class Quantity:
    """A name of the model: an input where it has no rows."""

    name: str
    slots: int
    rows: list[Row] = field(default_factory=list)
    domain: Domain = REAL
    spelled: str = ""
    first: int = 0
    constants: set[tuple[int, int]] = field(default_factory=set)
    starts: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the page: its parameters and body, or none, where it is open.

    An open function of whole arrays has a `kind`, "number" or "array" for what it
    gives, and the `shapes` of its arguments. One of a family, `g^{[l]}`, has `indices`.
    """

    name: str
    parameters: tuple[str, ...]
    body: Expression | None
    arguments: int = 1
    kind: str = ""
    shapes: tuple[tuple[Key, ...], ...] = ()
    indices: int = 0


@dataclass(slots=True)
class Model:
    """The quantities by name and version, the functions, the sizes."""

    quantities: dict[str, Quantity] = field(default_factory=dict)
    versions: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    extents: Extents = field(default_factory=Extents)
    labels: dict[str, Key] = field(default_factory=dict)
    ranged: dict[str, Key] = field(default_factory=dict)
    lows: dict[str, int] = field(default_factory=dict)  # where a range begins above 1
    broken: dict[str, Fault] = field(default_factory=dict)
    fresh: Iterator[int] = field(default_factory=itertools.count)
    depends: dict[str, frozenset[str]] = field(default_factory=dict)
    parts: dict[str, tuple[str, int]] = field(default_factory=dict)
    settled: dict[str, bool] = field(default_factory=dict)
    arrays: Arrays = field(init=False)

    def __post_init__(self) -> None:
        self.arrays = Arrays(self.extents, self.slots_of)

    # --- versions ------------------------------------------------------------------

    def version(self, name: str, order: int) -> str:
        """The quantity that a name means at a place of the page."""
        found = self.versions.get(name)
        if not found:
            return name
        chosen = found[0][1]
        for start, version in found:
            if start <= order:
                chosen = version
        return chosen

    def resolved(self, expression: Expression, order: int) -> Expression:
        """The expression with its names replaced by the versions in force."""

        def change(node: Expression) -> Expression | None:
            if isinstance(node, n.Symbol):
                version = self.version(node.name, order)
                if version != node.name:
                    return n.Symbol(version, node.indices, node.at)
            return None

        return changed(expression, change)

    def aliased(self, expression: Expression) -> Expression:
        """The expression with aliases replaced by the entries that they name."""

        def change(node: Expression) -> Expression | None:
            if not isinstance(node, n.Symbol):
                return None
            target = self.target(node)
            return target if target != node else None

        return changed(expression, change)

    def target(self, symbol: n.Symbol) -> n.Symbol:
        """The quantity that an alias names; itself for all others."""
        for _ in range(WIDEST_CHAIN):
            quantity = self.quantities.get(symbol.name)
            row = None if quantity is None else _alias(quantity, symbol)
            if row is None or not isinstance(row.value, n.Symbol):
                return symbol
            given = {
                p.name: q
                for p, q in zip(row.indices, symbol.indices, strict=True)
                if isinstance(p, n.Letter)
            }
            moved = tuple(
                given.get(p.name, p) if isinstance(p, n.Letter) else p
                for p in row.value.indices
            )
            symbol = n.Symbol(row.value.name, moved, symbol.at)
        return symbol

    # --- questions -----------------------------------------------------------------

    def reaches(self, name: str) -> frozenset[str]:
        """Everything on which a quantity depends, itself included."""
        known = self.depends.get(name)
        if known is not None:
            return known
        seen: set[str] = set()
        stack = [name]
        while stack:
            here = stack.pop()
            if here in seen:
                continue
            seen.add(here)
            stack.extend(self.direct(here) - seen)
        self.depends[name] = frozenset(seen)
        return self.depends[name]

    def direct(self, name: str) -> frozenset[str]:
        """The names on the right sides of a quantity's or function's definitions."""
        found: set[str] = set()
        quantity = self.quantities.get(name)
        if quantity is not None:
            for row in quantity.rows:
                found |= names(row.value)
        function = self.functions.get(name)
        if function is not None and function.body is not None:
            found |= names(function.body)
        return frozenset(found)

    def read_by(self, expression: Expression) -> frozenset[str]:
        """Everything on which an expression depends."""
        found: frozenset[str] = frozenset()
        for name in names(expression):
            found |= self.reaches(name)
        return found

    def complain(self, expression: Expression) -> None:
        """Raises where the expression uses a definition without a meaning."""
        if not self.broken:
            return
        for name in self.read_by(expression):
            if name in self.broken:
                fault = errors.BuiltOnBroken(self.spelled(name), self.broken[name])
                raise NotUnderstood(fault)

    def wants_brackets(self, expression: Expression) -> None:
        r"""Refuses `\nabla_w \lambda E`, where the sign is meant to act on E too."""
        for product in (p for p in walk(expression) if isinstance(p, n.Product)):
            for place, factor in enumerate(product.factors):
                match factor:
                    case n.Partial(
                        of, (n.Symbol(name), *_), "nabla" | "prefix", _, at
                    ) if name not in self.read_by(of) and any(
                        name in self.read_by(after)
                        for after in product.factors[place + 1 :]
                    ):
                        raise NotUnderstood(
                            "what stands behind this sign does not depend on "
                            f"{self.spelled(name)}, and a factor after it does: put "
                            "all that is differentiated in brackets",
                            at,
                        )
                    case _:
                        pass

    def spelled(self, name: str) -> str:
        """A quantity's name as the page writes it, whatever its version or slots."""
        quantity = self.quantities.get(name)
        found = name if quantity is None else quantity.spelled or name
        return found.partition("_·")[0]

    def told(self) -> Iterator[Quantity]:
        """The quantities, without inputs that are another by a second name."""
        every = self.quantities.values()
        defined = {(self.spelled(q.name), q.slots) for q in every if q.rows}
        for quantity in every:
            if (
                quantity.rows
                or (self.spelled(quantity.name), quantity.slots) not in defined
            ):
                yield quantity

    # --- building ------------------------------------------------------------------

    def take(self, name: str, slots: int, order: int) -> Quantity:
        """The quantity of that name at that place, made where it is not there yet."""
        version = self.version(name, order)
        found = self.quantities.get(version)
        if found is None:
            found = Quantity(version, slots, spelled=name, first=order)
            self.quantities[version] = found
            self.versions.setdefault(name, []).append((order, version))
        return found

    def define(self, symbol: n.Symbol, value: Expression, order: int) -> str:
        """Takes a definition in; gives the version that it belongs to."""
        name = symbol.name
        slots = len(symbol.indices)
        quantity = self.quantities.get(self.version(name, order))
        if quantity is None or (quantity.rows and _clashes(quantity, symbol.indices)):
            count = len(self.versions.get(name, ()))
            version = name if quantity is None else f"{name}#{count + 1}"
            quantity = Quantity(version, slots, spelled=name, first=order)
            self.quantities[version] = quantity
            self.versions.setdefault(name, []).append((order, version))
        quantity.rows.append(Row(symbol.indices, value, order, symbol.at))
        quantity.slots = max(quantity.slots, slots)
        return quantity.name

    def settle(self) -> None:
        """Resolves versions and aliases and ties sizes, once all is taken in."""
        for quantity in self.quantities.values():
            for number, row in enumerate(quantity.rows):
                value = self._own(row, quantity)
                quantity.rows[number] = Row(row.indices, value, row.order, row.at)
        for name, function in self.functions.items():
            if function.body is not None:
                body = self.resolved(function.body, 10**9)
                self.functions[name] = replace(function, body=body)
        self._lower()
        for quantity in list(self.quantities.values()):
            for number, row in enumerate(quantity.rows):
                if not is_alias(row):
                    value = self.aliased(row.value)
                    quantity.rows[number] = Row(row.indices, value, row.order, row.at)
        self._tie_rows()
        for name in self.arrays.bodies:
            self._tie_function(name)
        self.arrays.defining = False
        self._fix_components()

    def _tie_function(self, name: str) -> None:
        """Ties the sizes in a function's body; one of numbers is lowered for good."""
        function, own = self.functions[name], self.arrays.bodies[name]
        if self.arrays.is_plain(own):
            body = self.arrays.entry(own.numbers, ())
            self.functions[name] = replace(function, body=body)
        else:
            named = [self.version(p, 10**9) for p in own.parameters]
            given = tuple(
                n.Symbol(k if self.slots_of(k) else "@" + p, ())
                for k, p in zip(named, own.parameters, strict=True)
            )
            whole = own.of(given, 0, arrays=True)
            if not self.arrays.has_shape(whole):
                return
            shape = self.arrays.shape(whole)
            at = tuple(n.Letter(f"·{next(self.fresh)}'") for _ in shape.sizes)
            body = self.arrays.entry(whole, at)
        tie_expression(self.extents, body, {}, self.labels, self.ranged, self.fresh)

    # --- arrays --------------------------------------------------------------------

    def slots_of(self, name: str) -> int:
        """How many slots a quantity has, its own shape among them."""
        quantity = self.quantities.get(name)
        if quantity is None:
            return 0
        if name in self.settled or not quantity.rows:
            return quantity.slots
        self.settled[name] = False
        before = quantity.slots
        for row in quantity.rows:
            shape = self.arrays.shape(row.value)
            given = len(row.indices)
            quantity.slots = max(quantity.slots, given + len(shape.sizes))
            for number, key in enumerate(shape.sizes):
                place = given + number
                if self.extents.differs_by_layer(name, place, row.indices, key):
                    continue
                own = slot(name, place)
                if not self.arrays.fits(own, key):
                    self.extents.tie(own, key, row.at)
        if quantity.slots > before:
            self.arrays.forget()  # what a recursion took for a number is an array
        self.settled[name] = True
        return quantity.slots

    def _lower(self) -> None:
        """Every definition by components."""
        for name, function in self.functions.items():
            if function.body is not None:
                numbers = self.resolved(of_numbers(function.body), 10**9)
                self.arrays.bodies[name] = Body(
                    name, function.parameters, function.body, numbers
                )
            if function.kind:
                self.arrays.functions[name] = function.kind
                self.arrays.arguments[name] = function.shapes
        for quantity in list(self.quantities.values()):
            try:
                self.slots_of(quantity.name)
            except NotUnderstood as error:
                self.broken.setdefault(quantity.name, error.fault)
        for quantity in list(self.quantities.values()):
            for number, row in enumerate(quantity.rows):
                if quantity.name in self.broken:
                    continue
                try:
                    quantity.rows[number] = self._components(quantity, row)
                except NotUnderstood as error:
                    self.broken.setdefault(quantity.name, error.fault)

    def _components(self, quantity: Quantity, row: Row) -> Row:
        value = self.whole(row.value)
        self.wants_brackets(value)
        shape = self.arrays.shape(value)
        letters = tuple(
            n.Letter(f"·{next(self.fresh)}'")
            for _ in range(quantity.slots - len(row.indices))
        )
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
        return Row(row.indices + letters, value, row.order, row.at)

    def whole(self, expression: Expression) -> Expression:
        """Components of defined arrays, which were read as names of their own."""

        def change(node: Expression) -> Expression | None:
            if isinstance(node, n.Symbol) and node.name in self.parts:
                whole, extra = self.parts[node.name]
                if self.slots_of(whole) >= extra and len(node.indices) == self.slots_of(
                    whole
                ):
                    return n.Symbol(whole, node.indices, node.at)
            return None

        return changed(expression, change) if self.parts else expression

    def _own(self, row: Row, quantity: Quantity) -> Expression:
        """A right side with versions; its own name, moved by an index, is itself."""

        def change(node: Expression) -> Expression | None:
            if not isinstance(node, n.Symbol):
                return None
            if node.name == quantity.spelled:
                if not _moved(node.indices, row.indices):
                    fault = Sentence(f"{quantity.spelled} stands on both sides")
                    self.broken.setdefault(quantity.name, fault)
                return n.Symbol(quantity.name, node.indices, node.at)
            version = self.version(node.name, row.order)
            return n.Symbol(version, node.indices, node.at)

        return changed(row.value, change)

    def _tie_rows(self) -> None:
        """Ties all rows, anew while slots turn out to be as long as layers."""
        before, broken = self.extents.copy(), dict(self.broken)
        while not self._tied_with(len(self.extents.widths)):
            self.extents.forget(before)
            self.broken = dict(broken)

    def _tied_with(self, known: int) -> bool:
        """Ties rows as long as no more than the `known` slots are layers long.

        Where a slot takes a sum of letters, how long it is follows when all the rest
        is tied; before these come sums that run from zero to one less than a size.
        """
        late: list[tuple[str, Span]] = []
        for quantity in list(self.quantities.values()):
            for row in quantity.rows:
                try:
                    self._tie_row(quantity, row)
                except NotUnderstood as error:
                    self.broken.setdefault(quantity.name, error.fault)
                late += [(quantity.name, span) for span in self.extents.spans]
                self.extents.spans = []
                if len(self.extents.widths) > known:
                    return False
        for name, span in sorted(late, key=lambda found: len(found[1].terms)):
            try:
                self.extents.tie_span(span)
            except NotUnderstood as error:
                self.broken.setdefault(name, error.fault)
        return True

    def _tie_row(self, quantity: Quantity, row: Row) -> None:
        letters: dict[str, Key] = {}
        tied: list[tuple[int, Key]] = []
        known = len(self.extents.widths)
        for number, position in enumerate(row.indices):
            key = self.extents.at(quantity.name, number, row.indices)
            match position:
                case n.Letter(name):
                    own: Key = letters.setdefault(
                        name, ("letter", next(self.fresh), name)
                    )
                    if name in self.ranged:
                        self.extents.tie(self.ranged[name], own, row.at)
                    tied.append((number, own))
                    self.extents.tie(own, key, row.at)
                case n.Fixed(value):
                    root = self.extents.find(key)
                    self.extents.digits.setdefault(root, set()).add(value)
                    quantity.constants.add((number, value))
                case n.Extent(name):
                    self.extents.tie(self.extents.name_size(name), key, row.at)
                case _:
                    pass
        loose = [c for c in free_letters(row.value) if c not in letters]
        if loose:
            fault = Sentence(f"{loose[0]} is free on its right and missing on its left")
            self.broken.setdefault(quantity.name, fault)
        tie_expression(
            self.extents, row.value, letters, self.labels, self.ranged, self.fresh
        )
        if len(self.extents.widths) > known:
            return
        note_layers(self.extents, row.value, letters)
        for number, own in tied:
            self.extents.differs_by_layer(quantity.name, number, row.indices, own)

    def _fix_components(self) -> None:
        """Sizes that the components written out give: exactly those, from one on."""
        for quantity in self.quantities.values():
            for number in range(quantity.slots):
                root = self.extents.find(slot(quantity.name, number))
                if root in self.extents.number or root in self.extents.named:
                    continue
                digits = self.extents.digits.get(root, set()) - {0}
                if len(digits) > 1 and digits == set(range(1, max(digits) + 1)):
                    self.extents.number[root] = max(digits)
        for root, digits in self.extents.digits.items():
            if digits:
                least = self.extents.least.get(root, 1)
                self.extents.least[root] = max(least, max(digits))


def is_alias(row: Row) -> bool:
    """Whether the right side is one quantity with an index fixed to a number."""
    return isinstance(row.value, n.Symbol) and any(
        isinstance(p, n.Fixed) for p in row.value.indices
    )


def _alias(quantity: Quantity, symbol: n.Symbol) -> Row | None:
    """The alias that gives this entry its meaning, if one does."""
    for row in quantity.rows:
        if is_alias(row) and len(row.indices) == len(symbol.indices):
            pairs = zip(row.indices, symbol.indices, strict=True)
            if all(isinstance(p, n.Letter) or p == q for p, q in pairs):
                return row
    return None


def _clashes(quantity: Quantity, indices: tuple[Position, ...]) -> bool:
    """Whether a definition of these positions is there already."""
    for row in quantity.rows:
        if all(
            p == q or (isinstance(p, n.Letter) and isinstance(q, n.Letter))
            for p, q in zip(row.indices, indices, strict=False)
        ):
            return True
    return False


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
