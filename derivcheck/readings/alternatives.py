r"""What a page shows -> the other ways to spell it that are worth a try.

Each is a choice with its reason and its cost: 0 where the page says so, 1 where it is
usual, 2 where it is not. Nothing here knows of a claim's verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..latex import (
    Marks,
    flat,
    is_definition,
    is_membership,
    listed,
    split_at,
)
from .respellings import (
    BarsBelow,
    BracketsInName,
    DifferentialAsName,
    FrobeniusColon,
    LettersAsTags,
    LogarithmAsName,
    NoArgument,
    PrimeAsTranspose,
    Respelling,
    StarInName,
    UpperIndices,
    bar_below,
    base_end,
    bracket_end,
    has_star,
    in_words,
    is_upper_index,
    scripts_end,
    signs_of,
    step_between,
)
from .shown import Shown


@dataclass(frozen=True, slots=True)
class Alternative:
    """Respellings that go together, `lines` of LaTeX put in front, and why.

    Of a guess `name` is what it is about, `role` what that is taken for, and `others`
    are the roles that it could have had.
    """

    respellings: tuple[Respelling, ...]
    because: str
    cost: int = 1
    lines: tuple[str, ...] = ()
    name: str = ""
    role: str = ""
    others: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """What the choice says, without its reason."""
        said = f"{self.name} is {self.role}" if self.name else ""
        return " and ".join(filter(None, [said, *map(in_words, self.respellings)]))


def alternatives_in(shown: Shown) -> list[Alternative]:
    """All that is worth a try, in a fixed order."""
    return [
        *_brackets(shown),
        *_arguments(shown),
        *_tags(shown),
        *_upper(shown),
        *_primes(shown),
        *_differentials(shown),
        *_logarithms(shown),
        *_stars(shown),
        *_colons(shown),
        *_bars(shown),
    ]


# --- names with brackets, and functions without ------------------------------------


@dataclass(frozen=True, slots=True)
class Bracketed:
    """`f(…)` that a page gives: the name, and what stands in the brackets."""

    base: str
    inside: Marks
    scripted: bool
    declared: bool


def _given_with_brackets(shown: Shown) -> Iterator[Bracketed]:
    for statement in shown.statements:
        if is_definition(statement):
            lefts = [statement.sides[0]]
        elif is_membership(statement):
            lefts = listed(statement.sides[0])
        else:
            continue
        for left in lefts:
            if (found := _opens_with_brackets(left)) is not None:
                yield Bracketed(*found, declared=is_membership(statement))


def _opens_with_brackets(left: Marks) -> tuple[str, Marks, bool] | None:
    """The name that a left side opens with, what its brackets hold, and if scripted."""
    if not left or left[0].kind not in {"letter", "name", "text"}:
        return None
    end = _word_end(left)
    opening = scripts_end(left, end)
    close = bracket_end(left, opening)
    if close is None or any(m.kind == "prime" for m in left[end:opening]):
        return None
    base = "".join(m.text for m in left[:end])
    return base, left[opening + 1 : close], opening > end


def _word_end(left: Marks) -> int:
    """The place behind the letters that spell one word."""
    end = 1
    while end < len(left) and left[0].kind == "letter" and len(left[0].text) == 1:
        mark = left[end]
        if mark.kind != "letter" or len(mark.text) > 1 or not mark.glued:
            break
        end += 1
    return end


def _brackets(shown: Shown) -> Iterator[Alternative]:
    """Names with brackets: what these hold is no list of parameters."""
    running, ranged = shown.running(), shown.ranged()
    taken = {left[0].text for left in shown.given() if len(left) == 1}
    taken |= shown.mapped() | _differentiated(shown)
    found: dict[str, bool] = {}
    for one in _given_with_brackets(shown):
        if one.base in taken or not _names_things(one.inside):
            continue
        plain = all(len(member) == 1 for member in listed(one.inside))
        plain = plain and not any(m.kind == "bar" for m in one.inside)
        if plain and not {m.text for m in one.inside} & running and not one.declared:
            continue  # parameters
        counts = all(member[0].text in ranged for member in listed(one.inside))
        found[one.base] = (
            found.get(one.base, False) or one.declared or not plain or counts
        )
    each = [
        Alternative(
            (_in_name(shown, base, running),),
            f"{base}(…) is given, and its brackets hold no list of parameters",
            0 if sure else 2,
        )
        for base, sure in found.items()
    ]
    sure = [choice for choice in each if choice.cost == 0]
    if len(sure) > 1:
        together = tuple(r for choice in sure for r in choice.respellings)
        words = ", ".join(f"{base}(…)" for base, known in found.items() if known)
        because = f"{words} are given, and their brackets hold no list of parameters"
        yield Alternative(together, because, 0)
    yield from each


def _in_name(shown: Shown, base: str, running: frozenset[str]) -> BracketsInName:
    """The choice, with the places at which some letter that runs stands alone."""
    slots: set[int] = set()
    counted = False
    for scripts, inside in _calls(shown, base):
        for number, member in enumerate(split_at(inside, {"comma", "bar"})):
            if [m.text for m in member if m.text in running] and len(member) == 1:
                slots.add(number)
        below = [script for script in scripts if script.kind == "sub"]
        counted = counted or any(mark.text in running for mark in flat(tuple(below)))
    return BracketsInName(base, running, frozenset(slots), counted)


def _names_things(inside: Marks) -> bool:
    """Whether brackets hold names and numbers, and nothing that is worked out."""
    plain = {"letter", "name", "number", "sub", "sup", "prime", "comma", "bar",
             "relation", "text", "colon", "dots"}  # fmt: skip
    steps = sum(m.kind == "operator" for m in inside)
    return (
        bool(inside)
        and steps < 2
        and all(m.kind in plain or m.kind == "operator" for m in inside)
    )


def _arguments(shown: Shown) -> Iterator[Alternative]:
    """Functions that are never called with anything but their one argument."""
    found: dict[str, tuple[str, ...]] = {}
    ranged, scripted = shown.ranged(), set[str]()
    for one in _given_with_brackets(shown):
        if ranged.isdisjoint(mark.text for mark in one.inside):
            found[one.base] = signs_of(one.inside)
        if one.scripted:
            scripted.add(one.base)
    for base in shown.mapped() | _differentiated(shown):
        found.pop(base, None)
    for base in list(found):
        asked = [
            signs_of(inside)
            for scripts, inside in _calls(shown, base)
            if not scripts or base in scripted  # `h_i (1 - h_i)` is a product
        ]
        if any(one != found[base] for one in asked):
            del found[base]
    each = [
        Alternative(
            (NoArgument(base, argument),),
            f"{base} has the same argument wherever it is called",
        )
        for base, argument in found.items()
    ]
    if len(each) > 1:
        together = tuple(r for choice in each for r in choice.respellings)
        because = f"{', '.join(found)} have the same argument wherever they are called"
        yield Alternative(together, because)
    yield from each


def _differentiated(shown: Shown) -> set[str]:
    """The names that have a prime in front of brackets, as functions have."""
    return {
        marks[place].text
        for marks, place in shown.every()
        if _primed(marks, place)
        and bracket_end(marks, scripts_end(marks, place + 1)) is not None
    }


def _calls(shown: Shown, base: str) -> Iterator[tuple[Marks, Marks]]:
    """The scripts of a name, and what stands in brackets behind them."""
    for marks, place in shown.every():
        end = base_end(marks, place, base)
        if end is None:
            continue
        opening = scripts_end(marks, end)
        close = bracket_end(marks, opening)
        if close is not None:
            yield marks[end:opening], marks[opening + 1 : close]


# --- letters below and above -------------------------------------------------------


def _tags(shown: Shown) -> Iterator[Alternative]:
    """Letters below names that nothing binds: parts of these names, perhaps."""
    fixed = shown.running() | shown.names.sizes | {*shown.names.labels}
    arrays = {left[0].text for left in shown.given() if len(left) == 1}
    arrays |= {*_declared_bare(shown)}
    fixed |= {
        mark.text
        for base, inside in _subscripts(shown)
        for mark in inside
        if base in arrays
    }
    bases: dict[str, set[str]] = {}
    for base, inside in _subscripts(shown):
        if base in arrays:
            continue
        for mark in inside:
            if mark.kind == "letter" and mark.text not in fixed:
                bases.setdefault(mark.text, set()).add(base)
    given = {(base, c) for base, c in _given_below(shown)}
    named = {c: b for c, b in bases.items() if any((base, c) in given for base in b)}
    if len(named) > 1:
        every = frozenset(named)
        of = frozenset(base for found in named.values() for base in found)
        yield Alternative((LettersAsTags(every, of),), _tag_words(sorted(named)))
    for letter, of_letter in sorted(named.items()):
        tags = LettersAsTags(frozenset({letter}), frozenset(of_letter))
        yield Alternative((tags,), _tag_words([letter]))
    for letter, of_letter in sorted(named.items()):
        only = frozenset(base for base in of_letter if (base, letter) in given)
        if only != of_letter:
            tags = LettersAsTags(frozenset({letter}), only)
            yield Alternative((tags,), _tag_words([letter]))


def _tag_words(letters: Sequence[str]) -> str:
    if len(letters) == 1:
        return f"nothing lets {letters[0]} run, which stands below names"
    return f"nothing lets {', '.join(letters)} run, which stand below names"


def _declared_bare(shown: Shown) -> Iterator[str]:
    for statement in shown.statements:
        if is_membership(statement):
            for member in listed(statement.sides[0]):
                if len(member) == 1:
                    yield member[0].text


def _subscripts(shown: Shown) -> Iterator[tuple[str, Marks]]:
    """Each name with what stands below it."""
    for marks, place in shown.every():
        if marks[place].kind in {"letter", "name"} and place + 1 < len(marks):
            below = marks[place + 1]
            if below.kind == "sub":
                yield marks[place].text, below.parts[0]


def _given_below(shown: Shown) -> Iterator[tuple[str, str]]:
    """The letters below the names that the page gives."""
    for left in shown.given():
        if len(left) > 1 and left[1].kind == "sub":
            for mark in left[1].parts[0]:
                yield left[0].text, mark.text


def _upper(shown: Shown) -> Iterator[Alternative]:
    """Letters above arrays: indices, as tensors have them."""
    given = {left[0].text for left in shown.given() if _has_upper(left, 0)}
    given |= {p.base for group in shown.names.arrays.values() for p in group}
    above: dict[str, None] = {}
    powers: set[str] = set()
    for marks, place in shown.every():
        mark = marks[place]
        if mark.text not in given | {r"\delta"}:
            continue
        if _has_upper(marks, place):
            above[mark.text] = None
        elif _has_power(marks, place):
            powers.add(mark.text)
    bases = frozenset(above) - powers
    if bases - {r"\delta"}:
        yield Alternative((UpperIndices(bases),), "letters stand above arrays")


def _scripts(marks: Marks, place: int) -> Marks:
    """The scripts of the name at a place; none where none stands there."""
    if marks[place].kind not in {"letter", "name"}:
        return ()
    return marks[place + 1 : scripts_end(marks, place + 1)]


def _has_upper(marks: Marks, place: int) -> bool:
    """Whether letters stand above the name at a place."""
    return any(map(is_upper_index, _scripts(marks, place)))


def _has_power(marks: Marks, place: int) -> bool:
    """Whether a number stands above the name at a place."""
    above = (m for m in _scripts(marks, place) if m.kind == "sup")
    return any(inner.kind == "number" for m in above for inner in m.parts[0])


def _primes(shown: Shown) -> Iterator[Alternative]:
    """Names with a prime that are declared arrays, and so have no derivative."""
    own = {left[0].text for left in shown.given() if _primed(left, 0)}
    own |= shown.mapped() | _called_with_primes(shown)
    declared = shown.names.arrays.values()
    arrays = {pattern.base for group in declared for pattern in group} - own
    bases = frozenset(
        marks[place].text
        for marks, place in shown.every()
        if marks[place].text in arrays and _primed(marks, place)
    )
    if bases:
        words = ", ".join(sorted(bases))
        because = f"an array has no derivative, and these are arrays: {words}"
        yield Alternative((PrimeAsTranspose(bases),), because, 0)


def _primed(marks: Marks, place: int) -> bool:
    """Whether a prime is among the scripts of the name at a place."""
    return any(m.kind == "prime" for m in _scripts(marks, place))


def _called_with_primes(shown: Shown) -> set[str]:
    """The names that are called as functions are, `z'(x)`."""
    found: set[str] = set()
    for marks, place in shown.every():
        if _primed(marks, place):
            opening = scripts_end(marks, place + 1)
            if bracket_end(marks, opening) == opening + 2:
                found.add(marks[place].text)
    return found


# --- signs that are part of a name -------------------------------------------------


def _differentials(shown: Shown) -> Iterator[Alternative]:
    """`dy` where the page gives it."""
    bases = frozenset(
        left[1].text for left in shown.given() if len(left) > 1 and _opens_with_d(left)
    )
    if bases:
        words = ", ".join(f"d{base}" for base in sorted(bases))
        yield Alternative((DifferentialAsName(bases),), f"the page gives {words}", 0)


def _opens_with_d(marks: Marks) -> bool:
    return marks[0].text == "d" and marks[1].kind in {"letter", "name"}


def _logarithms(shown: Shown) -> Iterator[Alternative]:
    r"""`\log\sigma` where the page gives it, or takes a derivative by it."""
    given = [_logarithm(left) for left in shown.given()]
    by = [_logarithm(part[1:]) for part in _below_partials(shown)]
    known = {left[0].text for left in shown.given() if left}
    for base, word in dict.fromkeys(found for found in (*given, *by) if found):
        lines = () if base in known else (rf"{base} := \exp(\{word} {base})",)
        because = rf"\{word} {base} is given, or a derivative is taken by it"
        yield Alternative((LogarithmAsName(base),), because, 1, lines)


def _logarithm(marks: Marks) -> tuple[str, str] | None:
    if len(marks) > 1 and marks[0].text in {"log", "ln"} and marks[1].kind == "letter":
        return marks[1].text, marks[0].text
    return None


def _below_partials(shown: Shown) -> Iterator[Marks]:
    for marks, place in shown.every():
        mark = marks[place]
        if mark.kind == "frac" and mark.parts[1]:
            first = mark.parts[1][0]
            if first.kind == "partial" or first.text == "d":
                yield mark.parts[1]


def _stars(shown: Shown) -> Iterator[Alternative]:
    """Letters with a star that the page gives."""
    bases = frozenset(left[0].text for left in shown.given() if has_star(left, 0))
    if bases:
        words = ", ".join(f"{base}^*" for base in sorted(bases))
        yield Alternative((StarInName(bases),), f"the page gives {words}", 0)


def _colons(shown: Shown) -> Iterator[Alternative]:
    """A colon between two terms of a claim."""
    for marks in shown.marks:
        signs = {mark.text for mark in marks}
        if ":" in signs and not signs & {r"\to", r"\in"}:
            yield Alternative((FrobeniusColon(),), "a colon stands between two terms")
            return


def _bars(shown: Shown) -> Iterator[Alternative]:
    """Bars below names, about which one letter stands in two places, or two letters."""
    running = shown.running()
    found = [
        (marks[place].text, about)
        for marks, place in shown.every()
        if (about := bar_below(marks, place)) is not None
    ]
    apart = {
        base
        for base, (one, other) in found
        if step_between(one, other) is None and other[0].text in running
    }
    bases = frozenset(base for base, _ in found)
    if bases:
        words = ", ".join(sorted(bases))
        because = f"a bar stands below {words}"
        yield Alternative((BarsBelow(bases - apart, frozenset(apart)),), because, 0)
