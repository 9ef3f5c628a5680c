"""Differentials: what moves of itself, and the changes of all the rest."""

from __future__ import annotations

import pytest

from derivcheck.checking.reading import Unread
from derivcheck.expressions import message, spelled
from derivcheck.expressions import nodes as n
from derivcheck.judging.claim import Claim
from derivcheck.models.differentials import directions
from derivcheck.models.sizes import slot
from tests.checking.readings import reading_of, stated

GIVEN = "$x, y \\in \\mathbb{R}$ $$ E := x y $$\n\n"


def test_a_relation_between_differentials_is_one_along_a_direction() -> None:
    (relation,) = stated(reading_of(GIVEN + "$$ dE = y\\,dx + x\\,dy $$"))
    assert isinstance(relation.read, Claim)
    left, right = spelled(relation.read.left), spelled(relation.read.right)
    assert left == "(((∂E / ∂x) · ·dx) + ((∂E / ∂y) · ·dy))"
    assert right == "((y · ·dx) + (x · ·dy))"


def test_a_side_that_is_not_linear_in_the_differentials_is_refused() -> None:
    (relation,) = stated(reading_of(GIVEN + "$$ dE = y\\,dx + x $$"))
    assert isinstance(relation.read, Unread)
    assert message(relation.read.fault) == (
        "both sides of a relation between differentials are linear in them: one d in "
        "each term"
    )


def test_the_directions_of_a_reading_are_inputs_of_its_model() -> None:
    model = reading_of(GIVEN + "$$ dE = y\\,dx + x\\,dy $$").model
    assert list(model.quantities) == ["x", "y", "E", "·dx", "·dy"]


def test_a_direction_has_the_very_slots_of_what_moves_along_it() -> None:
    assert slot("·dx", 1) == slot("x", 1)


def test_directions_are_named_in_the_order_in_which_they_stand() -> None:
    first, second = n.Symbol("·dy", ()), n.Symbol("·dx", ())
    assert directions([n.Plus((first, second)), first]) == ["·dy", "·dx"]


@pytest.mark.parametrize("claim", ["dE = y\\,dx + x\\,dy", "dx = dx", "dE = dE"])
def test_a_claim_adds_nothing_to_the_sizes_of_the_model(claim: str) -> None:
    texts = (GIVEN, f"{GIVEN}$$ {claim} $$")
    alone, beside = (reading_of(text).model.extents for text in texts)
    assert alone.parent == beside.parent
