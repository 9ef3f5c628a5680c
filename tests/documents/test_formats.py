"""The ending of a file's name says how the page in it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from derivcheck.documents.formats import LARGEST_PAGE, read_document
from derivcheck.pages.formulas import read

NOTEBOOK = '{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "$x$"}]}'


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("$x$ `$y$`", "a.md"),
        ("$x$ `$y$`", "-"),
        ("$x$ `$y$`", ""),
        ("$x$ % $y$", "deep.folder/a.tex"),
        ("$x$ % $y$", "A.TEX"),
        ("$x$ % $y$", "a.ltx"),
        ("# %% [markdown]\n# $x$\n# %%\ny = '$y$'", "a.py"),
        (NOTEBOOK, "a.ipynb"),
    ],
)
def test_a_document_is_read_by_the_ending_of_its_name(text: str, path: str) -> None:
    assert [m.tex for m in read_document(text, path).mathematics] == ["x"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a.svg", "a file .svg is not read: it is a picture"),
        ("deep/A.HTML", "a file .html is not read: it is HTML or XML, where formulas "
                        "have many forms"),
        ("a.adoc", "a file .adoc is not read: it is in a markup language that no "
                   "reader here is for"),
        ("a.xyz", "a file .xyz is not read: it is of a kind that no reader here is "
                  "for"),
    ],
)  # fmt: skip  # a table
def test_a_file_of_a_kind_that_is_not_read_is_told(path: str, reason: str) -> None:
    page = read_document("$x = y$", path)
    (problem,) = page.problems
    assert problem.message == (
        f"{reason}; give Markdown (.md), LaTeX (.tex), reStructuredText (.rst) or a "
        "notebook (.ipynb)"
    )
    assert page.pieces == ()


@pytest.mark.parametrize("path", ["a.md", "a.tex", "a.ipynb"])
def test_a_page_that_is_too_large_is_not_read(path: str) -> None:
    page = read_document("$x$" * LARGEST_PAGE, path)
    (problem,) = page.problems
    assert problem.message == "the page is larger than 5000000 characters"
    assert page.pieces == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "$$ y := 3 x^2 \\label{eq:y} $$\n"),
        ("a.tex", "\\begin{equation} y := 3 x^2 \\label{eq:y} \\end{equation}\n"),
    ],
)
def test_a_labelled_equation_of_a_document_is_a_function(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    formula = read(tmp_path / name)["eq:y"]
    assert formula.right({"x": np.array(2.0)}) == 12


def test_a_page_in_restructuredtext_is_read() -> None:
    (formula,) = read_document("So :math:`x = y` holds.", "a.rst").mathematics
    assert formula.tex == "x = y"
