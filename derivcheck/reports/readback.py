"""What was read: every statement of a page, bracketed, with its kind and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from ..checking import Found, Piece, spelled_claim
from ..documents import Page, read_page
from ..expressions import numbered, slots, spelled
from ..latex import (
    Assuming,
    Marks,
    Statement,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
)
from ..models import UNNAMED, Model, Quantity, Row


def reading_lines(found: Found, text: str) -> list[str]:
    """A line for each statement, section by section, then what each name is."""
    page = read_page(text)
    lines = [
        f"{found.path}:{problem.line}:{problem.column}: {problem.message}"
        for problem in found.problems
    ]
    parted = [
        list(group) for _, group in groupby(found.pieces, lambda p: id(p.machine))
    ]
    sections = [pieces for pieces in parted if any(p.statements for p in pieces)]
    for number, pieces in enumerate(sections, 1):
        title = f", section {number}" if len(sections) > 1 else ""
        lines.append(f"{found.path}{title}")
        lines += [f"  {line}" for line in _statements(page, pieces)]
        machine = next((p.machine for p in pieces if p.machine is not None), None)
        if machine is not None:
            lines += ["  names"]
            lines += [f"    {line}" for line in _names(machine.model)]
    if not text.strip() and not found.problems:
        lines.append(f"{found.path}: the page is empty")
    elif not sections:
        lines.append(f"{found.path}: no mathematics states anything")
    return lines


def _statements(page: Page, pieces: list[Piece]) -> Iterator[str]:
    rows = _rows(pieces)
    number = 0
    for piece in pieces:
        said: list[tuple[int, str, str]] = []
        for statement in piece.statements:
            number += 1
            said += _said(piece, statement, rows.get(number))
        for relation in piece.relations:
            if relation.verdict.word == "not understood":
                reason = relation.verdict.reason or ""
                said.append((relation.start, "not read", reason))
        told: set[tuple[str, str]] = set()
        for start, kind, text in said:
            if kind == "not read" and (kind, text) in told:
                continue  # one mistake, told for each relation of its statement
            told.add((kind, text))
            yield f"line {page.place(start)[0]:4}  {kind:11}  {text}"


def readings(found: Found) -> dict[int, list[tuple[str, str]]]:
    """By where a piece starts on the page: the kind and text of what it states."""
    told: dict[int, list[tuple[str, str]]] = {}
    for _, group in groupby(found.pieces, lambda p: id(p.machine)):
        pieces = list(group)
        rows = _rows(pieces)
        number = 0
        for piece in pieces:
            said = told.setdefault(piece.mathematics.start, [])
            for statement in piece.statements:
                number += 1
                said += [t[1:] for t in _said(piece, statement, rows.get(number))]
    return told


def _said(
    piece: Piece, statement: Statement, row: tuple[str, Row] | None
) -> Iterator[tuple[int, str, str]]:
    """What a statement says: place, kind, and its text as it was read."""
    written = _written(piece, statement.marks)
    start = piece.offset(statement.start)
    claims = _claims(piece, statement)
    if not statement.relations:
        if statement.marks and piece.display is not None:
            yield start, "words", written
    elif is_definition(statement):
        yield start, "definition", _defined(*row) if row is not None else written
        yield from claims
    elif is_range(statement) or is_mapping(statement) or is_membership(statement):
        yield start, "declaration", written
    elif statement.relations[0].text == r"\leftarrow":
        yield start, "assignment", written
    elif isinstance(statement.remark, Assuming):
        yield start, "assumption", written
    elif claims:
        yield from claims
    elif not _refused(piece, statement):
        yield start, "condition", written


def _claims(piece: Piece, statement: Statement) -> list[tuple[int, str, str]]:
    places = {sign.start for sign in statement.relations}
    found = [c for c in piece.formulas if c.at in places and c.sign != ":="]
    return [
        (piece.offset(claim.at), "claim", spelled_claim(claim))
        for claim in sorted(found, key=lambda claim: claim.at)
    ]


def _refused(piece: Piece, statement: Statement) -> bool:
    starts = {piece.offset(sign.start) for sign in statement.relations}
    return any(relation.start in starts for relation in piece.relations)


def _rows(pieces: list[Piece]) -> dict[int, tuple[str, Row]]:
    """By the number of a statement in its section: the row that it gave the model.

    The model counts the statements of pages that were taken over first; how many
    those are shows in the places that the rows share with the statements. It is the
    most by which all of them fit: none has a row behind the last.
    """
    machine = next((p.machine for p in pieces if p.machine is not None), None)
    if machine is None:
        return {}
    every = [(q.name, r) for q in machine.model.quantities.values() for r in q.rows]
    statements = [s for piece in pieces for s in piece.statements]
    numbers = [(n, s.start) for n, s in enumerate(statements, 1) if is_definition(s)]
    before = Counter(r.order - n for n, at in numbers for _, r in every if r.at == at)
    if not before:
        return {}
    taken_over = max(before, key=lambda many: (before[many], many))
    return {row.order - taken_over: (name, row) for name, row in every}


def _defined(name: str, row: Row) -> str:
    return numbered(f"{name}{slots(row.indices)} := {spelled(row.value)}")


def described(model: Model) -> dict[str, str]:
    """By each name of quantities: whether it is given or defined, and its shape."""
    found: dict[str, str] = {}
    for quantity in model.told():
        kind = "defined" if quantity.rows else "input"
        if quantity.name in model.labels:
            kind = "label"
        found[quantity.name] = f"{kind}{_shape(model, quantity)}"
    return found


def _shape(model: Model, quantity: Quantity) -> str:
    sizes = " × ".join(
        model.extents.say_slot(quantity.name, n) for n in range(quantity.slots)
    )
    return f" ({sizes.replace(UNNAMED, 'free')})" if sizes else ""


def _names(model: Model) -> Iterator[str]:
    """Each name with what it was read as."""
    for quantity in model.told():
        kind = "defined" if quantity.rows else "input"
        if quantity.name in model.labels:
            kind = "label"
        yield f"{quantity.name}{_shape(model, quantity)}: {kind}"
    for function in model.functions.values():
        known = "open function" if function.body is None else "function"
        yield f"{function.name}: {known} of {function.arguments}"
    for letter in model.ranged:
        yield f"{letter}: index, to {model.extents.say(model.ranged[letter])}"


def _written(piece: Piece, marks: Marks) -> str:
    """Marks as the page writes them, with the braces that close behind the last."""
    if not marks:
        return ""
    tex, start, end = piece.mathematics.tex, marks[0].start, marks[-1].end
    while end < len(tex) and tex.count("{", start, end) > tex.count("}", start, end):
        end += 1
    return " ".join(tex[start:end].split())
