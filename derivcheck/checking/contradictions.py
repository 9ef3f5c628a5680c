"""What a part of a page says of one name in two ways -> a sentence with both places.

A letter has a range and is a quantity; a length is a vector too; a letter runs, and
tells two quantities apart; a function has an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..expressions import errors
from ..latex import (
    LetterShown,
    NameSighting,
    Statement,
    balanced,
    is_index_set,
    is_membership,
    letters_seen,
    names_seen,
)
from .reading import Reading

ANOTHER = "give one of them another letter"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places of a page, the later one second, and what is at each."""

    first: int
    second: int
    words: tuple[str, str]
    advice: str = ANOTHER

    def message(self, line: Callable[[int], int]) -> str:
        """The sentence, with the line of each place."""
        one, other = self.words
        return (
            f"{one} in line {line(self.first)}, and {other} in line "
            f"{line(self.second)}: {self.advice}"
        )


@dataclass(slots=True)
class _Seen:
    """Where letters first run or end what runs, and names are given bare or below.

    `below` has by the name and the one letter below it where a definition with that
    letter on both sides stands; `names` are where each is first seen, and how written.
    """

    letters: dict[tuple[str, LetterShown], int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    below: dict[str, dict[str, int]] = field(default_factory=dict)
    names: dict[str, tuple[int, str]] = field(default_factory=dict)


def said_in_two_ways(reading: Reading) -> Iterator[Contradiction]:
    """What is said in two ways, in the order of the page's names."""
    seen = _look(reading)
    yield from _quantities_that_run(seen, reading)
    yield from _functions_with_indices(seen, reading)
    for base, letters in seen.below.items():
        runs = [c for c in letters if (c, "ranged") in seen.letters]
        counted = reading.names.indices | reading.names.labels.keys()
        tags = [c for c in letters if c not in counted]
        if runs and tags:
            letter, tag = runs[0], tags[0]
            yield _ordered(
                (seen.letters[letter, "ranged"], f"{letter} has a range"),
                (letters[letter], f"{base}_{letter} is told apart from {base}_{tag}"),
                rf"write {base}_{{\text{{{letter}}}}}, or let another letter run",
            )


def _quantities_that_run(seen: _Seen, reading: Reading) -> Iterator[Contradiction]:
    """Letters of quantities that have a range, or are lengths."""
    shows: tuple[tuple[LetterShown, str], ...] = (
        ("ranged", "has a range"),
        ("length", "is a length"),
    )
    for name, at in seen.given.items():
        for shown, words in shows:
            other = seen.letters.get((name, shown))
            if other is not None and name not in reading.names.labels:
                quantity = (at, f"{name} is a quantity")
                yield _ordered((other, f"{name} {words}"), quantity)


def _functions_with_indices(seen: _Seen, reading: Reading) -> Iterator[Contradiction]:
    """Functions beside inputs of the same letter with an index."""
    for identity, fault in reading.model.broken.items():
        match fault:
            case errors.CalledAndIndexed(function=function) if (
                function in seen.names and identity in seen.names
            ):
                at, written = seen.names[identity]
                yield _ordered(
                    (seen.names[function][0], f"{function} is a function"),
                    (at, f"{written} has an index"),
                    f"write {function}(…), or declare {written}",
                )
            case _:
                pass


def _ordered(
    one: tuple[int, str], other: tuple[int, str], advice: str = ANOTHER
) -> Contradiction:
    """Two places in the order of the page."""
    (first, words), (second, others) = sorted((one, other))
    return Contradiction(first, second, (words, others), advice)


def _look(reading: Reading) -> _Seen:
    seen = _Seen()
    for said in reading.said:
        for statement in said.statements:
            for letter in letters_seen(reading.names, statement):
                key = (letter.letter, letter.shown)
                seen.letters.setdefault(key, said.passage.offset(letter.at))
            found = list(names_seen(reading.names, statement))
            for name in found:
                at, end = name.occurrence.at, name.occurrence.end
                place = said.passage.offset(at)
                start, end = balanced(said.passage.mathematics.tex, at, end)
                written = said.passage.mathematics.tex[start:end]
                seen.names.setdefault(name.identity, (place, written))
                given = name.shown in {"declared", "defined"} and _is_bare(name)
                if given and not _declares_indices(statement):
                    seen.given.setdefault(name.occurrence.base, place)
            if (letter_below := _below_both_sides(found)) is not None:
                base = found[0].occurrence.base
                place = said.passage.offset(found[0].occurrence.at)
                seen.below.setdefault(base, {}).setdefault(letter_below, place)
    return seen


def _declares_indices(statement: Statement) -> bool:
    return is_membership(statement) and is_index_set(statement.sides[1])


def _is_bare(name: NameSighting) -> bool:
    scripts = name.occurrence.scripts
    return not scripts.sub and scripts.sup is None


def _below_both_sides(found: list[NameSighting]) -> str | None:
    """The one letter below what a definition gives, where it reads others with it."""
    if not found or found[0].shown != "defined":
        return None
    right = {i.text for name in found[1:] for i in name.occurrence.scripts.sub}
    match found[0].occurrence.scripts.sub:
        case (item,) if len(item.text) == 1 and item.text.isalpha():
            return item.text if item.text in right else None
        case _:
            return None
