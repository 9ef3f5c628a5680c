"""What is odd about a relation that fails, where it can be seen from the two values.

A side that is always zero, a ratio that is always the same, equality at some values of
the indices alone, or under an assumption that nobody stated: each says where to look.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from ..checking import AssumedSampler
from ..evaluation import Frame, Sample, real
from ..expressions import (
    REAL,
    Expression,
    Moves,
    Position,
    compared,
    comparisons,
    free_letters,
    moved_expression,
    positions_of,
    spelled,
    sum_over,
    walk,
)
from ..expressions import nodes as n
from ..judging import Claim, Unstated, judge, ready
from ..models import Writer, is_zero, slot
from .edits import letters_of, slips
from .failing_claim import NO_VALUE, Bench, claimed

POINTS = 3
SAME = 1e-9
TINY = 1e-12
LARGEST = 12  # of numerator and denominator, in a ratio that is told
MOST_ASSUMED = 6


@dataclass(frozen=True, slots=True)
class Seen:
    """Both sides at one point, for one value of each index."""

    point: Sample
    frame: Frame
    left: float
    right: float

    @property
    def equal(self) -> bool:
        """Whether the sides are one number, as far as floats tell."""
        size = max(abs(self.left), abs(self.right))
        return abs(self.left - self.right) <= SAME * size + TINY


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd in a sentence, and the claim that would hold, where it says one.

    With what is `unstated` the relation would hold as it is written.
    """

    text: str
    claim: Claim | None = None
    unstated: Unstated | None = None


def oddities(bench: Bench, writer: Writer) -> list[Oddity]:
    """What is odd, in sentences; nothing for a relation of another sign than `=`."""
    if bench.failing.sign != "=":
        return []
    seen = table(bench)
    if not seen:
        return []
    somewhere = [*_exchanged(bench)] or [*_where(seen, bench)]
    elsewhere = (*_assumed(bench, writer), *map(Oddity, _shared(bench, writer)))
    return [*_always(seen, bench), *somewhere, *_bound(bench), *elsewhere]


def table(bench: Bench) -> list[Seen]:
    """Both sides at a few points for each assignment of sizes."""
    found: list[Seen] = []
    try:
        sampler = bench.fresh.sampler_for(bench.failing, bench.ground.order)
        trial = ready(bench.failing, sampler.machine)
        for assignment in range(len(sampler.assignments)):
            for number in range(POINTS):
                point = sampler.point(assignment, number)
                for env, frame in claimed(trial, point):
                    left, right = trial.left(env, frame), trial.right(env, frame)
                    found.append(Seen(point, frame, real(left), real(right)))
    except NO_VALUE:
        return found
    return found


# --- always --------------------------------------------------------------------------


def _always(seen: list[Seen], bench: Bench) -> Iterator[Oddity]:
    """A side that is always zero, a ratio or a difference that is always the same."""
    if is_zero(bench.claim.left) or is_zero(bench.claim.right):
        return
    for side, other in (("right", "left"), ("left", "right")):
        values = [abs(getattr(one, side)) for one in seen]
        against = max(abs(getattr(one, other)) for one in seen)
        if max(values) <= TINY * max(against, 1) < against:
            yield Oddity(f"the {side} side is zero at every point that was tried")
            return
    right = bench.failing.right
    ratio = _ratio(seen)
    if ratio is not None:
        sentence, factor = ratio
        if claim := _holding(bench, n.Product((factor, right), ("",))):
            yield Oddity(sentence, claim)
        return
    apart = [one.left - one.right for one in seen]
    number = _plain(apart[0])
    if (
        number
        and all(abs(d - number) <= SAME * abs(number) for d in apart)
        and (claim := _holding(bench, n.Plus((right, _number(number)))))
    ):
        more = "more" if number > 0 else "less"
        said = f"the left side is always {abs(number)} {more} than the right"
        yield Oddity(said, claim)


def _number(value: Fraction) -> n.Number:
    return n.Number(value, str(value))


