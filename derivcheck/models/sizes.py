"""How far indices run: which slots are tied to one size, and which are not.

Definitions and declarations tie slots; claims never do. What is left untied is a size
of its own, tried at numbers that no other size has (union-find, Tarjan 1975).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from ..expressions import Key, NotUnderstood, Position, between, shifted
from ..expressions import nodes as n
from .size_records import SizeOrder, Span, Total, Width

UNNAMED = "a size of its own"  # what nothing names
DIRECTION = "·d"  # before the name of a quantity: the direction in which it moves

SEVERAL = re.compile(r"\S+(?: [+-]\S+)+")  # sizes together, `n +n -m +1`
BELOW = re.compile(r"(?P<base>.+?)(?P<shift>[+-]\d+)?")


def slot(name: str, number: int) -> Key:
    """The key of a slot of an array, which a direction shares with what moves."""
    return ("slot", name.removeprefix(DIRECTION), number)


def size(name: str) -> Key:
    """The key of a size with a name."""
    return ("size", name)


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
    orders: list[SizeOrder] = field(default_factory=list)
    fresh: Iterator[int] = field(default_factory=count)

    def length(self, said: str | int | None) -> Key:
        """The class of a side of a shape: a named size, a number, or one of its own."""
        if isinstance(said, str):
            return self.name_size(said)
        key: Key = ("number", said, next(self.fresh))
        if said is not None:
            self.fix(key, said)
        return key

    def of_letter(self, letter: str) -> Key:
        """A class for where a letter runs."""
        return ("letter", next(self.fresh), letter)

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
        own, other, ones = self._flat(lengths, less, ones)
        parts, without = (tuple(sorted(keys, key=repr)) for keys in (own, other))
        if len(parts) == 1 and not without and not ones:
            return parts[0]
        key: Key = ("sum", parts, without, ones, zero)
        self.sums[key] = Total(parts, without, ones)
        said = " + ".join(map(self.say, parts))
        said += "".join(f" - {self.say(part)}" for part in without)
        said += f" {'+' if ones > 0 else '-'} {abs(ones)}" if ones else ""
        self.named.setdefault(self.find(key), said)
        return key

    def _flat(
        self, lengths: Iterable[Key], less: Iterable[Key], ones: int
    ) -> tuple[list[Key], list[Key], int]:
        """The same with sums taken apart, numbers counted, and what cancels left out.

        A size that counts from zero stays whole, and so does a number alone.
        """
        own: list[Key] = []
        other: list[Key] = []
        for keys, up, down, sign in ((lengths, own, other, 1), (less, other, own, -1)):
            for key in map(self.find, keys):
                total = None if key in self.zero else self.together(key)
                if total is None:
                    up.append(key)
                    continue
                up += map(self.find, total.lengths)
                down += map(self.find, total.less)
                ones += sign * total.ones
        for key in [key for key in own if key in other]:
            if key in other:
                own.remove(key)
                other.remove(key)
        counted = [key for key in own if key in self.number and key not in self.zero]
        if len(counted) < len(own):
            own = [key for key in own if key not in counted]
            ones += sum(self.number[key] for key in counted)
        return own, other, ones

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
            and sum(first[own] for own in letters) + span.added == 0
        )
        if not self.is_free(span.slot):
            if not span.limit:
                self._solve(span, up, down, ones)
            return
        self.tie(self.sum_of(up, ones, down, zero=zero), span.slot, span.at)
        if zero:
            self.zero.add(self.find(span.slot))

    def is_bare(self, key: Key) -> bool:
        """Whether nothing but signs without a size of their own has this length."""
        root = self.find(key)
        alike = (one for one in self.parent if self.find(one) == root)
        return self.is_free(root) and all(one[0] == "open" for one in (root, *alike))

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
        if self.same(total, span.slot) or self._made_of(
            self.find(span.slot)
        ) == self._made_of(self.find(total)):
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
        if SEVERAL.fullmatch(name) is not None:
            return self._of_sum(*name.split(" "))
        family, _, below = name.partition("_")
        letters = self.families.get(family)
        found = BELOW.fullmatch(below)
        if letters is None or found is None:
            return size(name)
        base, shift = found["base"], int(found["shift"] or 0)
        if base.isdecimal():
            return ("width", family, n.Fixed(int(base) + shift))
        if base in letters:
            return ("width", family, n.Letter(base, shift))
        return ("width", family, n.Extent(base, shift))

    def _of_sum(self, first: str, *terms: str) -> Key:
        """The key of a size that is made of others, `n +n -m +1`."""
        ones = sum(int(term) for term in terms if term[1:].isdecimal())
        names = [term for term in terms if not term[1:].isdecimal()]
        up = [first, *(term[1:] for term in names if term[0] == "+")]
        less = [term[1:] for term in names if term[0] == "-"]
        return self.sum_of(map(self.name_size, up), ones, map(self.name_size, less))

    def name_size(self, name: str) -> Key:
        """The class of a named size, which a declaration gives."""
        return self.entitled(self.of_size(name), name)

    def entitled(self, key: Key, name: str) -> Key:
        """The class of a key, which has a name now if it had none."""
        root = self.find(key)
        match key:
            case (
                "width",
                str(family),
                (n.Fixed() | n.Letter() | n.Extent()) as position,
            ):
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
        position = indices[width.driver]
        if isinstance(position, n.Label | n.Affine):
            return key
        layer = shifted(position, width.shift)
        return self.entitled(("width", width.family, layer), "")

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
        for named, counted in ((a, b), (b, a)):
            if named in self.named and self.number.get(counted) == 1:
                raise NotUnderstood(
                    f"one index runs to {self.named[named]} here, and to 1 alone", at
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
        return self.named.get(root, UNNAMED)

    def say_slot(self, name: str, number: int) -> str:
        """How long a slot is, as a reader would say it."""
        key = slot(name, number)
        width = self.widths.get(key)
        if width is None:
            return self.say(key)
        letter = min(self.families[width.family])
        return f"{width.family}_{_below(n.Letter(letter, width.shift))}"

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
        if a == b or (a in self.number and self.number.get(a) == self.number.get(b)):
            return True
        sums = self.together(a) is not None and self.together(b) is not None
        zero = (a in self.zero) == (b in self.zero)
        return sums and zero and self._made_of(a) == self._made_of(b)

    def ends_alike(self, one: Key, other: Key) -> bool:
        """Whether two classes are the same sum, wherever each begins to count."""
        a, b = self.find(one), self.find(other)
        sums = self.together(a) is not None and self.together(b) is not None
        return self.same(a, b) or (sums and self._made_of(a) == self._made_of(b))

    def _made_of(self, root: Key) -> tuple[Counter[Key], int]:
        """The sizes that a size is made of, how often each, and the ones."""
        total = self.together(root)
        if total is None:
            return Counter([root]), 0
        made: Counter[Key] = Counter()
        ones = total.ones
        for sign, keys in ((1, total.lengths), (-1, total.less)):
            for part in map(self.find, keys):
                inner, more = self._made_of(part)
                for key, many in inner.items():
                    made[key] += sign * many
                ones += sign * more
        return made, ones


def _below(position: n.Fixed | n.Letter | n.Extent) -> str:
    """A layer as it is written below a size."""
    match position:
        case n.Fixed(value):
            return str(value)
        case n.Letter(name, 0) | n.Extent(name, 0):
            return name
        case n.Letter(name, shift) | n.Extent(name, shift):
            return f"{{{name}{shift:+d}}}"


def families(
    sizes: Collection[str], running: Collection[str]
) -> dict[str, frozenset[str]]:
    """The sizes that differ by layer: those with a letter that runs, moved somewhere.

    $n_l$ beside $n_{l-1}$ is one; $n_i$ alone is a size with a name.
    """
    found: dict[str, set[str]] = {}
    moved: set[str] = set()
    for name in sorted(sizes):
        family, _, below = name.partition("_")
        parts = BELOW.fullmatch(below)
        if parts is not None and parts["base"] in running:
            found.setdefault(family, set()).add(parts["base"])
            if parts["shift"]:
                moved.add(family)
    return {f: frozenset(letters) for f, letters in found.items() if f in moved}
