"""What a part of a page was read as -> the same with a verdict for every relation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from ..evaluation import Machine, Sampler
from ..evaluation import ball_arithmetic as balls
from ..expressions import NotUnderstood, Sentence
from ..latex import signs
from ..models import Model
from .assumptions import Assumed
from .claim import Claim, Verdict, not_understood
from .reading import (
    Mistake,
    OwnCondition,
    Reading,
    Said,
    Stated,
    Unread,
    mistake,
)
from .records import Ground, Input, Judged, Piece, Relation
from .scope import Passage, Scope

GROUNDED = {"holds", "fails", "not understood"}


def judge_reading(reading: Reading, seed: int) -> Judged:
    """Gives every relation that was read its verdict, at points drawn from the seed."""
    judging = _Judging(reading, seed)
    pieces = tuple(map(judging.piece, reading.said))
    inputs = tuple(_inputs(reading.model))
    mistakes = (*reading.mistakes, *judging.mistakes)
    return Judged(pieces, reading.problems, inputs, mistakes)


class _Judging:
    """Judges over one machine, and keeps what nobody foresaw."""

    def __init__(self, reading: Reading, seed: int) -> None:
        model = reading.model
        self.names = reading.names
        self.machine = Machine(model, balls.ball if balls.present() else None)
        self.assumed = Assumed(model, self.machine, seed, list(reading.assumptions))
        self.mistakes: list[str] = []

    def piece(self, said: Said) -> Piece:
        """A passage with the verdicts on what it states."""
        reads = (stated.read for stated in said.stated)
        formulas = (*said.definitions, *(r for r in reads if isinstance(r, Claim)))
        relations = tuple(self.relation(s, said.passage) for s in said.stated)
        return Piece(said.passage, said.statements, formulas, relations, self.machine)

    def relation(self, stated: Stated, passage: Passage) -> Relation:
        """A relation with its verdict, and with what that rests on."""
        claim: Claim | None = None
        sampler: Sampler | None = None
        match stated.read:
            case Claim() as claim:
                verdict, sampler = self.verdict(claim, stated.order, passage)
            case OwnCondition():
                verdict = Verdict("vacuous", "the claim is its own condition")
            case Unread(fault, place, claim):
                verdict = not_understood(fault, place)
            case Mistake(reason):
                verdict = Verdict("undecided", reason)
            case _:
                assert_never(stated.read)
        found = Relation(stated.start, stated.left, stated.sign, stated.right, verdict)
        if verdict.word in GROUNDED:
            found.claim, found.sampler = claim, sampler
            found.ground = Ground(self.assumed, stated.order, self.names)
        return found

    def verdict(
        self, claim: Claim, order: int, passage: Passage
    ) -> tuple[Verdict, Sampler | None]:
        """The verdict on a claim, and the points on which it was judged."""
        sampler: Sampler | None = None
        try:
            sampler = self.assumed.sampler_for(claim, order)
            return self.assumed.judge(claim, order), sampler
        except NotUnderstood as error:
            place = passage.offset(error.at or claim.at)
            return not_understood(error.fault, place), sampler
        except Exception as error:  # whatever it is, the other relations are judged
            unforeseen = mistake(error)
            self.mistakes.append(unforeseen.trace)
            return Verdict("undecided", unforeseen.reason), sampler


def undecided(scope: Scope, error: Exception) -> Judged:
    """All relations undecided, where reading a part of a page came to nothing."""
    if isinstance(error, RecursionError):
        failed = Mistake("nested too deeply", "")
    else:
        failed = mistake(error)
    pieces = tuple(_undecided(passage, failed.reason) for passage in scope.passages)
    fault = Sentence(failed.reason)
    problems = [(passage.offset(0), fault) for passage in scope.passages[:1]]
    mistakes = (failed.trace,) if failed.trace else ()
    return Judged(pieces, tuple(problems), mistakes=mistakes)


def _undecided(passage: Passage, reason: str) -> Piece:
    """A passage with each of its relation signs undecided."""
    tex = passage.mathematics.tex
    relations = (
        Relation(
            passage.offset(at),
            tex.strip(),
            tex[at : at + 1],
            "",
            Verdict("undecided", reason),
        )
        for at in signs(tex)
    )
    return Piece(passage, relations=tuple(relations))


def _inputs(model: Model) -> Iterator[Input]:
    """The inputs of the model with their shapes."""
    for quantity in model.told():
        if quantity.rows:
            continue
        slots = range(quantity.slots)
        sizes = tuple(model.extents.say_slot(quantity.name, k) for k in slots)
        yield Input(model.spelled(quantity.name), sizes)
