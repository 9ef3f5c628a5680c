"""`python -m tests.benchmarks.gradients`: gradient checkers on mistakes and right ones.

Twelve mistakes under eight scalings, right gradients of several families of functions,
some of them held out (`heldout`), time, evaluations and memory at up to 100 000
entries; beside the other checkers that are installed (SciPy, numdifftools, HIPS
autograd, JAX, PyTorch). Exit status 1 where a bound is broken: a mistake of 1e-3 and
more missed or named wrongly, a right gradient called wrong. `--quick` takes a tenth
of the seeds. Times are of the processor: set OPENBLAS_NUM_THREADS=1, or they count
what threads wait for each other.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from derivcheck import check_gradient
from derivcheck.network import softmax
from tests.benchmarks.heldout import HELD_OUT
from tests.benchmarks.heldout import mistakes as mistaken

Array = np.ndarray[Any, Any]
Named = dict[str, Array]
SCALINGS = (
    "base",
    "inputs x1e4",
    "inputs x1e-4",
    "saturated outputs",
    "offset 1e6",
    "loss x1e-6",
    "loss x1e6",
    "dead hidden layer",
)
DECAY = 0.01


@dataclass(frozen=True)
class Problem:
    """A loss of named arrays, and its gradient; `wrong` gives it with a mistake."""

    f: Callable[[Named], Any]
    gradient: Callable[[Named], Named]
    x: Named
    wrong: Mapping[str, Callable[[Named], Named]]


# A softmax hidden layer, a softmax output, cross-entropy and weight decay


def network(seed: int, scaling: str, sizes: tuple[int, int, int, int]) -> Problem:
    """Arrays W, b, V, c; sizes are inputs, hidden units, outputs, examples."""
    n_x, n_h, n_o, n = sizes
    draw = np.random.default_rng(seed)
    p = {
        "W": draw.normal(size=(n_h, n_x)) / np.sqrt(n_x),
        "b": draw.normal(size=n_h),
        "V": draw.normal(size=(n_o, n_h)),
        "c": draw.normal(size=n_o),
    }
    x, t = draw.normal(size=(n, n_x)), np.eye(n_o)[draw.integers(0, n_o, n)]
    by, offset = 1.0, 0.0
    match scaling:
        case "inputs x1e4" | "inputs x1e-4":
            size = float(scaling.split("x")[-1])
            x, p["W"] = x * size, p["W"] / size
        case "saturated outputs":
            p["V"], p["c"] = p["V"] * 50, p["c"] * 50
        case "offset 1e6":
            offset = 1e6
        case "loss x1e-6" | "loss x1e6":
            by = float(scaling.split("x")[-1])
        case "dead hidden layer":
            x = x * 1e4

    def f(q: Named) -> Any:
        decay = DECAY / 2 * sum((q[name] ** 2).sum() for name in "WV")
        return by * (data_loss(q) + decay) + offset

    def data_loss(q: Named) -> Any:
        z = x @ q["W"].T + q["b"]
        h = np.exp(z - z.real.max(axis=1, keepdims=True))
        o = (h / h.sum(axis=1, keepdims=True)) @ q["V"].T + q["c"]
        top = o.real.max(axis=1, keepdims=True)
        logs = o - top - np.log(np.exp(o - top).sum(axis=1, keepdims=True))
        return -(t * logs).sum() / n

    def gradient(q: Named, how: str = "") -> Named:
        h = softmax(x @ q["W"].T + q["b"])
        delta = (softmax(h @ q["V"].T + q["c"]) - t) / n
        g = delta @ q["V"]
        z = h * (g - (h * g).sum(axis=1, keepdims=True))
        if how == "diagonal of softmax":
            z = h * (1 - h) * g
        if how == "activation lost":
            z = g - g.mean(axis=1, keepdims=True)
        decay = 0.0 if how == "decay lost" else DECAY
        found = {
            "W": z.T @ x + decay * q["W"],
            "b": z[0] * n if how == "batch sum lost" else z.sum(axis=0),
            "V": delta.T @ h + decay * q["V"],
            "c": delta.sum(axis=0),
        }
        return {name: by * part for name, part in found.items()}

    def told(change: Callable[[Named], Named]) -> Callable[[Named], Named]:
        return lambda q: change(gradient(q))

    at = _place(gradient(p)["V"], draw)
    wrong = {
        "sign of W": told(lambda g: {**g, "W": -g["W"]}),
        "sum for mean": told(lambda g: {k: n * v for k, v in g.items()}),
        "half": told(lambda g: {k: v / 2 for k, v in g.items()}),
        "transposed": told(lambda g: {**g, "W": g["W"].T.reshape(g["W"].shape)}),
        "forgotten bias": told(lambda g: {**g, "c": 0 * g["c"]}),
        "swapped columns": told(lambda g: {**g, "V": _swapped(g["V"])}),
        "decay lost": lambda q: gradient(q, "decay lost"),
        "diagonal of softmax": lambda q: gradient(q, "diagonal of softmax"),
        "batch sum lost": lambda q: gradient(q, "batch sum lost"),
        "activation lost": lambda q: gradient(q, "activation lost"),
        "1e-3 in one": told(lambda g: {**g, "V": _off(g["V"], at, 1e-3)}),
        "1e-7 in one": told(lambda g: {**g, "V": _off(g["V"], at, 1e-7)}),
    }
    return Problem(f, gradient, p, wrong)


NAMES = {
    "sign of W": "of W has the wrong sign",
    "sum for mean": "too large by the factor",
    "half": "too small by the factor 2",
    "transposed": "transposed",
    "forgotten bias": "gradient of c is zero throughout",
    "swapped columns": "columns 0 and 1 of the gradient of V are swapped",
    "decay lost": "times the weights makes it right",
    "diagonal of softmax": "what is off the diagonal of the softmax's Jacobian",
    "batch sum lost": "the gradient of b alone is off, and adds up to zero",
}


def _swapped(matrix: Array) -> Array:
    order = np.arange(matrix.shape[1])
    order[:2] = 1, 0
    return np.asarray(matrix[:, order])


def _off(array: Array, at: tuple[int, ...], size: float) -> Array:
    copy = array.copy()
    copy[at] *= 1 + size
    return copy


def _place(array: Array, draw: np.random.Generator) -> tuple[int, ...]:
    """An entry of at least a thousandth of the largest."""
    places = np.argwhere(np.abs(array) > 1e-3 * np.abs(array).max())
    return tuple(int(n) for n in places[draw.integers(len(places))])


# Other families, which the referee was made with


def family(name: str, seed: int, n: int = 40) -> tuple[Any, Any, Array]:
    """A function, its gradient and a point."""
    draw = np.random.default_rng(seed)
    x = draw.choice([-1.0, 1.0], n) * draw.uniform(0.3, 2, n)
    a = draw.normal(size=(2 * n, n))
    match name:
        case "Rosenbrock":
            return _rosenbrock, _rosenbrock_gradient, x
        case "logistic, columns from 1e-3 to 1e3":
            a *= 10.0 ** draw.uniform(-3, 3, n)
            y, w = draw.choice([-1.0, 1.0], 2 * n), x / np.abs(a).max(axis=0)
            return (
                lambda w: np.log1p(np.exp(-y * (a @ w) / n)).sum(),
                lambda w: a.T @ (-y / n / (1 + np.exp(y * (a @ w) / n))),
                w,
            )
        case "quadratic of condition 1e12":
            q, _ = np.linalg.qr(a[:n])
            h = (q * 10.0 ** np.linspace(-6, 6, n)) @ q.T
            return lambda x: x @ h @ x / 2, lambda x: (h + h.T) @ x / 2, x
        case "fast waves":
            return (
                lambda x: (np.sin(50 * x) + 1 / x).sum(),
                lambda x: 50 * np.cos(50 * x) - 1 / x**2,
                x,
            )
        case "log of a sum":
            return (
                lambda x: np.log(np.exp(9 * x).sum()),
                lambda x: 9 * softmax(9 * x),
                x,
            )
        case "product of sums":
            b, c = a[0], a[1]
            return (
                lambda x: np.sqrt(1 + (b @ x) ** 2 * (c @ x**2) ** 2),
                lambda x: (
                    (
                        ((b @ x) * (c @ x**2) ** 2 * b)
                        + ((b @ x) ** 2 * (c @ x**2) * 2 * c * x)
                    )
                    / np.sqrt(1 + (b @ x) ** 2 * (c @ x**2) ** 2)
                ),
                x,
            )
    raise ValueError(name)


FAMILIES = (
    "Rosenbrock",
    "logistic, columns from 1e-3 to 1e3",
    "quadratic of condition 1e12",
    "fast waves",
    "log of a sum",
    "product of sums",
)


def _rosenbrock(x: Array) -> Any:
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


def _rosenbrock_gradient(x: Array) -> Array:
    g, r = np.zeros_like(x), x[1:] - x[:-1] ** 2
    g[1:] += 200 * r
    g[:-1] += -400 * r * x[:-1] - 2 * (1 - x[:-1])
    return g


# What is measured


def real(f: Callable[[Any], Any]) -> Callable[[Any], float]:
    """The same function, written so that complex numbers do not pass."""
    return lambda x: float(f(x))


def same(f: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The function as it is."""
    return f


