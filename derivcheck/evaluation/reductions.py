"""Sums, products and extremes over an index -> closures.

A sum that stands under no other big sign is worked out once for all values of the
indices that it does not read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import itemgetter
from typing import Any

from ..expressions import (
    Expression,
    Key,
    NotUnderstood,
    Position,
    errors,
    free_letters,
    mismatch,
    positions_of,
    sides,
    walk,
)
from ..expressions import nodes as n
from ..models import range_of
from .compiler import Compiler
from .corners import extreme
from .environment import Closure, Frame, Surroundings, Truth, Whole
from .index_arithmetic import length
from .points import (
    MOST_OPERATIONS,
    TOO_MANY,
    Indices,
    Leaves,
    NoLayer,
    TooMuch,
    spend,
)
from .scalars import NOTHING, Scalar
from .shared_values import Applied, Shared

MOST_PLACES = 10_000  # that are kept of one sum

Range = Callable[[Surroundings, Frame], range]
EntryFactor = tuple[str | Applied, tuple[str, ...]]


def over(compiler: Compiler, over: n.Over) -> Closure:
    """A closure for a sum, product, maximum or minimum over an index."""
    key = _extent(compiler, over)
    lower = None if over.lower is None else compiler.position(over.lower)
    upper = _last(compiler, over, key)
    zero = key is not None and key in compiler.model.extents.zero
    first = 0 if zero else 1
    if over.extent is None and over.upper is None:
        first = compiler.model.lows.get(over.letter, first)
    with compiler.within():
        truth = None if over.condition is None else compiler.truth(over.condition)
        body = compiler.closure(over.body)
    limits = _limits(first, lower, upper)
    if over.sign == "list":
        return _listing(over.letter, limits, body)
    if over.sign not in {"sum", "prod"}:
        return _extreme_over(over.letter, limits, truth, body, over.sign == "max")
    plain = over.upper is None and lower is None and truth is None
    if over.sign == "sum" and key is not None and plain and _is_one_size(compiler, key):
        factors = _factors(compiler, over)
        if factors is not None:
            run = _in_a_row(over.letter, first, key, factors)
            return _shared(compiler, over, run)
    site = None if plain else compiler.quiet_site(None, _has_a_term(over))
    run = _run(over.letter, limits, truth, body, times=over.sign == "prod", site=site)
    return _shared(compiler, over, _guarded(over, run))


def _has_a_term(over: n.Over) -> str:
    """What is so where a sum or product is not empty."""
    word = "product" if over.sign == "prod" else "sum"
    return f"the {word} over {over.letter} has a term"


def _last(compiler: Compiler, over: n.Over, key: Key | None) -> Whole:
    """A closure for where the letter ends: the upper limit, or the key's size."""
    if over.upper is not None:
        return compiler.position(over.upper)
    assert key is not None  # `_extent` gives a key where there is no upper limit
    return length(compiler.model, key)


def _limits(first: int, lower: Whole | None, upper: Whole) -> Range:
    """From where to where the letter runs."""
    if lower is None:
        return lambda env, f: range(first, upper(env, f) + 1)
    return lambda env, f: range(lower(env, f), upper(env, f) + 1)


def _run(
    letter: str,
    limits: Range,
    truth: Truth | None,
    body: Closure,
    *,
    times: bool,
    site: int | None,
) -> Closure:
    def run(env: Surroundings, f: Frame) -> Scalar:
        values = limits(env, f)
        kept = f.get(letter)
        total = None
        if len(values) > 1:
            spend(env.point, len(values) - 1)
        try:
            for value in values:
                f[letter] = value
                if truth is not None and not truth(env, f):
                    continue
                term = body(env, f)
                if total is None:
                    total = term
                else:
                    total = total * term if times else total + term
        finally:
            if kept is None:
                f.pop(letter, None)
            else:
                f[letter] = kept
        if total is None:
            if site is not None:
                env.point.visited.add((site, 0))
            return 1.0 if times else NOTHING
        if site is not None:
            env.point.visited.add((site, 1))
        return total

    return run


def _guarded(over: n.Over, run: Closure) -> Closure:
    """Where the letter itself leaves an array there is no value to leave out."""
    letter = over.letter
    shifted = _reads_shifted(over.body, letter)
    if not shifted and over.upper is None:
        return run

    def guarded(env: Surroundings, f: Frame) -> Scalar:
        try:
            return run(env, f)
        except NoLayer:
            raise
        except Leaves as leaves:
            own = f.get(letter) is None or shifted
            if own and not _left_by_another(over, leaves):
                fault = errors.BoundIndexLeaves(
                    letter, leaves.name, leaves.value, leaves.last
                )
                raise NotUnderstood(fault, over.at) from None
            raise

    return guarded


