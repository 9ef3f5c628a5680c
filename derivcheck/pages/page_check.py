"""A page through all the stages: its text in, a verdict for every relation out.

Directives are obeyed here: `with` takes over another page's definitions, `fresh`
begins a new model, `wrong at` turns what is wanted round, `unchecked` leaves out.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from ..checking import (
    Found,
    Judged,
    OtherMeaning,
    Passage,
    Piece,
    PlacedFault,
    Relation,
    Scope,
    assumed_beside,
    choose,
    functions_in_words,
    is_declared,
    is_demanded,
    is_restriction,
    judge_chosen,
    kinds_in_words,
    other_meanings,
    own_error,
    said_in_two_ways,
    settled_words,
    sliced_beside,
    text_names,
    undecided,
    with_signs_refused,
)
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
    read_document,
    read_macros,
)
from ..expressions import Fault, NotUnderstood, Sentence
from ..guessing import NO_ANSWERS, definitions_meant, guess_reading, judge_guess
from ..latex import (
    Macros,
    Statement,
    read_marks,
    read_statements,
    read_tokens,
    relations_in,
)
from .collector import collector_paused
from .passages import claims, gives, may_be_assumed, passage_of
from .session import HandedOver, Session


def check_text(
    text: str,
    path: str = "page.md",
    *,
    seed: int = 0,
    load: Loader | None = None,
    guess: bool = False,
    answers: Mapping[str, str] = NO_ANSWERS,
    session: Session | None = None,
) -> Found:
    """Every relation of a page in Markdown with its verdict.

    `path` is the name of the page in reports; `seed` chooses the random points. `load`
    gives the text of another page by its name, or None where there is none.
    With `guess` the text may be one that declares nothing: what its names are is
    inferred, and said; of some a reader gives the role, which `answers` hold by name.
    In a `session` what an edit leaves as it was is not judged again.
    """
    page = read_document(text)
    return check_page(
        page,
        path,
        seed=seed,
        load=load,
        guess=guess,
        answers=answers,
        session=session,
    )


def check_page(
    page: Page,
    path: str,
    *,
    seed: int = 0,
    load: Loader | None = None,
    guess: bool = False,
    answers: Mapping[str, str] = NO_ANSWERS,
    session: Session | None = None,
) -> Found:
    """Every relation of a page that has been read, from whatever kind of file.

    The options are those of `check_text`.
    """
    with collector_paused():
        checker = _Checker(
            path, seed, load, guess=guess, answers=answers, session=session
        )
        return checker.run(page)


def scopes_of(page: Page, load: Loader | None = None) -> list[Scope]:
    """The parts of a page, each with what it takes over."""
    checker = _Checker("", 0, load)
    checker.gather(page)
    return checker.scopes


def definitions_of(page: Page, load: Loader | None, seen: frozenset[str]) -> HandedOver:
    """The definitions, declarations and macros in force at the end of a page."""
    checker = _Checker("", 0, load, seen)
    checker.gather(page)
    scope = checker.scopes[-1]
    found = list(scope.imported)
    known = text_names(scope)
    for passage in scope.passages:
        try:
            statements = read_statements(passage.marks, known, passage.stands)
        except NotUnderstood:
            continue
        found += [s for s in statements if gives(s)]
    return HandedOver(tuple(found), checker.macros)


class _Checker:
    """Walks over a page's pieces once, then checks scope by scope."""

    def __init__(
        self,
        path: str,
        seed: int,
        load: Loader | None,
        seen: frozenset[str] = frozenset(),
        *,
        guess: bool = False,
        answers: Mapping[str, str] = NO_ANSWERS,
        session: Session | None = None,
    ) -> None:
        self.seed = seed
        self.guess = guess
        self.answers = answers
        self.session = session
        self.load = load
        self.seen = seen
        self.found = Found(path)
        self.found_in: dict[str, Found] = {}  # by the path of a file that is included
        self.scopes: list[Scope] = []
        self.passages: list[Passage] = []
        self.mentions: list[Passage] = []
        self.imported: list[Statement] = []
        self.macros: Macros = {}
        self.layout: str | None = None
        self.unchecked: tuple[str, int] | None = None
        self.wrong: WrongAt | None = None
        self.wrong_start = 0
        self.displays = 0
        self.page = Page("", (), ())
        self.meanings: tuple[OtherMeaning, ...] = ()

    def run(self, page: Page) -> Found:
        self.page = self.found.page = page
        for file in page.files()[1:]:
            one = Found(file.path, page=replace(page, path=file.path))
            self.found_in[file.path] = one
            self.found.included.append(one)
        for problem in page.problems:
            self.problem(problem.start, problem.message)
        self.found.cells = [(*page.place(at), name) for at, name in page.cells]
        self.gather(page)
        start = self.seed * 1_000_003 + zlib.crc32(page.text.encode(errors="replace"))
        session = self.session
        if self.guess:
            session = None  # what a text may mean rests on words outside its parts too
        key = (self.found.path, self.seed)
        parts: list[tuple[Scope, Judged]] = []
        for number, scope in enumerate(self.scopes):
            known = None if session is None else session.known(key, scope)
            try:
                judged = known or self.judged(scope, start + number)
            except Exception as error:  # whatever it is, the other scopes are checked
                judged = undecided(scope, error)
            parts.append((scope, judged))
            self.collect(scope, judged)
        if session is not None:
            session.keep(key, parts)
        self.left_over()
        for one in (self.found, *self.found.included):
            one.relations.sort(key=lambda r: r.start)
            one.pieces, one.parts = self.found.pieces, self.found.parts
        self.found.included = [f for f in self.found.included if not f.empty]
        return self.found

    def judged(self, scope: Scope, seed: int) -> Judged:
        """A part of the page, read and judged."""
        known = None if self.session is None else self.session.verdicts
        if self.guess:
            reading = guess_reading(scope, self.page.text, self.answers)
            judged = judge_guess(reading, seed, known)
        else:
            judged = judge_chosen(choose(scope), seed, known)
        if judged.reading is None or judged.guessed:
            return judged
        return replace(judged, twice=tuple(said_in_two_ways(judged.reading)))

    # --- gathering -----------------------------------------------------------------

    def gather(self, page: Page) -> None:
        """Parts pieces and directives, in reading order, into scopes."""
        self.page = page
        self.meanings = other_meanings(page.text)
        for definition in page.macros:
            with suppress(NotUnderstood):  # told where the macro is used
                read_tokens(definition, self.macros)
        for piece in page.pieces:
            if isinstance(piece, Directive):
                self.obey(piece)
            elif isinstance(piece, Mathematics):
                self.take(piece)
        self.close()

    def close(self) -> None:
        """Ends a scope; what follows belongs to the next."""
        passages = settled_words(self.passages, self.imported)
        passages = with_signs_refused(passages, self.meanings, self.imported)
        self.scopes.append(
            Scope(tuple(passages), tuple(self.mentions), tuple(self.imported))
        )
        self.passages, self.mentions, self.imported = [], [], []

    def problem(self, start: int, text: str) -> None:
        self.fault(start, Sentence(text))

    def fault(self, start: int, fault: Fault) -> None:
        place = self.page.place(start)
        self.found_at(start).problems.append(PlacedFault(*place, fault))

    def found_at(self, start: int) -> Found:
        """What is found in the file in which a place lies."""
        return self.found_in.get(self.page.file_at(start).path, self.found)

    def mistake(self, error: Exception) -> str:
        """Keeps the traceback of what nobody foresaw; the sentence to say instead."""
        self.found.keep(error)
        return own_error(error)

    def obey(self, directive: Directive) -> None:
        match asked := read_directive(directive.text):
            case Unknown(message):
                self.problem(directive.start, message)
            case Fresh():
                self.close()
                self.layout = None
            case Layout(name):
                self.layout = name
            case With(name):
                self.take_over(name, directive.start)
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

    def take_over(self, name: str, start: int) -> None:
        if name in self.seen:
            self.problem(start, f"with {name}: the pages take each other over")
            return
        text = self.load(name) if self.load is not None else None
        if text is None:
            self.problem(start, f"with {name}: there is no such page beside this one")
            return
        try:
            found = self.given_by(name, text)
        except (MacrosError, RecursionError) as error:
            said = error if isinstance(error, MacrosError) else "nested too deeply"
            self.problem(start, f"with {name}: {said}")
            return
        except Exception as error:  # whatever it is, the rest of the page is read
            self.problem(start, f"with {name}: {self.mistake(error)}")
            return
        self.imported += found.statements
        self.macros |= found.macros

    def given_by(self, name: str, text: str) -> HandedOver:
        """What another page hands over; the files that it includes are part of it."""
        seen = self.seen | {name}

        def read(load: Loader | None) -> HandedOver:
            page = read_macros(text, name, load and included_by(name, load))
            return definitions_of(page, load, seen)

        if self.session is None or self.load is None or self.seen:
            return read(self.load)
        return self.session.given_by(name, self.load, read)

    def take(self, mathematics: Mathematics) -> None:
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
            self.mistake,
            read_marks if self.session is None else self.session.marks_of,
        )
        if display is not None and self.unchecked is not None:
            reason, _ = self.unchecked
            self.unchecked = None
            self.leave_out(passage, reason)
            return
        if passage.sentence.denied and (
            is_restriction(passage.marks) or may_be_assumed(passage)
        ):
            self.leave_out(passage, "its sentence takes it back")
            return
        if not passage.sentence.leads_on and is_demanded(
            passage.sentence.remark, passage.marks
        ):
            self.leave_out(passage, "its sentence demands it")
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
        if (
            display is None
            and passage.marks
            and (not self.guess or is_declared(passage))
        ):
            self.passages += assumed_beside(self.page, passage)
        if display is None and passage.marks and not self.guess:
            self.passages += sliced_beside(self.page, passage, self.macros)
        self.passages += kinds_in_words(self.page, passage)
        self.passages += functions_in_words(self.page, passage)

    def leave_out(self, passage: Passage, reason: str) -> None:
        """Counts the relations of a passage as unchecked."""
        line, _ = self.page.place(passage.mathematics.start)
        many = sum(sign.claims for sign in passage.signs)
        found = self.found_at(passage.mathematics.start)
        found.unchecked.append((line, reason, many))

    # --- collecting ----------------------------------------------------------------

    def collect(self, scope: Scope, judged: Judged) -> None:
        """Places, ordinals and expectations for the relations of a scope."""
        for start, fault in judged.problems:
            self.fault(start, fault)
        for both in judged.twice:
            said = both.message(lambda at: self.page.place(at)[0])
            self.problem(both.second, said)
        for piece in judged.pieces:
            relations = sorted(piece.relations, key=lambda r: r.start)
            for ordinal, relation in enumerate(relations, 1):
                relation.ordinal, relation.display = ordinal, piece.display
                relation.line, relation.column = self.page.place(relation.start)
                relation.expected = relation.verdict.word == "holds"
                if relation.verdict.place is not None:
                    relation.place = self.page.place(relation.verdict.place)
            if piece.passage.wrong is not None:
                self.expect(piece.passage, piece.passage.wrong, relations)
            self.found_at(piece.mathematics.start).relations += relations
        self.found.inputs += judged.inputs
        self.found.choices += judged.choices
        self.found.mistakes += judged.mistakes
        self.found.pieces += judged.pieces
        self.found.parts.append(judged)
        self.found.guessed |= judged.guessed
        if not judged.guessed:
            self.look_for_definitions(scope, judged.pieces)

    def look_for_definitions(self, scope: Scope, pieces: Sequence[Piece]) -> None:
        """Claims of a scope that look like definitions."""
        try:
            meant = definitions_meant(scope, pieces)
        except Exception as error:  # whatever it is, the verdicts stand without it
            self.found.keep(error)
            return
        for one in meant:
            place = self.page.place(one.start)
            self.found_at(one.start).definitions.append((*place, one.name))

    def expect(
        self, passage: Passage, order: WrongAt, relations: list[Relation]
    ) -> None:
        """What `wrong at` wants of each relation."""
        wanted = "not understood" if order.not_understood else "fails"
        for number in order.ordinals:
            if not 1 <= number <= len(relations):
                self.problem(
                    passage.wrong_start,
                    f"wrong at {number}: the next mathematics has "
                    f"{len(relations)} relation{'s' * (len(relations) != 1)}",
                )
                continue
            relation = relations[number - 1]
            relation.wanted = wanted
            relation.expected = relation.verdict.word == wanted
