"""How far indices run: which slots are tied to one size, and which are not.

Definitions and declarations tie slots; claims never do. What is left untied is a size
of its own, tried at numbers that no other size has (union-find, Tarjan 1975).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from .expression import (
    Affine,
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
    positions,
    walk,
)

Key = tuple[object, ...]
MORE = re.compile(r"(?P<base>.+) (?P<ones>[+-]\d+)")
ONE = (None, Fixed(1))  # where a sum starts
BELOW = re.compile(r"(?P<base>.+?)(?P<shift>[+-]\d+)?")


def slot(name: str, number: int) -> Key:
    """The key of a slot of an array."""
    return ("slot", name, number)


def size(name: str) -> Key:
    """The key of a size with a name."""
    return ("size", name)


@dataclass(frozen=True, slots=True)
class Width:
    """How long a slot is that differs by layer: $n_{l-1}$, where l fills a slot too.

    `family` is the n, `driver` the number of the slot that l fills, `shift` the -1.
    """

    family: str
    driver: int
    shift: int


@dataclass(frozen=True, slots=True)
class Total:
    """A size that is as long as some together, without others, and `ones` more."""

    lengths: tuple[Key, ...]
    less: tuple[Key, ...]
    ones: int


@dataclass(frozen=True, slots=True)
class Span:
    """A slot and where the letters run that are added in it, each with its sign.

    Of a letter there is its class, to be tied where it is free, and where it ends.
    A limit says how far a letter runs only where no slot says it.
    """

    slot: Key
    name: str
    terms: tuple[tuple[int, Key | None, Key], ...]
    shift: int
    at: int
    limit: bool = False
    zero: bool = False


@dataclass(slots=True)
class Extents:
    """A union-find over slots, letters and sizes, with what is known of each class.

    `families` are the sizes that differ by layer, each with the letters that run over
    layers; `widths` the slots that are as long as one of them.
    """

    parent: dict[Key, Key] = field(default_factory=dict)
    number: dict[Key, int] = field(default_factory=dict)
    named: dict[Key, str] = field(default_factory=dict)
    digits: dict[Key, set[int]] = field(default_factory=dict)
    least: dict[Key, int] = field(default_factory=dict)
    zero: set[Key] = field(default_factory=set)
    families: dict[str, frozenset[str]] = field(default_factory=dict)
    widths: dict[Key, Width] = field(default_factory=dict)
    layered: dict[Key, tuple[str, Position]] = field(default_factory=dict)
    sums: dict[Key, Total] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    ends: dict[Key, tuple[Key, int]] = field(default_factory=dict)
    calls: dict[str, Key] = field(default_factory=dict)

    def find(self, key: Key) -> Key:
        """The representative of a key's class."""
        root = key
        while (above := self.parent.get(root, root)) != root:
            root = above
        while (above := self.parent.get(key, key)) != root:
            self.parent[key] = root
            key = above
        return root

    def sum_of(
        self,
        lengths: Iterable[Key],
        ones: int,
        less: Iterable[Key] = (),
        *,
        zero: bool = False,
    ) -> Key:
        """The size that is as long as these together, without some, and a few more.

        With `zero` it counts from zero, and is another size than one from one.
        """
        parts, without = (
            tuple(sorted(map(self.find, keys), key=repr)) for keys in (lengths, less)
        )
        if len(parts) == 1 and not without and not ones:
            return parts[0]
        key: Key = ("sum", parts, without, ones, zero)
        self.sums[key] = Total(parts, without, ones)
        said = " + ".join(map(self.say, parts))
        said += "".join(f" - {self.say(part)}" for part in without)
        said += f" {'+' if ones > 0 else '-'} {abs(ones)}" if ones else ""
        self.named.setdefault(self.find(key), said)
        return key

    def is_shifted(self, key: Key, base: Key, shift: int) -> bool:
        """Whether a class is as long as another and a few more."""
        total = self.together(self.find(key))
        return (
            total is not None
            and not total.less
            and total.ones == shift
            and [self.find(part) for part in total.lengths] == [self.find(base)]
        )

    def tie_span(self, span: Span) -> None:
        """Ties a slot in which letters are added to what these reach together."""
        first = {
            own: int(self.find(own) not in self.zero)
            for _, own, _ in span.terms
            if own is not None
        }
        up = [end for sign, _, end in span.terms if sign > 0]
        down = [end for sign, own, end in span.terms if sign < 0 and own is None]
        ones = span.shift - sum(
            first[own] for sign, own, _ in span.terms if sign < 0 and own is not None
        )
        letters = [own for sign, own, _ in span.terms if sign > 0 and own is not None]
        zero = span.zero or (
            len(letters) == len(span.terms)
            and sum(first[own] for own in letters) + span.shift == 0
        )
        if not self.is_free(span.slot):
            if not span.limit:
                self._solve(span, up, down, ones)
            return
        self.tie(self.sum_of(up, ones, down, zero=zero), span.slot, span.at)
        if zero:
            self.zero.add(self.find(span.slot))

    def is_free(self, key: Key) -> bool:
        """Whether nothing has named a size, counted it or told its layer."""
        root = self.find(key)
        return not (root in self.named or root in self.number or root in self.layered)

    def _solve(self, span: Span, up: list[Key], down: list[Key], ones: int) -> None:
        """Where the slot has a size, the one letter that has none ends by it."""
        free = [
            (sign, own, end)
            for sign, own, end in span.terms
            if own is not None and self.is_free(own)
        ]
        match free:
            case [(1, own, end)]:
                others = [key for key in up if key != end]
                rest = self.sum_of([span.slot, *down], -ones, others)
                self.tie(rest, own, span.at)
            case [(-1, own, _)] if self.same(self.sum_of(up, ones, down), span.slot):
                self.tie(span.slot, own, span.at)
            case _:
                self._compare(span, self.sum_of(up, ones, down))

    def _compare(self, span: Span, total: Key) -> None:
        """Raises where a slot has another size than the letters added in it reach."""
        own, other = self.counted(total), self.counted(span.slot)
        known = own is not None and other is not None
        if self.same(total, span.slot) or self.together(
            self.find(span.slot)
        ) == self.sums.get(total):
            return
        if not known or own != other:
            raise NotUnderstood(
                f"{span.name} has {self.say(span.slot)} entries, and the indices added "
                f"in it run to {self.say(total)}: declare it with as many",
                span.at,
            )

    def counted(self, key: Key) -> int | None:
        """The number that a size is; None where it is free."""
        root = self.find(key)
        total = self.together(root)
        if root in self.number or total is None:
            return self.number.get(root)
        found = [self.counted(part) for part in (*total.lengths, *total.less)]
        many = len(total.lengths)
        known = [number for number in found if number is not None]
        if len(known) < len(found):
            return None
        return sum(known[:many]) - sum(known[many:]) + total.ones

    def together(self, root: Key) -> Total | None:
        """The sizes and ones that a class is as long as together, if it is a sum."""
        for key, found in self.sums.items():
            if self.find(key) == root:
                return found
        return None

    def called(self, key: Key) -> str:
        """A name under which formulas can read a size that may have none."""
        root = self.find(key)
        name = f"·{len(self.calls)}"
        self.calls[name] = root
        return name

    def of_size(self, name: str) -> Key:
        """The key of a size by its name, `n`, or `n_l-1` where it differs by layer."""
        if name in self.calls:
            return self.calls[name]
        if (more := MORE.fullmatch(name)) is not None:
            return self.sum_of([self.name_size(more["base"])], int(more["ones"]))
        family, _, below = name.partition("_")
        letters = self.families.get(family)
        found = BELOW.fullmatch(below)
        if letters is None or found is None:
            return size(name)
        base, shift = found["base"], int(found["shift"] or 0)
        if base.isdecimal():
            return ("width", family, Fixed(int(base) + shift))
        if base in letters:
            return ("width", family, Letter(base, shift))
        return ("width", family, Extent(base, shift))

    def name_size(self, name: str) -> Key:
        """The class of a named size, which a declaration gives."""
        return self.entitled(self.of_size(name), name)

    def entitled(self, key: Key, name: str) -> Key:
        """The class of a key, which has a name now if it had none."""
        root = self.find(key)
        match key:
            case ("width", str(family), (Fixed() | Letter() | Extent()) as position):
                self.layered.setdefault(root, (family, position))
                self.named.setdefault(root, f"{family}_{_below(position)}")
            case _:
                self.named.setdefault(root, name)
        return root

    def at(self, name: str, number: int, indices: tuple[Position, ...]) -> Key:
        """The key of a slot where the slots before it are filled so."""
        key = slot(name, number)
        width = self.widths.get(key)
        if width is None or width.driver >= len(indices):
            return key
        position = _shifted(indices[width.driver], width.shift)
        if position is None:
            return key
        return self.entitled(("width", width.family, position), "")

    def differs_by_layer(
        self, name: str, number: int, indices: tuple[Position, ...], key: Key
    ) -> bool:
        """Notes a slot that is as long as a layer is wide, where `key` says that."""
        own = slot(name, number)
        found = self.layered.get(self.find(key))
        if own in self.widths or found is None:
            return own in self.widths
        family, position = found
        for driver, index in enumerate(indices[:number]):
            shift = between(index, position)
            if shift is not None:
                self.widths[own] = Width(family, driver, shift)
                return True
        return False

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
        if b in self.layered:
            self.layered.setdefault(a, self.layered[b])

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

    def say_slot(self, name: str, number: int) -> str:
        """How long a slot is, as a reader would say it."""
        key = slot(name, number)
        width = self.widths.get(key)
        if width is None:
            return self.say(key)
        letter = min(self.families[width.family])
        return f"{width.family}_{_below(Letter(letter, width.shift))}"

    def copy(self) -> Extents:
        """The classes as they are; what is known of layers is shared."""
        return replace(
            self,
            parent=dict(self.parent),
            number=dict(self.number),
            named=dict(self.named),
            digits={key: set(found) for key, found in self.digits.items()},
            least=dict(self.least),
            zero=set(self.zero),
            layered=dict(self.layered),
        )

    def forget(self, before: Extents) -> None:
        """Goes back to the classes of before."""
        kept = before.copy()
        self.parent, self.number, self.named = kept.parent, kept.number, kept.named
        self.digits, self.least, self.zero = kept.digits, kept.least, kept.zero
        self.layered = kept.layered
        self.spans, self.ends = [], {}

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

    key: Key
    match expression:
        case Symbol(name, indices, at):
            for number, position in enumerate(indices):
                key = extents.at(name, number, indices)
                _tie(extents, key, position, letters, labels, at)
        case Running(Label() as label):
            _tie_label(extents, label, letters, labels, 0)
        case Over(_, letter, _, upper, condition, body, at, extent):
            key = ("letter", next(fresh), letter)
            if extent is not None:
                extents.tie(extent, key, at)
            if letter in ranged and upper is None:
                extents.tie(key, ranged[letter], at)
            _tie_limits(extents, expression, key, letters)
            scope = {**letters, letter: key}
            for comparison in comparisons(condition):
                _tie_comparison(extents, comparison, scope, labels)
            known = len(extents.widths)
            inner(body, scope)
            if len(extents.widths) == known:
                note_layers(extents, body, {letter: key})
        case Indicator(condition):
            for comparison in comparisons(condition):
                _tie_comparison(extents, comparison, letters, labels)
                inner(comparison.left, letters)
                inner(comparison.right, letters)
        case _:
            for part in parts(expression):
                inner(part, letters)


