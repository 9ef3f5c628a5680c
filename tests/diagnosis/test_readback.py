"""What is told reads back, where it is told, as what was judged."""

from __future__ import annotations

import pytest

from derivcheck.diagnosis.diagnosis import diagnose, told_by
from derivcheck.diagnosis.failing_claim import bench_for
from derivcheck.diagnosis.repair import Repair, search
from derivcheck.expressions import nodes as n
from derivcheck.expressions import walk
from derivcheck.pages.page_check import check_text


def told(text: str) -> list[str]:
    """What is told of the last relation of a page, as one report tells it."""
    page = check_text(text, "a.md")
    relation = page.relations[-1]
    assert relation.verdict.word == "fails", relation.verdict
    return [one.text for one in told_by(diagnose(relation, page))]


def repaired(text: str) -> tuple[Repair, ...]:
    page = check_text(text, "a.md")
    bench = bench_for(page.relations[-1])
    assert bench is not None
    return search(bench, page.pieces).found


PRODUCT = r"""
Let $a_i, b_i \in \mathbb{R}$ with $i = 1, \dots, n$, $j = 1, \dots, n$ and
$k = 1, \dots, n$.

$$
E := \prod_{i=1}^n a_i, \quad F := \sum_{j=1}^n \sum_{i=1, i \ne j}^n a_i^3 b_j^2
$$
"""


def test_a_condition_beside_a_lower_bound_is_told() -> None:
    line = r"\frac{\partial E}{\partial a_k} = \prod_{i=1}^n a_i"
    true = r"\frac{\partial E}{\partial a_k} = \prod_{i=1, i \ne k}^n a_i"
    found = told(f"{PRODUCT}\n$$\n{line}\n$$\n")
    assert found[1] == r"`\prod_{i=1, i \ne k}^n a_i` for `\prod_{i=1}^n a_i`"
    assert found[-1] == true
    line = r"\frac{\partial F}{\partial b_k} = b_k \sum_{i=1}^n a_i^3"
    found = told(f"{PRODUCT}\n$$\n{line}\n$$\n")
    assert found[-1] == (
        r"\frac{\partial F}{\partial b_k} = 2 b_k \sum_{i=1, i \ne k}^n a_i^3"
    )


def test_what_names_an_older_quantity_is_not_told() -> None:
    page = "$$\nh := x^2\n$$\n\n$$\nE := h^2\n$$\n\n$$\nh := 3x\n$$\n\n"
    found = told(page + "$$\n\\frac{\\partial E}{\\partial x} = 4 x^2\n$$\n")
    assert [one for one in found[1:] if "h" in one] == []


def test_a_primed_name_is_braced_below_a_power() -> None:
    page = "Let $a \\in \\mathbb{R}$.\n\n$$\nh'_1 := \\tanh(a)\n$$\n\n"
    found = told(page + "$$\n\\frac{\\partial h'_1}{\\partial a} = 1 - h'_1\n$$\n")
    assert found[1:] == [
        "`{h'_1}^2` for `h'_1`",
        r"\frac{\partial h'_1}{\partial a} = 1 - {h'_1}^2",
    ]


@pytest.mark.parametrize(
    ("right", "repair"),
    [
        ("a - b", "`+ b` for `- b`"),
        ("b - a", "`+ a` for `- a`"),
        ("-a - b", "with a minus before the right side"),
    ],
)
def test_a_sign_inside_a_sum_is_told_as_that(right: str, repair: str) -> None:
    page = "$$\nE := \\frac12 (a + b)^2\n$$\n\n"
    found = told(page + f"$$\n\\frac{{\\partial E}}{{\\partial a}} = {right}\n$$\n")
    assert repair in found, found


RECURSION = r"""
Let $i = 1, \dots, n$ and $a_i \in \mathbb{R}$.

$$
p_i := a_i p_{i-1}, \quad p_0 := 1, \quad q := p_n
$$
"""


@pytest.mark.parametrize(
    ("claim", "repair"),
    [
        (
            r"\frac{\partial q}{\partial p_i} = \prod_{j=i}^{n} a_j",
            r"`\prod_{j=i+1}^n a_j` for `\prod_{j=i}^n a_j`",
        ),
        (
            r"p_i = \prod_{j=1}^{i-1} a_j",
            r"`\prod_{j=1}^i a_j` for `\prod_{j=1}^{i-1} a_j`",
        ),
    ],
)
def test_a_bound_that_is_one_off_is_repaired(claim: str, repair: str) -> None:
    assert repaired(f"{RECURSION}\n$$\n{claim}\n$$\n")[0].text == repair


