"""The verdicts on a page -> what an editor underlines, and what it says there.

Each is at the sign of its relation. Its message is the first line of the
report; what else the report says comes beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..checking import Found, PlacedFault, Relation
from ..diagnosis import Diagnosis, Told, told_by
from ..judging import Verdict
from ..pages import Causes, first_causes
from ..reports import story, told_lines
from .names import only_declared

Level = Literal["error", "warning", "information", "hint"]
LEVELS: dict[str, Level] = {
    "holds": "error",  # where `wrong at` expects it to fail
    "fails": "error",
    "not understood": "warning",
    "undecided": "information",
    "vacuous": "information",
}
WAITING = "this is not read because of a mistake in line {}"
DEFINES = "{} = … looks like a definition: write := to define it"
UNUSED = "{} is declared but not used"


@dataclass(frozen=True, slots=True)
class Underline:
    """A stretch of the page, how much it matters, and what there is to say.

    Each of `beside` is a sentence, with the place on the page that it speaks of. `word`
    is the verdict, or the kind of underline; `relation` is where the relation starts.
    """

    start: int
    end: int
    level: Level
    word: str
    message: str
    beside: tuple[tuple[int, str], ...] = ()
    relation: int | None = None
    is_needless: bool = False


class Diagnoses:
    """What was found out of relations that fail, for as long as they stay as they are.

    A relation that no edit touches keeps its verdict, and with it its diagnosis.
    """

    def __init__(self) -> None:
        self.known: dict[int, tuple[Verdict, Diagnosis]] = {}

    def get(self, relation: Relation) -> Diagnosis | None:
        """The diagnosis, where there is one already."""
        found = self.known.get(id(relation.verdict))
        return None if found is None else found[1]

    def keep(self, relation: Relation, diagnosis: Diagnosis) -> None:
        """Keeps a diagnosis with its verdict, whose id stays its own so."""
        self.known[id(relation.verdict)] = relation.verdict, diagnosis

    def forget_all_but(self, page: Found) -> None:
        """Lets go of what is on the page no longer."""
        here = {id(relation.verdict) for relation in page.relations}
        self.known = {key: own for key, own in self.known.items() if key in here}


def surprising(page: Found) -> list[Relation]:
    """The relations that are not as the page expects, and wait for no other."""
    waiting = first_causes(page).relations
    return [r for r in page.relations if not r.expected and r.start not in waiting]


def underlines(page: Found, diagnoses: Diagnoses) -> list[Underline]:
    """What is to be underlined, in the order of the page."""
    causes = first_causes(page)
    found = [
        *(_of_relation(r, page, causes, diagnoses) for r in page.relations if _told(r)),
        *(_of_problem(n, page, causes) for n in range(len(page.problems))),
        *_definitions(page),
        *_unused(page),
    ]
    return sorted(found, key=lambda one: (one.start, one.end))


def _told(relation: Relation) -> bool:
    return not relation.expected


def _of_relation(
    relation: Relation, page: Found, causes: Causes, diagnoses: Diagnoses
) -> Underline:
    word = relation.verdict.word
    start = relation.verdict.place
    if start is None or word != "not understood":
        start = relation.start
    end = sign_end(page.page.text, start)
    cause = causes.relations.get(relation.start)
    if cause is not None:
        said = WAITING.format(cause[0])
        beside = ((page.page.offset(*cause), "fix this first"),)
        return Underline(start, end, "information", word, said, beside, relation.start)
    diagnosis = diagnoses.get(relation)
    known: list[Told] = [] if diagnosis is None else told_by(diagnosis)
    told = told_lines(story(page, relation, (), ends={}, known=known))
    first, *rest = told
    message = f"{word}: {first}" if first != word else word
    return Underline(
        start,
        end,
        LEVELS[word],
        word,
        message,
        tuple((relation.start, line) for line in rest),
        relation.start,
    )


def _of_problem(number: int, page: Found, causes: Causes) -> Underline:
    problem = page.problems[number]
    start = _offset(page, problem)
    cause = causes.problems.get(number)
    end = sign_end(page.page.text, start)
    if cause is not None:
        said = WAITING.format(cause[0])
        beside = ((page.page.offset(*cause), "fix this first"),)
        return Underline(start, end, "information", "problem", said, beside)
    return Underline(start, end, "warning", "problem", problem.message)


def _offset(page: Found, problem: PlacedFault) -> int:
    return min(page.page.offset(problem.line, problem.column), len(page.page.text))


def _definitions(page: Found) -> Iterator[Underline]:
    """Claims that look like definitions."""
    for line, column, left in page.definitions:
        start = page.page.offset(line, column)
        said = DEFINES.format(left)
        yield Underline(start, start + 1, "hint", "definition", said, relation=start)


def _unused(page: Found) -> Iterator[Underline]:
    """Names that are declared, and stand nowhere else."""
    for part in page.parts:
        for place in only_declared(page, part):
            name = page.page.text[place.start : place.end]
            said = UNUSED.format(name)
            yield Underline(
                place.start, place.end, "hint", "unused", said, is_needless=True
            )


def sign_end(text: str, start: int) -> int:
    r"""Where the sign ends that starts at a place: `\le`, `:=`, or one character."""
    end = start + 1
    if text[start : start + 1] == "\\":
        while text[end : end + 1].isalpha():
            end += 1
    elif text.startswith((":=", "=:", "!=", "<=", ">=", "=="), start):
        end += 1
    return min(end, max(start, len(text)))
