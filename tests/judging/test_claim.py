"""The verdict on a claim keeps what is wrong with it as data."""

from __future__ import annotations

import pytest

from derivcheck.checking.records import PlacedFault
from derivcheck.expressions import Fault, errors
from derivcheck.judging.claim import not_understood, spelled_claim
from derivcheck.pages.page_check import check_text


def test_a_verdict_has_its_fault_the_sentence_of_it_and_its_place() -> None:
    verdict = not_understood(errors.Undeclared("q"), 12)
    assert (verdict.word, verdict.reason) == (
        "not understood",
        "q is not defined or declared",
    )
    assert (verdict.fault, verdict.place) == (errors.Undeclared("q"), 12)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("$$ out := x $$ $$ out = ouy_j $$", errors.Undeclared("ouy", "j", "out")),
        ("$$ y := w_1 q' $$ $$ w_1 = 1 $$", errors.ClaimedOnly("w_1")),
        ("$$ y := x $$ $$ y' = 1 $$", errors.TransposeOrDerivative("y")),
        (
            r"$h \in \mathbb{R}^3$ $$ h_4 = 1 $$",
            errors.NoEntry("h", 4, 3),
        ),
        (
            r"$h \in \mathbb{R}^3$ $$ \sum_{t=1}^3 h_{t+1} = 1 $$",
            errors.BoundIndexLeaves("t", "h", 4, 3),
        ),
        (
            r"$h \in \mathbb{R}^3$, $x \in \mathbb{R}$ $$ h^2 = x $$",
            errors.PowerOfArray("a column of 3", is_matrix=False),
        ),
        (
            r"$h \in \mathbb{R}^3$, $x \in \mathbb{R}$ $$ h = x $$",
            errors.ShapeMismatch(
                "the left side is a column of 3, the right side a number"
            ),
        ),
        (
            r"$$ y := W^\top x $$ $$ y = 1 $$",
            errors.BuiltOnBroken("y", errors.NumberTransposed("W")),
        ),
        (
            r"$$ y := \varphi(x) $$ $$ z := y $$ $$ z = 1 $$",
            errors.BuiltOnBroken("y", errors.CallOrProduct(r"\varphi")),
        ),
    ],
)
def test_a_relation_is_refused_with_the_fault_that_it_has(
    page: str, fault: Fault
) -> None:
    assert [r.verdict.fault for r in check_text(page).relations] == [fault]


def test_a_relation_that_is_understood_has_no_fault() -> None:
    (relation,) = check_text("$$ y := x $$ $$ y = x $$").relations
    assert (relation.verdict.word, relation.verdict.fault) == ("holds", None)


def test_a_problem_of_a_page_has_its_fault_and_the_sentence_of_it() -> None:
    (problem,) = check_text(r"$h \in \mathbb{R}^3$ $$ y := h^2 $$").problems
    power = errors.PowerOfArray("a column of 3", is_matrix=False)
    assert problem == PlacedFault(1, 25, errors.Broken("y", power))
    assert problem.message == (
        r"y: a power of a column of 3 could be one of its entries or of its length; "
        r"write x \odot x or \lVert x \rVert^2"
    )


@pytest.mark.parametrize(
    ("relation", "spelled"),
    [
        (r"x_i \ge - 1", "x[i] ≥ (-1)"),
        (r"x_i = 1 \quad \text{if } i \ne 2", "x[i] = 1  if i ≠ 2"),
        (r"x = 2 x", "x[·1] = (2 · x[·1])"),
        (r"(2 x)_i = 2 x_i", "((2 · x))[i] = (2 · x[i])"),
        (r"\sum_i x_i \approx 0.50", "sum(i: x[i]) ≈ 0.50"),
    ],
)
def test_a_claim_is_spelled_as_it_was_read(relation: str, spelled: str) -> None:
    page = rf"$x \in \mathbb{{R}}^3$ $$ {relation} $$"
    claims = [r.claim for r in check_text(page).relations if r.claim is not None]
    assert [spelled_claim(claim) for claim in claims] == [spelled]
