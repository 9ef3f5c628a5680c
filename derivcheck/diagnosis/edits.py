"""One catalogue of single edits: the slips that people make.

They take something away or exchange it, and make mutants of a relation that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..expressions import (
    TURNED,
    Condition,
    Expression,
    Key,
    NotUnderstood,
    Position,
    changed,
    comparisons,
    condition_letters,
    free_letters,
    other_sign,
    parts,
    put,
    shifted,
    walk,
)
from ..expressions import nodes as n
from ..judging import Claim
from ..models import Model, slot

OTHER_FUNCTIONS = {"exp": "sigmoid", "ln": "exp", "tanh": "sigmoid", "sigmoid": "tanh",
                   "max": "min", "min": "max", "sqrt": "exp"}  # fmt: skip
Indexed = n.Variable | n.Entry | n.Known | n.Call


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

    def sides(self, claim: Claim, *, on_left: bool) -> tuple[Expression, Expression]:
        """Both sides of a claim, the one that was edited as it is now."""
        return (self.whole, claim.right) if on_left else (claim.left, self.whole)


@dataclass(frozen=True, slots=True)
class NodeInPlace:
    """A node of a side: the letters that have a value there, and how to replace it.

    Those in `bound` are bound by the signs round it.
    """

    node: Expression
    letters: tuple[str, ...]
    role: str
    put: Callable[[Expression], Expression]
    bound: frozenset[str] = frozenset()


def places(side: Expression, letters: Sequence[str]) -> Iterator[NodeInPlace]:
    """Every node of a side that may be changed, outermost first."""
    yield from _places(NodeInPlace(side, tuple(letters), "side", lambda new: new))


def _places(here: NodeInPlace) -> Iterator[NodeInPlace]:
    yield here
    node, inner, bound = here.node, here.letters, here.bound
    if isinstance(node, n.Over):
        inner, bound = tuple(sorted({*inner, node.letter})), bound | {node.letter}
    for place, part in enumerate(parts(node)):
        if isinstance(node, n.Partial) and place:
            continue  # the variables of a derivative are changed as a whole
        if isinstance(node, n.Where) and place % 2:
            continue  # what is given another value stays a name

        def put(new: Expression, place: int = place) -> Expression:
            return here.put(_with_part(node, place, new))

        yield from _places(NodeInPlace(part, inner, _role(node, place), put, bound))


def _role(node: Expression, place: int) -> str:
    match node:
        case n.Plus():
            return "term"
        case n.Product():
            return "factor"
        case n.Over():
            return "body" if place == len(parts(node)) - 1 else "condition"
        case n.Quotient():
            return "under" if place else "over"
        case n.Power():
            return "exponent" if place else "base"
        case n.Call():
            return "argument"
        case n.Cases() | n.Indicator():
            return "condition"
        case n.Partial():
            return "numerator"
        case _:
            return "inside"


def _with_part(expression: Expression, place: int, new: Expression) -> Expression:
    """The expression with one of its parts replaced."""
    match expression:
        case n.Partial() if place == 0:
            return replace(expression, of=new)
        case n.Where(_, values) if place == 0:
            return n.Where(new, values)
        case n.Where(of, values):
            pairs = list(values)
            number = (place - 1) // 2
            pairs[number] = (pairs[number][0], new)
            return n.Where(of, tuple(pairs))
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


def symbols_of(*sides: Expression) -> list[n.Symbol]:
    """The quantities that are in some sides, each once."""
    nodes = (node for side in sides for node in walk(side))
    found = [replace(node, at=0) for node in nodes if isinstance(node, n.Symbol)]
    return list(dict.fromkeys(found))


# --- what is taken away or exchanged -------------------------------------------------

Changes = Iterator[tuple[str, Expression, Expression | None]]


def slips(
    side: Expression, letters: Sequence[str], others: Sequence[n.Symbol] = ()
) -> Iterator[Edit]:
    """The side with one thing taken away or exchanged.

    `letters` are those that have a value here, `others` the quantities that are in
    the same relation.
    """
    for place in places(side, letters):
        for kind, after, what in _here(place.node, place.letters, others):
            yield Edit(kind, place.node, after, place.put(after), what)
    if not isinstance(side, n.Plus | n.Negative):
        other = n.Negative(side)
        yield Edit("sign", side, other, other)


def _here(
    node: Expression, letters: Sequence[str], others: Sequence[n.Symbol]
) -> Changes:
    """The changes that touch this node itself."""
    match node:
        case n.Number(value):
            yield "number", n.Number(value + 1, str(value + 1)), None
        case n.Symbol() | n.Entry() | n.Known():
            yield from _indices(node, letters)
        case n.Running(position):
            for other in _other_positions(position, letters):
                yield "index", n.Running(other), None
        case n.Plus(terms):
            yield from _terms(terms)
        case n.Negative(term):
            yield "sign", term, None
        case n.Product():
            yield from _factors(node)
        case n.Quotient(over, under):
            yield "numerator and denominator", n.Quotient(under, over), None
            yield "denominator lost", over, under
        case n.Power(base, exponent):
            yield "power", base, None
            yield "power", replace(node, exponent=n.Plus((exponent, n.ONE))), None
        case n.Call():
            yield from _indices(node, letters)
            yield from _function(node)
        case n.Over():
            yield from _over(node)
        case n.Partial():
            yield from _differentiated(node, letters, others)
        case n.Indicator(condition):
            yield "one for delta", n.ONE, None
            for contrary in turned(condition):
                yield "condition", n.Indicator(contrary), None
        case n.Cases(rows):
            yield from _cases(node, rows)
        case n.Transpose(of):
            yield "transpose lost", of, None
        case n.Where(of):
            yield "place lost", of, None
        case n.Rows() | n.Slice():
            return


def _terms(terms: tuple[Expression, ...]) -> Changes:
    for k, term in enumerate(terms):
        rest = terms[:k] + terms[k + 1 :]
        yield "term dropped", rest[0] if len(rest) == 1 else n.Plus(rest), term
        other = other_sign(term)
        yield "sign", n.Plus(put(terms, k, other)), other
        yield "term doubled", n.Plus((*terms, term)), term


def _factors(node: n.Product) -> Changes:
    factors = node.factors
    for k, factor in enumerate(factors):
        rest = factors[:k] + factors[k + 1 :]
        signs = ("",) * (len(rest) - 1)
        one = rest[0] if not signs else replace(node, factors=rest, signs=signs)
        yield "factor dropped", one, factor
        twice = (*factors, factor)
        signs = ("",) * len(factors)
        yield "factor doubled", replace(node, factors=twice, signs=signs), factor


def _function(node: n.Call) -> Changes:
    if node.function in OTHER_FUNCTIONS:
        other = replace(node, function=OTHER_FUNCTIONS[node.function])
        yield "function", other, None
    if node.order:
        yield "order of a derivative", replace(node, order=node.order - 1), None
    elif len(node.arguments) == 1:
        yield "function lost", node.arguments[0], None
    if len(node.arguments) == 2:
        yield "arguments", replace(node, arguments=node.arguments[::-1]), None


def _over(node: n.Over) -> Changes:
    yield f"{node.sign} lost", node.body, node
    yield from bounds_moved(node, inwards=True)
    if node.condition is not None:
        yield "condition lost", replace(node, condition=None), None
        for other in turned(node.condition):
            yield "condition", replace(node, condition=other), None


def bounds_moved(node: n.Over, *, inwards: bool) -> Changes:
    """The lower or the upper bound one step off."""
    step, lower, upper = (1 if inwards else -1), node.lower, node.upper
    if lower is not None and not isinstance(lower, n.Label):
        yield "bound", replace(node, lower=shifted(lower, step)), None
    if upper is not None and not isinstance(upper, n.Label):
        yield "bound", replace(node, upper=shifted(upper, -step)), None


def _cases(node: n.Cases, rows: tuple[tuple[Expression, Condition], ...]) -> Changes:
    if len(rows) < 2:
        return
    values = [value for value, _ in rows]
    values = values[1:] + values[:1]
    moved = tuple((v, c) for v, (_, c) in zip(values, rows, strict=True))
    yield "cases", replace(node, rows=moved), None


def turned(condition: Condition) -> Iterator[Condition]:
    """One of the comparisons turned into its contrary."""
    found = comparisons(condition)
    for k, one in enumerate(found):
        if one.sign in TURNED:
            other = replace(one, sign=TURNED[one.sign])
            yield n.Every(put(found, k, other))


def _other_positions(position: Position, letters: Sequence[str]) -> Iterator[Position]:
    """What a slip of the pen writes in a slot instead."""
    match position:
        case n.Letter(name, shift):
            if shift:
                yield n.Letter(name)
            inside = name.startswith("·")  # of a component that the page does not name
            for other in letters:
                if other != name and other.startswith("·") == inside:
                    yield n.Letter(other, shift)
        case n.Fixed(value):
            yield n.Fixed(value + 1 if value < 2 else value - 1)
        case n.Extent(name, shift):
            yield n.Extent(name, shift - 1)
        case n.Label():
            yield n.Fixed(1)
        case n.Affine():
            yield replace(position, shift=position.shift + 1)


def _indices(node: Indexed, letters: Sequence[str]) -> Changes:
    found = node.indices
    for k, position in enumerate(found):
        for other in _other_positions(position, letters):
            yield "index", replace(node, indices=put(found, k, other)), None
    for k in range(len(found) - 1):
        swapped = (*found[:k], found[k + 1], found[k], *found[k + 2 :])
        yield "swapped indices", replace(node, indices=swapped), None


def _differentiated(
    node: n.Partial, letters: Sequence[str], others: Sequence[n.Symbol]
) -> Changes:
    of, by = node.of, node.by
    yield "derivative lost", of, None
    if node.immediate:
        yield "direct derivative", replace(node, immediate=False), None
    if isinstance(of, n.Symbol) and len(by) == 1:
        yield "numerator and denominator", replace(node, of=by[0], by=(of,)), None
    for k, symbol in enumerate(by):
        instead = [
            s for _, s, _ in _indices(symbol, letters) if isinstance(s, n.Variable)
        ]
        instead += [s for s in others if s.name != symbol.name and s != of]
        for other in instead:
            after = replace(node, by=put(by, k, other))
            yield "variable of the derivative", after, None


ELEMENTWISE = r"\odot"


def slips_of_arrays(model: Model, side: Expression) -> Iterator[Edit]:
    """The side, arrays whole, with one transpose, order or kind of product changed."""
    for place in places(side, ()):
        for kind, after in _of_array(model, place.node):
            yield Edit(kind, place.node, after, place.put(after))


def _of_array(model: Model, node: Expression) -> Iterator[tuple[str, Expression]]:
    match node:
        case n.Transpose(of):
            yield "transpose lost", of
        case n.Symbol() if is_array(model, node):
            yield "transpose put in", n.Transpose(node)
        case n.Product(factors, signs):
            arrays = [is_array(model, factor) for factor in factors]
            for k, sign in enumerate(signs):
                if not (arrays[k] and arrays[k + 1]):
                    continue
                turned = (*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :])
                if sign != ELEMENTWISE:
                    yield "order of a product", n.Product(turned, signs, node.at)
                other = "" if sign == ELEMENTWISE else ELEMENTWISE
                exchanged = put(signs, k, other)
                yield "kind of a product", n.Product(factors, exchanged, node.at)
        case _:
            pass


def is_array(model: Model, node: Expression) -> bool:
    """Whether an expression is a column, row or matrix."""
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
        if not isinstance(node, n.Symbol):
            continue
        for k, position in enumerate(node.indices):
            root = model.extents.find(slot(node.name, k))
            if not isinstance(position, n.Letter) or root not in stepped:
                continue
            for step in (-1, 1):
                moved = n.Letter(position.name, position.shift + step)
                after = replace(node, indices=put(node.indices, k, moved))
                yield Edit("step", node, after, place.put(after))


def _stepped(model: Model) -> set[Key]:
    """The sizes over which a definition goes back a step."""
    return {
        model.extents.find(slot(node.name, k))
        for quantity in model.quantities.values()
        for row in quantity.rows
        for node in walk(row.value)
        if isinstance(node, n.Symbol)
        for k, position in enumerate(node.indices)
        if isinstance(position, n.Letter) and position.shift
    }
