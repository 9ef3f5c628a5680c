"""A report prints what it knows, and nothing that it does not."""

from __future__ import annotations

import math

from derivcheck.gradients.report import DerivativeEntry, Report, apart


def test_a_place_is_named_with_its_array() -> None:
    assert DerivativeEntry((3, 0), 1, 2, "W1").place == "W1[3, 0]"
    assert DerivativeEntry((3, 0), 1, 2).place == "entry [3, 0]"
    assert DerivativeEntry((), 1, 2, "bias").place == "bias"
    assert DerivativeEntry((), 1, 2).place == "the derivative"


def test_two_numbers_get_the_digits_that_tell_them_apart() -> None:
    assert apart(1.0, 2.0) == ("1", "2")
    assert apart(1.0, 1.0 + 1e-9) == ("1", "1.000000001")
    assert apart(1.0, 1.0) == ("1", "1")


def test_without_directions_no_chance_is_stated() -> None:
    report = Report("right", "", resolution=1e-9)
    assert "missed" not in str(report)
    assert report.missed(1e-10) == 1
    assert report.missed(1e-8) == 0


def test_nothing_resolved_means_that_anything_may_have_been_missed() -> None:
    assert Report("cannot tell", "", directions=3).missed(1) == 1
    assert Report("right", "", resolution=1e-9, directions=3).missed(math.nan) == 1
