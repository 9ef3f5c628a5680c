r"""Functions of arrays: what a call of one gives, and each entry of that."""

from __future__ import annotations

from dataclasses import replace

from ..expressions import Expression, NotUnderstood, delta, mismatch, product_of_two
from ..expressions import nodes as n
from .elementwise import shared_shape
from .inlining import Body
from .lowering import DelayedArray, Lowering, Positions, listed, over_entries, summed
from .products import wants_no_function
from .shape import NUMBER, Kind, Shape, of_sizes
from .sizes import slot

MATRIX = 2  # slots; what has more is one for each index
MOST_CALLS = 2000  # of functions of arrays, whose bodies are put in at each


def call(arrays: Lowering, call: n.Call) -> DelayedArray:
    """What a function gives: its body, what its name means, or that of each entry."""
    if not call.arguments:
        return DelayedArray(NUMBER, lambda at: call)
    if call.function == "diag" and len(call.arguments) > 1:
        of, column = call.arguments
        number = arrays.shape(of).kind == "number"
        return arrays.lower(replace(call, arguments=(column if number else of,)))
    if (body := _body(arrays, call)) is not None:
        return arrays.lower(body)
    given = [arrays.lower(argument) for argument in call.arguments]
    if call.function in arrays.functions:
        _wants_declared(arrays, call, given)
    if (found := _with_a_meaning(arrays, call, given)) is not None:
        return found
    if call.function in arrays.functions:
        return _open(arrays, call, given)
    return DelayedArray(
        shared_shape(arrays, call.arguments, call.at),
        lambda at: replace(call, arguments=tuple([g.entry(at) for g in given])),
    )


# --- functions that the page defines -----------------------------------------------


def _body(arrays: Lowering, call: n.Call) -> Expression | None:
    """What a call of a function of arrays stands for; None for one of numbers."""
    if call.function not in arrays.bodies:
        return None
    known = arrays.calls.get(id(call))
    if known is None:
        known = (call, _applied(arrays, call, arrays.bodies[call.function]))
        arrays.calls[id(call)] = known
    return known[1]


def _applied(arrays: Lowering, call: n.Call, own: Body) -> Expression | None:
    """The body with the arguments put in, unless it is taken entry by entry.

    A function of numbers is taken entry by entry; one whose parameter is the name
    of an array is a function of that array wherever its body has a shape.
    """
    of_arrays = any(arrays.shape(a).kind != "number" for a in call.arguments)
    _wants_own(arrays, call, own)
    if call.function in arrays.inside:
        raise NotUnderstood(f"{call.function} calls itself", call.at)
    arrays.inside.append(call.function)
    try:
        plain = arrays.is_plain(own)
        if plain and not of_arrays:
            return None
        if plain and not any(map(arrays.slots, own.own)):
            return None
        if len(arrays.calls) > MOST_CALLS:
            raise NotUnderstood(
                f"functions of arrays are called more than {MOST_CALLS} times", call.at
            )
        given = call.arguments if plain else _of_arrays(arrays, call, own)
        whole = own.of(given, call.at)
        if plain and not arrays.has_shape(whole):
            return None
        kind = arrays.shape(whole).kind
        if call.order and plain and kind != "number":
            return None
        if call.order:
            raise _primed(call)
        return whole
    finally:
        arrays.inside.pop()


def _wants_own(arrays: Lowering, call: n.Call, own: Body) -> None:
    """Refuse another argument where more than the parameter depends on it."""
    for name, named, given in zip(own.parameters, own.own, call.arguments, strict=True):
        parameter = (n.Symbol(named, ()), n.Parameter(name))
        if name in own.through and given not in parameter:
            itself = f"{own.name}({', '.join(own.parameters)})"
            raise NotUnderstood(
                f"other quantities in {own.name} depend on {name}, and would not "
                f"follow another argument: write {itself}, or define {own.name} by "
                f"{name} alone",
                call.at,
            )


