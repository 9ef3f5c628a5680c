"""Verdicts -> what is not as the page expects, a finding for each place.

In: the verdicts on a page. Out: findings for tools that have a form of their own, such
as the warnings of a site's builder. What only waits for another finding is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..checking import Found
from ..pages import first_causes
from .text_and_json import shortly


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something is not as the page expects, of which kind, and what it is.

    The kind is the word of a verdict, or `problem`; `place` has the file in front.
    """

    line: int
    place: str
    kind: str
    message: str


def findings(page: Found) -> Iterator[Finding]:
    """What is not as a page expects: its problems, then its relations."""
    causes = first_causes(page)
    for number, problem in enumerate(page.problems):
        if number not in causes.problems:
            place = page.at(problem.line, problem.column)
            yield Finding(problem.line, place, "problem", problem.message)
    for relation in page.relations:
        if not relation.expected and relation.start not in causes.relations:
            line, column = relation.verdict_place
            kind, place = relation.verdict.word, page.at(line, column)
            head, *told = shortly(relation, page)
            message = "\n    ".join([head.removesuffix(f"  {kind}"), *told])
            yield Finding(line, place, kind, message)
