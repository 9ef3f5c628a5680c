"""Statements, read in order: into the model, or as claims that wait until it is known.

What comes after a claim in its statement, or goes on from it in the next, belongs to
its chain: conditions, and the set that its last side lies in.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from ..expressions import Fault, NotUnderstood, Sentence
from ..latex import (
    UNREAD_RELATIONS,
    Assuming,
    Joined,
    Mark,
    Statement,
    Unclear,
    flat,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    relations_in,
)
from ..latex.grammar import not_known, read_expression
from ..models import Declarations, names_given
from ..words import Passage, changing_words, sign_given
from .beside import (
    DEFINED_BY_CASES,
    OF_THE_OTHERS,
    OTHERWISE,
    Assumption,
    Chain,
    Doubt,
    Draft,
    Refused,
    Waiting,
)
from .conditions import Stipulation, of_inputs, relate_letters_alone
from .given_again import NamesGiven
from .neighbours import STRONG, Neighbours, may_claim
from .parts_played import arrow_behind, part_of
from .premises import (
    IN_WORDS,
    assumed_in,
    is_given,
    relates_labels,
    restates,
    wants_a_declaring_sentence,
)
from .reading import ReasonKind
from .sentences import Sentences, Spent

SIGN_GIVEN = "a definition above that is not understood is of a sign in this line"
WRITE_CASES = r"write all of it as a formula, its cases in \begin{cases} … \end{cases}"
NO_CLAIM = {
    r"\ll": r"\ll does not say how much smaller: write < for it",
    r"\gg": r"\gg does not say how much larger: write > for it",
    r"\to": r"\to is read in f : A \to B alone",
    r"\leftarrow": r"\leftarrow assigns, behind one name on a line of its own",
    "=:": "=: stands last in a chain, behind what it names",
    r"\equiv": r"\equiv could define or claim: write := where it defines, = where it "
    "claims",
    ":=": "one := stands in a statement: write each definition by itself",
}


class StatementReader(NamesGiven):
    """Reads the statements of a scope in order, into the model and into drafts."""

    def __init__(self, declarations: Declarations) -> None:
        super().__init__(declarations)
        self.context = declarations.context
        self.chain: Chain | None = None
        self.lasting: list[Stipulation] = []
        self.sentences = Sentences()
        self.signs_given: set[str] = set()

    def take_over(self, statement: Statement) -> None:
        """Reads what another page gives; what is wrong there is told there."""
        with suppress(NotUnderstood):
            self.give(statement)
        self.order += 1

    def give(self, statement: Statement) -> None:
        """Takes a definition or declaration into the model."""
        if is_definition(statement):
            again = bool(self.drafts) and self.passage.gives_second_names
            self.declarations.define(statement, self.order, again=again)
        elif is_range(statement):
            self.declarations.range(statement)
        elif is_mapping(statement):
            self.declarations.mapping(statement)
        elif is_membership(statement):
            wants_a_declaring_sentence(statement, self.drafts[-1:], self.declarations)
            self.declare(statement)

    def read(self, passage: Passage, statements: Sequence[Statement]) -> None:
        """Reads the statements of one passage."""
        self.drafts.append(Draft(passage, statements, self.order + 1))
        self.context.layout = passage.layout
        row = self.sentences.row_of(
            self.drafts, self.context.names, self.declarations.given.quantities
        )
        self.account_for(self.sentences.take_named())
        if isinstance(row, Spent):
            if row.fault is not None:
                self.problem(statements[0].start, row.fault)
                self.refuse_before(row.fault)
                self.accounted += passage.places(passage.marks)
            for statement in statements:
                self.order += 1
                if row.assumed:
                    self.assume(statement, [])
                if row.doubt is not None:
                    self.doubt(statement, row.doubt)
            return
        names = self.context.names
        if passage.display is not None and relate_letters_alone(statements, names):
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

    def refuse_before(self, fault: Fault) -> None:
        """Refuses the definitions of the passage before, of which this is a case."""
        for draft in self.drafts[-2:-1]:
            for number, statement in enumerate(draft.statements):
                if is_definition(statement):
                    self.declarations.refuse(statement, fault, draft.first + number)

    def read_statement(
        self, statement: Statement, rest: Sequence[Statement], row: Neighbours
    ) -> None:
        """Reads one statement, with those behind it in sight."""
        if statement.before == "remark" and row.previous != "remark":
            self.left_over(row)
            row.own, row.number = None, -1
        bound, row.bound, row.previous = row.bound, False, statement.before
        row.bound_before = bound
        if statement.marks:
            self.account(statement.words)
        if self.is_otherwise(statement, row):
            return
        if not statement.relations:
            row.hear(statement)
            fine = row.alone(rest) or any(s.goes_on for s in rest[:1])
            self.no_relation(statement, fine=fine)
            row.alone_so_far = False
            row.own = None if statement.said else self.chain
            return
        row.alone_so_far = False
        if restates(statement, self.passage, self.declarations):
            statement.relations[0] = replace(statement.relations[0], text="=")
        if is_given(statement):
            row.own = self.read_given(statement) or row.own
            if is_definition(statement):
                row.defined_at = statement.start
                self.wants_no_change(statement, rest)
            row.number = statement.row
            return
        names, known = self.context.names, self.declarations.given.quantities
        inputs = of_inputs(statement, names, known)
        match part_of(statement, rest, row, names, bound=bound, inputs=inputs):
            case Stipulation() as found:
                found = replace(found, places=self.passage.places(found.marks))
                row.stipulate(found, statement, rest, names)
            case Assumption():
                self.assume(statement, row.take())
                row.assuming = True
            case Refused(message, doubtful):
                self.refuse(statement, message)
                if doubtful:
                    self.doubts.append(Doubt(self.order, statement.marks))
                row.refuse_before(message)
            case ReasonKind() as kind:
                self.reason(statement, kind, rest, row)
            case None if row.as_reason is not None:
                self.reason(statement, row.as_reason, rest, row)
                if row.leads_on:
                    self.sentences.reasons, row.reasons = row.reasons, []
            case None:
                row.claims += 1
                own, held = row.beside(statement) and row.own, [*row.held]
                joins = isinstance(statement.remark, Joined)
                row.paired = own if own and joins else None
                row.own = self.claim(statement, row)
                row.number = statement.row
                if own and not (held or statement.goes_on):
                    row.share_on(own, statement, rest, names)

    def wants_no_change(self, statement: Statement, rest: Sequence[Statement]) -> None:
        """Refuses a definition that words beside it may change, or give cases."""
        if words := changing_words(statement, rest):
            said = f'"{words}" beside a definition is not read'
        elif self.passage.sentence.changed:
            said = "words beside a definition are not read"
        else:
            return
        fault = Sentence(f"{said}; {WRITE_CASES}")
        self.problem(statement.start, fault)
        self.declarations.refuse(statement, fault, self.order)

    def is_otherwise(self, statement: Statement, row: Neighbours) -> bool:
        """Refuses a claim that holds where the conditions of those before it do not.

        The word is before it on its line, or behind it.
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
        """A claim that is said to be the reason for the claim beside it.

        What is left of an arrow is that for the claim to the right, and an aside
        between two claims for both.
        """
        leads = bool(arrow_behind(statement, rest))
        beside = row.own if row.beside(statement) and not leads else None
        if beside is None and not leads and not any(map(may_claim, rest)):
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
        joined = [s for s in rest[:1] if s.stop not in STRONG]
        between = kind.word == "aside" and any(map(may_claim, joined))
        if beside is None or beside is chain or between:
            row.reasons += places

    def left_over(self, row: Neighbours) -> None:
        """Tells the conditions of no claim; text alone may name a case."""
        for one, at, words in row.of_no_claim(display=self.passage.display is not None):
            fault = Sentence(words)
            self.problem(at, fault)
            self.account_for([one])
            if words == DEFINED_BY_CASES:
                for number, statement in enumerate(self.draft.statements):
                    if is_definition(statement):
                        order = self.draft.first + number
                        self.declarations.refuse(statement, fault, order)

    def no_relation(self, statement: Statement, *, fine: bool) -> None:
        """Words, and lists of letters after `for all`; anything else may be a slip.

        It is `fine` alone in its passage, and where the next line goes on from it.
        """
        marks = statement.marks
        self.account(marks)
        if self.hidden_relations(statement):
            return
        match statement.remark:
            case Assuming() | Unclear(_, "assumption") if marks:
                self.doubt(statement, Sentence(IN_WORDS))
            case _:
                pass
        if not marks or statement.said or self.passage.display is None:
            return
        self.chain = Chain([], marks, self.passage)
        for mark in marks:
            if mark.kind == "unknown":
                self.unknown(statement, mark)
                return
        if not fine:
            fault = Sentence("no relation stands in this statement")
            self.problem(statement.start, fault)

    def unknown(self, statement: Statement, mark: Mark) -> None:
        """Tells of a sign that is not known, as a relation where it is one."""
        if signs := [m for m in statement.marks if m.text in UNREAD_RELATIONS]:
            self.refuse(replace(statement, relations=signs), not_known(signs[0].text))
        else:
            self.problem(mark.start, Sentence(not_known(mark.text)))

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
            if is_definition(statement):
                self.signs_given |= {sign_given(statement)} - {"", "(", "["}
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
            if (message := NO_CLAIM.get(sign.text)) is not None:
                self.refuse(replace(statement, relations=[sign]), message)
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

    def finish(self) -> None:
        """Ends the reading: what waits for a formula names a case of the text."""
        self.account_for(self.sentences.let_go())
        self.declarations.finish()

    def assume(self, statement: Statement, waiting: list[Stipulation]) -> None:
        """Takes in what is assumed from here on."""
        self.account(statement.marks)
        self.account_for(waiting)
        if not waiting and relates_labels(statement, self.context):
            self.lasting.append(Stipulation(statement.marks))
            return
        try:
            found = assumed_in(statement, waiting, self.context, self.passage)
        except NotUnderstood as error:
            self.doubt(statement, error.fault, error.at)
            return
        self.assumptions += [(self.order, claim) for claim in found]
        if self.passage.definite:
            given, flat = self.declarations.given, self.passage.definite != "definite"
            for name in names_given(self.context.names, statement.sides[0]):
                if name in given.quantities:
                    given.make_definite(name, flat=flat)

    def claim(self, statement: Statement, row: Neighbours) -> Chain | None:
        """A chain of claims, which may go on with the one before."""
        waiting, reasons = row.take(), row.take_reasons()
        if self.signs_given.intersection(m.text for m in flat(statement.marks)):
            self.account_for(waiting)
            self.refuse(statement, SIGN_GIVEN)
            return None
        if statement.goes_on:
            chain = self.chain
            if chain is None:
                self.account_for(waiting)
                self.refuse(
                    statement,
                    "this begins with a relation, but no chain comes before it",
                )
                return None
            chain.conditions += waiting
            statement.sides[0] = chain.last
        else:
            chain = Chain([*self.lasting, *row.always, *waiting])
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
