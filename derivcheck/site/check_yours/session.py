r"""What the page "Check yours" asks of the checker in the reader's browser.

In: a question as JSON, with the text of the box and what its reader said of names. Out:
an answer as JSON, plain data with places in that text; the page makes elements of it,
never HTML. Places count as JavaScript does, in units of UTF-16.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ...checking import Found, Piece, PlacedFault, Relation
from ...diagnosis import Change, diagnose
from ...documents import (
    CodeBlock,
    Failed,
    Mathematics,
    Namespace,
    Printed,
    read_page,
    run_block,
)
from ...evaluation import ball_arithmetic as balls
from ...latex import is_definition
from ...pages import Session, check_text
from ...reports import NameRow
from .katex_dialect import MACRO, shown
from .lines import lines_of, whole_line
from .names_read import GuessedNames, guesses, stated, unknown
from .pasted_text import Pasted, page_of
from .telling import Mend, explain, mark_of, typeset
from .unicode_math import as_latex, has_scripts

NAME = "derivation.md"
FREE = "free"  # a size that no name says
MOST = 300_000  # characters; the command line takes larger pages
TOO_LONG = (
    "This is {:,} characters of text. The browser checks up to {:,}; the command line "
    "takes more."
)
EMPTY = "The box is empty. Paste a derivation into it, or choose an example."
NOTHING = (
    "There is nothing to check yet: no formula says that two things are equal. "
    "A formula stands between dollar signs."
)
DEFINING = "Every line here defines something, so there is nothing to check yet."
UNICODE = (
    "This text has small letters above or below, as a word processor writes them. "
    "Written as LaTeX, they can be read."
)
GUESSED = "The text does not define with `:=`, so I guessed what each name is."
WRITTEN = "The text defines with `:=`, so it is read as it is written."
DEFINITIONS = "Some lines look like definitions and have `=`. With `:=` they define."


@dataclass
class Box:
    """The text of the box when it was checked last, and what was found.

    It is checked within one session: an edit is judged where it changes something.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    pasted: Pasted = field(default_factory=lambda: page_of(""))
    found: Found = field(default_factory=lambda: Found(NAME))
    session: Session = field(default_factory=Session)

    def check(self, text: str) -> Found:
        """A page with its verdicts, under what the reader said of names."""
        return check_text(
            text, NAME, guess=True, answers=self.answers, session=self.session
        )

    def verdicts(self, text: str, answers: Mapping[str, str]) -> dict[str, Any]:
        """The derivation, typeset, with a mark for each relation."""
        self.answers = answers
        if len(text) > MOST:
            self.found = Found(NAME)
            return self._said(_note(TOO_LONG.format(len(text), MOST)))
        self.pasted = page_of(text)
        if not text.strip():
            self.found = Found(NAME)
            return self._said(_note(EMPTY))
        self.found = self.check(self.pasted.text)
        self.found.problems[:0] = self.pasted.problems
        return self._said(*self._notes())

    def _said(self, *notes: dict[str, Any]) -> dict[str, Any]:
        """What the page shows of what was found."""
        found = self.found
        return {
            "blocks": [*self._blocks()] if found.pieces or found.problems else [],
            "macros": self._macros() if found.pieces else [],
            "notes": notes,
            "problems": [self._problem(problem) for problem in found.problems],
            "guesses": [_guess(guess) for guess in guesses(found)],
            "stated": [self._stated(row) for row in stated(found)],
            "unknown": unknown(found),
            "choices": self._choices(),
            "guessed": found.guessed,
            "bare": self.pasted.bare,
            "marks": [self._mark(relation) for relation in found.relations],
            "unsure": not balls.present()
            and any(relation.verdict.by_rounding for relation in found.relations),
        }

    def _notes(self) -> Iterator[dict[str, Any]]:
        """What a person needs to hear first, with the step that the page offers."""
        found = self.found
        if has_scripts(self.pasted.source):
            yield _note(UNICODE, "latex")
        defining = [s for p in found.pieces for s in p.statements if is_definition(s)]
        if not found.relations and not found.problems:
            yield _note(DEFINING if defining else NOTHING)
        elif found.guessed:
            yield _note(GUESSED)
        elif defining:
            yield _note(WRITTEN)
        if found.definitions:
            yield _note(DEFINITIONS, "define")

    def _choices(self) -> list[str]:
        """What was read by a choice that is not about one name."""
        said = [
            f"{choice.told[:1].upper()}{choice.told[1:]} ({choice.because})."
            for choice in self.found.choices
            if not choice.name
        ]
        return [*dict.fromkeys(map(typeset, said))]

    # --- the derivation, typeset ---------------------------------------------------

    def _blocks(self) -> Iterator[dict[str, Any]]:
        """Text and formulas, in the order of the page."""
        pieces = {piece.mathematics.start: piece for piece in self.found.pieces}
        text, at = self.pasted.text, 0
        for formula in read_page(text).mathematics:
            if text[at : formula.start].strip():
                yield {"text": text[at : formula.start]}
            at = formula.end
            if not (MACRO.search(formula.tex) and formula.start not in pieces):
                yield self._formula(formula, pieces.get(formula.start))
        if text[at:].strip():
            yield {"text": text[at:]}

    def _formula(self, formula: Mathematics, piece: Piece | None) -> dict[str, Any]:
        relations = [] if piece is None else self._relations(formula)
        by_sign = {
            at: number
            for at in range(len(formula.tex))
            for number, relation in relations
            if formula.offset(at) == relation.start
        }
        lines = [whole_line(formula.tex, by_sign)]
        if piece is not None and formula.display:
            lines = lines_of(
                formula.tex, piece.passage.marks, _begins(piece), set(by_sign)
            )
        return {
            "display": formula.display,
            "lines": [
                {
                    "left": shown(line.left),
                    "right": shown(line.right, line.signs if line.whole else ()),
                    "relations": [by_sign[sign] for sign in line.signs],
                    "whole": line.whole,
                }
                for line in lines
            ],
        }

    def _relations(self, formula: Mathematics) -> list[tuple[int, Relation]]:
        return [
            (number, relation)
            for number, relation in enumerate(self.found.relations)
            if formula.start <= relation.start < formula.end
        ]

    def _macros(self) -> list[str]:
        """What defines macros and is no formula that is shown."""
        known = {piece.mathematics.start for piece in self.found.pieces}
        return [
            shown(formula.tex)
            for formula in read_page(self.pasted.text).mathematics
            if formula.start not in known and MACRO.search(formula.tex)
        ]

    def _mark(self, relation: Relation) -> dict[str, Any]:
        """The mark of a relation, and where in the box it belongs."""
        verdict = relation.verdict
        at = verdict.place if verdict.place is not None else relation.start
        return {
            "mark": mark_of(verdict),
            "word": verdict.word,
            "line": self.pasted.line(relation.start),
            "place": self._place(at, at + 1),
        }

    def _stated(self, row: NameRow) -> dict[str, Any]:
        """A name that the text gives, and the line of the box where it does."""
        line = None
        if row.place is not None:
            line = self.pasted.line(self.pasted.starts[row.place[0] - 1])
        shape = row.shape.replace(" × ", r" \times ")
        named = "" if FREE in shape else shape
        return {"name": row.name, "role": row.role, "shape": named, "line": line}

    def _problem(self, problem: PlacedFault) -> dict[str, Any]:
        number = min(problem.line, len(self.pasted.lines)) - 1
        at = self.pasted.starts[number] + problem.column - 1
        says = typeset(problem.message)
        return {"says": says, "place": self._place(at, at + 1)}

    # --- what is asked for ----------------------------------------------------------

    def explain(self, number: int) -> dict[str, Any]:
        """What opens below the line of a relation."""
        relation = self.found.relations[number]
        diagnosis = diagnose(relation, self.found)
        told = explain(relation, self.found, self.pasted, diagnosis, self.check)
        return {**asdict(told), "mends": [self._mend(mend) for mend in told.mends]}

    def _mend(self, mend: Mend) -> dict[str, Any]:
        change = None if mend.change is None else self._change(mend.change)
        return {"says": mend.says, "press": mend.press, "change": change}

    def _change(self, change: Change) -> dict[str, Any]:
        return {"text": change.text, **self._place(change.start, change.end)}

    def defined(self) -> dict[str, Any]:
        """The text with `:=` for each claim that looks like a definition."""
        found = self.pasted.source
        while signs := self.check(page_of(found).text).definitions:
            pasted = page_of(found)
            places = [pasted.place(pasted.starts[n - 1] + c - 1) for n, c, _ in signs]
            for at in sorted(places, reverse=True):  # the last ones first
                found = f"{found[:at]}:{found[at:]}"
        return {"text": found}

    def page(self) -> dict[str, Any]:
        """The text as a page for the command line, with what was said of names."""
        said = [c for c in self.found.choices if self.answers.get(c.name) == c.role]
        lines = [f"${line}$" for choice in said for line in choice.lines]
        option = " --guess" if self.found.guessed else ""
        head = f"<!-- Check it with: derivcheck check{option} {NAME} -->"
        parts = [head, *lines, self.pasted.text.strip()]
        return {"page": "\n\n".join(parts) + "\n"}

    def _place(self, start: int, end: int) -> dict[str, int]:
        """A stretch of the page as one of what was pasted."""
        text = self.pasted.source
        first, last = self.pasted.place(start), self.pasted.place(end)
        return {"start": _units(text, first), "end": _units(text, max(first, last))}


