"""What the verdicts of a page rest on, in a line each."""

from __future__ import annotations

from derivcheck.checking.claim import Sizes, Verdict
from derivcheck.checking.page_check import Found
from derivcheck.checking.records import Input, Relation
from derivcheck.models import UNNAMED
from derivcheck.reports.counting import rests_on


def holds(*sizes: Sizes) -> Relation:
    verdict = Verdict("holds", points=6, values=12, sizes=sizes)
    return Relation(0, "x", "=", "x", verdict)


def test_sizes_are_told_once_and_not_where_others_have_them_all() -> None:
    few, more, others = (("n", 2),), (("m", 3), ("n", 2)), (("m", 10), ("n", 4))
    found = Found("page.md", [holds(few, others), holds(more, others), holds(())])
    assert rests_on(found) == [
        "each that holds was tried at 6 points; 36 values of 3 relations compared",
        "sizes tried: m = 10, n = 4; m = 3, n = 2",
    ]


def test_an_input_is_told_once_with_its_shape() -> None:
    inputs = [Input("W", ("m", "n")), Input("W", ("m", "n")), Input(r"\text{free}", ())]
    assert rests_on(Found("page.md", inputs=inputs)) == [
        r"inputs: W (m × n), \text{free}"
    ]


def test_a_size_that_nothing_ties_is_free_and_says_so() -> None:
    inputs = [Input("W", ("3", UNNAMED)), Input("t", ())]
    assert rests_on(Found("page.md", inputs=inputs)) == [
        "inputs: W (3 × free), t",
        "(free: nothing on the page ties this size to another)",
    ]
