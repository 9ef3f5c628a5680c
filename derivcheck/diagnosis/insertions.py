"""What may stand instead of a part of a side, or beside it, from what a page has.

With the slips, turned round, these are the repairs of a relation that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..expressions import (
    TWO,
    Expression,
    Position,
    changed,
    compared,
    free_letters,
    other_sign,
    put,
    sum_over,
    walk,
)
from ..expressions import nodes as n
from ..models import is_zero
from .edits import (
    Changes,
    Edit,
    Indexed,
    NodeInPlace,
    bounds_moved,
    places,
    symbols_of,
)


@dataclass(frozen=True, slots=True)
class Stock:
    """What a page has that may be put in.

    `fitting` gives the quantities that letters in scope can index, `factors` and
    `terms` what stood in such places elsewhere; `functions` are those of one argument,
    `target` reads an alias through, and `definition` gives what a name is defined as.
    """

    fitting: Callable[[Sequence[str]], Sequence[n.Symbol]]
    factors: Sequence[Expression] = ()
    terms: Sequence[Expression] = ()
    functions: Sequence[str] = ()
    labels: Sequence[str] = ()
    sizes: Sequence[str] = ()
    letters: Sequence[str] = ()
    target: Callable[[n.Symbol], n.Symbol] = field(default=lambda symbol: symbol)
    definition: Callable[[n.Symbol], Expression | None] = field(
        default=lambda symbol: None
    )
    is_array: Callable[[Expression], bool] = field(default=lambda node: False)

    def fit_for(
        self, elsewhere: Sequence[Expression], letters: Sequence[str]
    ) -> list[Expression]:
        """What stood elsewhere and has a value here, then the other quantities."""
        found = [one for one in elsewhere if set(free_letters(one)) <= set(letters)]
        return [*found, *(s for s in self.fitting(letters) if s not in found)]


def replacements(
    side: Expression, letters: Sequence[str], stock: Stock
) -> Iterator[Edit]:
    """The side with one name, index, number or sign replaced by what may be meant."""
    for place in places(side, letters):
        for kind, after, what in _replaced(place, stock):
            yield Edit(kind, place.node, after, place.put(after), what)


def names_with_their_index(
    side: Expression, letters: Sequence[str], stock: Stock
) -> Iterator[Edit]:
    """The side with one name replaced by its definition, at an index of a sum here."""
    for place in places(side, letters):
        if isinstance(place.node, n.Symbol):
            for kind, after, _ in _with_its_index(place.node, place.bound, stock):
                yield Edit(kind, place.node, after, place.put(after))


def additions(side: Expression, letters: Sequence[str], stock: Stock) -> Iterator[Edit]:
    """The side with one thing put in."""
    for place in places(side, letters):
        for kind, after, what in _put_in(place, stock):
            yield Edit(kind, place.node, after, place.put(after), what)


def _replaced(place: NodeInPlace, stock: Stock) -> Changes:
    """What replaces a small node, and signs that stand round one."""
    node, letters = place.node, place.letters
    if place.role == "side" and isinstance(node, n.Plus):
        yield "sign", n.Negative(node), None
    match node:
        case n.Number(value):
            yield from _numbers(value, stock)
            if value == 1:
                yield from _deltas(letters, stock)
        case n.Symbol():
            inside = place.role == "numerator"
            for kind, after, what in _named(node, letters, stock):
                yield "numerator" if inside and kind == "name" else kind, after, what
            if not inside:
                yield from _with_its_index(node, place.bound, stock)
        case n.Entry() | n.Known():
            yield from _placed(node, letters, stock)
        case n.Running(position):
            for other in _right_positions(position, letters, stock):
                yield "index", n.Running(other), None
        case n.Call(arguments=arguments):
            yield from _placed(node, letters, stock)
            for function in stock.functions if len(arguments) == 1 else ():
                if function != node.function:
                    instead = replace(node, function=function, indices=())
                    yield "function", instead, None
            yield "order of a derivative", replace(node, order=node.order + 1), None
        case n.Power(exponent=n.Number(value)):
            number = n.Number(value - 1, str(value - 1))
            yield "power", replace(node, exponent=number), None
        case n.Over():
            yield from _limited(node, letters)
        case n.Product():
            yield from _orders(node, stock)
        case n.Partial(_, by):
            if not node.immediate and node.sign != "nabla":
                yield "direct derivative", replace(node, immediate=True), None
            for k, symbol in enumerate(by):
                for variable in stock.fitting(letters):
                    if variable != symbol:
                        derivative = replace(node, by=put(by, k, variable))
                        yield "variable of the derivative", derivative, None


def _numbers(value: Fraction, stock: Stock) -> Changes:
    found = [value - 1, 2 * value, value / 2, Fraction(0), Fraction(1), Fraction(2)]
    for number in dict.fromkeys(found):
        if number != value and number >= 0:
            yield "number", n.Number(number, str(number)), None
    for name in stock.sizes:
        yield "number", n.Running(n.Extent(name)), None


def _deltas(letters: Sequence[str], stock: Stock) -> Changes:
    for k, one in enumerate(letters):
        others: list[Expression] = [n.Running(n.Letter(o)) for o in letters[k + 1 :]]
        others += [n.ONE, *(n.Running(n.Label(name)) for name in stock.labels)]
        for other in others:
            equal = n.Comparison(n.Running(n.Letter(one)), "=", other)
            yield "delta for one", n.Indicator(equal), None


def _named(node: n.Symbol, letters: Sequence[str], stock: Stock) -> Changes:
    yield from _placed(node, letters, stock)
    target = stock.target(node)
    if target != node:  # an alias hides an index: its slot is there in what it names
        yield from _placed(target, letters, stock)
    for other in stock.fitting(letters):
        if other not in (node, target):
            kind = "index" if other.name in (node.name, target.name) else "name"
            yield kind, replace(other, at=node.at), None


def _with_its_index(node: n.Symbol, bound: Iterable[str], stock: Stock) -> Changes:
    """Its definition, a number in it replaced by an index that is summed over here.

    Below a sum over i, a name for one entry (`w` for the derivative of y by `h_1`) was
    written where the derivative by `h_i` is meant.
    """
    value = stock.definition(node)
    if value is None:
        return
    here = {p for p in node.indices if isinstance(p, n.Fixed)}
    within = {p for p in _positions(value) if isinstance(p, n.Fixed)}
    for number in sorted(p.value for p in within - here):
        for letter in sorted(set(bound) - set(free_letters(value))):
            instead = _running(value, number, letter, None)
            if instead != value:
                yield "index lost", instead, None


def _positions(value: Expression) -> Iterator[Position]:
    """What is in the slots of the names of an expression."""
    for symbol in symbols_of(value):
        yield from symbol.indices


def _placed(node: Indexed, letters: Sequence[str], stock: Stock) -> Changes:
    found = node.indices
    for k, position in enumerate(found):
        for other in _right_positions(position, letters, stock):
            instead = replace(node, indices=put(found, k, other))
            yield "index", instead, None


def _right_positions(
    position: Position, letters: Sequence[str], stock: Stock
) -> Iterator[Position]:
    """What should perhaps stand in a slot."""
    match position:
        case n.Letter(name, shift):
            yield n.Letter(name, shift - 1)
            yield n.Letter(name, shift + 1)
            yield n.Fixed(1)
        case n.Fixed(value):
            for letter in letters:
                yield n.Letter(letter)
            for number in (value - 1, value + 1):
                if number > 0:
                    yield n.Fixed(number)
            for name in stock.labels:
                yield n.Label(name)
        case n.Extent(name, shift):
            yield n.Extent(name, shift + 1)
        case n.Label():
            for letter in letters:
                yield n.Letter(letter)
        case n.Affine(shift=shift):
            yield replace(position, shift=shift - 1)
            yield replace(position, shift=shift + 1)


def _limited(node: n.Over, letters: Sequence[str]) -> Changes:
    """Another condition or end of a sum."""
    yield from bounds_moved(node, inwards=False)
    if node.condition is None and node.sign != "list":
        for letter in letters:
            if n.Letter(letter) not in (n.Letter(node.letter), node.lower, node.upper):
                apart = compared(n.Letter(node.letter), r"\ne", n.Letter(letter))
                yield "condition put in", replace(node, condition=apart), None


def _orders(node: n.Product, stock: Stock) -> Changes:
    """Another order of two factors or another product, where arrays are multiplied."""
    factors = node.factors
    arrays = [stock.is_array(factor) for factor in factors]
    for k in range(len(factors) - 1):
        if not (arrays[k] and arrays[k + 1]):
            continue
        first, second = factors[k : k + 2]
        pairs = [(second, first)]
        if isinstance(second, n.Transpose):  # an outer product, the other way round
            pairs.append((second.of, n.Transpose(first)))
        for pair in pairs:
            moved = (*factors[:k], *pair, *factors[k + 2 :])
            yield "order", replace(node, factors=moved), None
        for sign in ("", r"\odot", r"\otimes"):
            if sign != node.signs[k]:
                signs = put(node.signs, k, sign)
                yield "product", replace(node, signs=signs), None


def _put_in(place: NodeInPlace, stock: Stock) -> Changes:
    """What is put round a node, beside it or below it."""
    node, letters = place.node, place.letters
    if place.role == "condition" or isinstance(node, n.Number | n.Running):
        if place.role == "side":
            yield from _more_terms(place, stock)
        return
    for letter in free_letters(node):
        hidden = letter in place.bound or letter.startswith("·")
        if place.role != "numerator" and not hidden:
            over = sum_over(letter, node)
            yield "sum put in", over, over
    if place.role in ("side", "term", "body") and not isinstance(node, n.Negative):
        yield from _summed(node, letters, stock)
    if stock.is_array(node):
        yield "transpose put in", n.Transpose(node), None
    if isinstance(node, n.Symbol | n.Plus | n.Partial) and place.role != "base":
        yield "power put in", n.Power(node, TWO), None
    if isinstance(node, n.Symbol) or place.role in (
        "term",
        "argument",
        "side",
        "exponent",
    ):
        for function in stock.functions:
            yield "function put in", n.Call(function, (node,)), None
    if isinstance(node, n.Symbol) and place.role != "numerator":
        for other in stock.fitting(letters):
            if other.name != node.name:
                yield "derivative put in", n.Partial(node, (other,)), None
    yield from _more_factors(place, stock)
    yield from _more_terms(place, stock)


def _summed(node: Expression, letters: Sequence[str], stock: Stock) -> Changes:
    """A sum over all entries where one stands for them: of all names, or of one."""
    found = [
        (symbol.name, position.value)
        for symbol in symbols_of(node)
        for position in symbol.indices
        if isinstance(position, n.Fixed)
    ]
    names = [None, *dict.fromkeys(name for name, _ in found)]
    taken = {*letters, *(k.letter for k in walk(node) if isinstance(k, n.Over))}
    for value in dict.fromkeys(value for _, value in found):
        for letter in stock.letters:
            for name in names if letter not in taken else ():
                body = _running(node, value, letter, name)
                if body != node:
                    over = sum_over(letter, body)
                    yield "sum put in", over, over


def _running(node: Expression, value: int, letter: str, name: str | None) -> Expression:
    """The expression with a letter for a number in the slots of one name, or of all."""

    def change(part: Expression) -> Expression | None:
        if not isinstance(part, n.Symbol) or name not in (None, part.name):
            return None
        moved = (n.Letter(letter) if p == n.Fixed(value) else p for p in part.indices)
        return replace(part, indices=tuple(moved))

    return changed(node, change)


def _more_factors(place: NodeInPlace, stock: Stock) -> Changes:
    node = place.node
    alone = place.role in ("side", "term", "body", "argument", "under", "exponent")
    if not alone or isinstance(node, n.Negative):
        return
    known = stock.fit_for(stock.factors, place.letters)
    for factor in known:
        yield "factor put in", _times(node, factor), factor
    for factor in known:
        if factor != node:
            yield "denominator put in", n.Quotient(node, factor), factor
    for name in stock.sizes:
        size = n.Running(n.Extent(name))
        yield "denominator put in", n.Quotient(node, size), size


def _times(node: Expression, factor: Expression) -> Expression:
    if isinstance(factor, n.Number):
        rest = node if isinstance(node, n.Product) else n.Product((node,), ())
        return n.Product((factor, *rest.factors), ("", *rest.signs), rest.at)
    if isinstance(node, n.Product):
        signs = (*node.signs, "")
        return replace(node, factors=(*node.factors, factor), signs=signs)
    return n.Product((node, factor), ("",))


def _more_terms(place: NodeInPlace, stock: Stock) -> Changes:
    node = place.node
    summed = isinstance(node, n.Plus)
    apart = place.role in ("side", "factor", "argument", "body", "under", "over")
    if (
        not summed
        and (not apart or isinstance(node, n.Product))
        and place.role != "side"
    ):
        return
    for term in stock.fit_for(stock.terms, place.letters):
        if term == node:
            continue
        if is_zero(node):
            yield "term for zero", term, None
            yield "term for zero", other_sign(term), None
            continue
        before = node.terms if isinstance(node, n.Plus) else (node,)
        yield "term put in", n.Plus((*before, term)), term
        other = other_sign(term)
        if not isinstance(term, n.Negative) or not summed:
            yield "term put in", n.Plus((*before, other)), other
        if not summed:
            yield "term put in", n.Plus((term, n.Negative(node))), None
