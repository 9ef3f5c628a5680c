"""First with last: what the ends of a chain say when a relation inside it fails.

Each relation is judged with its neighbours; a derivation is often right at both ends
and wrong between them, or the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..checking import Found, Piece, Relation
from ..evaluation import Machine, Sampler
from ..expressions import NotUnderstood
from ..judging import Claim, judge
from ..models import by_components


@dataclass(frozen=True, slots=True)
class Link:
    """One relation of a chain, and what it was read as."""

    relation: Relation
    claim: Claim
    machine: Machine


def chains(found: Found) -> list[list[Link]]:
    """The chains of equations of a page that have more than one relation."""
    parted: list[list[Link]] = [[]]
    for piece in found.own_pieces:
        for link in _links(piece):
            last = parted[-1][-1] if parted[-1] else None
            if last is None or not _goes_on(last, link):
                parted.append([])
            parted[-1].append(link)
    return [chain for chain in parted if len(chain) > 1]


def _links(piece: Piece) -> list[Link]:
    if piece.machine is None:
        return []
    read = {piece.offset(c.at): c for c in piece.formulas if c.sign != ":="}
    return [
        Link(relation, read[relation.start], piece.machine)
        for relation in sorted(piece.relations, key=lambda r: r.start)
        if relation.start in read
    ]


def _goes_on(last: Link, link: Link) -> bool:
    return (
        last.machine is link.machine
        and last.claim.sign == link.claim.sign == "="
        and last.claim.condition == link.claim.condition
        and last.claim.sides[1] == link.claim.sides[0]
    )


def remarks(found: Found) -> dict[int, str]:
    """By the start of the last relation that fails in a chain: what its ends say."""
    said: dict[int, str] = {}
    for chain in chains(found):
        words = {link.relation.verdict.word for link in chain}
        failing = [k.relation for k in chain if k.relation.verdict.word == "fails"]
        surprising = any(not relation.expected for relation in failing)
        if surprising and words <= {"holds", "fails"}:
            remark = _remark(chain, failing)
            if remark is not None:
                said[failing[-1].start] = remark
    return said


def _remark(chain: list[Link], failing: list[Relation]) -> str | None:
    try:
        word = judge(_ends(chain[0], chain[-1]), _sampler(chain)).word
    except NotUnderstood:
        return None
    if word == "fails":
        return "the ends of this chain differ too"
    if word != "holds" or len(failing) < 2:
        return None
    lines = list(dict.fromkeys(str(relation.line) for relation in failing))
    if len(lines) == 1:
        places = f"line {lines[0]} is"
    else:
        places = f"lines {', '.join(lines[:-1])} and {lines[-1]} are"
    many = "two" if len(failing) == 2 else str(len(failing))
    said = f"the ends of this chain agree: {places} off by {many} mistakes that cancel"
    order = [link.relation for link in chain]
    if order.index(failing[-1]) - order.index(failing[0]) == 1:
        said += ", or only what stands between them is"
    return said


def _ends(first: Link, last: Link) -> Claim:
    """The first side of a chain with its last one, arrays entry by entry."""
    if not first.claim.whole:
        return replace(first.claim, right=last.claim.right, one_text=False)
    sides = (first.claim.sides[0], last.claim.sides[1])
    left, right, whole = by_components(
        first.machine.model, *sides, 0, first.claim.motion
    )
    claim = replace(first.claim, left=left, right=right, whole=whole)
    return replace(claim, said=(sides[0], "=", sides[1]), one_text=False)


def _sampler(chain: list[Link]) -> Sampler:
    """The points of a relation that holds here; without one, points of no assumption.

    Ends that agree without an assumption agree with it too.
    """
    for link in chain:
        if link.relation.sampler is not None:
            return link.relation.sampler
    machine = chain[0].machine
    found = Sampler(machine.model, machine, 0)
    found.prepare()
    return found
