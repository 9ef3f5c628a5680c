"""A part of a page: its names are learned, its statements read, its claims judged.

A scope reaches from one `fresh` to the next. Its statements are read twice: once to
learn the names, once, with the names known, for their meaning.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import replace

from ..evaluation import Machine
from ..evaluation import ball_arithmetic as balls
from ..expressions import REAL, Expression, NotUnderstood, comparisons, walk
from ..expressions import nodes as n
from ..latex import Names, learn, read_set, read_statements, signs
from ..latex.grammar import Context, outer_letters, read_expression
from ..models import Builder, Kind, Model, Shape, by_components, families, slot
from .assumptions import Assumed
from .claim import Claim, Verdict
from .reading import Reading
from .records import (
    Ground,
    Pending,
    Piece,
    Relation,
    Scope,
    own_error,
    spelling,
    text_names,
    written_text,
)

LARGEST_ENTRY = 8  # for which a free size is made large enough


def check_scope(scope: Scope) -> None:
    """Gives every relation of the scope's pieces its verdict."""
    statements = list(scope.imported)
    known = text_names(scope)
    for piece in scope.pieces:
        if piece.error is not None:
            _refuse(piece, piece.error)
            continue
        try:
            piece.statements = read_statements(piece.marks, known, piece.stands)
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
    reading = _Judging(scope, Builder(model, context))
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


class _Judging(Reading):
    """Settles the model, and gives what was read its verdicts."""

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
                isinstance(node, n.Symbol)
                and not node.name.startswith("@")
                and node.name not in self.model.quantities
            ):
                raise NotUnderstood(
                    f"{node.name} first appears in a claim: no definition reads it "
                    "and no declaration gives it",
                    node.at,
                )
        self.model.wants_brackets(found)
        return found

    def names_a_case(self, pending: Pending, claim: Claim) -> bool:
        """Whether inline mathematics gives an input a number, as in "at $T = 2$"."""
        if pending.piece.display is not None or claim.sign != "=":
            return False
        number = isinstance(claim.right, n.Number) or (
            isinstance(claim.right, n.Negative)
            and isinstance(claim.right.term, n.Number)
        )
        if not number or not isinstance(claim.left, n.Symbol):
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
            itself = n.Comparison(claim.left, claim.sign, claim.right)
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
        left = written_text(pending.left_piece, pending.left)
        right = written_text(piece, pending.right)
        start = piece.offset(pending.sign.start)
        found = Relation(start, left, pending.sign.text, right, verdict)
        if verdict.word in {"holds", "fails", "not understood"}:
            found.claim, found.sampler = self.last
            names = self.context.names
            found.ground = Ground(self.assumed, pending.order, names)
        piece.relations.append(found)


def _outside(group: list[Pending]) -> frozenset[str]:
    """The letters that a statement has outside its sums, its conditions among them."""
    sides = [marks for p in group for marks in (p.left, p.right)]
    said = (m.text for c in group[0].chain.conditions for m in c if m.kind == "letter")
    return frozenset(said).union(*map(outer_letters, sides))


def _inputs(model: Model) -> Iterator[str]:
    """The inputs of the model with their shapes, as a reader would say them."""
    for quantity in model.told():
        if quantity.rows:
            continue
        shape = " × ".join(
            model.extents.say_slot(quantity.name, k) for k in range(quantity.slots)
        )
        name = model.spelled(quantity.name)
        yield name + (f" ({shape})" if shape else "")
