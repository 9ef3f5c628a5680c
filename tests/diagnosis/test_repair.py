"""Repairs: what is offered for a relation that fails, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.checking.assumptions import Assumed
from derivcheck.checking.records import Found
from derivcheck.command_line import check_path
from derivcheck.diagnosis import repair
from derivcheck.diagnosis.failing_claim import bench_for
from derivcheck.diagnosis.repair import Repairs, search
from derivcheck.pages.page_check import check_text
from derivcheck.reports.text_and_json import as_text

CASES = Path(__file__).parents[1] / "cases"
NETWORK = r"""
For $i, j = 1, \dots, n$ and $k = 1, \dots, m$ with $x_k, b_i, v_i \in \mathbb{R}$:

$$
y_i := \sum_k w_{ik} x_k + b_i, \qquad a_i := \tanh(y_i), \qquad E := \sum_i v_i a_i
$$

$$
\frac{\partial a_i}{\partial y_i} = 1 - a_i^2
$$
"""
ARRAYS = r"""
$W \in \mathbb{R}^{n \times n}$, $U \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^n$

$$
y := W x, \qquad z := U y, \qquad E := \frac{1}{2} \lVert z \rVert^2
$$
"""


def last(found: Found) -> Repairs:
    """What is offered for the last relation of a page, which fails."""
    relation = found.relations[-1]
    assert relation.verdict.word == "fails", relation.verdict
    bench = bench_for(relation)
    assert bench is not None
    return search(bench, found.pieces)


def offered(claim: str, before: str = NETWORK) -> list[str]:
    """The repairs of one display."""
    found = check_text(f"{before}\n$$\n{claim}\n$$\n")
    return [one.text for one in last(found).found]


GRADIENT = r"\frac{\partial E}{\partial w_{ik}} = "


@pytest.mark.parametrize(
    ("claim", "repair"),
    [
        (GRADIENT + r"-v_i (1 - a_i^2) x_k", "without the minus before the right side"),
        (GRADIENT + r"v_i (1 + a_i^2) x_k", "`- a_i^2` for `+ a_i^2`"),
        (GRADIENT + r"v_i (a_i^2) x_k", "`1 - a_i^2` for `a_i^2`"),
        (GRADIENT + r"(1 - a_i^2) x_k", "with the factor `v_i`"),
        (GRADIENT + r"v_i x_k", r"with the factor `\frac{\partial a_i}{\partial y_i}`"),
        (GRADIENT + r"v_i (1 - a_i^2) x_k x_k", "without the factor `x_k`"),
        (GRADIENT + r"v_1 (1 - a_i^2) x_k", "`v_i` for `v_1`"),
        (GRADIENT + r"v_i (1 - a_i) x_k", "`a_i^2` for `a_i`"),
        (GRADIENT + r"v_i (1 - y_i^2) x_k", "`a_i` for `y_i`"),
        (GRADIENT + r"v_i (2 - a_i^2) x_k", "`1` for the first `2`"),
        (r"E = \sum_i v_i e^{y_i}", r"`\tanh(y_i)` for `e^{y_i}`"),
        (r"E = \sum_i \sum_j v_i a_i", r"without `\sum_j` before `v_i a_i`"),
        (r"\frac{\partial y_i}{\partial b_j} = 1", "`1_{i=j}` for `1`"),
        (r"\frac{\partial y_i}{\partial y_j} = 1_{i \ne j}", None),
    ],
)
def test_the_least_edit_is_offered_first(claim: str, repair: str | None) -> None:
    found = offered(claim)
    if repair is None:
        assert "`1_{i=j}` for `1_{i \\ne j}`" in found
    else:
        assert found[:1] == [repair], found


def test_a_sum_is_put_in_where_one_entry_stands_for_all() -> None:
    claim = r"\frac{\partial E}{\partial x_k} = v_1 (1 - a_1^2) w_{1k}"
    assert offered(claim) == [r"with `\sum_i` before `v_i (1 - a_i^2) w_{ik}`"]


def test_an_alias_is_read_through_to_the_slot_that_it_hides() -> None:
    found, _ = check_path(str(CASES / "seed-hidden-softmax.md"))
    assert [one.text for one in last(found).found] == ["`v_{ij}` for `w_{oj}`"]


SOFTMAX = r"""
For $i = 1, \dots, n$ let $v_i, z_i \in \mathbb{R}$ and

