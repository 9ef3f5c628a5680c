"""Verdicts on a guessed text -> the same; nothing fails for what it leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ..latex import FOLLOWS, Statement, flat
from ..models import Model
from .claim import Claim, Verdict
from .counts import may_count
from .records import Judged, Piece, Relation
from .scope import Scope

SOLVED = "the sides differ; this is a step of an equation that is solved"


def doubt(judged: Judged, model: Model, scope: Scope) -> None:
    """Makes undecided what fails, and rests on what the text does not tie down."""
    used = {name for known in model.quantities for name in model.direct(known)}
    inputs = {q.name for q in model.quantities.values() if not q.rows}
    loose = {name for name in inputs - used if not model.is_direction(name)}
    counts = may_count(scope) & inputs
    lasts = {name for name in inputs if _is_last(name, model)}
    for piece in judged.pieces:
        solved = {piece.offset(at) for at in _behind_arrows(piece.statements)}
        for relation in _failing(piece):
            if relation.start in solved:
                relation.verdict = Verdict("undecided", SOLVED)
            elif relation.claim is not None:
                read = _read(relation.claim, model)
                defined = any(_is_defined(model, name) for name in read)
                said = _said(
                    read, loose if defined else frozenset(), counts, lasts, model
                )
                if said is not None:
                    relation.verdict = Verdict("undecided", f"the sides differ; {said}")
    _doubt_for_facts(judged, model)


def _said(
    read: frozenset[str],
    loose: AbstractSet[str],
    counts: AbstractSet[str],
    lasts: AbstractSet[str],
    model: Model,
) -> str | None:
    """What the text does not say of the names that a claim reads."""
    if open_ := sorted(read & loose):
        return f"the text does not say what {model.spelled(open_[0])} is"
    if open_ := sorted(read & counts):
        (letter, *_) = open_
        return f"say what runs to {letter}, as in `i = 1, \\dots, {letter}`"
    if open_ := sorted(read & lasts):
        name = model.spelled(open_[0])
        return f"the text does not say that {name} is the last of its kind"
    return None


def _failing(piece: Piece) -> Iterator[Relation]:
    return (r for r in piece.relations if r.verdict.word == "fails")


def _behind_arrows(statements: Iterable[Statement]) -> Iterator[int]:
    """The places of the relations that follow from others by an arrow."""
    for statement in statements:
        if FOLLOWS in statement.said:
            yield from (sign.start for sign in statement.relations)


def _read(claim: Claim, model: Model) -> frozenset[str]:
    return model.read_by(claim.left) | model.read_by(claim.right)


def _is_defined(model: Model, name: str) -> bool:
    known = model.quantities.get(name)
    return known is not None and bool(known.rows)


def _is_last(name: str, model: Model) -> bool:
    r"""Whether it is `a^L`, where the text defines `a^l`."""
    base, sign, above = name.partition("^")
    below = base + sign + above.lower()
    return below != name and _is_defined(model, below)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the text may give of some inputs and open functions, and how it does."""

    about: frozenset[str]
    written: str


def _doubt_for_facts(judged: Judged, model: Model) -> None:
    r"""Takes what the text says of inputs alone for given, as `\sum_i y_i = 1`.

    It is not used: what fails with the same inputs is undecided.
    """
    facts = [fact for piece in judged.pieces for fact in _facts(piece, model)]
    for piece in judged.pieces:
        for relation in _failing(piece):
            read = _read(relation.claim, model) if relation.claim else frozenset()
            fact = next((one for one in facts if one.about & read), None)
            if fact is not None:
                said = f"if the text gives ${fact.written}$, write assume before it"
                relation.verdict = Verdict("undecided", f"the sides differ; {said}")


def _facts(piece: Piece, model: Model) -> Iterator[Fact]:
    """The failing claims of the running text about inputs, and what is not read.

    Of the latter only open functions are looked at.
    """
    written = {mark.text for mark in flat(piece.passage.marks)}
    unread = frozenset(written & {f for f in model.functions if _is_open(model, f)})
    for relation in piece.relations:
        text = f"{relation.left} {relation.sign} {relation.right}"
        if relation.verdict.word == "not understood" and unread:
            yield Fact(unread, text)
        elif relation.verdict.word == "fails" and piece.display is None:
            read = _read(relation.claim, model) if relation.claim else frozenset()
            if not any(_is_given(model, name) for name in read):
                yield Fact(read, text)


def _is_open(model: Model, name: str) -> bool:
    function = model.functions.get(name)
    return function is not None and function.body is None


def _is_given(model: Model, name: str) -> bool:
    function = model.functions.get(name)
    defined = function is not None and function.body is not None
    return defined or _is_defined(model, name)
