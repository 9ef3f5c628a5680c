"""Index arithmetic: shifted letters, sizes, labels as positions, sums of letters."""

from __future__ import annotations

import numpy as np
import pytest

from derivcheck.evaluation.index_arithmetic import entry, is_whole, length, whole
from derivcheck.evaluation.points import FLOAT, Leaves
from derivcheck.expressions import NotUnderstood
from derivcheck.expressions import nodes as n
from derivcheck.models import build_model, slot
from tests.evaluation.by_hand import (
    Here,
    expression,
    given_of,
    here,
    index,
    model_of,
    placed,
    plus,
    position,
    symbol,
    times,
)

Position = n.Position | str | int


def lengths() -> Here:
    """A point where n = 4."""
    model = model_of(x=(4,), w=(2, 2))
    model.extents.tie(slot("x", 0), model.extents.name_size("n"))
    x, w = np.array([10.0, 20.0, 30.0, 40.0]), np.array([[1.0, 2.0], [3.0, 4.0]])
    return placed(model, {"x": x, "w": w})


def at(written: Position, **letters: int) -> int:
    """What a position is where the letters have these values."""
    found = lengths()
    closure = found.machine.position(position(written))
    return closure(found.point.at(FLOAT), dict(letters))


def test_a_position_is_a_number_a_letter_or_a_size_moved() -> None:
    assert at(3) == 3
    assert at("k", k=2) == 2
    assert at(n.Letter("k", -1), k=2) == 1
    assert at(n.Extent("n")) == 4
    assert at(n.Extent("n", -1)) == 3


def test_letters_and_sizes_add_up_with_their_signs() -> None:
    last_but = n.Affine(((1, n.Extent("n")), (-1, n.Letter("i"))), 1)
    assert [at(last_but, i=i) for i in (1, 4)] == [4, 1]
    window = n.Affine(((1, n.Letter("i")), (1, n.Letter("a"))), -1)
    assert at(window, i=2, a=3) == 4


def test_a_label_is_the_class_that_was_chosen_here_for_its_own_positions() -> None:
    given = given_of(x=(4,), y=(2,))
    given.labels["y"] = slot("x", 0)
    found = placed(build_model(given), {"x": np.array([10.0, 20.0, 30.0, 40.0])})
    chosen = [
        int(found.number(index(n.Label("y", (n.Letter("i"),))), i=i)) for i in (1, 2)
    ]
    assert chosen == [found.point.label("y", (i,)) for i in (1, 2)]
    read = symbol("x", n.Label("y", (n.Letter("i"),)))
    assert [found.number(read, i=i) for i in (1, 2)] == [10.0 * c for c in chosen]
    with pytest.raises(Leaves) as leaves:
        found.number(read, i=3)
    assert (leaves.value.name, leaves.value.value, leaves.value.last) == ("y", 3, 2)


def test_a_size_that_nothing_gives_is_named() -> None:
    found = lengths()
    closure = length(found.model, ("size", "m"), "m")
    message = "no declaration and no definition gives the size m"
    with pytest.raises(NotUnderstood, match=f"^{message}$"):
        closure(found.point.at(FLOAT), {})


def test_a_size_made_of_others_is_as_long_as_they_are_together() -> None:
    found = lengths()
    extents = found.model.extents
    extents.fix(slot("v", 0), 2)
    both = extents.sum_of([extents.name_size("n")], 1)
    less = extents.sum_of([extents.name_size("n")], -1)
    env = found.point.at(FLOAT)
    assert [length(found.model, key)(env, {}) for key in (both, less)] == [5, 3]


def test_the_width_of_a_layer_wants_a_layer() -> None:
    found = lengths()
    extents = found.model.extents
    extents.families["m"] = frozenset({"l"})
    key = extents.name_size("m_l-1")
    found.point.sizes[("width", "m", n.Fixed(2))] = 7
    closure = length(found.model, key)
    assert closure(found.point.at(FLOAT), {"l": 3}) == 7
    message = (
        "m_l is the size of a layer, and l is no layer here: nothing says how far it "
        "runs"
    )
    with pytest.raises(NotUnderstood, match=f"^{message}$"):
        closure(found.point.at(FLOAT), {})


def test_an_expression_of_indices_is_whole_and_one_with_a_product_is_not() -> None:
    model = lengths().model
    arithmetic = plus(index("i"), n.Negative(index(n.Letter("k", 1))), 2)
    assert is_whole(arithmetic)
    closure = whole(model, arithmetic)
    assert closure(lengths().point.at(FLOAT), {"i": 5, "k": 2}) == 4
    for other in (times(2, index("i")), expression(0.5), symbol("x", 1)):
        assert not is_whole(other)
    with pytest.raises(NotUnderstood, match=r"^expected an index$"):
        whole(model, times(2, index("i")))


@pytest.mark.parametrize(
    ("name", "indices", "letters", "wanted"),
    [
        ("x", ("k",), {"k": 3}, 30.0),
        ("x", (n.Letter("k", 1),), {"k": 3}, 40.0),
        ("x", (2,), {}, 20.0),
        ("x", (n.Extent("n", -1),), {}, 30.0),
        ("w", ("i", "k"), {"i": 2, "k": 1}, 3.0),
        ("w", ("i", "i"), {"i": 2}, 4.0),
        ("w", (n.Letter("i", -1), n.Letter("k", 1)), {"i": 2, "k": 1}, 2.0),
        ("w", ("i", 2), {"i": 1}, 2.0),
        ("w", (2, 1), {}, 3.0),
        ("w", (n.Extent("n", -2), "k"), {"k": 2}, 4.0),
    ],
)
def test_an_entry_is_read_where_its_positions_say(
    name: str, indices: tuple[Position, ...], letters: dict[str, int], wanted: float
) -> None:
    found = lengths()
    closure = entry(found.model, name, tuple(map(position, indices)))
    assert closure(found.point.at(FLOAT), dict(letters)) == wanted


@pytest.mark.parametrize("shifts", [(0, 0, 0), (1, -1, 0)])
def test_an_entry_of_three_slots_is_read_where_its_letters_say(
    shifts: tuple[int, int, int],
) -> None:
    t = [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]
    found = here(t=t)
    place = (2, 1, 2)
    letters = [n.Letter(c, s) for c, s in zip("abc", shifts, strict=True)]
    frame = {c: p - s for c, p, s in zip("abc", place, shifts, strict=True)}
    closure = entry(found.model, "t", tuple(letters))
    assert closure(found.point.at(FLOAT), dict(frame)) == 6.0


def test_an_entry_outside_its_array_is_named_with_where_it_ends() -> None:
    with pytest.raises(Leaves) as found:
        lengths().value(symbol("w", "i", 3), i=1)
    leaves = found.value
    assert (leaves.name, leaves.number, leaves.value, leaves.last) == ("w", 1, 3, 2)
