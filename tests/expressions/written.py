r"""Expressions as a page writes them, for tests of what is done with a tree."""

from __future__ import annotations

from functools import cache

from derivcheck.expressions import Expression
from derivcheck.judging import Claim
from derivcheck.pages import check_text

DECLARED = r"""
For $i, j, k, m = 1, \dots, n$ with $a, b, c, x_i, y_i, z_i, w_{ij} \in \mathbb{R}$ and
a label $t \in \{1, \dots, n\}$:
"""


@cache
def claim(tex: str) -> Claim:
    """A relation between numbers, columns and a matrix."""
    (relation,) = check_text(f"{DECLARED}\n$$\n{tex}\n$$\n").relations
    assert relation.claim is not None, relation.verdict
    return relation.claim


def written(tex: str) -> Expression:
    """One side of such a relation."""
    return claim(f"{tex} = 0").left
