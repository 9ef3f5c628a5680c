"""A file -> its verdicts, and its part of a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..checking import Found, PlacedFault, Relation
from ..diagnosis import Change, changes, diagnose
from ..documents import UnreadableError, beside, read_text
from ..expressions import Sentence
from ..pages import OtherPages, Session, check_page
from ..projects import read_page_of_project
from ..reports import Asked, PageReport, page_report


def check_path(
    path: str,
    *,
    seed: int = 0,
    reads: set[str] | None = None,
    guess: bool = False,
    session: Session | None = None,
    others: OtherPages | None = None,
    macros: tuple[str, ...] = (),
) -> tuple[Found, str]:
    """The verdicts on a file, and its text, which is empty where it cannot be read.

    The paths of the files that it takes over or includes are put into `reads`. Of
    those that it includes the verdicts stand by themselves, as `included`. `others`
    are pages that were taken over before.
    """
    try:
        text = read_text(path)
        page = read_page_of_project(text, path, macros, reads)
    except UnreadableError as error:
        return _not_read(path, error.line, error.message), ""
    load = beside(path, reads)
    found = check_page(
        page, path, seed=seed, load=load, guess=guess, session=session, others=others
    )
    return found, text


def _not_read(path: str, line: int, message: str) -> Found:
    return Found(path, problems=[PlacedFault(line, 1, Sentence(message))])


def file_by_file(found: Found, text: str) -> list[tuple[Found, str]]:
    """What was found in a file and in those that it includes, each with its text."""
    texts = {file.path: file.text for file in found.page.files()}
    return [(found, text), *((one, texts[one.path]) for one in found.included)]


@dataclass(frozen=True, slots=True)
class PageTask:
    """What is done with each file of a check."""

    asked: Asked
    seed: int = 0
    guess: bool = False
    macros: tuple[str, ...] = ()
    others: OtherPages = field(default_factory=OtherPages, compare=False)

    def __call__(self, path: str) -> list[PageReport]:
        """The part of a file in the report, and those of the files it includes."""
        found, text = check_path(
            path,
            seed=self.seed,
            guess=self.guess,
            others=self.others,
            macros=self.macros,
        )
        session = Session()

        def tried(page: Found, relation: Relation) -> list[Change]:
            repairs = diagnose(relation, page).repairs.found
            return changes(relation, repairs, page, text, again)

        def again(text: str) -> Found:
            return check_page(
                read_page_of_project(text, path, self.macros),
                path,
                seed=self.seed,
                load=beside(path),
                guess=self.guess,
                session=session,
            )

        alone = None if found.included else tried  # places of one file are tried
        return [
            page_report(page, of_page, self.asked, alone)
            for page, of_page in file_by_file(found, text)
        ]
