"""A name as it is written, with slots for its indices, and which items fill these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from .scripts import Item, Scripts

Fills = Callable[[str], bool]  # whether a word may fill a slot
Gaps = tuple[bool, ...]  # of a script: whether a slot is there, or a tag


@dataclass(frozen=True, slots=True)
class Pattern:
    """A name as it is written: its letters, and its scripts with None for a slot."""

    base: str
    sub: tuple[str | None, ...] = ()
    sup: tuple[str | None, ...] | None = None

    @property
    def name(self) -> str:
        r"""The name as a reader would say it: `net_h`, `E_total`, `a^{(2)}`."""
        tags = [tag for tag in self.sub if tag is not None]
        below = (
            "_" + ("{" + ",".join(tags) + "}" if len("".join(tags)) > 1 else tags[0])
            if tags
            else ""
        )
        layers = [tag for tag in self.sup or () if tag is not None]
        above = "^{(" + ",".join(layers) + ")}" if layers else ""
        return self.base + above + below

    @property
    def slots(self) -> int:
        """How many indices are in the name's scripts."""
        return self.sub.count(None) + (self.sup or ()).count(None)


@dataclass(frozen=True, slots=True)
class Form:
    """Where a pattern has slots: those of one form differ in their tags alone."""

    sub: Gaps
    sup: Gaps | None

    @property
    def tags(self) -> int:
        """How many tags are in the scripts."""
        return self.sub.count(False) + (self.sup or ()).count(False)


def form_of(pattern: Pattern) -> tuple[Form, tuple[str, ...]]:
    """Where a pattern has slots, and the tags in the other places."""
    above = pattern.sup or ()
    form = Form(
        tuple(tag is None for tag in pattern.sub),
        None if pattern.sup is None else tuple(tag is None for tag in above),
    )
    return form, tuple(tag for tag in above + pattern.sub if tag is not None)


Fit = tuple[Pattern, list[Item]]  # a pattern, and what fills its slots


@dataclass(slots=True)
class Spellings:
    """The patterns whose names begin with the same letters, in the order of the page.

    They are found by form and tags, however many there are. `identities` are their
    names, told apart where two patterns read alike.
    """

    patterns: list[Pattern] = field(default_factory=list)
    identities: dict[Pattern, str] = field(default_factory=dict)
    places: dict[Form, dict[tuple[str, ...], int]] = field(default_factory=dict)
    alike: dict[str, list[Pattern]] = field(default_factory=dict)

    @classmethod
    def of(cls, *patterns: Pattern) -> Spellings:
        """Some patterns whose names begin with the same letters."""
        found = cls()
        for pattern in patterns:
            found.add(pattern)
        return found

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self.patterns)

    def __contains__(self, pattern: Pattern) -> bool:
        return pattern in self.identities

    def add(self, pattern: Pattern) -> None:
        """Takes a pattern in, once."""
        if pattern in self:
            return
        form, tags = form_of(pattern)
        self.places.setdefault(form, {})[tags] = len(self.patterns)
        self.patterns.append(pattern)
        alike = self.alike.setdefault(pattern.name, [])
        alike.append(pattern)
        first = min(alike, key=lambda p: (p.slots, repr(p)))
        for one in alike:
            apart = "" if one == first else "_" + "·" * one.slots
            self.identities[one] = one.name + apart

    def fitting(self, scripts: Scripts, runs: Fills) -> Fit | None:
        """The pattern with the most tags that scripts fit, and what fills its slots."""
        best: tuple[int, int] | None = None
        filled: list[Item] = []
        for form in self.places:
            found = self._filled(form, form.sub, scripts, runs)
            if found is None:
                continue
            place, slots = found
            rank = (-form.tags, place)
            if best is None or rank < best:
                best, filled = rank, slots
        return None if best is None else (self.patterns[best[1]], filled)

    def with_fewer(self, scripts: Scripts, runs: Fills) -> list[Fit]:
        """The patterns that scripts fit, but for some slots that are left out last."""
        many = len(scripts.sub)
        return self._varied(
            ((form, form.sub[:many]) for form in self.places
             if many < len(form.sub) and all(form.sub[many:])),
            scripts, runs,
        )  # fmt: skip  # the forms in two lines

    def with_more(self, scripts: Scripts, runs: Fills) -> list[Fit]:
        """The patterns that scripts fit, but for one or two items more at the end."""
        return self._varied(
            ((form, form.sub + (True,) * extra)
             for form in self.places for extra in (1, 2)),
            scripts, runs,
        )  # fmt: skip  # as above

    def _varied(
        self, forms: Iterable[tuple[Form, Gaps]], scripts: Scripts, runs: Fills
    ) -> list[Fit]:
        """The patterns that scripts fit with other slots below, in order."""
        tried = (self._filled(form, sub, scripts, runs) for form, sub in forms)
        found = sorted((f for f in tried if f is not None), key=lambda f: f[0])
        return [(self.patterns[place], slots) for place, slots in found]

    def _filled(
        self, form: Form, sub: Gaps, scripts: Scripts, runs: Fills
    ) -> tuple[int, list[Item]] | None:
        """The place of the pattern of a form that has the tags of some scripts."""
        if (form.sup is None) != (scripts.sup is None):
            return None
        above = parted(form.sup or (), scripts.sup or (), runs)
        below = None if above is None else parted(sub, scripts.sub, runs)
        if above is None or below is None:
            return None
        place = self.places[form].get(above[0] + below[0])
        return None if place is None else (place, above[1] + below[1])


def parted(
    slots: Gaps, found: tuple[Item, ...], runs: Fills
) -> tuple[tuple[str, ...], list[Item]] | None:
    """The tags and what fills the slots, where the items of a script fit."""
    spread = _spread(found, len(slots))
    if spread is None:
        return None
    tags: list[str] = []
    filled: list[Item] = []
    for is_slot, item in zip(slots, spread, strict=True):
        if not is_slot:
            if item.kind == "label":
                return None
            tags.append(item.written)
            continue
        if item.tag and item.kind != "number":
            return None
        if item.kind == "word" and not runs(item.text):
            return None
        filled.append(item)
    return tuple(tags), filled


def _spread(found: tuple[Item, ...], wanted: int) -> list[Item] | None:
    """The items, with digits and letters parted where the slots want more of them."""
    if len(found) == wanted:
        return list(found)
    if len(found) > wanted:
        return None
    spread: list[Item] = []
    for item in found:
        splits = item.kind == "number" or (
            item.kind == "word" and not item.text.startswith("\\") and not item.tag
        )
        if not splits or len(item.text) == 1:
            spread.append(item)
            continue
        kind = "number" if item.kind == "number" else "letter"
        spread.extend(
            replace(item, kind=kind, text=sign, at=item.at + n)
            for n, sign in enumerate(item.text)
        )
    return spread if len(spread) == wanted else None
