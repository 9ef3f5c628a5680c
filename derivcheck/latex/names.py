"""Which words are names, which letters are indices: learned from a page as a whole.

A definition or declaration introduces a name by its left side. Of a subscript's
letters those are indices that a sum binds, a declaration ranges, a definition carries
from its left to its right, or that stand where numbers and other indices stand; the
rest are tags, part of the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..expressions import Extent, Fixed, Label, Letter, NotUnderstood, Position, affine
from .marks import Kind, Mark, Marks
from .scripts import Item, Scripts, is_transpose, read_scripts, terms_of
from .vocabulary import CHANGES, FUNCTIONS

OPERATOR_WORDS = {"diag", "softmax", "tr", "exp", "log", "ln", "tanh", "sigmoid",
                  "relu", "ReLU", "softplus", "logsoftmax", "trace", "Tr",
                  "Trace", "sign", "sgn", "logsumexp", "LogSumExp", "LSE",
                  "lse"}  # fmt: skip


SIGNS = {r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}", r"\mathbb{I}", "I", r"\pi",
         r"\mathbf{e}", r"\vec{e}", r"\mathbf{0}", r"\vec{0}"}  # fmt: skip


LONGEST_RUN = 100


@dataclass(frozen=True, slots=True)
class Pattern:
    """A name as it is written: its letters, and its scripts with None for a slot."""

    base: str
    sub: tuple[str | None, ...] = ()
    sup: tuple[str | None, ...] | None = None

    @property
    def name(self) -> str:
        r"""The name as a reader would say it: `net_h`, `E_total`, `a^{(2)}`."""
        tags = [tag for tag in self.sub if tag is not None]
        below = (
            "_" + ("{" + ",".join(tags) + "}" if len("".join(tags)) > 1 else tags[0])
            if tags
            else ""
        )
        layers = [tag for tag in self.sup or () if tag is not None]
        above = "^{(" + ",".join(layers) + ")}" if layers else ""
        return self.base + above + below

    @property
    def slots(self) -> int:
        """How many indices stand in the name's scripts."""
        return self.sub.count(None) + (self.sup or ()).count(None)


@dataclass(slots=True)
class Occurrence:
    """A name where it stands, with what stands below and above it."""

    base: str
    scripts: Scripts
    at: int
    end: int


