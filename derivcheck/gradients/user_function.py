"""What a caller hands over to be checked, called with care.

In: a function, a point, and a derivative as a function or an array. Out: arrays of
floating point numbers, with what is known of their rounding. TypeError and ValueError
tell what is wrong with an argument, a function that changes its argument or answers
differently the second time included.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Derivative = Callable[[Array], Any] | npt.ArrayLike


def point(x: npt.ArrayLike, name: str = "x") -> Array:
    """The point x as an array of its own, of floating point numbers."""
    array = real(f"{name} must be an array of real numbers; it is", x)
    if array.size == 0:
        raise ValueError(f"{name} has no entries to check; its shape is {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} has an entry that is not a finite number")
    return array.astype(np.float64) if array.dtype.itemsize > 8 else array.copy()


class NotCarried(ValueError):
    """The function does not carry complex numbers; the message says how it failed."""


@dataclass
class UserFunction:
    """The function f at the point x, and the count of its calls.

    A function that returns a number does so as a vector of one entry; every value
    has double precision, whatever f computes with.

    value: f(x), of shape (m,). eps: the relative rounding of what f computes with.
    precision: the size in bytes of those numbers, 8 at most.
    """

    f: Callable[[Array], Any]
    x: Array
    vector: bool
    value: Array = field(init=False)
    eps: float = field(init=False)
    precision: int = field(init=False)
    calls: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Call f at x, twice, and learn its precision."""
        first = self._call(self.x)
        self.value = self._checked(first)
        again = self._checked(self._call(self.x))
        if not np.array_equal(self.value, again, equal_nan=True):
            raise ValueError(
                f"f is not deterministic: two calls at the same x returned {first} "
                f"and then {again if self.vector else again[0]}. Fix its seed first."
            )
        kinds = [a.dtype for a in (self.x, np.asarray(first)) if a.dtype.kind == "f"]
        self.eps = max(float(np.finfo(kind).eps) for kind in kinds)
        self.precision = min(8, *(kind.itemsize for kind in kinds))

    @cached_property
    def room(self) -> Array:
        """Room for a complex point, made once; what is in it does not last."""
        return np.empty(self.x.shape, np.complex128)

    def near(self, x: Array) -> Array:
        """The value of f beside the point, (m,); nan where it has no finite one."""
        try:
            value = self._checked(self._call(x))
        except (ArithmeticError, ValueError):  # as math.log(-1) does
            return np.full_like(self.value, np.nan)
        if value.shape != self.value.shape:
            raise ValueError(
                f"f returned {self.value.size} numbers at x and {value.size} beside it"
            )
        return np.asarray(np.where(np.isfinite(value), value, np.nan))

    def at_complex(self, z: Array) -> Array:
        """The value of f at a complex point, (m,), complex.

        NotCarried when f does not take complex numbers: when it raises an exception,
        discards an imaginary part, or computes with fewer digits than a double.
        """
        self.calls += 1
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("error", np.exceptions.ComplexWarning)
                value = np.asarray(self.f(z))
        except Exception as error:  # of any kind: f was not written for this
            said = str(error).split("\n")[0].rstrip(".")
            raise NotCarried(f"{type(error).__name__}: {said}") from error
        if value.dtype.kind not in "fcib" or value.dtype == np.complex64:
            raise NotCarried(f"it returned numbers of type {value.dtype}")
        if value.size != self.value.size:
            raise NotCarried(f"it returned an array of shape {value.shape}")
        return value.astype(np.complex128).reshape(-1)

    def _call(self, x: Array) -> Any:
        self.calls += 1
        return call("f", self.f, x)

    def _checked(self, returned: Any) -> Array:
        """What f returned, as a vector, when it is what it should be."""
        number = "an array of real numbers" if self.vector else "a real number"
        value = real(f"f must return {number}; what it returned is", returned)
        if value.ndim != int(self.vector):
            wanted = "a vector, of shape (m,)" if self.vector else "a number"
            found = (
                f"an array of shape {value.shape}"
                if value.ndim
                else "a number, whose derivative is the business of check_gradient"
            )
            raise ValueError(f"f must return {wanted}; it returned {found}")
        if value.size == 0:
            raise ValueError("f returned an array without entries")
        return value.astype(np.float64).reshape(-1)


def derivative_at(name: str, derivative: Derivative, x: Array) -> Array:
    """The claimed derivative at x, as an array of its own."""
    claimed = call(f"the {name}", derivative, x) if callable(derivative) else derivative
    return real(f"the {name} must be an array of real numbers; it is", claimed).copy()


def rounding_of(
    derivative: Callable[[Array], Array] | None, x: Array, claimed: Array
) -> Array:
    """How far rounding alone may move the entries of `claimed`, of its shape.

    Where a function returned it, that is measured, by moving x by a unit in the last
    place.
    """
    eps = max(float(np.finfo(kind).eps) for kind in (x.dtype, claimed.dtype))
    size = np.abs(claimed.astype(np.float64))
    noise = 32 * eps * size
    if derivative is not None:
        for sign in (-1, 1):
            moved = (x * (1 + sign * float(np.finfo(x.dtype).eps))).astype(x.dtype)
            other = derivative(moved).reshape(claimed.shape)
            shift = np.nan_to_num(np.abs(other - claimed).astype(np.float64))
            noise = np.maximum(noise, 4 * np.minimum(shift, 1e3 * eps * size.max()))
    return np.asarray(noise)


def call(name: str, function: Callable[[Array], Any], x: Array) -> Any:
    """What the function returns at x, which it must leave as it is."""
    given = x.copy()
    with np.errstate(all="ignore"):  # a value that is not finite is found anyway
        try:
            returned = function(given)
        except Exception as error:
            error.add_note(f"raised by {name} while its derivative was checked")
            raise
    if not np.array_equal(given, x):
        raise ValueError(
            f"{name} changed the array it was given; it must leave x as it is, "
            f"for example by working on x.copy()"
        )
    return returned


def real(must: str, values: Any) -> Array:
    """The values as an array of floating point numbers; TypeError for anything else.

    `must` is the message, up to what the values are instead.
    """
    if np.ma.is_masked(values):
        raise TypeError(f"{must} masked in part")
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise TypeError(f"{must} a list whose rows have several lengths") from error
    if array.dtype.kind == "f":
        return array
    if array.dtype.kind in "iub":
        return array.astype(np.float64)
    if array.dtype.kind == "c":
        raise TypeError(f"{must} complex")
    if array.ndim:
        raise TypeError(f"{must} an array of dtype {array.dtype}")
    name = type(values).__name__
    raise TypeError(f"{must} {'None' if values is None else f'of type {name!r}'}")
