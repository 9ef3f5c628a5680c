"""A claim made ready to be tried: closures, letters that run, and what was met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..evaluation import (
    FLOAT,
    Closure,
    Frame,
    Machine,
    NoLayer,
    Sample,
    Surroundings,
    TooMuch,
    Truth,
    Whole,
    is_whole,
    length,
)
from ..expressions import (
    Affine,
    Call,
    Choice,
    Expression,
    Fault,
    Fixed,
    Key,
    Label,
    Letter,
    NotUnderstood,
    OneHot,
    Over,
    Power,
    Running,
    Where,
    comparisons,
    condition_letters,
    constant_value,
    free_letters,
    mismatch,
    positions_of,
    sides,
    walk,
)
from ..expressions import nodes as n
from ..models import Extents, Model, range_of
from .claim import NEGATION, Claim
from .turning import turns

Settings = tuple[tuple[str, int], ...]  # values of the free indices


MOST_VALUES = 20_000


@dataclass(slots=True)
class Trial:
    """A claim made ready: closures, the letters that run, what was met so far.

    It is made at the points `made`; `shown` are the branches that were met there, the
    `quiet` of which are looked for only where none of them showed one. It `turns` where
    a root or a logarithm of it may.
    """

    claim: Claim
    model: Model
    left: Closure
    right: Closure
    truth: Truth | None
    letters: list[tuple[str, Key]]
    real_condition: bool
    shifted: bool
    sites: list[tuple[int, int]]
    quiet: list[tuple[int, int]]
    turns: bool
    branches: dict[int, tuple[str | None, ...]]
    conditional: frozenset[int] = frozenset()
    thresholds: tuple[tuple[n.Comparison, Truth], ...] = ()
    met: set[tuple[int, bool]] = field(default_factory=set)
    shown: set[tuple[int, int]] = field(default_factory=set)
    made: list[Sample] = field(default_factory=list)
    compared: int = 0
    sure: set[Settings] = field(default_factory=set)
    doubtful: set[Settings] = field(default_factory=set)
    left_out: int = 0
    beyond: list[Sample] = field(default_factory=list)
    one_sided: list[Sample] = field(default_factory=list)
    cornered: bool = False
    tied: Sample | None = None
    empty: int = 0
    skipped: int = 0
    pathless: bool = False
    worst: float = 0.0
    unsure: str | None = None
    tried: list[Sample] = field(default_factory=list)
    trouble: str = ""
    unstarted: Fault | None = None

    def defined(self, name: str) -> bool:
        """Whether the page gives a quantity by a definition."""
        known = self.model.quantities.get(name)
        return known is not None and bool(known.rows)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the sides differ."""

    point: Sample
    frame: Frame
    left: float
    right: float


def ready(claim: Claim, machine: Machine) -> Trial:
    """A claim made ready to be tried."""
    letters = dict.fromkeys(free_letters(claim.left))
    letters.update(dict.fromkeys(free_letters(claim.right)))
    letters.update(dict.fromkeys(condition_letters(claim.condition)))
    model = machine.model
    everything = (claim.left, claim.right, *sides(claim.condition))
    own = {f"·{n}": size for n, size in enumerate(claim.whole, 1)}
    ranges: list[tuple[str, Key]] = []
    for letter in letters:
        key = range_of(model.extents, everything, letter, model.ranged, model.labels)
        key = own.get(letter) if key is None else key
        key = _along_the_chain(model, claim, letter) if key is None else key
        for other in _equals(claim, letter):
            known = range_of(
                model.extents, everything, other, model.ranged, model.labels
            )
            key = known if key is None else key
        if key is None:
            raise mismatch(
                f"how far {letter} runs is not known: it stands in no slot of an array",
                claim.at,
            )
        ranges.append((letter, model.extents.find(key)))
    _wants_lengths(model, claim)
    machine.gathered = []
    left, right = machine.closure(claim.left), machine.closure(claim.right)
    truth, of_sides = None, len(machine.gathered)
    if claim.condition is not None:
        truth = machine.truth(claim.condition)
    conditional = frozenset(site for site, _ in machine.gathered[of_sides:])
    sites = list(machine.gathered)
    for expression in everything:
        for name in sorted(model.read_by(expression)):
            sites += machine.compiled(name).sites
    quiet = [s for s in sites if s[0] in machine.quiet and s[0] not in conditional]
    sites = [site for site in sites if site[0] not in machine.quiet]
    inner = [c for c in comparisons(claim.condition) if not of_indices(c.left, c.right)]
    ranges = _layers_first(model.extents, ranges)
    return Trial(
        claim, model, left, right, truth, ranges, bool(inner), _shifted(everything),
        sites, quiet, turns(model, everything), machine.branches, conditional,
        _thresholds(claim, machine, letters),
    )  # fmt: skip  # in the order of the fields


