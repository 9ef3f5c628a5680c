r"""The numbers that expressions are evaluated with.

A float; a ball of python-flint; a `Scaled` float that carries the size of the terms
it was made of; a `Dual` over any of these, nested for higher derivatives (forward
mode: Griewank and Walther, Evaluating Derivatives, chapter 3); and `NOTHING`, the
zero of a derivative along no path.
"""

from __future__ import annotations

import math
from itertools import count
from typing import Any

# What is computed with is any of the five above; Python has no type for "a number".
Scalar = Any

levels = count(1)


class OutOfDomain(Exception):
    """No value at this point; `inside` a quantity, or what is differentiated."""

    inside = False


class NoValue(OutOfDomain):
    """A function of a number for which it has none, as a logarithm of a negative."""


class NearCorner(OutOfDomain):
    """A value too near to a corner, where there are no derivatives."""

    def __init__(self) -> None:
        super().__init__("too near to a corner")


class Nothing:
    """Zero because nothing was there: no path, no term."""

    __slots__ = ()

    def __add__(self, other: Scalar) -> Scalar:
        return other

    __radd__ = __add__

    def __sub__(self, other: Scalar) -> Scalar:
        return -other

    def __rsub__(self, other: Scalar) -> Scalar:
        return other

    def __mul__(self, other: Scalar) -> Nothing:
        return self

    __rmul__ = __mul__

    def __truediv__(self, other: Scalar) -> Nothing:
        if real(other) == 0:
            raise ZeroDivisionError
        return self

    def __rtruediv__(self, other: Scalar) -> Scalar:
        raise ZeroDivisionError

    def __neg__(self) -> Nothing:
        return self

    def __abs__(self) -> float:
        return 0.0

    def __pow__(self, power: Scalar) -> Scalar:
        if power == 0:
            return 1.0
        if power < 0:
            raise ZeroDivisionError
        return self

    def __float__(self) -> float:
        return 0.0

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING = Nothing()


class Dual:
    """re + eps d, with d of its level: a value and its derivative."""

    __slots__ = ("eps", "level", "re")

    def __init__(self, level: int, re: Scalar, eps: Scalar) -> None:
        self.level = level
        self.re = re
        self.eps = eps

    def __add__(self, other: Scalar) -> Dual:
        if type(other) is Dual:
            if other.level == self.level:
                return Dual(self.level, self.re + other.re, self.eps + other.eps)
            if other.level > self.level:
                return Dual(other.level, self + other.re, other.eps)
        return Dual(self.level, self.re + other, self.eps)

    __radd__ = __add__

    def __sub__(self, other: Scalar) -> Dual:
        if type(other) is Dual:
            if other.level == self.level:
                return Dual(self.level, self.re - other.re, self.eps - other.eps)
            if other.level > self.level:
                return Dual(other.level, self - other.re, -other.eps)
        return Dual(self.level, self.re - other, self.eps)

    def __rsub__(self, other: Scalar) -> Dual:
        return Dual(self.level, other - self.re, -self.eps)

    def __neg__(self) -> Dual:
        return Dual(self.level, -self.re, -self.eps)

    def __mul__(self, other: Scalar) -> Scalar:
        if type(other) is Dual:
            if other.level == self.level:
                return Dual(
                    self.level,
                    self.re * other.re,
                    self.re * other.eps + self.eps * other.re,
                )
            if other.level > self.level:
                return Dual(other.level, self * other.re, self * other.eps)
        elif other is NOTHING:
            return NOTHING
        return Dual(self.level, self.re * other, self.eps * other)

    __rmul__ = __mul__

    def __truediv__(self, other: Scalar) -> Dual:
        if type(other) is Dual:
            if other.level == self.level:
                value = self.re / other.re
                return Dual(
                    self.level, value, (self.eps - value * other.eps) / other.re
                )
            if other.level > self.level:
                value = self / other.re
                return Dual(other.level, value, -(value * other.eps) / other.re)
        return Dual(self.level, self.re / other, self.eps / other)

    def __rtruediv__(self, other: Scalar) -> Dual:
        value = other / self.re
        return Dual(self.level, value, -(value * self.eps) / self.re)

    def __pow__(self, power: int) -> Scalar:
        if power == 0:
            return 1.0
        if power == 1:
            return self
        slope = self.re ** (power - 1)
        return Dual(self.level, slope * self.re, slope * power * self.eps)


