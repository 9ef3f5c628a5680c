"""Statements, read: into the model, or as claims that wait for their verdicts."""

from __future__ import annotations

from ..evaluation import Sampler
from ..expressions import Comparison, Condition, Every, NotUnderstood, comparisons
from ..latex import (
    ASSUMING,
    CONDITION_WORDS,
    Mark,
    Marks,
    Statement,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    listed,
)
from ..latex.grammar import not_known, read_condition, read_expression
from ..models import Builder, mapped
from .claim import Claim, Verdict
from .records import Chain, Pending, Piece, Relation, Scope, written_text

JUDGED = {"=", r"\ne", "<", ">", r"\le", r"\ge", r"\approx", r"\propto"}


class Reading:
    """Reads a scope's statements in order, into the model and into pending claims."""

    def __init__(self, scope: Scope, builder: Builder) -> None:
        self.scope = scope
        self.builder = builder
        self.model = builder.model
        self.context = builder.context
        self.order = 0
        self.chain: Chain | None = None
        self.pending: list[Pending] = []
        self.assumptions: list[tuple[int, Claim]] = []
        self.starts: set[tuple[str, int, int]] = set()
        self.last: tuple[Claim | None, Sampler | None] = (None, None)
        self.definitions: list[tuple[Piece, Statement, int]] = []

    def learn_functions(self, statements: list[Statement]) -> None:
        """The names that are functions, before anything is read."""
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

    def problem(self, piece: Piece | None, at: int, message: str) -> None:
        """Notes what is wrong at a place of a piece."""
        if piece is not None:
            self.scope.problems.append((piece.offset(at), message))

    def give(self, statement: Statement, piece: Piece | None, order: int) -> None:
        """Takes a definition or declaration into the model."""
        try:
            if is_definition(statement):
                self.builder.define(statement, order)
            elif is_range(statement):
                self.builder.range(statement)
            elif is_mapping(statement):
                self.builder.mapping(statement)
            elif is_membership(statement):
                self.builder.member(statement, order)
        except NotUnderstood as error:
            self.problem(piece, error.at or statement.start, error.message)

    def read(self, piece: Piece) -> None:
        """Reads one piece, statement by statement."""
        waiting: list[Marks] = []
        self.context.layout = piece.layout
        own: Chain | None = None
        previous = ""
        if self.relates_letters_alone(piece):
            for statement in piece.statements:
                self.order += 1
                self.claim(statement, piece, [])
            return
        bound = False
        for number, statement in enumerate(piece.statements):
            self.order += 1
            if statement.before == "remark" and previous != "remark":
                own, waiting = None, []
            previous = statement.before
            if not statement.relations:
                self.no_relation(statement, piece, piece.statements[number + 1 :])
                own = None if statement.words else self.chain
                continue
            if self.is_given(statement):
                own = self.read_given(statement, piece) or own
                continue
            joined = bound and statement.words == {"and"} and not statement.goes_on
            bound = False
            if joined or self.is_condition(statement, piece):
                following = piece.statements[number + 1 : number + 2]
                ahead = bool(following) and following[0].colon
                if own is not None and not ahead:
                    own.conditions.append(statement.marks)
                    bound = True
                else:
                    waiting.append(statement.marks)
                continue
            if statement.words & ASSUMING:
                self.assume(statement, piece, waiting)
                waiting = []
                continue
            own = self.claim(statement, piece, waiting)
            waiting = []

    def no_relation(
        self, statement: Statement, piece: Piece, rest: list[Statement]
    ) -> None:
        """Words, and lists of letters after `for all`; anything else is a slip."""
        marks = statement.marks
        if not marks or statement.words or piece.display is None:
            return
        self.chain = Chain([], marks, piece, self.order)
        for mark in marks:
            if mark.kind == "unknown":
                self.problem(piece, mark.start, not_known(mark.text))
                return
        alone = len(piece.statements) == 1
        if not alone and not (rest and rest[0].goes_on):
            self.problem(piece, statement.start, "no relation stands in this statement")

    def is_given(self, statement: Statement) -> bool:
        """Whether a statement gives something, and so claims nothing."""
        return (
            is_definition(statement)
            or is_range(statement)
            or is_mapping(statement)
            or (is_membership(statement) and bool(statement.sides[0]))
            or statement.relations[0].text == r"\leftarrow"
        )

    def read_given(self, statement: Statement, piece: Piece) -> Chain | None:
        """A definition, declaration or assignment; the chain that goes on from it."""
        if statement.relations[0].text == r"\leftarrow":
            self.assignment(statement, piece)
            return None
        self.give(statement, piece, self.order)
        if not is_definition(statement):
            return None
        if r"\label" in piece.mathematics.tex:
            self.definitions.append((piece, statement, self.order))
        chain = Chain([], statement.sides[-1], piece, self.order)
        for number, sign in enumerate(statement.relations[1:], 1):
            if sign.text == r"\in":
                self.problem(
                    piece,
                    sign.start,
                    r"a definition ends before \in; declare the shape in a statement "
                    "of its own",
                )
                continue
            self.wait(piece, sign, statement, number, chain, piece)
        self.chain = chain
        return chain

    def assignment(self, statement: Statement, piece: Piece) -> None:
        """Reads the sides of an assignment, and notes what in them is wrong."""
        for side in statement.sides:
            try:
                read_expression(side, self.context, statement.start)
            except NotUnderstood as error:
                self.problem(piece, error.at, error.message)

    def relates_letters_alone(self, piece: Piece) -> bool:
        """Whether a display has nothing but conditions, and so no claim they are of."""
        return piece.display is not None and all(
            bool(statement.relations)
            and not statement.words
            and self.is_condition(statement, piece)
            for statement in piece.statements
        )

    def is_condition(self, statement: Statement, piece: Piece) -> bool:
        """Whether the statement is the condition of the claim beside it."""
        if any(r.text not in JUDGED for r in statement.relations):
            return False
        if statement.goes_on:
            return False
        if statement.words & ASSUMING:
            return False
        if statement.stands == "case":
            return True
        if statement.words & (CONDITION_WORDS - {"where", "with"}):
            return True
        return self.of_indices(statement)

    def of_indices(self, statement: Statement) -> bool:
        """Whether a statement relates only indices, labels and sizes."""
        names = self.context.names
        marks = [m for side in statement.sides for m in side]
        found = 0
        for place, mark in enumerate(marks):
            if mark.kind in {"number", "operator"}:
                continue
            if mark.kind == "sub" and place and marks[place - 1].kind == "letter":
                continue
            if mark.kind in {"letter", "name"} and mark.text in names.labelled:
                found += 1
                continue
            above = mark.kind == "sup" and place > 0
            if above and marks[place - 1].text in names.labelled:
                continue
            if mark.kind not in {"letter", "name"}:
                return False
            text = mark.text
            following = marks[place + 1] if place + 1 < len(marks) else None
            if following is not None and following.kind == "sub":
                inside = "".join(m.text for m in following.parts[0])
                text = f"{mark.text}_{inside}"
                if text not in names.sizes:
                    return False
            index = text in names.indices or text in names.labels or text in names.sizes
            bare = any(p.slots == 0 for p in names.patterns.get(text, ())) and (
                text not in names.labels
            )
            if not index or bare:
                return False
            found += 1
        return found > 0

    def assume(self, statement: Statement, piece: Piece, waiting: list[Marks]) -> None:
        """Takes in what is assumed from here on."""
        try:
            sides = [
                read_expression(side, self.context, statement.start)
                for side in statement.sides
            ]
            condition = self.condition(waiting)
        except NotUnderstood as error:
            self.problem(piece, error.at, error.message)
            return
        for number, sign in enumerate(statement.relations):
            if sign.text not in JUDGED - {r"\approx", r"\propto"}:
                self.problem(piece, sign.start, f"{sign.text} is no assumption")
                continue
            said = (
                f"{written_text(piece, statement.sides[number])} {sign.text} "
                f"{written_text(piece, statement.sides[number + 1])}"
            )
            found = Claim(
                sides[number], sign.text, sides[number + 1], condition, sign.start, said
            )
            self.assumptions.append((self.order, found))

    def claim(
        self, statement: Statement, piece: Piece, waiting: list[Marks]
    ) -> Chain | None:
        """A chain of claims, which may go on with the one before."""
        if statement.goes_on:
            chain = self.chain
            if chain is None:
                self.refuse(
                    statement,
                    piece,
                    "this opens with a relation, and no chain stands before it",
                )
                return None
            chain.conditions += waiting
            left_piece = chain.piece or piece
            statement.sides[0] = chain.last
        else:
            chain = Chain(list(waiting))
            left_piece = piece
        if any(r.text == r"\to" for r in statement.relations):
            self.refuse(statement, piece, r"\to is read in f : A \to B alone")
            return None
        if any(r.text == "=:" for r in statement.relations):
            self.refuse(
                statement, piece, "=: stands last in a chain, behind what it names"
            )
            return None
        if any(r.text == r"\equiv" for r in statement.relations):
            self.refuse(
                statement,
                piece,
                r"\equiv could define or claim: write := where it defines, = where it "
                "claims",
            )
            return None
        for number, sign in enumerate(statement.relations):
            if sign.text == r"\in":
                self.within(statement, number, chain)
                continue
            self.wait(
                piece,
                sign,
                statement,
                number,
                chain,
                left_piece if number == 0 else piece,
            )
        if statement.sides[-1]:
            chain.last, chain.piece = statement.sides[-1], piece
        chain.order = self.order
        if statement.before != "remark":
            self.chain = chain
        return chain

    def within(self, statement: Statement, number: int, chain: Chain) -> None:
        """A set at the end of a claim: a check of shape."""
        if self.pending and self.pending[-1].chain is chain:
            self.pending[-1].within = statement.sides[number + 1]
            self.pending[-1].within_at = statement.relations[number].start

    def wait(
        self,
        piece: Piece,
        sign: Mark,
        statement: Statement,
        number: int,
        chain: Chain,
        left_piece: Piece,
    ) -> None:
        """Notes a relation that is judged once all of the model is known."""
        self.pending.append(
            Pending(
                piece,
                sign,
                statement.sides[number],
                statement.sides[number + 1],
                left_piece,
                chain,
                statement,
                self.order,
            )
        )

    def refuse(self, statement: Statement, piece: Piece, message: str) -> None:
        """Gives each relation of a statement the verdict that it is not understood."""
        for sign in statement.relations:
            verdict = Verdict("not understood", message, place=piece.offset(sign.start))
            piece.relations.append(
                Relation(piece.offset(sign.start), "", sign.text, "", verdict)
            )

    def condition(self, waiting: list[Marks]) -> Condition | None:
        """The conditions that stand beside a claim, as one."""
        found: list[Comparison] = []
        for marks in waiting:
            found += comparisons(read_condition(marks, self.context))
        if not found:
            return None
        return found[0] if len(found) == 1 else Every(tuple(found))
