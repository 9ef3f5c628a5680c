"""What a part of a page was read as -> the same with a verdict for every relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from ..evaluation import Machine, Sampler
from ..evaluation import ball_arithmetic as balls
from ..expressions import (
    Expression,
    NotUnderstood,
    Sentence,
    comparisons,
    constant_value,
    walk,
)
from ..expressions import nodes as n
from ..judging import Claim, Verdict, Word, not_understood
from ..models import Model
from ..words import Passage, Scope, left_unread
from .assumptions import Assumed
from .conditions import BOUNDING
from .known_verdicts import KnownVerdicts
from .reading import (
    Mistake,
    OwnCondition,
    Reading,
    ReasonKind,
    Said,
    Stated,
    Unread,
    Ways,
    mistake,
)
from .records import Ground, Input, Judged, Piece, Relation
from .stopping import go_on

WEIGHT: tuple[Word, ...] = (
    "fails", "not understood", "undecided", "holds", "vacuous",
)  # fmt: skip  # of a claim in several ways, the first of these decides
GROUNDED = {"holds", "fails", "not understood"}


def judge_reading(
    reading: Reading, seed: int, known: KnownVerdicts | None = None
) -> Judged:
    """Gives every relation that was read its verdict, at points drawn from the seed.

    One that is `known` already is not worked out again.
    """
    judging = _Judging(reading, seed, known)
    for said in reading.said:
        judging.weigh_reasons(said)
    pieces = tuple(map(judging.piece, reading.said))
    judging.assumed.forget()
    inputs = tuple(_inputs(reading.model))
    mistakes = (*reading.mistakes, *judging.mistakes)
    return Judged(pieces, reading.problems, inputs, mistakes, reading=reading)


CLAIM_OR_CONDITION = (
    'neither of these holds: write "if" before the comparison where it is the '
    "condition of the claim beside it, or each on a line of its own"
)
OF_INPUTS = (n.Symbol, n.Over, n.Product, n.Plus)


class _Judging:
    """Judges over one machine, and keeps what nobody foresaw."""

    def __init__(
        self, reading: Reading, seed: int, known: KnownVerdicts | None
    ) -> None:
        model = reading.model
        self.reading = reading
        self.machine = Machine(model, balls.ball if balls.present() else None)
        self.assumed = Assumed(
            model,
            self.machine,
            seed,
            list(reading.assumptions),
            reading.ended,
            reading.declared,
        )
        self.known = None if known is None else known.over(reading)
        self.mistakes: list[str] = []
        self.judged: dict[int, Relation] = {}
        self.carried: dict[int, Stated] = {}
        self.stated = [one for said in reading.said for one in said.stated]
        self.taken = {
            at for s in reading.said for one in s.stated for at in one.reasons
        }

    def weigh_reasons(self, said: Said) -> None:
        """Judges what is said to be a reason: a claim, or a condition where it is none.

        By its place it is kept as the one or as the other.
        """
        for stated in said.stated:
            if stated.reason is None:
                continue
            found = self.relation(stated, said.passage)
            if stated.reason.word == "aside":
                self.judged[stated.start] = found
                self.weigh_aside(found, said)
            elif found.verdict.word == "fails" and self.is_condition(stated):
                self.carried[stated.start] = stated
            else:
                self.judged[stated.start] = found

    def weigh_aside(self, found: Relation, said: Said) -> None:
        """Asks what a comparison behind a claim is, where neither of them holds."""
        if found.verdict.word != "fails":
            return
        for beside in said.stated:
            if found.start in beside.reasons and beside.start != found.start:
                claim = self.judged.get(beside.start)
                claim = claim or self.relation(beside, said.passage)
                self.judged[beside.start] = claim
                if claim.verdict.word == "fails":
                    for one in (found, claim):
                        one.verdict = not_understood(Sentence(CLAIM_OR_CONDITION))

    def is_condition(self, stated: Stated) -> bool:
        """Whether a reason that does not hold for all inputs says which are meant."""
        assert stated.reason is not None  # the caller asked
        match stated.read:
            case Claim(said=(left, _, right)):
                model, word = self.machine.model, stated.reason.word
                sides = (left, right)
                solved = stated.reason.back or not all(map(names_in, sides))
                compares = solved or stated.sign in BOUNDING or are_alike(sides)
                return (
                    word == "demand"
                    or (word == "premise" and compares and is_of_inputs(sides, model))
                    or any(restricts_inputs(side, model) for side in sides)
                    or ties_powers(sides, model)
                )
            case _:
                return False

    def piece(self, said: Said) -> Piece:
        """A passage with the verdicts on what it states."""
        relations = tuple(
            self.judged.get(s.start) or self.relation(s, said.passage)
            for s in said.stated
            if s.start not in self.carried or self.is_left_alone(s, said.passage)
        )
        return Piece(
            said.passage,
            said.statements,
            said.first,
            said.formulas,
            relations,
            self.machine,
        )

    def is_left_alone(self, stated: Stated, passage: Passage) -> bool:
        """Whether a condition is in a display with no claim that it is of."""
        return passage.display is not None and stated.start not in self.taken

    def relation(self, stated: Stated, passage: Passage) -> Relation:
        """A relation with its verdict, and with what that rests on."""
        claim: Claim | None = None
        sampler: Sampler | None = None
        match stated.read:
            case Claim() | Ways():
                claim, verdict, sampler = self.under_reasons(stated, passage)
            case OwnCondition():
                verdict = Verdict("vacuous", "the claim is its own condition")
            case Unread(fault, place, claim):
                verdict = not_understood(fault, place)
            case Mistake(reason):
                verdict = Verdict("undecided", reason)
            case _:
                assert_never(stated.read)
        if verdict.word == "fails" and claim is not None:
            verdict = self.unless_words_say_more(claim, verdict, passage)
        found = Relation(stated.start, stated.left, stated.sign, stated.right, verdict)
        if verdict.word in GROUNDED:
            found.claim, found.sampler = claim, sampler
            found.ground = Ground(self.assumed, stated.order, self.reading, passage)
        return found

    def unless_words_say_more(
        self, claim: Claim, fails: Verdict, passage: Passage
    ) -> Verdict:
        """Undecided where the text says of a name in a claim what is not read."""
        model = self.machine.model
        given = {
            base(model.spelled(name)): name in model.functions
            for name in (*model.read_by(claim.left), *model.read_by(claim.right))
            if is_given(model, name)
        }
        given |= dict.fromkeys(sizes_in(claim), False)
        place = passage.mathematics.start
        told = [one for one in self.reading.scope.unread if one.reaches(place)]
        for words in told:
            if words.name in given and left_unread(words, function=given[words.name]):
                said = f'the text says "{words.phrase}" of {words.name}, which is not '
                return Verdict("undecided", said + "taken into account", differ=True)
        return fails

    def under_reasons(
        self, stated: Stated, passage: Passage
    ) -> tuple[Claim, Verdict, Sampler | None]:
        """The verdict on a claim in each of its ways, under the reasons that restrict.

        With it stands the claim that decided, and the points on which it was judged.
        """
        given = [self.carried[at] for at in stated.reasons if at in self.carried]
        back = [g for g in given if g.reason is not None and g.reason.back]
        chain = [s for s in self.stated if s.order == stated.order]
        claims = stated.read.claims if isinstance(stated.read, Ways) else (stated.read,)
        found: list[tuple[Claim, Verdict, Sampler | None]] = []
        for claim in claims:
            assert isinstance(claim, Claim)  # the caller asked
            under = _under(claim, [g.read for g in given if isinstance(g.read, Claim)])
            verdict, sampler = self.verdict(under, stated.order, passage)
            said = tuple(f"{g.left} {g.sign} {g.right}" for g in given)
            if verdict.word == "holds" and any(map(self.ties_a_quantity, given)):
                verdict = Verdict("undecided", f"this holds only where {said[0]}")
            elif verdict.word == "holds":
                verdict.needs = (*verdict.needs, *said)
            if verdict.word == "holds" and back:
                verdict = self.on_the_way_back(chain, claim, back, passage) or verdict
            found.append((under, verdict, sampler))
        return min(found, key=lambda one: WEIGHT.index(one[1].word))

    def on_the_way_back(
        self,
        chain: list[Stated],
        claim: Claim,
        premises: list[Stated],
        passage: Passage,
    ) -> Verdict | None:
        """What is wrong with "B, and so A" where A and B are said to be equivalent.

        B is a claim, and all the others of its chain.
        """
        others = [one.read for one in chain if isinstance(one.read, Claim)]
        for premise in premises:
            assert isinstance(premise.read, Claim)  # else it is no condition
            tried = _under(premise.read, others or [claim])
            found, _ = self.verdict(tried, chain[0].order, passage)
            written = f"{premise.left} {premise.sign} {premise.right}"
            if found.word == "fails":
                said = f"{written} does not follow from this; its sides are told here"
                return replace(found, reason=said)
            if found.word not in {"holds", "vacuous"}:
                said = f"whether {written} follows from this is not known"
                why = f": {found.reason}" if found.reason else ""
                return Verdict("undecided", said + why)
        return None

    def ties_a_quantity(self, reason: Stated) -> bool:
        """Whether a reason ties what the page defines, and demands nothing."""
        match reason:
            case Stated(read=Claim(said=(left, _, right)), reason=ReasonKind(word)):
                nodes = (*walk(left), *walk(right))
                names = {node.name for node in nodes if isinstance(node, n.Symbol)}
                known = (self.machine.model.quantities.get(name) for name in names)
                return word != "demand" and any(q and q.rows for q in known)
            case _:
                return False

    def verdict(
        self, claim: Claim, order: int, passage: Passage
    ) -> tuple[Verdict, Sampler | None]:
        """The verdict on a claim, and the points on which it was judged."""
        sampler: Sampler | None = None
        try:
            sampler = self.assumed.sampler_for(claim, order)
            return self.judged_once(claim, order), sampler
        except NotUnderstood as error:
            place = passage.offset(error.at or claim.at)
            return not_understood(error.fault, place), sampler
        except Exception as error:  # whatever it is, the other relations are judged
            unforeseen = mistake(error)
            self.mistakes.append(unforeseen.trace)
            return Verdict("undecided", unforeseen.reason), sampler

    def judged_once(self, claim: Claim, order: int) -> Verdict:
        """The verdict on a claim, worked out where it is not known."""
        go_on()
        if self.known is None:
            return self.assumed.judge(claim, order)
        key = self.known.key(claim, order)
        found = self.known.get(key)
        if found is None:
            found = self.assumed.judge(claim, order)
            self.known.keep(key, found)
        return found


def restricts_inputs(side: Expression, model: Model) -> bool:
    """Whether a side is an input, or a sum or product of inputs, and nothing else."""
    return is_of_inputs([side], model) and all(
        isinstance(node, OF_INPUTS) for node in walk(side)
    )


def are_alike(sides: tuple[Expression, ...]) -> bool:
    """Whether they are one function of two inputs, as in $e^x = e^y$."""
    match sides:
        case (n.Call(one, (n.Symbol(),), order), n.Call(other, (n.Symbol(),), same)):
            return (one, order) == (other, same)
        case (n.Power(n.Symbol(), one), n.Power(n.Symbol(), other)):
            return one == other
        case _:
            return False


def ties_powers(sides: tuple[Expression, ...], model: Model) -> bool:
    """Whether they are inputs or numbers, and one of them inputs and their powers."""
    return all(
        constant_value(side) is not None or is_of_inputs([side], model)
        for side in sides
    ) and any(_has_power(side) and is_of_inputs([side], model) for side in sides)


def _has_power(side: Expression) -> bool:
    """Whether it is made of inputs, their sums, products and powers, one at least."""
    powers = [node for node in walk(side) if isinstance(node, n.Power)]
    exponents = {id(power.exponent) for power in powers}
    return bool(powers) and all(
        isinstance(node, (*OF_INPUTS, n.Power)) or id(node) in exponents
        for node in walk(side)
    )


def is_of_inputs(sides: Iterable[Expression], model: Model) -> bool:
    """Whether what the page defines is on no side, and inputs on some."""
    known = [model.quantities.get(name) for side in sides for name in names_in(side)]
    return bool(known) and all(one is not None and not one.rows for one in known)


def is_given(model: Model, name: str) -> bool:
    """Whether a name is an input or an open function."""
    quantity, function = model.quantities.get(name), model.functions.get(name)
    if quantity is not None:
        return not quantity.rows
    return function is not None and function.body is None


def base(spelled: str) -> str:
    """A name without its indices."""
    return spelled.partition("_")[0].partition("^")[0]


def sizes_in(claim: Claim) -> list[str]:
    """The sizes that are in a claim as numbers."""
    nodes = (node for side in (claim.left, claim.right) for node in walk(side))
    return [
        node.position.name
        for node in nodes
        if isinstance(node, n.Running) and isinstance(node.position, n.Extent)
    ]


def names_in(side: Expression) -> list[str]:
    """The names of the quantities in a side."""
    return [node.name for node in walk(side) if isinstance(node, n.Symbol)]


def _under(claim: Claim, given: list[Claim]) -> Claim:
    """A claim under what is given beside it."""
    if not given:
        return claim
    more = tuple(n.Comparison(g.left, g.sign, g.right) for g in given)
    return replace(claim, condition=n.Every((*comparisons(claim.condition), *more)))


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
            passage.offset(sign.start),
            tex.strip(),
            sign.text,
            "",
            Verdict("undecided", reason),
        )
        for sign in passage.signs
        if sign.claims
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
