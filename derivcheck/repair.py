"""Single edits of one side of a relation that fails, under which it holds.

The edits are those of the mutants, turned round. One point sorts out most of them; what
is left is judged as a page's relations are, at points and sizes that were not tried
before. What changes least stands first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .algebra import NOUGHT, meaning
from .assume import Assumed, Unsatisfied
from .claims import Ground, Piece, Relation, by_components
from .edits import (
    TWO,
    Edit,
    Stock,
    additions,
    letters_of,
    other_sign,
    replacements,
    slips,
    symbols_of,
)
from .expression import (
    ONE,
    Call,
    Expression,
    Known,
    Letter,
    Negative,
    NotUnderstood,
    Over,
    Partial,
    Plus,
    Product,
    Quotient,
    Rows,
    Symbol,
    Transpose,
    free_letters,
    walk,
)
from .extents import Key, slot
from .model import Model, Quantity, is_alias
from .ranges import range_of, slots_of
from .sample import Sample, Sampler
from .scalars import NOTHING, OutOfDomain, real
from .surroundings import FLOAT, Closure, Frame, Leaves, TooMuch
from .verdict import Claim, frames, ready
from .written import Writer

SHOWN = 3
BUDGET = 1500  # candidates for a relation
MOST_JUDGED = 24  # of those that agree at the first point
MOST_NAMES = 48
FRESH = 0x5EED
TINY = 1e-10  # what is less is zero, as far as the first point tells
COST = {
    "sign": 1, "index": 1, "swapped indices": 1, "number": 1, "condition": 1,
    "transpose put in": 1, "transpose lost": 1, "order": 1, "product": 1,
    "name": 2, "factor dropped": 2, "term dropped": 2, "sum put in": 2,
    "sum lost": 2, "function": 2, "power": 2, "bound": 2, "delta for one": 2,
    "factor put in": 3, "numerator and denominator": 3, "term put in": 4,
    "derivative lost": 4, "derivative put in": 4, "function put in": 4,
}  # fmt: skip  # a few a line
USUAL_COST = 3
SMALL = 3  # what costs less is looked for first
ORDINALS = ("first", "second", "third", "fourth", "fifth")
FUNCTIONS = ("exp", "ln", "tanh", "sigmoid")
ERRORS = (NotUnderstood, Unsatisfied, Leaves, TooMuch, RecursionError, KeyError)
NO_VALUE = (OutOfDomain, OverflowError, ZeroDivisionError, *ERRORS)


@dataclass(frozen=True, slots=True)
class Repair:
    """An edit under which a relation holds, and what it says in the page's names."""

    edit: Edit
    on_left: bool
    claim: Claim
    text: str

    @property
    def cost(self) -> tuple[int, int]:
        """How much it changes: the kind of edit, then how much is put in or out."""
        size = sum(1 for _ in walk(self.edit.what or self.edit.after))
        kind = COST.get(self.edit.kind, USUAL_COST)
        if _of_an_index(self.edit):
            kind = COST["index"]
        return kind + self.on_left, size


def _of_an_index(edit: Edit) -> bool:
    """Whether the variable of a derivative changed in its indices alone."""
    match edit.before, edit.after:
        case Partial(of, by), Partial(other, instead):
            same = zip(by, instead, strict=False)
            return of == other and all(a.name == b.name for a, b in same)
    return False


