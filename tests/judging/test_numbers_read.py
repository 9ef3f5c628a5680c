"""The sizes that a claim reads, and so is tried with longer ones."""

from __future__ import annotations

import pytest

from derivcheck.evaluation import Sampler
from derivcheck.judging import ready
from derivcheck.judging.numbers_read import sizes_read
from derivcheck.pages import check_text

PAGE = r"""
$x_i \in \mathbb{R}$, $i = 1, \dots, n$, $W \in \mathbb{R}^{m \times n}$,
$s \in \mathbb{R}^T$

$$ h_0 := 0, \qquad h_t := h_{t-1} + s_t \qquad t = 1, \dots, T $$

$$ CLAIM $$
"""


@pytest.mark.parametrize(
    ("claim", "read"),
    [
        (r"\sum_i x_i = \sum_k x_k", set()),
        (r"\sum_i (x_i - 1) = \sum_i x_i - n", {"n"}),
        (r"\sum_{j=2}^m \sum_i W_{ji} = \sum_j \sum_i W_{ji} - \sum_i W_{1i}", {"m"}),
        (r"h_t - h_{t-1} = s_t", {"T"}),
        (r"\sum_i x_i h_t = h_t \sum_i x_i", {"T"}),
    ],
)
def test_the_sizes_of_what_has_neighbours_and_of_numbers_are_read(
    claim: str, read: set[str]
) -> None:
    (relation,) = check_text(PAGE.replace("CLAIM", claim)).relations
    assert relation.verdict.word == "holds", relation.verdict.reason
    assert relation.claim is not None
    sampler = relation.sampler
    assert isinstance(sampler, Sampler)
    extents = sampler.model.extents
    keys = sizes_read(ready(relation.claim, sampler.machine))
    assert {extents.say(key) for key in keys if key is not None} == read
    longer = {
        extents.say(key): size
        for sizes in sampler.long.values()
        for key, size in sizes.items()
        if key in extents.named
    }
    assert {name for name, size in longer.items() if size >= 5} == read
