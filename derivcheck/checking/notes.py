"""What the reader of statements notes: drafts, problems, doubts, the signs taken up."""

from __future__ import annotations

from collections.abc import Iterable

from ..expressions import Fault, NotUnderstood, Sentence
from ..latex import Marks, Statement
from ..words import Passage
from .beside import Doubt, Draft
from .conditions import Stipulation
from .reading import Declared, Ended, Stated, Unread


class Notes:
    """What is noted while statements are read; `order` is the number of the last."""

    def __init__(self) -> None:
        self.order = 0
        self.drafts: list[Draft] = []
        self.problems: list[tuple[int, Fault]] = []
        self.accounted: list[int] = []
        self.doubts: list[Doubt] = []
        self.ended: list[Ended] = []
        self.declared: list[Declared] = []

    @property
    def draft(self) -> Draft:
        """What the passage says that is being read."""
        return self.drafts[-1]

    @property
    def passage(self) -> Passage:
        """The passage that is being read."""
        return self.draft.passage

    def problem(self, at: int, fault: Fault) -> None:
        """Notes what is wrong at a place of the passage."""
        self.problems.append((self.passage.offset(at), fault))

    def account(self, marks: Marks) -> None:
        """Notes that the signs among marks of the passage were taken up."""
        self.accounted += self.passage.places(marks)

    def account_for(self, stipulations: Iterable[Stipulation]) -> None:
        """Notes the signs of conditions that are told, or name a case of the text."""
        self.accounted += [at for one in stipulations for at in one.places]

    def problem_of(self, order: int, at: int, fault: Fault) -> None:
        """Notes what is wrong in a statement, or in one taken over at the first."""
        for draft in self.drafts:
            if order < draft.first + len(draft.statements):
                self.problems.append((draft.passage.offset(at), fault))
                return

    def refuse_all(self, passage: Passage, error: NotUnderstood) -> None:
        """Notes for each relation sign of a passage that nothing of it was read."""
        tex = passage.mathematics.tex
        read = Unread(error.fault, passage.offset(error.at))
        refused = [
            Stated(passage.offset(sign.start), tex.strip(), sign.text, "", 0, read)
            for sign in passage.signs
            if (sign.claims if passage.display is None else sign.states)
        ]
        self.drafts.append(Draft(passage, [], self.order + 1, refused=refused))
        self.accounted += [passage.offset(sign.start) for sign in passage.signs]
        if not refused:
            self.problem(error.at, error.fault)

    def doubt(self, statement: Statement, fault: Fault, at: int | None = None) -> None:
        """Notes what may restrict the names in a statement, and is not read."""
        self.account(statement.marks)
        self.problem(statement.start if at is None else at, fault)
        self.doubts.append(Doubt(self.order, statement.marks))

    def refuse(self, statement: Statement, message: str) -> None:
        """Notes for each relation of a statement that it is not understood."""
        self.account(statement.marks)
        for sign in statement.relations:
            start = self.passage.offset(sign.start)
            read = Unread(Sentence(message), start)
            stated = Stated(start, "", sign.text, "", self.order, read)
            self.draft.refused.append(stated)
