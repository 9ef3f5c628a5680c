"""What a page says of the set in which a defined quantity lies."""

from __future__ import annotations

from derivcheck.expressions import Sentence
from derivcheck.pages import check_text


def test_a_defined_quantity_is_declared_to_lie_in_no_set() -> None:
    page = "$z \\in \\mathbb{R}$ $$ s := z^2 $$\n\n$$ s \\in \\{0, 1\\} $$"
    (problem,) = check_text(page).problems
    assert problem.fault == Sentence(
        "what is defined is declared to lie in no set; claim its bounds as relations"
    )
