"""Places as editors count them."""

from __future__ import annotations

import pytest

from derivcheck.editor import Spot, TextLines
from derivcheck.editor.positions import Encoding, TextChange, edited

TEXT = "a\r\n𝐱 = y\rz\x0cz\n"


@pytest.mark.parametrize(
    ("encoding", "units"), [("utf-8", 7), ("utf-16", 5), ("utf-32", 4)]
)
def test_a_place_is_counted_in_the_units_of_the_encoding(
    encoding: Encoding, units: int
) -> None:
    lines = TextLines(TEXT, encoding)
    at = TEXT.index("y")
    assert lines.spot(at) == Spot(1, units)
    assert lines.offset(Spot(1, units)) == at


def test_a_line_ends_where_the_protocol_ends_it_and_nowhere_else() -> None:
    lines = TextLines(TEXT)
    assert [lines.line(n) for n in range(4)] == ["a", "𝐱 = y", "z\x0cz", ""]


def test_what_is_behind_a_line_is_its_end_and_behind_the_text_the_end_of_it() -> None:
    lines = TextLines(TEXT)
    assert lines.offset(Spot(0, 99)) == 1
    assert lines.offset(Spot(99, 0)) == len(TEXT)


def test_each_edit_is_of_the_text_that_the_one_before_it_left() -> None:
    changes = [
        TextChange("bc", Spot(0, 0), Spot(0, 1)),
        TextChange("", Spot(0, 2), Spot(1, 2)),
    ]
    assert edited(TEXT, changes, "utf-16") == "bc = y\rz\x0cz\n"
    assert edited(TEXT, [TextChange("all")], "utf-16") == "all"