SMALL = (4, 4, 5, 6)
LARGE = (300, 300, 30, 32)  # a batch of 32


def mistakes(seeds: int, wrap: Callable[[Any], Any], array: bool) -> Counter[str]:
    """Verdicts on twelve mistakes under eight scalings."""
    count: Counter[str] = Counter()
    for scaling in SCALINGS:
        for seed in range(seeds):
            p = network(seed, scaling, SMALL)
            right = p.gradient(p.x)
            for name, wrong in p.wrong.items():
                given = wrong(p.x)
                if not _differs(given, right):
                    count["not a mistake at this point"] += 1
                    continue
                report = check_gradient(wrap(p.f), given if array else wrong, p.x)
                size = "1e-7 in one" if name.startswith("1e-7") else "big"
                count[f"{size}, {report.verdict}"] += 1
                count[size] += 1
                if report.verdict != "wrong":
                    count[f"missed: {name}, {scaling}, {report.verdict}"] += 1
                if name.endswith("in one"):
                    count["places"] += 1
                    count["exact places"] += len(report.wrong) == 1
                if report.mistake:
                    told = name in NAMES and NAMES[name] in report.mistake
                    count[f"named, {name}" if told else "named wrongly"] += 1
                    if not told:
                        count[f"  {name}, {scaling}: {report.mistake}"] += 1
                count[f"seen, {name}"] += 1
    return count


