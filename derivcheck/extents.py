"""How far indices run: which slots are tied to one size, and which are not.

Definitions and declarations tie slots; claims never do. What is left untied is a size
of its own, tried at numbers that no other size has (union-find, Tarjan 1975).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .expression import (
    Comparison,
    Entry,
    Expression,
    Extent,
    Fixed,
    Indicator,
    Label,
    Letter,
    NotUnderstood,
    Over,
    Position,
    Running,
    Symbol,
    comparisons,
    parts,
)

Key = tuple[object, ...]


def slot(name: str, number: int) -> Key:
    """The key of a slot of an array."""
    return ("slot", name, number)


def size(name: str) -> Key:
    """The key of a size with a name."""
    return ("size", name)


@dataclass(slots=True)
class Extents:
    """A union-find over slots, letters and sizes, with what is known of each class."""

    parent: dict[Key, Key] = field(default_factory=dict)
    number: dict[Key, int] = field(default_factory=dict)
    named: dict[Key, str] = field(default_factory=dict)
    digits: dict[Key, set[int]] = field(default_factory=dict)
    least: dict[Key, int] = field(default_factory=dict)
    zero: set[Key] = field(default_factory=set)

    def find(self, key: Key) -> Key:
        """The representative of a key's class."""
        root = key
        while (above := self.parent.get(root, root)) != root:
            root = above
        while (above := self.parent.get(key, key)) != root:
            self.parent[key] = root
            key = above
        return root

    def name_size(self, name: str) -> Key:
        """The class of a named size, which a declaration gives."""
        root = self.find(size(name))
        self.named.setdefault(root, name)
        return root

    def tie(self, one: Key, other: Key, at: int = 0) -> None:
        """Makes two classes one; raises where they are two sizes with names."""
        a, b = self.find(one), self.find(other)
        if a == b:
            return
        if a in self.named and b in self.named:
            raise NotUnderstood(
                f"one index runs to {self.named[a]} and to {self.named[b]} here, "
                "which are different sizes",
                at,
            )
        if self.number.get(a, 0) != self.number.get(b, 0) and (
            a in self.number and b in self.number
        ):
            raise NotUnderstood(
                f"one index runs to {self.number[a]} and to {self.number[b]} here", at
            )
        self.parent[b] = a
        for table in (self.number, self.named):
            if b in table:
                table.setdefault(a, table.pop(b))  # type: ignore[arg-type]  # two tables of one shape
        self.digits.setdefault(a, set()).update(self.digits.pop(b, set()))
        self.least[a] = max(self.least.get(a, 1), self.least.pop(b, 1))
        if b in self.zero:
            self.zero.add(a)

    def fix(self, key: Key, number: int, at: int = 0) -> None:
        """Gives a class its number."""
        root = self.find(key)
        known = self.number.setdefault(root, number)
        if known != number:
            raise NotUnderstood(f"an index runs to {known} and to {number} here", at)

    def say(self, key: Key) -> str:
        """A size as a reader would say it."""
        root = self.find(key)
        if root in self.number:
            return str(self.number[root])
        return self.named.get(root, "a size of its own")

    def same(self, one: Key, other: Key) -> bool:
        """Whether two classes are one size: tied, or of one number."""
        a, b = self.find(one), self.find(other)
        return a == b or (a in self.number and self.number.get(a) == self.number.get(b))


def tie_expression(
    extents: Extents,
    expression: Expression,
    letters: Mapping[str, Key],
    labels: Mapping[str, Key],
    ranged: Mapping[str, Key],
    fresh: Iterator[int],
) -> None:
    """Ties the slots of a definition's right side through the letters in them.

    `letters` are those in scope; `ranged` those that a declaration gives a range.
    """

    def inner(part: Expression, scope: Mapping[str, Key]) -> None:
        tie_expression(extents, part, scope, labels, ranged, fresh)

    match expression:
        case Symbol(name, indices, at):
            for number, position in enumerate(indices):
                _tie(extents, slot(name, number), position, letters, labels, at)
        case Over(_, letter, lower, upper, condition, body, at, extent):
            key: Key = ("letter", next(fresh), letter)
            if extent is not None:
                extents.tie(extent, key, at)
            if letter in ranged and upper is None:
                extents.tie(key, ranged[letter], at)
            match upper:
                case Extent(name, 0):
                    extents.tie(key, extents.name_size(name), at)
                case Fixed(value) if lower is None or lower == Fixed(1):
                    extents.fix(key, value, at)
                case _:
                    pass
            if lower == Fixed(0):
                extents.zero.add(extents.find(key))
            scope = {**letters, letter: key}
            for comparison in comparisons(condition):
                _tie_comparison(extents, comparison, scope, labels)
            inner(body, scope)
        case Indicator(condition):
            for comparison in comparisons(condition):
                _tie_comparison(extents, comparison, letters, labels)
                inner(comparison.left, letters)
                inner(comparison.right, letters)
        case _:
            for part in parts(expression):
                inner(part, letters)


