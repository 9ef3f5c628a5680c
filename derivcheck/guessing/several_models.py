"""Several models in one text -> for each relation the verdict under its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ..checking import Judged, Reading, Relation, Stated, Unread
from ..expressions import NotUnderstood
from ..judging import Claim, Verdict
from ..models import Model, by_components

PartJudged = tuple[int, str, Judged]  # from which place on, what it is said of


@dataclass(frozen=True, slots=True)
class ChainedEquation:
    """An equation, and the one of its chain before it."""

    stated: Stated
    claim: Claim
    before: ChainedEquation | None

    @property
    def first(self) -> ChainedEquation:
        """The equation that begins the chain."""
        return self if self.before is None else self.before.first


def with_first_sides(reading: Reading, start: int) -> Reading:
    """The same, where a chain that goes on behind a place begins again there.

    What was reached before it is reached by another model, and equals the chain's first
    side there alone: what follows is said of that first side.
    """
    again = {
        link.stated.start: _from_first_side(link, reading.model)
        for link in _links(reading)
        if link.before and link.before.stated.start < start <= link.stated.start
    }
    said = tuple(
        replace(one, stated=tuple(again.get(s.start, s) for s in one.stated))
        for one in reading.said
    )
    return replace(reading, said=said)


def _links(reading: Reading) -> list[ChainedEquation]:
    """The equations of a text, each with the last one that ends as it begins."""
    found: list[ChainedEquation] = []
    for stated in (stated for said in reading.said for stated in said.stated):
        claim = stated.read
        if isinstance(claim, Claim) and claim.sign == "=":
            left = claim.sides[0]
            ends = (link for link in reversed(found) if link.claim.sides[1] == left)
            found.append(ChainedEquation(stated, claim, next(ends, None)))
    return found


def _from_first_side(link: ChainedEquation, model: Model) -> Stated:
    """A relation with the first side of its chain at its left."""
    first = link.first
    left, right = first.claim.sides[0], link.claim.sides[1]
    said = (left, "=", right)
    whole = link.claim.whole
    try:
        if whole or first.claim.whole:
            left, right, whole = by_components(model, left, right, 0, link.claim.motion)
    except NotUnderstood as error:
        return replace(link.stated, read=Unread(error.fault))
    claim = replace(
        link.claim, left=left, right=right, whole=whole, said=said, one_text=False
    )
    return replace(link.stated, left=first.stated.left, read=claim)


def settle_parts(judged: Judged, parts: Sequence[PartJudged]) -> None:
    """Gives each relation the verdict under the model that the words before it say.

    What fails there and holds under another model of the text is undecided.
    """
    if not parts:
        return
    models = [_by_place(judged), *(_by_place(other) for _, _, other in parts)]
    starts = [0, *(start for start, _, _ in parts)]
    settled: dict[int, Relation | Verdict] = {}
    for place in models[0]:
        own = max(k for k, start in enumerate(starts) if start <= place)
        mine = models[own].get(place)
        if mine is None:
            continue
        settled[place] = mine
        others = [m[place].verdict.word for m in models[1:] if place in m]
        if mine.verdict.word == "fails" and "holds" in others:
            named = " and ".join(dict.fromkeys(told for _, told, _ in parts))
            said = (
                f"the text speaks of {named}, and it does not fail for all: say which"
            )
            settled[place] = Verdict("undecided", said)
    for place, relation in models[0].items():
        match settled.get(place):
            case Relation() as other:
                relation.left, relation.verdict = other.left, other.verdict
                relation.claim, relation.sampler = other.claim, other.sampler
                relation.ground = other.ground
            case Verdict() as verdict:
                relation.verdict = verdict
            case None:
                pass


def _by_place(judged: Judged) -> Mapping[int, Relation]:
    return {relation.start: relation for relation in _relations(judged)}


def _relations(judged: Judged) -> Iterator[Relation]:
    return chain.from_iterable(piece.relations for piece in judged.pieces)
