"""What the page "Check yours" asks of the checker in the reader's browser.

In: a question as JSON, with the text of both editors. Out: an answer as JSON, plain
data with places in those editors; the page makes elements of it, never HTML.
Places count as JavaScript does, in units of UTF-16.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any

from ...checking import Found, Piece, PlacedFault, Relation, check_text
from ...diagnosis import Change, changes, diagnose, told_by
from ...documents import CodeBlock, Failed, Namespace, Printed, read_page, run_block
from ...evaluation import ball_arithmetic as balls
from ...reports import rests_on, story, story_html, totals
from .katex_dialect import MACRO, shown
from .model_guessing import guess, misshapen, spoken, undeclared
from .pasted_text import Pasted, defined, page_of

NAME = "derivation.md"
MOST = 300_000  # characters; the command line takes larger pages
DEFINITIONS = (
    "{} like {}: {}. A definition is written `:=`, so that the rest"
    " can be checked against it; `=` claims."
)
UNKNOWN = (
    "Nothing says yet what {} stand{} for, or where it starts. Say it under Model, or"
    " let it be guessed: you see the guess before anything is written."
)
NUMBERS = (
    "Not all of this can be read. Nothing declares {}, so each is a number here; let it"
    " be guessed what is a vector or a matrix, or say it under Model."
)
MOST_NAMES = 8  # that a sentence lists
TOO_LONG = (
    "This is {:,} characters of text. The browser checks up to {:,};"
    " the command line takes more."
)
NOTHING = (
    "There is nothing to check yet: no formula claims that two things are equal."
    " Formulas stand between dollar signs, as in $$ y = x $$."
)


@dataclass
class Session:
    """The text that was checked last, and what was found."""

    pasted: Pasted = field(default_factory=lambda: page_of({"model": ""}))
    found: Found = field(default_factory=lambda: Found(NAME))

    def verdicts(self, model: str, derivation: str) -> dict[str, Any]:
        """Every formula with what is said of its relations."""
        many = len(model) + len(derivation)
        if many > MOST:
            self.found = Found(NAME)
            return {
                "formulas": [],
                "macros": [],
                "problems": [],
                "totals": "Too much text for a browser",
                "rests": [],
                "notes": [_note(TOO_LONG.format(many, MOST))],
                "unsure": False,
            }
        self.pasted = page_of({"model": model, "derivation": derivation})
        self.found = check_text(self.pasted.text, NAME)
        self.found.problems[:0] = self.pasted.problems
        return {
            "formulas": [self._formula(p) for p in self._shown()],
            "macros": self._macros(),
            "problems": [self._problem(p) for p in self.found.problems],
            "totals": totals([self.found]).text,
            "rests": rests_on(self.found) if self.found.good else [],
            "notes": self._notes(),
            "unsure": not balls.present()
            and any(r.verdict.word == "undecided" for r in self.found.relations),
        }

    def explain(self, number: int) -> dict[str, Any]:
        """The report on a relation, and the changes of the text that mend it."""
        relation = self.found.relations[number]
        text = self.pasted.text
        diagnosis = diagnose(relation, self.found)
        known = told_by(diagnosis)
        told = story(self.found, relation, text.split("\n"), known=known)
        mended = changes(relation, diagnosis.repairs.found, self.found, text)
        return {
            "html": story_html(
                replace(told, place=self._where(relation)), typeset=_code
            ),
            "changes": [self._change(change) for change in mended],
        }

    def _line(self, relation: Relation) -> dict[str, Any]:
        """Where a relation stands in its editor."""
        part, place = self.pasted.place(relation.start)
        before = self.pasted.source(part)[:place]
        column = place - before.rfind("\n")
        return {"path": part, "line": before.count("\n") + 1, "column": column}

    def _where(self, relation: Relation) -> str:
        """The place in front of a report."""
        line = self._line(relation)
        return f"{line['path']}:{line['line']}:{line['column']}:"

    def _shown(self) -> list[Piece]:
        """Formulas that state something, and all displays."""
        return [p for p in self.found.pieces if p.mathematics.display or p.relations]

    def _macros(self) -> list[str]:
        """What defines macros and is no formula that is shown."""
        known = {p.mathematics.start for p in self._shown()}
        return [
            shown(formula.tex)
            for formula in read_page(self.pasted.text).mathematics
            if formula.start not in known and MACRO.search(formula.tex)
        ]

    def _formula(self, piece: Piece) -> dict[str, Any]:
        mathematics = piece.mathematics
        relations = [
            (number, relation)
            for number, relation in enumerate(self.found.relations)
            if mathematics.start <= relation.start < mathematics.end
        ]
        places = {mathematics.offset(at): at for at in range(len(mathematics.tex))}
        signs = [places[r.start] for _, r in relations if r.start in places]
        return {
            "tex": shown(mathematics.tex, signs),
            "display": mathematics.display,
            "place": self._place(mathematics.start, mathematics.end),
            "relations": [self._relation(n, r) for n, r in relations],
        }

    def _relation(self, number: int, relation: Relation) -> dict[str, Any]:
        verdict = relation.verdict
        at = verdict.place if verdict.place is not None else relation.start
        return {
            "number": number,
            "ordinal": relation.ordinal,
            "word": verdict.word,
            "good": relation.expected,
            "wanted": relation.wanted,
            "place": self._place(at, at + 1),
        }

    def _problem(self, problem: PlacedFault) -> dict[str, Any]:
        number = min(problem.line, len(self.pasted.lines)) - 1
        at = self.pasted.starts[number] + problem.column - 1
        return {"says": problem.message, "place": self._place(at, at + 1)}

    def _notes(self) -> list[dict[str, Any]]:
        """What a person needs to hear first, and what was read by a choice."""
        read = [
            f"Read so: {one.told}, since {one.because}" for one in self.found.choices
        ]
        return [*self._first_notes(), *map(_note, dict.fromkeys(read))]

    def _first_notes(self) -> list[dict[str, Any]]:
        """What helps on, with the step that the page offers."""
        if not self.found.relations and not self.found.problems:
            return [_note(NOTHING)]
        if names := [name for _, _, name in self.found.definitions]:
            many = len(names)
            what = "This line looks" if many == 1 else f"These {many} lines look"
            like = "a definition" if many == 1 else "definitions"
            said = DEFINITIONS.format(what, like, _listed(names))
            return [_note(said, "define")]
        if names := spoken(self.found):
            return [
                _note(UNKNOWN.format(_listed(names), "s" * (len(names) == 1)), "guess")
            ]
        text = self.pasted.text
        if misshapen(self.found) and (names := undeclared(self.found, text)):
            return [_note(NUMBERS.format(_listed(names)), "guess")]
        return []

    def _change(self, change: Change) -> dict[str, Any]:
        return {
            "says": change.name,
            "text": change.text,
            "place": self._place(change.start, change.end),
        }

    def _place(self, start: int, end: int) -> dict[str, Any]:
        part, first = self.pasted.place(start)
        other, last = self.pasted.place(end)
        text = self.pasted.source(part)
        last = max(last, first) if other == part else len(text)
        return {"part": part, "start": _units(text, first), "end": _units(text, last)}


def _note(says: str, step: str | None = None) -> dict[str, Any]:
    """A sentence for the reader, and the step that the page offers with it."""
    return {"says": says, "step": step}


def _listed(names: list[str]) -> str:
    """Names as formulas, as many as a sentence bears, each with its comma."""
    first, more = names[:MOST_NAMES], len(names) - MOST_NAMES
    said = "".join(f"${name},$ " for name in first[:-1]) + f"${first[-1]}$"
    return said + (f" and {more} more" if more > 0 else "")


def _code(tex: str) -> str:
    """A formula as the page hands it to KaTeX."""
    return f'<code class="derivcheck-formula">{escape(shown(tex))}</code>'


def _units(text: str, place: int) -> int:
    """A place as JavaScript counts: a character beyond the first 65 536 is two."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def written(model: str, derivation: str) -> str:
    """Both texts as one page that the command line checks."""
    first = page_of({"model": model}).text.strip()
    rest = page_of({"derivation": derivation}).text.strip()
    return f"# My derivation\n\n{first}\n\n## Derivation\n\n{rest}\n"


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


SESSION = Session()


def answer(question: str) -> str:
    """The answer to a question of the page."""
    asked = json.loads(question)
    match asked["ask"]:
        case "verdicts":
            said = SESSION.verdicts(asked["model"], asked["derivation"])
        case "explain":
            said = SESSION.explain(asked["number"])
        case "run":
            said = ran(asked["page"], asked["block"])
        case "exact":  # its files are there now
            balls.take_up()
            said = {}
        case "guess":
            found = guess(asked["derivation"], asked["model"])
            said = {"questions": [asdict(question) for question in found]}
        case "define":
            said = defined({name: asked[name] for name in ("model", "derivation")})
        case "page":
            said = {"page": written(asked["model"], asked["derivation"])}
        case other:
            raise ValueError(f"nobody answers {other!r}")
    return json.dumps(said)
