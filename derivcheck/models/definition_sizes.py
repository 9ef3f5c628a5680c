"""Definitions and the sizes that they tie, row by row, until nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..expressions import Fault, Key, NotUnderstood, Sentence, free_letters
from ..expressions import nodes as n
from .model import Quantity, Row
from .size_constraints import note_layers, tie_expression
from .size_records import Span
from .sizes import Extents, slot

LARGEST_ENTRY = 8  # for which a free size is made large enough


@dataclass(slots=True)
class Ties:
    """Ties the sizes of a model; `broken` takes what is said where they cannot be.

    `constants` are the slots that some row fills with a number.
    """

    extents: Extents
    labels: Mapping[str, Key]
    ranged: Mapping[str, Key]
    broken: dict[str, Fault]
    constants: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    def tie_all(self, quantities: Iterable[Quantity]) -> None:
        """Ties all rows, again while slots turn out to be as long as layers."""
        every = list(quantities)
        before, broken = self.extents.copy(), dict(self.broken)
        while not self._tied_with(len(self.extents.widths), every):
            self.extents.forget(before)
            self.broken.clear()
            self.broken.update(broken)

    def _tied_with(self, known: int, quantities: list[Quantity]) -> bool:
        """Ties rows as long as no more than the `known` slots are layers long.

        Where a slot takes a sum of letters, how long it is follows when all the rest
        is tied; before these come sums that run from zero to one less than a size.
        """
        late: list[tuple[str, Span]] = []
        for quantity in quantities:
            for row in quantity.rows:
                try:
                    self._tie_row(quantity.name, row)
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

    def _tie_row(self, name: str, row: Row) -> None:
        """Ties the slots of both sides of a definition."""
        extents, known = self.extents, len(self.extents.widths)
        letters, tied = self._tie_left(name, row)
        loose = [c for c in free_letters(row.value) if c not in letters]
        if loose:
            fault = Sentence(f"{loose[0]} is free on its right and missing on its left")
            self.broken.setdefault(name, fault)
        tie_expression(extents, row.value, letters, self.labels, self.ranged)
        if len(extents.widths) > known:
            return
        note_layers(extents, row.value, letters)
        for number, own in tied:
            extents.differs_by_layer(name, number, row.indices, own)

    def _tie_left(
        self, name: str, row: Row
    ) -> tuple[dict[str, Key], list[tuple[int, Key]]]:
        """Ties the slots of the left side; the classes of its letters, and in slots."""
        extents = self.extents
        letters: dict[str, Key] = {}
        tied: list[tuple[int, Key]] = []
        for number, position in enumerate(row.indices):
            key = extents.at(name, number, row.indices)
            match position:
                case n.Letter(letter):
                    own = letters.setdefault(letter, extents.of_letter(letter))
                    if letter in self.ranged:
                        extents.tie(self.ranged[letter], own, row.at)
                    tied.append((number, own))
                    extents.tie(own, key, row.at)
                case n.Fixed(value):
                    extents.digits.setdefault(extents.find(key), set()).add(value)
                    self.constants.setdefault(name, set()).add((number, value))
                case n.Extent(size):
                    extents.tie(extents.name_size(size), key, row.at)
                case _:
                    pass
        return letters, tied


def fix_components(extents: Extents, quantities: Iterable[Quantity]) -> None:
    """Sizes that the components written out give: exactly those, from one on."""
    for quantity in quantities:
        for number in range(quantity.slots):
            root = extents.find(slot(quantity.name, number))
            if root in extents.number or root in extents.named:
                continue
            digits = extents.digits.get(root, set()) - {0}
            if len(digits) > 1 and digits == set(range(1, max(digits) + 1)):
                extents.number[root] = max(digits)
    for root, digits in extents.digits.items():
        if digits:
            _at_least(extents, root, max(digits))


def make_room(extents: Extents, entries: Iterable[tuple[str, int, int]]) -> None:
    """Makes free sizes large enough for entries that are named by a number."""
    for name, number, entry in entries:
        key = slot(name, number)
        if key not in extents.widths and entry <= LARGEST_ENTRY:
            _at_least(extents, extents.find(key), entry)


def _at_least(extents: Extents, root: Key, number: int) -> None:
    extents.least[root] = max(extents.least.get(root, 1), number)
