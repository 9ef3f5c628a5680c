"""A name as it is written, with slots for its indices, and which items fill these."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from .scripts import Item


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
        """How many indices stand in the name's scripts."""
        return self.sub.count(None) + (self.sup or ()).count(None)


def fitted(
    tags: tuple[str | None, ...], found: tuple[Item, ...], words: Collection[str]
) -> list[Item] | None:
    """What stands in the slots where the items fit the tags, else None."""
    spread = _spread(found, len(tags))
    if spread is None:
        return None
    slots: list[Item] = []
    for tag, item in zip(tags, spread, strict=True):
        if tag is None:
            if item.tag and item.kind != "number":
                return None
            if item.kind == "word" and item.text not in words:
                return None
            slots.append(item)
        elif tag != item.written:
            return None
    return slots


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
