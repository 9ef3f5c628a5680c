"""What stands by components and in matrices on one page is the same in numbers."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from pathlib import Path

import pytest

from derivcheck.checking.records import Found, Relation
from derivcheck.evaluation.points import FLOAT, Leaves
from derivcheck.evaluation.scalars import real
from derivcheck.expressions.nodes import Expression, Letter
from derivcheck.expressions.plain_text import spelled
from derivcheck.expressions.traversal import changed, free_letters
from derivcheck.judging.trial import frames, ready
from derivcheck.pages.page_check import check_text

DOCS = Path(__file__).parents[2] / "docs"


def load(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def renamed(side: Expression, letters: tuple[str, ...]) -> Expression:
    """The side with its free letters counted in the order that is given."""
    numbers = {letter: f"·{n}" for n, letter in enumerate(letters, 1)}

    def move(position: object) -> object:
        match position:
            case Letter(name, shift):
                return Letter(numbers.get(name, name), shift)
            case _:
                return position

    return changed(side, lambda _: None, move)  # type: ignore[arg-type]  # positions stay positions


def values(relation: Relation) -> dict[tuple[int, ...], float]:
    """The right side at the first point, by the values of the left side's letters."""
    claim, sampler = relation.claim, relation.sampler
    assert claim is not None
    assert sampler is not None
    trial = ready(claim, sampler.machine)
    point = sampler.point(0, 0)
    letters = free_letters(claim.left)
    found = {}
    for frame in frames(trial, point):
        with contextlib.suppress(Leaves):  # there is no layer after the last
            value = real(trial.right(point.at(FLOAT), dict(frame)))
            found[tuple(frame[letter] for letter in letters)] = value
    return found


def pairs(found: Found) -> list[tuple[Relation, Relation]]:
    """Relations of one left side, one by components and one of whole arrays."""
    groups: dict[tuple[int, str], list[Relation]] = defaultdict(list)
    for relation in found.relations:
        claim, sampler = relation.claim, relation.sampler
        if relation.verdict.word != "holds" or claim is None or sampler is None:
            continue
        letters = free_letters(claim.left)
        if not letters or claim.condition is not None or claim.sign != "=":
            continue
        left = spelled(renamed(claim.left, letters))
        groups[id(sampler.model), left].append(relation)
    return [
        (one, other)
        for group in groups.values()
        for one in group
        for other in group
        if one.claim is not None and not one.claim.whole
        if other.claim is not None and other.claim.whole
    ]


PAIRS = {"attention.md": 5, "layers.md": 6, "layouts.md": 9, "matrices.md": 5}


@pytest.mark.parametrize("name", PAIRS)
def test_components_and_matrices_give_the_same_numbers(name: str) -> None:
    found = pairs(check_text(load(name), name, load=load))
    assert len(found) == PAIRS[name]
    for by_components, in_matrices in found:
        one, other = values(by_components), values(in_matrices)
        common = one.keys() & other.keys()
        assert common, (by_components.left, in_matrices.left)
        for place in common:
            assert one[place] == pytest.approx(other[place], rel=1e-9, abs=1e-12)
