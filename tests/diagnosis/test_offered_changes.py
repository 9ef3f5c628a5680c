"""What a reader may put in the place of a part, and what becomes of it."""

from __future__ import annotations

from derivcheck.diagnosis import OfferedRelation, changes_to_offer
from derivcheck.pages import check_text

PAGE = r"""$x \in \mathbb{R}$, $y := x^2$, $z := 3 y$

$$
\begin{aligned}
\frac{dz}{dx} &= \frac{dz}{dy} \frac{dy}{dx} \\
&= 3 \frac{dy}{dx}
\end{aligned}
$$
"""


def lines(page: str) -> tuple[OfferedRelation, ...]:
    found = check_text(page)
    (display,) = {relation.display for relation in found.relations}
    assert display is not None
    return changes_to_offer(found, display)


def test_each_factor_of_a_line_is_a_part_with_slips_in_its_place() -> None:
    first, second = lines(PAGE)
    assert first.left == r"\frac{\partial z}{\partial x}"
    assert second.left == ""
    assert first.parts == (
        r"\frac{\partial z}{\partial y}",
        r"\frac{\partial y}{\partial x}",
    )
    assert second.parts == ("3", r"\frac{\partial y}{\partial x}")
    assert {change.part for change in first.changes} == {0, 1}


def test_a_change_says_where_its_line_fails_and_that_the_next_does_not_follow() -> None:
    first, second = lines(PAGE)
    left_out = next(change for change in first.changes if not change.becomes)
    assert (left_out.word, left_out.follows) == ("fails", "fails")
    assert left_out.plain is not None
    assert left_out.plain.text == "left 6, right 2, where `x = 1`"
    assert all(change.follows == "" for change in second.changes)


def test_a_page_asks_for_it_with_a_directive_on_which_no_verdict_depends() -> None:
    asking = PAGE.replace("$$\n", "<!-- derivcheck: try changes -->\n$$\n", 1)
    found, plain = check_text(asking), check_text(PAGE)
    assert found.problems == plain.problems
    assert [r.verdict for r in found.relations] == [r.verdict for r in plain.relations]
