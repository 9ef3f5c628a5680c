"""What a respelling is about, and the role that its names have without it."""

from __future__ import annotations

import pytest

from derivcheck.readings import (
    BarsBelow,
    BracketsInName,
    DifferentialAsName,
    FrobeniusColon,
    LettersAsTags,
    LogarithmAsName,
    NoArgument,
    PrimeAsTranspose,
    Respelling,
    StarInName,
    UpperIndices,
    turned_by,
)

ONE = frozenset({"a"})


@pytest.mark.parametrize(
    ("choice", "name", "made", "left"),
    [
        (
            BracketsInName("out", ONE),
            "out(h_1)",
            "a name with brackets",
            "a value of out",
        ),
        (NoArgument("h", ("x",)), "h", "a quantity", "a function of x"),
        (LettersAsTags(ONE, frozenset({"W"})), "a", "a tag", "an index"),
        (UpperIndices(ONE), "a", "an array with indices above", "a name with powers"),
        (
            PrimeAsTranspose(ONE),
            "a",
            "an array, transposed",
            "a function, differentiated",
        ),
        (DifferentialAsName(ONE), "da", "a name", "a differential"),
        (LogarithmAsName("a"), r"\log a", "a name", "the logarithm of a"),
        (
            BarsBelow(ONE, ONE),
            "a_{·|·}",
            "one name at each index",
            "a name with a condition",
        ),
        (StarInName(ONE), "a^*", "a letter", "a letter with a star above"),
    ],
)
def test_each_respelling_turns_names_of_one_role_into_another(
    choice: Respelling, name: str, made: str, left: str
) -> None:
    turned = turned_by(choice)
    assert turned is not None
    assert turned.is_about(name)
    assert not turned.is_about("b(1)")
    assert (turned.made, turned.left) == (made, left)


def test_a_sign_between_arrays_turns_no_name() -> None:
    assert turned_by(FrobeniusColon()) is None
