"""A text as people post it -> a reading: what defines, what each name is.

Everything is written with `=`, and nothing is declared. What defines is told by its
form, what a name is by how it stands; the meanings under which most is read are kept,
and said. No verdict is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from types import MappingProxyType

from ..checking import (
    Attempt,
    Chosen,
    Judged,
    KnownVerdicts,
    Reading,
    attempt,
    choose,
    judge_chosen,
    judge_reading,
    read_scope,
    shown,
    under,
)
from ..latex import is_definition
from ..readings import (
    BY_ANSWER,
    AddedToEach,
    Alternative,
    NameKey,
    alternatives_posted,
)
from ..words import Scope, read_with
from .defining import (
    marked,
    statements_of,
    with_definitions_marked,
    with_updates_marked,
)
from .doubts import doubt, doubt_for_units, failing
from .events import events_named
from .gaps import without_gaps
from .implicit_definitions import Meant
from .namesakes import given_again, settle, told, without_stale
from .network import Part, parts_of
from .offers import options_of, without_kinds_of_losses
from .parts_named import with_parts_named
from .settling import doubt_for_shares, settle_by_conditions
from .several_models import settle_parts, with_first_sides
from .usual import sigma_said
from .wording import spellings_said

MOST_READINGS = 150
MOST_SLIPS = 2  # = for :=, on a page that defines with :=
MOST_RIVALS = 8
PART_SAID = "from “{}” on"
LAYOUT_SAID = "a vector is differentiated by a vector, and no layout is said"
LAYOUTS = tuple(
    Alternative((), LAYOUT_SAID, cost, layout=layout)
    for layout, cost in (("numerator", 1), ("denominator", 2))
)
ANSWERED = "you said so"
NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Guess:
    """What a text may mean: a choice for each name, and the spellings beside them."""

    names: Mapping[NameKey, Alternative]
    spellings: tuple[Alternative, ...] = ()

    def chosen(self) -> tuple[Alternative, ...]:
        """All choices together."""
        return (*self.spellings, *self.names.values())


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The reading from a place of a text on, of another model than before."""

    start: int
    reading: Reading
    told: str


@dataclass(frozen=True, slots=True)
class Guessed:
    """A reading of a text, and others.

    In one of these names are given `anew` where they are given `again`, and the text
    does not say that they are; those `elsewhere` are of other models that it speaks of.
    """

    chosen: Chosen
    again: tuple[Meant, ...] = ()
    anew: Reading | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    text: str = ""
    usual: tuple[Reading, ...] = ()


def guess_reading(
    scope: Scope, text: str, answers: Mapping[str, str] = NO_ANSWERS
) -> Guessed:
    """The reading of a part of a page whose text may neither define nor declare.

    A page that defines with := says what it means, and is read as without a guess; but
    not where it defines with = too, more than once.
    Of names in `answers` a reader has given the role.
    """
    plain = choose(scope)
    units = sigma_said(scope, text)
    scope = read_with(scope, text, units[0].name) if units else scope
    scope = without_kinds_of_losses(scope)
    in_words = spellings_said(scope, text)
    spelled = (*in_words, *events_named(under(scope, in_words)), *units[:1])
    before = with_updates_marked(under(scope, spelled))
    says = sum(map(is_definition, statements_of(before)))
    scope = with_parts_named(with_definitions_marked(before, text))
    more = sum(map(is_definition, statements_of(scope))) - says
    if says and (plain.best.reads_all or more < MOST_SLIPS):
        return Guessed(plain)
    said, again = given_again(scope, text)
    scope = marked(scope, said)
    strict = read_scope(scope)
    first_part, *parts = parts_of(text)
    turns = _turns([first_part, *parts])
    found = options_of(scope, strict, text, first_part.activation)
    options = _answered(found, answers)
    for one in units:
        options.pop((one.name, (), ()), None)
    spellings = [*alternatives_posted(shown(scope, strict)), *LAYOUTS]
    first = {key: ways[0] for key, ways in options.items()}
    best, now = _search(scope, Guess(first, spelled), options, spellings)
    if not answers and not _reads_more(best, plain.best):
        return Guessed(plain)
    rivals = tuple(islice(_rivals(scope, now, best, options, spellings), MOST_RIVALS))
    kept = tuple(one for one in best.chosen if one not in units)
    usual = tuple(_settled(attempt(scope, (*kept, one)).reading) for one in units[1:])
    found_there = [
        (part, units, other)
        for part in parts
        for units, other in _of_part(
            scope, now, options_of(scope, strict, text, part.activation)
        )
    ]
    elsewhere = tuple(
        Elsewhere(part.start, _of_its_own(other.reading, part, turns), part.activation)
        for part, _, other in found_there
    )
    there = (
        Alternative((), PART_SAID.format(part.words), 0, (), "", f"there {one.told}")
        for part, units, _ in found_there
        for one in units
    )
    shown_ = (*told(said), *best.chosen, *there)
    best = replace(best, chosen=shown_, reading=_settled(best.reading))
    chosen = Chosen(best, rivals, guessed=True)
    if not again:
        return Guessed(chosen, elsewhere=elsewhere, text=text, usual=usual)
    anew = _settled(attempt(marked(scope, again), now.chosen()).reading)
    return Guessed(chosen, tuple(again), anew, elsewhere, text, usual)


def _rivals(
    scope: Scope,
    now: Guess,
    best: Attempt,
    options: Mapping[NameKey, list[Alternative]],
    spellings: Sequence[Alternative],
) -> Iterator[Attempt]:
    """Readings that lack no more, with one name taken for something else.

    The choice that differs stands first.
    """
    for changed, choice in _other_roles(now, options, spellings):
        rival = attempt(scope, changed.chosen())
        if rival.lacks <= best.lacks:
            others = (one for one in rival.chosen if one is not choice)
            yield replace(rival, chosen=(choice, *others))


