"""Is this array the derivative of that function? A verdict, and what it rests on.

In: a function, the derivative that is claimed for it, and a point. Out: a report.

Both sides are held together along a few random directions (`projections`), by complex
steps where f carries complex numbers (`complexstep`), by real differences where not;
a small x without complex numbers, or at a kink, is measured entry by entry
(`comparison`). A difference counts when it is larger than several times what rounding
was measured to do to it: no tolerance is fixed in advance, and scaling f or x changes
no verdict. What was not resolved is never called right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .comparison import FINE_ENOUGH, Comparison, compare
from .complexstep import confirmed, try_complex
from .findings import LISTED, Entry, Report, Verdict
from .functions import (
    Array,
    Claim,
    Derivative,
    Function,
    NotCarried,
    call,
    derivative_at,
    point,
    rounding_of,
)
from .mistakes import Claimed, name_mistake
from .parameters import Layout, Point, layout_of
from .projections import (
    DIRECTIONS,
    WIDESPREAD,
    Projected,
    Referee,
    jittered,
)
from .slopes import DOUBT, entry_sizes, random_direction, rounding_noise, slopes_along

__all__ = [
    "Entry",
    "Report",
    "Verdict",
    "check_gradient",
    "check_hessian",
    "check_jacobian",
    "check_jvp",
    "check_vjp",
]

SMALL = 64  # entries of x up to which a wrong derivative is listed entry by entry
# The coarsest relative error in one entry that must be seen in what is called right.
ENOUGH = {8: 1e-3, 4: 1e-2, 2: 1e-1}
BY_ENTRY = "central differences, extrapolated to step zero"
BY_DIRECTION = "central differences along random directions"
BY_COMPLEX_STEP = "complex steps along random directions"


@dataclass
class Problem:
    """A function at a point, and the derivative that is claimed for it there.

    claimed is (m, n); f takes arrays of the shape of its x. `derivative` is the
    function that returned the claim, None where an array was given; it and the
    calls of it are counted in `calls`.
    """

    name: str
    f: Function
    claimed: Array
    layout: Layout
    derivative: Callable[[Array], Array] | None
    calls: int

    def moved(self, seed: int) -> Callable[[int], tuple[Array, Array]] | None:
        """The claim next to x, for each number another point; None for an array."""
        if self.derivative is None:
            return None
        derivative, found = self.derivative, {}

        def beside(number: int) -> tuple[Array, Array]:
            if number not in found:
                x = jittered(self.f, seed, number, far=number > 0)
                self.calls += 1
                found[number] = x, derivative(x).reshape(self.claimed.shape)
            return found[number]

        return beside

    def entry(self, row: int, column: int, claimed: float, true: float) -> Entry:
        """An entry of the derivative as the caller shapes it."""
        index = self.layout.index(column)
        if self.f.vector:
            return Entry((row, *index), claimed, true)
        return Entry(index, claimed, true, self.layout.block(column).name)


def check_gradient(
    f: Callable[[Any], Any],
    gradient: Callable[[Any], Any] | Point,
    x: Point,
    *,
    seed: int = 0,
) -> Report:
    """Compare a gradient with the slopes of `f` at `x`.

    `x` is an array of any shape, or a mapping or a sequence of arrays; `f` maps such
    a point to a number. `gradient` is a function of the point, or what it returned
    at `x`: arrays of the shapes of `x`. `seed` chooses the random directions.

    TypeError or ValueError tell what is wrong with an argument, an `f` that changes
    its argument or answers differently the second time included.
    """
    vector, layout = layout_of(x)
    function = Function(layout.wrap(f), vector, vector=False)

    def gathered(vector: Array) -> Array:
        returned: Any = gradient
        if callable(gradient):
            returned = call("the gradient", layout.wrap(gradient), vector)
        return layout.gather("gradient", returned)

    called = callable(gradient)
    claimed = gathered(vector)
    problem = Problem(
        "gradient",
        function,
        claimed.reshape(1, -1),
        layout,
        gathered if called else None,
        int(called),
    )
    return _check(problem, seed)


def check_jacobian(
    f: Callable[[Array], Any], jacobian: Derivative, x: npt.ArrayLike, *, seed: int = 0
) -> Report:
    """Compare a Jacobian with the slopes of `f` at `x`.

    `f` maps an array of shape (n,) to an array of shape (m,). `jacobian` is a
    function of the same array, or an array already computed at `x`; its shape is
    (m, n), numerator layout: row i holds the slopes of output i. `seed` and errors
    are those of `check_gradient`.
    """
    vector = _vector(x)
    function = Function(f, vector, vector=True)
    shape = (function.value.size, vector.size)
    claimed = derivative_at("Jacobian", jacobian, vector)
    if claimed.shape != shape:
        hint = ", its transpose" if claimed.shape == shape[::-1] else ""
        raise ValueError(
            f"the Jacobian has shape {claimed.shape}{hint}; f has {shape[0]} outputs "
            f"and x has {shape[1]} entries, so in numerator layout, with a row for "
            f"each output, its shape is {shape}"
        )
    return _check(_of_vector("Jacobian", function, claimed, jacobian), seed)


def check_vjp(
    f: Callable[[Array], Any],
    vjp: Callable[[Array, Array], Any],
    x: npt.ArrayLike,
    *,
    seed: int = 0,
) -> Report:
    """Compare a vector-Jacobian product with the slopes of `f` at `x`.

    `vjp(x, u)` is u times the Jacobian of `f`, of the shape of `x`, (n,), for u of
    the shape of f(x), (m,). It is asked for three random u, whose entries lie
    between 0.5 and 1.5 in size. Errors are those of `check_gradient`.
    """
    vector = _vector(x)
    outputs = Function(f, vector, vector=True).value.size
    us = _weights((DIRECTIONS, outputs), seed)

    def combined(x: Array) -> Any:
        return us @ np.asarray(f(x))

    def products(x: Array) -> Array:
        return np.array([_product("vjp", vjp(x, u), vector.size) for u in us])

    function = Function(combined, vector, vector=True)
    claimed = derivative_at("vjp", products, vector)
    return _check(_of_vector("vjp", function, claimed, products), seed)


def check_jvp(
    f: Callable[[Array], Any],
    jvp: Callable[[Array, Array], Any],
    x: npt.ArrayLike,
    *,
    seed: int = 0,
) -> Report:
    """Compare a Jacobian-vector product with the slopes of `f` at `x`.

    `jvp(x, v)` is the Jacobian of `f` times v, of the shape of f(x), (m,), for v of
    the shape of `x`, (n,). It is asked for three random v, which change each entry
    by about its size. Errors are those of `check_gradient`.
    """
    vector = _vector(x)
    outputs = Function(f, vector, vector=True).value.size
    draw = np.random.default_rng(seed)
    vs = np.array([random_direction(vector, draw) for _ in range(DIRECTIONS)])

    def along(s: Array) -> Any:
        return f(vector + s @ vs)

    def products(s: Array) -> Array:
        x = vector + s @ vs
        return np.array([_product("jvp", jvp(x, v), outputs) for v in vs]).T

    function = Function(along, np.zeros(DIRECTIONS), vector=True)
    claimed = derivative_at("jvp", products, function.x)
    return _check(_of_vector("jvp", function, claimed, products), seed)


def check_hessian(
    f: Callable[[Array], Any], hessian: Derivative, x: npt.ArrayLike, *, seed: int = 0
) -> Report:
    """Compare a Hessian with the second derivatives of `f` at `x`.

    `f` maps an array of shape (n,) to a number; `hessian` is a function of the same
    array, or an array, of shape (n, n). The slopes that are compared are those of
    complex-step slopes of f, so f must carry complex numbers: ValueError where it
    does not. Up to 16 entries each row is compared by itself, beyond that three random
    sums of rows. Errors are otherwise those of `check_gradient`.
    """
    vector = _vector(x)
    n = vector.size
    function = Function(f, vector, vector=False)
    claimed = derivative_at("Hessian", hessian, vector)
    if claimed.shape != (n, n):
        raise ValueError(f"the Hessian has shape {claimed.shape}; it must be {(n, n)}")
    try:
        try_complex(function, random_direction(vector, np.random.default_rng(seed)))
    except NotCarried as error:
        raise ValueError(
            f"second derivatives need an f that takes complex numbers; here {error}. "
            f"Check the gradient's own Jacobian instead, with check_jacobian"
        ) from error
    rows = np.eye(n) if n <= 16 else _weights((DIRECTIONS, n), seed)

    def slopes(x: Array) -> Array:
        h = 1e-40
        values = [function.at_complex(x + 1j * h * row)[0] for row in rows]
        return np.imag(values) / h

    def products(x: Array) -> Array:
        return np.asarray(rows @ (hessian(x) if callable(hessian) else claimed))

    gradients = Function(slopes, vector, vector=True)
    moving = products if callable(hessian) else claimed
    problem = _of_vector("Hessian", gradients, rows @ claimed, moving)
    report = _check(problem, seed)
    return replace(report, evaluations=function.calls + problem.calls)


def _vector(x: npt.ArrayLike) -> Array:
    vector = point(x)
    if vector.ndim != 1:
        raise ValueError(
            f"x must be a vector, of shape (n,); it has shape {vector.shape}"
        )
    return vector


def _of_vector(
    name: str, f: Function, claimed: Array, derivative: Derivative
) -> Problem:
    _, layout = layout_of(f.x)

    def again(x: Array) -> Array:
        return derivative_at(name, derivative, x)

    called = callable(derivative)
    return Problem(name, f, claimed, layout, again if called else None, int(called))


def _weights(shape: tuple[int, ...], seed: int) -> Array:
    """Random numbers between 0.5 and 1.5 in size, of either sign."""
    draw = np.random.default_rng(seed)
    return draw.choice([-1.0, 1.0], shape) * draw.uniform(0.5, 1.5, shape)


def _product(name: str, returned: Any, size: int) -> Array:
    product = np.asarray(returned)
    if product.shape != (size,):
        raise ValueError(f"{name} returned shape {product.shape}; it must be {(size,)}")
    return product


# The verdict


def _check(problem: Problem, seed: int) -> Report:
    """The verdict on a claim, by the surest method that f allows."""
    report = _not_finite(problem)
    if report is None:
        with np.errstate(all="ignore"):  # numbers that overflow resolve nothing
            report = _measured(problem, seed)
    return replace(report, evaluations=problem.f.calls + problem.calls)


def _not_finite(problem: Problem) -> Report | None:
    """The report on an infinity or a nan at x itself, where there is one."""
    f, claimed = problem.f, problem.claimed
    bad = np.flatnonzero(~np.isfinite(f.value))
    if bad.size:
        place = f"f(x)[{bad[0]}]" if f.vector else "f(x)"
        why = f"{place} is {f.value[bad[0]]}, not a finite number"
        return Report("cannot tell", why)
    bad = np.flatnonzero(~np.isfinite(claimed))
    if bad.size:
        row, column = divmod(int(bad[0]), f.x.size)
        value = float(claimed[row, column])
        place = problem.entry(row, column, value, value).place
        why = f"{place} of the {problem.name} is {value}, not a finite number"
        return Report("cannot tell", why)
    return None


def _measured(problem: Problem, seed: int) -> Report:
    f = problem.f
    try:
        trial = try_complex(f, random_direction(f.x, np.random.default_rng(seed)))
        if not trial.kink.any():
            return _projected(
                problem, Referee(f, problem.claimed, seed, moved=problem.moved(seed))
            )
        why = ""
    except NotCarried as error:
        why = f"; no complex steps, for with complex numbers {error}"
    report = _by_differences(problem, seed)
    return replace(report, method=report.method + why)


def _by_differences(problem: Problem, seed: int) -> Report:
    """The verdict by real differences, entry by entry where there are few."""
    f, draw = problem.f, np.random.default_rng(seed)
    noise = rounding_noise(f, draw)
    kinks = slopes_along(f, random_direction(f.x, draw), noise).kinks().any()
    small = f.x.size <= SMALL
    if kinks:
        return (
            _entry_by_entry(problem, seed) if small else _kinked(problem, seed, noise)
        )
    report = _projected(problem, Referee(f, problem.claimed, seed, noise=noise))
    unsure = report.verdict != "right" or report.resolution > FINE_ENOUGH[f.precision]
    if not (small and unsure):
        return report
    report = _entry_by_entry(problem, seed)
    if report.verdict != "kink":
        return report
    why = f"{report.why}; but along a random direction there is no kink to be seen"
    return replace(report, verdict="cannot tell", subgradient=False, why=why)


# Along random directions


def _projected(problem: Problem, referee: Referee) -> Report:
    """The verdict on a claim along the directions of a referee."""
    found = referee.ask()
    resolution = max(one.resolution for one in found)
    method = BY_COMPLEX_STEP if referee.noise is None else BY_DIRECTION
    base = Report(
        "right",
        _agreement(problem, len(found)),
        resolution=resolution,
        directions=DIRECTIONS,
        method=method,
    )
    if not all(np.isfinite(one.measured).all() for one in found):
        why = "the slope along a random direction is not finite, or does not settle"
        return Report("cannot tell", why, method=method)
    if any(one.wrong.any() for one in found):
        wrong = _wrong(problem, referee, found)
        return replace(
            wrong, resolution=resolution, directions=DIRECTIONS, method=method
        )
    enough = ENOUGH[min(problem.f.precision, problem.claimed.dtype.itemsize)]
    if resolution <= enough:
        return base
    why = (
        f"a relative error below {resolution:.0e} in an entry would not be seen, for "
        f"rounding hides it"
    )
    return replace(base, verdict="cannot tell", why=why)


def _agreement(problem: Problem, directions: int) -> str:
    count = problem.claimed.size
    entries = "the entry agrees" if count == 1 else f"all {count} entries agree"
    return f"{entries} with the slopes of f along {directions} random directions"


def _wrong(problem: Problem, referee: Referee, found: list[Projected]) -> Report:
    """The report on a claim that is wrong along a direction: where, and how."""
    wrong, all_of_them = _wrong_entries(problem, referee, found)
    if wrong and referee.noise is None and not _sure(problem, referee, wrong[0]):
        raise NotCarried("some imaginary part is lost")
    mistake = name_mistake(_claimed(problem), _differences(referee, found))
    size, name = problem.claimed.size, problem.name
    count = len(wrong)
    if size == 1:
        why = f"the {name} is not the slope of f"
    elif all_of_them:
        verb = "is" if count == 1 else "are"
        why = f"{count} of {size} entries of the {name} {verb} off"
    else:
        why = f"many of the {size} entries of the {name} are off"
    return Report("wrong", why, wrong[0] if wrong else None, wrong, mistake)


def _wrong_entries(
    problem: Problem, referee: Referee, found: list[Projected]
) -> tuple[tuple[Entry, ...], bool]:
    """The wrong entries, the worst first, and whether they are all that there are."""
    few = problem.f.x.size <= SMALL
    measured: list[tuple[float, Entry]] = []
    complete = True
    for group in referee.groups:
        turns = [one for one in found if one.group is group and one.wrong.any()]
        if not turns:
            continue
        columns, all_of_them = _columns(referee, turns[0], few)
        complete = complete and all_of_them
        for column in columns:
            one = referee.entry(column, turns[0])
            off = np.abs(one.claimed - one.measured) / np.abs(one.tolerance)
            for row in np.flatnonzero(off > 1):
                values = float(one.claimed[row]), float(one.measured[row])
                entry = problem.entry(int(row), column, *values)
                measured.append((abs(values[0] - values[1]), entry))
    measured.sort(key=lambda pair: -pair[0])
    return tuple(entry for _, entry in measured), complete


def _columns(referee: Referee, found: Projected, few: bool) -> tuple[list[int], bool]:
    """The columns in which a wrong direction is wrong, and whether these are all."""
    if few:
        return [int(at) for at in found.group.at], True
    parts, complete = referee.search(found, WIDESPREAD)
    columns = [int(part.at[0]) for part in parts]
    if not complete:
        size = np.abs(referee.claimed[:, found.group.at]).max(axis=0)
        largest = found.group.at[np.argsort(-size)[:LISTED]]
        columns = [int(at) for at in largest]
    return columns, complete


def _sure(problem: Problem, referee: Referee, entry: Entry) -> bool:
    """Whether a real difference bears out the entry that is furthest off."""
    block = next(b for b in problem.layout.blocks if b.name == entry.name)
    row, index = (
        (entry.index[0], entry.index[1:]) if problem.f.vector else (0, entry.index)
    )
    column = block.start + int(np.ravel_multi_index(index, block.shape) if index else 0)
    v = np.zeros(problem.f.x.size)
    v[column] = entry_sizes(problem.f.x).reshape(-1)[column]
    slope = np.full(problem.f.value.size, np.nan)
    claimed = np.full(problem.f.value.size, np.nan)
    slope[row], claimed[row] = entry.true * v[column], entry.claimed * v[column]
    return confirmed(problem.f, v.reshape(problem.f.x.shape), slope, claimed)


def _differences(referee: Referee, found: list[Projected]) -> Callable[[Array], Array]:
    """What a repair leaves of the differences along the directions asked."""

    def differences(value: Array) -> Array:
        rows = []
        for one in found:
            v = referee.direction(one.group, one.turn)
            rows.append((value @ v - one.measured) / one.tolerance)
        return np.concatenate(rows)

    return differences


def _claimed(problem: Problem) -> Claimed:
    return Claimed(
        problem.name,
        problem.claimed,
        problem.f.x.reshape(-1),
        problem.f.value,
        problem.layout.blocks,
        problem.f.vector,
    )


# Entry by entry


def _entry_by_entry(problem: Problem, seed: int) -> Report:
    """The verdict on the entries one by one, then on all together."""
    derivative = problem.derivative or problem.claimed
    noise = rounding_of(problem.name, derivative, problem.f.x, problem.claimed)
    problem.calls += 2 * int(callable(derivative))
    claim = Claim(problem.name, problem.claimed, noise)
    c = compare(problem.f, claim, np.random.default_rng(seed))
    report = _one_by_one(problem, c)
    if report.verdict in ("right", "cannot tell"):
        report = _together(c, report, seed)
    return replace(report, method=BY_ENTRY)


def _one_by_one(problem: Problem, c: Comparison) -> Report:
    """The verdict on the entries one by one."""
    gap = np.abs(c.claimed - c.slopes.value)
    compared = ~c.kinks & np.isfinite(c.slopes.error)
    off = np.where(compared, gap, 0) / np.maximum(c.tolerance, np.finfo(float).tiny)
    order = np.argsort(-off, axis=None, kind="stable")
    wrong = tuple(_entry(problem, c, int(at)) for at in order if off.flat[at] > 1)
    resolution = c.resolution()
    if wrong:
        count, size, name = len(wrong), c.claimed.size, problem.name
        verb = "is" if count == 1 else "are"
        why = f"{count} of {size} entries of the {name} {verb} off"
        if size == 1:
            why = f"the {name} is not the slope of f"
        mistake = name_mistake(_claimed(problem), _entry_differences(c, compared))
        return Report("wrong", why, wrong[0], wrong, mistake, resolution=resolution)
    if c.kinks.any():
        return _at_kink(problem, c)
    if resolution > c.enough:
        return _unresolved(problem, c)
    count = c.claimed.size
    agree = "the entry agrees" if count == 1 else f"all {count} entries agree"
    why = f"{agree} with the slopes of f"
    worst = _entry(problem, c, int(order[0]))
    return Report("right", why, worst, resolution=resolution)


def _entry_differences(c: Comparison, compared: Array) -> Callable[[Array], Array]:
    """What a repair leaves of the differences of the entries measured."""
    tolerance = np.maximum(c.tolerance, np.finfo(float).tiny)[compared]
    return lambda value: (value - c.slopes.value)[compared] / tolerance


def _at_kink(problem: Problem, c: Comparison) -> Report:
    """The report on slopes that differ from side to side."""
    kinks = [int(at) for at in np.flatnonzero(c.kinks)]
    low = np.minimum(c.slopes.left, c.slopes.right) - DOUBT * c.slopes.side_error
    high = np.maximum(c.slopes.left, c.slopes.right) + DOUBT * c.slopes.side_error
    inside = (low <= c.claimed) & (c.claimed <= high)
    outside = [at for at in kinks if not inside.flat[at]]
    at = (outside or kinks)[0]
    left, right = float(c.slopes.left.flat[at]), float(c.slopes.right.flat[at])
    entry = replace(_entry(problem, c, at), true=float("nan"))
    said = "outside of them" if outside else "between them, a subgradient"
    why = (
        f"f has no derivative along {entry.place}: its slope is "
        f"{left:.6g} on the left and {right:.6g} on the right; the claimed "
        f"{entry.claimed:.6g} lies {said}"
    )
    resolution = c.resolution()
    accepted = not outside and resolution <= c.enough
    return Report(
        "kink",
        why,
        entry,
        slopes=(left, right),
        subgradient=accepted,
        resolution=resolution,
    )


def _unresolved(problem: Problem, c: Comparison) -> Report:
    """The report on an entry whose slope is not known well enough."""
    at = int(c.tolerance.argmax())
    entry, resolution = _entry(problem, c, at), c.resolution()
    if resolution >= 1:
        why = (
            f"the slope along {entry.place} does not settle as the steps get shorter, "
            f"or f is not finite on both sides of x"
        )
        return Report("cannot tell", why)
    why = (
        f"an error of {entry.place} below {resolution:.0e} of the largest would not be "
        f"seen, for f carries a rounding noise of {c.noise.max():.0e}"
    )
    return Report("cannot tell", why, entry, resolution=resolution)


def _together(c: Comparison, report: Report, seed: int) -> Report:
    """The report, once the entries together give the slope in a random direction.

    Each may agree by itself at a point where f has a kink off the axes.
    """
    where = f"in a random direction (seed {seed})"
    kinks = c.along.kinks()
    if kinks.any():
        at = int(np.flatnonzero(kinks)[0])
        claimed = float(c.claimed[at] @ c.direction)
        left, right = float(c.along.left[at]), float(c.along.right[at])
        return _along_kink(where, left, right, claimed, report.resolution)
    if report.verdict != "right":
        return report
    allowed = DOUBT * c.along.error + c.tolerance @ np.abs(c.direction)
    gap = np.abs(c.claimed @ c.direction - c.along.value)
    if (gap <= allowed).all() and np.isfinite(allowed).all():
        return report
    why = f"the entries agree one by one, but their sum does not agree {where}"
    return replace(report, verdict="cannot tell", why=why)


def _kinked(problem: Problem, seed: int, noise: Array) -> Report:
    """The report on a kink where entries are too many to be measured one by one.

    The claim is a subgradient when along each direction it lies between the slopes
    of the two sides.
    """
    referee = Referee(problem.f, problem.claimed, seed, noise=noise)
    where = f"in a random direction (seed {seed})"
    reports = [
        _side_by_side(problem, referee.direction(group, turn), noise, where)
        for group in referee.groups
        for turn in range(DIRECTIONS)
    ]
    resolution = max(report.resolution for report in reports)
    shown = next((report for report in reports if not report.subgradient), reports[0])
    accepted = bool(shown.subgradient and resolution <= ENOUGH[problem.f.precision])
    return replace(
        shown,
        subgradient=accepted,
        resolution=resolution,
        directions=DIRECTIONS,
        method=BY_DIRECTION,
    )


def _side_by_side(problem: Problem, v: Array, noise: Array, where: str) -> Report:
    """The slopes on both sides along v, for the output that shows most by them."""
    along = slopes_along(problem.f, v.reshape(problem.f.x.shape), noise)
    claimed = problem.claimed @ v
    slack = DOUBT * along.side_error + 1e-9 * np.abs(claimed)
    low, high = np.minimum(along.left, along.right), np.maximum(along.left, along.right)
    inside = (low - slack <= claimed) & (claimed <= high + slack)
    at = int(np.argmax(~inside)) if not inside.all() else int(np.argmax(high - low))
    terms = np.linalg.norm(problem.claimed[at] * v)
    typical = float(terms) / np.sqrt(np.count_nonzero(v))
    resolution = float(slack[at]) / typical if typical else 0.0
    left, right = float(along.left[at]), float(along.right[at])
    report = _along_kink(where, left, right, float(claimed[at]), resolution)
    return replace(report, subgradient=bool(inside.all()))


def _along_kink(
    where: str, left: float, right: float, claimed: float, resolution: float
) -> Report:
    """The report on a kink along a direction."""
    slack = 1e-6 * max(abs(left), abs(right))
    inside = min(left, right) - slack <= claimed <= max(left, right) + slack
    said = "between them, a subgradient" if inside else "outside of them"
    why = (
        f"f has no derivative {where}: its slope there is {left:.6g} on one side and "
        f"{right:.6g} on the other; the claimed {claimed:.6g} lies {said}"
    )
    return Report(
        "kink", why, slopes=(left, right), subgradient=inside, resolution=resolution
    )


def _entry(problem: Problem, c: Comparison, at: int) -> Entry:
    """The entry at a position of the flattened derivative."""
    row, column = divmod(at, problem.f.x.size)
    return problem.entry(
        row, column, float(c.claimed.flat[at]), float(c.slopes.value.flat[at])
    )
