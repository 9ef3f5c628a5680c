"""What stands below and above a name: tags, indices and numbers."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.scripts import (
    Item,
    Scripts,
    bracketed,
    is_transpose,
    items,
    read_scripts,
    terms_of,
)


def below(tex: str) -> tuple[Item, ...]:
    """The items of the one script in a text."""
    _, script = read_marks(tex, {})
    return items(script.parts[0])


def scripts(tex: str, *, layered: bool = False) -> Scripts:
    found, _ = read_scripts(read_marks(tex, {}), 1, layered=layered)
    return found


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("w_{ij}", [("letter", "i"), ("letter", "j")]),
        ("w_{h,i}", [("letter", "h"), ("letter", "i")]),
        ("w_{h_i}", [("letter", "h"), ("letter", "i")]),
        ("w_{12}", [("number", "12")]),
        ("E_{tot}", [("word", "tot")]),
        (r"E_{\text{val}}", [("word", "val")]),
        ("W_{j:}", [("letter", "j"), ("word", ":")]),
        ("x_{+}", [("word", "+")]),
    ],
)
def test_a_script_is_a_list_of_items(tex: str, found: list[tuple[str, str]]) -> None:
    assert [(item.kind, item.text) for item in below(tex)] == found


def test_a_number_or_a_letter_that_is_added_belongs_to_its_item() -> None:
    (item,) = below("x_{i + a - 1}")
    assert (item.written, item.letters) == ("i+a-1", ("i", "a"))
    assert [(sign, term.text) for sign, term in terms_of(item)] == [(1, "i"), (1, "a")]


def test_an_item_with_a_script_of_its_own_is_part_of_the_name() -> None:
    tag, index = below("w_{h_i}")
    assert (tag.tag, index.tag) == (True, False)


def test_what_is_no_index_is_refused_with_its_place() -> None:
    with pytest.raises(NotUnderstood) as raised:
        below(r"x_{\frac{a}{b}}")
    assert (str(raised.value), raised.value.at) == (
        r"expected an index, found \frac",
        3,
    )


@pytest.mark.parametrize(
    ("tex", "layer", "powers"),
    [
        ("a^{(2)}", "2", 0),
        ("a^{[l]}_j", "l", 0),
        ("W^{(2)^T}", "2", 1),
        ("W^T", None, 1),
        ("x^2", None, 1),
    ],
)
def test_a_superscript_in_brackets_is_part_of_the_name(
    tex: str, layer: str | None, powers: int
) -> None:
    found = scripts(tex)
    above = None if found.sup is None else "".join(item.text for item in found.sup)
    assert (above, len(found.rest)) == (layer, powers)


def test_a_bare_superscript_is_part_of_a_name_that_has_layers() -> None:
    found = scripts("W^{l T}", layered=True)
    assert found.sup is not None
    assert [item.text for item in found.sup] == ["l"]
    assert is_transpose(found.rest[0].parts[0])


def test_primes_are_counted() -> None:
    assert scripts("f''_i").primes == 2


def test_a_subscript_behind_a_power_belongs_to_no_name() -> None:
    _, after = read_scripts(read_marks("x^2_i", {}), 1, layered=False)
    assert after == 2


def test_only_what_opens_with_a_bracket_is_in_brackets() -> None:
    assert bracketed(read_marks("(l)", {})) == read_marks("(l)", {})[1:2]
    assert bracketed(read_marks("l", {})) is None