def _differs(given: Named, right: Named) -> bool:
    """Whether a mistake changes more than what is zero next to the other entries."""
    top = max(np.abs(part).max() for part in right.values())
    gaps = [np.abs(given[name] - right[name]) for name in right]
    single = sum(np.count_nonzero(gap) for gap in gaps) == 1
    largest = max(float(gap.max()) for gap in gaps)
    return bool(largest > (1e-12 if single else 1e-9) * top)


def right_ones(
    seeds: int, wrap: Callable[[Any], Any], array: bool = False
) -> Counter[str]:
    """Verdicts on right gradients: the networks, then families, then those held out."""
    count: Counter[str] = Counter()
    for seed in range(seeds):
        made: list[tuple[str, str, Any, Any, Any]] = []
        for scaling in SCALINGS:
            p = network(seed, scaling, SMALL)
            made.append(("networks", scaling, p.f, p.gradient, p.x))
        made += [("families", name, *family(name, seed)) for name in FAMILIES]
        made += [
            ("held out", name, *make(np.random.default_rng(seed)))
            for name, make in HELD_OUT.items()
        ]
        for kind, name, f, right, x in made:
            given = right(x) if array else right
            verdict = check_gradient(wrap(f), given, x, seed=seed).verdict
            count[f"{kind}, {verdict}"] += 1
            count[verdict] += 1
            if verdict != "right":
                count[f"  {name}: {verdict}"] += 1
    return count