def _tie(
    extents: Extents,
    key: Key,
    position: Position,
    letters: Mapping[str, Key],
    labels: Mapping[str, Key],
    at: int,
) -> None:
    match position:
        case Letter(name) if name in letters:
            extents.tie(letters[name], key, at)
        case Extent(name, 0):
            extents.tie(extents.name_size(name), key, at)
        case Label(name) if name in labels:
            extents.tie(labels[name], key, at)
        case Fixed(value):
            root = extents.find(key)
            extents.digits.setdefault(root, set()).add(value)
        case _:
            pass


def _tie_comparison(
    extents: Extents,
    comparison: Comparison,
    letters: Mapping[str, Key],
    labels: Mapping[str, Key],
) -> None:
    match comparison.left, comparison.right:
        case (Running(Letter(i, 0)), Running(Label(y))) | (
            Running(Label(y)),
            Running(Letter(i, 0)),
        ) if i in letters and y in labels:
            extents.tie(letters[i], labels[y])
        case Running(Letter(i, 0)), Running(Letter(j, 0)) if (
            i in letters and j in letters
        ):
            extents.tie(letters[i], letters[j])
        case _:
            pass


def slots_of(expression: Expression, letter: str) -> Iterator[tuple[Key, int]]:
    """The slots in which a free letter stands, with the places of their arrays."""
    match expression:
        case Symbol(name, indices, at):
            for number, position in enumerate(indices):
                if isinstance(position, Letter) and position.name == letter:
                    yield slot(name, number), at
                elif isinstance(position, Label):
                    for k, inner in enumerate(position.indices):
                        if isinstance(inner, Letter) and inner.name == letter:
                            yield slot(position.name, k), at
        case Over(letter=bound) if bound == letter:
            return
        case Entry():
            raise NotUnderstood("components of expressions are lowered first", 0)
        case _:
            for part in parts(expression):
                yield from slots_of(part, letter)


def labels_beside(
    expression: Expression, letter: str, labels: Mapping[str, Key]
) -> Iterator[Key]:
    """The sizes of labels with which a free letter is compared."""
    if isinstance(expression, Over) and expression.letter == letter:
        return
    if isinstance(expression, Indicator):
        yield from _compared(comparisons(expression.condition), letter, labels)
    for part in parts(expression):
        yield from labels_beside(part, letter, labels)


def _compared(
    found: tuple[Comparison, ...], letter: str, labels: Mapping[str, Key]
) -> Iterator[Key]:
    for comparison in found:
        match comparison.left, comparison.right:
            case (Running(Letter(i)), Running(Label(y))) | (
                Running(Label(y)),
                Running(Letter(i)),
            ) if i == letter and y in labels:
                yield labels[y]
            case _:
                pass


def range_of(
    extents: Extents,
    expressions: tuple[Expression, ...],
    letter: str,
    ranged: Mapping[str, Key],
    labels: Mapping[str, Key],
    seen: frozenset[str] = frozenset(),
) -> Key | None:
    """The one size over which a letter runs in some expressions, None if no slot says.

    Raises `NotUnderstood` where its slots have different sizes.
    """
    found: Key | None = ranged.get(letter)
    said = (
        "" if found is None else f"{letter} runs to {extents.say(found)} by declaration"
    )
    for expression in expressions:
        for key, at in slots_of(expression, letter):
            name = key[1]
            if found is None:
                found, said = key, f"{letter} runs to {extents.say(key)} in {name}"
            elif not extents.same(found, key):
                here, there = extents.say(key), said
                raise NotUnderstood(
                    f"{there} and to {here} in {name}: one letter over two different "
                    "sizes",
                    at,
                )
        for key in labels_beside(expression, letter, labels):
            found = key if found is None else found
    if found is not None:
        return found
    for other in sorted(equated(expressions, letter) - seen):
        reached = range_of(extents, expressions, other, ranged, labels, seen | {letter})
        if reached is not None:
            return reached
    return None


def equated(expressions: tuple[Expression, ...], letter: str) -> set[str]:
    """The letters with which a free letter is compared in indicators."""
    found: set[str] = set()
    for expression in expressions:
        if isinstance(expression, Over) and expression.letter == letter:
            continue
        if isinstance(expression, Indicator):
            for comparison in comparisons(expression.condition):
                match comparison.left, comparison.right:
                    case Running(Letter(i)), Running(Letter(j)) if letter in {i, j}:
                        found |= {i, j} - {letter}
                    case _:
                        pass
        found |= equated(parts(expression), letter)
    return found
