"""The pages that are open, checked one after the other by one worker.

An edit never waits: what is being worked on is given up where the edit makes it old, or
where it can wait, and begun again. Verdicts come first, then what a person asks for,
then what would repair the relations that fail.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from ..checking import Found, Relation, Stopped, own_error, stoppable
from ..diagnosis import Diagnosis, diagnose
from ..documents import Loader, UnreadableError, beside, read_document
from ..pages import Session, check_page
from ..projects import SettingsError
from .documents import OpenText, in_project, is_file
from .underlines import Diagnoses, surprising

WorkKind = Literal["check", "ask", "diagnose"]
Answered = TypeVar("Answered")
log = logging.getLogger("derivcheck")


@dataclass
class OpenPage:
    """An open page with its verdicts; `reads` are the files that these rest on."""

    opened: OpenText
    found: Found
    reads: frozenset[str]
    diagnoses: Diagnoses
    check: Callable[[str], Found]
    """The verdicts on another text in its place, as when a fix is tried."""
    load: Loader


@dataclass
class Question:
    """What a person asks of a page, and where the answer goes."""

    uri: str
    answer: Callable[[OpenPage], object]
    future: Future[object] = field(default_factory=Future)


class Desk:
    """The open pages, and the worker who checks them.

    `tell` is called by the worker with each page whose verdicts are new, and with what
    is found out of them later.
    """

    def __init__(
        self, tell: Callable[[OpenPage], None], *, guess: bool = False
    ) -> None:
        self.tell = tell
        self.guess = guess
        self.session = Session()
        self.opened: dict[str, OpenText] = {}
        self.checked: dict[str, OpenPage] = {}
        self.diagnoses: dict[str, Diagnoses] = {}
        self.to_check: dict[str, None] = {}  # the last one first
        self.to_diagnose: dict[str, None] = {}
        self.questions: list[Question] = []
        self.doing: tuple[WorkKind, str] | None = None
        self.is_over = False
        self.has_ended = False
        self.said: set[str] = set()
        self.turn = threading.Condition()
        self.worker = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """The worker begins."""
        self.worker.start()

    # --- what the editor says -------------------------------------------------------

    def open(self, opened: OpenText) -> None:
        """A page is open, or another text is in it."""
        with self.turn:
            is_edit = opened.uri in self.opened
            self.opened[opened.uri] = opened
            self._due(opened.uri)
            for uri in self._resting_on(opened.uri):
                self.to_check.setdefault(uri)
            self._give_way(opened.uri, is_edit=is_edit)
            self.turn.notify()

    def close(self, uri: str) -> None:
        """A page is open no longer."""
        with self.turn:
            self.opened.pop(uri, None)
            self.checked.pop(uri, None)
            self.diagnoses.pop(uri, None)
            self.to_check.pop(uri, None)
            self.to_diagnose.pop(uri, None)
            self._give_way(uri, is_edit=False)
            self.turn.notify()

    def saved(self) -> None:
        """Files have changed on the disk: what rests on them is checked again."""
        with self.turn:
            for uri, checked in self.checked.items():
                if checked.reads:
                    self.to_check.setdefault(uri)
            self.turn.notify()

    def ask(self, uri: str, answer: Callable[[OpenPage], Answered]) -> Future[Answered]:
        """The answer to a question about a page, once the page as it is now is checked.

        The future is cancelled where the page changes meanwhile.
        """
        asked = Question(uri, answer)
        with self.turn:
            self.questions.append(asked)
            if self.doing is not None and self.doing[0] == "diagnose":
                self.is_over = True
            self.turn.notify()
        return asked.future  # type: ignore[return-value]  # of what `answer` gives

    def end(self) -> None:
        """Gives up all work; the worker ends."""
        with self.turn:
            self.has_ended = self.is_over = True
            self.turn.notify()
        if self.worker.ident is not None:
            self.worker.join(timeout=2)

    def _due(self, uri: str) -> None:
        self.to_check = {uri: None, **self.to_check}
        self.to_diagnose.pop(uri, None)

    def _give_way(self, uri: str, *, is_edit: bool) -> None:
        """What is being worked on is given up, where it is old or can wait."""
        if self.doing is not None:
            work, other = self.doing
            self.is_over |= other == uri or is_edit or work == "diagnose"

    def _resting_on(self, uri: str) -> list[str]:
        path = self.opened[uri].name
        return [
            other
            for other, checked in self.checked.items()
            if other != uri and path in checked.reads
        ]

    # --- the worker -----------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self.turn:
                while not self.has_ended and not self._has_work():
                    self.turn.wait()
                if self.has_ended:
                    self._leave()
                    return
                step = self._next()
                self.is_over = False
            try:
                with stoppable(lambda: self.is_over):
                    step()
            except Stopped:
                pass
            except Exception as error:  # whatever it is, the other pages are checked
                log.error("%s", own_error(error))
            with self.turn:
                self.doing = None

    def _has_work(self) -> bool:
        return bool(self.to_check or self.questions or self.to_diagnose)

    def _leave(self) -> None:
        for question in self.questions:
            question.future.cancel()

    def _next(self) -> Callable[[], None]:
        """What is to be done next; it is put back where it is given up."""
        if self.to_check:
            uri = next(iter(self.to_check))
            self.doing = "check", uri
            return lambda: self._check(uri)
        if self.questions:
            question = self.questions.pop(0)
            self.doing = "ask", question.uri
            return lambda: self._answer(question)
        uri = next(iter(self.to_diagnose))
        self.doing = "diagnose", uri
        return lambda: self._diagnose(uri)

    def _check(self, uri: str) -> None:
        opened = self.opened.get(uri)
        if opened is None:
            self.to_check.pop(uri, None)
            return
        reads: set[str] = set()
        load = self._loader(opened, reads)
        whole = self._whole(opened, reads)
        with self.turn:
            if self.opened.get(uri) is not opened:
                return  # a newer text is waiting
            self.opened[uri] = opened = whole
        try:
            found = check_page(
                opened.page,
                opened.name,
                load=load,
                guess=self.guess,
                session=self.session,
            )
        except Stopped:
            raise
        except Exception:
            self.to_check.pop(uri, None)  # it would go wrong again
            raise
        diagnoses = self.diagnoses.setdefault(uri, Diagnoses())
        diagnoses.forget_all_but(found)
        with self.turn:
            if self.opened.get(uri) is not opened:
                return  # a newer text is waiting
            self.to_check.pop(uri, None)
            checked = OpenPage(
                opened,
                found,
                frozenset(reads),
                diagnoses,
                lambda text: self._tried(whole, text, load),
                load,
            )
            self.checked[uri] = checked
            self.to_diagnose[uri] = None
        self.tell(checked)

    def _whole(self, opened: OpenText, reads: set[str]) -> OpenText:
        """A page with what belongs to it on the disk; where that is wrong, without."""
        try:
            return in_project(opened, reads)
        except (SettingsError, UnreadableError) as error:
            said = f"{opened.name}: {error}"
            if said not in self.said:
                self.said.add(said)
                log.warning("%s", said)
            return opened

    def _tried(self, opened: OpenText, text: str, load: Loader) -> Found:
        page = replace(read_document(text, opened.name), macros=opened.page.macros)
        return check_page(
            page, opened.name, load=load, guess=self.guess, session=self.session
        )

    def _loader(self, opened: OpenText, reads: set[str]) -> Loader:
        """How a page takes over another: as it is open, else as it is on the disk."""
        on_disk = beside(opened.name, reads) if is_file(opened.uri) else None
        folder = os.path.dirname(opened.name)

        def load(name: str) -> str | None:
            path = os.path.join(folder, name)
            reads.add(path)
            for other in [*self.opened.values()]:
                if os.path.normpath(other.name) == os.path.normpath(path):
                    return other.text
            return None if on_disk is None else on_disk(name)

        return load

    def _answer(self, question: Question) -> None:
        checked = self.checked.get(question.uri)
        if checked is None or not question.future.set_running_or_notify_cancel():
            question.future.cancel()
            return
        try:
            question.future.set_result(question.answer(checked))
        except Stopped:
            question.future.set_result(None)
        except Exception as error:  # whatever it is, it is said and nothing is lost
            log.error("%s", own_error(error))
            question.future.set_result(None)

    def _diagnose(self, uri: str) -> None:
        """Finds out of one relation after the other what would put it right."""
        checked = self.checked.get(uri)
        if checked is not None:
            for relation in surprising(checked.found):
                diagnosis_of(checked, relation)
        with self.turn:
            self.to_diagnose.pop(uri, None)
        if checked is not None and checked.diagnoses.known:
            self.tell(checked)


def diagnosis_of(checked: OpenPage, relation: Relation) -> Diagnosis:
    """What would put a relation right, found out once."""
    known = checked.diagnoses.get(relation)
    if known is None:
        known = diagnose(relation, checked.found)
        checked.diagnoses.keep(relation, known)
    return known
