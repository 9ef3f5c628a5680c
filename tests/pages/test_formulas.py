"""Labelled equations called from code; the models of the pages beside autograd.

What a page defines is differentiated twice: by the checker, from the LaTeX, and by
autograd, from the formulas that `plain` writes out anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from derivcheck import read
from tests.plain import PLAIN, PLAIN_LOSSES, draw

DOCS = Path(__file__).parents[2] / "docs"
Values = dict[str, np.ndarray[Any, Any]]

# Sizes that no page has, so that nothing can come from the running network.
VALUES: Values = {
    "x": draw(3),
    "w": draw(4, 3),
    "b": draw(4),
    "v": draw(2, 4),
    "c": draw(2),
    "t": np.abs(draw(2)) / np.abs(draw(2)).sum(),
}


def error(values: Mapping[str, Any], hidden: str, output: str, loss: str) -> Any:
    """The error of a two-layer network, as one writes it in NumPy."""
    out_h = PLAIN[hidden](anp.dot(values["w"], values["x"]) + values["b"])
    out_o = PLAIN[output](anp.dot(values["v"], out_h) + values["c"])
    return PLAIN_LOSSES[loss](out_o, values["t"])


def slope(name: str, *variant: str) -> np.ndarray[Any, Any]:
    """The derivative of the error by one of the arrays, by autograd."""
    found = grad(lambda value: error({**VALUES, name: value}, *variant))(VALUES[name])
    return np.asarray(found)


A = ("sigmoid", "sigmoid", "squared error")
B = ("softmax", "sigmoid", "squared error")


@pytest.mark.parametrize(
    ("page", "label", "name", "variant"),
    [
        ("chain-rule", "eq:weight-gradient", "w", A),
        ("chain-rule", "eq:sigmoid-delta-h", "b", A),
        ("chain-rule", "eq:chain-rule-delta-o", "c", A),
        ("chain-rule", "eq:chain-rule-input", "x", A),
        ("softmax-hidden-layer", "eq:softmax-hidden-weight", "w", B),
        ("softmax-hidden-layer", "eq:softmax-hidden-delta", "b", B),
        ("bias", "eq:bias-gradient", "c", A),
        ("bias-beside-softmax", "eq:bias-redundant", "c", B),
    ],
)
def test_both_sides_of_a_page_agree_with_autograd(
    page: str, label: str, name: str, variant: tuple[str, str, str]
) -> None:
    formula = read(DOCS / f"{page}.md")[label]
    wanted = slope(name, *variant)
    np.testing.assert_allclose(formula.left(VALUES), wanted, rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(formula.right(VALUES), wanted, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(
    ("label", "output", "loss"),
    [
        ("eq:delta-sigmoid-squares", "sigmoid", "squared error"),
        ("eq:delta-sigmoid-cross-entropy", "sigmoid", "binary cross-entropy"),
        ("eq:output-layer-free-targets", "softmax", "cross-entropy"),
        ("eq:delta-softmax-cross-entropy", "softmax", "cross-entropy"),
        ("eq:delta-softmax-squares", "softmax", "squared error"),
    ],
)
def test_the_four_pairs_of_the_output_layer_agree_with_autograd(
    label: str, output: str, loss: str
) -> None:
    out_h, targets = draw(4, seed=1), VALUES["t"]
    values = {"v": VALUES["v"], "c": VALUES["c"], "t": targets, "out_h": out_h}

    def of_bias(c: Any) -> Any:
        net_o = anp.dot(VALUES["v"], out_h) + c
        return PLAIN_LOSSES[loss](PLAIN[output](net_o), targets)

    formula = read(DOCS / "output-layer.md")[label]
    wanted = grad(of_bias)(VALUES["c"])
    np.testing.assert_allclose(formula.left(values), wanted, rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(formula.right(values), wanted, rtol=1e-10, atol=1e-14)


def test_a_label_that_is_not_there_lists_those_that_are() -> None:
    formulas = read(DOCS / "bias.md")
    with pytest.raises(KeyError, match=r"has no equation eq:nowhere; it has eq:bias-"):
        formulas["eq:nowhere"]


def test_an_array_that_is_missing_is_named() -> None:
    formula = read(DOCS / "softmax-jacobian.md")["eq:softmax-jacobian"]
    with pytest.raises(ValueError, match="none of the given arrays says how far"):
        formula.right({})


def test_an_array_of_another_size_is_refused() -> None:
    formula = read(DOCS / "chain-rule.md")["eq:weight-gradient"]
    with pytest.raises(ValueError, match="b has 5 entries on axis 0; n_h is 4"):
        formula.right({**VALUES, "b": draw(5)})


def test_a_formula_that_leaves_its_array_says_where(tmp_path: Path) -> None:
    page = tmp_path / "steps.md"
    page.write_text(
        "Steps $l = 1, \\dots, L$.\n\n"
        "$$ a_0 := x, \\quad a_l := \\tanh(w_l a_{l-1}), \\quad E := a_L^2 $$\n\n"
        "$$ \\label{eq:step} \\frac{\\partial E}{\\partial a_l} = "
        "\\frac{\\partial E}{\\partial a_{l+1}} w_{l+1} (1 - a_{l+1}^2) $$\n"
    )
    formula = read(page)["eq:step"]
    assert formula.left({"x": 0.5, "w": [0.4, 0.3]}).shape == (2,)
    said = "^at l = 2 the formula asks for entry 3 of a, which is outside the array$"
    with pytest.raises(ValueError, match=said):
        formula.right({"x": 0.5, "w": [0.4, 0.3]})


RECURRENT = (
    "$t = 1, \\dots, T$, $W \\in \\mathbb{R}^{d \\times d}$, "
    "$h_0 \\in \\mathbb{R}^d$\n\n"
    "$$ h_t := \\tanh(W h_{t-1}), \\quad E := \\sum_t h_t^\\top h_t $$\n\n"
    "$$ \\label{eq:all} E = \\sum_{t=1}^T \\lVert h_t \\rVert^2 $$\n\n"
    "$$ \\label{eq:slope} \\frac{\\partial E}{\\partial W} = "
    "\\sum_t (\\frac{\\partial E}{\\partial h_t} \\odot h_t) h_{t-1}^\\top $$\n"
)


def test_a_start_is_given_by_its_own_name(tmp_path: Path) -> None:
    page = tmp_path / "steps.md"
    page.write_text(RECURRENT.replace("T$,", "3$,").replace("^T ", "^3 "))
    formula = read(page)["eq:all"]
    w, h = draw(2, 2), draw(2, seed=1)
    wanted, step = 0.0, h
    for _ in range(3):
        step = np.tanh(w @ step)
        wanted += step @ step
    np.testing.assert_allclose(formula.right({"W": w, "h_0": h}), wanted, rtol=1e-12)
    with pytest.raises(ValueError, match="the formula reads h_0, which was not given"):
        formula.right({"W": w})


def test_an_array_that_its_definition_contradicts_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "steps.md"
    page.write_text(RECURRENT)
    formula = read(page)["eq:all"]
    given = {"W": draw(2, 2), "h_0": draw(2, seed=1), "h": np.ones((3, 2))}
    with pytest.raises(ValueError, match="h was given and has a definition, and they"):
        formula.right(given)


def test_a_derivative_does_not_pass_through_an_array_that_was_given(
    tmp_path: Path,
) -> None:
    page = tmp_path / "steps.md"
    page.write_text(RECURRENT)
    formula = read(page)["eq:slope"]
    given = {"W": draw(2, 2), "h": np.ones((3, 2))}
    with pytest.raises(ValueError, match="h was given, and a derivative moves it"):
        formula.left(given)


def test_labels_of_several_examples_are_given_as_an_array(tmp_path: Path) -> None:
    page = tmp_path / "labels.md"
    page.write_text(
        "Labels $y_n \\in \\{1, \\dots, C\\}$ and $n = 1, \\dots, N$.\n\n"
        "$$ L := \\frac1N \\sum_n z_{n y_n} $$\n\n"
        "$$ \\label{eq:picked} \\frac{\\partial L}{\\partial z_{nk}} = "
        "\\frac1N 1_{y_n = k} $$\n"
    )
    formula = read(page)["eq:picked"]
    values = {"z": draw(2, 3), "y": np.array([3, 1])}
    wanted = np.array([[0, 0, 0.5], [0.5, 0, 0]])
    np.testing.assert_allclose(formula.left(values), wanted)
    np.testing.assert_allclose(formula.right(values), wanted)


def test_an_array_beside_a_number_of_its_name_is_asked_for_with_its_index(
    tmp_path: Path,
) -> None:
    page = tmp_path / "two.md"
    page.write_text(
        "$s \\in \\mathbb{R}$, $s_i \\in \\mathbb{R}$, $i = 1, \\dots, n$\n\n"
        "$$ \\label{eq:two} y := s + \\sum_i s_i $$\n"
    )
    formula = read(page)["eq:two"]
    assert formula.right({"s": 2.0, "s_i": np.array([1.0, 3.0])}) == 6.0
    with pytest.raises(ValueError, match=r"^a size is not known: none of the arrays"):
        formula.right({"s": 2.0})
    with pytest.raises(ValueError, match=r"of this page; it has s, s_i, y$"):
        formula.right({"u": 2.0})
