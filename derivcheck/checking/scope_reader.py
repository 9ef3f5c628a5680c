"""A part of a page -> what it was read as: its names, its model, what it states.

Its statements are read twice: once to learn the names, once, with the names known, for
their meaning. Nothing is judged, and what was handed in stays as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from ..expressions import NotUnderstood, errors, walk
from ..expressions import nodes as n
from ..judging import Claim
from ..latex import (
    Names,
    Statement,
    fuse,
    is_definition,
    is_mapping,
    learn,
    listed,
    read_marks,
    read_statements,
)
from ..latex.grammar import Context, only_argument
from ..models import (
    Declarations,
    Given,
    Model,
    Motion,
    build_model,
    directions,
    families,
    mapped,
    names_given,
)
from ..words import Passage, Scope, text_names
from .accounting import unaccounted
from .claim_reader import ClaimReader
from .motions import read_motions
from .reading import Ended, Read, Reading
from .size_orders import agreeing, orders_assumed, orders_said
from .statement_reader import StatementReader

UNTOLD = (  # told where they are used
    errors.AnotherSpelling | errors.CalledAndIndexed | errors.UnreadDeclaration
)


def read_scope(scope: Scope) -> Reading:
    """What a part of a page says, as far as it is understood."""
    reader = _statements_of(scope)
    given = reader.declarations.given
    zeros = _mentioned(scope, reader.context.names)
    zeros |= set(_read_at_zero(given, reader.context.names))
    for name, number in zeros:
        if name in given.quantities:
            given.start(name, number, 0)
    model = build_model(given, _entries(reader))
    assumed = orders_assumed(model, (claim for _, claim in reader.assumptions))
    model.extents.orders = agreeing(model.extents, [*given.extents.orders, *assumed])
    _tell_broken(model, reader)
    reading = _read_claims(scope, model, reader)
    taken = chain(reader.accounted, *(said.accounted for said in reading.said))
    lost = tuple(unaccounted(scope, taken))
    return replace(reading, problems=(*reading.problems, *lost)) if lost else reading


def read_behind(
    reading: Reading, passage: Passage, order: int, motion: Motion, tex: str
) -> Read:
    """What a text would be read as, were it a display behind the sentence of a passage.

    `order` is the number of the statement after which it would stand, and `motion` what
    moves there. Raises `NotUnderstood` where it is no relation, or more than one.
    """
    mathematics = replace(
        passage.mathematics,
        start=1 + max(passage.mathematics.start, passage.sentence.last),
        tex=tex,
        display=True,
        lines=((0, passage.offset(0)),),
    )
    display = Passage(
        mathematics,
        passage.display or 0,
        passage.layout,
        marks=read_marks(tex, {}),
        section=passage.section,
    )
    passages = reading.scope.passages
    behind = 1 + next(k for k, one in enumerate(passages) if one is passage)
    longer = (*passages[:behind], display, *passages[behind:])
    reader = _statements_of(replace(reading.scope, passages=longer))
    draft = next(one for one in reader.drafts if one.passage is display)
    for waiting in draft.waiting:
        waiting.order = order
    claims = ClaimReader(reading.model, reader.context, lambda _: motion)
    match claims.said(draft).stated:
        case (stated,):
            return stated.read
        case _:
            raise NotUnderstood("expected one relation")


def _statements_of(scope: Scope) -> StatementReader:
    """The statements of a scope, read up to its claims, and what they give."""
    imported = [replace(s, sides=list(s.sides)) for s in scope.imported]
    parted = _parted(scope)
    statements = [*imported]
    for found in parted:
        statements += found if isinstance(found, list) else []
    names = learn(statements)
    declarations = _declarations(names)
    _learn_functions(declarations, statements)
    reader = StatementReader(declarations)
    for statement in imported:
        reader.take_over(statement)
    for passage, found in zip(scope.passages, parted, strict=True):
        if isinstance(found, NotUnderstood):
            reader.refuse_all(passage, found)
        else:
            reader.read(passage, found)
            extents = declarations.given.extents
            extents.orders += orders_said(passage, found, names, extents)
    reader.finish()
    return reader


def _read_claims(scope: Scope, model: Model, reader: StatementReader) -> Reading:
    """What is claimed and assumed over the model, with the directions in it."""
    motions = read_motions(model, reader.context, reader.drafts, scope.mentions)
    claims = ClaimReader(model, reader.context, motions.of)
    claims.doubts = reader.doubts
    ended = (*reader.ended, *_ended(scope, reader))
    claims.ended = [one for one in ended if one.reach == "meant"]
    assumptions = tuple(_assumptions(claims, reader))
    said = tuple(map(claims.said, reader.drafts))
    read = [claim for _, claim in assumptions]
    read += [claim for one in said for claim in one.claims]
    read += [claim.freely for claim in read if claim.freely is not None]
    along = directions(side for claim in read for side in (claim.left, claim.right))
    return Reading(
        scope,
        reader.context.names,
        model.with_directions(along),
        said,
        assumptions,
        tuple(reader.problems),
        ended,
        tuple(reader.declared),
    )


def _ended(scope: Scope, reader: StatementReader) -> Iterator[Ended]:
    """What words end, by the numbers of statements."""
    starts = [draft.passage.offset(0) for draft in reader.drafts]
    firsts = [*(draft.first for draft in reader.drafts), reader.order + 1]

    def order_of(place: int) -> int:
        return firsts[bisect_left(starts, place)]

    names = reader.context.names
    for one in scope.endings:
        given = {name for marks in one.of for name in names_given(names, marks)}
        yield Ended(
            order_of(one.at),
            frozenset(given) if one.of else None,
            one.words,
            one.reach,
            order_of(one.since) if one.since else 0,
            order_of(one.upto),
            None if one.until is None else order_of(one.until),
            one.unlike,
        )


def _parted(scope: Scope) -> list[list[Statement] | NotUnderstood]:
    """The statements of each passage, or why it has none."""
    known = text_names(scope)
    found: list[list[Statement] | NotUnderstood] = []
    for passage in scope.passages:
        try:
            if passage.error is not None:
                raise passage.error
            found.append(read_statements(passage.marks, known, passage.stands))
        except NotUnderstood as error:
            found.append(error)
    return found


def _declarations(names: Names) -> Declarations:
    """Nothing given yet, and what steers the reading of what will be."""
    given = Given(names.parts)
    given.extents.families = families(names.sizes, names.indices)
    context = Context(names)
    for patterns in names.patterns.values():
        for pattern in patterns:
            context.slots[names.identity(pattern)] = pattern.slots
    return Declarations(given, context)


def _learn_functions(
    declarations: Declarations, statements: Sequence[Statement]
) -> None:
    """Learns which names are functions, before anything is read."""
    context = declarations.context
    for statement in statements:
        if not statement.sides:
            continue
        left = statement.sides[0]
        if is_mapping(statement):
            place = next(n for n, m in enumerate(left) if m.kind == "colon")
            after = left[place + 1 :]
            many = 1 + sum(m.text == r"\times" for m in after)
            for name in mapped(context, left[:place]):
                context.functions[name] = many
        elif is_definition(statement):
            try:
                found = declarations.function_name(left)
            except NotUnderstood:
                continue
            if found is not None:
                name, inside = found
                commas = sum(m.kind == "comma" for m in inside)
                context.functions[name] = commas + 1
                letters = tuple(part[0].text for part in listed(inside))
                context.named[name] = letters
    single = {name for name, many in context.functions.items() if many == 1}
    sides = [side for statement in statements for side in statement.sides]
    letter = only_argument(sides, single - {*context.named})
    if letter is not None:
        for name in single:
            context.named.setdefault(name, (letter,))


def _mentioned(scope: Scope, names: Names) -> set[tuple[str, int]]:
    """Slots that the text fills with zero, as in a start $h_0$."""
    found: set[tuple[str, int]] = set()
    for passage in scope.mentions:
        for occurrence in names.occurrences(fuse(names, passage.marks)):
            matched = names.match(occurrence) or names.loosely(occurrence)
            if matched is None:
                continue
            for number, item in enumerate(matched[1]):
                if item.text == "0" and not item.shift:
                    found.add((names.identity(matched[0]), number))
    return found


def _read_at_zero(given: Given, names: Names) -> Iterator[tuple[str, int]]:
    """Slots of inputs that definitions fill with zero, as in a bias $w_0$.

    Not of an array that is declared as a whole: how far it runs is said.
    """
    whole = {names.identity(p) for own in names.arrays.values() for p in own}
    bodies = [f.body for f in given.functions.values() if f.body is not None]
    bodies += [row.value for q in given.quantities.values() for row in q.rows]
    for node in chain.from_iterable(map(walk, bodies)):
        if isinstance(node, n.Symbol) and node.name not in whole:
            known = given.quantities.get(node.name)
            for number, position in enumerate(node.indices):
                if position == n.Fixed(0) and known is not None and not known.rows:
                    yield node.name, number


def _entries(reader: StatementReader) -> Iterator[tuple[str, int, int]]:
    """The entries that claims name by number, one slot at a time."""
    names = reader.context.names
    waiting = [w for draft in reader.drafts for w in draft.waiting]
    sides = {id(marks): marks for w in waiting for marks in (w.left, w.right)}
    found = [o for marks in sides.values() for o in names.occurrences(marks)]
    for pattern, items in filter(None, map(names.match, found)):
        for number, item in enumerate(items):
            if item.kind == "number":
                yield names.identity(pattern), number, int(item.text)


def _tell_broken(model: Model, reader: StatementReader) -> None:
    """Notes what in the model has no meaning, unless it is told already."""
    told = {fault for _, fault in reader.problems}
    for name, fault in model.broken.items():
        shared = name in model.parts and model.parts[name][0] in model.broken
        if fault in told or shared or isinstance(fault, UNTOLD):
            continue
        quantity = model.quantities.get(name)
        row = quantity.rows[0] if quantity and quantity.rows else None
        order, at = (row.order, row.at) if row is not None else (0, 0)
        reader.problem_of(order, at, errors.Broken(model.spelled(name), fault))


def _assumptions(
    claims: ClaimReader, reader: StatementReader
) -> Iterator[tuple[int, Claim]]:
    """What is assumed, entry by entry, with the number of the statement that does."""
    for order, claim in reader.assumptions:
        try:
            yield order, claims.settled(claim, order)
        except NotUnderstood as error:
            reader.problem_of(order, error.at, error.fault)
