"""The verdicts on a text -> an answer of a few fields, for who cannot see a report.

Each relation says of its verdict whether it is final, evidence, or no answer; of what
was not read there is none. An answer is short: of long lists and sentences it has the
beginning, and says how much was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from ..checking import Found, Relation
from ..diagnosis import DIAGNOSED, Diagnosis, diagnose
from ..documents import read_document
from ..judging import Verdict
from ..pages import Session, check_page, first_causes
from ..reports import name_rows, stated, totals

NAME = "derivation.md"
MOST_TEXT = 40_000  # characters
MOST_LISTED = 80  # relations, names or statements
MOST_DIAGNOSED = 6  # relations that fail
MOST_SAID = 400  # characters of a sentence or of a side

# The classes have no slots: the library takes a slot for a default value.

Weight = Literal["final", "evidence", "no answer", "not read"]
HOLDS = "both sides agreed at every point that was tried; that is no proof"
NOT_READ = "this was not read, and nothing is said about whether it is true"


class TooLongError(Exception):
    """A text that is longer than what is read at a time."""


@dataclass(frozen=True)
class PointAnswer:
    """Both sides of a relation at a point where they differ, and the point."""

    left: float
    right: float
    at: list[str]


@dataclass(frozen=True)
class RelationAnswer:
    """One relation: `line` in the text, what is claimed, the verdict and its weight.

    `weight` is final (it fails at a given point), evidence (it holds wherever it was
    tried), no answer, or not read. `why` says what the verdict rests on, or what is
    wanted. `repairs` are single changes under which it holds, `true` the derivative as
    it is. `waits_for` is the line of what is to be put right first.
    """

    line: int
    left: str
    sign: str
    right: str
    verdict: str
    weight: Weight
    why: str
    counterexample: PointAnswer | None
    repairs: list[str]
    true: str | None
    waits_for: int | None


@dataclass(frozen=True)
class NameAnswer:
    """What a name was read as, and why; with `others` it may be something else."""

    name: str
    role: str
    because: str
    guessed: bool
    others: list[str]


@dataclass(frozen=True)
class StatementAnswer:
    """A statement as it was read: what kind it is, with all brackets."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True)
class ProblemAnswer:
    """What is wrong with a definition, a declaration or a directive."""

    line: int
    message: str


@dataclass(frozen=True)
class ReadingAnswer:
    """What a text was read as, with no verdict: show this to the user first."""

    names: list[NameAnswer]
    statements: list[StatementAnswer]
    problems: list[ProblemAnswer]
    left_out: int


@dataclass(frozen=True)
class CheckAnswer:
    """The verdicts on a text. Show `names` to the user before the verdicts.

    `definitions` are lines with `=` that look like definitions: with `:=` they would
    define. `unchecked` relations were left out by the text itself.
    """

    summary: str
    names: list[NameAnswer]
    relations: list[RelationAnswer]
    problems: list[ProblemAnswer]
    definitions: list[str]
    unchecked: int
    left_out: int


def check_answer(text: str, session: Session, *, guess: bool) -> CheckAnswer:
    """The verdicts on a text; raises `TooLongError`."""
    found = _found(text, session, guess=guess)
    waiting = first_causes(found).relations
    relations = found.relations[:MOST_LISTED]
    failing = [r for r in relations if _is_diagnosed(r) and r.start not in waiting]
    diagnosed = {r.start: diagnose(r, found) for r in failing[:MOST_DIAGNOSED]}
    names = _names(found)
    answers = [
        _relation(one, diagnosed.get(one.start), waiting.get(one.start))
        for one in relations
    ]
    return CheckAnswer(
        totals([found]).text,
        names[:MOST_LISTED],
        answers,
        _problems(found),
        [f"line {line}: {_short(left)}" for line, _, left in found.definitions],
        found.totals()["unchecked"],
        _left_out(names, found.relations),
    )


def reading_answer(text: str, session: Session, *, guess: bool) -> ReadingAnswer:
    """What a text is read as; raises `TooLongError`."""
    found = _found(text, session, guess=guess)
    names = _names(found)
    statements = [
        StatementAnswer(line, kind, _short(said))
        for piece in found.pieces
        for line, _, kind, said in stated(found.page, piece)
    ]
    return ReadingAnswer(
        names[:MOST_LISTED],
        statements[:MOST_LISTED],
        _problems(found),
        _left_out(names, statements),
    )


