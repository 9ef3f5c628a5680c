"""The statements of a part of a page: a model from some, verdicts for the others.

A scope reaches from one `fresh` to the next. Its statements are read twice: once to
learn the names, once, with the names known, for their meaning.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import balls
from .assume import Assumed
from .components import is_zero
from .cursor import Context
from .declare import Builder, mapped
from .directions import along
from .directives import WrongAt
from .evaluate import Machine
from .expression import (
    Comparison,
    Condition,
    Every,
    Expression,
    Extent,
    Label,
    Letter,
    Negative,
    NotUnderstood,
    Number,
    Running,
    Symbol,
    comparisons,
    walk,
)
from .extents import Key, families, slot
from .latex import read_condition, read_expression
from .learning import learn
from .model import REAL, Model
from .names import (
    Names,
    is_definition,
    is_index_set,
    is_mapping,
    is_membership,
    is_range,
    listed,
)
from .notation import Mark, Marks, signs
from .pieces import Mathematics
from .questions import not_known, outer_letters
from .sample import Sampler
from .sets import read_set
from .sides import Kind, Shape
from .statements import ASSUMING, CONDITION_WORDS, Statement, read_statements
from .trial import Claim, Verdict
from .verdict import judge

LARGEST_ENTRY = 8  # for which a free size is made large enough
JUDGED = {"=", r"\ne", "<", ">", r"\le", r"\ge", r"\approx", r"\propto"}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a relation was judged on: the assumptions, its place, the page's names."""

    assumed: Assumed
    order: int
    names: Names


@dataclass(slots=True)
class Relation:
    """One relation of a page, with its place and its verdict."""

    start: int
    left: str
    sign: str
    right: str
    verdict: Verdict
    display: int | None = None
    ordinal: int = 0
    line: int = 0
    column: int = 0
    expected: bool = True
    wanted: str = "holds"
    place: tuple[int, int] | None = None
    claim: Claim | None = None
    sampler: Sampler | None = None
    ground: Ground | None = None

    @property
    def verdict_place(self) -> tuple[int, int]:
        """Where what is wrong stands: the relation itself, or the sign not read."""
        return self.place or (self.line, self.column)


@dataclass(slots=True)
class Piece:
    """One piece of mathematics, what it says, and what came of it."""

    mathematics: Mathematics
    display: int | None
    layout: str | None = None
    marks: Marks = ()
    statements: list[Statement] = field(default_factory=list)
    formulas: list[Claim] = field(default_factory=list)
    machine: Machine | None = None
    relations: list[Relation] = field(default_factory=list)
    error: NotUnderstood | None = None
    wrong: WrongAt | None = None
    wrong_start: int = 0

    def offset(self, at: int) -> int:
        """The place in the page of a place in this piece's text."""
        return self.mathematics.offset(min(at, len(self.mathematics.tex)))


@dataclass(slots=True)
class Scope:
    """What holds between two `fresh`."""

    pieces: list[Piece] = field(default_factory=list)
    mentions: list[Piece] = field(default_factory=list)
    imported: list[Statement] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    seed: int = 0


@dataclass(slots=True)
class Chain:
    """A chain of sides that later lines may go on with."""

    conditions: list[Marks] = field(default_factory=list)
    last: Marks = ()
    piece: Piece | None = None
    order: int = 0
    broken: bool = False


@dataclass(slots=True)
class Pending:
    """A relation that waits for its verdict."""

    piece: Piece
    sign: Mark
    left: Marks
    right: Marks
    left_piece: Piece
    chain: Chain
    statement: Statement
    order: int
    within: Marks = ()
    within_at: int = 0


