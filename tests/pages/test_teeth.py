"""What holds has teeth: with a minus before its right side it fails.

A reading under which nothing is compared, or both sides are zero, would pass everything
else. The true zeros are listed by hand, by the page, with their number.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from derivcheck.checking.records import Relation
from derivcheck.command_line import check_path
from derivcheck.expressions import nodes as n
from tests.docs import checked

ROOT = Path(__file__).parents[2]
ZEROS = {
    "docs/attention.md": 3,
    "docs/batch-norm.md": 4,
    "docs/bias-beside-softmax.md": 2,
    "docs/chain-rule.md": 1,
    "docs/hessian.md": 4,
    "docs/is-this-derivation-correct.md": 5,
    "docs/layer-norm.md": 6,
    "docs/log-softmax.md": 3,
    "docs/notation.md": 1,
    "docs/softmax-hidden-layer.md": 3,
    "docs/softmax-jacobian.md": 8,
    "tests/cases/batch-norm.md": 1,
    "tests/cases/corners.md": 1,
    "tests/cases/rows-that-cancel.md": 5,
    "tests/cases/seed-hidden-sigmoid.md": 1,
    "tests/cases/seed-hidden-softmax-repaired.md": 1,
    "tests/cases/seed-hidden-softmax.md": 1,
    "tests/cases/softmax-on-sigmoid-outputs.md": 1,
    "tests/derivations/arrays-softmax-vjp.md": 1,
    "tests/derivations/assume-then-forget.md": 1,
    "tests/derivations/conditions.md": 1,
    "tests/derivations/curvature.md": 1,
    "tests/derivations/decorated.md": 1,
    "tests/derivations/hinge-over-classes.md": 1,
    "tests/derivations/kinds-of-targets.md": 2,
    "tests/derivations/layer-norm.md": 3,
    "tests/derivations/momentum.md": 1,
    "tests/derivations/nothing-to-compare.md": 2,
    "tests/derivations/other-names.md": 1,
    "tests/derivations/softmax-between.md": 1,
}  # each is a sum of slopes that cancel, or a slope without a path, as the page says
PAGES = [
    path.relative_to(ROOT).as_posix()
    for folder in ("docs", "tests/cases", "tests/derivations")
    for path in sorted((ROOT / folder).rglob("*.md"))
]


def holds_negated(relation: Relation) -> bool:
    """Whether an equality still holds with a minus before its right side."""
    claim, ground = relation.claim, relation.ground
    assert claim is not None  # it holds, and so was judged
    assert ground is not None
    right = n.Negative(claim.right)
    turned = replace(claim, right=right, said=None, one_text=False, beside=())
    return ground.assumed.judge(turned, ground.order).word != "fails"


@pytest.mark.parametrize("page", PAGES)
def test_an_equality_that_holds_fails_with_a_minus(page: str) -> None:
    found = (
        checked(page.removeprefix("docs/"))
        if page.startswith("docs/")
        else check_path(str(ROOT / page))[0]
    )
    equalities = [
        relation
        for relation in found.relations
        if relation.verdict.word == "holds" and relation.sign == "="
    ]
    assert sum(map(holds_negated, equalities)) == ZEROS.get(page, 0)
