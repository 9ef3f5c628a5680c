"""A text as people post it -> a reading: what defines, what each name is.

Everything is written with `=`, and nothing is declared. What defines is told by its
form, what a name is by how it stands; the meanings under which most is read are kept,
and said. No verdict is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..expressions import Sentence
from ..expressions import nodes as n
from ..latex import (
    is_definition,
)
from ..models import Model
from ..readings import (
    Alternative,
    NameKey,
    alternatives_in,
)
from .choosing import (
    Attempt,
    Chosen,
    attempt,
    choose,
    claims_of,
    partials_in,
    says_zero,
    shown,
    without_path,
)
from .claim import Claim
from .doubts import doubt
from .implicit_definitions import Meant
from .namesakes import given_again, settle, told, without_stale
from .offers import marked, options_of, statements_of, with_definitions_marked
from .reading import Read, Reading, Said, Stated, Unread
from .records import Judged
from .rivals import judge_chosen
from .scope import Scope
from .scope_reader import read_scope
from .verdicts import judge_reading

MOST_READINGS = 150
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
class Guessed:
    """A reading of a text, and another.

    In that one names are given `anew` where they are given `again`, and the text does
    not say that they are.
    """

    chosen: Chosen
    again: tuple[Meant, ...] = ()
    anew: Reading | None = None


def guess_reading(
    scope: Scope, text: str, answers: Mapping[str, str] = NO_ANSWERS
) -> Guessed:
    """The reading of a part of a page whose text may neither define nor declare.

    A page that defines with := says what it means, and is read as without a guess.
    Of names in `answers` a reader has given the role.
    """
    plain = choose(scope)
    if any(map(is_definition, statements_of(scope))):
        return Guessed(plain)
    scope = with_definitions_marked(scope)
    said, again = given_again(scope, text)
    scope = marked(scope, said)
    strict = read_scope(scope)
    options = _answered(options_of(scope, strict, text), answers)
    spellings = alternatives_in(shown(scope, strict))
    best = _search(scope, options, spellings)
    if not answers and sum(best.lacks) >= sum(plain.best.lacks):
        return Guessed(plain)
    best = replace(best, chosen=(*told(said), *best.chosen))
    chosen = Chosen(replace(best, reading=_settled(best.reading)), guessed=True)
    if not again:
        return Guessed(chosen)
    anew = attempt(marked(scope, again), best.chosen)
    return Guessed(chosen, tuple(again), _settled(anew.reading))


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
    return without_stale(_without_gaps(reading))


# --- the search --------------------------------------------------------------------


def _search(
    scope: Scope,
    options: Mapping[NameKey, list[Alternative]],
    spellings: list[Alternative],
) -> Attempt:
    """The best reading: one choice is changed at a time, while that reads more."""
    now = Guess({key: ways[0] for key, ways in options.items()})
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
    return best


def _changes(
    now: Guess,
    options: Mapping[NameKey, list[Alternative]],
    spellings: list[Alternative],
) -> Iterator[Guess]:
    """All that differs from a guess in one choice."""
    for spelling in spellings:
        if spelling not in now.spellings:
            yield replace(now, spellings=(*now.spellings, spelling))
    for key, ways in options.items():
        for way in ways:
            if way is not now.names[key]:
                yield replace(now, names={**now.names, key: way})


def _rank(one: Attempt) -> tuple[int, int]:
    """What is lacking, then the cost: smaller is better."""
    return sum(one.lacks), sum(choice.cost for choice in one.chosen)


# --- what the text leaves open -----------------------------------------------------


def _without_gaps(reading: Reading) -> Reading:
    """The same with claims not understood that need a path which nothing gives.

    A derivative that is not said to be zero is a path from what it is taken by; where
    no definition gives it, nothing that crosses it is judged.
    """
    claims = [c for said in reading.said for s in said.stated for c in claims_of(s)]
    gaps = {gap for claim in claims for gap in _gaps(claim, reading.model)}
    said = tuple(_said(one, gaps, reading.model) for one in reading.said)
    return replace(reading, said=said)


Gap = tuple[str, str]  # a name, and what nothing says that it depends on


def _gaps(claim: Claim, model: Model) -> Iterator[Gap]:
    if says_zero(claim):
        return
    for partial in partials_in(claim):
        match partial.of:
            case n.Symbol(name) | n.Power(n.Symbol(name)):
                yield from ((name, by) for by in without_path(partial, model))
            case _:
                pass


def _said(said: Said, gaps: set[Gap], model: Model) -> Said:
    return replace(said, stated=tuple(_stated(s, gaps, model) for s in said.stated))


def _stated(stated: Stated, gaps: set[Gap], model: Model) -> Stated:
    crossed = [gap for c in claims_of(stated) for gap in _crossed(c, gaps, model)]
    return replace(stated, read=_open(crossed[0], model)) if crossed else stated


def _crossed(claim: Claim, gaps: set[Gap], model: Model) -> Iterator[Gap]:
    """The gaps that the derivatives of a claim cross, or are."""
    for partial in partials_in(claim):
        if not says_zero(claim):
            yield from (("", by) for by in without_path(partial, model))
        read = model.read_by(partial.of)
        by = {symbol.name for symbol in partial.by if isinstance(symbol, n.Symbol)}
        yield from (gap for gap in sorted(gaps) if gap[0] in read and gap[1] in by)


def _open(gap: Gap, model: Model) -> Read:
    name, below = (model.spelled(one) if one else "" for one in gap)
    if not name:
        said = (
            f"nothing says how what stands above depends on {below}: define its names"
        )
        return Unread(Sentence(said))
    return Unread(
        Sentence(f"nothing says how {name} depends on {below}: define {name}")
    )


def judge_guess(guessed: Guessed, seed: int) -> Judged:
    """The verdicts under a guess: nothing fails for what no definition ties down."""
    chosen = guessed.chosen
    judged = replace(judge_chosen(chosen, seed), guessed=chosen.guessed)
    if not chosen.guessed:
        return judged
    if guessed.anew is not None:
        settle(judged, judge_reading(guessed.anew, seed), guessed.again)
    reading = chosen.best.reading
    doubt(judged, reading.model, reading.scope)
    return judged