@dataclass(frozen=True, slots=True)
class Repairs:
    """The repairs that are shown; whether there are more, and what was tried."""

    found: tuple[Repair, ...] = ()
    several: bool = False
    tried: int = 0
    ran_out: bool = False


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
    fitted: dict[tuple[str, ...], list[Symbol]] = field(default_factory=dict)
    values: dict[bool, list[tuple[Frame, float]]] = field(default_factory=dict)
    letters: frozenset[str] = frozenset()
    numbered: list[Symbol] = field(default_factory=list)
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
            left, right, whole = by_components(self.model, left, right, 0)
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
        point.operations = 0
        try:
            trial = ready(claim, self.sampler.machine)
            env = point.at(FLOAT)
            met = False
            for frame in frames(trial, point):
                if trial.truth is not None and not trial.truth(env, frame):
                    continue
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

    def fitting(self, letters: Sequence[str]) -> list[Symbol]:
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
            if not q.name.startswith("@")
            and model.version(q.spelled or q.name, order) == q.name
            and q.name not in model.labels
        ]
        yield from sorted(force, key=lambda q: q.name not in here)

    def _indexed(self, quantity: Quantity, letters: Sequence[str]) -> Iterator[Symbol]:
        if not self.plain and quantity.slots:
            yield Symbol(quantity.name)
        extents = self.model.extents
        runs = []
        for number in range(quantity.slots):
            wanted = extents.find(slot(quantity.name, number))
            runs.append([n for n in letters if wanted in self.keys.get(n, ())])
        for chosen in itertools.product(*runs):
            yield Symbol(quantity.name, tuple(map(Letter, chosen)))

    def is_array(self, node: Expression) -> bool:
        """Whether an expression is a column, row or matrix."""
        if self.plain:
            return False
        try:
            return self.model.arrays.shape(node).kind != "number"
        except ERRORS:
            return False


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
        before.model, before.machine, before.seed ^ FRESH, before.assumptions
    )
    left, right = claim.left, claim.right
    if claim.said is not None:
        left, right = claim.said[0], claim.said[2]
    read = replace(claim, left=left, right=right)
    plain = not claim.whole and not any(
        _whole(before.model, node) for side in (left, right) for node in walk(side)
    )
    bench = Bench(read, claim, ground, before.model, sampler, fresh, plain)
    bench.keys = _keys(before.model, claim)
    bench.letters = frozenset(letters_of(claim))
    quantities = before.model.quantities.values()
    bench.aliases = any(is_alias(row) for q in quantities for row in q.rows)
    # the left side is what the line began with; the right may have slipped to zero
    bench.zero = {False: True, True: meaning(claim)[2] == NOUGHT}
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
    env, side = point.at(FLOAT), trial.left if on_left else trial.right
    return [
        (frame, real(side(env, frame)))
        for frame in frames(trial, point)
        if trial.truth is None or trial.truth(env, frame)
    ]


def _whole(model: Model, node: Expression) -> bool:
    """Whether a node is an array, or a sign that is for arrays alone."""
    match node:
        case Symbol(name, indices):
            return len(indices) < model.slots_of(name)
        case Known() | Rows() | Transpose():
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
            if isinstance(node, Over):
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
        point.operations = 0
        env = point.at(FLOAT)
        try:
            for frame in frames(trial, point):
                if trial.truth is None or trial.truth(env, frame):
                    trial.left(env, frame), trial.right(env, frame)
        except NO_VALUE:
            continue
        return point
    return None


# --- what may be put in --------------------------------------------------------------


def stock_for(bench: Bench, pieces: Sequence[Piece]) -> Stock:
    """What the claim and the other formulas of its model have in such places."""
    sides = _sides(bench, pieces)
    nodes = [n for side in dict.fromkeys(sides) for n in walk(side)]
    if bench.plain:
        nodes = [n for n in nodes if not _has_array(bench.model, n)]
    seen = symbols_of(*sides)
    bench.numbered = [s for s in seen if s.indices and not free_letters(s)]
    calls = {
        n.function
        for n in nodes
        if isinstance(n, Call) and len(n.arguments) == 1 and not n.indices
    }
    return Stock(
        bench.fitting,
        _factors(nodes),
        _terms(nodes),
        sorted({*FUNCTIONS, *calls}),
        sorted(n for n in bench.model.labels if not bench.model.quantities[n].slots),
        sorted(set(bench.model.extents.named.values())),
        sorted({*bench.keys, *_letters(bench.model)}),
        bench.model.target,
        bench.is_array,
    )