def held_out_wrong(seeds: int, wrap: Callable[[Any], Any]) -> Counter[str]:
    """Mistakes in the families held out: whole arrays, and one entry of them."""
    count: Counter[str] = Counter()
    for seed in range(seeds):
        for name, made in HELD_OUT.items():
            f, gradient, p = made(np.random.default_rng(seed))
            first = next(iter(p))
            for mistake, (wrong, said) in mistaken(gradient, first, seed).items():
                report = check_gradient(wrap(f), wrong, p, seed=seed)
                count[f"wrong in arrays, {report.verdict}"] += 1
                count["not seen"] += report.verdict != "wrong"
                if report.mistake:
                    told = said and said in report.mistake
                    count["named" if told else "named wrongly"] += 1
                    if not told:
                        count[f"  {name}, {mistake}: {report.mistake}"] += 1
                count["to be named"] += bool(said)
                if report.verdict != "wrong":
                    count[f"  {name}, {mistake}: {report.verdict}"] += 1
            at = _place(gradient(p)[first], np.random.default_rng(seed))
            for size in (1e-4, 1e-7):
                wrong = _one_off(gradient, first, at, size)
                report = check_gradient(wrap(f), wrong, p, seed=seed)
                count[f"{size:.0e} {report.verdict}"] += 1
                places = [entry.index for entry in report.wrong]
                count[f"{size:.0e} exact place"] += places == [at]
                if report.verdict != "wrong":
                    count[f"  {name}, {size:.0e}: {report.verdict}"] += 1
    return count


def _one_off(
    gradient: Callable[[Named], Named], name: str, at: tuple[int, ...], size: float
) -> Callable[[Named], Named]:
    def wrong(p: Named) -> Named:
        g = gradient(p)
        return {**g, name: _off(g[name], at, size)}

    return wrong


def costs(seeds: int) -> list[str]:
    """Evaluations, time and memory from 45 to 100 000 entries."""
    problems = [network(0, "base", n) for n in (SMALL, (30, 30, 8, 8), LARGE)]
    lines = [_cost(p, how, f) for p in problems for how, f in _both(p)]
    p = problems[-1]
    ways = [(*way, False) for way in _both(p)]
    ways.insert(1, ("complex, gradient as an array", p.f, True))
    sizes = (1e-3, 1e-5, 1e-7, 1e-9, 3e-10, 1e-10)
    return [*lines, *(_found(p, *way, size, seeds) for way in ways for size in sizes)]


def _both(p: Problem) -> list[tuple[str, Callable[[Named], Any]]]:
    return [("complex", p.f), ("real only", real(p.f))]


def _cost(p: Problem, how: str, f: Callable[[Named], Any]) -> str:
    n = sum(part.size for part in p.x.values())
    z = {name: part + 0j for name, part in p.x.items()}

    def check() -> Any:
        return check_gradient(f, p.gradient, p.x)

    report = check()
    once = min(_seconds(lambda: p.f(p.x)) for _ in range(20))
    took = min(_seconds(check) for _ in range(5)) / once
    extra = (_peak(check) - _peak(lambda: p.f(z))) / (8 * n)
    return (
        f"n = {n}, {how}: {report.verdict}, {report.evaluations} evaluations, "
        f"{took:.0f} times one loss, memory of one complex loss "
        f"and {extra:.1f} arrays of n"
    )


def _found(
    p: Problem,
    how: str,
    f: Callable[[Named], Any],
    array: bool,
    size: float,
    seeds: int,
) -> str:
    seen = exact = most = 0
    for seed in range(seeds):
        at = _place(p.gradient(p.x)["W"], np.random.default_rng(seed))
        wrong = _one_off(p.gradient, "W", at, size)
        report = check_gradient(f, wrong(p.x) if array else wrong, p.x, seed=seed)
        seen += report.verdict == "wrong"
        exact += [e.index for e in report.wrong] == [at]
        most = max(most, report.evaluations)
    return (
        f"n = 99 330, {size:.0e} in one entry, {how}: {seen} of {seeds} caught, "
        f"{exact} named exactly, at most {most} evaluations"
    )


