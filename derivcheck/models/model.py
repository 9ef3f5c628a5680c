"""The forward model of a part of a page: what its names are, and what they rest on.

Whatever their order, the definitions in force form one model. A name that is defined
again gets a new version; what was built on the old one keeps its meaning. A model does
not change: all that is asked of it is answered from what it was built of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..expressions import (
    REAL,
    Classes,
    Domain,
    Expression,
    Fault,
    Interval,
    Key,
    NotUnderstood,
    Position,
    changed,
    errors,
    names,
    walk,
)
from ..expressions import nodes as n
from .components import Arrays
from .sizes import DIRECTION, Extents

WIDEST_CHAIN = 400
ON_INPUTS = (  # told as they are
    errors.AnotherSpelling | errors.CalledAndIndexed | errors.UnreadDeclaration
)

Versions = Mapping[str, tuple[tuple[int, str], ...]]  # from which order on, which one


@dataclass(frozen=True, slots=True)
class Row:
    """One definition: for which positions, and what they are worth.

    An `alias` gives a second name to one entry.
    """

    indices: tuple[Position, ...]
    value: Expression
    order: int
    at: int
    alias: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A name of the model: an input where it has no rows.

    A symmetric matrix may be positive `definite`, and with `flat` semidefinite. What is
    declared again lies in other sets `later`, in each from the order of a statement on.
    """

    name: str
    slots: int
    rows: tuple[Row, ...] = ()
    domain: Domain = REAL
    later: tuple[tuple[int, Domain], ...] = ()
    spelled: str = ""
    first: int = 0
    declared: bool = False
    constants: frozenset[tuple[int, int]] = frozenset()
    starts: frozenset[tuple[int, int]] = frozenset()
    definite: bool = False
    flat: bool = False

    def domain_at(self, order: int) -> Domain:
        """Where it lies at a place of the page."""
        later = [domain for at, domain in self.later if at <= order]
        return later[-1] if later else self.domain


