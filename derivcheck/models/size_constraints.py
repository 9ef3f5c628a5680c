"""What definitions tie: slots to sizes, through the letters that are in them."""

from __future__ import annotations

from collections.abc import Mapping

from ..expressions import (
    Expression,
    Key,
    Position,
    comparisons,
    parts,
    positions_of,
    walk,
)
from ..expressions import nodes as n
from .size_records import Span
from .sizes import Extents

ONE = (None, n.Fixed(1))  # where a sum starts


def tie_expression(
    extents: Extents,
    expression: Expression,
    letters: Mapping[str, Key],
    labels: Mapping[str, Key],
    ranged: Mapping[str, Key],
) -> None:
    """Ties the slots of a definition's right side through the letters in them.

    `letters` are those in scope; `ranged` those that a declaration gives a range.
    """

    def inner(part: Expression, scope: Mapping[str, Key]) -> None:
        tie_expression(extents, part, scope, labels, ranged)

    key: Key
    match expression:
        case n.Symbol(name, indices, at):
            for number, position in enumerate(indices):
                key = extents.at(name, number, indices)
                _tie(extents, key, position, letters, labels, at)
        case n.Running(n.Label() as label):
            _tie_label(extents, label, letters, labels, 0)
        case n.Over(_, letter, _, upper, condition, body, at, extent):
            key = extents.of_letter(letter)
            if extent is not None:
                extents.tie(extent, key, at)
            if letter in ranged and upper is None:
                extents.tie(key, ranged[letter], at)
            _tie_limits(extents, expression, key, letters)
            scope = {**letters, letter: key}
            for comparison in comparisons(condition):
                _tie_comparison(extents, comparison, scope, labels)
                inner(comparison.left, scope)
                inner(comparison.right, scope)
            known = len(extents.widths)
            inner(body, scope)
            if len(extents.widths) == known:
                note_layers(extents, body, {letter: key})
        case n.Indicator(condition):
            for comparison in comparisons(condition):
                _tie_comparison(extents, comparison, letters, labels)
                inner(comparison.left, letters)
                inner(comparison.right, letters)
        case _:
            for part in parts(expression):
                inner(part, letters)


def _tie_limits(
    extents: Extents, over: n.Over, key: Key, letters: Mapping[str, Key]
) -> None:
    """Ties the letter of a big sign to where its limits say that it ends."""
    zero = over.lower == n.Fixed(0)
    match over.upper:
        case n.Extent(name, 0) if extents.together(extents.of_size(name)) is not None:
            term = (1, None, extents.of_size(name))
            extents.spans.append(Span(key, over.letter, (term,), 0, over.at, True))
        case n.Extent(name, 0):
            extents.tie(key, extents.name_size(name), over.at)
        case n.Extent(name, shift):
            end = extents.name_size(name)
            extents.ends[key] = (end, shift)
            if zero and not _shifts(over.body, over.letter):
                term = (1, None, end)
                span = Span(key, over.letter, (term,), shift, over.at, True, True)
                extents.spans.append(span)
        case n.Letter(name, 0) if name in letters and over.lower in ONE:
            term = (1, None, letters[name])
            extents.spans.append(Span(key, over.letter, (term,), 0, over.at, True))
        case n.Fixed(value) if over.lower in ONE:
            extents.fix(key, value, over.at)
        case _:
            pass
    if zero:
        extents.zero.add(extents.find(key))


def note_layers(
    extents: Extents, expression: Expression, letters: Mapping[str, Key]
) -> None:
    """Notes the slots that are layers wide, by the letters in them."""
    match expression:
        case n.Symbol(name, indices):
            for number, position in enumerate(indices):
                match position:
                    case n.Letter(letter, 0) if letter in letters:
                        extents.differs_by_layer(name, number, indices, letters[letter])
                    case _:
                        pass
        case n.Over(letter=letter) if letter in letters:
            pass
        case _:
            for part in parts(expression):
                note_layers(extents, part, letters)


def _tie(
    extents: Extents,
    key: Key,
    position: Position,
    letters: Mapping[str, Key],
    labels: Mapping[str, Key],
    at: int,
) -> None:
    match position:
        case n.Letter(name) if name in letters:
            extents.tie(letters[name], key, at)
        case n.Extent(name, 0):
            extents.tie(extents.name_size(name), key, at)
        case n.Label(name) if name in labels:
            extents.tie(labels[name], key, at)
            _tie_label(extents, position, letters, labels, at)
        case n.Fixed(value):
            root = extents.find(key)
            extents.digits.setdefault(root, set()).add(value)
        case n.Affine():
            _add_span(extents, key, position, letters, at)
        case _:
            pass


def _add_span(
    extents: Extents, key: Key, position: n.Affine, letters: Mapping[str, Key], at: int
) -> None:
    """Notes how far the letters reach that are added in a slot."""
    terms: list[tuple[int, Key | None, Key]] = []
    shift = position.shift
    for sign, term in position.terms:
        if isinstance(term, n.Extent):
            terms.append((sign, None, extents.name_size(term.name)))
            continue
        if term.name not in letters:
            return
        own = letters[term.name]
        end, more = extents.ends.get(own, (own, 0))
        terms.append((sign, own, end))
        shift += more if sign > 0 else 0
    span = Span(key, str(key[1]), tuple(terms), shift, at, added=position.shift)
    extents.spans.append(span)


def _shifts(expression: Expression, letter: str) -> bool:
    """Whether a letter is in some slot moved by a number."""
    return any(
        isinstance(p, n.Letter) and p.name == letter and p.shift
        for node in walk(expression)
        for p in positions_of(node)
    )


def _tie_label(
    extents: Extents,
    label: n.Label,
    letters: Mapping[str, Key],
    labels: Mapping[str, Key],
    at: int,
) -> None:
    """Ties the indices of a label that is one for each example."""
    for number, position in enumerate(label.indices):
        key = extents.at(label.name, number, label.indices)
        _tie(extents, key, position, letters, labels, at)


def _tie_comparison(
    extents: Extents,
    comparison: n.Comparison,
    letters: Mapping[str, Key],
    labels: Mapping[str, Key],
) -> None:
    match comparison.left, comparison.right:
        case (n.Running(n.Letter(i, 0)), n.Running(n.Label(y))) | (
            n.Running(n.Label(y)),
            n.Running(n.Letter(i, 0)),
        ) if i in letters and y in labels:
            extents.tie(letters[i], labels[y])
        case n.Running(n.Letter(i, 0)), n.Running(n.Letter(j, 0)) if (
            i in letters and j in letters
        ):
            extents.tie(letters[i], letters[j])
        case _:
            pass