def _seconds(call: Callable[[], object]) -> float:
    """The time of the processor, which other processes do not change much."""
    start = time.process_time()
    call()
    return time.process_time() - start


def _peak(call: Callable[[], object]) -> int:
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def seeds_agree(seeds: int) -> str:
    """How often another seed gives another verdict, over right and wrong gradients."""
    other = total = 0
    for scaling in SCALINGS:
        p = network(1, scaling, SMALL)
        for gradient in (p.gradient, p.wrong["1e-3 in one"], p.wrong["1e-7 in one"]):
            verdicts = Counter(
                check_gradient(p.f, gradient, p.x, seed=seed).verdict
                for seed in range(seeds)
            )
            total += seeds
            other += seeds - max(verdicts.values())
    return f"{total - other} of {total} verdicts are those of most seeds"


# Other checkers, on the same gradients as one array


def peers() -> dict[str, Callable[[Any, Any, Array], bool]]:
    """Checkers that are installed: (f, gradient, x) -> whether they accept."""
    found: dict[str, Callable[[Any, Any, Array], bool]] = {}
    if optimize := _module("scipy.optimize"):
        check = optimize.check_grad
        found["scipy check_grad < 1e-6"] = lambda f, g, x: bool(check(f, g, x) < 1e-6)
        found["scipy check_grad < 1e-4"] = lambda f, g, x: bool(check(f, g, x) < 1e-4)
    if numdifftools := _module("numdifftools"):
        found["numdifftools central, allclose"] = lambda f, g, x: bool(
            np.allclose(numdifftools.Gradient(f)(x), g(x))
        )
        found["numdifftools complex, rtol 1e-9"] = lambda f, g, x: bool(
            np.allclose(
                numdifftools.Gradient(f, method="complex")(x), g(x), 1e-9, 1e-12
            )
        )
    if _module("autograd.test_util"):
        found["HIPS autograd check_grads"] = _hips
    if torch := _module("torch"):
        found["torch gradcheck"] = _torch(torch, fast=False)
        found["torch gradcheck, fast"] = _torch(torch, fast=True)
    if jax := _module("jax"):
        jax.config.update("jax_enable_x64", True)
        found["jax check_vjp"] = _jax(import_module("jax.test_util"))
    return found


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def _hips(f: Any, g: Any, x: Array) -> bool:
    extend, test = import_module("autograd.extend"), _module("autograd.test_util")
    np.random.seed(0)  # the generator that it draws from
    wrapped = extend.primitive(f)
    extend.defvjp(wrapped, lambda answer, x: lambda u: u * g(x))
    try:
        test.check_grads(wrapped, modes=["rev"], order=1)(x)
    except AssertionError:
        return False
    return True


def _torch(torch: Any, fast: bool) -> Callable[[Any, Any, Array], bool]:
    def accept(f: Any, g: Any, x: Array) -> bool:
        def forward(ctx: Any, x: Any) -> Any:
            ctx.save_for_backward(x)
            return torch.tensor(float(f(x.detach().numpy())), dtype=torch.float64)

        def backward(ctx: Any, u: Any) -> Any:
            return u * torch.from_numpy(g(ctx.saved_tensors[0].detach().numpy()))

        both = {"forward": staticmethod(forward), "backward": staticmethod(backward)}
        loss: Any = type("Loss", (torch.autograd.Function,), both)
        at = torch.tensor(x, requires_grad=True)
        return bool(
            torch.autograd.gradcheck(
                loss.apply, (at,), raise_exception=False, fast_mode=fast
            )
        )

    return accept


def _jax(test: Any) -> Callable[[Any, Any, Array], bool]:
    def accept(f: Any, g: Any, x: Array) -> bool:
        def value(x: Any) -> Any:
            return np.float64(f(np.asarray(x)))

        def vjp(function: Any, x: Any) -> Any:
            del function
            return value(x), lambda u: (np.asarray(u) * g(np.asarray(x)),)

        try:
            test.check_vjp(value, lambda x: vjp(value, x), (x,))
        except AssertionError:
            return False
        return True

    return accept


