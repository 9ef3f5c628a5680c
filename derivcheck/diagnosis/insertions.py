"""What may stand instead of a part of a side, or beside it, from what a page has.

With the slips, turned round, these are the repairs of a relation that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..expressions import (
    ONE,
    TWO,
    Affine,
    Call,
    Comparison,
    Entry,
    Expression,
    Extent,
    Fixed,
    Indicator,
    Known,
    Label,
    Letter,
    Negative,
    Number,
    Over,
    Partial,
    Plus,
    Position,
    Power,
    Product,
    Quotient,
    Running,
    Symbol,
    Transpose,
    changed,
    free_letters,
    other_sign,
)
from ..models import is_zero
from .edits import Changes, Edit, Indexed, Place, places, symbols_of


@dataclass(frozen=True, slots=True)
class Stock:
    """What a page has that may be put in.

    `fitting` gives the quantities that letters in scope can index, `factors` and
    `terms` what stood in such places elsewhere; `functions` are those of one argument,
    and `target` reads an alias through.
    """

    fitting: Callable[[Sequence[str]], Sequence[Symbol]]
    factors: Sequence[Expression] = ()
    terms: Sequence[Expression] = ()
    functions: Sequence[str] = ()
    labels: Sequence[str] = ()
    sizes: Sequence[str] = ()
    letters: Sequence[str] = ()
    target: Callable[[Symbol], Symbol] = field(default=lambda symbol: symbol)
    is_array: Callable[[Expression], bool] = field(default=lambda node: False)

    def known(
        self, found: Sequence[Expression], letters: Sequence[str]
    ) -> Iterator[Expression]:
        """Those of the expressions that have a value where these letters have one."""
        for one in found:
            if set(free_letters(one)) <= set(letters):
                yield one


def replacements(
    side: Expression, letters: Sequence[str], stock: Stock
) -> Iterator[Edit]:
    """The side with one name, index, number or sign replaced by what may be meant."""
    for place in places(side, letters):
        for kind, after, what in _replaced(place, stock):
            yield Edit(kind, place.node, after, place.put(after), what)


def additions(side: Expression, letters: Sequence[str], stock: Stock) -> Iterator[Edit]:
    """The side with one thing put in."""
    for place in places(side, letters):
        for kind, after, what in _put_in(place, stock):
            yield Edit(kind, place.node, after, place.put(after), what)


def _replaced(place: Place, stock: Stock) -> Changes:
    """What replaces a small node, and signs that stand round one."""
    node, letters = place.node, place.letters
    match node:
        case Number(value):
            yield from _numbers(value, stock)
            if value == 1:
                yield from _deltas(letters, stock)
        case Symbol():
            yield from _named(node, letters, stock)
        case Entry() | Known():
            yield from _placed(node, letters, stock)
        case Running(position):
            for other in _right_positions(position, letters, stock):
                yield "index", Running(other), None
        case Call(arguments=arguments):
            yield from _placed(node, letters, stock)
            for function in stock.functions if len(arguments) == 1 else ():
                if function != node.function:
                    instead = replace(node, function=function, indices=())
                    yield "function", instead, None
            yield "order of a derivative", replace(node, order=node.order + 1), None
        case Power(exponent=Number(value)):
            number = Number(value - 1, str(value - 1))
            yield "power", replace(node, exponent=number), None
        case Over():
            yield from _limited(node, letters)
        case Product():
            yield from _orders(node, stock)
        case Partial(_, by):
            for n, symbol in enumerate(by):
                for variable in stock.fitting(letters):
                    if variable != symbol:
                        variables = (*by[:n], variable, *by[n + 1 :])
                        derivative = replace(node, by=variables)
                        yield "variable of the derivative", derivative, None


def _numbers(value: Fraction, stock: Stock) -> Changes:
    found = [value - 1, 2 * value, value / 2, Fraction(0), Fraction(1), Fraction(2)]
    for number in dict.fromkeys(found):
        if number != value and number >= 0:
            yield "number", Number(number, str(number)), None
    for name in stock.sizes:
        yield "number", Running(Extent(name)), None


def _deltas(letters: Sequence[str], stock: Stock) -> Changes:
    for n, one in enumerate(letters):
        others: list[Expression] = [Running(Letter(o)) for o in letters[n + 1 :]]
        others += [ONE, *(Running(Label(name)) for name in stock.labels)]
        for other in others:
            equal = Comparison(Running(Letter(one)), "=", other)
            yield "delta for one", Indicator(equal), None


def _named(node: Symbol, letters: Sequence[str], stock: Stock) -> Changes:
    yield from _placed(node, letters, stock)
    target = stock.target(node)
    if target != node:  # an alias hides an index: its slot is there in what it names
        yield from _placed(target, letters, stock)
    for other in stock.fitting(letters):
        if other not in (node, target):
            kind = "index" if other.name in (node.name, target.name) else "name"
            yield kind, replace(other, at=node.at), None


def _placed(node: Indexed, letters: Sequence[str], stock: Stock) -> Changes:
    found = node.indices
    for n, position in enumerate(found):
        for other in _right_positions(position, letters, stock):
            instead = (*found[:n], other, *found[n + 1 :])
            yield "index", replace(node, indices=instead), None


def _right_positions(
    position: Position, letters: Sequence[str], stock: Stock
) -> Iterator[Position]:
    """What should perhaps stand in a slot."""
    match position:
        case Letter(name, shift):
            yield Letter(name, shift - 1)
            yield Letter(name, shift + 1)
            yield Fixed(1)
        case Fixed(value):
            for letter in letters:
                yield Letter(letter)
            for number in (value - 1, value + 1):
                if number > 0:
                    yield Fixed(number)
            for name in stock.labels:
                yield Label(name)
        case Extent(name, shift):
            yield Extent(name, shift + 1)
        case Label():
            for letter in letters:
                yield Letter(letter)
        case Affine(shift=shift):
            yield replace(position, shift=shift - 1)
            yield replace(position, shift=shift + 1)


def _limited(node: Over, letters: Sequence[str]) -> Changes:
    """Another condition or lower end of a sum."""
    if isinstance(node.lower, Fixed):
        yield "bound", replace(node, lower=Fixed(node.lower.value - 1)), None
    if node.condition is None and node.sign != "list":
        for letter in letters:
            if letter != node.letter:
                left, right = Running(Letter(node.letter)), Running(Letter(letter))
                apart = Comparison(left, r"\ne", right)
                yield "condition put in", replace(node, condition=apart), None


def _orders(node: Product, stock: Stock) -> Changes:
    """Another order of two factors or another product, where arrays are multiplied."""
    factors = node.factors
    arrays = [stock.is_array(factor) for factor in factors]
    for n in range(len(factors) - 1):
        if not (arrays[n] and arrays[n + 1]):
            continue
        first, second = factors[n : n + 2]
        pairs = [(second, first)]
        if isinstance(second, Transpose):  # an outer product, the other way round
            pairs.append((second.of, Transpose(first)))
        for pair in pairs:
            moved = (*factors[:n], *pair, *factors[n + 2 :])
            yield "order", replace(node, factors=moved), None
        for sign in ("", r"\odot", r"\otimes"):
            if sign != node.signs[n]:
                signs = (*node.signs[:n], sign, *node.signs[n + 1 :])
                yield "product", replace(node, signs=signs), None


def _put_in(place: Place, stock: Stock) -> Changes:
    """What is put round a node, beside it or below it."""
    node, letters = place.node, place.letters
    if place.role == "condition" or isinstance(node, Number | Running):
        if place.role == "side":
            yield from _more_terms(place, stock)
        return
    for letter in free_letters(node):
        if place.role != "numerator" and not letter.startswith("·"):
            over = Over("sum", letter, None, None, None, node)
            yield "sum put in", over, over
    if place.role in ("side", "term", "body") and not isinstance(node, Negative):
        yield from _summed(node, letters, stock)
    if stock.is_array(node):
        yield "transpose put in", Transpose(node), None
    if isinstance(node, Symbol | Plus | Partial) and place.role != "base":
        yield "power put in", Power(node, TWO), None
    if isinstance(node, Symbol) or place.role in (
        "term",
        "argument",
        "side",
        "exponent",
    ):
        for function in stock.functions:
            yield "function put in", Call(function, (node,)), None
    if isinstance(node, Symbol) and place.role != "numerator":
        for other in stock.fitting(letters):
            if other.name != node.name:
                yield "derivative put in", Partial(node, (other,)), None
    yield from _more_factors(place, stock)
    yield from _more_terms(place, stock)


def _summed(node: Expression, letters: Sequence[str], stock: Stock) -> Changes:
    """A sum over all entries where one stands for them: of all names, or of one."""
    found = [
        (symbol.name, position.value)
        for symbol in symbols_of(node)
        for position in symbol.indices
        if isinstance(position, Fixed)
    ]
    names = [None, *dict.fromkeys(name for name, _ in found)]
    for value in dict.fromkeys(value for _, value in found):
        for letter in stock.letters:
            for name in names if letter not in letters else ():
                body = _running(node, value, letter, name)
                if body != node:
                    over = Over("sum", letter, None, None, None, body)
                    yield "sum put in", over, over


def _running(node: Expression, value: int, letter: str, name: str | None) -> Expression:
    """The expression with a letter for a number in the slots of one name, or of all."""

    def change(part: Expression) -> Expression | None:
        if not isinstance(part, Symbol) or name not in (None, part.name):
            return None
        moved = (Letter(letter) if p == Fixed(value) else p for p in part.indices)
        return replace(part, indices=tuple(moved))

    return changed(node, change)


def _more_factors(place: Place, stock: Stock) -> Changes:
    node = place.node
    alone = place.role in ("side", "term", "body", "argument", "under", "exponent")
    if not alone or isinstance(node, Negative):
        return
    known = [*stock.known(stock.factors, place.letters)]
    known += [s for s in stock.fitting(place.letters) if s not in known]
    for factor in known:
        yield "factor put in", _times(node, factor), factor
    for factor in known:
        if factor != node:
            yield "denominator put in", Quotient(node, factor), factor
    for name in stock.sizes:
        size = Running(Extent(name))
        yield "denominator put in", Quotient(node, size), size


def _times(node: Expression, factor: Expression) -> Expression:
    if isinstance(node, Product):
        signs = (*node.signs, "")
        return replace(node, factors=(*node.factors, factor), signs=signs)
    return Product((node, factor), ("",))


def _more_terms(place: Place, stock: Stock) -> Changes:
    node = place.node
    summed = isinstance(node, Plus)
    apart = place.role in ("side", "factor", "argument", "body", "under", "over")
    if not summed and (not apart or isinstance(node, Product)) and place.role != "side":
        return
    known = [*stock.known(stock.terms, place.letters)]
    known += [s for s in stock.fitting(place.letters) if s not in known]
    for term in known:
        if term == node:
            continue
        if is_zero(node):
            yield "term for zero", term, None
            yield "term for zero", other_sign(term), None
            continue
        before = node.terms if isinstance(node, Plus) else (node,)
        yield "term put in", Plus((*before, term)), term
        other = other_sign(term)
        if not isinstance(term, Negative) or not summed:
            yield "term put in", Plus((*before, other)), other
        if not summed:
            yield "term put in", Plus((term, Negative(node))), None