def check_scope(scope: Scope) -> None:
    """Gives every relation of the scope's pieces its verdict."""
    statements = list(scope.imported)
    known = text_names(scope)
    for piece in scope.pieces:
        if piece.error is not None:
            _refuse(piece, piece.error)
            continue
        try:
            piece.statements = read_statements(piece.marks, known)
        except NotUnderstood as error:
            _refuse(piece, error)
            continue
        statements += piece.statements
    names = learn(statements)
    model = Model(parts=names.parts)
    model.extents.families = families(names.sizes, names.indices)
    context = Context(names)
    for pattern_list in names.patterns.values():
        for pattern in pattern_list:
            context.slots[names.identity(pattern)] = pattern.slots
    reading = _Reading(scope, Builder(model, context))
    reading.starts = _mentioned(scope, names)
    reading.learn_functions(statements)
    for order, statement in enumerate(scope.imported):
        reading.give(statement, None, order)
    reading.order = len(scope.imported)
    for piece in scope.pieces:
        reading.read(piece)
    reading.judge_all()
    scope.inputs = list(_inputs(model))


def _mentioned(scope: Scope, names: Names) -> set[tuple[str, int, int]]:
    """Entries that the text mentions by number, such as a start $h_0$."""
    found: set[tuple[str, int, int]] = set()
    for piece in scope.mentions:
        for occurrence in names.occurrences(names.fuse(piece.marks)):
            matched = names.match(occurrence) or names.loosely(occurrence)
            if matched is None:
                continue
            for number, item in enumerate(matched[1]):
                if item.text == "0" and not item.shift:
                    found.add((names.identity(matched[0]), number, int(item.text)))
    return found


def text_names(scope: Scope) -> frozenset[str]:
    r"""Words of `\text` that a definition or declaration introduces."""
    found: set[str] = set()
    for piece in scope.pieces:
        for place, mark in enumerate(piece.marks):
            if mark.kind != "text":
                continue
            ahead = place + 1
            while ahead < len(piece.marks) and piece.marks[ahead].kind in {
                "sub",
                "sup",
            }:
                ahead += 1
            if ahead < len(piece.marks) and piece.marks[ahead].text in {":=", r"\in"}:
                found.add(mark.text)
    return frozenset(found)


