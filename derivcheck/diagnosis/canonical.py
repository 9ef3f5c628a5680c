"""Relations up to plain algebra: what is the same in other words has one meaning."""

from __future__ import annotations

from ..expressions import (
    ZERO,
    Expression,
    normal_condition,
    normal_form,
    number_and_rest,
)
from ..expressions import nodes as n
from ..judging import Claim

Meaning = tuple[Expression, str, Expression, n.Every]


def meaning(claim: Claim) -> Meaning:
    """Both sides up to plain algebra, and the condition under which it is claimed."""
    left = normal_form(claim.left, claim.condition)
    right = normal_form(claim.right, claim.condition)
    if claim.sign in {"=", r"\ne"}:  # a number before what is zero changes nothing
        if right == ZERO:
            left = _without_number(left)
        elif left == ZERO:
            right = _without_number(right)
    return left, claim.sign, right, normal_condition(claim.condition)


def _without_number(side: Expression) -> Expression:
    number, rest = number_and_rest(side)
    return rest if number else side
