"""A derivation in parts, with slips that a reader may put in the place of each.

In: the relations of a display. Out: for each the factors of its right side, and of
each factor the slips of the catalogue, with the verdict on the relation that they make,
on the one after it, and the plainest numbers at which the first of these fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..checking import Found, Relation
from ..expressions import Expression, NotUnderstood
from ..expressions import nodes as n
from ..judging import Claim, Unsatisfied, Verdict, judge, not_understood
from ..models import Writer
from .diagnosis import diagnose
from .edits import Edit, letters_of, slips, symbols_of
from .failing_claim import bench_for, writer_for
from .shrinking import Plainest

KINDS = (
    "factor dropped",
    "sign",
    "term dropped",
    "variable of the derivative",
    "numerator and denominator",
    "derivative lost",
    "index",
    "swapped indices",
    "function",
    "exponent",
    "number",
    "factor doubled",
)
MOST = 4  # changes of one part


@dataclass(frozen=True, slots=True)
class OfferedChange:
    """What is in the place of a part, and the verdicts on what that makes.

    `becomes` is empty where the part is left out; `follows` is the verdict on the next
    relation of the display, empty where there is none.
    """

    part: int
    becomes: str
    word: str
    follows: str
    plain: Plainest | None
    odd: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferedRelation:
    """A relation in LaTeX: its left side if it begins the display, and its parts."""

    left: str
    parts: tuple[str, ...]
    changes: tuple[OfferedChange, ...]


def changes_to_offer(found: Found, display: int) -> tuple[OfferedRelation, ...]:
    """The relations of a display that hold, each with what may be changed in it."""
    relations = [r for r in found.relations if r.display == display]
    following = [*relations, None][1:]
    return tuple(
        _offered(relation, after, found, first=number == 0)
        for number, (relation, after) in enumerate(
            zip(relations, following, strict=True)
        )
    )


def _offered(
    relation: Relation, after: Relation | None, found: Found, *, first: bool
) -> OfferedRelation:
    claim, bench = relation.claim, bench_for(relation)
    if claim is None or bench is None or relation.verdict.word != "holds":
        return OfferedRelation(relation.left if first else "", (relation.right,), ())
    writer = writer_for(bench, found.pieces)
    parts = _parts(claim.right)
    left = writer.text(claim.left) if first else ""
    alone = len(parts) == 1
    texts = tuple(_text(writer, part, alone=alone) for part in parts)
    changes = []
    for place, edits in enumerate(_by_part(claim, parts)):
        told: set[str] = {texts[place]}
        for edit, becomes in edits:
            text = " ".join(_text(writer, part, alone=alone) for part in becomes)
            if text not in told and len(told) <= MOST:
                told.add(text)
                changes.append(_tried(relation, after, found, edit, place, text))
    return OfferedRelation(left, texts, tuple(changes))


def _parts(side: Expression) -> tuple[Expression, ...]:
    return side.factors if isinstance(side, n.Product) else (side,)


def _text(writer: Writer, part: Expression, *, alone: bool) -> str:
    """A part as it stands in its product, in brackets where it is a sum."""
    text = writer.text(part)
    is_sum = isinstance(part, n.Plus | n.Negative)
    return f"({text})" if is_sum and not alone else text


Becomes = tuple[Edit, tuple[Expression, ...]]


def _by_part(claim: Claim, parts: Sequence[Expression]) -> Iterator[list[Becomes]]:
    """The slips of each part, those that people make most often first."""
    others = symbols_of(claim.left, claim.right)
    edits = list(slips(claim.right, letters_of(claim), others))
    for place in range(len(parts)):
        mine = [
            (edit, becomes)
            for edit in edits
            if edit.kind in KINDS
            and (becomes := _instead(parts, place, edit)) is not None
        ]
        yield sorted(mine, key=lambda one: KINDS.index(one[0].kind))


def _instead(
    parts: Sequence[Expression], place: int, edit: Edit
) -> tuple[Expression, ...] | None:
    """What is in the place of a part after an edit that changes no other part."""
    after, whole = _parts(edit.whole), len(parts) > 1
    rest = [*parts[:place], *parts[place + 1 :]]
    if edit.kind == "factor dropped":
        return () if whole and list(after) == rest else None
    if edit.kind == "factor doubled":
        doubled = list(after) == [*parts, parts[place]]
        return (parts[place], parts[place]) if doubled else None
    if len(after) != len(parts):
        return None
    elsewhere = [part for k, part in enumerate(after) if k != place]
    changed = after[place] != parts[place]
    return (after[place],) if changed and elsewhere == rest else None


def _tried(
    relation: Relation,
    after: Relation | None,
    found: Found,
    edit: Edit,
    part: int,
    becomes: str,
) -> OfferedChange:
    """The verdict on a relation with that edit, and on the relation after it."""
    assert relation.claim is not None  # else there were no edits
    changed = _judged(relation, replace(relation.claim, right=edit.whole))
    follows = ""
    if after is not None and after.claim is not None:
        following = _judged(after, replace(after.claim, left=edit.whole))
        follows = following.verdict.word
    why = diagnose(changed, found, hints=True)
    odd = tuple(one.text for one in why.odd)
    return OfferedChange(part, becomes, changed.verdict.word, follows, why.plain, odd)


def _judged(relation: Relation, claim: Claim) -> Relation:
    """The relation with another claim in its place."""
    claim = replace(claim, one_text=False, said=None)
    assert relation.sampler is not None  # it holds
    try:
        verdict = judge(claim, relation.sampler)
    except NotUnderstood as error:
        verdict = not_understood(error.fault)
    except Unsatisfied as error:
        verdict = Verdict("undecided", error.reason)
    return replace(relation, claim=claim, verdict=verdict)