def _left_by_another(over: n.Over, leaves: Leaves) -> bool:
    """Whether the slot that was left holds other indices, wherever it is read."""
    at = [
        position
        for node in walk(over.body)
        if isinstance(node, n.Symbol) and node.name == leaves.name
        for position in node.indices[leaves.number : leaves.number + 1]
    ]
    return bool(at) and all(over.letter not in free_letters(n.Running(p)) for p in at)


def _reads_shifted(expression: Expression, letter: str) -> bool:
    def moved(position: Position) -> bool:
        match position:
            case n.Letter(name, shift):
                return name == letter and shift != 0
            case n.Affine(terms):
                return any(term.name == letter for _, term in terms)
            case _:
                return False

    return any(moved(p) for node in walk(expression) for p in positions_of(node))


# --- what is not worked out again ------------------------------------------------


def _shared(compiler: Compiler, over: n.Over, run: Closure) -> Closure:
    """The sum, kept for each value of its letters where the frame has others too."""
    if compiler.signs or any(isinstance(node, n.Parameter) for node in walk(over)):
        return run
    letters = free_letters(over)
    if _layers(compiler, over) - set(letters):
        return run
    many = len(letters)
    shared = Shared(letters, run, compiler.model.read_by(over))

    def kept(env: Surroundings, f: Frame) -> Scalar:
        if len(f) == many:
            return run(env, f)
        return env[shared][_at(letters, f)]

    def kept_by_one(env: Surroundings, f: Frame) -> Scalar:
        return run(env, f) if len(f) == 1 else env[shared][f[one],]

    match letters:
        case ():
            return lambda env, f: env[shared][()] if f else run(env, f)
        case (one,):
            return kept_by_one
        case _:
            return kept


def _layers(compiler: Compiler, over: n.Over) -> set[str]:
    """The letters of the layers whose widths an expression reads."""
    extents = compiler.model.extents
    keys: list[Key] = []
    for node in walk(over) if extents.families else ():
        keys += [
            extents.of_size(p.name)
            for p in positions_of(node)
            if isinstance(p, n.Extent)
        ]
        if isinstance(node, n.Over) and node.extent is not None:
            keys.append(node.extent)
    found = [extents.layered.get(extents.find(key)) for key in keys]
    return {one[1].name for one in found if one and isinstance(one[1], n.Letter)}


def _is_one_size(compiler: Compiler, key: Key) -> bool:
    """Whether a key is of a size that is one number at all points of its sizes."""
    extents = compiler.model.extents
    return extents.find(key) not in extents.layered and extents.together(key) is None


def _factors(compiler: Compiler, over: n.Over) -> list[EntryFactor] | None:
    """The factors of a sum of products of entries, one or two, by their letters."""
    match over.body:
        case n.Product((first, second)):
            factors = [compiler.stored(first), compiler.stored(second)]
        case body:
            factors = [compiler.stored(body)]
    found = []
    for stored in factors:
        if stored is None:
            return None
        key, indices = stored
        letters = tuple(
            p.name for p in indices if isinstance(p, n.Letter) and not p.shift
        )
        if len(letters) != len(indices):
            return None
        found.append((key, letters))
    return found


class Places(dict[Any, list[tuple[Indices, Indices]]]):
    """Where the terms of a sum stand in its arrays, by the values of free letters.

    They are the same at all points of the same sizes.
    """

    __slots__ = ("factors", "free", "letter", "run", "sizes")

    def __init__(
        self, letter: str, run: range, factors: list[EntryFactor], sizes: dict[Key, int]
    ) -> None:
        self.letter = letter
        self.run = run
        self.factors = factors
        self.free = _free(letter, factors)
        self.sizes = sizes

    def __missing__(self, at: Any) -> list[tuple[Indices, Indices]]:
        if len(self.run) > MOST_OPERATIONS:
            raise TooMuch(TOO_MANY)
        free = self.free
        f: Frame = dict(zip(free, at if len(free) > 1 else (at,), strict=False))
        left, right = self.factors[0][1], self.factors[-1][1]
        found = []
        for value in self.run:
            f[self.letter] = value
            found.append((_at(left, f), _at(right, f)))
        if (len(self) + 1) * len(found) <= MOST_PLACES:
            self[at] = found
        return found


