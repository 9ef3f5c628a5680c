"""The means to repair a relation: how far the letters of what was not read run."""

from __future__ import annotations

from derivcheck.checking.page_check import check_text
from derivcheck.diagnosis.diagnosis import diagnose
from derivcheck.diagnosis.failing_claim import bench_for
from derivcheck.models import slot

PAGE = r"""
$u \in \mathbb{R}^3$, $x \in \mathbb{R}^3$, $z \in \mathbb{R}^2$

$$ g(t) := \sum_k x_k t u $$

$$ g(z_k)_k = z_k u_k \sum_j x_j $$
"""


def test_the_letters_of_a_component_that_is_not_read_have_their_slots() -> None:
    page = check_text(PAGE)
    (relation,) = page.relations
    assert relation.verdict.word == "not understood"
    bench = bench_for(relation)
    assert bench is not None
    assert bench.keys == {
        "k": {bench.model.extents.find(slot(name, 0)) for name in "uz"},
        "j": {bench.model.extents.find(slot("x", 0))},
    }
    assert diagnose(relation, page).trouble is None