def _thresholds(
    claim: Claim, machine: Machine, letters: Iterable[str]
) -> tuple[tuple[n.Comparison, Truth], ...]:
    """The comparisons of free indices and sizes with numbers in the sides of a claim.

    A claim with a condition is made for some of them alone.
    """
    if claim.condition is not None:
        return ()
    found = [
        comparison
        for side in (claim.left, claim.right)
        for node in walk(side)
        if isinstance(node, n.Indicator) and {*letters}.issuperset(free_letters(node))
        for comparison in comparisons(node.condition)
        if of_indices(comparison.left, comparison.right)
        and _is_number(comparison.left) != _is_number(comparison.right)
    ]
    return tuple((one, machine.truth(n.Every((one,)))) for one in found)


def _is_number(expression: Expression) -> bool:
    """Whether it has no index and no size."""
    return not any(
        isinstance(node, Running) and not isinstance(node.position, Fixed)
        for node in walk(expression)
    )


def unmet(trial: Trial) -> n.Comparison | None:
    """A comparison that no trial met in one of its two ways, as it is in that way."""
    for number, (comparison, _) in enumerate(trial.thresholds):
        if (number, True) not in trial.met:
            return comparison
        if (number, False) not in trial.met:
            return replace(comparison, sign=NEGATION[comparison.sign])
    return None


def _wants_lengths(model: Model, claim: Claim) -> None:
    r"""Refuses $\mathbf 1^\top \mathbf 1$, whose length nothing tells."""
    nodes = (*walk(claim.left), *walk(claim.right))
    keys = [node.extent for node in nodes if isinstance(node, Over) and node.extent]
    shown = {model.extents.find(key) for key in claim.whole}
    inner = [key for key in keys if model.extents.find(key) not in shown]
    if any(map(model.extents.is_bare, inner)):
        said = r"nothing says how long \mathbf 1 is here: write \mathbf 1_n"
        raise mismatch(said, claim.at)


def _equals(claim: Claim, letter: str) -> Iterator[str]:
    """The letters that a claim is made for where this one is equal to them."""
    for one in comparisons(claim.condition):
        match one:
            case n.Comparison(
                n.Running(n.Letter(left, 0)), "=", n.Running(n.Letter(right, 0))
            ):
                yield from {left: [right], right: [left]}.get(letter, [])
            case _:
                pass


def _along_the_chain(model: Model, claim: Claim, letter: str) -> Key | None:
    """How far a letter runs in another side of the chain that the claim is part of."""
    for side in claim.beside:
        if letter in free_letters(side):
            try:
                key = range_of(model.extents, (side,), letter, {}, model.labels)
            except NotUnderstood:
                continue  # told where that side is judged
            if key is not None:
                return key
    return None


def differ_in_general(trial: Trial) -> bool:
    """Whether a claim says of two arrays that they are not equal for all inputs."""
    claim, model = trial.claim, trial.model
    both = bool(model.inputs_of(claim.left) and model.inputs_of(claim.right))
    return bool(claim.whole) and claim.sign == r"\ne" and both


def reads_partial(trial: Trial) -> bool:
    """Whether the sides as written have functions that not all numbers have."""
    functions = trial.model.functions
    found = [trial.claim.left, trial.claim.right]
    calls = [node for side in found for node in walk(side) if isinstance(node, Call)]
    own = (functions[c.function].body for c in calls if c.function in functions)
    found += [body for body in own if body is not None]
    return any(_is_partial(node) for side in found for node in walk(side))


