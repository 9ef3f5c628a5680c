"""A relation that fails, with the means to try others in its place.

One point sorts out most of them; what is left is judged as a page's relations are, at
points and sizes that were not tried before.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..checking import Assumed, Ground, Piece, Relation
from ..evaluation import (
    FLOAT,
    NOTHING,
    Closure,
    Frame,
    Leaves,
    OutOfDomain,
    Sample,
    Sampler,
    Surroundings,
    TooMuch,
    real,
)
from ..expressions import ZERO, Expression, Key, NotUnderstood, free_letters, walk
from ..expressions import nodes as n
from ..judging import Claim, Trial, Unsatisfied, frames, ready
from ..models import (
    Model,
    Quantity,
    Writer,
    by_components,
    range_of,
    slot,
    slots_of,
)
from .canonical import meaning
from .edits import is_array, letters_of, symbols_of

MOST_NAMES = 48
FRESH = 0x5EED
TINY = 1e-10  # what is less is zero, as far as the first point tells
ERRORS = (NotUnderstood, Unsatisfied, Leaves, TooMuch, RecursionError, KeyError)
NO_VALUE = (OutOfDomain, OverflowError, ZeroDivisionError, *ERRORS)


@dataclass(slots=True)
class Bench:
    """A relation that fails, with the means to try others in its place.

    `claim` is as the page reads it: whole arrays, and aliases under their own names.
    """

    claim: Claim
    failing: Claim
    ground: Ground
    model: Model
    sampler: Sampler
    fresh: Assumed
    plain: bool
    point: Sample | None = None
    keys: dict[str, set[Key]] = field(default_factory=dict)
    fitted: dict[tuple[str, ...], list[n.Symbol]] = field(default_factory=dict)
    values: dict[bool, list[tuple[Frame, float]]] = field(default_factory=dict)
    letters: frozenset[str] = frozenset()
    numbered: list[n.Symbol] = field(default_factory=list)
    valued: bool = False
    aliases: bool = True
    kept: dict[tuple[int, bool], tuple[Expression, Closure]] = field(
        default_factory=dict
    )
    zero: dict[bool, bool] = field(default_factory=dict)

    def lowered(self, left: Expression, right: Expression) -> Claim:
        """The claim with these sides, entry by entry, its aliases read through."""
        said = (left, self.claim.sign, right)
        whole: tuple[Key, ...] = ()
        if self.plain:
            left, right = self.model.aliased(left), self.model.aliased(right)
        else:
            left, right, whole = by_components(
                self.model, left, right, 0, self.failing.motion
            )
        return replace(
            self.failing, left=left, right=right, whole=whole, said=said, one_text=False
        )

    def may_hold(self, side: Expression, *, on_left: bool) -> bool:
        """Whether a new side is what the other one is at the first index values.

        A first look, at the values that the other side had before: a yes is looked at
        again.
        """
        if not (self.plain and self.valued) or self.point is None:
            return True
        if not self.letters.issuperset(free_letters(side)):
            return True
        other = self.others(on_left=not on_left)
        self.point.operations = 0
        try:
            closure = self.compiled(side)
            env = self.point.at(FLOAT)
            return all(_near(real(closure(env, dict(f))), value) for f, value in other)
        except NO_VALUE:
            return False

    def compiled(self, side: Expression) -> Closure:
        """A side as a closure; what edits have in common is compiled once."""
        machine = self.sampler.machine
        if self.aliases:
            return machine.closure(self.model.aliased(side))
        machine.kept = self.kept
        try:
            return machine.closure(side)
        finally:
            machine.kept = None

    def others(self, *, on_left: bool) -> list[tuple[Frame, float]]:
        """The values of a side as it stands, wherever the claim is made."""
        known = self.values.get(on_left)
        if known is None:
            known = self.values[on_left] = _values(self.failing, self.point, on_left)
        return known

    def agrees(self, claim: Claim, *, on_left: bool) -> bool:
        """Whether the sides agree at one fresh point; errors are a no.

        Nothing that became nothing, by a derivative along no path or by terms that
        cancel, makes a relation right whose sides are not written as zero.
        """
        point = self.point
        if point is None:
            return False
        try:
            trial = ready(claim, self.sampler.machine)
            met = False
            for env, frame in claimed(trial, point):
                left, right = trial.left(env, frame), trial.right(env, frame)
                a, b = real(left), real(right)
                if not _near(a, b):
                    return False
                pathless = (left if on_left else right) is NOTHING
                zero = max(abs(a), abs(b)) <= TINY
                met = met or not (pathless or (zero and not self.zero[on_left]))
        except NO_VALUE:
            return False
        return met

    def holds(self, claim: Claim) -> bool:
        """Whether it holds at points and sizes not tried before, and at the page's."""
        for assumed in (self.fresh, self.ground.assumed):
            try:
                if assumed.judge(claim, self.ground.order).word != "holds":
                    return False
            except ERRORS:
                return False
        return True

    # --- names that fit ------------------------------------------------------------

    def fitting(self, letters: Sequence[str]) -> list[n.Symbol]:
        """The quantities of the page, at letters whose sizes are those of the slots."""
        key = tuple(letters)
        found = self.fitted.get(key)
        if found is None:
            made = (s for q in self.named() for s in self._indexed(q, letters))
            here = symbols_of(self.claim.left, self.claim.right)
            near = (s for s in here if set(free_letters(s)) <= set(letters))
            each = dict.fromkeys(itertools.chain(near, made, self.numbered))
            found = list(each)[:MOST_NAMES]
            self.fitted[key] = found
        return found

    def named(self) -> Iterator[Quantity]:
        """The quantities that a name means at this place, those of the claim first."""
        model, order = self.model, self.ground.order
        here = {s.name for s in symbols_of(self.claim.left, self.claim.right)}
        force = [
            q
            for q in model.quantities.values()
            if model.version(q.spelled or q.name, order) == q.name
            and q.name not in model.labels
        ]
        yield from sorted(force, key=lambda q: q.name not in here)

    def _indexed(
        self, quantity: Quantity, letters: Sequence[str]
    ) -> Iterator[n.Symbol]:
        if not self.plain and quantity.slots:
            yield n.Symbol(quantity.name)
        extents = self.model.extents
        runs = []
        for number in range(quantity.slots):
            wanted = extents.find(slot(quantity.name, number))
            runs.append([m for m in letters if wanted in self.keys.get(m, ())])
        for chosen in itertools.product(*runs):
            yield n.Symbol(quantity.name, tuple(map(n.Letter, chosen)))

    def is_array(self, node: Expression) -> bool:
        """Whether an expression is a column, row or matrix of the claim."""
        return not self.plain and is_array(self.model, node)


