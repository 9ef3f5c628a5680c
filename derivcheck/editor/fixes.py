r"""What is underlined -> the edits under which it is gone, each tried on the page.

A repair makes the relation hold, `wrong at` makes it fail on purpose; a declaration
lets it be read, and its verdict then says the rest. What does not do what it promises
on this very page is not offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..checking import Found, Piece, Relation
from ..diagnosis import Change, Checking, Diagnosis, changes, mends
from ..documents import Directive
from ..expressions import Fault, errors

MOST_SIZES = 3  # of which a declaration is tried
LAYOUTS = ("numerator", "denominator")
NUMBERED = r"\mathbb{R}"


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the page's text, and what it is called.

    It is the one to take at once where it `is_repair` and nothing else is as near.
    """

    title: str
    change: Change
    is_repair: bool = False


def fixes(
    relation: Relation, page: Found, diagnosis: Diagnosis, check: Checking
) -> Iterator[Fix]:
    """What would put a relation right that is not as the page expects."""
    text = page.page.text
    repairs, derivative = diagnosis.repairs.found, diagnosis.derivative
    for change in changes(relation, repairs, page, text, check, derivative):
        yield Fix(_title(change), change, is_repair=True)
    for title, change in _statements(relation, page, diagnosis):
        if mends(change, relation, page, text, check):
            yield Fix(title, change)
    for title, change in _readings(relation, page):
        if _is_read(change, relation, page, check):
            yield Fix(title, change)
    wrong = _wrong_at(relation, page)
    if wrong is not None and mends(wrong, relation, page, text, check):
        yield Fix("Mark it as wrong on purpose (wrong at)", wrong)


def defining(line: int, column: int, page: Found) -> Fix:
    """`:=` for the `=` of a claim that looks like a definition."""
    start = page.page.offset(line, column)
    change = Change(start, start + 1, ":=", "")
    return Fix("Write := for =, as in a definition", change, is_repair=True)


def _title(change: Change) -> str:
    """What a change does, as an order: each repair says it in other words."""
    said = change.name.replace("`", "")
    if said.startswith(("with", "without")):
        return f"Write it {said}"
    if change.name.startswith(("`", "the true")):
        return f"Write {said}"
    return said[:1].upper() + said[1:]


# --- what the page does not say -------------------------------------------------------


def _statements(
    relation: Relation, page: Found, diagnosis: Diagnosis
) -> Iterator[tuple[str, Change]]:
    """The statement under which it would hold."""
    unstated = relation.verdict.unstated or diagnosis.unstated
    piece = _piece(relation, page)
    if unstated is None or piece is None:
        return
    if unstated.of == "inputs":
        said = f"Assume ${unstated.tex}$."
        yield f"Assume {unstated.tex}", _before(piece, page, said)
    else:
        said = f"For ${unstated.tex}$:"
        yield f"State that it is for {unstated.tex}", _before(piece, page, said)


def _readings(relation: Relation, page: Found) -> Iterator[tuple[str, Change]]:
    """Declarations and layouts with which it may be read."""
    piece, fault = _piece(relation, page), relation.verdict.fault
    if piece is None or fault is None:
        return
    for said in _declared(errors.first_cause(fault), piece):
        yield f"Declare {said}", _before(piece, page, f"Let ${said}$.")
    if isinstance(errors.first_cause(fault), errors.NoLayout):
        for layout in LAYOUTS:
            words = f"layout {layout}"
            change = _before(piece, page, _directive(words, page))
            yield f"Arrange derivatives by {words}", change


def _declared(fault: Fault, piece: Piece) -> Iterator[str]:
    """Declarations of the name that is wanted: a number, then arrays."""
    match fault:
        case errors.AsksForEntry(name, _, space):
            yield rf"{name} \in {space}"
        case errors.Undeclared(base=name) | errors.ClaimedOnly(name):
            entry = fault.name if isinstance(fault, errors.Undeclared) else name
            yield rf"{entry} \in {NUMBERED}"
            yield from (rf"{name} \in {NUMBERED}^{{{size}}}" for size in _sizes(piece))
        case errors.NumberTransposed(name) | errors.NormOfNumber(name, _):
            yield from (rf"{name} \in {NUMBERED}^{{{size}}}" for size in _sizes(piece))
        case errors.ShapeMismatch(undeclared=str(name)) if name:
            yield from (rf"{name} \in {NUMBERED}^{{{size}}}" for size in _sizes(piece))
        case _:
            pass


def _sizes(piece: Piece) -> list[str]:
    """The names of sizes of the model."""
    if piece.machine is None:
        return []
    named = piece.machine.model.extents.named.values()
    return sorted({name for name in named if " " not in name})[:MOST_SIZES]


def _is_read(change: Change, relation: Relation, page: Found, check: Checking) -> bool:
    """Whether a relation is read after a change, and nothing else is worse off."""
    after = check(change.made(page.page.text))
    number = [r.start for r in page.relations].index(relation.start)
    return (
        len(after.relations) == len(page.relations)
        and after.relations[number].verdict.word != "not understood"
        and _unread(after) < _unread(page)
    )


def _unread(page: Found) -> int:
    unread = sum(r.verdict.word == "not understood" for r in page.relations)
    return unread + len(page.problems)


# --- wrong on purpose -----------------------------------------------------------------


def _wrong_at(relation: Relation, page: Found) -> Change | None:
    """The directive that expects it to fail, or the longer one that is there."""
    piece = _piece(relation, page)
    word = relation.verdict.word
    if piece is None or word not in {"fails", "not understood"}:
        return None
    passage, number = piece.passage, relation.ordinal
    ending = ": not understood" if word == "not understood" else ""
    if passage.wrong is None:
        said = _directive(f"wrong at {number}{ending}", page)
        return _before(piece, page, said)
    if passage.wrong.not_understood != bool(ending):
        return None
    numbers = sorted({*passage.wrong.ordinals, number})
    said = f"wrong at {', '.join(map(str, numbers))}{ending}"
    directive = _directive_at(passage.wrong_start, page)
    if directive is None:
        return None
    start = page.page.text.index(directive.text, directive.start)
    return Change(start, start + len(directive.text), said, "")


def _directive_at(start: int, page: Found) -> Directive | None:
    return next((one for one in page.page.directives if one.start == start), None)


def _directive(words: str, page: Found) -> str:
    """A directive, as the kind of the page has it."""
    if page.path.endswith((".tex", ".latex", ".ltx")):
        return f"% derivcheck: {words}"
    return f"<!-- derivcheck: {words} -->"


# --- places ---------------------------------------------------------------------------


def _piece(relation: Relation, page: Found) -> Piece | None:
    return next((one for one in page.pieces if relation in one.relations), None)


def _before(piece: Piece, page: Found, said: str) -> Change:
    """A paragraph of its own before the one in which a piece stands."""
    text, start = page.page.text, piece.mathematics.start
    line = text.rfind("\n", 0, start) + 1
    prefix = text[line:start]
    if prefix.strip(" >\t"):  # within running text
        while line > 0 and text[text.rfind("\n", 0, line - 1) + 1 : line].strip():
            line = text.rfind("\n", 0, line - 1) + 1
        prefix = ""
    return Change(line, line, f"{prefix}{said}\n{prefix.rstrip()}\n", "")
