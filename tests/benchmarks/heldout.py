"""Functions, their gradients by hand, and points: written after the method was frozen.

None of them was looked at while the referee was made; the benchmark holds it to them.
Each is a function of named arrays, beside a gradient and the mistakes it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Named = dict[str, Array]
Family = tuple[Callable[[Named], Any], Callable[[Named], Named], Named]


def recurrent(draw: np.random.Generator) -> Family:
    """Six steps of a recurrent layer of tanh units; half the squared error."""
    n = 6
    u, y = draw.normal(size=(6, n)), draw.normal(size=n)
    p = {"A": draw.normal(size=(n, n)) / 2, "s": draw.normal(size=n)}

    def states(p: Named) -> list[Array]:
        found = [p["s"]]
        for step in u:
            found.append(np.tanh(p["A"] @ found[-1] + step))
        return found

    def gradient(p: Named) -> Named:
        s, a = states(p), np.zeros((n, n))
        g = s[-1] - y
        for before, after in zip(s[-2::-1], s[:0:-1], strict=True):
            z = g * (1 - after**2)
            a += np.outer(z, before)
            g = p["A"].T @ z
        return {"A": a, "s": g}

    return lambda p: ((states(p)[-1] - y) ** 2).sum() / 2, gradient, p


def mixture(draw: np.random.Generator) -> Family:
    """The log-likelihood of normal distributions, mixed; scales as logarithms."""
    data, k = 3 * draw.normal(size=30), 5
    p = {
        "mean": 3 * draw.normal(size=k),
        "log_scale": draw.normal(size=k) / 2,
        "log_part": draw.normal(size=k),
    }

    def terms(p: Named) -> Array:
        z = (data[:, None] - p["mean"]) * np.exp(-p["log_scale"])
        return np.asarray(p["log_part"] - p["log_scale"] - z**2 / 2)

    def f(p: Named) -> Any:
        parts = np.log(np.exp(p["log_part"]).sum())
        return np.log(np.exp(terms(p)).sum(axis=1)).sum() - data.size * parts

    def gradient(p: Named) -> Named:
        r = np.exp(terms(p))
        r /= r.sum(axis=1, keepdims=True)
        z = (data[:, None] - p["mean"]) * np.exp(-p["log_scale"])
        part = np.exp(p["log_part"]) / np.exp(p["log_part"]).sum()
        return {
            "mean": (r * z * np.exp(-p["log_scale"])).sum(axis=0),
            "log_scale": (r * (z**2 - 1)).sum(axis=0),
            "log_part": r.sum(axis=0) - data.size * part,
        }

    return f, gradient, p


def attention(draw: np.random.Generator) -> Family:
    """One head of attention over five tokens, weighed by a fixed array."""
    x, weigh = draw.normal(size=(5, 4)), draw.normal(size=(5, 3))
    p = {name: draw.normal(size=(4, 3)) for name in ("query", "key", "value")}

    def parts(p: Named) -> tuple[Array, Array, Array, Array]:
        q, k, v = (x @ p[name] for name in ("query", "key", "value"))
        scores = np.exp(q @ k.T / np.sqrt(3))
        return q, k, v, scores / scores.sum(axis=1, keepdims=True)

    def f(p: Named) -> Any:
        _, _, v, a = parts(p)
        return (weigh * (a @ v)).sum()

    def gradient(p: Named) -> Named:
        q, k, v, a = parts(p)
        g = weigh @ v.T
        s = a * (g - (a * g).sum(axis=1, keepdims=True)) / np.sqrt(3)
        return {
            "query": x.T @ (s @ k),
            "key": x.T @ (s.T @ q),
            "value": x.T @ (a.T @ weigh),
        }

    return f, gradient, p


def normalised(draw: np.random.Generator) -> Family:
    """A dense layer, normalised over its units, with gain and shift."""
    x, y = draw.normal(size=(8, 5)), draw.normal(size=(8, 7))
    p = {
        "W": draw.normal(size=(7, 5)),
        "gain": draw.normal(size=7),
        "shift": draw.normal(size=7),
    }

    def parts(p: Named) -> tuple[Array, Array, Array]:
        z = x @ p["W"].T
        centred = z - z.mean(axis=1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
        unit = centred / scale
        return unit, scale, unit * p["gain"] + p["shift"] - y

    def gradient(p: Named) -> Named:
        unit, scale, off = parts(p)
        g = off * p["gain"]
        z = g - g.mean(axis=1, keepdims=True)
        z -= unit * (g * unit).mean(axis=1, keepdims=True)
        return {
            "W": (z / scale).T @ x,
            "gain": (off * unit).sum(axis=0),
            "shift": off.sum(axis=0),
        }

    return lambda p: (parts(p)[2] ** 2).sum() / 2, gradient, p


def polynomial(draw: np.random.Generator) -> Family:
    """Least squares of a polynomial whose powers run from 1 to 1e9."""
    at = draw.uniform(1, 8, 25)
    columns = at[:, None] ** np.arange(11)
    p = {"c": draw.normal(size=11) / columns.max(axis=0)}
    y = draw.normal(size=25)

    def gradient(p: Named) -> Named:
        return {"c": columns.T @ (columns @ p["c"] - y)}

    return lambda p: ((columns @ p["c"] - y) ** 2).sum() / 2, gradient, p


def growth(draw: np.random.Generator) -> Family:
    """Thirty steps of growth up to a limit, each at its own rate."""
    n, h = 30, 0.1
    p = {"rate": draw.uniform(0.5, 3, n), "first": draw.uniform(0.05, 0.2, 1)}

    def values(p: Named) -> list[Any]:
        found = [p["first"][0]]
        for rate in p["rate"]:
            found.append(found[-1] + h * rate * found[-1] * (1 - found[-1]))
        return found

    def gradient(p: Named) -> Named:
        y, rates = values(p), np.zeros(n)
        g: Any = 1.0
        for step in reversed(range(n)):
            rates[step] = g * h * y[step] * (1 - y[step])
            g *= 1 + h * p["rate"][step] * (1 - 2 * y[step])
        return {"rate": rates, "first": np.array([g])}

    return lambda p: values(p)[-1], gradient, p


HELD_OUT = {
    "recurrent layer": recurrent,
    "mixture of normals": mixture,
    "attention": attention,
    "layer normalisation": normalised,
    "polynomial to 1e9": polynomial,
    "growth in steps": growth,
}


def mistakes(
    gradient: Callable[[Named], Named], first: str, seed: int
) -> dict[str, tuple[Callable[[Named], Named], str]]:
    """Wrong gradients, each with what its report says of it; nothing for noise."""
    draw = np.random.default_rng(seed)

    def told(change: Callable[[Array], Array], whole: bool) -> Callable[[Named], Named]:
        def wrong(p: Named) -> Named:
            g = gradient(p)
            return {k: change(v) if whole or k == first else v for k, v in g.items()}

        return wrong

    def noisy(size: float) -> Callable[[Array], Array]:
        noise: dict[tuple[int, ...], Array] = {}

        def change(g: Array) -> Array:
            if g.shape not in noise:
                noise[g.shape] = np.asarray(draw.normal(size=g.shape))
            return np.asarray(g * (1 + size * noise[g.shape]))

        return change

    return {
        "sign": (told(np.negative, True), "has the wrong sign"),
        "sign of one array": (told(np.negative, False), "has the wrong sign"),
        "three times": (told(lambda g: 3 * g, True), "too large by the factor 3"),
        "three times in one": (told(lambda g: 3 * g, False), "large by the factor 3"),
        "noise of 10 %": (told(noisy(0.1), True), ""),
        "noise of 10 % in one": (told(noisy(0.1), False), ""),
        "noise of 1e-3 in one": (told(noisy(1e-3), False), ""),
        "its square": (told(np.square, False), ""),
        "reversed": (told(lambda g: g[::-1], False), ""),
    }
