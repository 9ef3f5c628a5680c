"""One catalogue of single edits: the slips that people make.

They take something away or exchange it, and make mutants of a relation that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..checking import Claim
from ..expressions import (
    ONE,
    TURNED,
    Affine,
    Call,
    Cases,
    Condition,
    Entry,
    Every,
    Expression,
    Extent,
    Fixed,
    Indicator,
    Key,
    Known,
    Label,
    Letter,
    Negative,
    NotUnderstood,
    Number,
    Over,
    Partial,
    Plus,
    Position,
    Power,
    Product,
    Quotient,
    Rows,
    Running,
    Symbol,
    Transpose,
    Where,
    changed,
    comparisons,
    condition_letters,
    free_letters,
    other_sign,
    parts,
    walk,
)
from ..models import Model, slot

OTHER_FUNCTIONS = {"exp": "sigmoid", "ln": "exp", "tanh": "sigmoid", "sigmoid": "tanh",
                   "max": "min", "min": "max", "sqrt": "exp"}  # fmt: skip
Indexed = Symbol | Entry | Known | Call


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing changed: a node before and after, and the whole side with it.

    `what` is the term, factor or sign that was taken out or put in, if one was.
    """

    kind: str
    before: Expression
    after: Expression
    whole: Expression
    what: Expression | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a side: the letters that have a value there, and how to replace it."""

    node: Expression
    letters: tuple[str, ...]
    role: str
    put: Callable[[Expression], Expression]


def places(side: Expression, letters: Sequence[str]) -> Iterator[Place]:
    """Every node of a side that may be changed, outermost first."""
    yield from _places(Place(side, tuple(letters), "side", lambda new: new))


def _places(here: Place) -> Iterator[Place]:
    yield here
    node, inner = here.node, here.letters
    if isinstance(node, Over):
        inner = tuple(sorted({*inner, node.letter}))
    for place, part in enumerate(parts(node)):
        if isinstance(node, Partial) and place:
            continue  # the variables of a derivative are changed as a whole
        if isinstance(node, Where) and place % 2:
            continue  # what is given another value stays a name

        def put(new: Expression, place: int = place) -> Expression:
            return here.put(_with_part(node, place, new))

        yield from _places(Place(part, inner, _role(node, place), put))


def _role(node: Expression, place: int) -> str:
    match node:
        case Plus():
            return "term"
        case Product():
            return "factor"
        case Over():
            return "body" if place == len(parts(node)) - 1 else "condition"
        case Quotient():
            return "under" if place else "over"
        case Power():
            return "exponent" if place else "base"
        case Call():
            return "argument"
        case Cases() | Indicator():
            return "condition"
        case Partial():
            return "numerator"
        case _:
            return "inside"


def _with_part(expression: Expression, place: int, new: Expression) -> Expression:
    """The expression with one of its parts replaced."""
    match expression:
        case Partial() if place == 0:
            return replace(expression, of=new)
        case Where(_, values) if place == 0:
            return Where(new, values)
        case Where(of, values):
            pairs = list(values)
            number = (place - 1) // 2
            pairs[number] = (pairs[number][0], new)
            return Where(of, tuple(pairs))
    counter = iter(range(-1, len(parts(expression))))

    def change(node: Expression) -> Expression | None:
        number = next(counter)
        if number < 0:
            return None
        return new if number == place else node

    return changed(expression, change)


def letters_of(claim: Claim) -> list[str]:
    """The letters that have a value in a claim as a whole."""
    found = dict.fromkeys(free_letters(claim.left))
    found.update(dict.fromkeys(free_letters(claim.right)))
    found.update(dict.fromkeys(condition_letters(claim.condition)))
    return sorted(found)


def symbols_of(*sides: Expression) -> list[Symbol]:
    """The quantities that stand in some sides, each once."""
    nodes = (node for side in sides for node in walk(side))
    found = [replace(node, at=0) for node in nodes if isinstance(node, Symbol)]
    return list(dict.fromkeys(found))


# --- what is taken away or exchanged -------------------------------------------------

Changes = Iterator[tuple[str, Expression, Expression | None]]


def slips(
    side: Expression, letters: Sequence[str], others: Sequence[Symbol] = ()
) -> Iterator[Edit]:
    """The side with one thing taken away or exchanged.

    `letters` are those that have a value here, `others` the quantities that stand in
    the same relation.
    """
    for place in places(side, letters):
        for kind, after, what in _here(place.node, place.letters, others):
            yield Edit(kind, place.node, after, place.put(after), what)
    if not isinstance(side, Plus | Negative):
        other = Negative(side)
        yield Edit("sign", side, other, other)


def _here(
    node: Expression, letters: Sequence[str], others: Sequence[Symbol]
) -> Changes:
    """The changes that touch this node itself."""
    match node:
        case Number(value):
            yield "number", Number(value + 1, str(value + 1)), None
        case Symbol() | Entry() | Known():
            yield from _indices(node, letters)
        case Running(position):
            for other in _other_positions(position, letters):
                yield "index", Running(other), None
        case Plus(terms):
            yield from _terms(terms)
        case Negative(term):
            yield "sign", term, None
        case Product():
            yield from _factors(node)
        case Quotient(over, under):
            yield "numerator and denominator", Quotient(under, over), None
            yield "denominator lost", over, under
        case Power(base, exponent):
            yield "power", base, None
            yield "power", replace(node, exponent=Plus((exponent, ONE))), None
        case Call():
            yield from _indices(node, letters)
            yield from _function(node)
        case Over():
            yield from _over(node)
        case Partial():
            yield from _differentiated(node, letters, others)
        case Indicator(condition):
            yield "one for delta", ONE, None
            for contrary in turned(condition):
                yield "condition", Indicator(contrary), None
        case Cases(rows):
            yield from _cases(node, rows)
        case Transpose(of):
            yield "transpose lost", of, None
        case Where(of):
            yield "place lost", of, None
        case Rows():
            return


def _terms(terms: tuple[Expression, ...]) -> Changes:
    for n, term in enumerate(terms):
        rest = terms[:n] + terms[n + 1 :]
        yield "term dropped", rest[0] if len(rest) == 1 else Plus(rest), term
        other = other_sign(term)
        yield "sign", Plus((*terms[:n], other, *terms[n + 1 :])), other
        yield "term doubled", Plus((*terms, term)), term


def _factors(node: Product) -> Changes:
    factors = node.factors
    for n, factor in enumerate(factors):
        rest = factors[:n] + factors[n + 1 :]
        signs = ("",) * (len(rest) - 1)
        one = rest[0] if not signs else replace(node, factors=rest, signs=signs)
        yield "factor dropped", one, factor
        twice = (*factors, factor)
        signs = ("",) * len(factors)
        yield "factor doubled", replace(node, factors=twice, signs=signs), factor


def _function(node: Call) -> Changes:
    if node.function in OTHER_FUNCTIONS:
        other = replace(node, function=OTHER_FUNCTIONS[node.function])
        yield "function", other, None
    if node.order:
        yield "order of a derivative", replace(node, order=node.order - 1), None
    elif len(node.arguments) == 1:
        yield "function lost", node.arguments[0], None
    if len(node.arguments) == 2:
        yield "arguments", replace(node, arguments=node.arguments[::-1]), None


def _over(node: Over) -> Changes:
    yield f"{node.sign} lost", node.body, node
    if isinstance(node.lower, Fixed):
        yield "bound", replace(node, lower=Fixed(node.lower.value + 1)), None
    if node.condition is not None:
        yield "condition lost", replace(node, condition=None), None
        for other in turned(node.condition):
            yield "condition", replace(node, condition=other), None


def _cases(node: Cases, rows: tuple[tuple[Expression, Condition], ...]) -> Changes:
    if len(rows) < 2:
        return
    values = [value for value, _ in rows]
    values = values[1:] + values[:1]
    moved = tuple((v, c) for v, (_, c) in zip(values, rows, strict=True))
    yield "cases", replace(node, rows=moved), None


def turned(condition: Condition) -> Iterator[Condition]:
    """One of the comparisons turned into its contrary."""
    found = comparisons(condition)
    for n, one in enumerate(found):
        if one.sign in TURNED:
            other = replace(one, sign=TURNED[one.sign])
            yield Every((*found[:n], other, *found[n + 1 :]))


def _other_positions(position: Position, letters: Sequence[str]) -> Iterator[Position]:
    """What a slip of the pen writes in a slot instead."""
    match position:
        case Letter(name, shift):
            if shift:
                yield Letter(name)
            inside = name.startswith("·")  # of a component that the page does not name
            for other in letters:
                if other != name and other.startswith("·") == inside:
                    yield Letter(other, shift)
        case Fixed(value):
            yield Fixed(value + 1 if value < 2 else value - 1)
        case Extent(name, shift):
            yield Extent(name, shift - 1)
        case Label():
            yield Fixed(1)
        case Affine():
            yield replace(position, shift=position.shift + 1)


def _indices(node: Indexed, letters: Sequence[str]) -> Changes:
    found = node.indices
    for n, position in enumerate(found):
        for other in _other_positions(position, letters):
            instead = (*found[:n], other, *found[n + 1 :])
            yield "index", replace(node, indices=instead), None
    for n in range(len(found) - 1):
        swapped = (*found[:n], found[n + 1], found[n], *found[n + 2 :])
        yield "swapped indices", replace(node, indices=swapped), None


def _differentiated(
    node: Partial, letters: Sequence[str], others: Sequence[Symbol]
) -> Changes:
    of, by = node.of, node.by
    yield "derivative lost", of, None
    if isinstance(of, Symbol) and len(by) == 1:
        yield "numerator and denominator", replace(node, of=by[0], by=(of,)), None
    for n, symbol in enumerate(by):
        instead = [s for _, s, _ in _indices(symbol, letters) if isinstance(s, Symbol)]
        instead += [s for s in others if s.name != symbol.name and s != of]
        for other in instead:
            variables = (*by[:n], other, *by[n + 1 :])
            yield "variable of the derivative", replace(node, by=variables), None


ELEMENTWISE = r"\odot"


def slips_of_arrays(model: Model, side: Expression) -> Iterator[Edit]:
    """The side, arrays whole, with one transpose, order or kind of product changed."""
    for place in places(side, ()):
        for kind, after in _of_array(model, place.node):
            yield Edit(kind, place.node, after, place.put(after))


def _of_array(model: Model, node: Expression) -> Iterator[tuple[str, Expression]]:
    match node:
        case Transpose(of):
            yield "transpose lost", of
        case Symbol() if _is_array(model, node):
            yield "transpose put in", Transpose(node)
        case Product(factors, signs):
            arrays = [_is_array(model, factor) for factor in factors]
            for n, sign in enumerate(signs):
                if not (arrays[n] and arrays[n + 1]):
                    continue
                turned = (*factors[:n], factors[n + 1], factors[n], *factors[n + 2 :])
                if sign != ELEMENTWISE:
                    yield "order of a product", Product(turned, signs, node.at)
                other = "" if sign == ELEMENTWISE else ELEMENTWISE
                exchanged = (*signs[:n], other, *signs[n + 1 :])
                yield "kind of a product", Product(factors, exchanged, node.at)
        case _:
            pass


def _is_array(model: Model, node: Expression) -> bool:
    try:
        return model.arrays.shape(node).kind != "number"
    except NotUnderstood:
        return False


def steps(model: Model, side: Expression) -> Iterator[Edit]:
    """The side with one index of a recursion, a layer or a time, one step off."""
    stepped = _stepped(model)
    if not stepped:
        return
    for place in places(side, ()):
        node = place.node
        if not isinstance(node, Symbol):
            continue
        for n, position in enumerate(node.indices):
            root = model.extents.find(slot(node.name, n))
            if not isinstance(position, Letter) or root not in stepped:
                continue
            for step in (-1, 1):
                moved = Letter(position.name, position.shift + step)
                indices = (*node.indices[:n], moved, *node.indices[n + 1 :])
                after = Symbol(node.name, indices, node.at)
                yield Edit("step", node, after, place.put(after))


def _stepped(model: Model) -> set[Key]:
    """The sizes over which a definition goes back a step."""
    return {
        model.extents.find(slot(node.name, n))
        for quantity in model.quantities.values()
        for row in quantity.rows
        for node in walk(row.value)
        if isinstance(node, Symbol)
        for n, position in enumerate(node.indices)
        if isinstance(position, Letter) and position.shift
    }
