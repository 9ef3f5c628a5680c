"""Claims over the model: in force at their place, entry by entry, or refused."""

from __future__ import annotations

import pytest

from derivcheck.checking.reading import Mistake, Unread
from derivcheck.expressions import errors
from derivcheck.judging.claim import Claim
from derivcheck.models import Model
from tests.checking.readings import in_words, reading_of, readings, stated

NUMBER = "$x \\in \\mathbb{R}$\n\n"
ARRAYS = "$u \\in \\mathbb{R}^n$, $A \\in \\mathbb{R}^{m \\times n}$\n\n"


def test_a_name_means_the_version_in_force_at_the_place_of_the_claim() -> None:
    page = NUMBER + "$$ y := x $$ $$ y = x $$ $$ y := x^2 $$ $$ y = x $$"
    assert readings(page) == ["y = x", "y#2 = x"]


def test_a_relation_between_arrays_is_one_between_their_entries() -> None:
    (relation,) = stated(reading_of(ARRAYS + "$$ u + u = 2 u $$"))
    assert isinstance(relation.read, Claim)
    assert in_words(relation.read) == "(u[·1] + u[·1]) = (2 · u[·1])"
    assert len(relation.read.whole) == 1


def test_shapes_that_do_not_fit_leave_the_claim_with_its_arrays_whole() -> None:
    page = ARRAYS + "$$ A u = u $$"
    (relation,) = stated(reading_of(page))
    read = relation.read
    assert isinstance(read, Unread)
    assert read.fault == errors.ShapeMismatch(
        "the left side is a column of m, the right side a column of n"
    )
    assert read.place == page.index("= u")
    assert read.claim is not None
    assert read.claim.whole == ()


@pytest.mark.parametrize(
    ("claim", "reading"),
    [
        (r"2 A u = A u + A u \in \mathbb{R}^m", None),
        (
            r"2 A u = A u + A u \in \mathbb{R}^n",
            r"not understood: the right side is a column of m; \in says a column of n",
        ),
        (
            r"2 A u = A u + A u \in (0, 1)",
            r"not understood: a set at the end of a claim says its shape, "
            r"\mathbb{R}^n; write bounds as relations of their own",
        ),
        (
            r"2 A u = A u + A u \in \mathbb{R}^q",
            "not understood: q is the name of no size",
        ),
        (r"u^\top = u^\top \in \mathbb{R}^{1 \times n}", None),
    ],
)
def test_a_set_at_the_end_of_a_claim_says_its_shape(
    claim: str, reading: str | None
) -> None:
    (found,) = readings(f"{ARRAYS}$$ {claim} $$")
    assert found.startswith("not understood") is (reading is not None)
    assert reading in {None, found}


def test_a_claim_that_is_its_own_condition_claims_nothing() -> None:
    assert readings(NUMBER + "$$ x = 1 \\quad \\text{if } x = 1 $$") == [
        "its own condition"
    ]


def test_a_side_that_is_not_read_spoils_its_whole_statement() -> None:
    page = NUMBER + "$$ x + x = 2 x = \\unknown $$ $$ x = x $$"
    message = (
        "not understood: the command \\unknown is not known; "
        "if it is a macro, put its \\newcommand on the page"
    )
    assert readings(page) == [message, message, "x = x"]


def test_a_condition_relates_numbers() -> None:
    page = ARRAYS + "$$ u = u \\quad \\text{if } A u = A u $$"
    assert readings(page) == [
        "not understood: a condition relates numbers, found a column of m"
    ]


def test_a_definition_with_a_label_is_a_formula() -> None:
    page = NUMBER + "$$ y := x^2 \\label{eq:y} $$ $$ z := x $$"
    reading = reading_of(page)
    found = [in_words(claim) for said in reading.said for claim in said.definitions]
    assert found == ["y := (x ^ 2)"]


def test_what_nobody_foresaw_is_told_of_one_statement_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = Model.version

    def fails(self: Model, name: str, order: int) -> str:
        if order == 3:
            raise LookupError("nobody foresaw this")
        return version(self, name, order)

    monkeypatch.setattr(Model, "version", fails)
    page = NUMBER + "$$ x + 0 = x $$ $$ x + x = x = x $$ $$ x + 1 = x $$"
    reading = reading_of(page)
    first, second, third, fourth = (relation.read for relation in stated(reading))
    assert isinstance(second, Mistake)
    assert second == third
    start = (
        "this is an error of derivcheck, not of the page: LookupError in "
        "test_claim_reader.py"
    )
    assert second.reason.startswith(start)
    assert [in_words(read) for read in (first, fourth)] == [
        "(x + 0) = x",
        "(x + 1) = x",
    ]
    (trace,) = reading.mistakes
    assert trace.endswith("LookupError: nobody foresaw this\n")