def _sides(bench: Bench, pieces: Sequence[Piece]) -> list[Expression]:
    """The sides of the claim, then of the formulas that share its model."""
    found = [bench.claim.left, bench.claim.right]
    for piece in pieces:
        if piece.machine is bench.sampler.machine:
            for formula in piece.formulas:
                said = formula.said or (formula.left, "", formula.right)
                found += [said[0], said[2]]
    return found


def _factors(nodes: Sequence[Expression]) -> list[Expression]:
    """What stands as a factor, below a fraction or as a derivative; and two."""
    found = [f for n in nodes if isinstance(n, Product) for f in n.factors]
    found += [n.under for n in nodes if isinstance(n, Quotient)]
    found += [n for n in nodes if isinstance(n, Partial)]
    return _distinct([f for f in (*found, TWO) if not _is_reciprocal(f)])


def _terms(nodes: Sequence[Expression]) -> list[Expression]:
    """What stands as a term or could: products; and one."""
    found = [t for n in nodes if isinstance(n, Plus) for t in n.terms]
    return _distinct([ONE, *found, *(n for n in nodes if isinstance(n, Product))])


def _letters(model: Model) -> set[str]:
    """The letters that the page ranges, indexes with or sums over."""
    rows = [row for quantity in model.quantities.values() for row in quantity.rows]
    bound = (n.letter for r in rows for n in walk(r.value) if isinstance(n, Over))
    free = (p.name for r in rows for p in r.indices if isinstance(p, Letter))
    found = {*model.ranged, *bound, *free}
    return {letter for letter in found if not letter.startswith("·")}


def _is_reciprocal(factor: Expression) -> bool:
    """One, or one over something: a side is divided by that instead."""
    return factor == ONE or (isinstance(factor, Quotient) and factor.over == ONE)


def _has_array(model: Model, side: Expression) -> bool:
    return any(_whole(model, node) for node in walk(side))


def _distinct(found: Sequence[Expression]) -> list[Expression]:
    """Each once and without a sign, the smaller ones first."""
    bare = (f.term if isinstance(f, Negative) else f for f in found)
    each = dict.fromkeys(bare)
    return sorted(each, key=lambda f: sum(1 for _ in walk(f)))[:MOST_NAMES]


def writer_for(bench: Bench, pieces: Sequence[Piece]) -> Writer:
    """Writes in the names of the page, spelled as those pieces that share its model.

    What they do not have is spelled as in the others.
    """
    machine = bench.sampler.machine
    nearest = sorted(pieces, key=lambda piece: piece.machine is not machine)
    beside = " ".join(piece.mathematics.tex for piece in nearest)
    return Writer(bench.model, bench.ground.names, beside)


# --- the search ----------------------------------------------------------------------


def search(bench: Bench, pieces: Sequence[Piece]) -> Repairs:
    """The least edits under which the claim on the bench would hold.

    Equations alone are repaired: of a bound there is no least edit.
    """
    if bench.failing.sign != "=":
        return Repairs()
    writer = writer_for(bench, pieces)
    found: list[Repair] = []
    seen = {meaning(bench.failing)}
    tried = 0
    for tier in _tiers(bench, stock_for(bench, pieces), found):
        judged = 0
        for on_left, edit in tier:
            if tried >= BUDGET or judged >= MOST_JUDGED:
                return _ranked(found, tried, ran_out=True)
            tried += 1
            claim = _tried(bench, on_left, edit)
            if claim is None or (same := meaning(claim)) in seen:
                continue
            seen.add(same)
            judged += 1
            if bench.holds(claim):
                side = bench.claim.left if on_left else bench.claim.right
                text = phrase(edit, writer, side, on_left=on_left)
                found.append(Repair(edit, on_left, claim, text))
    return _ranked(found, tried)


def _tried(bench: Bench, on_left: bool, edit: Edit) -> Claim | None:
    """The claim with an edit, where its sides agree at the first point."""
    if not bench.may_hold(edit.whole, on_left=on_left):
        return None
    claim = _with(bench, on_left, edit)
    if claim is None or claim.left == claim.right:
        return None
    return claim if bench.agrees(claim, on_left=on_left) else None