def _tie_limits(
    extents: Extents, over: Over, key: Key, letters: Mapping[str, Key]
) -> None:
    """Ties the letter of a big sign to where its limits say that it ends."""
    zero = over.lower == Fixed(0)
    match over.upper:
        case Extent(name, 0):
            extents.tie(key, extents.name_size(name), over.at)
        case Extent(name, shift):
            end = extents.name_size(name)
            extents.ends[key] = (end, shift)
            if zero and not _shifts(over.body, over.letter):
                term = (1, None, end)
                span = Span(key, over.letter, (term,), shift, over.at, True, True)
                extents.spans.append(span)
        case Letter(name, 0) if name in letters and over.lower in ONE:
            term = (1, None, letters[name])
            extents.spans.append(Span(key, over.letter, (term,), 0, over.at, True))
        case Fixed(value) if over.lower in ONE:
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
        case Symbol(name, indices):
            for number, position in enumerate(indices):
                match position:
                    case Letter(letter, 0) if letter in letters:
                        extents.differs_by_layer(name, number, indices, letters[letter])
                    case _:
                        pass
        case Over(letter=letter) if letter in letters:
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
        case Letter(name) if name in letters:
            extents.tie(letters[name], key, at)
        case Extent(name, 0):
            extents.tie(extents.name_size(name), key, at)
        case Label(name) if name in labels:
            extents.tie(labels[name], key, at)
            _tie_label(extents, position, letters, labels, at)
        case Fixed(value):
            root = extents.find(key)
            extents.digits.setdefault(root, set()).add(value)
        case Affine():
            _add_span(extents, key, position, letters, at)
        case _:
            pass


