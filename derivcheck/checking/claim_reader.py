"""Claims that waited for the model -> what they say: entry by entry, over its names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..expressions import (
    REAL,
    Expression,
    NotUnderstood,
    Sentence,
    comparisons,
    errors,
    free_letters,
    mismatch,
    walk,
)
from ..expressions import nodes as n
from ..judging import Claim
from ..latex import Marks, Statement, read_set
from ..latex.grammar import Context, outer_letters, read_expression
from ..models import (
    Kind,
    Model,
    Motion,
    Shape,
    by_components,
    held_fixed,
    moving_too,
    settled,
    wants_known_motion,
    wants_no_slope,
    with_undeclared,
)
from ..words import Passage
from .beside import Doubt, Draft, Waiting
from .conditions import Stipulation, alternatives_of
from .reading import Ended, OwnCondition, Read, Said, Stated, Unread, Ways, mistake

FOR_EACH = (
    "the claim has no index {0}, and its condition is one for each {0}: assume it for "
    "all of them in a statement before, or name the one that is meant"
)
MEANT_ANEW = (
    "{0} is defined above, and {1} before this line may give it another meaning: "
    "define it once more below, or write <!-- derivcheck: fresh --> there where it is "
    "another"
)
DEFINED_SINCE = (
    "{0} was defined again since what is differentiated was built on it, and which {0} "
    "is meant is not clear: give one of them another name"
)
DOUBTFUL = "what is assumed of {} before this line is not understood"


class ClaimReader:
    """Reads claims over a model, in the context in which its statements were read."""

    def __init__(
        self, model: Model, context: Context, motion: Callable[[Waiting], Motion]
    ) -> None:
        self.model = model
        self.context = context
        self.doubts: Sequence[Doubt] = ()
        self.ended: Sequence[Ended] = ()
        self.motion = motion
        self.cases: set[int] = set()
        self.unmet: list[Stipulation] = []

    def said(self, draft: Draft) -> Said:
        """What a passage says, now that the model is known."""
        definitions = [self.definition(*d, draft.passage) for d in draft.definitions]
        groups: dict[int, list[Waiting]] = {}
        for waiting in draft.waiting:
            groups.setdefault(id(waiting.statement), []).append(waiting)
        stated = [s for group in groups.values() for s in self.stated(group)]
        return Said(
            draft.passage,
            tuple(draft.statements),
            draft.first,
            tuple(claim for claim in definitions if claim is not None),
            (*draft.refused, *stated),
            tuple(self.accounted(draft, stated)),
        )

    def accounted(self, draft: Draft, stated: list[Stated]) -> Iterator[int]:
        """The places of the signs that the relations of a passage took up."""
        read = self.cases.union(relation.start for relation in stated)
        chains = {id(w.chain): w.chain for w in draft.waiting if w.place in read}
        for chain in chains.values():
            met = (one for one in chain.conditions if one not in self.unmet)
            yield from (at for one in met for at in one.places)
        for waiting in draft.waiting:
            if waiting.place in read:
                yield from waiting.places()

    def stated(self, group: list[Waiting]) -> list[Stated]:
        """The relations of a statement with what they were read as.

        A number that inline mathematics gives to an input, as in "at $T = 2$", is none.
        """
        found: list[Stated] = []
        try:
            for waiting, read in self.read(group):
                found.append(waiting.stated(read))
        except Exception as error:  # whatever it is, the other statements are read
            failed = mistake(error)
            found += [waiting.stated(failed) for waiting in group[len(found) :]]
        return found

    def read(self, group: list[Waiting]) -> Iterator[tuple[Waiting, Read]]:
        """Reads all sides of a statement first: one that is not read spoils it all."""
        try:
            context = self.context_in(group[0].passage)
            stipulations = group[0].chain.conditions
            ways = alternatives_of(stipulations, context)
            self.unmet += [one for one in stipulations if not one.is_met_in(ways)]
            sides = _sides(group, replace(context, outside=_outside(group)))
            _wants_comma(group, sides)
            _wants_one_index(ways, sides)
        except NotUnderstood as error:
            for waiting in group:
                place = waiting.passage.offset(error.at)
                yield waiting, Unread(error.fault, place)
            return
        except RecursionError:
            for waiting in group:
                yield waiting, Unread(Sentence("nested too deeply"))
            return
        beside = self.sides_in_force(list(sides.values()), group)
        for waiting in group:
            claim = Claim(
                sides[id(waiting.left)],
                waiting.sign.text,
                sides[id(waiting.right)],
                None,
                waiting.sign.start,
                one_text=_spelling(waiting.left) == _spelling(waiting.right),
                beside=beside,
                motion=self.motion(waiting),
            )
            if len(group) == 1 and self.names_a_case(waiting, claim):
                self.cases.add(waiting.place)
                continue
            met = [replace(claim, condition=way) for way in ways] or [claim]
            yield waiting, _together([self.meaning(one, waiting) for one in met])

    def context_in(self, passage: Passage) -> Context:
        """What steers the reading in a passage."""
        return replace(self.context, layout=passage.layout)

    def sides_in_force(
        self, sides: list[Expression], group: list[Waiting]
    ) -> tuple[Expression, ...]:
        """The sides of a chain of several relations, over the names in force."""
        if len(group) < 2:
            return ()
        try:
            return tuple(self.meant(side, group[0].order) for side in sides)
        except NotUnderstood:
            return ()  # told where the side is read for its own relation

    def names_a_case(self, waiting: Waiting, claim: Claim) -> bool:
        """Whether inline mathematics gives an input a number, as in "at $T = 2$"."""
        if waiting.passage.display is not None or claim.sign != "=":
            return False
        if waiting.reason is not None:
            return False
        number = isinstance(claim.right, n.Number) or (
            isinstance(claim.right, n.Negative)
            and isinstance(claim.right.term, n.Number)
        )
        if not number or not isinstance(claim.left, n.Symbol):
            return False
        version = self.model.version(claim.left.name, waiting.order)
        quantity = self.model.quantities.get(version)
        return quantity is not None and not quantity.rows

    def meaning(self, claim: Claim, waiting: Waiting) -> Read:
        """A claim as it is judged, or why it cannot be."""
        whole: Claim | None = None
        try:
            itself = n.Comparison(claim.left, claim.sign, claim.right)
            if itself in comparisons(claim.condition):
                return OwnCondition()
            whole = self.in_force(claim, waiting.order)
            found = self.lowered(whole)
            self.check_shape(found, waiting)
        except NotUnderstood as error:
            place = waiting.passage.offset(error.at or claim.at)
            sides = [claim.left, claim.right]
            fault = with_undeclared(error.fault, sides, self.model)
            return Unread(fault, place, whole)
        return found

    def definition(
        self, order: int, statement: Statement, passage: Passage
    ) -> Claim | None:
        """A definition as a formula; None where it is told that it has no meaning."""
        at = statement.start
        context = self.context_in(passage)
        try:
            left, right = (
                read_expression(side, context, at) for side in statement.sides[:2]
            )
            return self.settled(Claim(left, ":=", right, None, at), order)
        except NotUnderstood:
            return None

    def settled(self, claim: Claim, order: int) -> Claim:
        """A claim entry by entry, over the versions of names in force at its place."""
        return self.lowered(self.in_force(claim, order))

    def lowered(self, claim: Claim) -> Claim:
        """A claim in force, entry by entry."""
        model, motion, both = self.model, claim.motion, (claim.left, claim.right)
        wants_no_slope(model, both, motion, claim.at)
        wants_known_motion(both, motion, claim.at)
        left, right, whole = by_components(model, *both, claim.at, motion)
        held = held_fixed(model, both, motion)
        inside = held_fixed(model, both, motion, inside=True)
        freely = None
        if inside:
            moving = Motion(motion.moving.union(inside), motion.still)
            one, other, _ = by_components(model, *both, claim.at, moving)
            said = tuple(map(model.spelled, inside))
            freely = replace(claim, left=one, right=other, whole=whole, held=said)
        return replace(
            claim, left=left, right=right, whole=whole,
            held=tuple(map(model.spelled, held)),
            too=tuple(map(model.spelled, moving_too(model, both, motion))),
            freely=freely,
        )  # fmt: skip  # what is read, and what is told of it

    def in_force(self, claim: Claim, order: int) -> Claim:
        """A claim over the versions of names in force at its place, arrays whole."""
        condition = claim.condition
        if condition is not None:
            condition = n.Every(
                tuple(
                    n.Comparison(
                        self.number(c.left, order, claim.at),
                        c.sign,
                        self.number(c.right, order, claim.at),
                    )
                    for c in comparisons(condition)
                )
            )
        sides = self.meant(claim.left, order), self.meant(claim.right, order)
        left, right = settled(self.model.arrays, *sides)
        for side in (left, right):
            self.model.complain(side)
            self.wants_no_doubt(side, order)
            self.wants_its_meaning(side, order)
        said = (left, claim.sign, right)
        return replace(
            claim,
            left=left,
            right=right,
            condition=condition,
            said=said,
            by_entries=sides != (left, right),
        )

    def wants_no_doubt(self, expression: Expression, order: int) -> None:
        """Refuses what depends on an input of which something unread may be assumed."""
        for doubt in self.doubts:
            if doubt.order < order:
                shared = self.inputs_of(doubt) & self.model.read_by(expression)
                for name in sorted(shared):
                    raise NotUnderstood(DOUBTFUL.format(self.model.spelled(name)))

    def wants_its_meaning(self, expression: Expression, order: int) -> None:
        """Refuses what rests on a definition that words or a declaration may end."""
        read = self.model.read_by(expression) if self.ended else frozenset[str]()
        for one in self.ended:
            for name in sorted(read if one.names is None else read & one.names):
                at = self.model.defined_at(name)
                if at is not None and one.ends(at, order):
                    said = self.model.spelled(name)
                    raise NotUnderstood(MEANT_ANEW.format(said, one.words))

    def inputs_of(self, doubt: Doubt) -> set[str]:
        """The inputs on which what is in a doubtful statement depends."""
        names, found = self.context.names, set[str]()
        for occurrence in names.occurrences(doubt.marks):
            matched = names.match(occurrence) or names.loosely(occurrence)
            name = names.identity(matched[0]) if matched else occurrence.base
            found |= self.model.reaches(self.model.version(name, doubt.order))
        given = self.model.quantities
        return {name for name in found if name in given and not given[name].rows}

    def number(self, expression: Expression, order: int, at: int) -> Expression:
        """A side of a condition, which relates numbers."""
        found = self.meant(expression, order)
        arrays = self.model.arrays
        shape = arrays.shape(found)
        if shape.kind != "number":
            raise mismatch(
                f"a condition relates numbers, found {arrays.say(shape)}", at
            )
        return arrays.entry(found, ())

    def meant(self, expression: Expression, order: int) -> Expression:
        """A side over the versions of names in force; each of them is given before."""
        found = self.model.resolved(self.model.whole(expression), order)
        for node in walk(found):
            if isinstance(node, n.Symbol) and node.name not in self.model.quantities:
                raise NotUnderstood(errors.ClaimedOnly(node.name), node.at)
        self.model.wants_brackets(found)
        self.wants_one_version(found)
        return found

    def wants_one_version(self, side: Expression) -> None:
        """Refuses a derivative of what was built on an earlier one of that name."""
        for node in walk(side):
            if not isinstance(node, n.Partial):
                continue
            read = self.model.read_by(node.of)
            for by in node.by:
                if not isinstance(by, n.Symbol) or by.name in read:
                    continue
                if any(isinstance(index, n.Fixed) for index in by.indices):
                    continue  # where one recursion begins the next may begin too
                name = self.model.spelled(by.name)
                if any(self.model.spelled(one) == name for one in read):
                    raise NotUnderstood(DEFINED_SINCE.format(name), node.at)

    def check_shape(self, claim: Claim, waiting: Waiting) -> None:
        r"""Refuses a claim whose right side is not of the shape that `\in` says."""
        if not waiting.within or claim.said is None:
            return
        at = waiting.within_at
        found = read_set(waiting.within, at)
        if found.domain not in {None, REAL}:
            raise NotUnderstood(
                r"a set at the end of a claim says its shape, \mathbb{R}^n; write "
                "bounds as relations of their own",
                at,
            )
        for said in found.sizes:
            if isinstance(said, str) and said not in self.context.names.sizes:
                raise NotUnderstood(f"{said} is the name of no size", at)
        arrays = self.model.arrays
        kinds: tuple[Kind, Kind, Kind] = ("number", "column", "matrix")
        length = self.model.extents.length
        sizes = tuple(map(length, found.sizes))
        mine = arrays.shape(claim.said[2])
        if mine.kind == "row" and len(sizes) == 2:
            mine = Shape("matrix", (length(1), *mine.sizes))
        wanted = Shape(kinds[len(sizes)], sizes)
        if not arrays.same(wanted, mine):
            raise mismatch(
                rf"the right side is {arrays.say(mine)}; \in says {arrays.say(wanted)}",
                at,
            )


def _together(found: list[Read]) -> Read:
    """What a claim was read as, under each of the ways in which it is made."""
    claims = tuple(one for one in found if isinstance(one, Claim))
    if len(found) > 1 and len(claims) == len(found):
        return Ways(claims)
    return next((one for one in found if not isinstance(one, Claim)), found[0])


def _sides(group: list[Waiting], context: Context) -> dict[int, Expression]:
    """The sides of a statement, each read once; by the identity of its marks."""
    sides: dict[int, Expression] = {}
    for waiting in group:
        at = waiting.sign.start
        for marks in (waiting.left, waiting.right):
            if id(marks) in sides:
                continue
            if not marks:
                raise NotUnderstood("a side of this relation is missing", at)
            sides[id(marks)] = read_expression(marks, context, at)
    return sides


def _wants_comma(group: list[Waiting], sides: dict[int, Expression]) -> None:
    r"""Refuses `i \ne 1 A = 0`: a condition that nothing parts from its claim."""
    if len({waiting.sign.text for waiting in group}) < 2:
        return
    for waiting in group:
        index, other = sides[id(waiting.left)], sides[id(waiting.right)]
        match index, other:
            case n.Running(n.Letter() | n.Label()), n.Product():
                if any(isinstance(k, n.Symbol | n.Partial) for k in walk(other)):
                    raise NotUnderstood(
                        "an index is related to a product here, in a chain with "
                        "another sign; put a comma behind the condition, "
                        r"i \ne 1, \ A = B",
                        waiting.sign.start,
                    )
            case _:
                pass


def _outside(group: list[Waiting]) -> frozenset[str]:
    """The letters that a statement has outside its sums, its conditions among them."""
    sides = [marks for w in group for marks in (w.left, w.right)]
    said = (
        m.text for c in group[0].chain.conditions for m in c.marks if m.kind == "letter"
    )
    return frozenset(said).union(*map(outer_letters, sides))


def _wants_one_index(
    ways: tuple[n.Condition, ...], sides: dict[int, Expression]
) -> None:
    """Refuses a condition of real quantities at an index that the claim has not."""
    own = frozenset[str]().union(*map(free_letters, sides.values()))
    for comparison in (one for way in ways for one in comparisons(way)):
        both = (comparison.left, comparison.right)
        real = any(isinstance(node, n.Symbol) for side in both for node in walk(side))
        for letter in {*free_letters(both[0]), *free_letters(both[1])} - own:
            if real:
                raise NotUnderstood(FOR_EACH.format(letter), comparison.at or 0)


def _spelling(marks: Marks) -> str:
    """The marks as one text, without what changes nothing in the meaning."""
    found = []
    for mark in marks:
        inside = "".join("{" + _spelling(part) + "}" for part in mark.parts)
        found.append(f"{mark.text} {inside}")
    return "".join(found)