$$
p_i := \frac{e^{z_i}}{\sum_k e^{z_k}}, \qquad E := \sum_i v_i p_i^3, \qquad
g := \frac{\partial E}{\partial p_1}
$$
"""


def test_a_name_for_one_entry_is_let_run_with_the_sum_round_it() -> None:
    claim = r"\frac{\partial E}{\partial z_1} = \sum_i g p_1 (1_{i = 1} - p_i)"
    assert offered(claim, SOFTMAX)[:1] == [
        r"`g` has no index `i`: `\frac{\partial E}{\partial p_i}` for it"
    ]


@pytest.mark.parametrize(
    ("claim", "repair"),
    [
        (r"\frac{\partial E}{\partial y} = U z", r"`U^\top` for `U`"),
        (r"z = W U x", r"`U W x` for `W U x`"),
        (r"z = U^\top y", r"`U` for `U^\top`"),
        (
            r"\frac{\partial E}{\partial U} = y z^\top",
            r"`z y^\top` for `y z^\top`",
        ),
    ],
)
def test_arrays_are_turned_and_put_in_another_order(claim: str, repair: str) -> None:
    assert offered(claim, ARRAYS)[:1] == [repair]


LAYER = r"""
$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $v \in \mathbb{R}^m$

$$
y := W x, \qquad E := v^\top y
$$
"""


@pytest.mark.parametrize(
    ("claim", "reason", "repair"),
    [
        (
            r"\frac{\partial E}{\partial x} = W v",
            "m × n times a column of m does not exist; write \\odot for an elementwise "
            "product, ^\\top for a transpose",
            r"`W^\top` for `W`",
        ),
        (
            r"\frac{\partial E}{\partial W} = x v^\top",
            "the left side is m × n, the right side n × m",
            r"`v x^\top` for `x v^\top`",
        ),
        (
            r"\frac{\partial E}{\partial x_k} = \sum_i v_i W_{ki}",
            None,
            r"`W_{ik}` for `W_{ki}`",
        ),
    ],
)
def test_sides_that_do_not_fit_are_repaired_too(
    claim: str, reason: str | None, repair: str
) -> None:
    page = f"{LAYER}\n$$\n{claim}\n$$\n"
    found = check_text(page, "a.md")
    relation = found.relations[-1]
    assert relation.verdict.word == "not understood"
    told = as_text([found], {"a.md": page}).splitlines()
    assert f"    {repair}: holds" in told
    if reason is not None:
        assert f"    {reason}" in told


FAMILIES = r"""
$g^{[l]} : \mathbb{R} \to \mathbb{R}$, $l = 1, \dots, L$, $z^{[l]} \in \mathbb{R}$,
$F : \mathbb{R}^n \to \mathbb{R}^n$, $h \in \mathbb{R}^n$

$$
a^{[l]} := g^{[l]}(z^{[l]}), \qquad y := F(h)
$$
"""


@pytest.mark.parametrize(
    ("claim", "repair"),
    [
        (r"a^{[l]} = g^{[1]}(z^{[l]})", "`g^{[l]}(z^{[l]})` for `g^{[1]}(z^{[l]})`"),
        (
            r"\frac{\partial a^{[l]}}{\partial z^{[l]}} = g^{[l]}(z^{[l]})",
            "`{g^{[l]}}'(z^{[l]})` for `g^{[l]}(z^{[l]})`",
        ),
        (r"y = 2 F(h)", "without the factor `2`"),
        (r"y \langle h, h \rangle = F(h)", r"with the factor `\langle h, h \rangle`"),
    ],
)
def test_families_and_functions_of_arrays_are_repaired(claim: str, repair: str) -> None:
    assert offered(claim, FAMILIES)[:1] == [repair]


def test_what_could_not_be_read_is_not_repaired() -> None:
    found = check_text(f"{LAYER}\n$$\nE = q v\n$$\n\n$$\nE = (v\n$$\n")
    assert [bench_for(relation) for relation in found.relations] == [None, None]


def test_no_relation_is_repaired_by_making_both_sides_nothing() -> None:
    found = offered(r"\frac{\partial E}{\partial b_i} = \sum_j v_j (1_{i=j} - 1_{i=j})")
    assert not [text for text in found if text.startswith("on the left")]


def test_a_bound_is_not_repaired() -> None:
    assert offered(r"E < E - 1") == []


def test_the_end_of_the_budget_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair, "BUDGET", 5)
    found = check_text(f"{NETWORK}\n$$\nE = \\sum_i b_i y_i\n$$\n")
    assert last(found) == Repairs((), several=False, tried=5, ran_out=True)


def test_what_is_offered_holds_at_points_of_another_seed() -> None:
    found = check_text(f"{NETWORK}\n$$\n{GRADIENT} v_i (1 + a_i^2) x_k\n$$\n")
    ground = found.relations[-1].ground
    assert ground is not None
    old = ground.assumed
    other = Assumed(old.model, old.machine, 99, old.assumptions)
    for one in last(found).found:
        assert other.judge(one.claim, ground.order).word == "holds"
