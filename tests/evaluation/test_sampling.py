"""The sizes of a model: pairwise different, and different from one try to the other."""

from __future__ import annotations

import pytest

from derivcheck.checking.page_check import check_text
from derivcheck.evaluation.sampling import Sampler

PAGE = r"""
Layers $l = 1, \dots, LAST$ with $W^l \in \mathbb{R}^{n_l \times n_{l-1}}$,
$x \in \mathbb{R}^{n_0}$, and $v \in \mathbb{R}^m$

$$ a^0 := x, \qquad a^l := \tanh(W^l a^{l-1}), \qquad s := \sum_j v_j $$

$$ \sum_j a^1_j + s = \sum_j a^1_j + \sum_j v_j $$
"""


@pytest.mark.parametrize("last", ["L", "3", "4", "6"])
def test_the_sizes_of_a_try_differ_from_each_other_and_from_those_of_the_other(
    last: str,
) -> None:
    (relation,) = check_text(PAGE.replace("LAST", last)).relations
    assert relation.verdict.word == "holds", relation.verdict.reason
    assert isinstance(relation.sampler, Sampler)
    first, second = relation.sampler.assignments
    for sizes in (first, second):
        widths = [n for key, n in sizes.items() if key[0] == "width" and _layer(key)]
        others = [n for key, n in sizes.items() if key[0] == "size"]
        chosen = [*widths, *others]
        assert len(chosen) > 3
        assert len(set(chosen)) == len(chosen), chosen
    shared = first.keys() & second.keys()
    assert all(
        first[key] != second[key]
        for key in shared
        if (key[0] == "width" and _layer(key)) or key[0] == "size"
    )


def _layer(key: tuple[object, ...]) -> bool:
    """Whether a width is that of a layer by its number, not another name of it."""
    return "Fixed" in repr(key[2])
