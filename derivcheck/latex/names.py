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
from .marks import Mark, Marks
from .nesting import conditions_below
from .patterns import Fit, Pattern, Spellings
from .scripts import Item, Scripts, is_transpose, read_scripts, terms_of

OPERATOR_WORDS = {"diag", "softmax", "tr", "exp", "log", "ln", "tanh", "sigmoid",
                  "relu", "ReLU", "softplus", "logsoftmax", "trace", "Tr",
                  "Trace", "sign", "sgn", "logsumexp", "LogSumExp", "LSE",
                  "lse", "sigm", "Sigmoid", "Softmax", "SoftMax", "Softplus",
                  "LogSoftmax", "clip"}  # fmt: skip


SIGNS = {r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}", r"\mathbb{I}", "I", r"\pi",
         r"\mathbf{e}", r"\vec{e}", r"\mathbf{0}", r"\vec{0}"}  # fmt: skip


@dataclass(slots=True)
class Occurrence:
    """A name where it is, with what is below and above it."""

    base: str
    scripts: Scripts
    at: int
    end: int

    def unprimed(self) -> Occurrence:
        """The name without its primes."""
        if not self.scripts.primes:
            return self
        return replace(self, scripts=replace(self.scripts, primes=0))


@dataclass(slots=True)
class Names:
    """What the names on a page are, as far as their spelling goes.

    `labels` are the classes that are one each; `labelled` the letters of those that
    are one for each example, with how many indices are above (None: no script) and
    below, and `classes` their patterns. `bare` are given as letters alone, `numbered`
    with a superscript in brackets. `arrays` are declared with more slots than the
    letters that are written there, by what they begin with; `from_zero` are the slots
    of such that count from zero.
    """

    words: set[str] = field(default_factory=set)
    singles: set[str] = field(default_factory=set)
    introduced: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    numbered: set[str] = field(default_factory=set)
    patterns: dict[str, Spellings] = field(default_factory=dict)
    indices: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    sizes: set[str] = field(default_factory=set)
    lasts: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    labelled: dict[str, tuple[int | None, int]] = field(default_factory=dict)
    classes: set[Pattern] = field(default_factory=set)
    layered: set[str] = field(default_factory=set)
    arrays: dict[str, dict[Pattern, int]] = field(default_factory=dict)
    wholes: set[Pattern] = field(default_factory=set)
    parts: dict[str, tuple[str, int]] = field(default_factory=dict)
    from_zero: set[tuple[str, int]] = field(default_factory=set)

    def occurrence(self, marks: Marks, place: int) -> tuple[Occurrence, int]:
        """The name at `place` with its scripts, and the place after them."""
        mark = marks[place]
        scripts, after = read_scripts(
            marks, place + 1, layered=mark.text in self.layered
        )
        sub = self.merged(scripts.sub)
        if sub is not scripts.sub:
            scripts = replace(scripts, sub=sub)
        end = max(mark.end, marks[after - 1].end)
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
                    f"expected an index, found {item.text} with a superscript, which "
                    "is not declared as a label",
                    item.at,
                )
            kept.append(item)
        return tuple(kept)

    def occurrences(self, marks: Marks) -> Iterator[Occurrence]:
        """Every name in fused marks, those in fractions and exponents included."""
        place = 0
        while place < len(marks):
            mark = marks[place]
            if opens_with_d((mark,)) and self._before_slash(marks, place):
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
                        if part.kind != "sup" or not is_transpose(part.parts[0]):
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
                    if marks[place].kind == "sub":
                        for condition in conditions_below(marks[place].parts[0]):
                            yield from self.occurrences(condition)
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
        above = any(n > place and opens_with_d(marks[n + 1 :]) for n in slashes)
        return (below or above) and "d" not in self.singles

    def _without_d(self, mark: Mark) -> tuple[Marks, ...]:
        """The parts of a mark; those of a derivative without its signs d."""
        apart = mark.kind == "frac" and all(map(opens_with_d, mark.parts))
        if not apart or "d" in self.singles:
            return mark.parts
        return tuple(
            tuple(m for n, m in enumerate(part) if not opens_with_d(part[n : n + 1]))
            for part in mark.parts
        )

    def is_sign(self, occurrence: Occurrence, following: Mark | None) -> bool:
        r"""Whether it is a sign that means something of its own: `e^x`, `\sigma(z)`."""
        base, scripts = occurrence.base, occurrence.scripts
        if base in self.bare or (scripts.sub and base in self.singles):
            return False
        opens = following is not None and following.kind == "open"
        if base == "e":
            powers = scripts.rest or (scripts.sup and base not in self.numbered)
            return not scripts.sub and bool(powers)
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

    def match(self, occurrence: Occurrence) -> Fit | None:
        """The declared pattern that an occurrence fits, and what fills its slots.

        Slots of a superscript come first, then those of the subscript.
        """
        known = self.patterns.get(occurrence.base)
        return None if known is None else known.fitting(occurrence.scripts, self.runs)

    def runs(self, word: str) -> bool:
        """Whether a word may fill a slot: a size, or an index of several letters."""
        return word in self.sizes or (len(word) > 1 and word in self.indices)

    def identity(self, pattern: Pattern) -> str:
        r"""The name of a pattern, told apart from others that read alike.

        `\xi` and `\xi_i`, or `w_k` and `w_{kj}`, are two quantities each.
        """
        return self.patterns[pattern.base].identities[pattern]

    def loosely(self, occurrence: Occurrence) -> Fit | None:
        """The one array whose first slots an occurrence fills, or that it is part of.

        `h_t` of a declared `h_{t,j}`; `y_j` of a defined `y` that turns out a vector.
        """
        known = self.patterns.get(occurrence.base)
        if known is None:
            return None
        more = known.with_more(occurrence.scripts, self.runs)
        for found in (
            known.with_fewer(occurrence.scripts, self.runs),
            [fit for fit in more if fit[0] in self.wholes],
        ):
            if found:
                return max(found, key=lambda f: sum(t is not None for t in f[0].sub))
        return None

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

    def is_numbered(self, name: str) -> bool:
        """Whether a number is below a name that has no slot for it: `x_1`."""
        patterns = (p for found in self.patterns.values() for p in found)
        return any(
            tag is not None and tag.isdigit()
            for pattern in patterns
            if self.identity(pattern) == name
            for tag in pattern.sub
        )

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
            for known in dict.fromkeys((base, *(p.name for p in patterns))):
                if len(known) == 1 and known not in word:
                    continue  # one letter is near to any other
                distance = _distance(word, known, 2)
                if distance and (best is None or distance < best[0]):
                    best = (distance, known)
        if best is None or best[0] > max(1, len(word) // 3):
            return None
        return best[1]


def opens_with_d(marks: Marks) -> bool:
    """Whether a d stands first, which may be a sign of differentiation."""
    return bool(marks) and marks[0].kind == "letter" and marks[0].text == "d"


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