def _tiers(
    bench: Bench, stock: Stock, found: list[Repair]
) -> Iterator[Iterator[tuple[bool, Edit]]]:
    """The edits of the right side, then those of the left.

    Nothing is put in where a smaller edit was found; and on the left nothing where the
    right side can be made right: what divides the one would multiply the other.
    """
    claim = bench.claim
    letters = letters_of(claim)
    others = symbols_of(claim.left, claim.right)
    for on_left in (False, True):
        side = claim.left if on_left else claim.right
        yield ((on_left, e) for e in slips(side, letters, others))
        yield ((on_left, e) for e in replacements(side, letters, stock))
        if not found or not (on_left or any(r.cost[0] < SMALL for r in found)):
            yield ((on_left, e) for e in additions(side, letters, stock))


def _with(bench: Bench, on_left: bool, edit: Edit) -> Claim | None:
    """The claim with one of its sides edited; None where that has no meaning."""
    claim = bench.claim
    left, right = claim.left, claim.right
    if on_left:
        left = edit.whole
    else:
        right = edit.whole
    try:
        return bench.lowered(left, right)
    except ERRORS:
        return None


def _ranked(found: list[Repair], tried: int, *, ran_out: bool = False) -> Repairs:
    kept = sorted(found, key=lambda repair: repair.cost)
    each = list({repair.text: repair for repair in reversed(kept)}.values())[::-1]
    if any(_is_of_the_side(r.edit) and not r.on_left for r in each):
        each = [r for r in each if not (_is_of_the_side(r.edit) and r.on_left)]
    shown = [r for r in each if not r.on_left][:SHOWN]
    shown = [*shown[: SHOWN - 1], *[r for r in each if r.on_left][:1], *shown[2:]]
    return Repairs(tuple(shown[:SHOWN]), len(each) > SHOWN, tried, ran_out)


# --- what it says --------------------------------------------------------------------


def phrase(
    edit: Edit, writer: Writer, side: Expression, *, on_left: bool = False
) -> str:
    """The edit of a side in words, in the page's names."""
    if _is_of_the_side(edit):
        put = "with a" if isinstance(edit.after, Negative) else "without the"
        return f"{put} minus before the {'left' if on_left else 'right'} side"
    said = _said(edit, writer, side)
    return f"on the left, {said}" if on_left else said


def _is_of_the_side(edit: Edit) -> bool:
    """Whether the sign of a whole side was changed, as one might of the other."""
    return edit.kind == "sign" and edit.after is edit.whole


def _said(edit: Edit, writer: Writer, side: Expression) -> str:
    if edit.what is not None:
        kind, _, change = edit.kind.partition(" ")
        what = writer.text(edit.what)
        match kind, change:
            case "sign", _:
                return f"`{what}` for `{writer.text(other_sign(edit.what))}`"
            case "factor" | "term", "dropped":
                return f"without the {kind} `{what}`"
            case "factor" | "term", "put in":
                return f"with the {kind} `{what}`"
            case "factor" | "term", "doubled":
                return f"with the {kind} `{what}` once more"
            case "denominator", "put in":
                return f"divided by `{what}`"
            case "denominator", "lost":
                return f"not divided by `{what}`"
        if isinstance(edit.what, Over):
            put = "with" if change == "put in" else "without"
            return f"{put} `{writer.big(edit.what)}` before `{_body(edit, writer)}`"
    which = _which(edit.before, side)
    return f"`{writer.text(edit.after)}` for {which}`{writer.text(edit.before)}`"


def _which(node: Expression, side: Expression) -> str:
    """Which of several that read alike is meant; nothing where there is one."""
    alike = [other for other in walk(side) if other == node]
    here = [n for n, other in enumerate(alike) if other is node]
    if len(alike) < 2 or len(here) != 1 or here[0] >= len(ORDINALS):
        return ""
    return f"the {ORDINALS[here[0]]} "


def _body(edit: Edit, writer: Writer) -> str:
    over = edit.what
    return writer.text(over.body) if isinstance(over, Over) else ""
