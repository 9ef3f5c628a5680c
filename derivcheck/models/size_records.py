"""What is known of sizes by others: widths of layers, totals, spans, their order."""

from __future__ import annotations

from dataclasses import dataclass

from ..expressions import Key


@dataclass(frozen=True, slots=True)
class Width:
    """How long a slot is that differs by layer: $n_{l-1}$, where l fills a slot too.

    `family` is the n, `driver` the number of the slot that l fills, `shift` the -1.
    """

    family: str
    driver: int
    shift: int


@dataclass(frozen=True, slots=True)
class Total:
    """A size that is as long as some together, without others, and `ones` more."""

    lengths: tuple[Key, ...]
    less: tuple[Key, ...]
    ones: int


@dataclass(frozen=True, slots=True)
class Span:
    """A slot and where the letters run that are added in it, each with its sign.

    Of a letter there is its class, to be tied where it is free, and where it ends.
    A limit says how far a letter runs only where no slot says it. `added` is the number
    that stands beside the letters; `shift` has in it by how much these end earlier.
    """

    slot: Key
    name: str
    terms: tuple[tuple[int, Key | None, Key], ...]
    shift: int
    at: int
    limit: bool = False
    zero: bool = False
    added: int = 0


@dataclass(frozen=True, slots=True)
class SizeOrder:
    """One size is as large as another, or larger by `more`."""

    larger: Key
    smaller: Key
    more: int = 0