def bench_for(relation: Relation) -> Bench | None:
    """The means to repair a relation; None where its sides were not read."""
    claim, ground, sampler = relation.claim, relation.ground, relation.sampler
    if claim is None or ground is None:
        return None
    if sampler is None:
        try:
            sampler = ground.assumed.sampler_for(claim, ground.order)
        except ERRORS:
            return None
    return bench_of(claim, ground, sampler)


def bench_of(claim: Claim, ground: Ground, sampler: Sampler) -> Bench:
    """The means to repair a claim that stands where `ground` says."""
    before = ground.assumed
    fresh = Assumed(
        before.model,
        before.machine,
        before.seed ^ FRESH,
        before.assumptions,
        before.ended,
        before.declared,
    )
    left, right = claim.sides
    read = replace(claim, left=left, right=right)
    plain = not claim.whole and not any(
        is_whole(before.model, node) for side in (left, right) for node in walk(side)
    )
    bench = Bench(read, claim, ground, before.model, sampler, fresh, plain)
    bench.keys = _keys(before.model, claim)
    bench.letters = frozenset(letters_of(claim))
    quantities = before.model.quantities.values()
    bench.aliases = any(row.alias for q in quantities for row in q.rows)
    # the left side is what the line began with; the right may have slipped to zero
    bench.zero = {False: True, True: meaning(claim)[2] == ZERO}
    try:
        sampler = fresh.sampler_for(claim, ground.order)
        bench.point = sampler.point(0, 0)
        found = _point(claim, sampler)
    except ERRORS:
        found = None
    if found is not None:  # else it has no value, and another in its place may have one
        bench.point, bench.valued = found, True
    return bench


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-8 * max(abs(a), abs(b)) + TINY


def _values(
    claim: Claim, point: Sample | None, on_left: bool
) -> list[tuple[Frame, float]]:
    """The values of a side at a point, for each value of the indices."""
    if point is None:
        return []
    trial = ready(claim, point.machine)
    side = trial.left if on_left else trial.right
    return [(frame, real(side(env, frame))) for env, frame in claimed(trial, point)]


def claimed(trial: Trial, point: Sample) -> Iterator[tuple[Surroundings, Frame]]:
    """The values of the indices at which a claim is made at a point."""
    point.operations = 0
    env = point.at(FLOAT)
    for frame in frames(trial, point):
        if trial.truth is None or trial.truth(env, frame):
            yield env, frame


def is_whole(model: Model, node: Expression) -> bool:
    """Whether a node is an array, or a sign that is for arrays alone."""
    match node:
        case n.Symbol(name, indices):
            return len(indices) < model.slots_of(name)
        case n.Known() | n.Rows() | n.Transpose() | n.Slice():
            return True
        case _:
            return False


def _keys(model: Model, claim: Claim) -> dict[str, set[Key]]:
    """How far each letter of a claim runs, those that a sum binds among them."""
    found: dict[str, set[Key]] = {}
    scopes: list[tuple[str, tuple[Expression, ...]]] = [
        (letter, (claim.left, claim.right)) for letter in letters_of(claim)
    ]
    for side in (claim.left, claim.right):
        for node in walk(side):
            if isinstance(node, n.Over):
                scopes.append((node.letter, (node.body,)))
    for letter, sides in scopes:
        try:
            key = range_of(model.extents, sides, letter, model.ranged, model.labels)
        except NotUnderstood:  # it runs over more than one: the slip may be here
            extents = model.extents
            slots = (k for side in sides for k, _, _ in slots_of(extents, side, letter))
            found.setdefault(letter, set()).update(map(model.extents.find, slots))
            continue
        if key is not None:
            found.setdefault(letter, set()).add(model.extents.find(key))
    return found


def _point(claim: Claim, sampler: Sampler) -> Sample | None:
    """The first point at which the claim has a value for every index."""
    trial = ready(claim, sampler.machine)
    for number in range(8):
        point = sampler.point(0, number)
        try:
            for env, frame in claimed(trial, point):
                trial.left(env, frame), trial.right(env, frame)
        except NO_VALUE:
            continue
        return point
    return None


def writer_for(bench: Bench, pieces: Sequence[Piece]) -> Writer:
    """Writes in the names of the page, spelled as those pieces that share its model.

    What they do not have is spelled as in the others.
    """
    machine = bench.sampler.machine
    nearest = sorted(pieces, key=lambda piece: piece.machine is not machine)
    beside = " ".join(piece.mathematics.tex for piece in nearest)
    return Writer(bench.model, bench.ground.names, beside)
