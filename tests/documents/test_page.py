"""A page: its places as line and column, its lines, and its pieces by kind."""

from __future__ import annotations

import pytest

from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import CodeBlock, Mathematics, Page, carried

TEXT = "one\n\nthree ends here\n"


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (3, (1, 4)), (4, (2, 1)), (5, (3, 1)), (11, (3, 7)), (21, (4, 1))],
)
def test_an_offset_is_a_line_and_a_column_counted_from_one(
    offset: int, place: tuple[int, int]
) -> None:
    assert Page(TEXT, (), ()).place(offset) == place


def test_an_empty_page_has_one_line() -> None:
    page = Page("", (), ())
    assert page.place(0) == (1, 1)
    assert page.line(1) == ""


def test_a_line_comes_without_its_end_also_the_last_one() -> None:
    page = Page("one\n\nthree", (), ())
    assert [page.line(number) for number in (1, 2, 3)] == ["one", "", "three"]


def test_a_line_is_shown_between_the_two_on_either_side() -> None:
    page = Page("a\nb\n\nd\ne\nf", (), ())
    assert page.around(4) == (
        "     2 | b\n     3 |\n>    4 | d\n     5 | e\n     6 | f"
    )
    assert page.around(1) == ">    1 | a\n     2 | b\n     3 |"
    assert page.around(6).splitlines()[-1] == ">    6 | f"


def test_a_place_is_carried_over_by_the_stretch_in_which_it_lies() -> None:
    stretches = ((0, 10), (4, 20), (9, 40))
    assert [carried(stretches, at) for at in (0, 3, 4, 8, 9, 12)] == [
        10, 13, 20, 24, 40, 43,
    ]  # fmt: skip  # one for each place


def test_a_place_in_a_quoted_formula_is_that_of_the_same_sign_on_the_page() -> None:
    text = "> $$\n> a\n> = b\n> $$\n"
    (formula,) = read_page(text).mathematics
    for sign in "a=b":
        at = formula.tex.index(sign)
        assert text[formula.offset(at)] == sign


MIXED = """Given $x$.

<!-- derivcheck: fresh -->

```python
print(1)
```

<!-- invisible-code-block: python
print(2)
-->

$$ y $$

``` {.text .output}
1
```
"""


def test_the_pieces_of_a_page_are_had_by_their_kind_in_reading_order() -> None:
    page = read_page(MIXED)
    assert [piece.tex.strip() for piece in page.mathematics] == ["x", "y"]
    assert [piece.display for piece in page.mathematics] == [False, True]
    assert [piece.text for piece in page.directives] == ["fresh"]
    assert [piece.code for piece in page.code] == ["print(1)\n", "print(2)\n", "1\n"]
    shown = [block for block in page.code if isinstance(block, CodeBlock)]
    assert [block.is_python for block in shown] == [True, False]
    assert [block.is_output for block in shown] == [False, True]
    starts = [piece.start for piece in page.pieces]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("language", "python"),
    [("python", True), ("pycon", True), ("py3", True), ("", False), ("text", False)],
)
def test_a_block_is_python_by_its_language(language: str, python: bool) -> None:
    (block,) = read_page(f"```{language}\nx\n```\n").code
    assert isinstance(block, CodeBlock)
    assert block.is_python is python


def test_an_offset_at_the_end_of_a_formula_lies_behind_its_last_sign() -> None:
    text = "$$ a = b $$"
    (formula,) = read_page(text).mathematics
    assert isinstance(formula, Mathematics)
    assert formula.offset(len(formula.tex)) == text.rindex("$$")