def ours(f: Any, g: Any, x: Array) -> bool:
    """The check of this package, as right or not."""
    return bool(check_gradient(f, g, x))


def compared(seeds: int) -> list[str]:
    """Caught mistakes and false alarms of each checker, and its time."""
    lines = []
    for name, accept in {"derivcheck": ours, **peers()}.items():
        big = caught = alarms = rights = 0
        start = time.perf_counter()
        with np.errstate(all="ignore"):
            for scaling in SCALINGS:
                for seed in range(seeds):
                    p = network(seed, scaling, SMALL)
                    f, x = _flat(p)
                    right = p.gradient(p.x)
                    rights += 1
                    alarms += not accept(f, _flattened(p, p.gradient), x)
                    for wrong in list(p.wrong.values()):
                        if _differs(wrong(p.x), right):
                            big += 1
                            caught += not accept(f, _flattened(p, wrong), x)
        took = time.perf_counter() - start
        lines.append(
            f"{name}: {100 * caught / big:.1f} % of {big} mistakes caught, "
            f"{100 * alarms / rights:.1f} % of {rights} right gradients refused, "
            f"{1e3 * took / (big + rights):.1f} ms a check"
        )
    absent = {"scipy", "numdifftools", "HIPS", "torch", "jax"} - {
        name.split()[0] for name in peers()
    }
    return [*lines, f"not installed: {', '.join(sorted(absent)) or 'none'}"]


def _build(p: Problem, x: Array) -> Named:
    parts, start = {}, 0
    for name, part in p.x.items():
        parts[name] = x[start : start + part.size].reshape(part.shape)
        start += part.size
    return parts


def _flat(p: Problem) -> tuple[Callable[[Array], Any], Array]:
    x = np.concatenate([part.ravel() for part in p.x.values()])
    return lambda x: p.f(_build(p, x)), x


def _flattened(
    p: Problem, gradient: Callable[[Named], Named]
) -> Callable[[Array], Array]:
    return lambda x: np.concatenate(
        [part.ravel() for part in gradient(_build(p, x)).values()]
    )


def main() -> int:
    """Print the tables; 1 where a bound is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gradients")
    parser.add_argument("--quick", action="store_true")
    part = 10 if parser.parse_args().quick else 1

    print("Right gradients, complex")
    right = right_ones(300 // part, same)
    _table(right)
    print("Right gradients, complex, gradient as an array")
    arrays = right_ones(300 // part, same, array=True)
    _table(arrays)
    broken = right["wrong"] + arrays["wrong"]
    for how, wrap, array, seeds in (
        ("complex", same, False, 10),
        ("complex, gradient as an array", same, True, 10),
        ("real only", real, False, 2),
    ):
        print(f"Twelve mistakes, {how}")
        found = mistakes(max(1, seeds // part), wrap, array)
        _table(found)
        if wrap is same:
            broken += found["big"] - found["big, wrong"] + found["named wrongly"]
    print("Right gradients, real only")
    by_differences = right_ones(max(1, 10 // part), real)
    _table(by_differences)
    broken += by_differences["wrong"]
    print("Held out, wrong, complex")
    missed = held_out_wrong(50 // part, same)
    _table(missed)
    broken += missed["not seen"] + missed["named wrongly"]
    print("Held out, wrong, real only")
    _table(held_out_wrong(max(1, 5 // part), real))
    print("Seeds")
    print("  " + seeds_agree(100 // part))
    print("Costs")
    print("\n".join(f"  {line}" for line in costs(max(2, 10 // part))))
    print("Beside other checkers")
    print("\n".join(f"  {line}" for line in compared(max(1, 4 // part))))
    return int(broken > 0)


def _table(count: Counter[str]) -> None:
    for name, number in sorted(count.items()):
        print(f"  {name}: {number}")


if __name__ == "__main__":
    sys.exit(main())
