r"""The right side of a declaration -> a domain, and the sizes of an array."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.expressions import (
    Choice,
    Domain,
    Interval,
    NotUnderstood,
    OneHot,
    Simplex,
)
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.set_notation import axes_of, read_set, size_marks

UP_TO_ONE = Interval(Fraction(0), Fraction(1), high_inside=True)


@pytest.mark.parametrize(
    ("tex", "domain", "sizes"),
    [
        (r"\mathbb{R}", None, ()),
        (r"\mathbb{R}^{m \times n}", None, ("m", "n")),
        (r"\mathbb{R}^{n_x \times 3}", None, ("n_x", 3)),
        (r"\mathbb{R}^{(n - 1) \times *}", None, ("n -1", None)),
        (r"\mathbb{R}_{+}^n", Interval(Fraction(0), None), ("n",)),
        (r"\mathbb{R}_{<0}", Interval(None, Fraction(0)), ()),
        ("(0, 1]^n", UP_TO_ONE, ("n",)),
        (r"(-\infty, 2.5)", Interval(None, Fraction(5, 2)), ()),
        (r"\Delta^{n-1}", Simplex(), ("n",)),
        (r"\Delta^2", Simplex(), (3,)),
        (r"\{0, 1\}^n", Choice((Fraction(0), Fraction(1))), ("n",)),
        (r"\{\mathbf{e}_1, \dots, \mathbf{e}_n\}", OneHot(), ("n",)),
    ],
)
def test_a_set_is_a_domain_for_every_entry(
    tex: str, domain: Domain | None, sizes: tuple[str | int | None, ...]
) -> None:
    found = read_set(read_marks(tex, {}), 0)
    assert (found.domain, found.sizes) == (domain, sizes)


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        ("", "expected a set"),
        (
            "n",
            r"expected a set: \mathbb{R}^n, (0, 1), \Delta, \{1, \dots, C\} or "
            r"\{\mathbf e_1, \dots, \mathbf e_n\}",
        ),
        (r"\mathbb{R} + 1", "the set is not known"),
        (r"\mathbb{R}^{m / n}", "expected a size"),
        ("(0, 1", "the bracket of this interval is not closed"),
        ("(0, 1, 2)", "an interval has two ends"),
        ("(1, 0)", "this interval is empty"),
        ("(a, 1)", "the end of an interval is a number here"),
        (r"\{1\}", "the members of this set are not known"),
    ],
)
def test_a_set_that_is_not_known_is_refused(tex: str, message: str) -> None:
    with pytest.raises(NotUnderstood) as raised:
        read_set(read_marks(tex, {}), 0)
    assert str(raised.value) == message
    assert axes_of(read_marks(tex, {})) == 0


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        ("n", "n"),
        ("n_x", "n_x"),
        ("n^{[l]}", "n_l"),
        ("n + 1", "n +1"),
        ("m n", None),
        ("2", None),
    ],
)
def test_a_size_has_the_name_of_a_letter(tex: str, name: str | None) -> None:
    assert size_marks(read_marks(tex, {})) == name
