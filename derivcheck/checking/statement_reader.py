"""Statements, read in order: into the model, or as claims that wait until it is known.

What comes after a claim in its statement, or goes on from it in the next, belongs to
its chain: conditions, and the set that its last side lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from ..expressions import Fault, NotUnderstood, Sentence
from ..latex import (
    Marks,
    Statement,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    relations_in,
)
from ..latex.grammar import not_known, read_expression
from ..models import Declarations
from .beside import (
    INDEX_ASSUMED,
    OF_THE_OTHERS,
    OR_ASSUMED,
    Assumption,
    Chain,
    Draft,
    Neighbours,
    Refused,
    Waiting,
    may_claim,
    part_of,
)
from .claim import Claim
from .conditions import (
    JUDGED,
    Stipulation,
    alternatives_of,
    names_an_index,
    relates_indices,
)
from .reading import ReasonKind, Stated, Unread
from .scope import Passage
from .sentences import Sentences, Spent

NO_CLAIM = {
    r"\to": r"\to is read in f : A \to B alone",
    "=:": "=: stands last in a chain, behind what it names",
    r"\equiv": r"\equiv could define or claim: write := where it defines, = where it "
    "claims",
}


OTHERWISE = {"otherwise", "else"}


class StatementReader:
    """Reads the statements of a scope in order, into the model and into drafts."""

    def __init__(self, declarations: Declarations) -> None:
        self.declarations = declarations
        self.context = declarations.context
        self.order = 0
        self.chain: Chain | None = None
        self.drafts: list[Draft] = []
        self.assumptions: list[tuple[int, Claim]] = []
        self.problems: list[tuple[int, Fault]] = []
        self.accounted: list[int] = []
        self.sentences = Sentences()

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

    def account(self, marks: Marks) -> None:
        """Notes that the signs among marks of the passage were taken up."""
        self.accounted += self.passage.places(marks)

    def account_for(self, stipulations: Iterable[Stipulation]) -> None:
        """Notes the signs of conditions that are told, or name a case of the text."""
        self.accounted += [at for one in stipulations for at in one.places]

    def problem_of(self, order: int, at: int, fault: Fault) -> None:
        """Notes what is wrong in a statement, or in one taken over at the first."""
        for draft in self.drafts:
            if order < draft.first + len(draft.statements):
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
            self.declarations.define(statement, self.order)
        elif is_range(statement):
            self.declarations.range(statement)
        elif is_mapping(statement):
            self.declarations.mapping(statement)
        elif is_membership(statement):
            try:
                self.declarations.member(statement, self.order)
            except NotUnderstood as error:
                names = self.declarations.names_given(statement.sides[0])
                self.declarations.unread |= dict.fromkeys(names, error.fault)
                raise

    def refuse_all(self, passage: Passage, error: NotUnderstood) -> None:
        """Notes for each relation sign of a passage that nothing of it was read."""
        tex = passage.mathematics.tex
        read = Unread(error.fault, passage.offset(error.at))
        refused = [
            Stated(passage.offset(sign.start), tex.strip(), sign.text, "", 0, read)
            for sign in passage.signs
            if sign.claims
        ]
        self.drafts.append(Draft(passage, [], self.order + 1, refused=refused))
        self.accounted += [passage.offset(sign.start) for sign in passage.signs]
        if not refused:
            self.problem(error.at, error.fault)

    def read(self, passage: Passage, statements: Sequence[Statement]) -> None:
        """Reads the statements of one passage."""
        self.drafts.append(Draft(passage, statements, self.order + 1))
        self.context.layout = passage.layout
        row = self.sentences.row_of(
            self.drafts, self.context.names, self.declarations.given.quantities
        )
        if isinstance(row, Spent):
            if row.fault is not None:
                self.problem(statements[0].start, row.fault)
                self.accounted += passage.places(passage.marks)
            for statement in statements:
                self.order += 1
                if row.assumed:
                    self.assume(statement, [])
            return
        if self.relates_letters_alone(statements):
            for statement in statements:
                self.order += 1
                self.claim(statement, row)
            return
        displayed = self.chain
        for number, statement in enumerate(statements):
            self.order += 1
            self.read_statement(statement, statements[number + 1 :], row)
        self.left_over(row)
        self.account_for(row.unclaimed())
        if passage.display is None:  # a display goes on from the display before it
            self.chain = displayed

    def read_statement(
        self, statement: Statement, rest: Sequence[Statement], row: Neighbours
    ) -> None:
        """Reads one statement, with those behind it in sight."""
        if statement.before == "remark" and row.previous != "remark":
            self.left_over(row)
            row.own, row.number = None, -1
        bound, row.bound, row.previous = row.bound, False, statement.before
        if statement.marks:
            self.account(statement.words)
        if self.is_otherwise(statement, row):
            return
        if not statement.relations:
            fine = row.alone(rest) or any(s.goes_on for s in rest[:1])
            self.no_relation(statement, fine=fine)
            row.alone_so_far = False
            row.own = None if statement.said else self.chain
            return
        row.alone_so_far = False
        if self.is_given(statement):
            row.own = self.read_given(statement) or row.own
            if is_definition(statement):
                row.defined_at = statement.start
            row.number = statement.row
            return
        match part_of(statement, rest, row, self.context.names, bound=bound):
            case Stipulation() as found:
                found = replace(found, places=self.passage.places(found.marks))
                row.stipulate(found, statement, rest)
            case Assumption():
                self.assume(statement, row.take())
                row.assuming = True
            case Refused(message):
                self.refuse(statement, message)
            case ReasonKind() as kind:
                self.reason(statement, kind, rest, row)
            case None if row.as_reason:
                self.reason(statement, ReasonKind("reason"), rest, row)
                if row.leads_on:
                    self.sentences.reasons, row.reasons = row.reasons, []
            case None:
                row.own = self.claim(statement, row)
                row.number = statement.row

    def is_otherwise(self, statement: Statement, row: Neighbours) -> bool:
        """Refuses a claim that holds where the conditions of those before it do not.

        The word stands before it on its line, or behind it.
        """
        if OTHERWISE.isdisjoint(statement.said.lower().strip(" ,.;:").split()):
            return False
        if statement.relations and statement.before != "newline":
            self.refuse(statement, OF_THE_OTHERS)
            return True
        if not statement.relations and row.beside(statement) and row.own is not None:
            row.own.conditions.append(Stipulation((), refused=OF_THE_OTHERS))
            return True
        return False

    def reason(
        self,
        statement: Statement,
        kind: ReasonKind,
        rest: Sequence[Statement],
        row: Neighbours,
    ) -> None:
        """A claim that is said to be the reason for the claim beside it."""
        beside = row.own if row.beside(statement) else None
        if beside is None and not any(map(may_claim, rest)):
            beside = row.own
        before = len(self.draft.waiting)
        chain = self.claim(statement, Neighbours())
        places = [
            self.passage.offset(w.sign.start) for w in self.draft.waiting[before:]
        ]
        for waiting in self.draft.waiting[before:]:
            waiting.reason = kind
        if beside is not None and beside is not chain:
            beside.reasons += places
            self.chain = beside
        else:
            row.reasons += places

    def left_over(self, row: Neighbours) -> None:
        """Tells the conditions of no claim; text alone may name a case."""
        for one, at, words in row.of_no_claim(display=self.passage.display is not None):
            self.problem(at, Sentence(words))
            self.account_for([one])

    def no_relation(self, statement: Statement, *, fine: bool) -> None:
        """Words, and lists of letters after `for all`; anything else may be a slip.

        It is `fine` alone in its passage, and where the next line goes on from it.
        """
        marks = statement.marks
        self.account(marks)
        if self.hidden_relations(statement):
            return
        if not marks or statement.said or self.passage.display is None:
            return
        self.chain = Chain([], marks, self.passage)
        for mark in marks:
            if mark.kind == "unknown":
                self.problem(mark.start, Sentence(not_known(mark.text)))
                return
        if not fine:
            fault = Sentence("no relation stands in this statement")
            self.problem(statement.start, fault)

    def hidden_relations(self, statement: Statement) -> bool:
        """Refuses relations inside brackets, roots and fractions, where there are any.

        An indicator, an event in a name and the like are part of a term that is read.
        """
        found = relations_in(statement.marks)
        if not found:
            return False
        try:
            if statement.marks[0].text == "{":
                raise NotUnderstood("a set, or a system without its rows")
            read_expression(statement.marks, self.context, statement.start)
        except NotUnderstood:
            self.refuse(
                replace(statement, relations=found),
                "a relation inside brackets, a root or a fraction is not read: write "
                "it as a line of its own",
            )
        return True

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
        first = (*statement.sides[0], *statement.sides[1], statement.relations[0])
        self.account(first if is_definition(statement) else statement.marks)
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
                self.account((sign, *statement.sides[number + 1]))
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
            and not statement.said
            and relates_indices(statement, self.context.names)
            for statement in statements
        )

    def assume(self, statement: Statement, waiting: list[Stipulation]) -> None:
        """Takes in what is assumed from here on."""
        self.account(statement.marks)
        self.account_for(waiting)
        if names_an_index(statement, self.context.names):
            self.problem(statement.start, Sentence(INDEX_ASSUMED))
            return
        try:
            sides = [
                read_expression(side, self.context, statement.start)
                for side in statement.sides
            ]
            ways = alternatives_of(waiting, self.context)
            if len(ways) > 1:
                raise NotUnderstood(OR_ASSUMED, statement.start)
            condition = ways[0] if ways else None
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

    def claim(self, statement: Statement, row: Neighbours) -> Chain | None:
        """A chain of claims, which may go on with the one before."""
        waiting, reasons = row.take(), row.take_reasons()
        if statement.goes_on:
            chain = self.chain
            if chain is None:
                self.account_for(waiting)
                self.refuse(
                    statement,
                    "this opens with a relation, and no chain stands before it",
                )
                return None
            chain.conditions += waiting
            statement.sides[0] = chain.last
        else:
            chain = Chain([*row.always, *waiting])
            row.always_taken = True
        chain.reasons += [*row.always_reasons, *reasons]
        met = {sign.text for sign in statement.relations}
        for text, message in NO_CLAIM.items():
            if text in met:
                self.account_for(chain.conditions)
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
        self.account(statement.marks)
        for sign in statement.relations:
            start = self.passage.offset(sign.start)
            read = Unread(Sentence(message), start)
            self.draft.refused.append(
                Stated(start, "", sign.text, "", self.order, read)
            )