class Scaled:
    """A float with the scale of the terms that it was made of.

    The scale is what rounding is judged against: that of a sum is the sum of those of
    its terms, so that a cancellation keeps the scale of what cancelled. Scales multiply
    where numbers do; the largest `summand` is followed to first order only.
    """

    __slots__ = ("scale", "summand", "value")

    def __init__(
        self, value: float, scale: float | None = None, summand: float = 0.0
    ) -> None:
        self.value = value
        self.scale = abs(value) if scale is None else scale
        self.summand = max(abs(value), summand)

    @staticmethod
    def of(other: Scalar) -> Scaled:
        """Any number with its scale; one that has none is its own."""
        return other if type(other) is Scaled else Scaled(float(other))

    def __add__(self, other: Scalar) -> Scalar:
        if other is NOTHING:
            return self
        if type(other) is Dual:
            return NotImplemented
        right = Scaled.of(other)
        return Scaled(
            self.value + right.value,
            self.scale + right.scale,
            max(self.summand, right.summand),
        )

    __radd__ = __add__

    def __sub__(self, other: Scalar) -> Scalar:
        if other is NOTHING:
            return self
        if type(other) is Dual:
            return NotImplemented
        right = Scaled.of(other)
        return Scaled(
            self.value - right.value,
            self.scale + right.scale,
            max(self.summand, right.summand),
        )

    def __rsub__(self, other: Scalar) -> Scalar:
        return -self if other is NOTHING else Scaled.of(other) - self

    def __neg__(self) -> Scaled:
        return Scaled(-self.value, self.scale, self.summand)

    def __mul__(self, other: Scalar) -> Scalar:
        if other is NOTHING:
            return NOTHING
        if type(other) is Dual:
            return NotImplemented
        right = Scaled.of(other)
        return Scaled(
            self.value * right.value,
            self.scale * right.scale,
            max(self.summand * abs(right.value), abs(self.value) * right.summand),
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Scalar) -> Scalar:
        if type(other) is Dual:
            return NotImplemented
        right = Scaled.of(other)
        value = self.value / right.value
        relative = right.scale / abs(right.value)
        summand = max(self.summand, abs(value) * right.summand) / abs(right.value)
        return Scaled(value, self.scale / abs(right.value) * relative, summand)

    def __rtruediv__(self, other: Scalar) -> Scalar:
        return NOTHING if other is NOTHING else Scaled.of(other) / self

    def __pow__(self, power: int) -> Scalar:
        if power == 0:
            return 1.0
        if power < 0:
            return 1.0 / self ** (-power)
        summand = power * abs(self.value) ** (power - 1) * self.summand
        return Scaled(self.value**power, self.scale**power, summand)

    def __float__(self) -> float:
        return self.value

    def through(self, value: float, slope: float) -> Scaled:
        """The scale after a function of that value and slope."""
        steep = abs(slope)
        return Scaled(value, max(abs(value), steep * self.scale), steep * self.summand)


def real(x: Scalar) -> float:
    """The value of a number as a float, without its derivatives."""
    while type(x) is Dual:
        x = x.re
    return x if type(x) is float else float(x)


def tangent(x: Scalar, level: int) -> Scalar:
    """The derivative that a number carries on a level; NOTHING along no path."""
    return x.eps if type(x) is Dual and x.level == level else NOTHING


def exp(x: Scalar) -> Scalar:
    """$e^x$."""
    if type(x) is float:
        return math.exp(x)
    if type(x) is Dual:
        y = exp(x.re)
        return Dual(x.level, y, y * x.eps)
    if type(x) is Scaled:
        y = math.exp(x.value)
        return x.through(y, y)
    return 1.0 if x is NOTHING else x.exp()


def _no_logarithm(x: Scalar) -> OutOfDomain:
    reason = "a logarithm of a number that is not positive"
    return NoValue(reason) if real(x) < 0 else OutOfDomain(reason)


def log(x: Scalar) -> Scalar:
    """The natural logarithm of a positive number."""
    if type(x) is float:
        if x <= 0:
            raise _no_logarithm(x)
        return math.log(x)
    if type(x) is Dual:
        return Dual(x.level, log(x.re), x.eps / x.re)
    if x is NOTHING or float(x) <= 0:
        raise _no_logarithm(x)
    if type(x) is Scaled:
        return x.through(math.log(x.value), 1 / x.value)
    return x.log()


def sqrt(x: Scalar) -> Scalar:
    """The square root of a positive number."""
    if type(x) is float:
        if x < 0:
            raise NoValue("a square root of a negative number")
        return math.sqrt(x)
    if type(x) is Dual:
        y = sqrt(x.re)
        if real(y) == 0:
            raise NearCorner
        return Dual(x.level, y, x.eps / (2 * y))
    if x is NOTHING:
        return 0.0
    if float(x) < 0:
        raise NoValue("a square root of a negative number")
    if type(x) is Scaled:
        y = math.sqrt(x.value)
        return x.through(y, 0.5 / y) if y else Scaled(0.0, math.sqrt(x.scale))
    return x.sqrt()


