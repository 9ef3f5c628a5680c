"""Pages that are checked again and again: what an edit leaves as it was is kept.

A page that is watched, or typed, is checked after each edit. A part that is the same,
wherever it stands by now, is not read again; in one that is read again, a claim over
the same model is not judged again; and a page that others take over is read once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from ..checking import Judged, KnownVerdicts
from ..documents import Loader
from ..latex import Macros, Marks, Statement, read_marks
from ..words import Scope
from .shifting import shift_between, shifted_judged

MOST_PAGES = 128  # that are kept at a time, each with its parts
MOST_TEXTS = 10_000

Parts = list[tuple[Scope, Judged]]
CheckKey = tuple[str, int]  # the name of a page, and the seed


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a page gives to those that take it over: what it states, and its macros."""

    statements: tuple[Statement, ...]
    macros: Macros


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What another page gives, and the text of each page that this rests on."""

    rests_on: dict[str, str | None]
    given: HandedOver


class OtherPages:
    """What pages give to those that take them over: each is read once."""

    def __init__(self) -> None:
        self.known: OrderedDict[str, TakenOver] = OrderedDict()

    def given_by(
        self, name: str, load: Loader, read: Callable[[Loader], HandedOver]
    ) -> HandedOver:
        """What a page gives to those that take it over.

        It is read where a text that this rests on is another one than before.
        """
        known = self.known.get(name)
        if known is None or any(load(n) != t for n, t in known.rests_on.items()):
            rests_on = {name: load(name)}

            def recorded(other: str) -> str | None:
                rests_on[other] = load(other)
                return rests_on[other]

            known = TakenOver(rests_on, read(recorded))
            self.known[name] = known
            while len(self.known) > MOST_PAGES:
                self.known.popitem(last=False)
        return known.given


class Session:
    """What came of the parts of each page when it was last checked."""

    def __init__(self) -> None:
        self.pages: OrderedDict[CheckKey, Parts] = OrderedDict()
        self.others = OtherPages()
        self.verdicts = KnownVerdicts()
        self.marks: OrderedDict[str, Marks] = OrderedDict()

    def known(self, key: CheckKey, scope: Scope) -> Judged | None:
        """What came of a part, where the page had the same one before."""
        for before, judged in self.pages.get(key, ()):
            shift = shift_between(before, scope)
            if shift is not None:
                return shifted_judged(judged, shift)
        return None

    def keep(self, key: CheckKey, parts: Parts) -> None:
        """Keeps what came of the parts of a page, in place of what was known of it."""
        self.pages[key] = parts
        self.pages.move_to_end(key)
        while len(self.pages) > MOST_PAGES:
            self.pages.popitem(last=False)

    def marks_of(self, tex: str, macros: Macros) -> Marks:
        """The marks of a text; where no macro is known, those that it had before."""
        if macros:
            return read_marks(tex, macros)
        known = self.marks.get(tex)
        if known is None:
            known = read_marks(tex, macros)
            if not macros:  # it defines none
                self.marks[tex] = known
            while len(self.marks) > MOST_TEXTS:
                self.marks.popitem(last=False)
        return known
