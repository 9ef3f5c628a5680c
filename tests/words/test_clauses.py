"""The words of a clause round a formula: which forms are read."""

from __future__ import annotations

import pytest

from derivcheck.words.clauses import (
    calls_so,
    ends_assumption,
    ends_condition,
    introduced_by,
)

F = "\N{SECTION SIGN}"


@pytest.mark.parametrize(
    ("after", "ends"),
    [
        (".", True),
        (f", and {F} for {F}", True),
        (f" and if {F}", True),
        (f" we get {F}", True),
        (" holds.", True),
        (" since it is positive.", True),
        (" is false.", False),
        (", or not.", False),
        (f" as well as for {F}", False),
        (f" (and for {F})", False),
        (f" and, more generally, for all {F}", False),
        (f", and also for {F}", False),
        (" only.", False),
    ],
)
def test_a_condition_ends_where_its_clause_does(after: str, ends: bool) -> None:
    assert ends_condition(after) == ends


@pytest.mark.parametrize(
    ("after", "ends"),
    [
        (". Then", True),
        (f" and {F}.", True),
        (" throughout this section.", True),
        (", so that", True),
        (f" for all {F}.", True),
        (" is violated.", False),
        (f" or {F}", False),
        (f" (or {F})", False),
        (f", or {F}", False),
        (" would be cheating.", False),
        (", unless something else is said.", False),
        (f" for {F}.", False),
    ],
)
def test_an_assumption_ends_where_its_clause_does(after: str, ends: bool) -> None:
    assert ends_assumption(after) == ends


@pytest.mark.parametrize(
    ("before", "after", "called"),
    [
        ("", ".", True),
        ("with a learning rate ", " as usual", False),
        ("with a learning rate ", ",", True),
        ("Here ", " is the temperature.", True),
        (f"Let {F} and ", ".", True),
        ("The margin is ", ".", True),
        ("Compare with the situation in which ", ".", False),
        ("Everything is simpler with ", ".", False),
        ("The condition ", " is violated.", False),
        ("This was shown by Gauss for ", ".", False),
        ("With ", f" we get {F}", False),
    ],
)
def test_a_quantity_is_called_positive_in_known_words(
    before: str, after: str, called: bool
) -> None:
    assert calls_so(before, after, declared=True, declares=False) == called


@pytest.mark.parametrize(
    ("before", "after", "introduced"),
    [
        ("There is a constant ", " for numerical stability.", "introduced"),
        ("the loss, with a weight ", f", we have {F}", "introduced"),
        (f"the length-scale {F} and the signal ", ".", "introduced"),
        (f"a matrix {F}, whose entries ", " count the words.", "introduced"),
        ("The confidences are ", ".", "introduced"),
        ("a medium of conductivity ", ".", "introduced"),
        (f"{F}, where ", " controls the extent of regularization, is", "explained"),
        ("the region where ", " is plain.", None),
        ("We look at the half line ", ".", None),
        ("We stay on a ray ", ".", None),
        ("The rule for an input ", " is another.", None),
        ("There exists a constant ", ".", None),
        ("There is a constant ", f" such that {F}.", None),
        ("A constant ", f" or {F}.", None),
        ("The condition ", " is violated.", None),
        ("Clearly ", ".", None),
    ],
)
def test_a_noun_with_its_article_introduces_what_stands_beside_it(
    before: str, after: str, introduced: str | None
) -> None:
    assert introduced_by(before, after) == introduced