def own_error(error: Exception) -> str:
    """The sentence for an exception that nobody foresaw, with its place in the code."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    file = last.filename.replace("\\", "/").rpartition("/")[2]
    return (
        f"this is an error of derivcheck, not of the page: {type(error).__name__} "
        f"in {file}, line {last.lineno}"
    )


def give_up(scope: Scope, error: Exception) -> None:
    """Leaves undecided what has no verdict yet, when a whole scope came to nothing."""
    if isinstance(error, RecursionError):
        reason = "nested too deeply"
    else:
        reason = own_error(error)
        scope.mistakes.append("".join(traceback.format_exception(error)))
    for piece in scope.pieces:
        tex = piece.mathematics.tex
        told = {relation.start for relation in piece.relations}
        piece.relations += [
            Relation(
                piece.offset(at),
                tex.strip(),
                tex[at : at + 1],
                "",
                Verdict("undecided", reason),
            )
            for at in signs(tex)
            if piece.offset(at) not in told
        ]
    if scope.pieces:
        scope.problems.append((scope.pieces[0].offset(0), reason))


def _refuse(piece: Piece, error: NotUnderstood) -> None:
    """An entry for each relation sign of a piece that could not be read at all."""
    tex = piece.mathematics.tex
    verdict = Verdict("not understood", error.message, place=piece.offset(error.at))
    piece.relations = [
        Relation(piece.offset(at), tex.strip(), tex[at : at + 1], "", verdict)
        for at in signs(tex)
    ]
    piece.error = error


class _Reading:
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
                f"{_text(piece, statement.sides[number])} {sign.text} "
                f"{_text(piece, statement.sides[number + 1])}"
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
        for sign in statement.relations:
            verdict = Verdict("not understood", message, place=piece.offset(sign.start))
            piece.relations.append(
                Relation(piece.offset(sign.start), "", sign.text, "", verdict)
            )

    def condition(self, waiting: list[Marks]) -> Condition | None:
        found: list[Comparison] = []
        for marks in waiting:
            found += comparisons(read_condition(marks, self.context))
        if not found:
            return None
        return found[0] if len(found) == 1 else Every(tuple(found))

    # --- verdicts ------------------------------------------------------------------

    def judge_all(self) -> None:
        """Settles the model, then judges what waits, statement by statement."""
        model = self.model
        for name, number, value in self.starts:
            if value == 0 and name in model.quantities:
                model.quantities[name].starts.add((number, value))
        try:
            model.settle()
        except NotUnderstood as error:
            first = self.scope.pieces[0] if self.scope.pieces else None
            self.problem(first, error.at, error.message)
        self.tell_broken()
        self.make_room()
        machine = Machine(model, balls.ball if balls.present() else None)
        self.assumed = Assumed(
            model, machine, self.scope.seed, self.settled_assumptions()
        )
        groups: dict[int, list[Pending]] = {}
        for pending in self.pending:
            groups.setdefault(id(pending.statement), []).append(pending)
        for piece in self.scope.pieces:
            piece.machine = machine
        self.keep_definitions()
        for group in groups.values():
            try:
                self.judge_statement(group)
            except Exception as error:  # whatever it is, the others are judged
                self.own_error(group, error)

    def make_room(self) -> None:
        """Makes free sizes large enough for the entries that claims name by number."""
        names, extents = self.context.names, self.model.extents
        sides = {id(m): m for p in self.pending for m in (p.left, p.right)}
        found = [o for marks in sides.values() for o in names.occurrences(marks)]
        for matched in filter(None, map(names.match, found)):
            name = names.identity(matched[0])
            for number, item in enumerate(matched[1]):
                key = slot(name, number)
                if item.kind != "number" or key in extents.widths:
                    continue
                root, entry = extents.find(key), int(item.text)
                if entry <= LARGEST_ENTRY:
                    extents.least[root] = max(extents.least.get(root, 1), entry)

    def own_error(self, group: list[Pending], error: Exception) -> None:
        """Says that a statement could not be judged for a slip of the checker's."""
        self.scope.mistakes.append("".join(traceback.format_exception(error)))
        for pending in group:
            if not any(
                r.start == pending.piece.offset(pending.sign.start)
                for r in pending.piece.relations
            ):
                self.give_verdict(pending, Verdict("undecided", own_error(error)))

    def keep_definitions(self) -> None:
        """Definitions as formulas too, so that a labelled one can be called."""
        for piece, statement, order in self.definitions:
            self.context.layout = piece.layout
            at = statement.start
            try:
                left, right = (
                    read_expression(side, self.context, at)
                    for side in statement.sides[:2]
                )
                found = self.settled(Claim(left, ":=", right, None, at), order)
            except NotUnderstood:
                continue  # told where the definition itself was read
            piece.formulas.append(found)

    def tell_broken(self) -> None:
        told = {message for _, message in self.scope.problems}
        for name, message in self.model.broken.items():
            if message in told:
                continue
            quantity = self.model.quantities.get(name)
            at = quantity.rows[0].at if quantity and quantity.rows else 0
            order = quantity.rows[0].order if quantity and quantity.rows else 0
            piece = self.piece_at(order)
            self.problem(piece, at, f"{self.model.spelled(name)}: {message}")

    def piece_at(self, order: int) -> Piece | None:
        count = len(self.scope.imported)
        for piece in self.scope.pieces:
            count += len(piece.statements)
            if order <= count:
                return piece
        return None

    def settled_assumptions(self) -> list[tuple[int, Claim]]:
        found = []
        for order, claim in self.assumptions:
            try:
                found.append((order, self.settled(claim, order)))
            except NotUnderstood as error:
                self.problem(self.piece_at(order), error.at, error.message)
        return found

    def settled(self, claim: Claim, order: int) -> Claim:
        """A claim entry by entry, over the versions of names in force at its place."""
        found, model = self.in_force(claim, order), self.model
        left, right, whole = by_components(model, found.left, found.right, claim.at)
        return replace(found, left=left, right=right, whole=whole)

    def in_force(self, claim: Claim, order: int) -> Claim:
        """A claim over the versions of names in force at its place, arrays whole."""
        model = self.model
        condition = claim.condition
        if condition is not None:
            condition = Every(
                tuple(
                    Comparison(
                        self.number(c.left, order, claim.at),
                        c.sign,
                        self.number(c.right, order, claim.at),
                    )
                    for c in comparisons(condition)
                )
            )
        left, right = self.meant(claim.left, order), self.meant(claim.right, order)
        model.complain(left)
        model.complain(right)
        said = (left, claim.sign, right)
        return replace(claim, left=left, right=right, condition=condition, said=said)

    def number(self, expression: Expression, order: int, at: int) -> Expression:
        """A side of a condition, which relates numbers."""
        found = self.meant(expression, order)
        shape = self.model.arrays.shape(found)
        if shape.kind != "number":
            raise NotUnderstood(
                f"a condition relates numbers; {self.model.arrays.say(shape)} stands "
                "here",
                at,
            )
        return self.model.arrays.entry(found, ())

    def meant(self, expression: Expression, order: int) -> Expression:
        found = self.model.resolved(self.model.whole(expression), order)
        for node in walk(found):
            if (
                isinstance(node, Symbol)
                and not node.name.startswith("@")
                and node.name not in self.model.quantities
            ):
                raise NotUnderstood(
                    f"{node.name} first appears in a claim: no definition reads it "
                    "and no declaration gives it",
                    node.at,
                )
        return found

    def names_a_case(self, pending: Pending, claim: Claim) -> bool:
        """Whether inline mathematics gives an input a number, as in "at $T = 2$"."""
        if pending.piece.display is not None or claim.sign != "=":
            return False
        number = isinstance(claim.right, Number) or (
            isinstance(claim.right, Negative) and isinstance(claim.right.term, Number)
        )
        if not number or not isinstance(claim.left, Symbol):
            return False
        version = self.model.version(claim.left.name, pending.order)
        quantity = self.model.quantities.get(version)
        return quantity is not None and not quantity.rows

    def judge_statement(self, group: list[Pending]) -> None:
        """Reads all sides of a statement first: one that is not read spoils it all."""
        self.last = (None, None)
        sides: dict[int, Expression] = {}
        self.context.layout = group[0].piece.layout
        try:
            context = replace(self.context, outside=_outside(group))
            condition = self.condition(group[0].chain.conditions)
            for pending in group:
                for marks in (pending.left, pending.right):
                    if id(marks) not in sides:
                        if not marks:
                            raise NotUnderstood(
                                "a side of this relation is missing", pending.sign.start
                            )
                        sides[id(marks)] = read_expression(
                            marks, context, pending.sign.start
                        )
        except NotUnderstood as error:
            for pending in group:
                place = pending.piece.offset(error.at)
                self.give_verdict(
                    pending, Verdict("not understood", error.message, place=place)
                )
            return
        except RecursionError:
            for pending in group:
                self.give_verdict(
                    pending, Verdict("not understood", "nested too deeply")
                )
            return
        beside = self.sides_in_force(list(sides.values()), group)
        for pending in group:
            claim = Claim(
                sides[id(pending.left)],
                pending.sign.text,
                sides[id(pending.right)],
                condition,
                pending.sign.start,
                one_text=spelling(pending.left) == spelling(pending.right),
                beside=beside,
            )
            if not (len(group) == 1 and self.names_a_case(pending, claim)):
                self.give_verdict(pending, self.verdict(claim, pending))

    def sides_in_force(
        self, sides: list[Expression], group: list[Pending]
    ) -> tuple[Expression, ...]:
        """The sides of a chain of several relations, over the names in force."""
        if len(group) < 2:
            return ()
        try:
            return tuple(self.meant(side, group[0].order) for side in sides)
        except NotUnderstood:
            return ()  # told where the side is judged

    def verdict(self, claim: Claim, pending: Pending) -> Verdict:
        self.last = (None, None)
        try:
            itself = Comparison(claim.left, claim.sign, claim.right)
            if itself in comparisons(claim.condition):
                return Verdict("vacuous", "the claim is its own condition")
            self.last = (self.in_force(claim, pending.order), None)
            claim = self.settled(claim, pending.order)
            self.check_shape(claim, pending)
            pending.piece.formulas.append(claim)
            self.last = (claim, self.assumed.sampler_for(claim, pending.order))
            return self.assumed.judge(claim, pending.order)
        except NotUnderstood as error:
            at = error.at or claim.at
            return Verdict(
                "not understood", error.message, place=pending.piece.offset(at)
            )

    def check_shape(self, claim: Claim, pending: Pending) -> None:
        r"""Refuses a claim whose right side is not of the shape that `\in` says."""
        if not pending.within or claim.said is None:
            return
        at = pending.within_at
        found = read_set(pending.within, at)
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
        sizes = tuple(map(self.builder.length, found.sizes))
        mine = arrays.shape(claim.said[2])
        if mine.kind == "row" and len(sizes) == 2:
            one = self.builder.length(1)
            mine = Shape("matrix", (one, *mine.sizes))
        wanted = Shape(kinds[len(sizes)], sizes)
        if not arrays.same(wanted, mine):
            raise NotUnderstood(
                rf"the right side is {arrays.say(mine)}; \in says {arrays.say(wanted)}",
                at,
            )

    def give_verdict(self, pending: Pending, verdict: Verdict) -> None:
        piece = pending.piece
        left = _text(pending.left_piece, pending.left)
        right = _text(piece, pending.right)
        start = piece.offset(pending.sign.start)
        found = Relation(start, left, pending.sign.text, right, verdict)
        if verdict.word in {"holds", "fails", "not understood"}:
            found.claim, found.sampler = self.last
            names = self.context.names
            found.ground = Ground(self.assumed, pending.order, names)
        piece.relations.append(found)