def _other_roles(
    now: Guess,
    options: Mapping[NameKey, list[Alternative]],
    spellings: Sequence[Alternative],
) -> Iterator[tuple[Guess, Alternative]]:
    """Each name in the next of its roles, the other layout, columns for rows."""
    for spelling in now.spellings:
        for other in spellings:
            if other is not spelling and _is_instead(other, spelling):
                rest = tuple(one for one in now.spellings if one is not spelling)
                yield replace(now, spellings=(*rest, other)), other
    for key, ways in options.items():
        for way in ways:
            if way.role != now.names[key].role and _is_role(way, now.names[key]):
                yield replace(now, names={**now.names, key: way}), way
                break


def _is_instead(one: Alternative, other: Alternative) -> bool:
    """Whether a spelling may be meant where another is taken."""
    layouts = bool(one.layout) and bool(other.layout)
    match one.respellings, other.respellings:
        case (AddedToEach(),), (AddedToEach(),):
            return True
        case _:
            return layouts


ROLES = {"a number", "a vector", "a matrix"}


def _is_role(way: Alternative, now: Alternative) -> bool:
    """Whether a name may as well be that: a number, a vector or a matrix."""
    return way.role in ROLES and now.role in ROLES


def _of_part(
    scope: Scope, now: Guess, options: Mapping[NameKey, list[Alternative]]
) -> Iterator[tuple[tuple[Alternative, ...], Attempt]]:
    """The same reading with what another part of the text says of its units."""
    units = {k: ways[0] for k, ways in options.items() if ways[0].of_units}
    if units:
        read = attempt(scope, replace(now, names={**now.names, **units}).chosen())
        yield tuple(units.values()), read


def _turns(parts: list[Part]) -> set[int]:
    """Where a text goes from one activation to another."""
    return {
        part.start
        for before, part in pairwise(parts)
        if before.activation not in ("", part.activation)
    }


def _of_its_own(reading: Reading, part: Part, turns: set[int]) -> Reading:
    """The reading of a part, which begins its chains again where the model changes."""
    if part.start in turns:
        reading = with_first_sides(reading, part.start)
    return _settled(reading)


def _reads_more(one: Attempt, other: Attempt) -> bool:
    """Whether it lacks less, or has more statements with a meaning."""
    return one.lacks[0] < other.lacks[0] or sum(one.lacks) < sum(other.lacks)


def _answered(
    options: Mapping[NameKey, list[Alternative]], answers: Mapping[str, str]
) -> dict[NameKey, list[Alternative]]:
    """What each name may be where a reader has said of some what they are."""
    return {key: _as_said(ways, answers) or ways for key, ways in options.items()}


def _as_said(ways: list[Alternative], answers: Mapping[str, str]) -> list[Alternative]:
    said = (way for way in ways if answers.get(way.name) == way.role)
    return [replace(way, because=ANSWERED) for way in said]


def _settled(reading: Reading) -> Reading:
    """The same without claims for which the text does not say enough."""
    return without_stale(without_gaps(reading))


# --- the search --------------------------------------------------------------------


def _search(
    scope: Scope,
    now: Guess,
    options: Mapping[NameKey, list[Alternative]],
    spellings: list[Alternative],
) -> tuple[Attempt, Guess]:
    """The best reading: one choice is changed at a time, while that reads more."""
    best = attempt(scope, now.chosen())
    left = MOST_READINGS
    while sum(best.lacks) and left > 0:
        tried = [
            (attempt(scope, one.chosen()), one)
            for one in list(_changes(now, options, spellings))[:left]
        ]
        left -= len(tried)
        found, changed = min(
            tried, key=lambda pair: _rank(pair[0]), default=(best, now)
        )
        if _rank(found) >= _rank(best):
            break
        best, now = found, changed
    return best, now


def _changes(
    now: Guess,
    options: Mapping[NameKey, list[Alternative]],
    spellings: list[Alternative],
) -> Iterator[Guess]:
    """All that differs from a guess in one choice."""
    arranged = any(choice.layout for choice in now.spellings)
    for spelling in spellings:
        if spelling not in now.spellings and not (arranged and spelling.layout):
            yield replace(now, spellings=(*now.spellings, spelling))
    for key, ways in options.items():
        for way in ways:
            if way is not now.names[key] and way.cost < BY_ANSWER:
                yield replace(now, names={**now.names, key: way})


def _rank(one: Attempt) -> tuple[int, int]:
    """What is lacking, then the cost: smaller is better."""
    return sum(one.lacks), sum(choice.cost for choice in one.chosen)


def judge_guess(
    guessed: Guessed, seed: int, known: KnownVerdicts | None = None
) -> Judged:
    """The verdicts under a guess: nothing fails for what no definition ties down."""
    chosen = guessed.chosen
    judged = replace(judge_chosen(chosen, seed, known), guessed=chosen.guessed)
    if not chosen.guessed:
        return judged
    if guessed.anew is not None:
        settle(judged, judge_reading(guessed.anew, seed, known), guessed.again)
    reading = chosen.best.reading
    doubt(judged, reading.model, reading.scope, guessed.text)
    for usual in guessed.usual:
        if any(failing(judged)):
            doubt_for_units(judged, judge_reading(usual, seed, known))
    settle_by_conditions(judged, reading, guessed.text)
    doubt_for_shares(judged, reading.model, guessed.text)
    others = [
        (one, judge_reading(one.reading, seed, known)) for one in guessed.elsewhere
    ]
    for one, other in others:
        doubt(other, one.reading.model, one.reading.scope, guessed.text)
    settle_parts(judged, [(one.start, one.told, other) for one, other in others])
    return judged