def _of_arrays(arrays: Lowering, call: n.Call, own: Body) -> tuple[Expression, ...]:
    """The arguments of a function of arrays; the number 0 is an array of zeros."""
    found = []
    for name, named, given in zip(own.parameters, own.own, call.arguments, strict=True):
        many = arrays.slots(named) > MATRIX
        wanted = NUMBER if many else arrays.shape(n.Symbol(named, ()))
        if wanted.kind != "number" and given == n.ZERO:
            found.append(product_of_two(n.ZERO, n.Symbol(named, ())))
            continue
        if name in own.by_components and arrays.shape(given).kind == "number":
            takes = "a vector" if wanted.kind == "number" else arrays.say(wanted)
            raise mismatch(
                f"{own.name} takes {takes}, found a number",
                call.at,
                is_number=True,
            )
        found.append(given)
    return tuple(found)


# --- functions that the page leaves open -------------------------------------------


def _open(arrays: Lowering, call: n.Call, given: list[DelayedArray]) -> DelayedArray:
    """A function of whole arrays: every entry of every argument is given to it."""
    gives = arrays.functions[call.function]
    return DelayedArray(
        NUMBER if gives == "number" else Shape("column", (slot(call.function, 0),)),
        lambda at: replace(
            call,
            arguments=tuple([listed(g, call.at) for g in given]),
            indices=(*call.indices, *at),
        ),
    )


def _wants_declared(arrays: Lowering, call: n.Call, given: list[DelayedArray]) -> None:
    """Refuse arguments whose shapes are not the declared ones, and primes."""
    if call.order:
        raise _primed(call)
    for array, sizes in zip(given, arrays.arguments[call.function], strict=True):
        wanted = of_sizes(sizes)
        if not arrays.same(wanted, array.shape):
            raise mismatch(
                f"{call.function} takes {arrays.say(wanted)}, "
                f"found {arrays.say(array.shape)}",
                call.at,
                is_number=array.shape.kind == "number",
            )


def _primed(call: n.Call) -> NotUnderstood:
    """What is said of a prime on a function of arrays."""
    return NotUnderstood(
        f"{call.function} is a function of arrays: write its derivative as "
        r"\frac{\partial f(x)}{\partial x} or \nabla f(x)",
        call.at,
    )


# --- functions that have a meaning of their own ------------------------------------


def _with_a_meaning(
    arrays: Lowering, call: n.Call, given: list[DelayedArray]
) -> DelayedArray | None:
    """What a function of arrays gives whose name says what it is."""
    first = given[0]
    match call.function:
        case "norm":
            return DelayedArray(NUMBER, lambda at: _norm(first, call.at))
        case "norm_2":
            if first.shape.kind == "matrix":
                raise mismatch(
                    r"\lVert A \rVert_2 of a matrix is its largest singular value, "
                    r"which is not read; write \lVert A \rVert_F for the root of the "
                    "sum of squares",
                    call.at,
                )
            return DelayedArray(NUMBER, lambda at: _norm(first, call.at))
        case "abs" if first.shape.kind == "matrix":
            raise mismatch(
                "bars of a matrix could be its determinant or the magnitudes of its "
                r"entries; write \det A, or |A_{ij}|",
                call.at,
            )
        case "abs" if first.shape.kind != "number":
            raise mismatch(
                f"bars of {arrays.say(first.shape)} could be its norm or the "
                r"magnitudes of its entries; write \lVert a \rVert, or |a_i|",
                call.at,
            )
        case "norm_1":
            return _sum_of_magnitudes(first, call.at)
        case "inner":
            return _inner(arrays, given, call.at)
        case "tr":
            _wants_square(arrays, first, call)
            wants_no_function(arrays, call.arguments[0])
            return _trace(first, call.at)
        case "det" if call.function not in arrays.functions:
            _wants_square(arrays, first, call)
            wants_no_function(arrays, call.arguments[0])
            entries = listed(first, call.at)
            return DelayedArray(
                NUMBER, lambda at: n.Call("determinant", (entries,), 0, call.at)
            )
        case "diag":
            return _diagonal(arrays, first, call)
        case "logsumexp":
            _wants_vector(arrays, first, call, "column", "row")
            return _logsumexp(first, call.at)
        case "softmax":
            _wants_vector(arrays, first, call, "column", "row", "matrix")
            return _softmax(first, call.at)
        case "logsoftmax":
            _wants_vector(arrays, first, call, "column", "row", "matrix")
            return _log(_softmax(first, call.at), call.at)
        case _:
            return None


