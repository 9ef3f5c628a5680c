r"""Letters below a name that tell quantities apart and count: `\delta_k`, `\delta_j`.

Where a page defines a letter twice, with indices that run over ranges of their own,
these are two quantities: the one of the outputs, the other of the hidden units. So
they are where it declares `b_u` and `b_i`, and ranges these letters to two ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from ..latex import is_definition, is_membership, is_range, listed, thin
from .alternative import Alternative
from .places import Below, below_name, signs_of
from .respellings import Family, LettersTellFamilies, family_name
from .shown import Shown


@dataclass(frozen=True, slots=True)
class _GivenBelow:
    """A name with letters below it, and the signs by which a definition gives it."""

    name: Below
    right: tuple[str, ...] | None


def families(shown: Shown) -> Iterator[Alternative]:
    """The names that are defined twice, told apart by the letters below them."""
    words, counting = shown.names.words, shown.counting()
    apart = _Apart(shown)
    whole = {left[0].text for left in shown.given() if len(left) == 1}
    defined = [
        one
        for one in (*_definitions(shown, words), *_declarations(shown, words))
        if {*one.name.letters} <= counting and one.name.base not in whole
    ]
    both = list(combinations(defined, 2))
    pairs = {pair for one, other in both for pair in apart.pairs(one, other)}
    if not pairs:
        return
    told = {
        one.name.base
        for one, other in both
        if one.name.may_be(other.name)
        and _differ(one.name.letters, other.name.letters, pairs)
    }
    found: list[Family] = []
    bases = {one.name.base for one in defined}
    for (base, above), keys in _uses(shown, words).items():
        own = [
            one.name.letters
            for one in defined
            if (one.name.base, one.name.above) == (base, above)
        ]
        if base in told or base not in bases:
            for key, tag in _families_of(own or keys, keys, pairs, apart):
                name = family_name("".join((base, *above)), tag)
                found.append(Family(base, above, key, name))
    if found:
        lefts = [one.name for one in found if one.base in told]
        letters = sorted({letter for pair in pairs for letter in pair})
        said = "defined" if all(one.right for one in defined) else "given"
        because = f"{' and '.join(dict.fromkeys(lefts))} are {said} by themselves"
        because += f", and {' and '.join(letters)} count each for itself"
        choice = LettersTellFamilies(tuple(found), frozenset(words))
        yield Alternative((choice,), because)


def examples(shown: Shown) -> Iterator[Alternative]:
    r"""Arrays that are declared for each index, beside one of the same letter.

    A bold `\mathbf x_i` is one of them, whatever is below it; a thin `x_i` where
    its letter runs as the declared one does.
    """
    words, apart = shown.names.words, _Apart(shown)
    uses = _uses(shown, words)
    for base, arrays in shown.names.arrays.items():
        below = [below_name(left, 0, words) for left in shown.given()]
        declared = [one.letters for one in below if one and one.base == base]
        if not declared or {*arrays.values()} != {0, len(declared[0])}:
            continue
        own = declared[0]
        keys = [key for key in uses.get((base, ()), ()) if len(key) == len(own)]
        if thin(base) == base:
            if any("" in key for key in keys):
                continue  # an entry, or one of the arrays
            keys = [key for key in keys if all(map(apart.alike, own, key))]
        name = family_name(base, "".join(own))
        found = [Family(base, (), key, name) for key in keys]
        if thin(base) != base:
            entries = uses.get((thin(base), ()), ())
            longer = [key for key in entries if len(key) == len(own) + 1]
            found += [Family(thin(base), (), key, name) for key in longer]
        choice = LettersTellFamilies(tuple(found), frozenset(words))
        yield Alternative((choice,), f"{base} and {name} are declared by themselves", 0)


def entries(shown: Shown) -> Iterator[Alternative]:
    """Entries in small letters, `w_{ij}`, of a matrix declared in capitals."""
    words = shown.names.words
    given = {left[0].text for left in shown.given()}
    uses = _uses(shown, words)
    for whole, arrays in shown.names.arrays.items():
        small = thin(whole).lower()
        slots = {len(pattern.sub) for pattern in arrays}
        keys = uses.get((small, ()), {})
        if small == thin(whole) or small in given or not keys:
            continue
        if slots == {len(key) for key in keys} and min(slots) > 1:
            found = tuple(Family(small, (), key, whole) for key in keys)
            choice = LettersTellFamilies(found, frozenset(words))
            because = f"{whole} is declared, and nothing gives {small}"
            yield Alternative((choice,), because)


class _Apart:
    """Which letters run over ranges of their own."""

    def __init__(self, shown: Shown) -> None:
        self.together = [
            frozenset(marks[0].text for marks in listed(statement.sides[0]) if marks)
            for statement in shown.statements
            if is_range(statement)
        ]
        self.ends: dict[str, set[tuple[str, ...]]] = {}
        for statement in filter(is_range, shown.statements):
            for marks in listed(statement.sides[0]):
                end = signs_of(listed(statement.sides[1])[-1])
                self.ends.setdefault(marks[0].text, set()).add(end)

    def alike(self, one: str, other: str) -> bool:
        """Whether two letters are one, or share a range."""
        return one == other or any({one, other} <= group for group in self.together)

    def end_apart(self, one: str, other: str) -> bool:
        """Whether ranges let two letters run to two different ends."""
        ends = self.ends.get(one, set()), self.ends.get(other, set())
        return all(ends) and ends[0].isdisjoint(ends[1])

    def pairs(self, one: _GivenBelow, other: _GivenBelow) -> set[frozenset[str]]:
        """The letters in which two definitions of different quantities differ."""
        if not one.name.may_be(other.name):
            return set()
        letters = list(zip(one.name.letters, other.name.letters, strict=True))
        if one.right is None or other.right is None:
            return {frozenset({a, b}) for a, b in letters if self.end_apart(a, b)}
        renamed = tuple(dict(letters).get(sign, sign) for sign in one.right)
        if renamed == other.right:
            return set()
        return {frozenset({a, b}) for a, b in letters if not self.alike(a, b)}


def _families_of(
    own: Collection[tuple[str, ...]],
    keys: Collection[tuple[str, ...]],
    pairs: Collection[frozenset[str]],
    apart: _Apart,
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What each use of a name is of, where that is one family and there are others."""
    firsts: list[tuple[str, ...]] = []
    for key in own:
        if all(_differ(key, first, pairs) for first in firsts):
            firsts.append(key)
    if len(firsts) < 2:
        return
    for key in keys:
        fits = [
            first
            for first in firsts
            if len(first) == len(key)
            and all(not b or apart.alike(a, b) for a, b in zip(first, key, strict=True))
        ]
        if len(fits) == 1:
            yield key, "".join(fits[0])


