"""Several models in one text -> for each relation the verdict under its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from ..checking import Judged, Relation, Verdict

PartJudged = tuple[int, str, Judged]  # from which place on, what it is said of


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
                relation.verdict = other.verdict
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