def _ratio(seen: list[Seen]) -> tuple[str, Expression] | None:
    """The ratio of the sides in words, and as a factor: a plain number or a size."""
    told = [one for one in seen if max(abs(one.left), abs(one.right)) > TINY]
    if len(told) < 2 or any(not one.left or not one.right for one in told):
        return None
    ratios = [one.left / one.right for one in told]
    number = _plain(ratios[0])
    if number and all(abs(r - number) <= SAME * abs(number) for r in ratios):
        if number == -1:
            return "the sides differ in their sign alone", _number(number)
        return f"the left side is always {number} times the right", _number(number)
    for name in _size_names(seen):
        sizes = [_size(one.point, name) for one in told]
        if not all(sizes):
            continue  # the width of a layer that is not the same everywhere
        size = n.Running(n.Extent(name))
        factors = ((name, 1, size), (f"1/{name}", -1, n.Quotient(n.ONE, size)))
        for said, power, factor in factors:
            pairs = zip(ratios, sizes, strict=True)
            if all(abs(r - s**power) <= SAME * abs(r) for r, s in pairs):
                return f"the left side is always {said} times the right", factor
    return None


def _plain(value: float) -> Fraction | None:
    """The fraction of small numbers that a value is, else None."""
    near = Fraction(value).limit_denominator(LARGEST)
    close = abs(float(near) - value) <= SAME * abs(value)
    return near if close and abs(near.numerator) <= LARGEST else None


def _size_names(seen: list[Seen]) -> list[str]:
    return sorted(set(seen[0].point.model.extents.named.values()))


def _size(point: Sample, name: str) -> int:
    named = point.model.extents.named
    return next((point.sizes.get(k, 0) for k, m in named.items() if m == name), 0)


# --- somewhere -----------------------------------------------------------------------


def _where(seen: list[Seen], bench: Bench) -> Iterator[Oddity]:
    """Equal where two indices are one, or at one value of an index, and only there."""
    equal = [one.equal for one in seen]
    for there, sentence in _places(seen, bench):
        met = [_is_met(there, one.frame) for one in seen]
        if met == equal and any(met) and not all(met):
            conditions = (*comparisons(bench.failing.condition), there)
            if bench.holds(replace(bench.failing, condition=n.Every(conditions))):
                tex = f"{spelled(there.left)} {there.sign} {spelled(there.right)}"
                yield Oddity(sentence, unstated=Unstated(tex, "indices"))
            return


def _places(seen: list[Seen], bench: Bench) -> Iterator[tuple[n.Comparison, str]]:
    """Two indices that are one, or are not, and an index at one value: in words."""
    letters = [m for m in seen[0].frame if not m.startswith("·")]
    for one, other in itertools.combinations(letters, 2):
        if bench.keys.get(one) == bench.keys.get(other):
            left, right = n.Letter(one), n.Letter(other)
            yield (
                compared(left, "=", right),
                f"the sides are equal where {one} = {other}, and only there: the "
                f"part for {one} ≠ {other} is missing or extra",
            )
            yield (
                compared(left, r"\ne", right),
                f"the sides are equal wherever {one} ≠ {other}, and only there",
            )
    for letter in letters:
        for value in sorted({one.frame[letter] for one in seen}):
            yield (
                compared(n.Letter(letter), "=", n.Fixed(value)),
                f"the sides are equal where {letter} = {value}, and only there",
            )


def _is_met(there: n.Comparison, frame: Frame) -> bool:
    """Whether indices are compared as they are at some values."""
    one, other = (
        frame[p.name] if isinstance(p, n.Letter) else p.value
        for side in (there.left, there.right)
        for p in positions_of(side)
        if isinstance(p, n.Letter | n.Fixed)
    )
    return (one == other) == (there.sign == "=")


def _exchanged(bench: Bench) -> Iterator[Oddity]:
    """Equal when two free indices, or the sides of a matrix, are exchanged."""
    claim = bench.failing
    for one, other in itertools.combinations(letters_of(claim), 2):
        if bench.keys.get(one) != bench.keys.get(other):
            continue
        moves: Moves = {one: n.Letter(other), other: n.Letter(one)}
        turned = moved_expression(claim.right, moves)
        holding = None if turned == claim.right else _holding(bench, turned)
        if holding is None:
            continue
        said = "the sides are equal when the right one is transposed"
        if not one.startswith("·"):
            said = (
                f"the sides are equal when {one} and {other} are exchanged on the "
                "right: one side is the transpose of the other"
            )
        yield Oddity(said, holding)


