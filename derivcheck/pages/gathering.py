"""The pieces of a page, in reading order -> its parts, each with what it takes over.

Directives are obeyed here: `with` takes over another page's definitions, `fresh`
begins a new model, `wrong at` turns what is wanted round, `unchecked` leaves out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from ..checking import Found, PlacedFault, is_demanded, is_restriction, own_error
from ..documents import (
    Directive,
    Fresh,
    Layout,
    Live,
    Loader,
    MacrosError,
    Mathematics,
    NumbersFrom,
    Page,
    TryChanges,
    Unchecked,
    Unknown,
    With,
    WrongAt,
    included_by,
    read_directive,
    read_macros,
)
from ..expressions import Fault, NotUnderstood, Sentence
from ..latex import (
    Macros,
    Marks,
    Statement,
    read_marks,
    read_statements,
    read_tokens,
    relations_in,
)
from ..words import (
    Ending,
    OtherMeaning,
    Passage,
    Scope,
    UnreadWords,
    endings_in,
    other_meanings,
    said_beside,
    settled_words,
    text_names,
    with_signs_refused,
)
from .passages import claims, gives, may_be_assumed, passage_of
from .session import HandedOver, OtherPages


def scopes_of(page: Page, load: Loader | None = None) -> list[Scope]:
    """The parts of a page, each with what it takes over."""
    gatherer = Gatherer(Found(""), load)
    gatherer.gather(page)
    return gatherer.scopes


def definitions_of(page: Page, load: Loader | None, seen: frozenset[str]) -> HandedOver:
    """The definitions, declarations and macros in force at the end of a page."""
    gatherer = Gatherer(Found(""), load, seen)
    gatherer.gather(page)
    scope = gatherer.scopes[-1]
    found = list(scope.imported)
    known = text_names(scope)
    for passage in scope.passages:
        try:
            statements = read_statements(passage.marks, known, passage.stands)
        except NotUnderstood:
            continue
        found += [s for s in statements if gives(s)]
    return HandedOver(tuple(found), gatherer.macros)


class Gatherer:
    """Walks over the pieces of a page once."""

    def __init__(
        self,
        found: Found,
        load: Loader | None,
        seen: frozenset[str] = frozenset(),
        *,
        guess: bool = False,
        marks_of: Callable[[str, Macros], Marks] = read_marks,
        others: OtherPages | None = None,
    ) -> None:
        self.found = found
        self.found_in: dict[str, Found] = {}  # by the path of a file that is included
        self.guess = guess
        self.marks_of = marks_of
        self.others = others
        self.load = load
        self.seen = seen
        self.scopes: list[Scope] = []
        self.passages: list[Passage] = []
        self.mentions: list[Passage] = []
        self.imported: list[Statement] = []
        self.unread: list[UnreadWords] = []
        self.macros: Macros = {}
        self.layout: str | None = None
        self.unchecked: tuple[str, int] | None = None
        self.wrong: WrongAt | None = None
        self.wrong_start = 0
        self.displays = 0
        self.page = Page("", (), ())
        self.meanings: tuple[OtherMeaning, ...] = ()
        self.endings: list[Ending] = []
        self.start = 0  # of the part of the page

    def gather(self, page: Page) -> None:
        """Parts pieces and directives, in reading order, into scopes."""
        self.page = page
        for problem in page.problems:
            self.problem(problem.start, problem.message)
        self.meanings = other_meanings(page.text)
        self.endings = endings_in(page, self.macros)
        for definition in page.macros:
            with suppress(NotUnderstood):  # told where the macro is used
                read_tokens(definition, self.macros)
        for piece in page.pieces:
            if isinstance(piece, Directive):
                self._obey(piece)
            elif isinstance(piece, Mathematics):
                self._take(piece)
        self._close(len(page.text))

    def _close(self, end: int) -> None:
        """Ends a scope; what follows belongs to the next."""
        passages = settled_words(self.passages, self.imported)
        passages = with_signs_refused(passages, self.meanings, self.imported)
        self.scopes.append(
            Scope(
                tuple(passages),
                tuple(self.mentions),
                tuple(self.imported),
                tuple(self.unread),
                tuple(one for one in self.endings if self.start <= one.at <= end),
            )
        )
        self.start = end
        self.passages, self.mentions, self.imported = [], [], []
        self.unread = []

    def problem(self, start: int, text: str) -> None:
        """Keeps a sentence about a place of the page."""
        self.fault(start, Sentence(text))

    def fault(self, start: int, fault: Fault) -> None:
        """The same of a fault."""
        place = self.page.place(start)
        self.found_at(start).problems.append(PlacedFault(*place, fault))

    def found_at(self, start: int) -> Found:
        """What is found in the file in which a place lies."""
        return self.found_in.get(self.page.file_at(start).path, self.found)

    def _mistake(self, error: Exception) -> str:
        """Keeps the traceback of what nobody foresaw; the sentence to say instead."""
        self.found.keep(error)
        return own_error(error)

    def _obey(self, directive: Directive) -> None:
        match asked := read_directive(directive.text):
            case Unknown(message):
                self.problem(directive.start, message)
            case Fresh():
                self._close(directive.start)
                self.layout = None
            case Layout(name):
                self.layout = name
            case With(name):
                self._take_over(name, directive.start)
            case Unchecked(reason):
                self.unchecked = (reason, directive.start)
            case TryChanges() | NumbersFrom() | Live():
                pass  # for readers
            case WrongAt():
                self.left_over()
                self.wrong, self.wrong_start = asked, directive.start

    def left_over(self) -> None:
        """A `wrong at` that no mathematics followed is a mistake of the page."""
        if self.wrong is not None:
            self.problem(
                self.wrong_start, "wrong at: no relation follows this directive"
            )
            self.wrong = None
        if self.unchecked is not None:
            self.problem(
                self.unchecked[1], "unchecked: no display follows this directive"
            )
            self.unchecked = None

    def _take_over(self, name: str, start: int) -> None:
        if name in self.seen:
            self.problem(start, f"with {name}: the pages take each other over")
            return
        text = self.load(name) if self.load is not None else None
        if text is None:
            self.problem(start, f"with {name}: there is no such page beside this one")
            return
        try:
            found = self._given_by(name, text)
        except (MacrosError, RecursionError) as error:
            said = error if isinstance(error, MacrosError) else "nested too deeply"
            self.problem(start, f"with {name}: {said}")
            return
        except Exception as error:  # whatever it is, the rest of the page is read
            self.problem(start, f"with {name}: {self._mistake(error)}")
            return
        self.imported += found.statements
        self.macros |= found.macros

    def _given_by(self, name: str, text: str) -> HandedOver:
        """What another page hands over; the files that it includes are part of it."""
        seen = self.seen | {name}

        def read(load: Loader | None) -> HandedOver:
            page = read_macros(text, name, load and included_by(name, load))
            return definitions_of(page, load, seen)

        if self.others is None or self.load is None or self.seen:
            return read(self.load)
        return self.others.given_by(name, self.load, read)

    def _take(self, mathematics: Mathematics) -> None:
        display = None
        if mathematics.display:
            self.displays += 1
            display = self.displays
        passage = passage_of(
            mathematics,
            display,
            self.page,
            self.layout,
            self.macros,
            self._mistake,
            self.marks_of,
        )
        if display is not None and self.unchecked is not None:
            reason, _ = self.unchecked
            self.unchecked = None
            self._leave_out(passage, reason)
            return
        if passage.sentence.denied and (
            is_restriction(passage.marks) or may_be_assumed(passage)
        ):
            self._leave_out(passage, "its sentence takes it back")
            return
        if not passage.sentence.leads_on and is_demanded(
            passage.sentence.remark, passage.marks
        ):
            self._leave_out(passage, "its sentence demands it")
            return
        related = bool(relations_in(passage.marks))
        if passage.error is not None:
            related = bool(passage.signs)
            if not related and mathematics.display:
                self.fault(passage.offset(passage.error.at), passage.error.fault)
        if not related:
            self.mentions.append(passage)
        stated = display is not None or claims(passage)
        if related and stated and self.wrong is not None:
            passage = replace(passage, wrong=self.wrong, wrong_start=self.wrong_start)
            self.wrong = None
        if related or (passage.marks and mathematics.display):
            self.passages.append(passage)
        said = said_beside(self.page, passage, self.macros, guess=self.guess)
        self.passages += said.passages
        self.unread += said.unread

    def _leave_out(self, passage: Passage, reason: str) -> None:
        """Counts the relations of a passage as unchecked."""
        line, _ = self.page.place(passage.mathematics.start)
        many = sum(sign.claims for sign in passage.signs)
        found = self.found_at(passage.mathematics.start)
        found.unchecked.append((line, reason, many))
