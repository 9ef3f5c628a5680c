"""Functions that a page defines under the name of a known one."""

from __future__ import annotations

import pytest

from derivcheck.pages import check_text


def page(function: str) -> str:
    return (
        "$x \\in (0, \\infty)$\n\n"
        f"$$ {function}(x) := 3 x^2 $$\n\n$$ {function}(x) = 3 x^2 $$\n"
    )


@pytest.mark.parametrize(
    "function",
    [r"\tanh", r"\ln", r"\operatorname{relu}", r"\operatorname{sign}", "ReLU"],
)
def test_the_definition_of_the_page_counts(function: str) -> None:
    (relation,) = check_text(page(function)).relations
    assert relation.verdict.word == "holds"


@pytest.mark.parametrize(
    ("function", "name", "other"),
    [
        (r"\exp", "exp", "e to a power"),
        (r"\log", "log", "ln"),
        (r"\operatorname{sgn}", "sgn", "sign"),
    ],
)
def test_a_name_that_is_read_as_another_is_refused_with_what_uses_it(
    function: str, name: str, other: str
) -> None:
    found = check_text(page(function))
    assert [one.message for one in found.problems] == [
        rf"\{name} is {other} on every page; give yours another name"
    ]
    assert [one.verdict.word for one in found.relations] == ["not understood"]
