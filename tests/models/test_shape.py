"""Shapes: sides, transposes, and shapes by their sides."""

from __future__ import annotations

import pytest

from derivcheck.models.shape import NUMBER, Shape, of_sides, of_sizes
from derivcheck.models.sizes import size

M, N = size("m"), size("n")
COLUMN, ROW, MATRIX = Shape("column", (N,)), Shape("row", (N,)), Shape("matrix", (M, N))


@pytest.mark.parametrize("shape", [NUMBER, COLUMN, ROW, MATRIX])
def test_a_shape_is_known_by_its_height_and_width(shape: Shape) -> None:
    assert of_sides(shape.height, shape.width) == shape


@pytest.mark.parametrize("shape", [NUMBER, COLUMN, ROW, MATRIX])
def test_a_transpose_exchanges_height_and_width(shape: Shape) -> None:
    turned = shape.turned
    assert (turned.height, turned.width) == (shape.width, shape.height)
    assert turned.turned == shape


def test_one_size_alone_is_that_of_a_column() -> None:
    assert [of_sizes(s) for s in ((), (N,), (M, N))] == [NUMBER, COLUMN, MATRIX]
