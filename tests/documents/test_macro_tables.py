"""Macros as MathJax, KaTeX and MyST have them are definitions in LaTeX."""

from __future__ import annotations

import json

import pytest

from derivcheck.documents.macro_tables import (
    MacrosError,
    from_front_matter,
    from_json,
    from_yaml,
)


@pytest.mark.parametrize(
    ("table", "definitions"),
    [
        ({r"\R": r"\mathbb{R}"}, (r"\newcommand{\R}{\mathbb{R}}",)),
        (
            {"pd": [r"\frac{\partial #1}{\partial #2}", 2]},
            (r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}",),
        ),
        (
            {"pd": r"\frac{\partial #1}{\partial #2}"},
            (r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}",),
        ),
        ({"f": ["f_{#1}", 1, "i"]}, (r"\newcommand{\f}[1][i]{f_{#1}}",)),
        ({"g": ["g"]}, (r"\newcommand{\g}{g}",)),
        ({"h": {"macro": "h_#1", "title": "a row"}}, (r"\newcommand{\h}[1]{h_#1}",)),
        ({}, ()),
    ],
)
def test_a_macro_is_a_definition_with_as_many_arguments_as_it_names(
    table: object, definitions: tuple[str, ...]
) -> None:
    assert from_json(json.dumps(table)) == definitions


@pytest.mark.parametrize(
    "whole",
    [
        {"macros": {"R": "r"}},
        {"tex": {"macros": {"R": "r"}, "packages": {}}},
        {"TeX": {"Macros": {"R": "r"}}},
        {"mathjax3_config": {"tex": {"macros": {"R": "r"}}}},
    ],
)
def test_a_table_is_found_in_the_settings_of_others(whole: object) -> None:
    assert from_json(json.dumps(whole)) == (r"\newcommand{\R}{r}",)


def test_macros_of_myst_stand_in_front_of_a_page_or_in_its_project() -> None:
    text = "version: 1\nproject:\n  title: A\n  math:\n    '\\R': '\\mathbb{R}'\n"
    assert from_yaml(text) == (r"\newcommand{\R}{\mathbb{R}}",)
    page = "---\ntitle: A\nmath:\n  '\\R': r\n---\n\n# A\n"
    assert from_front_matter(page) == (r"\newcommand{\R}{r}",)
    assert from_front_matter("---\ntitle: [\n---\n") == ()
    assert from_yaml("title: A") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "it is no JSON: Expecting property name enclosed in double quotes: "
              "line 1 column 2 (char 1)"),
        ("[1]", "it has no table of macros"),
        ('{"R": 1}', "the macro R has no text that it stands for"),
        ('{"R2": "r"}', "R2 is no name of a macro"),
        ("[" * 100_000, "it is nested too deeply"),
    ],
)  # fmt: skip  # a table
def test_a_table_that_cannot_be_read_says_why(text: str, message: str) -> None:
    with pytest.raises(MacrosError) as caught:
        from_json(text)
    assert str(caught.value) == message


def test_front_matter_that_is_no_yaml_says_so() -> None:
    with pytest.raises(MacrosError) as caught:
        from_front_matter("---\nmath: [\n---\n")
    assert str(caught.value).startswith("it is no YAML: ")