def _holding(bench: Bench, right: Expression) -> Claim | None:
    """The claim with another right side, if it would hold."""
    claim = replace(bench.failing, right=right, one_text=False)
    holds = bench.agrees(claim, on_left=False) and bench.holds(claim)
    return claim if holds else None


# --- what was not said ---------------------------------------------------------------


def _assumed(bench: Bench, writer: Writer) -> Iterator[Oddity]:
    """Equal if the entries of an input sum to one, which the page does not say."""
    old, claim = bench.fresh, bench.failing
    stated = [c for at, c in old.assumptions if at < bench.ground.order]
    for assumption in itertools.islice(_sums_to_one(bench), MOST_ASSUMED):
        sampler = AssumedSampler(
            old.model, old.machine, old.seed, claims=[*stated, assumption]
        )
        try:
            sampler.prepare()
            holds = judge(claim, sampler).word == "holds"
        except NO_VALUE:
            continue
        if holds:
            given = f"{writer.text(assumption.left)} = 1"
            said = f"the sides are equal if `{given}`, which is not stated here"
            yield Oddity(said, unstated=Unstated(given, "inputs"))
            return


def _sums_to_one(bench: Bench) -> Iterator[Claim]:
    """For each input with entries that the claim reads: that they sum to one."""
    model = bench.model
    read = model.read_by(bench.failing.left) | model.read_by(bench.failing.right)
    for name in sorted(read):
        quantity = model.quantities.get(name)
        if quantity is None or quantity.rows or quantity.domain != REAL:
            continue
        if quantity.slots == 1:
            letter = _letter(bench, name)
            symbol = n.Symbol(name, (n.Letter(letter),))
            yield Claim(sum_over(letter, symbol), "=", n.ONE)


def _shared(bench: Bench, writer: Writer) -> Iterator[str]:
    """Two layers whose weights have one name: `w_{ij}` and `w_{jk}` are one array."""
    model = bench.model
    read = model.read_by(bench.failing.left) | model.read_by(bench.failing.right)
    used: dict[tuple[str, tuple[Position, ...]], n.Symbol] = {}
    for node in (
        node
        for quantity in model.quantities.values()
        for row in quantity.rows
        for node in walk(row.value)
    ):
        if isinstance(node, n.Symbol) and len(node.indices) > 1 and node.name in read:
            used.setdefault((node.name, node.indices), node)
    for one, other in itertools.combinations(used.values(), 2):
        chained = one.indices[0] == other.indices[-1] or (
            one.indices[-1] == other.indices[0]
        )
        if one.name == other.name and chained and one.indices != other.indices[::-1]:
            first, second = writer.text(one), writer.text(other)
            yield (
                f"`{first}` and `{second}` are entries of one array here; if they "
                "belong to two layers, give each layer's a name of its own"
            )
            return


def _letter(bench: Bench, name: str) -> str:
    """The letter that the page runs over a quantity's slot."""
    extents = bench.model.extents
    wanted = extents.find(slot(name, 0))
    for letter, keys in sorted(bench.keys.items()):
        if wanted in keys and not letter.startswith("·"):
            return letter
    ranged = bench.model.ranged.items()
    return next((m for m, key in ranged if extents.find(key) == wanted), "j")


def _bound(bench: Bench) -> Iterator[Oddity]:
    """Equal when a letter that a sum binds is the one that is free."""
    claim = bench.failing
    for on_left, side in ((False, claim.right), (True, claim.left)):
        other = claim.left if not on_left else claim.right
        free = set(free_letters(other))
        for edit in slips(side, letters_of(claim)):
            over = edit.what
            if not (isinstance(over, n.Over) and edit.kind == f"{over.sign} lost"):
                continue
            if over.letter not in free:
                continue
            left, right = edit.sides(claim, on_left=on_left)
            new = Claim(left, "=", right, claim.condition)
            if bench.agrees(new, on_left=on_left) and bench.holds(new):
                here, there = ("left", "right") if on_left else ("right", "left")
                said = (
                    f"the sides are equal when the bound {over.letter} on the {here} "
                    f"is the free one on the {there}"
                )
                yield Oddity(said, new)
                return
