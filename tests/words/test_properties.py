"""Words beside a declaration: what they say more is assumed."""

from __future__ import annotations

import pytest

from derivcheck.pages import check_text

CLAIM = r"$$ \nabla_x (x^\top P x) = 2 P x $$"
SHAPES = r"P \in \mathbb{R}^{n \times n}"


def words(declared: str) -> list[str]:
    page = f"{declared}, $x \\in \\mathbb{{R}}^n$.\n\n{CLAIM}\n"
    return [relation.verdict.word for relation in check_text(page).relations]


@pytest.mark.parametrize(
    "declared",
    [
        f"${SHAPES}$ symmetric",
        f"${SHAPES}$ is symmetric",
        f"A symmetric matrix ${SHAPES}$",
    ],
)
def test_a_symmetric_matrix_is_its_transpose(declared: str) -> None:
    assert words(declared) == ["holds"]


@pytest.mark.parametrize("declared", [f"${SHAPES}$", f"${SHAPES}$ is not symmetric"])
def test_nothing_else_is_assumed(declared: str) -> None:
    assert words(declared) == ["fails"]


def test_what_is_assumed_is_told() -> None:
    page = f"${SHAPES}$ symmetric, $x \\in \\mathbb{{R}}^n$.\n\n{CLAIM}\n"
    (relation,) = check_text(page).relations
    assert relation.verdict.needs == (r"P = P^\top",)


def test_a_normalized_vector_has_length_one() -> None:
    page = r"Let $u \in \mathbb{R}^n$ be normalized. Then $$ \lVert u \rVert = 1 $$"
    assert [r.verdict.word for r in check_text(page).relations] == ["holds"]
