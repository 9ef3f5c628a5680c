"""What a text leaves open -> claims that are not understood for want of a path.

A derivative that is not said to be zero is a path from what it is taken by. Where no
definition gives it, nothing that crosses it is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..checking import (
    Read,
    Reading,
    Said,
    Stated,
    Unread,
    claims_of,
    partials_in,
    says_zero,
    without_path,
)
from ..expressions import Sentence, walk
from ..expressions import nodes as n
from ..judging import Claim
from ..models import Model

Gap = tuple[str, str]  # a name, and what nothing says that it depends on


def without_gaps(reading: Reading) -> Reading:
    """The same with claims not understood that need a path which nothing gives."""
    model = reading.model
    claims = [c for said in reading.said for s in said.stated for c in claims_of(s)]
    gaps = {gap for claim in claims for gap in _gaps(claim, model)}
    hollow = dict(_hollow(model))
    said = tuple(_said(one, gaps, hollow, model) for one in reading.said)
    return replace(reading, said=said)


def _gaps(claim: Claim, model: Model) -> Iterator[Gap]:
    if says_zero(claim):
        return
    for partial in partials_in(claim):
        yield from _gaps_of(partial, model)


def _gaps_of(partial: n.Partial, model: Model) -> Iterator[Gap]:
    match partial.of:
        case n.Symbol(name) | n.Power(n.Symbol(name)):
            yield from ((name, by) for by in without_path(partial, model))
        case _:
            pass


def _hollow(model: Model) -> Iterator[tuple[str, Gap]]:
    """The names that are defined by a derivative without a path."""
    for name, quantity in model.quantities.items():
        for row in quantity.rows:
            for node in walk(row.value):
                if isinstance(node, n.Partial):
                    yield from ((name, gap) for gap in _gaps_of(node, model))


def _said(said: Said, gaps: set[Gap], hollow: Mapping[str, Gap], model: Model) -> Said:
    stated = tuple(_stated(one, gaps, hollow, model) for one in said.stated)
    return replace(said, stated=stated)


def _stated(
    stated: Stated, gaps: set[Gap], hollow: Mapping[str, Gap], model: Model
) -> Stated:
    claims = claims_of(stated)
    crossed = [gap for c in claims for gap in _crossed(c, gaps, model)]
    crossed += [
        hollow[name] for c in claims for name in _read(c, model) if name in hollow
    ]
    return replace(stated, read=_open(crossed[0], model)) if crossed else stated


def _read(claim: Claim, model: Model) -> list[str]:
    return sorted(model.read_by(claim.left) | model.read_by(claim.right))


def _crossed(claim: Claim, gaps: set[Gap], model: Model) -> Iterator[Gap]:
    """The gaps that the derivatives of a claim cross, or are."""
    for partial in partials_in(claim):
        if not says_zero(claim):
            yield from (("", by) for by in without_path(partial, model))
        read = model.read_by(partial.of)
        by = {symbol.name for symbol in partial.by if isinstance(symbol, n.Symbol)}
        yield from (gap for gap in sorted(gaps) if gap[0] in read and gap[1] in by)


def _open(gap: Gap, model: Model) -> Read:
    name, below = (model.spelled(one) if one else "" for one in gap)
    if not name:
        said = (
            f"nothing says how what stands above depends on {below}: define its names"
        )
        return Unread(Sentence(said))
    return Unread(
        Sentence(f"nothing says how {name} depends on {below}: define {name}")
    )