def test_a_derivative_that_is_meant_along_one_path_is_told_first() -> None:
    page = r"""
$$
a := x^2, \qquad b := e^a, \qquad c := a + b, \qquad f := b c
$$

$$
\frac{\partial f}{\partial a} = \frac{\partial f}{\partial b} \frac{\partial b}{\partial a} + \frac{\partial^{+} f}{\partial c} \frac{\partial c}{\partial a}
$$
"""  # noqa: E501  # one line of the page
    found = repaired(page)
    assert found[0].text == (
        r"`\frac{\partial^{+} c}{\partial a}` for `\frac{\partial c}{\partial a}`, "
        r"as `\partial` goes along every path"
    )


def test_a_term_that_is_missing_is_told_once_with_its_place() -> None:
    page = r"""
Examples $i = 1, \dots, m$ with $x_i \in \mathbb{R}$, $E := \ell(y)$ and $\ell: \mathbb{R}^m \to \mathbb{R}$.

$$
\mu := \frac1m \sum_i x_i, \quad v := \frac1m \sum_i (x_i - \mu)^2, \quad y_i := \frac{x_i - \mu}{\sqrt{v}}, \quad d_i := \frac{\partial E}{\partial y_i}
$$

$$
\frac{\partial E}{\partial x_i} = \frac{d_i - \frac1m \sum_j d_j - \frac1m \sum_j (d_j y_j) y_i}{\sqrt{v}}
$$

$$
\frac{\partial E}{\partial x_i} = \frac{d_i - \frac1m \sum_j d_j}{\sqrt{v}}
$$
"""  # noqa: E501  # lines of the page
    (one,) = repaired(page)
    assert one.in_full == (
        r"with the term `-\frac{1}{m} \sum_j d_j y_j y_i` beside "
        r"`d_i - \frac{1}{m} \sum_j d_j`, so `\frac{d_i - \frac{1}{m} \sum_j d_j - "
        r"\frac{1}{m} \sum_j d_j y_j y_i}{\sqrt{v}}`"
    )


def test_no_sum_is_put_in_over_the_letter_of_one_around_it() -> None:
    page = "For $j = 1, \\dots, n$ with $x_j, w_j \\in \\mathbb{R}$:\n\n"
    page += "$$\ny := \\sum_j w_j \\sum_i x_i\n$$\n\n$$\ny = \\sum_j w_j x_j\n$$\n"
    found = [one.side for one in repaired(page)]
    assert [side for side in found if side.count(r"\sum_j") > 1] == []


def test_no_letter_is_bound_twice() -> None:
    page = "For $j = 1, \\dots, n$ with $x_j, w_j \\in \\mathbb{R}$:\n\n"
    page += "$$\ny := \\sum_j x_j\n$$\n\n$$\ny = 2 \\sum_j x_j - \\sum_j w_j\n$$\n"
    for one in repaired(page):
        for over in walk(one.edit.whole):
            if isinstance(over, n.Over):
                inner = [k.letter for k in walk(over.body) if isinstance(k, n.Over)]
                assert over.letter not in inner, one.text


def test_labels_are_among_the_inputs_of_a_counterexample() -> None:
    page = "For $k = 1, \\dots, n$ with $z_k \\in \\mathbb{R}$ and a class $y \\in \\{1, \\dots, n\\}$:\n\n"  # noqa: E501  # a sentence
    found = told(page + "$$\nL := -z_y\n$$\n\n$$\nL = z_y\n$$\n")
    assert found[0] == "left -1, right 1, where `n = 1`, `y = 1`, `z_1 = 1`"


def test_the_next_factor_of_the_chain_rule_stands_above_another_derivative() -> None:
    page = r"""
$$
net := \sum_k w_k x_k, \qquad out := \frac{1}{1 + e^{-net}}, \qquad E := \frac12 (out - t)^2
$$

$$
\frac{\partial E}{\partial w_k} = \frac{\partial E}{\partial out} x_k
$$
"""  # noqa: E501  # lines of the page
    first, *_ = repaired(page)
    assert first.text == r"with the factor `\frac{\partial out}{\partial net}`"


def test_a_label_of_an_example_is_written_as_the_page_writes_it() -> None:
    page = "Examples $i = 1, \\dots, m$ and $k = 1, \\dots, n$ with "
    page += "$c^{(i)} \\in \\{1, \\dots, n\\}$, $z_{ik} \\in \\mathbb{R}$.\n\n"
    page += "$$\nL := -\\sum_i z_{i c^{(i)}}\n$$\n\n"
    claim = r"\frac{\partial L}{\partial z_{ik}} = 1_{k = c^{(i)}}"
    values, hint, repair, *_ = told(f"{page}$$\n{claim}\n$$\n")
    assert values == (
        "left -1, right 1 at `i = 1`, `k = 1`, where `n = 1`, `m = 1`, `c^{(1)} = 1`, "
        "`z_{11} = 1`"
    )
    assert hint == "the sides differ in their sign alone"
    assert repair == "with a minus before the right side"