def tanh(x: Scalar) -> Scalar:
    """The hyperbolic tangent."""
    if type(x) is float:
        return math.tanh(x)
    if type(x) is Dual:
        y = tanh(x.re)
        return Dual(x.level, y, (1 - y * y) * x.eps)
    if type(x) is Scaled:
        y = math.tanh(x.value)
        return x.through(y, 1 - y * y)
    return 0.0 if x is NOTHING else x.tanh()


def sin(x: Scalar) -> Scalar:
    """The sine."""
    if type(x) is float:
        return math.sin(x)
    if type(x) is Dual:
        return Dual(x.level, sin(x.re), cos(x.re) * x.eps)
    if type(x) is Scaled:
        return x.through(math.sin(x.value), math.cos(x.value))
    return 0.0 if x is NOTHING else x.sin()


def cos(x: Scalar) -> Scalar:
    """The cosine."""
    if type(x) is float:
        return math.cos(x)
    if type(x) is Dual:
        return Dual(x.level, cos(x.re), -(sin(x.re) * x.eps))
    if type(x) is Scaled:
        return x.through(math.cos(x.value), math.sin(x.value))
    return 1.0 if x is NOTHING else x.cos()


def sine_and_cosine(x: Scalar) -> tuple[Scalar, Scalar]:
    """Both, which for a ball cost little more than one."""
    if type(x) is Dual:
        sine, cosine = sine_and_cosine(x.re)
        turned = -(sine * x.eps)
        return Dual(x.level, sine, cosine * x.eps), Dual(x.level, cosine, turned)
    if hasattr(x, "sin_cos"):
        both: tuple[Scalar, Scalar] = x.sin_cos()
        return both
    return sin(x), cos(x)


def arctan(x: Scalar) -> Scalar:
    """The inverse tangent."""
    if type(x) is float:
        return math.atan(x)
    if type(x) is Dual:
        return Dual(x.level, arctan(x.re), x.eps / (1 + x.re * x.re))
    if type(x) is Scaled:
        return x.through(math.atan(x.value), 1 / (1 + x.value**2))
    return 0.0 if x is NOTHING else x.atan()


def erf(x: Scalar) -> Scalar:
    r"""The error function, of slope $2 e^{-x^2} / \sqrt\pi$ (Abramowitz-Stegun 7.1)."""
    if type(x) is float:
        return math.erf(x)
    if type(x) is Dual:
        slope = exp(-x.re * x.re) / sqrt(arctan(x.re * 0 + 1))
        return Dual(x.level, erf(x.re), slope * x.eps)
    if type(x) is Scaled:
        slope = 2 * math.exp(-(x.value**2)) / math.sqrt(math.pi)
        return x.through(math.erf(x.value), slope)
    return 0.0 if x is NOTHING else x.erf()


def sigmoid(x: Scalar) -> Scalar:
    """The logistic function."""
    if type(x) is Dual:
        y = sigmoid(x.re)
        return Dual(x.level, y, y * (1 - y) * x.eps)
    if type(x) is Scaled:
        y = 1 / (1 + math.exp(-x.value))
        return x.through(y, y * (1 - y))
    return 1 / (1 + exp(-x))


def softplus(x: Scalar) -> Scalar:
    r"""$\ln(1 + e^x)$."""
    return log(1 + exp(x))


def power(x: Scalar, exponent: Scalar) -> Scalar:
    """A positive number to any power."""
    return exp(exponent * log(x))


def odd_root(x: Scalar, exponent: Scalar) -> Scalar:
    """A root that negative numbers have too, by the exponent of positive ones."""
    if real(x) == 0:
        if type(x) is not float:
            raise NearCorner
        return 0.0
    return power(x, exponent) if real(x) > 0 else -power(-x, exponent)


FUNCTIONS = {
    "exp": exp,
    "ln": log,
    "sqrt": sqrt,
    "tanh": tanh,
    "sin": sin,
    "cos": cos,
    "tan": lambda x: sin(x) / cos(x),
    "sinh": lambda x: (exp(x) - exp(-x)) / 2,
    "cosh": lambda x: (exp(x) + exp(-x)) / 2,
    "sech": lambda x: 2 / (exp(x) + exp(-x)),
    "arctan": arctan,
    "erf": erf,
    "sigmoid": sigmoid,
    "softplus": softplus,
}
