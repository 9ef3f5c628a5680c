"""What was read: every statement of a page, bracketed, with its kind and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..checking import Found, Piece
from ..documents import Page
from ..expressions import numbered, slots, spelled
from ..judging import spelled_claim
from ..latex import (
    Assuming,
    Statement,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
)
from ..models import UNNAMED, Model, Quantity
from .name_table import part_rows, sections_of, table_lines


def reading_lines(found: Found, text: str) -> list[str]:
    """What each name is, then a line for each statement, section by section."""
    lines = [
        f"{found.path}:{problem.line}:{problem.column}: {problem.message}"
        for problem in found.problems
    ]
    sections = sections_of(found)
    for number, part in enumerate(sections, 1):
        title = f", section {number}" if len(sections) > 1 else ""
        lines.append(f"{found.path}{title}")
        if found.page.begins:
            lines += [f"  {line}" for line in table_lines(part_rows(found, part))]
            spelled = (choice for choice in part.choices if not choice.name)
            lines += [f"  read as: {one.told} ({one.because})" for one in spelled]
        own = [p for p in part.pieces if found.owns(p)]
        lines += [f"  {line}" for line in _statements(found.page, own)]
    if not text.strip() and not found.problems:
        lines.append(f"{found.path}: the page is empty")
    elif not sections:
        lines.append(f"{found.path}: no mathematics states anything")
    return lines


def guess_lines(found: Found) -> list[str]:
    """What each name of a guessed text was taken for, and its spellings."""
    sections = sections_of(found)
    lines: list[str] = []
    for number, part in enumerate(sections, 1):
        title = f", section {number}" if len(sections) > 1 else ""
        lines.append(f"{found.path}{title}: read as")
        lines += [f"    {line}" for line in table_lines(part_rows(found, part))]
        spelled = (choice for choice in part.choices if not choice.name)
        told = (f"    {one.told} ({one.because})" for one in spelled)
        lines += dict.fromkeys(told)
    return lines


def _statements(page: Page, pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        for line, _, kind, text in stated(page, piece):
            yield f"line {line:4}  {kind:11}  {text}"


def stated(page: Page, piece: Piece) -> Iterator[tuple[int, int, str, str]]:
    """What a piece states or fails to state: line, column, kind and text."""
    said = _said(piece)
    for relation in piece.relations:
        if relation.verdict.word == "not understood":
            reason = relation.verdict.reason or ""
            said.append((relation.start, "not read", reason))
    told: set[tuple[str, str]] = set()
    for start, kind, text in said:
        if kind == "not read" and (kind, text) in told:
            continue  # one mistake, told for each relation of its statement
        told.add((kind, text))
        yield (*page.place(start), kind, text)


def readings(found: Found) -> dict[int, list[tuple[str, str]]]:
    """By where a piece starts on the page: the kind and text of what it states."""
    told: dict[int, list[tuple[str, str]]] = {}
    for piece in found.pieces:
        said = told.setdefault(piece.mathematics.start, [])
        said += [(kind, text) for _, kind, text in _said(piece)]
    return told


def _said(piece: Piece) -> list[tuple[int, str, str]]:
    """What each statement of a piece says: place, kind, and its text as it was read."""
    return [
        said
        for order, statement in enumerate(piece.statements, piece.first)
        for said in _stated(piece, statement, order)
    ]


def _stated(
    piece: Piece, statement: Statement, order: int
) -> Iterator[tuple[int, str, str]]:
    written = piece.passage.written(statement.marks)
    start = piece.offset(statement.start)
    claims = _claims(piece, statement)
    if not statement.relations:
        if statement.marks and piece.display is not None:
            yield start, "words", written
    elif is_definition(statement):
        yield start, "definition", _defined(piece, order) or written
        yield from claims
    elif is_range(statement) or is_mapping(statement) or is_membership(statement):
        yield start, "declaration", written
    elif statement.relations[0].text == r"\leftarrow":
        yield start, "assignment", written
    elif isinstance(statement.remark, Assuming):
        yield start, "assumption", written
    elif claims:
        yield from claims
    elif not _refused(piece, statement) and not _carried(piece):
        yield start, "condition", written


def _claims(piece: Piece, statement: Statement) -> list[tuple[int, str, str]]:
    places = {sign.start for sign in statement.relations}
    found = [c for c in piece.formulas if c.at in places and c.sign != ":="]
    return [
        (piece.offset(claim.at), "claim", spelled_claim(claim))
        for claim in sorted(found, key=lambda claim: claim.at)
    ]


def _carried(piece: Piece) -> bool:
    """Whether a claim of a piece is read with the conditions that stand beside it."""
    return any(claim.condition is not None for claim in piece.formulas)


def _refused(piece: Piece, statement: Statement) -> bool:
    starts = {piece.offset(sign.start) for sign in statement.relations}
    return any(relation.start in starts for relation in piece.relations)


def _defined(piece: Piece, order: int) -> str | None:
    """The row that a definition gave the model, where it gave one."""
    quantities = piece.machine.model.quantities.values() if piece.machine else ()
    for quantity in quantities:
        for row in quantity.rows:
            if row.order == order:
                left = f"{quantity.name}{slots(row.indices)}"
                return numbered(f"{left} := {spelled(row.value)}")
    return None


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
