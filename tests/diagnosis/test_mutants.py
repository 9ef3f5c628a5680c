"""Mutants: what is changed, what is no change, and the survivors of the site."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from derivcheck.diagnosis.mutants import (
    Account,
    Mutant,
    account,
    account_lines,
    mutants_of,
    read_judged,
    total_line,
)
from derivcheck.pages.page_check import check_text
from tests.docs import DOCS, checked

JUDGED = Path(__file__).parents[1] / "mutants.toml"
PAGES = sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md"))
NETWORK = r"""
For $i, j = 1, \dots, n$ and $k = 1, \dots, m$ with $x_k, b_i, v_i \in \mathbb{R}$:

$$
y_i := \sum_k w_{ik} x_k + b_i, \qquad a_i := \tanh(y_i), \qquad E := \sum_i v_i a_i
$$
"""


def mutants(claim: str, before: str = NETWORK) -> list[Mutant]:
    """The mutants of one display."""
    found = check_text(f"{before}\n$$\n{claim}\n$$\n")
    assert found.good, found.problems
    return list(mutants_of(found))


def becomes(claim: str, change: str, before: str = NETWORK) -> dict[str, str]:
    """What a kind of change makes of a claim, with the verdict on it."""
    found = mutants(claim, before)
    return {m.becomes: m.verdict.word for m in found if m.change == change}


@cache
def site() -> list[Account]:
    """The account of every page of the site."""
    judged = read_judged(JUDGED.read_text("utf-8"))
    return [account(f"docs/{p}", mutants_of(checked(p)), judged) for p in PAGES]


GRADIENT = r"\frac{\partial E}{\partial w_{ik}} = v_i (1 - a_i^2) x_k"
VECTOR_JACOBIAN = (
    r"\frac{\partial E}{\partial x_k}"
    r" = \sum_i \frac{\partial E}{\partial a_i} (1 - a_i^2) w_{ik}"
)


@pytest.mark.parametrize(
    ("claim", "change", "text", "word"),
    [
        (
            GRADIENT,
            "index",
            "(∂E / ∂w[i,k]) = (v[k] · (1 - (a[i] ^ 2)) · x[k])",
            "not understood",
        ),
        (
            GRADIENT,
            "sign",
            "(∂E / ∂w[i,k]) = (v[i] · (1 + (a[i] ^ 2)) · x[k])",
            "fails",
        ),
        (
            GRADIENT,
            "sign",
            "(∂E / ∂w[i,k]) = (-(v[i] · (1 - (a[i] ^ 2)) · x[k]))",
            "fails",
        ),
        (
            GRADIENT,
            "term dropped",
            "(∂E / ∂w[i,k]) = (v[i] · (-(a[i] ^ 2)) · x[k])",
            "fails",
        ),
        (
            GRADIENT,
            "term doubled",
            "(∂E / ∂w[i,k]) = (v[i] · (1 - (a[i] ^ 2) + 1) · x[k])",
            "fails",
        ),
        (
            GRADIENT,
            "factor dropped",
            "(∂E / ∂w[i,k]) = ((1 - (a[i] ^ 2)) · x[k])",
            "fails",
        ),
        (r"2 E = E + E", "number", "(3 · E) = (E + E)", "fails"),
        (GRADIENT, "power", "(∂E / ∂w[i,k]) = (v[i] · (1 - a[i]) · x[k])", "fails"),
        (
            GRADIENT,
            "variable of the derivative",
            "(∂E / ∂x[k]) = (v[i] · (1 - (a[i] ^ 2)) · x[k])",
            "fails",
        ),
        (
            VECTOR_JACOBIAN,
            "swapped indices",
            "(∂E / ∂x[k]) = sum(i: ((∂E / ∂a[i]) · (1 - (a[i] ^ 2)) · w[k,i]))",
            "not understood",
        ),
        (
            VECTOR_JACOBIAN,
            "variable of the derivative",
            "(∂E / ∂x[k]) = sum(i: ((∂E / ∂x[k]) · (1 - (a[i] ^ 2)) · w[i,k]))",
            "fails",
        ),
        (
            VECTOR_JACOBIAN,
            "numerator and denominator",
            "(∂E / ∂x[k]) = sum(i: ((∂a[i] / ∂E) · (1 - (a[i] ^ 2)) · w[i,k]))",
            "fails",
        ),
        (r"E = \sum_i v_i a_i", "sum lost", "E = (v[i] · a[i])", "fails"),
        (r"a_i = \tanh(y_i)", "function", "a[i] = sigmoid(y[i])", "fails"),
        (
            r"a_i = \frac{\sinh(y_i)}{\cosh(y_i)}",
            "numerator and denominator",
            "a[i] = (cosh(y[i]) / sinh(y[i]))",
            "fails",
        ),
        (
            r"\frac{\partial y_i}{\partial b_j} = 1_{i=j}",
            "one for delta",
            "(∂y[i] / ∂b[j]) = 1",
            "fails",
        ),
        (
            r"\frac{\partial y_i}{\partial b_j} = 1_{i=j}",
            "condition",
            "(∂y[i] / ∂b[j]) = [1 if i ≠ j else 0]",
            "fails",
        ),
        (
            r"\frac{\partial a_i}{\partial b_i} = 1 - \tanh(y_i)^2 \text{ if } i = 1",
            "function lost",
            "(∂a[i] / ∂b[i]) = (1 - (y[i] ^ 2))  if i = 1",
            "fails",
        ),
        (
            r"\frac{\partial y_j}{\partial b_i} = 0 \quad \text{if } i \ne j",
            "condition",
            "(∂y[j] / ∂b[i]) = 0  if i = j",
            "fails",
        ),
        (
            r"\frac{\partial y_j}{\partial b_i} = 0 \quad \text{if } i \ne j",
            "condition lost",
            "(∂y[j] / ∂b[i]) = 0",
            "fails",
        ),
    ],
)
def test_a_change_is_made_and_told(
    claim: str, change: str, text: str, word: str
) -> None:
    assert becomes(claim, change).get(text) == word, becomes(claim, change)


def test_what_stands_on_the_left_is_changed_too() -> None:
    found = becomes(r"\sum_i v_i a_i = E", "factor dropped")
    assert found == {"sum(i: a[i]) = E": "fails", "sum(i: v[i]) = E": "fails"}


def test_the_numerator_of_a_derivative_is_changed_in_its_place() -> None:
    found = becomes(r"\frac{\partial y_i}{\partial b_j} = 1_{i=j}", "index")
    assert found["(∂y[j] / ∂b[j]) = [1 if i = j else 0]"] == "fails"


def test_no_mutant_is_made_twice() -> None:
    found = [m.becomes for m in mutants(VECTOR_JACOBIAN)]
    assert len(found) == len(set(found))


def test_a_delta_with_its_indices_exchanged_is_no_mutant() -> None:
    found = mutants(r"\frac{\partial y_i}{\partial b_j} = 1_{i=j}")
    texts = [m.becomes for m in found]
    assert "(∂y[i] / ∂b[j]) = [1 if j = i else 0]" not in texts
    assert "(∂y[i] / ∂b[j]) = [1 if i = i else 0]" in texts


def test_a_delta_is_its_own_square() -> None:
    claim = r"\frac{\partial y_i}{\partial b_j} = 1_{i=j} \, 1"
    assert "(∂y[i] / ∂b[j]) = ([1 if i = j else 0] · 1 · [1 if i = j else 0])" not in [
        m.becomes for m in mutants(claim)
    ]


def test_indices_that_a_condition_makes_one_are_one() -> None:
    claim = r"\frac{\partial y_j}{\partial b_i} = 1 \quad \text{if } i = j"
    assert "(∂y[i] / ∂b[i]) = 1  if i = j" not in [m.becomes for m in mutants(claim)]


def test_the_sign_of_what_is_zero_is_no_mutant() -> None:
    claim = r"\frac{\partial y_j}{\partial b_i} = 0 \quad \text{if } i \ne j"
    assert becomes(claim, "sign") == {}


def test_a_relation_that_does_not_hold_has_no_mutants() -> None:
    found = check_text(f"{NETWORK}\n$$\nE = \\sum_i v_i\n$$\n")
    assert list(mutants_of(found)) == []


def survivors() -> tuple[Mutant, ...]:
    """A factor that is one may go: the survivors of a page."""
    page = "For $x \\in \\mathbb{R}$:\n\n$$\nu := 1, \\quad y := 2 x u\n$$\n"
    return tuple(mutants("y = 2 x u", page))


ENTRY = """
[[judged]]
page = 'page.md'
relation = 'y = 2 x u'
becomes = ['y = (2 · x)', 'y = (2 · x · u · u)']
reason = 'u is one'
"""


def test_survivors_are_listed_until_they_are_judged() -> None:
    page = account("docs/page.md", survivors(), ())
    assert [m.becomes for m in page.open] == ["y = (2 · x)", "y = (2 · x · u · u)"]
    assert not page.good
    assert account_lines(page)[1:4] == [
        "docs/page.md:8:3: factor dropped: holds",
        "    of  y = 2 x u",
        "    now y = (2 · x)",
    ]


def test_judged_survivors_are_counted_as_equivalent() -> None:
    page = account("docs/page.md", survivors(), read_judged(ENTRY))
    assert page.good
    assert page.equivalent == 2
    assert len(account_lines(page)) == 1
    assert account_lines(page)[0].endswith("2 equivalent (judged), 0 survive")


def test_a_judgement_without_its_survivor_is_told() -> None:
    judged = read_judged(ENTRY.replace("'y = (2 · x · u · u)'", "'y = (3 · x)'"))
    page = account("docs/page.md", survivors(), judged)
    assert not page.good
    assert account_lines(page)[-3:] == [
        "docs/page.md: judged, and no survivor any more",
        "    of  y = 2 x u",
        "    now y = (3 · x)",
    ]


def test_a_judgement_is_for_its_page_alone() -> None:
    assert not account("docs/other.md", survivors(), read_judged(ENTRY)).good


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[judged]]\npage = 'a.md'", "judgement 1 has no relation"),
        (ENTRY.replace("'u is one'", "' '"), "judgement 1 has no reason"),
        (ENTRY.replace("['y = (2 · x)', 'y = (2 · x · u · u)']", "'y'"),
         "judgement 1 has no becomes"),
    ],
)  # fmt: skip  # a row a case
def test_a_judgement_that_lacks_something_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        read_judged(text)


def test_every_survivor_of_the_site_is_judged_and_every_judgement_has_one() -> None:
    pages = site()
    told = [line for page in pages if not page.good for line in account_lines(page)]
    assert not told, "\n".join(told)


def test_the_shares_that_the_site_promises_are_reached() -> None:
    pages = site()
    many = sum(len(page.mutants) - page.equivalent for page in pages)
    fails = sum(page.count("fails") for page in pages)
    caught = fails + sum(page.count("not understood") for page in pages)
    assert many > 1000
    assert caught >= 0.99 * many, total_line(pages)
    assert fails >= 0.80 * many, total_line(pages)