def _begins(piece: Piece) -> set[int]:
    """Where statements that define or claim begin, and signs that define."""
    judged = {relation.start for relation in piece.relations}
    found: set[int] = set()
    for statement in piece.statements:
        signs = {sign.start for sign in statement.relations}
        defines = is_definition(statement)
        if defines or {piece.offset(sign) for sign in signs} & judged:
            found.add(statement.start)
        if defines:
            found.add(min(signs))
    return found


def _guess(guess: GuessedNames) -> dict[str, Any]:
    """A guess with its roles as they are told, and as they are answered."""
    roles = [{"role": role, "says": typeset(role)} for role in guess.others]
    says = f"`= {guess.role}`" if guess.is_formula else typeset(guess.role)
    return {
        "names": guess.names,
        "because": typeset(guess.because),
        "roles": [{"role": guess.role, "says": says}, *roles],
    }


def _note(says: str, step: str | None = None) -> dict[str, Any]:
    """A sentence for the reader, and the step that the page offers with it."""
    return {"says": typeset(says), "step": step}


def _units(text: str, place: int) -> int:
    """A place as JavaScript counts: a character beyond the first 65 536 is two."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def ran(path: str, number: int) -> dict[str, Any]:
    """What a shown block of a page prints, after those before it; or how it fails.

    Blocks that the page does not show run too, as they do in its tests.
    """
    page = read_page(Path(path).read_text("utf-8"))
    namespace: Namespace = {}
    shown_blocks = -1
    for block in page.code:
        if isinstance(block, CodeBlock):
            if not block.is_python:
                continue
            shown_blocks += 1
        done = run_block(page, block, namespace, path)
        meant = isinstance(block, CodeBlock) and "must-fail" in block.classes
        if shown_blocks == number and isinstance(block, CodeBlock):
            break
        if isinstance(done, Failed) and not meant:
            break
    match done:
        case Printed(text):
            return {"printed": text, "failed": None}
        case Failed(line, text, error):
            return {"printed": text, "failed": f"line {line} of the page: {error}"}


BOX = Box()


def answer(question: str) -> str:
    """The answer to a question of the page."""
    asked = json.loads(question)
    match asked["ask"]:
        case "verdicts":
            said = BOX.verdicts(asked["text"], asked["answers"])
        case "explain":
            said = BOX.explain(asked["number"])
        case "define":
            said = BOX.defined()
        case "latex":
            said = {"text": as_latex(BOX.pasted.source)}
        case "page":
            said = BOX.page()
        case "run":
            said = ran(asked["page"], asked["block"])
        case "exact":  # its files are there now
            balls.take_up()
            said = {}
        case other:
            raise ValueError(f"nobody answers {other!r}")
    return json.dumps(said)
