"""Inputs that are too much, each with its own sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derivcheck.checking.records import PlacedFault
from derivcheck.command_line import check_path
from derivcheck.expressions import Sentence
from derivcheck.pages.page_check import check_text

NUMBER = "$x \\in \\mathbb{R}$\n\n"
FUNCTIONS = "fghuvwpqrstFGHKLMN"


def display(*contents: str) -> str:
    return "".join(f"$$\n{content}\n$$\n\n" for content in contents)


def composed() -> str:
    """Functions, each of which applies the one before twice."""
    later = [
        rf"{name}(x) := {FUNCTIONS[n]}({FUNCTIONS[n]}(x))"
        for n, name in enumerate(FUNCTIONS[1:])
    ]
    return NUMBER + display("f(x) := x + 1", *later, "N(x) = x")


OPERATIONS = "undecided: more than 400000 operations"
DEEP = "not understood: nested more than 60 deep"
SLOW = {
    "a sum to a million":
        (r"\sum_{i=1}^{1000000} i x = 500000500000 x", OPERATIONS),
    "a sum of sums":
        (r"\sum_{i=1}^{300} \sum_{j=1}^{300} \sum_{k=1}^{300} i x = x", OPERATIONS),
    "a sum that floats get through and balls do not":
        (r"\sum_{i=1}^{60} \sum_{j=1}^{60} \sum_{k=1}^{60} x = 216000 x", OPERATIONS),
    "a product to a million":
        (r"\prod_{i=1}^{1000000} x = 0", OPERATIONS),
    "a large power":
        (r"x = 10^{100000000}", "undecided: a power above 10000"),
    "a tower of powers":
        (r"x = 9^{9^{9^9}}", "undecided: no point was found: math range error"),
    "many digits":
        ("x = " + "9" * 5000, "not understood: a number of more than 100 digits"),
    "brackets":
        ("x = " + "(" * 5000 + "x" + ")" * 5000, DEEP),
    "fractions":
        ("x = " + r"\frac{1}{1 + " * 300 + "x" + "}" * 300, DEEP),
    "derivatives of derivatives":
        ("x = " + r"\frac{d}{dx} " * 18 + "e^{x^2}", None),
    "a macro that calls itself":
        (r"\newcommand{\a}{\a\a} x = \a",
         r"not understood: the macro \a expands without end"),
    "macros that double":
        ("".join(rf"\def\{a}#1{{\{b}{{#1#1}}}}" for a, b in
                 zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True))
         + r"\def\t#1{#1} x = \a{x}",
         r"not understood: the macro \p expands without end"),
    "a long piece":
        ("x = " + "+ x " * 40_000,
         "not understood: more than 20000 signs in one piece of mathematics"),
}  # fmt: skip  # a table


@pytest.mark.parametrize("name", SLOW)
def test_what_is_too_much_says_which_bound_it_passed(name: str) -> None:
    content, wanted = SLOW[name]
    (relation,) = check_text(NUMBER + display(content)).relations
    said = f"{relation.verdict.word}: {relation.verdict.reason}"
    if wanted is not None:
        assert said == wanted
    assert relation.verdict.word in {"undecided", "not understood"}


MODELS = {
    "derivatives within one another":
        (NUMBER + display("y := e^{x^2}", r"\frac{d}{dx} " * 18 + "y = 0"),
         "undecided: more than 6 derivatives in each other"),
    "functions that double":
        (composed(), OPERATIONS),
    "many values of the free indices":
        (display(r"i = 1, \dots, 400") + "$x_i \\in \\mathbb{R}$\n\n"
         + display(r"x_i + x_j = x_j + x_i + 0"),
         "undecided: more than 20000 values of the free indices"),
    "a definition built on a thousand others":
        (NUMBER + display(r"\text{y0} := x", *(
            rf"\text{{y{n}}} := \text{{y{n - 1}}} + 1" for n in range(1, 1500)
         ), r"\text{y1499} = x + 1499"),
         "undecided: definitions build on each other too deeply"),
}  # fmt: skip  # a table


@pytest.mark.parametrize("name", MODELS)
def test_a_model_that_is_too_much_says_which_bound_it_passed(name: str) -> None:
    page, wanted = MODELS[name]
    relation = check_text(page).relations[-1]
    assert f"{relation.verdict.word}: {relation.verdict.reason}" == wanted


def test_a_bound_passed_in_one_statement_leaves_the_others_alone() -> None:
    page = NUMBER + display(SLOW["a sum to a million"][0], "x + x = 2 x")
    words = [relation.verdict.word for relation in check_text(page).relations]
    assert words == ["undecided", "holds"]


def test_thousands_of_links_in_one_chain_are_each_judged() -> None:
    found = check_text(NUMBER + display(" = ".join(["x"] * 3000)))
    assert {relation.verdict.word for relation in found.relations} == {"vacuous"}
    assert len(found.relations) == 2999


def problems(folder: Path, content: bytes) -> list[PlacedFault]:
    """What checking a file with that content has to say."""
    path = folder / "page.md"
    path.write_bytes(content)
    return check_path(str(path))[0].problems


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert problems(tmp_path, b"") == []
    found, _ = check_path(str(tmp_path / "page.md"))
    assert found.good
    assert found.totals()["present"] == 0


def test_a_file_of_50_mb_is_left_alone(tmp_path: Path) -> None:
    fault = Sentence(
        "the file is larger than 20 MB: "
        "no page that people read is, so it was left alone"
    )
    found = problems(tmp_path, b"$x$ " * 12_500_000)
    assert found == [PlacedFault(1, 1, fault)]


def test_bytes_that_are_no_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    fault = Sentence("the file is not UTF-8 text: byte 0xff")
    assert problems(tmp_path, b"one\ntwo \xff\n") == [PlacedFault(2, 1, fault)]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_change_no_verdict_and_no_place(
    tmp_path: Path, end: str
) -> None:
    page = NUMBER + display("x = x + 1")
    path = tmp_path / "page.md"
    path.write_bytes(page.replace("\n", end).encode())
    (relation,) = check_path(str(path))[0].relations
    assert (relation.verdict.word, relation.line, relation.column) == ("fails", 4, 3)


def test_tabs_are_spaces() -> None:
    (relation,) = check_text(NUMBER + display("x\t+\tx\t=\t2\tx")).relations
    assert relation.verdict.word == "holds"


def test_a_combining_character_is_refused_where_it_stands() -> None:
    (relation,) = check_text(NUMBER + display("x\u0301 = x")).relations
    assert relation.verdict.word == "not understood"
    assert relation.verdict.reason == "the sign \u0301 is not mathematics here"


def test_a_display_that_is_not_closed_is_a_problem_at_its_opening() -> None:
    found = check_text(NUMBER + "$$\nx = x + 1\n")
    fault = Sentence(
        "this display is opened by $$ and not closed by $$ anywhere after it"
    )
    assert found.problems == [PlacedFault(3, 1, fault)]


def test_a_claim_over_a_long_index_says_how_far_it_was_compared() -> None:
    page = (
        "$i = 1, \\dots, 300$, $x_i \\in \\mathbb{R}$\n\n"
        "$$ p_i := \\frac{e^{x_i}}{\\sum_k e^{x_k}}, E := \\sum_i \\ln p_i $$\n\n"
        "$$ \\frac{\\partial E}{\\partial x_i} = 1 - 300 p_i $$\n"
    )
    (relation,) = check_text(page).relations
    said = f"{relation.verdict.word}: {relation.verdict.reason}"
    assert re.fullmatch(
        OPERATIONS + r": \d+ values of the indices had been compared, without a "
        "difference; declare a smaller size",
        said,
    )
