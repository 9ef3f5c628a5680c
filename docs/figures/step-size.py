"""The error of a measured slope against the step: forward, central, complex."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import log10
from xml.etree.ElementTree import Element

import draw
from draw import BLUE, GREY, RED, TEAL, Figure, Scale, line, path, polyline, text

# Only arithmetic that IEEE 754 fixes to the last bit: every machine draws the same.
AT = Fraction(3, 4)
SLOPE = -2 * AT / (1 + AT**2) ** 2
STEPS = [2.0**-power for power in range(1, 54)]
LEAST = 1e-17

ACROSS = Scale(-16, 0, 60, 430)
DOWN = Scale(-17, 0, 270, 24)

Slope = Callable[[float], float]


def forward(h: float) -> float:
    x = float(AT)
    return (1 / (1 + (x + h) * (x + h)) - 1 / (1 + x * x)) / h


def central(h: float) -> float:
    x = float(AT)
    ahead, behind = (1 / (1 + (x + s) * (x + s)) for s in (h, -h))
    return (ahead - behind) / (2 * h)


def complex_step(h: float) -> float:
    z = complex(float(AT), h)
    return (1 / (1 + z * z)).imag / h


def error(slope: Slope, h: float) -> float:
    """Return the error relative to the slope itself, at least what can be drawn."""
    return max(float(abs((Fraction(slope(h)) - SLOPE) / SLOPE)), LEAST)


def best(slope: Slope) -> tuple[float, float]:
    """Return the step with the smallest error over it and its neighbours."""
    rough = [max(error(slope, h) for h in STEPS[i : i + 3]) for i in range(50)]
    at = rough.index(min(rough))
    return STEPS[at + 1], rough[at]


def curve(slope: Slope, ink: str, dash: str) -> Element:
    points = [(ACROSS(log10(h)), DOWN(log10(error(slope, h)))) for h in STEPS]
    return path(polyline(points), stroke=ink, width=2.2, dash=dash)


def axes() -> Iterator[Element]:
    for power in (0, -4, -8, -12, -16):
        y, x = DOWN(power), ACROSS(power)
        label = f"1e{power}" if power else "1"
        yield line((60, y), (430, y), stroke=GREY, width=0.75)
        yield text((52, y + 5), label.replace("-", "−"), anchor="end")
        yield line((x, DOWN(-17)), (x, DOWN(-17) + 5), width=1)
        yield text((x, DOWN(-17) + 21), label.replace("-", "−"), anchor="middle")
    yield text((245, DOWN(-17) + 44), "step h", anchor="middle")
    yield text((60, 14), "relative error of the derivative")


def figure() -> Figure:
    return Figure(
        450,
        324,
        [
            *axes(),
            curve(forward, RED, "8 4"),
            curve(central, BLUE, ""),
            curve(complex_step, TEAL, "2 3"),
            text((ACROSS(-5.2), DOWN(-3.6)), "forward", anchor="end"),
            text((ACROSS(-2.2), DOWN(-7.6)), "central"),
            text((ACROSS(-7.6), DOWN(-14.6)), "complex step"),
        ],
    )


if __name__ == "__main__":
    draw.write(__file__, figure())
    for slope in (forward, central, complex_step):
        print(slope.__name__, best(slope))
