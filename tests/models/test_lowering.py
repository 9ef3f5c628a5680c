"""What lowering keeps: lengths that have to agree, and what is lowered already."""

from __future__ import annotations

from derivcheck.expressions import nodes as n
from derivcheck.models.lowering import listed, over_entries
from derivcheck.models.shape import NUMBER, Shape
from derivcheck.models.sizes import size, slot
from tests.lowered import I, W, a, entry, small_model, x

COLUMN = Shape("column", (size("n"),))


def test_a_number_has_the_same_value_at_every_position() -> None:
    found = small_model().lower(a)
    assert found.entry((I,)) == found.entry(()) == a


def test_what_is_lowered_is_kept_until_it_is_forgotten() -> None:
    arrays = small_model()
    found = arrays.lower(W)
    assert arrays.lower(W) is found
    arrays.forget()
    assert arrays.lower(W) is not found


def test_sides_fit_that_are_tied_or_of_one_number() -> None:
    arrays = small_model()
    assert arrays.fits(slot("x", 0), slot("W", 1))
    assert not arrays.fits(slot("x", 0), slot("y", 0))
    assert arrays.fits(arrays.counted(3), arrays.counted(3))
    assert not arrays.fits(arrays.counted(3), arrays.counted(4))


def test_a_side_of_unknown_length_takes_that_of_the_other() -> None:
    arrays = small_model()
    side = arrays.unknown()
    assert arrays.fits(side, slot("x", 0))
    assert arrays.extents.say(side) == "n"
    assert not arrays.fits(side, slot("y", 0))


def test_a_definition_ties_a_free_side_and_a_claim_does_not() -> None:
    arrays = small_model()
    free = slot("h", 0)
    assert not arrays.fits(free, slot("x", 0))
    arrays.defining = True
    assert arrays.fits(free, slot("x", 0))
    assert not arrays.fits(free, slot("y", 0))
    arrays.defining = False
    assert arrays.fits(free, slot("x", 0))


def test_a_side_is_one_where_its_number_is_known() -> None:
    arrays = small_model()
    assert arrays.is_one(slot("N", 1))
    assert not arrays.is_one(slot("x", 0))


def test_two_arrays_have_one_shape_where_kind_and_sides_agree() -> None:
    arrays = small_model()
    assert arrays.same(COLUMN, arrays.shape(x))
    assert not arrays.same(COLUMN.turned, arrays.shape(x))
    assert arrays.same(NUMBER, NUMBER)


def test_a_shape_is_said_with_its_lengths_where_they_have_names() -> None:
    arrays = small_model()
    free = slot("h", 0)
    assert arrays.say(NUMBER) == "a number"
    assert arrays.say(COLUMN) == "a column of n"
    assert arrays.say(COLUMN.turned) == "a row of n"
    assert arrays.say(Shape("matrix", (size("n"), arrays.counted(3)))) == "n × 3"
    assert arrays.say(Shape("column", (free,))) == "a column"
    assert arrays.say(Shape("matrix", (free, size("n")))) == "a size of its own × n"


def test_an_expression_whose_parts_do_not_fit_has_no_shape() -> None:
    arrays = small_model()
    assert arrays.has_shape(n.Plus((x, x)))
    assert not arrays.has_shape(n.Plus((x, entry("y"))))


def test_a_sign_over_all_entries_runs_once_for_each_side() -> None:
    found = over_entries("sum", small_model().shape(W), lambda at: entry("W", *at))
    assert isinstance(found, n.Over)
    assert isinstance(found.body, n.Over)
    assert found.extent == slot("W", 0)
    assert found.body.extent == slot("W", 1)
    assert found.body.body == entry(
        "W", n.Letter(found.letter), n.Letter(found.body.letter)
    )


def test_a_number_is_listed_as_itself() -> None:
    assert listed(small_model().lower(a), 0) == a