def _found(text: str, session: Session, *, guess: bool) -> Found:
    if len(text) > MOST_TEXT:
        raise TooLongError(
            f"The text has {len(text):,} characters, and {MOST_TEXT:,} are read at a "
            "time: pass one derivation after the other."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    page = read_document(text, NAME)
    return check_page(page, NAME, guess=guess, session=session)


def _is_diagnosed(relation: Relation) -> bool:
    return not relation.expected and relation.verdict.word in DIAGNOSED


def _relation(
    relation: Relation, diagnosis: Diagnosis | None, cause: tuple[int, int] | None
) -> RelationAnswer:
    repairs: list[str] = []
    true = None
    if diagnosis is not None:
        repairs = [_short(repair.in_full) for repair in diagnosis.repairs.found]
        if diagnosis.derivative is not None:
            true = diagnosis.derivative.text
    return RelationAnswer(
        relation.line,
        _short(relation.left),
        relation.sign,
        _short(relation.right),
        relation.verdict.word,
        _weight(relation.verdict),
        _why(relation, diagnosis),
        _point(relation.verdict, diagnosis),
        repairs,
        true,
        None if cause is None else cause[0],
    )


def _weight(verdict: Verdict) -> Weight:
    """How much a verdict is worth."""
    match verdict.word:
        case "fails":
            return "final"
        case "holds":
            return "evidence"
        case "vacuous" | "undecided":
            return "no answer"
        case "not understood":
            return "not read"
        case _:
            assert_never(verdict.word)


def _why(relation: Relation, diagnosis: Diagnosis | None) -> str:
    verdict = relation.verdict
    said = [verdict.reason] if verdict.reason else []
    match verdict.word:
        case "holds":
            needs = [f"it needs {need}" for need in verdict.needs]
            points = f"{HOLDS} ({verdict.points} points, {verdict.values} values)"
            said = [points, *needs]
        case "fails":
            said.append("the two sides differ at the point that is given")
            if diagnosis is not None:
                said += [one.text for one in diagnosis.odd[:2]]
            if relation.wanted == "fails":
                said.append("the text says that it is wrong on purpose")
        case "not understood":
            said.append(NOT_READ)
        case _:
            pass
    return _short("; ".join([*said, *verdict.notes]).replace("`", ""))


def _point(verdict: Verdict, diagnosis: Diagnosis | None) -> PointAnswer | None:
    """The plainest point where the sides differ, else the one that was found first."""
    if diagnosis is not None and diagnosis.plain is not None:
        plain = diagnosis.plain
        indices = [f"{name} = {number}" for name, number in plain.indices.items()]
        return PointAnswer(plain.left, plain.right, [*indices, *plain.given])
    match verdict.counterexample:
        case {"left": float(left), "right": float(right), **rest}:
            given = [*_listed(rest.get("indices")), *_listed(rest.get("inputs"))]
            return PointAnswer(left, right, given[:MOST_LISTED])
        case _:
            return None


def _listed(values: object) -> list[str]:
    if not isinstance(values, dict):
        return []
    return [
        f"{name} = {value:.6g}" if isinstance(value, float) else f"{name} = {value}"
        for name, value in values.items()
    ]


def _names(found: Found) -> list[NameAnswer]:
    return [
        NameAnswer(
            _short(row.name), row.told, row.because, row.guessed, list(row.others)
        )
        for row in name_rows(found)
    ]


def _problems(found: Found) -> list[ProblemAnswer]:
    listed = found.problems[:MOST_LISTED]
    return [ProblemAnswer(one.line, _short(one.message)) for one in listed]


def _left_out(*lists: Sequence[object]) -> int:
    """How many entries of lists are not told."""
    return sum(max(0, len(own) - MOST_LISTED) for own in lists)


def _short(text: str) -> str:
    return text if len(text) <= MOST_SAID else text[: MOST_SAID - 1] + "…"
