"""The mistake behind a wrong derivative, where a repair of it fits what was measured.

In: a claimed derivative and the evidence against it. Out: a clause, or nothing. A
repair is named only when it brings every measurement within its tolerance, and when
there are measurements left over after its own unknown factor has been fitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .finite_differences import factors
from .flattening import Block
from .user_function import Array

ENOUGH = 3  # measurements that a fitted factor must move, one to fit and two to test
PAIRS = 12  # rows or columns of which all pairs are tried
LARGE = 20_000  # entries of a derivative beyond which no pairs are tried
CLEAR = 100  # times its tolerance a difference must be for a repair to tell
WHOLE = 1e-6  # how well real differences know a factor, where f is noisy
NO_SLIP = 1e-4  # from one or from zero: a factor that nobody forgets
MOST_LISTED = 5  # entries of a wrong derivative that are looked at, at the least
SLACK = 4  # a repaired derivative has a rounding of its own

# A derivative, (m, n) -> its differences from all measurements, in units of the
# tolerance of each, as one vector.
Differences = Callable[[Array], Array]


@dataclass(frozen=True)
class Products:
    """Vectors u, (k, m), of which u times the Jacobian is claimed, and f(x), (m,).

    `turned` gives the Jacobian times each u, where f has as many outputs as inputs.
    """

    us: Array
    out: Array
    turned: Callable[[], Array | None]


@dataclass(frozen=True)
class Claimed:
    """A derivative as claimed, (m, n), at the vector x, (n,), and where blocks lie.

    out is f(x), (m,). jacobian says that outputs are several by nature, and products
    of which vectors with a Jacobian they are, if they are that.
    """

    name: str
    value: Array
    x: Array
    out: Array
    blocks: tuple[Block, ...]
    jacobian: bool
    products: Products | None = None


def name_mistake(claimed: Claimed, differences: Differences) -> str:
    """The repair that fits all measurements, as a clause; empty where none does."""
    if not claimed.value.any():
        return f"the {claimed.name} is zero throughout, the slopes are not"
    before = differences(claimed.value)
    if not np.abs(before).max() > CLEAR:
        return ""  # anything would fit
    if claimed.products is not None and (said := _turned(claimed)):
        return said
    for said, repaired in _exact(claimed):
        if _fits(differences(repaired)):
            return said
    for said_of, direction in _fitted(claimed):
        if np.count_nonzero(direction) < 2:
            continue  # any factor fits one entry
        factor = _fit(before, differences(claimed.value + direction) - before)
        if factor is not None and said_of(factor):
            return said_of(factor)
    return _zero_block(claimed, before, differences)


def _fits(differences: Array) -> bool:
    return bool((np.abs(differences) <= SLACK).all())


def _fit(before: Array, change: Array) -> float | None:
    """The factor c with which before + c change vanishes, where there is one."""
    if (np.abs(change) > 100).sum() < ENOUGH:
        return None
    at = int(np.abs(change).argmax())
    factor = float(-before[at] / change[at])
    rounding = 1e-13 * np.abs(factor * change)
    fits = (np.abs(before + factor * change) <= SLACK + rounding).all()
    return factor if fits and abs(factor) * np.abs(change).max() > SLACK else None


# Repairs without a factor


def _exact(c: Claimed) -> Iterator[tuple[str, Array]]:
    """Repairs as a clause and the derivative that would be right."""
    if c.products is not None:
        yield from _of_products(c, c.products)
        return
    if c.jacobian:
        yield from _of_jacobian(c)
        return
    for block in c.blocks:
        if len(block.shape) == 2 and min(block.shape) > 1:
            part = c.value[:, block.span].reshape(block.shape)
            square = block.shape[0] == block.shape[1]
            turned = part.T if square else part.reshape(block.shape[::-1]).T
            how = "" if square else ", it was reshaped where it should be transposed"
            yield (
                f"{_of(c, block)} would be right transposed{how}",
                _with(c.value, block, turned),
            )
    for one, other in combinations(c.blocks[:PAIRS], 2):
        if one.shape == other.shape:
            swapped = c.value.copy()
            swapped[:, one.span] = c.value[:, other.span]
            swapped[:, other.span] = c.value[:, one.span]
            yield f"the gradients of {one} and {other} are swapped", swapped
    if c.value.size <= LARGE:
        for block in c.blocks:
            yield from _pairs(c, block)


def _of_jacobian(c: Claimed) -> Iterator[tuple[str, Array]]:
    rows, columns = c.value.shape
    if rows != columns:
        return
    p = c.out
    if rows > 1 and _are_shares(p):
        whole = np.diag(p) - np.outer(p, p)
        off = c.value - np.diag(np.diag(c.value))
        which = "only the diagonal of" if not off.any() else "not"
        yield (
            f"f is a softmax, and this is {which} its Jacobian: entry [i, k] is "
            f"out_i (1_{{i=k}} - out_k), off the diagonal -out_i out_k",
            whole,
        )
    if rows > 1 and _are_shares(np.exp(p)):
        yield (
            "f is a log-softmax: entry [i, k] of its Jacobian is 1_{i=k} - p_k, where "
            "p is the softmax",
            np.eye(rows) - np.exp(p),
        )
    yield "its transpose is right", c.value.T
    if c.value.size <= LARGE:
        yield from _pairs(c, Block("", c.value.shape, 0))


def _are_shares(p: Array) -> bool:
    """Whether numbers are positive and sum to one, as a softmax does."""
    return bool(np.isfinite(p).all() and (p > 0).all() and abs(p.sum() - 1) < 1e-6)


def _of_products(c: Claimed, given: Products) -> Iterator[tuple[str, Array]]:
    """What u times the Jacobian of a softmax and of its logarithm is."""
    us, p = given.us, given.out
    if p.size < 2 or us.shape != c.value.shape:
        return
    if _are_shares(p):
        which = "this is not u times its Jacobian"
        if _is(c.value, us * p * (1 - p)):
            which = "this is u times only the diagonal of its Jacobian"
        elif _is(c.value, us * p):
            which = "the sum over all outputs is missing"
        yield (
            f"f is a softmax, and {which}: entry k is out_k (u_k - sum_i u_i out_i)",
            us * p - (us @ p)[:, None] * p,
        )
    shares = np.exp(p)
    if _are_shares(shares):
        which = "this is not u times its Jacobian"
        if _is(c.value, us - shares):
            which = "the sum of the incoming u before the softmax is missing"
        elif _is(c.value, us):
            which = "the softmax is not subtracted"
        yield (
            f"f is a log-softmax, and {which}: entry k is u_k - p_k sum_i u_i, where p "
            f"is the softmax",
            us - us.sum(axis=1)[:, None] * shares,
        )


def _turned(c: Claimed) -> str:
    """Whether the Jacobian was taken times u, and not u times the Jacobian."""
    turned = None if c.products is None else c.products.turned()
    if turned is None or not _is(c.value, turned):
        return ""
    return (
        "this is the Jacobian times u; u times the Jacobian, with its transpose, is "
        "wanted"
    )


def _is(value: Array, other: Array) -> bool:
    """Whether two arrays are one, up to what differences tell."""
    if value.shape != other.shape:
        return False
    apart = np.abs(value - other).max()
    return bool(apart <= WHOLE * np.abs(other).max())


def ask_of_iteration(claimed: Array, wrong: Sequence[tuple[float, float]]) -> str:
    """A question where all entries are off by next to nothing, and all to one side.

    `wrong` are the claimed and the measured values of those that were looked at.
    """
    shares = [(a - b) / b for a, b in wrong if b]
    looked_at = min(int(np.count_nonzero(claimed)), MOST_LISTED)
    if not shares or len(shares) < max(looked_at, len(wrong)):
        return ""
    largest = max(map(abs, shares))
    gaps = [a - b for a, b in wrong]
    signs = [{one > 0 for one in found} for found in (shares, gaps)]
    if largest > NO_SLIP or all(len(found) > 1 for found in signs):
        return ""
    return (
        f"all is off by less than {2 * largest:.0e} of its entry, and to one side: "
        f"does f iterate until a step is small? The slopes are those of where it "
        f"stops; let it go on for longer"
    )


def _pairs(c: Claimed, block: Block) -> Iterator[tuple[str, Array]]:
    """Two rows or two columns of a block exchanged; two entries of a vector."""
    part = c.value if c.jacobian else c.value[:, block.span].reshape(block.shape)
    words = {1: ("entries",), 2: ("rows", "columns")}.get(part.ndim, ())
    for axis, word in enumerate(words):
        if not 1 < part.shape[axis] <= PAIRS:
            continue
        for one, other in combinations(range(part.shape[axis]), 2):
            order = np.arange(part.shape[axis])
            order[[one, other]] = other, one
            turned = np.take(part, order, axis=axis)
            said = f"{word} {one} and {other} of {_of(c, block)} are swapped"
            yield said, turned if c.jacobian else _with(c.value, block, turned)


# Repairs with a factor to fit


def _fitted(c: Claimed) -> Iterator[tuple[Callable[[float], str], Array]]:
    """Repairs as what a factor would mean, and the direction it multiplies."""
    yield lambda factor: _scaled(f"the {c.name}", 1 + factor), c.value
    if c.jacobian:
        return
    several = len(c.blocks) > 1
    for block in c.blocks if several else ():
        only = np.zeros_like(c.value)
        only[:, block.span] = c.value[:, block.span]
        yield _saying(_of(c, block)), only
    x = c.x.reshape(1, -1)
    yield _decayed("x"), x
    weights = [block for block in c.blocks if len(block.shape) > 1]
    if several and weights:
        only = np.zeros_like(x)
        for block in weights:
            only[:, block.span] = x[:, block.span]
        yield _decayed("the weights"), only
        for block in weights:
            only = np.zeros_like(x)
            only[:, block.span] = x[:, block.span]
            yield _decayed(str(block)), only


def _saying(what: str) -> Callable[[float], str]:
    return lambda factor: _scaled(what, 1 + factor)


def _decayed(what: str) -> Callable[[float], str]:
    def said(factor: float) -> str:
        return (
            f"adding {factor:.6g} times {what} makes it right: the derivative of a "
            f"penalty {factor / 2:.6g} times the sum of the squares of {what}"
        )

    return said


def _scaled(what: str, factor: float) -> str:
    """What a constant factor between the slopes and the claim means.

    Nothing, where it is so near to one that it is no slip of the pen, or to zero, as
    for a claim beside whose size the slopes vanish.
    """
    if min(abs(factor - 1), abs(factor)) < NO_SLIP:
        return ""
    if abs(factor + 1) < WHOLE:
        return f"{what} has the wrong sign"
    sign = " and has the wrong sign" if factor < 0 else ""
    size = abs(factor)
    if size > 1 and _whole(size):
        return f"{what} is too small by the factor {round(size)}{sign}"
    if size < 1 and _whole(1 / size):
        number = round(1 / size)
        mean = f": is 1/{number}, of a mean or of a half, missing?"
        return f"{what} is too large by the factor {number}{sign}{mean}"
    return f"{what} times {size:.9g} would be right{sign}"


def _whole(number: float) -> bool:
    return abs(number - round(number)) < WHOLE * number


def _zero_block(c: Claimed, before: Array, differences: Differences) -> str:
    """Whether what is wrong is that one array was forgotten."""
    zeros = [block for block in c.blocks if not c.value[:, block.span].any()]
    if c.jacobian or len(zeros) != 1 or len(c.blocks) < 2:
        return ""
    (block,) = zeros
    touched = np.zeros_like(c.value)
    touched[:, block.span] = 1.0
    moved = np.abs(differences(c.value + touched) - before) > 0
    if (np.abs(before) <= 1)[~moved].all():
        return f"{_of(c, block)} is zero throughout, the slopes are not"
    return ""


def _of(c: Claimed, block: Block) -> str:
    return f"the {c.name} of {block}" if block.name else f"the {c.name}"


def _with(value: Array, block: Block, part: Array) -> Array:
    """The derivative with one block replaced."""
    copy = value.copy()
    copy[:, block.span] = part.reshape(1, -1)
    return copy


ZERO = 1e-9  # of the terms of a sum: what is called zero


Slope = Callable[[Array], float]  # a direction, (n,) -> the slope of f along it


def name_before_softmax(claimed: Claimed, slope: Slope) -> str:
    """What is wrong in a layer before a softmax, as a clause; empty when not known.

    Up to four slopes are measured for each layer of a weight and a bias.
    """
    for weight, bias in _layers(claimed.blocks):
        alike, in_bias, in_weight = np.zeros((3, claimed.value.shape[1]))
        draw = factors(alike.size, np.random.default_rng(0))
        alike[bias.span] = 1
        in_bias[bias.span] = draw[bias.span]
        in_weight[weight.span] = draw[weight.span]
        flat = abs(slope(alike)) <= ZERO * abs(slope(in_bias))
        if not flat or _agrees(claimed, in_bias, slope):
            continue
        if not _agrees(claimed, alike, lambda v: 0.0):
            if not _agrees(claimed, in_weight, slope):
                return (
                    f"f does not change when the entries of {bias} grow alike, as "
                    f"before a softmax, so the slopes add up to zero, but the claimed "
                    f"do not: what is off the diagonal of the softmax's Jacobian sees "
                    f"to that"
                )
        elif _agrees(claimed, draw - in_bias, slope):
            return _of_bias_alone(claimed, bias)
    return ""


def _of_bias_alone(claimed: Claimed, bias: Block) -> str:
    """What is wrong where all but the bias is right, and the bias adds up to zero."""
    if not claimed.value[0, bias.span].any():
        return f"the gradient of {bias} is zero throughout, the slopes are not"
    return (
        f"the gradient of {bias} alone is off, and adds up to zero, as it must before "
        f"a softmax: is it not summed over all examples?"
    )


def _layers(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block]]:
    """A weight and the bias that goes with it, where their sizes leave no doubt."""
    for bias in blocks:
        weights = [b for b in blocks if len(b.shape) == 2 and b.shape[:1] == bias.shape]
        twins = [b for b in blocks if b.shape == bias.shape]
        if len(weights) == len(twins) == 1 and bias.shape[0] > 1:
            yield weights[0], bias


def _agrees(claimed: Claimed, v: Array, slope: Slope) -> bool:
    """Whether the claim has the slope along v, up to rounding."""
    terms = claimed.value[0] * v
    gap = abs(float(terms.sum()) - slope(v))
    return gap <= ZERO * float(np.abs(terms).sum())