def _differ(
    one: tuple[str, ...], other: tuple[str, ...], pairs: Collection[frozenset[str]]
) -> bool:
    return len(one) == len(other) and any(
        frozenset({a, b}) in pairs for a, b in zip(one, other, strict=True)
    )


def _definitions(shown: Shown, words: Collection[str]) -> Iterator[_GivenBelow]:
    for statement in shown.statements:
        if is_definition(statement):
            left, right = statement.sides[:2]
            name = below_name(left, 0, words)
            if name is not None and name.end == len(left) and all(name.letters):
                yield _GivenBelow(name, signs_of(right))


def _declarations(shown: Shown, words: Collection[str]) -> Iterator[_GivenBelow]:
    for statement in shown.statements:
        if is_membership(statement):
            for member in listed(statement.sides[0]):
                name = below_name(member, 0, words) if member else None
                if name is not None and name.end == len(member) and all(name.letters):
                    yield _GivenBelow(name, None)


def _uses(
    shown: Shown, words: Collection[str]
) -> dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], None]]:
    """By each name what is below it: letters, and nothing where numbers do."""
    found: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], None]] = {}
    ends: dict[int, int] = {}
    for marks, place in shown.every():
        if place < ends.get(id(marks), 0):
            continue  # inside of a word
        name = below_name(marks, place, words)
        if name is not None:
            ends[id(marks)] = name.end
            found.setdefault((name.base, name.above), {})[name.letters] = None
    return found