@dataclass(slots=True)
class Names:
    """What the names on a page are, as far as their spelling goes.

    `labels` are the classes that are one each; `labelled` the letters of those that
    are one for each example, with how many indices stand above (None: no script) and
    below, and `classes` their patterns.
    """

    words: set[str] = field(default_factory=set)
    singles: set[str] = field(default_factory=set)
    introduced: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    patterns: dict[str, list[Pattern]] = field(default_factory=dict)
    indices: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    sizes: set[str] = field(default_factory=set)
    lasts: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    labelled: dict[str, tuple[int | None, int]] = field(default_factory=dict)
    classes: set[Pattern] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    layered: set[str] = field(default_factory=set)
    axes: dict[Pattern, int] = field(default_factory=dict)
    arrays: set[Pattern] = field(default_factory=set)
    written: dict[Pattern, int] = field(default_factory=dict)
    wholes: set[Pattern] = field(default_factory=set)
    parts: dict[str, tuple[str, int]] = field(default_factory=dict)

    def fuse(self, marks: Marks) -> Marks:
        """The marks with runs of letters made into the names that they spell."""
        found: list[Mark] = []
        place = 0
        while place < len(marks):
            place = self._fuse_one(marks, place, found)
        return tuple(found)

    def _fuse_one(self, marks: Marks, place: int, found: list[Mark]) -> int:
        mark = marks[place]
        if mark.text in CHANGES and place + 1 < len(marks):
            word = f"{mark.text} {marks[place + 1].text}"
            if word in self.words:
                found.append(
                    replace(mark, kind="name", text=word, end=marks[place + 1].end)
                )
                return self._primed(marks, place + 2, found)
        if mark.kind == "letter" and len(mark.text) == 1:
            run = letters_glued(marks, place)
            at = place
            for word in self.split("".join(m.text for m in run)):
                kind: Kind = mark.kind if len(word) == 1 else "name"
                if word in FUNCTIONS and word not in self.words:
                    kind = "function"
                piece, last = marks[at], marks[at + len(word) - 1]
                if len(word) > 1 or kind != piece.kind:
                    piece = replace(piece, kind=kind, text=word, end=last.end)
                found.append(piece)
                at += len(word)
            return self._primed(marks, self._digits(marks, at, found), found)
        relates = any(m.kind == "relation" for part in mark.parts for m in part)
        if mark.parts and (mark.kind != "sub" or relates):
            apart = mark.kind == "frac" and all(_opens_with_d(p) for p in mark.parts)
            mark = replace(
                mark,
                parts=tuple(
                    p[:1] + self.fuse(p[1:]) if apart else self.fuse(p)
                    for p in mark.parts
                ),
            )
        found.append(mark)
        if mark.kind in {"letter", "name"}:
            return self._primed(marks, self._digits(marks, place + 1, found), found)
        return place + 1

    def _digits(self, marks: Marks, place: int, found: list[Mark]) -> int:
        """`i1` is one name where a declaration says so."""
        if place < len(marks) and marks[place].kind == "number" and marks[place].glued:
            word = found[-1].text + marks[place].text
            if word in self.words:
                found[-1] = replace(
                    found[-1], kind="name", text=word, end=marks[place].end
                )
                return place + 1
        return place

    def _primed(self, marks: Marks, place: int, found: list[Mark]) -> int:
        r"""`\mu'` is one name where a declaration says so."""
        if place < len(marks) and marks[place].kind == "prime":
            word = found[-1].text + marks[place].text
            if word in self.words:
                found[-1] = replace(
                    found[-1], kind="name", text=word, end=marks[place].end
                )
                return place + 1
        return place

    def split(self, run: str) -> list[str]:
        """The names in a run of letters: the longest declared, or the whole run."""
        if run in self.words or len(run) == 1 or len(run) > LONGEST_RUN:
            return [run]
        found = self._split(run, {})
        if found is not None:
            return found
        return list(run) if len(run) == 2 else [run]

    def _split(self, run: str, seen: dict[str, list[str] | None]) -> list[str] | None:
        if not run:
            return []
        if run in seen:
            return seen[run]
        seen[run] = None
        for length in range(len(run), 0, -1):
            word = run[:length]
            known = word in self.words or (length > 1 and word in FUNCTIONS)
            if length == 1:
                known = known or word in self.singles
            if known and (rest := self._split(run[length:], seen)) is not None:
                seen[run] = [word, *rest]
                break
        return seen[run]

    def occurrence(self, marks: Marks, place: int) -> tuple[Occurrence, int]:
        """The name at `place` with its scripts, and the place after them."""
        mark = marks[place]
        scripts, after = read_scripts(
            marks, place + 1, layered=mark.text in self.layered
        )
        sub = self.merged(scripts.sub)
        if sub is not scripts.sub:
            scripts = replace(scripts, sub=sub)
        end = marks[after - 1].end
        return Occurrence(mark.text, scripts, mark.start, end), after

    def merged(self, found: tuple[Item, ...]) -> tuple[Item, ...]:
        """The items of a script, a label of several examples and its indices as one.

        Raises `NotUnderstood` where an item that is no label has a script above it.
        """
        if not any(item.tag for item in found):
            return found
        kept: list[Item] = []
        place = 0
        while place < len(found):
            item = found[place]
            place += 1
            above, below = self.labelled.get(item.text, (None, 0))
            own = None if item.above is None else len(item.above)
            rest = found[place : place + below]
            if item.tag and (above or below) and own == above and len(rest) == below:
                item = replace(item, kind="label", tag=False, below=self.merged(rest))
                place += below
            elif item.above is not None:
                raise NotUnderstood(
                    f"an index was wanted here; {item.text} with a superscript stood "
                    "there, which is declared as no label",
                    item.at,
                )
            kept.append(item)
        if len(kept) == len(found):
            return found if tuple(kept) == found else tuple(kept)
        return tuple(kept) if len(kept) != 1 else (replace(kept[0], alone=True),)

    def occurrences(self, marks: Marks) -> Iterator[Occurrence]:
        """Every name in fused marks, those in fractions and exponents included."""
        place = 0
        while place < len(marks):
            mark = marks[place]
            if _opens_with_d(marks[place:]) and self._before_slash(marks, place):
                place += 1
                continue
            if mark.kind in {"letter", "name"}:
                try:
                    found, after = self.occurrence(marks, place)
                except NotUnderstood:
                    place += 1
                    continue
                if self.is_sign(found, marks[after] if after < len(marks) else None):
                    for part in marks[place + 1 : after]:
                        for inner in part.parts:
                            yield from self.occurrences(inner)
                    place = after
                    continue
                yield found
                for rest in found.scripts.rest:
                    if not is_transpose(rest.parts[0]):
                        yield from self.occurrences(rest.parts[0])
                place = after
                continue
            if mark.kind == "big":
                place += 1
                while place < len(marks) and marks[place].kind in {"sub", "sup"}:
                    place += 1
                continue
            if mark.kind == "sup" and is_transpose(mark.parts[0]):
                place += 1
                continue
            if mark.kind != "sub" or (
                place and marks[place - 1].kind in {"nabla", "partial"}
            ):
                for inner in self._without_d(mark):
                    yield from self.occurrences(inner)
            place += 1

    def _before_slash(self, marks: Marks, place: int) -> bool:
        """Whether a d there is a sign of `dy/dx`, where the page gives no d."""
        slashes = [n for n, m in enumerate(marks) if m.text == "/"]
        below = any(n + 1 == place for n in slashes)
        above = any(n > place and _opens_with_d(marks[n + 1 :]) for n in slashes)
        return (below or above) and "d" not in self.singles

    def _without_d(self, mark: Mark) -> tuple[Marks, ...]:
        """The parts of a mark; those of a derivative without its signs d."""
        apart = mark.kind == "frac" and all(map(_opens_with_d, mark.parts))
        if not apart or "d" in self.singles:
            return mark.parts
        return tuple(
            tuple(m for n, m in enumerate(part) if not _opens_with_d(part[n : n + 1]))
            for part in mark.parts
        )

    def is_sign(self, occurrence: Occurrence, following: Mark | None) -> bool:
        r"""Whether it is a sign that means something of its own: `e^x`, `\sigma(z)`."""
        base, scripts = occurrence.base, occurrence.scripts
        if base in self.bare or (scripts.sub and base in self.singles):
            return False
        opens = following is not None and following.kind == "open"
        if base == "e":
            return not scripts.sub and bool(scripts.rest or scripts.sup)
        if base in self.singles or base in self.words:
            return False
        if base == r"\sigma":
            return opens or scripts.primes > 0
        if base == r"\delta":
            return (
                sum(
                    1 if i.kind in {"letter", "label"} else len(i.text)
                    for i in scripts.sub
                )
                == 2
            )
        return base in SIGNS or base in OPERATOR_WORDS

    def match(self, occurrence: Occurrence) -> tuple[Pattern, list[Item]] | None:
        """The declared pattern that an occurrence fits, and what fills its slots.

        Slots of a superscript come first, then those of the subscript.
        """
        best: tuple[int, Pattern, list[Item]] | None = None
        sup = occurrence.scripts.sup
        for pattern in self.patterns.get(occurrence.base, ()):
            if (pattern.sup is None) != (sup is None):
                continue
            above = self._fit(pattern.sup or (), sup or ())
            if above is None:
                continue
            axes = self.axes.get(pattern, 0)
            below = self._fit(pattern.sub, occurrence.scripts.sub)
            if below is None and axes:
                fitted = self._fit(pattern.sub + (None,) * axes, occurrence.scripts.sub)
                below = fitted
            if below is None:
                continue
            literal = sum(tag is not None for tag in pattern.sub + (pattern.sup or ()))
            if best is None or literal > best[0]:
                best = (literal, pattern, above + below)
        return None if best is None else best[1:]

    def identity(self, pattern: Pattern) -> str:
        r"""The name of a pattern, told apart from others that read alike.

        `\xi` and `\xi_i`, or `w_k` and `w_{kj}`, are two quantities each.
        """
        alike = [
            other
            for other in self.patterns.get(pattern.base, ())
            if other.name == pattern.name
        ]
        if len(alike) < 2 or pattern == min(alike, key=lambda p: (p.slots, repr(p))):
            return pattern.name
        return pattern.name + "_" + "·" * pattern.slots

    def loosely(self, occurrence: Occurrence) -> tuple[Pattern, list[Item]] | None:
        """The one array whose first slots an occurrence fills, or that it is part of.

        `h_t` of a declared `h_{t,j}`; `y_j` of a defined `y` that turns out a vector.
        """
        sub, sup = occurrence.scripts.sub, occurrence.scripts.sup
        fewer: list[tuple[Pattern, list[Item]]] = []
        more: list[tuple[Pattern, list[Item]]] = []
        for pattern in self.patterns.get(occurrence.base, ()):
            if (pattern.sup is None) != (sup is None):
                continue
            above = self._fit(pattern.sup or (), sup or ())
            if above is None:
                continue
            many = len(pattern.sub)
            if len(sub) < many and all(t is None for t in pattern.sub[len(sub) :]):
                below = self._fit(pattern.sub[: len(sub)], sub)
                if below is not None:
                    fewer.append((pattern, above + below))
            for extra in (1, 2):
                below = self._fit(pattern.sub + (None,) * extra, sub)
                if below is not None and pattern in self.wholes:
                    more.append((pattern, above + below))
        for found in (fewer, more):
            if len(found) == 1:
                return found[0]
            if len(found) > 1:
                return max(found, key=lambda f: sum(t is not None for t in f[0].sub))
        return None

    def _fit(
        self, pattern: tuple[str | None, ...], found: tuple[Item, ...]
    ) -> list[Item] | None:
        """What stands in the slots where the items fit the pattern, else None."""
        spread = _spread(found, len(pattern))
        if spread is None:
            return None
        slots: list[Item] = []
        for tag, item in zip(pattern, spread, strict=True):
            if tag is None:
                if item.tag and item.kind != "number":
                    return None
                if item.kind == "word" and item.text not in self.sizes:
                    return None
                slots.append(item)
            elif tag != item.written:
                return None
        return slots

    def position(self, item: Item) -> Position:
        """What an item that fills a slot means."""
        if item.kind == "number":
            return Fixed(int(item.text) + item.shift)
        if item.more:
            return affine(
                [(sign, self.position(term)) for sign, term in terms_of(item)],
                item.shift,
            )
        if item.text in self.labels and item.text not in self.indices:
            return Label(self.labels[item.text])
        if item.text in self.sizes and item.text not in self.indices:
            return Extent(item.text, item.shift)
        return Letter(item.text, item.shift)

    def tagged(self, letter: str) -> str:
        """The first name that has a letter as a tag below."""
        patterns = (p for found in self.patterns.values() for p in found)
        return next((p.base for p in patterns if letter in p.sub), "x")

    def nearest(self, word: str) -> str | None:
        """A declared name that differs from `word` by little, for "did you mean"."""
        best: tuple[int, str] | None = None
        if len(word) == 1:
            return None
        for base, patterns in self.patterns.items():
            for known in {base, *(p.name for p in patterns)}:
                if len(known) == 1 and known not in word:
                    continue  # one letter is near to any other
                distance = _distance(word, known, 2)
                if distance and (best is None or distance < best[0]):
                    best = (distance, known)
        if best is None or best[0] > max(1, len(word) // 3):
            return None
        return best[1]


def _opens_with_d(marks: Marks) -> bool:
    return bool(marks) and marks[0].kind == "letter" and marks[0].text == "d"


def letters_glued(marks: Marks, place: int) -> Marks:
    r"""The letters from `place` on with no space between them, and no `\,` either."""
    end = place + 1
    while (
        end < len(marks)
        and marks[end].kind == "letter"
        and len(marks[end].text) == 1
        and marks[end].glued
        and marks[end].start <= marks[end - 1].end
    ):
        end += 1
    return marks[place:end]


def _spread(found: tuple[Item, ...], wanted: int) -> list[Item] | None:
    """The items, with digits and letters parted where the slots want more of them."""
    if len(found) == wanted:
        return list(found)
    if len(found) > wanted:
        return None
    spread: list[Item] = []
    for item in found:
        splits = item.kind == "number" or (
            item.kind == "word" and not item.text.startswith("\\") and not item.tag
        )
        if not splits or len(item.text) == 1:
            spread.append(item)
            continue
        kind = "number" if item.kind == "number" else "letter"
        spread.extend(
            replace(item, kind=kind, text=sign, at=item.at + n, alone=False)
            for n, sign in enumerate(item.text)
        )
    return spread if len(spread) == wanted else None


def _distance(one: str, other: str, most: int) -> int:
    """How many characters must change (Levenshtein 1966); `most + 1` for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for n, a in enumerate(one, 1):
        before, row[0] = row[0], n
        for m, b in enumerate(other, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (a != b))
    return min(row[-1], most + 1)
