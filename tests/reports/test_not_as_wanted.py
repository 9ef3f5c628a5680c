"""What is not as a page expects, for tools that have a form of their own."""

from __future__ import annotations

from derivcheck.pages.page_check import check_text
from derivcheck.reports.not_as_wanted import findings


def test_a_finding_has_its_place_its_kind_and_why() -> None:
    page = "$$\ny := x^2\n$$\n\n$$\ny = x^2 = x^3\n$$\n\n<!-- derivcheck: frsh -->\n"
    found = list(findings(check_text(page, "docs/page.md")))
    assert [(one.line, one.place, one.kind) for one in found] == [
        (9, "docs/page.md:9:1:", "problem"),
        (6, "docs/page.md:6:9:", "fails"),
    ]
    assert found[0].message == "unknown directive 'frsh': write fresh"
    assert found[1].message.splitlines()[0] == "x^2 = x^3"


def test_what_only_waits_for_another_finding_is_left_out() -> None:
    page = "$$\ny := \\foo\n$$\n\n$$\ny = 1\n$$\n\n$$\n2 y = 2\n$$\n"
    assert [one.line for one in findings(check_text(page))] == [2]
