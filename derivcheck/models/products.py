r"""Products of arrays: as linear algebra has them, and entry by entry."""

from __future__ import annotations

from dataclasses import replace

from ..expressions import Expression, mismatch, product_of_two
from ..expressions import nodes as n
from .lowering import DelayedArray, Lowering, Positions, summed
from .shape import NUMBER, Shape, of_sides

ELEMENTWISE = {r"\odot", r"\circ", r"\oslash", r"\otimes"}  # and * between two arrays
SignedFactors = list[tuple[str, Expression]]  # factors, each with the sign before it


def product(arrays: Lowering, product: n.Product) -> DelayedArray:
    """Matrix products bind tighter than elementwise ones; both go from the left."""
    if (slope := _slope_of_all(arrays, product)) is not None:
        return arrays.lower(slope)
    if all(arrays.shape(factor).kind == "number" for factor in product.factors):
        return _of_numbers(arrays, product)
    runs = _runs(arrays, product)
    first, *others = [_multiplied(arrays, run, product.at) for run in runs]
    for run, other in zip(runs[1:], others, strict=True):
        sign, _ = run[0]
        first = _by_entries(arrays, first, sign, other, product.at)
    return first


def _slope_of_all(arrays: Lowering, product: n.Product) -> Expression | None:
    r"""`\nabla_w w^\top x`: a row has no gradient, so that all of it is meant."""
    for place, factor in enumerate(product.factors[:-1]):
        match factor:
            case n.Partial(of=row, sign="nabla" | "prefix" | "operator") if (
                arrays.shape(row).kind == "row"
            ):
                inside = (row, *product.factors[place + 1 :])
                whole = n.Product(inside, product.signs[place:], product.at)
                slope = replace(factor, of=whole)
                before = (*product.factors[:place], slope)
                signs = product.signs[:place]
                return replace(product, factors=before, signs=signs) if signs else slope
    return None


def _of_numbers(arrays: Lowering, product: n.Product) -> DelayedArray:
    factors = [arrays.lower(factor) for factor in product.factors]
    return DelayedArray(
        NUMBER,
        lambda at: replace(product, factors=tuple([f.entry(()) for f in factors])),
    )


def _runs(arrays: Lowering, product: n.Product) -> list[SignedFactors]:
    """The factors, parted at the signs that multiply entry by entry."""
    first, *others = product.factors
    found: list[SignedFactors] = [[("", first)]]
    before = first
    for sign, factor in zip(product.signs, others, strict=True):
        if sign in ELEMENTWISE or (sign == "*" and _are_arrays(arrays, before, factor)):
            found.append([])
        found[-1].append((sign, factor))
        before = factor
    return found


def _are_arrays(arrays: Lowering, one: Expression, other: Expression) -> bool:
    return "number" not in {arrays.shape(one).kind, arrays.shape(other).kind}


def _multiplied(arrays: Lowering, run: SignedFactors, place: int) -> DelayedArray:
    """The product of one run as linear algebra has it."""
    found = arrays.lower(run[0][1])
    for number, (sign, factor) in enumerate(run[1:], 1):
        part = arrays.lower(factor)
        if "number" not in {found.shape.kind, part.shape.kind}:
            for _, multiplied in run[: number + 1]:
                wants_no_function(arrays, multiplied)
        found = _times(arrays, found, sign, part, place)
    return found


def wants_no_function(arrays: Lowering, factor: Expression) -> None:
    r"""Refuse `\exp(A) B` or `(\exp A)_{ij}`: which may be that of the matrix."""
    match factor:
        case n.Negative(of) | n.Transpose(of):
            wants_no_function(arrays, of)
        case n.Plus(terms):
            for term in terms:
                wants_no_function(arrays, term)
        case n.Call("exp" | "ln" | "sqrt" as name, (of,)) if _is_square(arrays, of):
            raise mismatch(
                rf"\{name} of a square matrix could be a function of the matrix or of "
                rf"each entry; define its entries, B_{{ij}} := \{name}(A_{{ij}}), or "
                "declare the function of the matrix as a matrix of its own",
                factor.at,
            )
        case _:
            pass


def _is_square(arrays: Lowering, matrix: Expression) -> bool:
    shape = arrays.shape(matrix)
    return shape.kind == "matrix" and arrays.extents.same(*shape.sizes)


def _times(
    arrays: Lowering, a: DelayedArray, sign: str, b: DelayedArray, place: int
) -> DelayedArray:
    """The product of two arrays as linear algebra has it."""
    one, other = a.shape, b.shape
    if sign == r"\cdot" and one.kind == other.kind == "column":
        one = one.turned
    match one.kind, other.kind:
        case ("number", _) | (_, "number"):
            return _pairwise(a, b)
        case ("column", "row"):
            return _outer(a, b)
        case ("matrix", "row") if arrays.is_one(one.sizes[1]):
            return DelayedArray(
                of_sides(one.height, other.width),
                lambda at: product_of_two(
                    a.entry((at[0], n.Fixed(1))), b.entry(at[1:])
                ),
            )
        case ("row" | "matrix", "column" | "matrix") if arrays.fits(
            one.sizes[-1], other.sizes[0]
        ):
            return _contracted(a, b, of_sides(one.height, other.width), place)
        case _:
            raise mismatch(
                f"{arrays.say(a.shape)} times {arrays.say(b.shape)} does not exist; "
                r"write \odot for an elementwise product, ^\top for a transpose",
                place,
            )


def _contracted(
    a: DelayedArray, b: DelayedArray, shape: Shape, place: int
) -> DelayedArray:
    """The sum over the last side of one array and the first of another."""
    key = a.shape.sizes[-1]
    kept = len(a.shape.sizes) - 1

    def entry(at: Positions) -> Expression:
        rows, columns = at[:kept], at[kept:]
        return summed(
            key,
            lambda k: product_of_two(a.entry((*rows, k)), b.entry((k, *columns))),
            place,
        )

    return DelayedArray(shape, entry)


def _outer(a: DelayedArray, b: DelayedArray) -> DelayedArray:
    return DelayedArray(
        Shape("matrix", a.shape.sizes + b.shape.sizes),
        lambda at: product_of_two(a.entry(at[:1]), b.entry(at[1:])),
    )


def _pairwise(a: DelayedArray, b: DelayedArray) -> DelayedArray:
    """The products of the entries of two arrays, or of an array and a number."""
    shape = b.shape if a.shape.kind == "number" else a.shape
    return DelayedArray(shape, lambda at: product_of_two(a.entry(at), b.entry(at)))


def _by_entries(
    arrays: Lowering, a: DelayedArray, sign: str, b: DelayedArray, place: int
) -> DelayedArray:
    """Elementwise products and quotients, and the outer product."""
    one, other = a.shape, b.shape
    if sign == r"\otimes":
        if one.kind != "column" or other.kind != "column":
            raise mismatch(
                rf"\otimes is the outer product of two columns, found "
                rf"{arrays.say(one)} and {arrays.say(other)}: write \odot for an "
                "elementwise product, and a Kronecker product by its entries",
                place,
            )
        return _outer(a, b)
    if "number" not in {one.kind, other.kind} and not arrays.same(one, other):
        raise mismatch(
            f"{arrays.say(one)} and {arrays.say(other)} are not multiplied "
            "entry by entry",
            place,
        )
    if sign != r"\oslash":
        return _pairwise(a, b)
    shape = other if one.kind == "number" else one
    return DelayedArray(shape, lambda at: n.Quotient(a.entry(at), b.entry(at)))