def _free(letter: str, factors: list[EntryFactor]) -> tuple[str, ...]:
    """The letters that have a value before the sum runs."""
    met = dict.fromkeys(c for _, letters in factors for c in letters)
    return tuple(c for c in met if c != letter)


def _in_a_row(
    letter: str, first: int, extent: Key, factors: list[EntryFactor]
) -> Closure:
    """A sum over one index of entries of an array, or of products of two of them."""
    free = _free(letter, factors)
    at: Callable[[Frame], Any] = itemgetter(*free) if free else lambda f: ()
    (one, _), (other, _) = factors[0], factors[-1]
    latest = Places(letter, range(0), factors, {})

    def places(env: Surroundings, f: Frame) -> list[tuple[Indices, Indices]]:
        nonlocal latest
        point = env.point
        sizes = point.sizes
        if latest.sizes is not sizes:
            run = range(first, sizes[extent] + 1)
            latest = Places(letter, run, factors, sizes)
        found = latest[at(f)]
        if found:
            point.operations += len(found) - 1
            if point.operations > MOST_OPERATIONS:
                raise TooMuch(TOO_MANY)
        return found

    def entries(env: Surroundings, f: Frame) -> Scalar:
        total: Scalar = None
        array = env[one]
        for place, _ in places(env, f):
            total = array[place] if total is None else total + array[place]
        return NOTHING if total is None else total

    def products(env: Surroundings, f: Frame) -> Scalar:
        total: Scalar = None
        left, right = env[one], env[other]
        for here, there in places(env, f):
            term = left[here] * right[there]
            total = term if total is None else total + term
        return NOTHING if total is None else total

    return entries if len(factors) == 1 else products


def _at(letters: tuple[str, ...], f: Frame) -> Indices:
    return tuple([f[letter] for letter in letters])


# --- extremes and lists ----------------------------------------------------------


def _extreme_over(
    letter: str, limits: Range, truth: Truth | None, body: Closure, largest: bool
) -> Closure:
    def extreme_over(env: Surroundings, f: Frame) -> Scalar:
        run = limits(env, f)
        spend(env.point, len(run))
        inner: list[Frame] = [{**f, letter: value} for value in run]
        kept = [g for g in inner if truth is None or truth(env, g)]
        found = [body(env, g) for g in kept]
        return extreme(found, largest, exactly=env.point.exactly)[0]

    return extreme_over


def _listing(letter: str, limits: Range, body: Closure) -> Closure:
    return lambda env, f: [body(env, {**f, letter: k}) for k in limits(env, f)]


# --- how far the letter runs -----------------------------------------------------


def _extent(compiler: Compiler, over: n.Over) -> Key | None:
    """The size over which a big sign runs; None where its limits say it all."""
    model = compiler.model
    if over.extent is not None:
        return model.extents.find(over.extent)
    ranged = {} if over.upper is not None or over.lower is not None else model.ranged
    inside = (over.body, *sides(over.condition))
    key = range_of(model.extents, inside, over.letter, ranged, model.labels)
    if over.upper is None:
        if key is None:
            raise mismatch(
                f"how far {over.letter} runs is not known: it stands in no slot "
                "of an array",
                over.at,
            )
        return model.extents.find(key)
    if key is None:
        return None
    _fits(compiler, over, key)
    return model.extents.find(key)


def _is_empty(lower: Position | None, upper: int) -> bool:
    """Whether nothing lies between two limits that are numbers."""
    first = 1 if lower is None else lower.value if isinstance(lower, n.Fixed) else upper
    return upper < first


def _fits(compiler: Compiler, over: n.Over, key: Key) -> None:
    """Raises where the upper limit is not the size of the slots."""
    extents = compiler.model.extents
    array = extents.say(key)
    match over.upper:
        case n.Extent(name, shift) as limit:
            size = extents.of_size(name)
            alike = extents.ends_alike(key, size)
            if not alike and not extents.is_shifted(key, size, shift):
                named = replace(limit, shift=0).written
                raise mismatch(
                    f"the index {over.letter} runs to {named}, the array to {array}",
                    over.at,
                )
        case n.Fixed(value) if not _is_empty(over.lower, value):
            number = extents.number.get(extents.find(key))
            if number is None:
                raise mismatch(
                    f"the index {over.letter} runs to {value}, the array to {array}",
                    over.at,
                )
            if value > number:
                raise mismatch(
                    f"the bound index {over.letter} leaves its array: it runs to "
                    f"{value}, the array to {number}",
                    over.at,
                )
        case _:
            pass
