"""What a posted text shows -> the spellings that are worth a try there alone."""

from __future__ import annotations

from collections.abc import Iterator

from ..latex import thin
from .alternative import Alternative
from .alternatives import alternatives_in, called_with_primes, subscripts
from .places import is_primed
from .posted import (
    AddedToEach,
    BoldAsPlain,
    EntrywiseDot,
    PowerAsName,
    PrimeInName,
    added_to_product,
)
from .shown import Shown
from .undeclared import undeclared_columns

WEIGHTS = {"W", "U", "V", r"\mathbf{W}", r"\mathbf{U}", r"\mathbf{V}", r"\Theta"}
ADDED = "a vector cannot be added to a product of matrices"


def alternatives_posted(shown: Shown) -> list[Alternative]:
    """The same and more, for a text that declares nothing."""
    more = [*_own_primes(shown), *_dots(shown), *_squares(shown)]
    added = [*_added_to_each(shown), *_bold(shown)]
    return [*alternatives_in(shown), *undeclared_columns(shown), *more, *added]


def _bold(shown: Shown) -> Iterator[Alternative]:
    """Letters that stand bold and plain, never with anything below them."""
    alone = {marks[p].text for marks, p in shown.every() if marks[p].kind == "letter"}
    alone -= {base for base, _ in subscripts(shown)}
    both = frozenset(thin(text) for text in alone if thin(text) in alone - {text})
    if both:
        yield Alternative((BoldAsPlain(both),), "they stand bold and plain", 1)


def _added_to_each(shown: Shown) -> Iterator[Alternative]:
    """Vectors behind a product of matrices: examples are rows, or columns, of it."""
    pairs = [
        found
        for marks, place in shown.every()
        if (found := added_to_product(marks, place)) is not None
    ]
    if pairs:
        bases = frozenset(base for _, base in pairs)
        weighted = any(first in WEIGHTS for first, _ in pairs)
        for rows in (True, False):
            cost = 2 if rows == weighted else 1
            yield Alternative((AddedToEach(bases, rows),), ADDED, cost)


def _own_primes(shown: Shown) -> Iterator[Alternative]:
    """Names with a prime that nothing calls, and that no array has as a transpose."""
    declared = shown.names.arrays.values()
    arrays = {pattern.base for group in declared for pattern in group}
    called = shown.mapped() | called_with_primes(shown) | {r"\sigma"}
    bases = frozenset(
        marks[place].text
        for marks, place in shown.every()
        if marks[place].kind == "letter"
        and is_primed(marks, place)
        and marks[place].text not in arrays | called
    )
    if bases:
        because = "nothing calls it as a function"
        yield Alternative((PrimeInName(bases),), because, 2)


def _dots(shown: Shown) -> Iterator[Alternative]:
    """Dots that may be between arrays."""
    if any(marks[place].text in {r"\cdot", "*"} for marks, place in shown.every()):
        yield Alternative((EntrywiseDot(),), "a dot stands between arrays", 2)


def _squares(shown: Shown) -> Iterator[Alternative]:
    r"""Squares by which a derivative is taken once, $\partial l / \partial s^2$."""
    bases = set[str]()
    for marks, place in shown.every():
        mark = marks[place]
        if mark.kind != "frac" or [m.kind for m in mark.parts[1]] != [
            "partial",
            "letter",
            "sup",
        ]:
            continue
        _, letter, above = mark.parts[1]
        squared = [m.text for m in above.parts[0]] == ["2"]
        once = len(mark.parts[0]) < 2 or mark.parts[0][1].kind != "sup"
        if squared and once:
            bases.add(letter.text)
    for base in sorted(bases):
        yield Alternative((PowerAsName(base),), "a derivative is taken by it", 1)
