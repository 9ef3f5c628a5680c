"""What moves in the differentials of each section of a page."""

from __future__ import annotations

from derivcheck.checking.reading import Unread
from derivcheck.expressions import Sentence
from derivcheck.judging.claim import Claim
from tests.checking.readings import reading_of, readings, stated

GIVEN = "$x, y \\in \\mathbb{R}$ $$ f := x y $$\n\n"


def claims(text: str) -> list[Claim]:
    """The claims of a page of one scope."""
    return [s.read for s in stated(reading_of(text)) if isinstance(s.read, Claim)]


def test_an_input_moves_in_each_relation_under_its_heading() -> None:
    first, second, third = claims(
        GIVEN + "$$ df = y\\,dx $$\n\n$$ df = x\\,dy $$\n\n# Next\n\n$$ df = y\\,dx $$"
    )
    assert first.motion.moving == second.motion.moving == {"x", "y"}
    assert (first.too, first.held) == (("y",), ())
    assert third.motion.moving == {"x"}
    assert (third.too, third.held) == ((), ("y",))


def test_a_differential_below_a_line_moves_nothing() -> None:
    (claim,) = claims(GIVEN + "$$ \\frac{df}{dx} = y $$")
    assert claim.motion.moving == frozenset()


def test_what_is_said_to_have_no_differential_is_constant() -> None:
    _, claim = claims(GIVEN + "$$ dy = 0 $$\n\n$$ d(x y) = y\\,dx $$")
    assert claim.motion.moving == {"x"}
    assert claim.motion.still == {"y"}
    assert claim.freely is None


def test_what_stands_in_brackets_and_is_not_constant_may_move_as_well() -> None:
    (claim,) = claims(GIVEN + "$$ d(x y) = y\\,dx $$")
    assert claim.freely is not None
    assert claim.freely.held == ("y",)


def test_the_differential_of_what_a_loss_reads_could_be_a_derivative_of_the_loss() -> (
    None
):
    page = "$x \\in \\mathbb{R}$ $$ u := 2 x, \\quad L := u^2 $$\n\n$$ du = 2\\,dx $$"
    assert readings(page) == [
        "not understood: du could be the differential of u or the derivative of L by "
        "it; define du := \\frac{\\partial L}{\\partial u}, or relate the differential "
        "dL to du"
    ]
    assert len(claims(page + "\n\n$$ dL = 2 u\\,du $$")) == 2


def test_what_a_sentence_holds_fixed_does_not_move() -> None:
    (claim,) = claims(GIVEN + "With $x$ held fixed, $df = x\\,dy$.")
    assert claim.motion.moving == {"y"}
    assert claim.motion.still == {"x"}


def test_words_of_constancy_that_are_not_read_ask_for_others() -> None:
    (told,) = stated(reading_of(GIVEN + "With only $x$ held fixed, $df = x\\,dy$."))
    assert isinstance(told.read, Unread)
    assert told.read.fault == Sentence(
        "what is held constant here is not read: write it as "
        '"with $x$ held fixed" right before the formula, or as dx = 0'
    )