class QuantityTable(Mapping[str, Quantity]):
    """The quantities by name, and uncounted the directions in which they move.

    The direction of x is an input with the slots of x.
    """

    def __init__(self, own: Mapping[str, Quantity]) -> None:
        self.own = own

    def __getitem__(self, name: str) -> Quantity:
        found = self.own.get(name)
        if found is not None:
            return found
        if not name.startswith(DIRECTION):
            raise KeyError(name)
        whole = self.own[name.removeprefix(DIRECTION)]
        spelled = f"d{spelled_name(whole)}"
        return Quantity(name, whole.slots, spelled=spelled, starts=whole.starts)

    def __iter__(self) -> Iterator[str]:
        return iter(self.own)

    def __len__(self) -> int:
        return len(self.own)

    def slots_of(self, name: str) -> int:
        """How many slots a quantity has, its own shape among them."""
        found = self.get(name)
        return 0 if found is None else found.slots


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the page: its parameters and body, or none, where it is open.

    An open function of whole arrays has a `kind`, "number" or "array" for what it
    gives, and the `shapes` of its arguments. `order` is where it is defined, `spelled`
    its name on the page. The values of an open one lie in its `codomain`.
    """

    name: str
    parameters: tuple[str, ...]
    body: Expression | None
    arguments: int = 1
    kind: str = ""
    shapes: tuple[tuple[Key, ...], ...] = ()
    order: int = 0
    spelled: str = ""
    codomain: Interval = REAL


@dataclass(frozen=True, slots=True)
class Model:
    """The quantities by name and version, the functions, the sizes.

    `lows` are where ranges begin above 1, `broken` what is said of definitions without
    a meaning; `parts` are components of arrays, which were read as names of their own.
    Claims may ask `extents` for sizes that nothing gives; those of the model stay.
    """

    quantities: QuantityTable
    versions: Versions
    functions: Mapping[str, Function]
    function_versions: Versions
    extents: Extents
    labels: Mapping[str, Key]
    ranged: Mapping[str, Key]
    lows: Mapping[str, int]
    broken: Mapping[str, Fault]
    parts: Mapping[str, tuple[str, int]]
    arrays: Arrays
    depends: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    """What each name was found to rest on, kept for the next question."""

    def with_directions(self, names: Iterable[str]) -> Model:
        """The same with some directions counted among its inputs."""
        found = {name: self.quantities[name] for name in names}
        own = {**self.quantities.own, **found}
        return replace(self, quantities=QuantityTable(own))

    def declared_again(self) -> tuple[Quantity, ...]:
        """The quantities that are declared again."""
        return tuple(one for one in self.quantities.values() if one.later)

    def within(self, domains: Mapping[str, Domain]) -> Model:
        """The same with some inputs in other domains."""
        found = {
            name: replace(self.quantities[name], domain=domain)
            for name, domain in domains.items()
        }
        return replace(self, quantities=QuantityTable({**self.quantities.own, **found}))

    def defined_at(self, name: str) -> int | None:
        """The last statement that defines a quantity or function; None where none."""
        quantity, function = self.quantities.get(name), self.functions.get(name)
        if function is not None and function.body is not None:
            return function.order
        return quantity.rows[-1].order if quantity and quantity.rows else None

    def freed(self, names: Iterable[str]) -> Model:
        """The same with some inputs among all numbers."""
        found = {
            name: replace(
                self.quantities[name], domain=REAL, definite=False, flat=False
            )
            for name in names
        }
        return replace(self, quantities=QuantityTable({**self.quantities.own, **found}))

    def is_narrow(self, name: str, order: int) -> bool:
        """Whether an input of numbers lies in less than all of them at a place."""
        found = self.quantities.get(name)
        if found is None or found.rows:
            return False
        domain = found.domain_at(order)
        return found.definite or not (domain == REAL or isinstance(domain, Classes))

    def is_direction(self, name: str) -> bool:
        """Whether it is what a quantity moves by, as `dx`."""
        return name.startswith(DIRECTION)

    # --- versions ------------------------------------------------------------------

    def version(self, name: str, order: int) -> str:
        """The quantity that a name means at a place of the page."""
        return version_in(self.versions, name, order)

    def resolved(self, expression: Expression, order: int) -> Expression:
        """The expression with its names replaced by the versions in force."""

        def change(node: Expression) -> Expression | None:
            match node:
                case n.Symbol(name, indices, at):
                    version = self.version(name, order)
                    return None if version == name else n.Symbol(version, indices, at)
                case n.Call(function, arguments):
                    version = version_in(self.function_versions, function, order)
                    if version == function:
                        return None
                    given = tuple([changed(a, change) for a in arguments])
                    return replace(node, function=version, arguments=given)
                case _:
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

    def inputs_of(self, expression: Expression) -> set[str]:
        """The inputs and labels on which an expression depends."""
        kept = set()
        for name in self.read_by(expression):
            quantity = self.quantities.get(name)
            if quantity is None or not quantity.rows or quantity.starts:
                kept.add(name)
        return kept

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
        read = self.read_by(expression)
        for name, broken in self.broken.items():
            if name in read:
                if isinstance(broken, ON_INPUTS):
                    raise NotUnderstood(broken)
                raise NotUnderstood(errors.BuiltOnBroken(self.spelled(name), broken))

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
                            "what follows this sign does not depend on "
                            f"{self.spelled(name)}, and a factor after it does: put "
                            "all that is differentiated in brackets",
                            at,
                        )
                    case n.Partial(of, (n.Symbol(name), *_), "operator", _, at) if (
                        not isinstance(of, n.Transpose)
                        and product.signs[place : place + 1] == ("",)
                        and name in self.read_by(product.factors[place + 1])
                    ):
                        raise NotUnderstood(
                            "what is differentiated could end with these brackets or "
                            f"go on, and what follows depends on {self.spelled(name)}: "
                            "put all of it in brackets, or the derivative behind",
                            at,
                        )
                    case _:
                        pass

    def spelled(self, name: str) -> str:
        """A quantity's name as the page writes it, whatever its version or slots."""
        quantity, function = self.quantities.get(name), self.functions.get(name)
        if quantity is not None:
            return spelled_name(quantity)
        if function is not None:
            return function.spelled or function.name
        return name.partition("_·")[0]

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

    # --- arrays --------------------------------------------------------------------

    def slots_of(self, name: str) -> int:
        """How many slots a quantity has, its own shape among them."""
        return self.quantities.slots_of(name)

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


def version_in(versions: Versions, name: str, order: int) -> str:
    """The quantity that a name means at a place of the page."""
    found = versions.get(name)
    if not found:
        return name
    chosen = found[0][1]
    for start, version in found:
        if start <= order:
            chosen = version
    return chosen


def spelled_name(quantity: Quantity) -> str:
    """A quantity's name as the page writes it, whatever its version or slots."""
    return (quantity.spelled or quantity.name).partition("_·")[0]


def _alias(quantity: Quantity, symbol: n.Symbol) -> Row | None:
    """The alias that gives this entry its meaning, if one does."""
    for row in quantity.rows:
        if row.alias and len(row.indices) == len(symbol.indices):
            pairs = zip(row.indices, symbol.indices, strict=True)
            if all(isinstance(p, n.Letter) or p == q for p, q in pairs):
                return row
    return None
