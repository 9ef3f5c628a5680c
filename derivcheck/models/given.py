"""What declarations and definitions give, as they are read one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    moved_expression,
)
from ..expressions import nodes as n
from .model import Function, Quantity, Row, version_in
from .sizes import Extents


@dataclass(slots=True)
class Given:
    """The tables that a model is built of."""

    parts: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    extents: Extents = field(default_factory=Extents)
    quantities: dict[str, Quantity] = field(default_factory=dict)
    versions: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    function_versions: dict[str, tuple[tuple[int, str], ...]] = field(
        default_factory=dict
    )
    labels: dict[str, Key] = field(default_factory=dict)
    ranged: dict[str, Key] = field(default_factory=dict)
    lows: dict[str, int] = field(default_factory=dict)
    broken: dict[str, Fault] = field(default_factory=dict)

    def take(self, name: str, slots: int, order: int) -> Quantity:
        """The quantity of that name at that place, made where it is not there yet."""
        version = version_in(self.versions, name, order)
        if version not in self.quantities:
            self._begin(version, name, slots, order)
        return self.quantities[version]

    def define(
        self, symbol: n.Symbol, value: Expression, order: int, *, alias: bool = False
    ) -> str:
        """Takes a definition in; gives the version that it belongs to.

        One entry on the right side gives an `alias` of it, declared or not.
        """
        name, slots = symbol.name, len(symbol.indices)
        version = version_in(self.versions, name, order)
        known = self.quantities.get(version)
        if known is None:
            version = name
            self._begin(version, name, slots, order)
        elif clashing := _clashing(known, symbol.indices):
            self._wants_same_letters(clashing, symbol, value)
            version = f"{name}#{len(self.versions.get(name, ())) + 1}"
            self._begin(version, name, slots, order)
        alias = alias or _is_entry(value)
        row = Row(symbol.indices, value, order, symbol.at, alias)
        found = self.quantities[version]
        self.quantities[version] = replace(found, rows=(*found.rows, row))
        self.widen(version, slots)
        return version

    def define_function(self, function: Function) -> str:
        """Takes a function in; gives the version that it is.

        A definition fills in what was declared, and replaces what was defined. Raises
        `NotUnderstood` where it is by another quantity of the page, p(x) and p(y).
        """
        name, before = function.name, self.function_versions.get(function.name, ())
        for _, known in before[-1:]:
            self._wants_one_quantity(self.functions[known], function)
        version = f"{name}#{len(before) + 1}" if before else name
        self.function_versions[name] = (*before, (function.order, version))
        self.functions[version] = replace(function, name=version, spelled=name)
        return version

    def _wants_one_quantity(self, known: Function, function: Function) -> None:
        """Refuses a name for two functions that their quantities tell apart."""
        both = {*known.parameters, *function.parameters}
        apart = known.parameters != function.parameters
        if apart and known.body is not None and both <= {*self.quantities}:
            one, other = (",".join(f.parameters) for f in (known, function))
            name = known.spelled or known.name
            fault = Sentence(
                f"{name} is defined of {one} and of {other}, which are two quantities "
                "here: give the two functions names of their own"
            )
            self.broken.setdefault(known.name, fault)
            raise NotUnderstood(fault)

    def _wants_same_letters(
        self, known: Row, symbol: n.Symbol, value: Expression
    ) -> None:
        r"""Refuses another definition whose index has another letter.

        `\delta_k := …, \delta_j := …` may be two quantities that these tell apart.
        """
        moves = {
            one.name: other
            for one, other in zip(known.indices, symbol.indices, strict=False)
            if isinstance(one, n.Letter) and isinstance(other, n.Letter)
        }
        renamed = moved_expression(known.value, {**moves})
        one, other = "".join(moves), "".join(new.name for new in moves.values())
        if one == other or renamed == value:
            return
        name = symbol.name
        fault = Sentence(
            f"{name} is defined with {one} below it and with {other}, by different "
            rf"right sides; write {name}_{{\text{{{one}}}_{{{one}}}}} and "
            rf"{name}_{{\text{{{other}}}_{{{other}}}}} where these are two quantities, "
            "and one letter where the second replaces the first"
        )
        self.broken.setdefault(name, fault)
        raise NotUnderstood(fault, symbol.at)

    def widen(self, version: str, slots: int) -> None:
        """A quantity has at least so many slots."""
        found = self.quantities[version]
        if slots > found.slots:
            self.quantities[version] = replace(found, slots=slots)

    def restrict(self, version: str, domain: Domain, order: int | None = None) -> None:
        """A quantity lies in a domain; one declared before, from a statement on."""
        found = self.quantities[version]
        if order is None:
            self.quantities[version] = replace(found, domain=domain)
        else:
            later = (*found.later, (order, domain))
            self.quantities[version] = replace(found, later=later)

    def free_from(self, names: Iterable[str], order: int) -> None:
        """Inputs in less than all numbers lie in all of them from a statement on."""
        for name in names:
            known = self.quantities.get(name)
            if known is not None and (known.domain != REAL or known.later):
                self.restrict(name, REAL, order)

    def make_definite(self, version: str, *, flat: bool) -> None:
        """A symmetric matrix is positive definite, or where `flat` semidefinite."""
        found = self.quantities[version]
        self.quantities[version] = replace(found, definite=True, flat=flat)

    def declare(self, version: str) -> None:
        """A declaration gives a quantity, and says how many slots it has."""
        self.quantities[version] = replace(self.quantities[version], declared=True)

    def start(self, version: str, number: int, value: int) -> None:
        """A quantity has entries of their own where a slot is filled with a number."""
        found = self.quantities[version]
        starts = found.starts | {(number, value)}
        self.quantities[version] = replace(found, starts=starts)

    def _begin(self, version: str, name: str, slots: int, order: int) -> None:
        """A quantity is in force from a place on."""
        self.quantities[version] = Quantity(version, slots, spelled=name, first=order)
        before = self.versions.get(name, ())
        self.versions[name] = (*before, (order, version))


def _is_entry(value: Expression) -> bool:
    """Whether it is one quantity with an index fixed to a number."""
    return isinstance(value, n.Symbol) and any(
        isinstance(p, n.Fixed) for p in value.indices
    )


def _clashing(quantity: Quantity, indices: tuple[Position, ...]) -> Row | None:
    """The definition of these positions that is there already, if one is."""
    for row in quantity.rows:
        if all(
            p == q or (isinstance(p, n.Letter) and isinstance(q, n.Letter))
            for p, q in zip(row.indices, indices, strict=False)
        ):
            return row
    return None
