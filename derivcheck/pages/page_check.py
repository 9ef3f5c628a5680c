"""A page through all the stages: its text in, a verdict for every relation out."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..checking import (
    Found,
    Judged,
    Piece,
    Relation,
    choose,
    judge_chosen,
    said_in_two_ways,
    undecided,
)
from ..documents import (
    Loader,
    Page,
    WrongAt,
    read_document,
)
from ..guessing import NO_ANSWERS, definitions_meant, guess_reading, judge_guess
from ..latex import (
    read_marks,
)
from ..words import Passage, Scope
from .collector import collector_paused
from .gathering import Gatherer
from .session import OtherPages, Session


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
    With `guess` the text need not declare anything: the roles of its names are
    inferred and reported. `answers` are roles that a reader has chosen, by name.
    In a `session` only what an edit changed is judged again.
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
    others: OtherPages | None = None,
) -> Found:
    """Every relation of a page that has been read, from whatever kind of file.

    The options are those of `check_text`. What other pages give to this one is kept in
    `others`, so that the next page that takes them over need not read them again.
    """
    with collector_paused():
        checker = _Checker(
            path,
            seed,
            load,
            guess=guess,
            answers=answers,
            session=session,
            others=others,
        )
        return checker.run(page)


class _Checker:
    """Gathers the parts of a page, then checks them one by one."""

    def __init__(
        self,
        path: str,
        seed: int,
        load: Loader | None,
        *,
        guess: bool = False,
        answers: Mapping[str, str] = NO_ANSWERS,
        session: Session | None = None,
        others: OtherPages | None = None,
    ) -> None:
        self.seed = seed
        self.guess = guess
        self.answers = answers
        self.session = session
        self.found = Found(path)
        self.gatherer = Gatherer(
            self.found,
            load,
            guess=guess,
            marks_of=read_marks if session is None else session.marks_of,
            others=others if session is None else session.others,
        )

    def run(self, page: Page) -> Found:
        self.found.page = page
        gatherer = self.gatherer
        for file in page.files()[1:]:
            one = Found(file.path, page=replace(page, path=file.path))
            gatherer.found_in[file.path] = one
            self.found.included.append(one)
        self.found.cells = [(*page.place(at), name) for at, name in page.cells]
        gatherer.gather(page)
        start = self.seed * 1_000_003 + zlib.crc32(page.text.encode(errors="replace"))
        session = self.session
        if self.guess:
            session = None  # what a text may mean rests on words outside its parts too
        key = (self.found.path, self.seed)
        parts: list[tuple[Scope, Judged]] = []
        for number, scope in enumerate(gatherer.scopes):
            known = None if session is None else session.known(key, scope)
            try:
                judged = known or self.judged(scope, start + number)
            except Exception as error:  # whatever it is, the other scopes are checked
                judged = undecided(scope, error)
            parts.append((scope, judged))
            self.collect(scope, judged)
        if session is not None:
            session.keep(key, parts)
        gatherer.left_over()
        for one in (self.found, *self.found.included):
            one.relations.sort(key=lambda r: r.start)
            one.pieces, one.parts = self.found.pieces, self.found.parts
        self.found.included = [f for f in self.found.included if not f.empty]
        return self.found

    def judged(self, scope: Scope, seed: int) -> Judged:
        """A part of the page, read and judged."""
        known = None if self.session is None else self.session.verdicts
        if self.guess:
            reading = guess_reading(scope, self.gatherer.page.text, self.answers)
            judged = judge_guess(reading, seed, known)
        else:
            judged = judge_chosen(choose(scope), seed, known)
        if judged.reading is None or judged.guessed:
            return judged
        return replace(judged, twice=tuple(said_in_two_ways(judged.reading)))

    def collect(self, scope: Scope, judged: Judged) -> None:
        """Places, ordinals and expectations for the relations of a scope."""
        page = self.gatherer.page
        for start, fault in judged.problems:
            self.gatherer.fault(start, fault)
        for both in judged.twice:
            said = both.message(lambda at: page.place(at)[0])
            self.gatherer.problem(both.second, said)
        for piece in judged.pieces:
            relations = sorted(piece.relations, key=lambda r: r.start)
            for ordinal, relation in enumerate(relations, 1):
                relation.ordinal, relation.display = ordinal, piece.display
                relation.line, relation.column = self.gatherer.page.place(
                    relation.start
                )
                relation.expected = relation.verdict.word == "holds"
                if relation.verdict.place is not None:
                    relation.place = page.place(relation.verdict.place)
            if piece.passage.wrong is not None:
                self.expect(piece.passage, piece.passage.wrong, relations)
            self.gatherer.found_at(piece.mathematics.start).relations += relations
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
            place = self.gatherer.page.place(one.start)
            self.gatherer.found_at(one.start).definitions.append((*place, one.name))

    def expect(
        self, passage: Passage, order: WrongAt, relations: list[Relation]
    ) -> None:
        """What `wrong at` wants of each relation."""
        wanted = "not understood" if order.not_understood else "fails"
        for number in order.ordinals:
            if not 1 <= number <= len(relations):
                self.gatherer.problem(
                    passage.wrong_start,
                    f"wrong at {number}: the next mathematics has "
                    f"{len(relations)} relation{'s' * (len(relations) != 1)}",
                )
                continue
            relation = relations[number - 1]
            relation.wanted = wanted
            relation.expected = relation.verdict.word == wanted