def reads_choices(trial: Trial) -> bool:
    """Whether numbers of a few values decide: a few points may all have the same.

    Of units, whose places differ, only where the sides as written divide by them, and
    of labels where they stand in a condition or as a number.
    """
    model = trial.model
    found = (trial.claim.left, trial.claim.right)
    nodes = [node for side in found for node in walk(side)]
    below = [node.under for node in nodes if isinstance(node, n.Quotient)]
    divided = {name for under in below for name in model.inputs_of(under)}
    inputs = {name for side in found for name in model.inputs_of(side)}
    if any(isinstance(node, Running) and isinstance(node.position, Label)
           for node in nodes):  # fmt: skip  # in two lines
        return True
    return any(
        (name in inputs and isinstance(known.domain, Choice))
        or (name in divided and isinstance(known.domain, OneHot))
        for name, known in model.quantities.items()
    )


def _is_partial(node: Expression) -> bool:
    match node:
        case Call(function):
            return function in {"ln", "sqrt"}
        case Power(_, exponent):
            constant = constant_value(exponent)
            return constant is not None and constant.denominator > 1
        case _:
            return False


def of_indices(*found: Expression) -> bool:
    """Whether the sides of a condition are indices, labels and numbers alone."""
    return all(map(is_whole, found))


def _shifted(found: tuple[Expression, ...]) -> bool:
    return any(
        isinstance(p, Affine) or (isinstance(p, Letter) and p.shift)
        for e in found
        for node in walk(e)
        for p in positions_of(node)
    )


def frames(trial: Trial, point: Sample) -> Iterator[Frame]:
    """All values of the free letters."""
    found: list[Frame] = [{}]
    env = point.at(FLOAT)
    for letter, key in trial.letters:
        zero = key in point.model.extents.zero
        first = point.model.lows.get(letter, 0 if zero else 1)
        last = length(point.model, key)
        ends = [_ends(last, env, frame) for frame in found]
        if sum(end + 1 - first for end in ends) > MOST_VALUES:
            raise TooMuch(f"more than {MOST_VALUES} values of the free indices")
        found = [
            {**frame, letter: value}
            for frame, end in zip(found, ends, strict=True)
            for value in range(first, end + 1)
        ]
    yield from found


def _ends(last: Whole, env: Surroundings, frame: Frame) -> int:
    """How far a free letter runs; once where it is of a layer that is not there."""
    try:
        return last(env, frame)
    except NoLayer:
        return 1


def _layers_first(
    extents: Extents, ranges: list[tuple[str, Key]]
) -> list[tuple[str, Key]]:
    """The letters in an order in which each comes after the layer it depends on."""

    def depends(pair: tuple[str, Key]) -> bool:
        layered = extents.layered.get(pair[1])
        return layered is not None and isinstance(layered[1], Letter)

    return sorted(ranges, key=depends)


def covered(trial: Trial) -> bool:
    """Whether the points met every branch of every case and maximum."""
    return not trial.sites or unvisited(trial) is None


def unvisited(trial: Trial) -> str | None:
    """What would be so in a branch that no point met; not where values are given.

    Where its condition is false a claim says nothing.
    """
    sides = (trial.claim.left, trial.claim.right)
    if any(isinstance(node, Where) for side in sides for node in walk(side)):
        return None
    points = (*trial.tried, *trial.beyond)
    seen = {visit for point in points for visit in point.visited}
    return _unmet_in(trial, trial.sites, seen)


def hidden(trial: Trial) -> str | None:
    """The same of what shows at most points: an argument of size one, a sum's terms.

    Not at points at which the claim is not made, nor of what it never asks for: an
    entry of another block has a value of its own.
    """
    asked = {site for site, _ in trial.shown}
    quiet = [site for site in trial.quiet if site[0] in asked]
    return _unmet_in(trial, quiet, trial.shown)


def _unmet_in(
    trial: Trial, sites: list[tuple[int, int]], seen: set[tuple[int, int]]
) -> str | None:
    for site, many in sites:
        for number in range(many):
            said = trial.branches[site][number]
            if number == 0 and site in trial.conditional:
                continue
            if said is not None and (site, number) not in seen:
                return said
    return None