def by_components(
    model: Model, left: Expression, right: Expression, at: int
) -> tuple[Expression, Expression, tuple[Key, ...]]:
    """Both sides entry by entry, aliases read through, and the sizes of arrays."""
    arrays = model.arrays
    one, other = arrays.shape(left), arrays.shape(right)
    if is_zero(right) or is_zero(left):
        one = one if is_zero(right) else other
    elif not arrays.same(one, other):
        raise NotUnderstood(
            f"the left side is {arrays.say(one)}, the right side {arrays.say(other)}",
            at,
        )
    letters = tuple(Letter(f"·{n}") for n in range(1, len(one.sizes) + 1))
    left = model.aliased(arrays.entry(left, letters))
    right = model.aliased(arrays.entry(right, letters))
    return *along(model, left, right, at), one.sizes


def _outside(group: list[Pending]) -> frozenset[str]:
    """The letters that a statement has outside its sums, its conditions among them."""
    sides = [marks for p in group for marks in (p.left, p.right)]
    said = (m.text for c in group[0].chain.conditions for m in c if m.kind == "letter")
    return frozenset(said).union(*map(outer_letters, sides))


def spelling(marks: Marks) -> str:
    """The marks as one text, without what changes nothing in the meaning."""
    found = []
    for mark in marks:
        inside = "".join("{" + spelling(part) + "}" for part in mark.parts)
        found.append(f"{mark.text} {inside}")
    return "".join(found)


def _text(piece: Piece, marks: Marks) -> str:
    """A side as the page writes it."""
    if not marks:
        return ""
    start = min(m.start for m in marks)
    end = max(m.end for m in marks)
    tex = piece.mathematics.tex
    depth = 0
    for place in range(start, end):
        depth += (tex[place] == "{") - (tex[place] == "}")
    while depth > 0 and end < len(tex):
        depth += (tex[end] == "{") - (tex[end] == "}")
        end += 1
    return " ".join(tex[start:end].split())


def _inputs(model: Model) -> Iterator[str]:
    """The inputs of the model with their shapes, as a reader would say them."""
    for quantity in model.quantities.values():
        if quantity.rows:
            continue
        shape = " × ".join(
            model.extents.say_slot(quantity.name, n) for n in range(quantity.slots)
        )
        yield quantity.name + (f" ({shape})" if shape else "")


__all__ = ["Extent", "Label", "Letter", "Piece", "Relation", "Running", "Scope",
           "check_scope", "is_index_set", "judge"]  # fmt: skip
