"""Statements, read in order: into the model, or as claims that wait until it is known.

What comes after a claim in its statement, or goes on from it in the next, belongs to
its chain: conditions, and the set that its last side lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from ..expressions import Fault, NotUnderstood, Sentence
from ..latex import (
    ASSUMING,
    Mark,
    Marks,
    Statement,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    listed,
    signs,
)
from ..latex.grammar import not_known, read_expression
from ..models import Builder, mapped
from .claim import Claim
from .conditions import JUDGED, condition_of, is_condition
from .reading import Read, Stated, Unread
from .scope import Passage

NO_CLAIM = {
    r"\to": r"\to is read in f : A \to B alone",
    "=:": "=: stands last in a chain, behind what it names",
    r"\equiv": r"\equiv could define or claim: write := where it defines, = where it "
    "claims",
}


@dataclass(slots=True)
class Chain:
    """A chain of sides that later lines may go on with; `newest` is its last claim."""

    conditions: list[Marks] = field(default_factory=list)
    last: Marks = ()
    passage: Passage | None = None
    newest: Waiting | None = None


@dataclass(slots=True)
class Waiting:
    """A relation whose sides are read once the model is known.

    `written_left` is its left side as the page has it, maybe in a passage before;
    `within` the set that its right side lies in.
    """

    passage: Passage
    sign: Mark
    left: Marks
    right: Marks
    written_left: str
    chain: Chain
    statement: Statement
    order: int
    within: Marks = ()
    within_at: int = 0

    def stated(self, read: Read) -> Stated:
        """The relation with what it was read as."""
        return Stated(
            self.passage.offset(self.sign.start),
            self.written_left,
            self.sign.text,
            self.passage.written(self.right),
            self.order,
            read,
        )


@dataclass(slots=True)
class Draft:
    """What a passage says, as far as it can be read before the model is known.

    `last` is the order of its last statement. `definitions` are those with a label, and
    `refused` the relations whose form is none.
    """

    passage: Passage
    statements: Sequence[Statement]
    last: int
    definitions: list[tuple[int, Statement]] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    refused: list[Stated] = field(default_factory=list)


class StatementReader:
    """Reads the statements of a scope in order, into the model and into drafts."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.context = builder.context
        self.order = 0
        self.chain: Chain | None = None
        self.drafts: list[Draft] = []
        self.assumptions: list[tuple[int, Claim]] = []
        self.problems: list[tuple[int, Fault]] = []

    def learn_functions(self, statements: Iterable[Statement]) -> None:
        """Learns which names are functions, before anything is read."""
        for statement in statements:
            if not statement.sides:
                continue
            left = statement.sides[0]
            if is_mapping(statement):
                place = next(n for n, m in enumerate(left) if m.kind == "colon")
                after = left[place + 1 :]
                many = 1 + sum(m.text == r"\times" for m in after)
                for name, _ in mapped(self.context, left[:place]):
                    self.context.functions[name] = many
            elif is_definition(statement):
                try:
                    found = self.builder.function_name(left)
                except NotUnderstood:
                    continue
                if found is not None:
                    name, inside = found
                    commas = sum(m.kind == "comma" for m in inside)
                    self.context.functions[name] = commas + 1
                    letters = tuple(part[0].text for part in listed(inside))
                    self.context.named[name] = letters

    # --- statements ----------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """What the passage says that is being read."""
        return self.drafts[-1]

    @property
    def passage(self) -> Passage:
        """The passage that is being read."""
        return self.draft.passage

    def problem(self, at: int, fault: Fault) -> None:
        """Notes what is wrong at a place of the passage."""
        self.problems.append((self.passage.offset(at), fault))

    def problem_of(self, order: int, at: int, fault: Fault) -> None:
        """Notes what is wrong in a statement, or in one taken over at the first."""
        for draft in self.drafts:
            if order <= draft.last:
                self.problems.append((draft.passage.offset(at), fault))
                return

    def take_over(self, statement: Statement) -> None:
        """Reads what another page gives; what is wrong there is told there."""
        with suppress(NotUnderstood):
            self.give(statement)
        self.order += 1

    def give(self, statement: Statement) -> None:
        """Takes a definition or declaration into the model."""
        if is_definition(statement):
            self.builder.define(statement, self.order)
        elif is_range(statement):
            self.builder.range(statement)
        elif is_mapping(statement):
            self.builder.mapping(statement)
        elif is_membership(statement):
            self.builder.member(statement, self.order)

    def refuse_all(self, passage: Passage, error: NotUnderstood) -> None:
        """Notes for each relation sign of a passage that nothing of it was read."""
        tex = passage.mathematics.tex
        read = Unread(error.fault, passage.offset(error.at))
        refused = [
            Stated(passage.offset(at), tex.strip(), tex[at : at + 1], "", 0, read)
            for at in signs(tex)
        ]
        self.drafts.append(Draft(passage, [], self.order, refused=refused))

    def read(self, passage: Passage, statements: Sequence[Statement]) -> None:
        """Reads the statements of one passage."""
        self.drafts.append(Draft(passage, statements, self.order + len(statements)))
        waiting: list[Marks] = []
        self.context.layout = passage.layout
        own: Chain | None = None
        previous = ""
        if self.relates_letters_alone(statements):
            for statement in statements:
                self.order += 1
                self.claim(statement, [])
            return
        bound = False
        for number, statement in enumerate(statements):
            self.order += 1
            following = statements[number + 1 : number + 2]
            if statement.before == "remark" and previous != "remark":
                own, waiting = None, []
            previous = statement.before
            if not statement.relations:
                fine = len(statements) == 1 or any(s.goes_on for s in following)
                self.no_relation(statement, fine=fine)
                own = None if statement.words else self.chain
                continue
            if self.is_given(statement):
                own = self.read_given(statement) or own
                continue
            joined = bound and statement.words == {"and"} and not statement.goes_on
            bound = False
            if joined or is_condition(statement, self.context.names):
                ahead = any(s.colon for s in following)
                if own is not None and not ahead:
                    own.conditions.append(statement.marks)
                    bound = True
                else:
                    waiting.append(statement.marks)
                continue
            if statement.words & ASSUMING:
                self.assume(statement, waiting)
                waiting = []
                continue
            own = self.claim(statement, waiting)
            waiting = []

    def no_relation(self, statement: Statement, *, fine: bool) -> None:
        """Words, and lists of letters after `for all`; anything else may be a slip.

        It is `fine` alone in its passage, and where the next line goes on from it.
        """
        marks = statement.marks
        if not marks or statement.words or self.passage.display is None:
            return
        self.chain = Chain([], marks, self.passage)
        for mark in marks:
            if mark.kind == "unknown":
                self.problem(mark.start, Sentence(not_known(mark.text)))
                return
        if not fine:
            fault = Sentence("no relation stands in this statement")
            self.problem(statement.start, fault)

    def is_given(self, statement: Statement) -> bool:
        """Whether a statement gives something, and so claims nothing."""
        return (
            is_definition(statement)
            or is_range(statement)
            or is_mapping(statement)
            or (is_membership(statement) and bool(statement.sides[0]))
            or statement.relations[0].text == r"\leftarrow"
        )

    def read_given(self, statement: Statement) -> Chain | None:
        """A definition, declaration or assignment; the chain that goes on from it."""
        if statement.relations[0].text == r"\leftarrow":
            self.assignment(statement)
            return None
        try:
            self.give(statement)
        except NotUnderstood as error:
            self.problem(error.at or statement.start, error.fault)
        if not is_definition(statement):
            return None
        if r"\label" in self.passage.mathematics.tex:
            self.draft.definitions.append((self.order, statement))
        chain = Chain([], statement.sides[-1], self.passage)
        for number, sign in enumerate(statement.relations[1:], 1):
            if sign.text == r"\in":
                fault = Sentence(
                    r"a definition ends before \in; declare the shape in a statement "
                    "of its own"
                )
                self.problem(sign.start, fault)
                continue
            self.wait(statement, number, chain)
        self.chain = chain
        return chain

    def assignment(self, statement: Statement) -> None:
        """Reads the sides of an assignment, and notes what in them is wrong."""
        for side in statement.sides:
            try:
                read_expression(side, self.context, statement.start)
            except NotUnderstood as error:
                self.problem(error.at, error.fault)

    def relates_letters_alone(self, statements: Sequence[Statement]) -> bool:
        """Whether a display has nothing but conditions, and so no claim they are of."""
        return self.passage.display is not None and all(
            bool(statement.relations)
            and not statement.words
            and is_condition(statement, self.context.names)
            for statement in statements
        )

    def assume(self, statement: Statement, waiting: list[Marks]) -> None:
        """Takes in what is assumed from here on."""
        try:
            sides = [
                read_expression(side, self.context, statement.start)
                for side in statement.sides
            ]
            condition = condition_of(waiting, self.context)
        except NotUnderstood as error:
            self.problem(error.at, error.fault)
            return
        for number, sign in enumerate(statement.relations):
            if sign.text not in JUDGED - {r"\approx", r"\propto"}:
                fault = Sentence(f"{sign.text} is no assumption")
                self.problem(sign.start, fault)
                continue
            said = (
                f"{self.passage.written(statement.sides[number])} {sign.text} "
                f"{self.passage.written(statement.sides[number + 1])}"
            )
            found = Claim(
                sides[number], sign.text, sides[number + 1], condition, sign.start, said
            )
            self.assumptions.append((self.order, found))

    def claim(self, statement: Statement, waiting: list[Marks]) -> Chain | None:
        """A chain of claims, which may go on with the one before."""
        if statement.goes_on:
            chain = self.chain
            if chain is None:
                self.refuse(
                    statement,
                    "this opens with a relation, and no chain stands before it",
                )
                return None
            chain.conditions += waiting
            statement.sides[0] = chain.last
        else:
            chain = Chain(list(waiting))
        met = {sign.text for sign in statement.relations}
        for text, message in NO_CLAIM.items():
            if text in met:
                self.refuse(statement, message)
                return None
        for number, sign in enumerate(statement.relations):
            if sign.text != r"\in":
                self.wait(statement, number, chain)
            elif chain.newest is not None:
                chain.newest.within = statement.sides[number + 1]
                chain.newest.within_at = sign.start
        if statement.sides[-1]:
            chain.last, chain.passage = statement.sides[-1], self.passage
        if statement.before != "remark":
            self.chain = chain
        return chain

    def wait(self, statement: Statement, number: int, chain: Chain) -> None:
        """Notes a relation that is read once all of the model is known."""
        sign = statement.relations[number]
        left, right = statement.sides[number : number + 2]
        before = chain.passage if statement.goes_on and number == 0 else None
        written = (before or self.passage).written(left)
        chain.newest = Waiting(
            self.passage, sign, left, right, written, chain, statement, self.order
        )
        self.draft.waiting.append(chain.newest)

    def refuse(self, statement: Statement, message: str) -> None:
        """Notes for each relation of a statement that it is not understood."""
        for sign in statement.relations:
            start = self.passage.offset(sign.start)
            read = Unread(Sentence(message), start)
            self.draft.refused.append(
                Stated(start, "", sign.text, "", self.order, read)
            )
