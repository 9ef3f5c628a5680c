"""A part of a page -> the reading under which most of it has a meaning.

The page is read strictly first. Where that leaves something without a meaning, choices
are tried: the one under which most is read is kept, and the rest are tried on top of
it. No verdict is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from ..expressions import NotUnderstood, walk
from ..expressions import nodes as n
from ..judging import Claim
from ..latex import (
    Macros,
    Marks,
    Sign,
    Statement,
    flat,
    read_marks,
    read_statements,
)
from ..models import Model
from ..readings import Alternative, Shown, alternatives_in, respelled
from ..words import Passage, Scope, text_names
from .reading import Reading, Stated, Unread, Ways
from .scope_reader import read_scope
from .stopping import go_on

MOST_READINGS = 60
MOST_RIVALS = 4
MOST_PAIRED = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a part of a page was read as under some choices; no verdicts."""

    chosen: tuple[Alternative, ...]
    reading: Reading

    @property
    def lacks(self) -> tuple[int, int]:
        """How many statements have no meaning, and derivatives no path."""
        return unread(self.reading), pathless(self.reading)

    @property
    def reads_all(self) -> bool:
        """Whether nothing is lacking."""
        return self.lacks == (0, 0)

    @property
    def rank(self) -> tuple[tuple[int, int], int, int]:
        """What is lacking, then the cost and the number of the choices."""
        cost = sum(choice.cost for choice in self.chosen)
        return self.lacks, cost, len(self.chosen)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reading that was chosen, and others: as it stands, or with as much read.

    What the page itself says has no rival in how it stands.

    It is `guessed` where the text does not say what its names are.
    """

    best: Attempt
    rivals: tuple[Attempt, ...] = ()
    guessed: bool = False


@dataclass(slots=True)
class Attempts:
    """The readings of a part of a page under some choices, each spelling read once.

    Choices that contain each other spell the part alike.
    """

    scope: Scope
    read: list[tuple[Scope, Reading]] = field(default_factory=list)

    def __call__(self, chosen: tuple[Alternative, ...]) -> Attempt:
        """The reading under some choices."""
        go_on()
        spelled = under(self.scope, chosen)
        for other, reading in self.read:
            if other == spelled:
                return Attempt(chosen, reading)
        reading = read_scope(spelled)
        self.read.append((spelled, reading))
        return Attempt(chosen, reading)


def choose(scope: Scope) -> Chosen:
    """The reading under which most of a part of a page has a meaning."""
    best = strict = Attempt((), read_scope(scope))
    if strict.reads_all:
        return Chosen(strict)
    attempts = Attempts(scope)
    offered = alternatives_in(shown(scope, best.reading))
    left = MOST_READINGS
    while not best.reads_all and left > 0:
        more = [choice for choice in offered if choice not in best.chosen][:left]
        left -= len(more)
        tried = [attempts((*best.chosen, choice)) for choice in more]
        better = min(tried, key=lambda one: one.rank, default=best)
        if better.lacks >= best.lacks:
            tried = [*_pairs(attempts, best, tried[:left])]
            left -= len(tried)
            better = min(tried, key=lambda one: one.rank, default=best)
        if better.lacks >= best.lacks:
            break
        best = better
    if best is strict:
        return Chosen(strict)
    best = _pruned(attempts, best)
    said = not any(choice.cost for choice in best.chosen)
    rivals = _rivals(attempts, best, offered)
    return Chosen(best, (*rivals,) if said else (strict, *rivals))


def _pairs(
    attempts: Attempts, best: Attempt, tried: Sequence[Attempt]
) -> Iterator[Attempt]:
    """Two choices at once, of those that alone do least harm."""
    fewest = sorted(tried, key=lambda one: one.rank)[:MOST_PAIRED]
    for one, other in combinations(fewest, 2):
        both = (*one.chosen, other.chosen[-1])
        if one.lacks == other.lacks == best.lacks:
            yield attempts(both)


def _pruned(attempts: Attempts, best: Attempt) -> Attempt:
    """The same without the choices that later ones made needless."""
    for choice in best.chosen[:-1]:
        kept = tuple(one for one in best.chosen if one is not choice)
        fewer = attempts(kept)
        if fewer.lacks <= best.lacks:
            best = fewer
    return best


def _rivals(
    attempts: Attempts, best: Attempt, offered: Iterable[Alternative]
) -> Iterator[Attempt]:
    """Readings that lack no more, with another choice made first: at most a few."""
    found = 0
    for choice in offered:
        if choice in best.chosen or found == MOST_RIVALS or not choice.respellings:
            continue  # declarations are made where they are needed alone
        rival = attempts((choice, *best.chosen))
        if rival.lacks <= best.lacks:
            found += 1
            yield rival


def attempt(scope: Scope, chosen: tuple[Alternative, ...]) -> Attempt:
    """The reading of a part of a page under some choices."""
    return Attempts(scope)(chosen)


def shown(scope: Scope, reading: Reading) -> Shown:
    """What a part of a page shows to those who look for choices."""
    statements = [*scope.imported]
    known = text_names(scope)
    for passage in scope.passages:
        if passage.error is None:
            try:
                statements += read_statements(passage.marks, known, passage.stands)
            except NotUnderstood:
                continue
    every = (*scope.passages, *scope.mentions)
    return Shown(tuple(p.marks for p in every), tuple(statements), reading.names)


def unread(reading: Reading) -> int:
    """How many statements have no meaning."""
    reads = [stated.read for said in reading.said for stated in said.stated]
    claims = sum(isinstance(read, Unread) for read in reads)
    return claims + len({at for at, _ in reading.problems})


def pathless(reading: Reading) -> int:
    """How many derivatives are by what their quantity does not depend on.

    Beside a side that is the number 0 they are meant to be.
    """
    claims = [c for said in reading.said for s in said.stated for c in claims_of(s)]
    partials = [p for c in claims if not says_zero(c) for p in partials_in(c)]
    return sum(bool(without_path(partial, reading.model)) for partial in partials)


def claims_of(stated: Stated) -> tuple[Claim, ...]:
    """What a relation was read as: one claim, one for each way, or none."""
    match stated.read:
        case Claim() as claim:
            return (claim,)
        case Ways(claims):
            return claims
        case _:
            return ()


def says_zero(claim: Claim) -> bool:
    """Whether one side of a claim is the number 0."""
    sides = (claim.left, claim.right)
    return any(isinstance(side, n.Number) and side.value == 0 for side in sides)


def partials_in(claim: Claim) -> Iterator[n.Partial]:
    """The derivatives in a claim."""
    for side in (claim.left, claim.right):
        yield from (node for node in walk(side) if isinstance(node, n.Partial))


def without_path(partial: n.Partial, model: Model) -> list[str]:
    """What a derivative is taken by, and its quantity does not depend on."""
    read = model.read_by(partial.of)
    by = (symbol.name for symbol in partial.by if isinstance(symbol, n.Symbol))
    return [name for name in by if name not in read]


def under(scope: Scope, chosen: Sequence[Alternative]) -> Scope:
    """A part of a page in the spelling of some choices."""
    return replace(
        scope,
        passages=tuple(_passage(p, chosen) for p in scope.passages),
        mentions=tuple(_passage(p, chosen) for p in scope.mentions),
        imported=(
            *(_statement(s, chosen) for s in scope.imported),
            *_lines(chosen),
        ),
    )


def _lines(chosen: Sequence[Alternative]) -> Iterator[Statement]:
    for choice in chosen:
        for line in choice.lines:
            marks = read_marks(line, Macros())
            for one in chosen:
                for respelling in one.respellings:
                    marks = respelled(marks, respelling)
            yield from read_statements(marks, frozenset())


def _passage(passage: Passage, chosen: Sequence[Alternative]) -> Passage:
    marks = passage.marks
    for choice in chosen:
        for respelling in choice.respellings:
            marks = respelled(marks, respelling)
    signs = tuple(sign for sign in passage.signs if not _in_a_name(sign, marks))
    layouts = [choice.layout for choice in chosen if choice.layout]
    layout = passage.layout or (layouts[-1] if layouts else None)
    return replace(passage, marks=marks, signs=signs, layout=layout)


def _in_a_name(sign: Sign, marks: Marks) -> bool:
    r"""Whether a relation sign is part of a name now: `p(h_j = 1 \mid v)`."""
    names = (mark for mark in flat(marks) if mark.kind == "name")
    return any(name.start <= sign.start < name.end for name in names)


def _statement(statement: Statement, chosen: Sequence[Alternative]) -> Statement:
    found = statement
    for choice in chosen:
        for one in choice.respellings:
            found = replace(
                found,
                sides=[respelled(side, one) for side in found.sides],
                marks=respelled(found.marks, one),
            )
    return found
