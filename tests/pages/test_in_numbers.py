"""Equations in numbers: what is shown comes out, and is the page's network."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from derivcheck.documents import beside
from derivcheck.network import A
from derivcheck.network import running as network
from derivcheck.pages import check_text, equation_in_numbers, quantity_in_numbers

DOCS = Path("docs")
RUNNING = json.loads((DOCS / "running.json").read_text("utf-8"))
ONE_UNIT = json.loads((DOCS / "one-unit.json").read_text("utf-8"))


def lines(name: str, values: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The lines in numbers of each labelled equation of a page."""
    path = DOCS / name
    found = check_text(path.read_text("utf-8"), str(path), load=beside(str(path)))
    shown: dict[str, tuple[str, ...]] = {}
    for piece in found.pieces:
        label = re.search(r"\\label\{(.*?)\}", piece.mathematics.tex)
        if label is not None:
            lines = equation_in_numbers(found, piece, values)
            shown[label[1]] = lines.lines if lines is not None else ()
    return shown


@pytest.fixture(scope="module")
def shown() -> dict[str, tuple[str, ...]]:
    pages = ("notation.md", "chain-rule.md", "softmax-jacobian.md", "bias.md")
    found: dict[str, tuple[str, ...]] = {}
    for page in pages:
        found |= lines(page, RUNNING)
    return found | lines("one-unit.md", ONE_UNIT)


def test_a_definition_and_a_sum_over_paths_are_written_out(
    shown: dict[str, tuple[str, ...]],
) -> None:
    assert shown["eq:net-h"] == (
        r"net_{h_1} = 0.4 \cdot 1.5 + (-0.7) \cdot 0.5 + 0.1 = 0.35",
    )
    assert shown["eq:sum-over-paths"] == (
        r"\frac{\partial E}{\partial out_{h_1}} = 0.1318 \cdot 0.5 + (-0.0117) (-0.6)"
        r" + 0.1248 \cdot 0.1 + 0.0141 (-0.8) \approx 0.0741",
    )


def worked_out(line: str) -> tuple[float, float]:
    """What a pocket calculator gives for a line, and what the line says."""
    _, middle, result = re.split(r" (?:=|\\approx) ", line)
    python = middle.replace(r"\cdot", "*").replace("{", "(").replace("}", ")")
    python = re.sub(r"(?<=[\d)])\s*\(", "*(", python)
    python = re.sub(r"\)\s*(?=[\d.])", ")*", python)
    return float(eval(python.replace("^", "**"), {"e": math.e})), float(result)


def test_whoever_multiplies_a_line_out_gets_what_it_says(
    shown: dict[str, tuple[str, ...]],
) -> None:
    simple = [
        line
        for lines in shown.values()
        for line in lines
        if r"\frac" not in re.split(r" = ", line, maxsplit=1)[1] and "ln" not in line
    ]
    assert len(simple) > 8
    for line in simple:
        value, said = worked_out(line)
        digits = len(line.rpartition(".")[2]) if "." in line.rpartition(" ")[2] else 0
        assert round(value, digits) == pytest.approx(said, abs=1e-9), line


def test_the_numbers_are_those_of_the_network() -> None:
    forward = A.forward(network.parameters, network.x)
    values = {
        "x": network.x, "t": network.t, "w": network.W, "b": network.b,
        "v": network.V, "c": network.c, "out_h": forward.out_h, "z": forward.net_h,
    }  # fmt: skip  # a table
    assert {
        name: pytest.approx(value)
        if value.ndim == 1
        else [pytest.approx(row) for row in value]
        for name, value in values.items()
    } | {"s": 0} == RUNNING  # a shift, which is none until a reader moves it


def test_a_line_that_would_be_long_or_a_single_number_is_left_out() -> None:
    page = r"""$x_k \in \mathbb{R}$ with $k = 1, \dots, n$, $a \in \mathbb{R}$

$$
y := \sum_k x_k
\label{eq:y}
$$

$$
\frac{\partial y}{\partial x_k} = 1
\label{eq:slope}
$$
"""
    found = check_text(page)
    pieces = [p for p in found.pieces if "label" in p.mathematics.tex]
    values = {"x": [1.0, 2.0, 3.0, 4.0, 5.0]}
    assert [equation_in_numbers(found, p, values) for p in pieces] == [None, None]


def test_a_quantity_has_its_entries_row_by_row() -> None:
    page = r"""$x_k \in \mathbb{R}$ with $k = 1, \dots, n$, $w_{ik} \in \mathbb{R}$

$$
y_i := \sum_k w_{ik} x_k
$$

$$
\frac{\partial y_i}{\partial x_k} = w_{ik}
$$
"""
    found = check_text(page)
    machine = found.pieces[-1].machine
    assert machine is not None
    values: dict[str, Any] = {
        "x": [1.0, 2.0],
        "w": [[0.5, -1.0], [0.0, 3.0], [2.0, 0.25]],
    }
    shown = [quantity_in_numbers(machine, name, values) for name in ("y", "w", "x")]
    assert shown == ["−1.5, 6, 2.5", "0.5, −1; 0, 3; 2, 0.25", "1, 2"]
    assert quantity_in_numbers(machine, "y", {}) is None
