"""The plainest numbers at which a relation fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.command_line import check_path
from derivcheck.diagnosis.failing_claim import bench_for, writer_for
from derivcheck.diagnosis.shrinking import Plainest, plainest
from derivcheck.pages.page_check import check_text

CASES = Path(__file__).parents[1] / "cases"
SUM = r"""
For $k = 1, \dots, n$ with $x_k, w_k \in \mathbb{R}$:

$$
y := \sum_k w_k x_k, \qquad a := \tanh(y)
$$
"""


def plain(claim: str, before: str = SUM) -> Plainest | None:
    """The plainest numbers for one display."""
    found = check_text(f"{before}\n$$\n{claim}\n$$\n")
    relation = found.relations[-1]
    assert relation.verdict.word == "fails", relation.verdict
    bench = bench_for(relation)
    assert bench is not None
    return plainest(bench, writer_for(bench, found.pieces))


def text(claim: str, before: str = SUM) -> str:
    """The same in words."""
    found = plain(claim, before)
    assert found is not None
    return found.text.replace("`", "")


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (
            r"\frac{\partial y}{\partial w_k} = -x_k",
            "left 1, right -1 at k = 1, where n = 1, w_1 = 1, x_1 = 1",
        ),
        (
            r"y^2 = y",
            "left 4, right 2, where n = 1, w_1 = 1, x_1 = 2",
        ),
        (
            r"y = \sum_k w_k \sum_k x_k",
            "left 2, right 4, where n = 2, w_1 = 1, w_2 = 1, x_1 = 1, x_2 = 1",
        ),
        (r"1 + 1 = 3", "left 2, right 3"),
    ],
)
def test_sizes_come_down_and_inputs_become_short(claim: str, words: str) -> None:
    assert text(claim) == words


def test_numbers_stay_in_their_domain() -> None:
    before = "$p \\in (0, 1)$\n\n$$\nq := 1 - p\n$$\n"
    assert text("q = 1 + p", before) == "left 0.5, right 1.5, where p = 0.5"


def test_a_side_that_cancels_is_told_as_zero() -> None:
    found, _ = check_path(str(CASES / "seed-hidden-softmax.md"))
    bench = bench_for(found.relations[-1])
    assert bench is not None
    told = plainest(bench, writer_for(bench, found.pieces))
    assert told is not None
    assert told.text.startswith(
        "left 0.000791523, right 0, where `b_{o1} = 1`, `i1 = 1`"
    )


def test_every_input_is_told() -> None:
    names = "abcdfghkm"
    terms = " + ".join(names)
    before = f"$$\nS := {terms}\n$$\n"
    assert text("S = 2 S", before) == (
        "left 9, right 18, where a = 1, b = 1, c = 1, d = 1, f = 1, g = 1, h = 1, "
        "k = 1, m = 1"
    )


def test_a_point_on_an_assumption_is_told_as_it_is() -> None:
    before = f"{SUM}\n$$\n\\text{{assume }} \\sum_k x_k = 1\n$$\n"
    told = plain(r"\sum_k x_k w_k = 2 y", before)
    assert told is not None
    names = [one.split(" = ")[0] for one in told.given]
    assert names == ["n", "w_1", "w_2", "w_3", "x_1", "x_2", "x_3"]
    shares = [float(one.split(" = ")[1]) for one in told.given[4:]]
    assert abs(sum(shares) - 1) < 1e-3
    assert abs(told.right - 2 * told.left) < 1e-9


def test_the_plainest_numbers_contradict_an_inequality() -> None:
    before = r"$x > 0$, $a \in \mathbb{R}$"
    assert text(r"x \ln x \ge -\frac{1}{30}", before) == (
        "left -0.346574, right -0.0333333, where x = 0.5"
    )
    assert text(r"a^2 \ge 1", before) == "left 0.25, right 1, where a = 0.5"
    assert plain(r"a^2 > 0", before) is None
