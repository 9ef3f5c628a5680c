"""Small linear systems over floats, balls or duals, by elimination with pivoting."""

from __future__ import annotations

from .scalars import Dual, Scalar, real


def solve(matrix: list[list[Scalar]], right: list[Scalar]) -> list[Scalar] | None:
    """X with matrix x = right (Golub and Van Loan, section 3.4); None if singular."""
    size = len(matrix)
    rows = [[*row, right[n]] for n, row in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(real(rows[r][column])))
        if abs(real(rows[pivot][column])) < 1e-12:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column]
        for r in range(column + 1, size):
            factor = rows[r][column] / head[column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], head, strict=True)]
    found: list[Scalar] = [0.0] * size
    for n in reversed(range(size)):
        rest = rows[n][size]
        for m in range(n + 1, size):
            rest = rest - rows[n][m] * found[m]
        found[n] = rest / rows[n][n]
    return found


def determinant(matrix: list[list[Scalar]]) -> Scalar | None:
    """The product of the pivots, with its sign; None if one is too near to zero.

    It is 0 where all that a pivot could be are zeros that carry no derivative.
    """
    rows = [list(row) for row in matrix]
    found: Scalar = 1.0
    for column in range(len(rows)):
        pivot = max(range(column, len(rows)), key=lambda r: abs(real(rows[r][column])))
        below = [row[column] for row in rows[column:]]
        if all(type(entry) is not Dual and entry == 0 for entry in below):
            return 0.0
        if abs(real(rows[pivot][column])) < 1e-12:
            return None
        if pivot != column:
            rows[column], rows[pivot] = rows[pivot], rows[column]
            found = -found
        head = rows[column]
        found = found * head[column]
        for r in range(column + 1, len(rows)):
            factor = rows[r][column] / head[column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], head, strict=True)]
    return found


def least_squares_step(
    jacobian: list[list[float]], residual: list[float]
) -> list[float] | None:
    """The shortest step s with J s = r, for a J (m, n) of m independent rows or fewer.

    Dependent rows are left out: they are satisfied together with the others.
    """
    rows = independent_rows(jacobian)
    if not rows:
        return None
    kept = [jacobian[r] for r in rows]
    gram = [[sum(a * b for a, b in zip(u, v, strict=True)) for v in kept] for u in kept]
    weights = solve(gram, [residual[r] for r in rows])
    if weights is None:
        return None
    count = len(jacobian[0])
    return [
        sum(float(w) * row[n] for w, row in zip(weights, kept, strict=True))
        for n in range(count)
    ]


def independent_rows(matrix: list[list[float]]) -> list[int]:
    """Rows that span the others (modified Gram-Schmidt)."""
    basis: list[list[float]] = []
    found = []
    for number, row in enumerate(matrix):
        rest = list(row)
        for vector in basis:
            along = sum(a * b for a, b in zip(rest, vector, strict=True))
            rest = [a - along * b for a, b in zip(rest, vector, strict=True)]
        length = sum(a * a for a in rest) ** 0.5
        size = sum(a * a for a in row) ** 0.5
        if length > 1e-9 * max(size, 1e-300) and size > 0:
            basis.append([a / length for a in rest])
            found.append(number)
    return found


def pivots(matrix: list[list[float]]) -> list[int]:
    """One column for each independent row, in which that row can be solved."""
    rows = [list(row) for row in matrix]
    found: list[int] = []
    for number in range(len(rows)):
        row = rows[number]
        size = max((abs(a) for a in row), default=0.0)
        if size < 1e-9:
            continue
        column = max(range(len(row)), key=lambda c: abs(row[c]))
        found.append(column)
        for below in rows[number + 1 :]:
            factor = below[column] / row[column]
            for n, a in enumerate(row):
                below[n] -= factor * a
    return found
