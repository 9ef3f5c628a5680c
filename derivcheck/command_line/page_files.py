"""A file -> its verdicts, and its part of a report."""

from __future__ import annotations

from dataclasses import dataclass

from ..checking import Found, PlacedFault, Relation
from ..diagnosis import Change, changes, diagnose
from ..documents import UnreadableError, beside, read_document, read_text
from ..expressions import Sentence
from ..pages import Session, check_page
from ..reports import Asked, PageReport, page_report


def check_path(
    path: str,
    *,
    seed: int = 0,
    reads: set[str] | None = None,
    guess: bool = False,
    session: Session | None = None,
) -> tuple[Found, str]:
    """The verdicts on a file, and its text, which is empty where it cannot be read.

    The paths of the files that it takes over are put into `reads`.
    """
    try:
        text = read_text(path)
    except UnreadableError as error:
        fault = PlacedFault(error.line, 1, Sentence(error.message))
        return Found(path, problems=[fault]), ""
    page = read_document(text, path)
    load = beside(path, reads)
    found = check_page(page, path, seed=seed, load=load, guess=guess, session=session)
    return found, text


@dataclass(frozen=True, slots=True)
class PageTask:
    """What is done with each file of a check."""

    asked: Asked
    seed: int = 0
    guess: bool = False

    def __call__(self, path: str) -> PageReport:
        """The part of a file in the report."""
        found, text = check_path(path, seed=self.seed, guess=self.guess)
        session = Session()

        def tried(page: Found, relation: Relation) -> list[Change]:
            repairs = diagnose(relation, page).repairs.found
            return changes(relation, repairs, page, text, again)

        def again(text: str) -> Found:
            return check_page(
                read_document(text, path),
                path,
                seed=self.seed,
                load=beside(path),
                guess=self.guess,
                session=session,
            )

        return page_report(found, text, self.asked, tried)
