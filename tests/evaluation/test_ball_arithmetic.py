"""Balls: apart only where they exclude equality, close only to a hundred digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.linear_systems import solve
from derivcheck.evaluation.scalars import NOTHING, Dual

flint = pytest.importorskip("flint")


def about(centre: float, radius: float) -> Any:
    """A ball."""
    return flint.arb(centre, radius)


def test_a_fraction_is_enclosed_to_400_bits_and_the_precision_outside_is_kept() -> None:
    before = flint.ctx.prec
    third = balls.ball(Fraction(1, 3))
    assert flint.ctx.prec == before
    with balls.precision():
        assert flint.ctx.prec == 400
        assert (third * 3).contains(1)
        assert float(third.rad()) < 1e-119
    assert flint.ctx.prec == before


def test_the_precision_is_put_back_after_an_error_too() -> None:
    before = flint.ctx.prec
    with pytest.raises(ZeroDivisionError), balls.precision():
        raise ZeroDivisionError
    assert flint.ctx.prec == before


def test_a_number_is_taken_without_its_derivatives() -> None:
    nested = Dual(2, Dual(1, 2.5, 1.0), 1.0)
    assert balls.plain(nested) == flint.arb(2.5)
    assert balls.plain(NOTHING) == 0


@pytest.mark.parametrize(
    ("left", "right", "word"),
    [
        (about(1, 0), about(1, 0), "close"),
        (about(1, 0), about(1 + 2**-50, 0), "apart"),
        (about(1, 1e-3), about(1.0005, 1e-3), "wide"),
        (about(1, 1e-3), about(1.01, 1e-3), "apart"),
        (about(1, 1e-101), about(1, 0), "close"),
        (about(1, 1e-99), about(1, 0), "wide"),
        (about(1e50, 1e-51), about(1e50, 0), "close"),  # by its scale
        (about(0, 1e-101), NOTHING, "close"),
        (NOTHING, NOTHING, "close"),
        (about(1e-150, 0), NOTHING, "apart"),
    ],
)
def test_two_balls_are_apart_close_or_too_wide_to_say(
    left: Any, right: Any, word: str
) -> None:
    with balls.precision():
        assert balls.compare(left, right) == word
        assert balls.compare(right, left) == word


def test_balls_that_are_not_finite_say_nothing() -> None:
    assert balls.compare(flint.arb("nan"), flint.arb(1)) is None
    assert balls.compare(flint.arb(1) / flint.arb(0), flint.arb(1)) is None


def test_a_step_is_tiny_below_what_400_bits_can_tell() -> None:
    assert balls.tiny(flint.arb(2) ** -381)
    assert balls.tiny(NOTHING)
    assert not balls.tiny(flint.arb(2) ** -379)


def test_a_ball_is_widened_more_each_time_about_its_centre() -> None:
    with balls.precision():
        radii = [float(balls.widened(flint.arb(1), n).rad()) for n in (1, 2, 7)]
        assert radii == pytest.approx([2.0**-362, 2.0**-354, 2.0**-314])
        assert balls.middle(balls.widened(flint.arb(3), 1)) == 3


def enclosure(centre: Any, radius: float) -> Any:
    """The Krawczyk step for x² = 2 about a centre."""
    with balls.precision():
        wide = flint.arb(centre.mid(), radius)
        residual, slope, spread = centre**2 - 2, 2 * centre, 2 * wide
        found = balls.krawczyk(
            [centre], [wide], [residual], [[slope]], [[spread]], solve
        )
        return None if found is None else found[0]


def test_a_krawczyk_step_encloses_the_one_solution_that_lies_near() -> None:
    with balls.precision():
        root = flint.arb(2).sqrt()
        near = root.mid() + flint.arb(2) ** -200
        found = enclosure(near, 2.0**-150)
        assert found.contains(root)
        assert float(found.rad()) < 2.0**-290


def test_a_krawczyk_step_encloses_nothing_where_no_solution_lies() -> None:
    assert enclosure(flint.arb(1.5), 1e-3) is None


def test_a_krawczyk_step_gives_up_where_the_jacobian_is_singular() -> None:
    zero = flint.arb(0)
    found = balls.krawczyk([zero], [about(0, 1)], [zero], [[zero]], [[zero]], solve)
    assert found is None