def _add_span(
    extents: Extents, key: Key, position: Affine, letters: Mapping[str, Key], at: int
) -> None:
    """Notes how far the letters reach that are added in a slot."""
    terms: list[tuple[int, Key | None, Key]] = []
    shift = position.shift
    for sign, term in position.terms:
        if isinstance(term, Extent):
            terms.append((sign, None, extents.name_size(term.name)))
            continue
        if term.name not in letters:
            return
        own = letters[term.name]
        end, more = extents.ends.get(own, (own, 0))
        terms.append((sign, own, end))
        shift += more if sign > 0 else 0
    extents.spans.append(Span(key, str(key[1]), tuple(terms), shift, at))


def _shifts(expression: Expression, letter: str) -> bool:
    """Whether a letter stands in some slot moved by a number."""
    return any(
        isinstance(p, Letter) and p.name == letter and p.shift
        for node in walk(expression)
        for p in positions(node)
    )


def _tie_label(
    extents: Extents,
    label: Label,
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


def slots_of(
    extents: Extents, expression: Expression, letter: str
) -> Iterator[tuple[Key, str, int]]:
    """The slots in which a free letter stands, with their arrays and places."""
    match expression:
        case Symbol(name, indices, at):
            for number, position in enumerate(indices):
                if isinstance(position, Letter) and position.name == letter:
                    yield extents.at(name, number, indices), name, at
                elif isinstance(position, Label):
                    yield from _slots_of_label(extents, position, letter, at)
        case Running(Label() as label):
            yield from _slots_of_label(extents, label, letter, 0)
        case Over(letter=bound) if bound == letter:
            return
        case Entry():
            raise NotUnderstood("components of expressions are lowered first", 0)
        case _:
            for part in parts(expression):
                yield from slots_of(extents, part, letter)


def _slots_of_label(
    extents: Extents, label: Label, letter: str, at: int
) -> Iterator[tuple[Key, str, int]]:
    for number, position in enumerate(label.indices):
        match position:
            case Letter(name) if name == letter:
                yield extents.at(label.name, number, label.indices), label.name, at
            case Label():
                yield from _slots_of_label(extents, position, letter, at)
            case _:
                pass


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
    met: tuple[str, Key] | None = None
    for expression in expressions:
        for key, name, at in slots_of(extents, expression, letter):
            if found is None:
                found, met = key, (name, key)
            elif not extents.same(found, key):
                twice = met is not None and met[0] == name
                here = _standing(name, key, twice=twice)
                there = (
                    "by declaration" if met is None else _standing(*met, twice=twice)
                )
                raise NotUnderstood(
                    f"{letter} runs to {extents.say(found)} {there} and to "
                    f"{extents.say(key)} {here}: one letter over two different sizes",
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
    for over in limited_by(expressions, letter):
        inner = (over.body,)
        reached = range_of(extents, inner, over.letter, ranged, labels, seen | {letter})
        if reached is not None:
            return reached
    return None


def limited_by(expressions: tuple[Expression, ...], letter: str) -> Iterator[Over]:
    """The sums and products that begin or end at a letter, or leave its value out."""
    for expression in expressions:
        for node in walk(expression):
            if not isinstance(node, Over) or node.letter == letter:
                continue
            compared = {
                position
                for c in comparisons(node.condition)
                for side in (c.left, c.right)
                for position in positions(side)
            }
            for position in (node.lower, node.upper, *compared):
                if isinstance(position, Letter) and position.name == letter:
                    yield node
                    break


def _standing(name: str, key: Key, *, twice: bool) -> str:
    """Where an index stands; as which, where it stands in one array `twice`."""
    if twice and key[0] == "slot":
        return f"as index {int(str(key[2])) + 1} of {name}"
    return f"in {name}"


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


def _shifted(position: Position, shift: int) -> Position | None:
    match position:
        case Fixed(value):
            return Fixed(value + shift)
        case Letter(name, moved):
            return Letter(name, moved + shift)
        case Extent(name, moved):
            return Extent(name, moved + shift)
        case Label() | Affine():
            return None


def between(one: Position, other: Position) -> int | None:
    """By how much an index is moved to be another; None where it cannot be."""
    match one, other:
        case Fixed(a), Fixed(b):
            return b - a
        case (Letter(name, a), Letter(its, b)) | (Extent(name, a), Extent(its, b)) if (
            name == its
        ):
            return b - a
        case _:
            return None


def falls(low: Position | None, high: Position | None) -> bool:
    r"""Whether the limits go down, as in `\prod_{t=T}^{1}`, and are not empty."""
    match low, high:
        case Extent(), (Fixed() | Letter()):
            return True
        case Letter(), Fixed(value):
            return value < 2  # from t to 3 goes up, where three are all there are
        case (Extent(a, m), Extent(b, n)) | (Letter(a, m), Letter(b, n)):
            return a == b and n < m - 1
        case _:
            return False


def _below(position: Fixed | Letter | Extent) -> str:
    """A layer as it is written below a size."""
    match position:
        case Fixed(value):
            return str(value)
        case Letter(name, 0) | Extent(name, 0):
            return name
        case Letter(name, shift) | Extent(name, shift):
            return f"{{{name}{shift:+d}}}"


def families(
    sizes: Collection[str], running: Collection[str]
) -> dict[str, frozenset[str]]:
    """The sizes that differ by layer: those with a letter that runs, moved somewhere.

    $n_l$ beside $n_{l-1}$ is one; $n_i$ alone is a size with a name.
    """
    found: dict[str, set[str]] = {}
    moved: set[str] = set()
    for name in sizes:
        family, _, below = name.partition("_")
        parts = BELOW.fullmatch(below)
        if parts is not None and parts["base"] in running:
            found.setdefault(family, set()).add(parts["base"])
            if parts["shift"]:
                moved.add(family)
    return {family: frozenset(found[family]) for family in moved}