def _norm(array: DelayedArray, place: int) -> Expression:
    def square(at: Positions) -> Expression:
        entry = array.entry(at)
        return product_of_two(entry, entry)

    return n.Call("sqrt", (over_entries("sum", array.shape, square),), 0, place)


def _sum_of_magnitudes(array: DelayedArray, place: int) -> DelayedArray:
    if array.shape.kind == "matrix":
        raise mismatch(
            r"\|A\|_1 of a matrix could add all magnitudes, or be the largest sum "
            r"of a column; write the sums out",
            place,
        )

    def magnitude(at: Positions) -> Expression:
        return n.Call("abs", (array.entry(at),), 0, place)

    return DelayedArray(NUMBER, lambda at: over_entries("sum", array.shape, magnitude))


def _inner(arrays: Lowering, given: list[DelayedArray], place: int) -> DelayedArray:
    """The sum of the products of the entries of two arrays of one shape."""
    one, other = given
    if one.shape.kind == "number" or not arrays.same(one.shape, other.shape):
        raise mismatch(
            f"an inner product needs two arrays of the same shape, found "
            f"{arrays.say(one.shape)} and {arrays.say(other.shape)}",
            place,
            is_number="number" in {one.shape.kind, other.shape.kind},
        )

    def product(at: Positions) -> Expression:
        return product_of_two(one.entry(at), other.entry(at))

    return DelayedArray(NUMBER, lambda at: over_entries("sum", one.shape, product))


def _trace(matrix: DelayedArray, place: int) -> DelayedArray:
    return DelayedArray(
        NUMBER,
        lambda at: summed(matrix.shape.sizes[0], lambda k: matrix.entry((k, k)), place),
    )


def _diagonal(arrays: Lowering, array: DelayedArray, call: n.Call) -> DelayedArray:
    """A column as a diagonal matrix, or the diagonal of a square matrix."""
    if array.shape.kind != "column":
        _wants_square(arrays, array, call)
        return DelayedArray(
            Shape("column", array.shape.sizes[:1]),
            lambda at: array.entry((at[0], at[0])),
        )

    return DelayedArray(
        Shape("matrix", array.shape.sizes * 2),
        lambda at: product_of_two(delta(at[0], at[1]), array.entry(at[:1])),
    )


def _logsumexp(vector: DelayedArray, place: int) -> DelayedArray:
    def power(at: Positions) -> Expression:
        return n.Call("exp", (vector.entry(at),), 0, place)

    total = DelayedArray(NUMBER, lambda at: over_entries("sum", vector.shape, power))
    return _log(total, place)


def _softmax(array: DelayedArray, place: int) -> DelayedArray:
    """Over the entries of a vector, or over each row of a matrix."""

    def power(at: Positions) -> Expression:
        return n.Call("exp", (array.entry(at),), 0, place)

    def entry(at: Positions) -> Expression:
        total = summed(array.shape.sizes[-1], lambda k: power((*at[:-1], k)), place)
        return n.Quotient(power(at), total)

    return DelayedArray(array.shape, entry)


def _log(array: DelayedArray, place: int) -> DelayedArray:
    return DelayedArray(
        array.shape, lambda at: n.Call("ln", (array.entry(at),), 0, place)
    )


def _wants_vector(
    arrays: Lowering, array: DelayedArray, call: n.Call, *kinds: Kind
) -> None:
    """Refuse numbers, and matrices where none is meant."""
    if array.shape.kind not in kinds:
        raise mismatch(
            f"{call.function} takes a vector, found {arrays.say(array.shape)}",
            call.at,
            is_number=array.shape.kind == "number",
        )


def _wants_square(arrays: Lowering, array: DelayedArray, call: n.Call) -> None:
    """Refuse anything but a square matrix."""
    if array.shape.kind != "matrix" or not arrays.fits(*array.shape.sizes):
        raise mismatch(
            f"{call.function} takes a square matrix, found {arrays.say(array.shape)}",
            call.at,
        )
