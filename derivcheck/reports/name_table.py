"""What each name of a page was read as, why, and what else it could have been."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, assert_never

from ..checking import Found, Judged, Reading
from ..expressions import (
    REAL,
    Choice,
    Classes,
    Domain,
    Interval,
    OneHot,
    Simplex,
)
from ..latex import (
    LetterShown,
    LetterSighting,
    Macros,
    Names,
    NameShown,
    NameSighting,
    Statement,
    balanced,
    fuse,
    letters_seen,
    names_seen,
    read_marks,
    read_statements,
    signs_seen,
)
from ..models import UNNAMED, Function, Model, Quantity, Writer
from ..readings import Alternative, Turned, turned_by
from ..words import Passage

Role = Literal[
    "input", "differential", "defined", "second name", "label", "function",
    "open function", "index", "set", "size", "tag", "constant",
]  # fmt: skip  # a list of words
SIGNS: dict[str, tuple[Role, str]] = {
    "e": ("constant", "Euler's number"),
    r"\pi": ("constant", "3.14159…"),
    "I": ("constant", "the identity"),
    r"\mathbf{I}": ("constant", "the identity"),
    r"\mathbf{1}": ("constant", "ones"),
    r"\mathbf{0}": ("constant", "zeros"),
    r"\mathbf{e}": ("constant", "unit vectors"),
    r"\delta": ("constant", "Kronecker's"),
    r"\sigma": ("function", "the logistic one"),
}
OF_LETTERS: dict[LetterShown, str] = {
    "set": "the page gives it",
    "ranged": "its range",
    "bound": "below a big sign",
    "compared": "in a condition",
    "carried": "on both sides of a definition",
    "slot": "an index of",
    "length": "a length of",
    "end": "the end of a range",
    "tag": "nothing lets it run, below",
}  # the plainest first
UNREAD = "its definition is not read"
OF_NAMES: dict[NameShown, str] = {
    "declared": "declared",
    "defined": "defined",
    "read": "only read",
    "claimed": "only in claims",
}


class RowPlace(NamedTuple):
    """Where a name stands; `file` is empty where that is the page itself."""

    line: int
    column: int
    file: str = ""

    @property
    def told(self) -> str:
        """The line, and the file where that is another one."""
        return f"line {self.line}" + (f" of {self.file}" if self.file else "")


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name as the page first writes it, its role, and why; `place` is where that is.

    `shape` has how far each index runs, `within` where the values lie, or what it is.
    `others` are roles that it could have had, where that was close; `identity` is the
    name as its sightings have it.
    """

    name: str
    role: Role
    because: str
    place: RowPlace | None = None
    shape: str = ""
    within: str = ""
    others: tuple[str, ...] = ()
    guessed: bool = False
    identity: str = field(default="", compare=False)

    @property
    def told(self) -> str:
        """The role with shape and range."""
        shape = f" ({self.shape})" if self.shape else ""
        within = f", {self.within}" if self.within else ""
        return self.role + shape + within

    @property
    def why(self) -> str:
        """The evidence with its line, and the other roles."""
        line = [self.place.told] if self.place else []
        said = [] if line and self.because == self.role else [self.because]
        others = "".join(f"; or {other}" for other in self.others)
        return ", ".join((*said, *line)) + others


def sections_of(found: Found) -> list[Judged]:
    """The parts of a page that state something."""
    return [part for part in found.parts if any(p.statements for p in part.pieces)]


def part_rows(found: Found, part: Judged) -> list[NameRow]:
    """A row for each name of a part of a page; none where nothing was read."""
    if part.reading is None:
        return []
    return list(_Table(found, part, part.reading).rows())


def name_rows(found: Found) -> list[NameRow]:
    """The rows of a whole page, part by part."""
    return [row for part in sections_of(found) for row in part_rows(found, part)]


def row_objects(found: Found) -> list[dict[str, Any]]:
    """The rows of a whole page as plain data; those of included files stand there."""
    if not found.page.begins:
        return []
    return [
        {
            "section": number,
            "name": row.name,
            "role": row.role,
            "shape": row.shape,
            "range": row.within,
            "because": row.because,
            "line": row.place.line if row.place else None,
            "column": row.place.column if row.place else None,
            "path": row.place.file or None if row.place else None,
            "guessed": row.guessed,
            "else": list(row.others),
        }
        for number, part in enumerate(sections_of(found), 1)
        for row in part_rows(found, part)
    ]


def table_lines(rows: Iterable[NameRow]) -> list[str]:
    """One line a name, in columns."""
    rows = list(rows)
    name = min(24, max((len(row.name) for row in rows), default=0))
    told = min(30, max((len(row.told) for row in rows), default=0))
    return [f"{r.name:{name}}  {r.told:{told}}  {r.why}" for r in rows]


@dataclass(slots=True)
class _Uses:
    """Where a name stands: how it is first written, and where first in each way.

    It is written `plainly` where nothing but letters fills its slots.
    """

    base: str
    written: str
    plainly: bool
    shown: dict[NameShown, int] = field(default_factory=dict)


class _Table:
    """Collects what a part of a page shows of its names."""

    def __init__(self, found: Found, part: Judged, reading: Reading) -> None:
        self.found, self.part, self.reading = found, part, reading
        self.model: Model = reading.model
        self.names: Names = reading.names
        self.uses: dict[str, _Uses] = {}
        self.letters: dict[str, dict[LetterShown, tuple[int, str]]] = {}
        self.slots: dict[str, tuple[str, int]] = {}
        self.signs: dict[str, int] = {}
        for said in reading.said:
            for statement in said.statements:
                self.look_at(statement, said.passage)

    # --- what the statements show --------------------------------------------------

    def look_at(self, statement: Statement, passage: Passage) -> None:
        """Takes in the names and letters of one statement."""
        for seen in names_seen(self.names, statement):
            self.use(seen, passage)
        for letter in letters_seen(self.names, statement):
            self.letter(letter, passage)
        for sign in signs_seen(self.names, statement):
            self.signs.setdefault(sign.text, passage.offset(sign.start))

    def use(self, seen: NameSighting, passage: Passage) -> None:
        tex, found = passage.mathematics.tex, seen.occurrence
        end = min((mark.start for mark in found.scripts.rest), default=found.end)
        start, end = balanced(tex, found.at, end)
        written = " ".join(tex[start:end].split())
        plainly = all(i.kind == "letter" and not i.shift for i in seen.items)
        own = _Uses(found.base, written, plainly)
        uses = self.uses.setdefault(seen.identity, own)
        if plainly and not uses.plainly:
            uses.written, uses.plainly = written, True
        uses.shown.setdefault(seen.shown, passage.offset(found.at))
        for number, item in enumerate(seen.items):
            if item.kind == "letter":
                self.slots.setdefault(item.text, (seen.identity, number))

    def letter(self, seen: LetterSighting, passage: Passage) -> None:
        r"""A letter; one in words, as in `W_\text{in}`, is no question."""
        if seen.shown == "tag":
            spelled = passage.mathematics.tex[seen.at :].startswith(seen.letter)
            is_letter = seen.letter.isalpha() and len(seen.letter) == 1
            if not spelled or not (is_letter or seen.letter[0] == "\\"):
                return
        shown = self.letters.setdefault(seen.letter, {})
        shown.setdefault(seen.shown, (passage.offset(seen.at), seen.of))

    # --- rows ----------------------------------------------------------------------

    def rows(self) -> Iterator[NameRow]:
        """The quantities, the functions, then letters: in the order of the page."""
        turned = _Choices(self.names, self.part)
        for quantity in self.model.told():
            own = quantity.spelled or quantity.name
            if own in self.model.functions and not quantity.rows:
                continue
            uses = self.uses.get(own)
            row = self.quantity(quantity, own, uses)
            row = replace(row, identity=own)
            yield turned.applied(row, own, uses.base if uses else own)
        for function in self.model.functions.values():
            own = function.spelled or function.name
            uses = self.uses.get(own)
            row = replace(self.function(function, own, uses), identity=own)
            yield turned.applied(row, own, uses.base if uses else own)
        for row in self.running():
            yield turned.applied(row, row.name, row.name)
        for sign, at in self.signs.items():
            if sign in SIGNS:
                role, what = SIGNS[sign]
                because = "the page gives no other"
                yield NameRow(sign, role, because, self.place(at), within=what)

    def quantity(self, quantity: Quantity, own: str, uses: _Uses | None) -> NameRow:
        """An input, or what definitions give."""
        model = self.model
        name = uses.written if uses else model.spelled(quantity.name)
        sizes = (model.extents.say_slot(own, k) for k in range(quantity.slots))
        shape = " × ".join(sizes).replace(UNNAMED, "free")
        if quantity.rows:
            first = quantity.rows[0]
            again = " again" if quantity.name != own else ""
            place = self.statement(first.order, first.at)
            because = f"defined{again}" if place else "taken over"
            if all(row.alias for row in quantity.rows):
                of = Writer(model, self.names).text(first.value)
                return NameRow(name, "second name", because, place, within=f"of {of}")
            return NameRow(name, "defined", because, place, shape)
        role: Role = "label" if quantity.name in model.labels else "input"
        if model.is_direction(quantity.name):
            name, role = model.spelled(quantity.name), "differential"
        shown = uses.shown if uses else {}
        if "defined" in shown:
            return NameRow(name, "defined", UNREAD, self.place(shown["defined"]), shape)
        way = next((w for w in OF_NAMES if w in shown), None)
        domain = within(quantity.domain, model)
        because = OF_NAMES[way] if way else "taken over"
        return NameRow(
            name, role, because, self.place(shown[way]) if way else None, shape, domain
        )

    def function(self, function: Function, own: str, uses: _Uses | None) -> NameRow:
        """A function, with its parameters where the page defines it."""
        name = uses.written if uses else self.model.spelled(function.name)
        if function.body is not None:
            name += f"({', '.join(function.parameters)})"
            place = self.statement(function.order, 0)
            return NameRow(
                name, "function", "defined" if place else "taken over", place
            )
        if uses and "defined" in uses.shown:
            place = self.place(uses.shown["defined"])
            return NameRow(name, "function", UNREAD, place)
        at = uses.shown.get("declared") if uses else None
        because = "taken over" if at is None else "declared"
        many = "" if function.arguments == 1 else f"of {function.arguments} arguments"
        place = None if at is None else self.place(at)
        return NameRow(name, "open function", because, place, within=many)

    def running(self) -> Iterator[NameRow]:
        """The letters that run, that end what runs, and those that are tags."""
        names = self.names
        for letter, shown in self.letters.items():
            is_index = letter in names.indices and letter not in names.labels
            if is_index and {*shown} - {"tag", "length", "end"}:
                row = self.seen(letter, "set" if "set" in shown else "index", shown)
                yield replace(row, within=self.range(letter))
            elif letter in names.sizes and {*shown} & {"length", "end"}:
                yield self.seen(letter, "size", shown)
            elif "tag" in shown and letter not in {*names.labels, *names.sizes}:
                own = self.uses.get(letter)
                first = min(own.shown.values()) if own else None
                row = self.seen(letter, "tag", shown)
                if first is not None:
                    row = replace(
                        row, because="a quantity of its own", place=self.place(first)
                    )
                yield row

    def seen(
        self, letter: str, role: Role, shown: dict[LetterShown, tuple[int, str]]
    ) -> NameRow:
        ways = {"tag": ("tag",), "size": ("length", "end")}.get(role, OF_LETTERS)
        way = next(way for way in ways if way in shown)
        at, of = shown[way]
        because = OF_LETTERS[way]
        if way in {"slot", "length", "tag"}:
            because += f" {of.partition('(')[0]}"
        return NameRow(letter, role, because, self.place(at))

    def range(self, letter: str) -> str:
        """How far a letter runs, where something says so."""
        extents = self.model.extents
        key = self.model.ranged.get(letter)
        if key is not None:
            first = self.model.lows.get(
                letter, int(extents.find(key) not in extents.zero)
            )
            return f"{first} … {extents.say(key)}"
        name, number = self.slots.get(letter, ("", 0))
        end = extents.say_slot(name, number) if name else UNNAMED
        return "" if end == UNNAMED else f"1 … {end}"

    def place(self, at: int) -> RowPlace:
        page = self.found.page
        file = page.file_at(at).path
        return RowPlace(*page.place(at), "" if file == page.path else file)

    def statement(self, order: int, at: int) -> RowPlace | None:
        """Where a statement stands; None for one that is taken over."""
        for said in self.reading.said:
            if said.first <= order < said.first + len(said.statements):
                start = at or said.statements[order - said.first].start
                return self.place(said.passage.offset(start))
        return None


class _Choices:
    """What was chosen for names, and what else would read as much."""

    def __init__(self, names: Names, part: Judged) -> None:
        self.names = names
        self.turned = turned_in(part.choices)
        self.rivals = turned_in(part.rivals)
        self.guesses = {
            own: choice for choice in part.choices for own in self.given_by(choice)
        }

    def given_by(self, choice: Alternative) -> Iterator[str]:
        """The names that a choice is about, or that its lines give."""
        for line in choice.lines or (choice.name,):
            for statement in read_statements(read_marks(line, Macros()), frozenset()):
                sides = [fuse(self.names, side) for side in statement.sides]
                own = replace(statement, sides=sides)
                yield from (
                    seen.identity for seen in list(names_seen(self.names, own))[:1]
                )

    def applied(self, row: NameRow, own: str, base: str) -> NameRow:
        """A row with the reason of the choices that it is due to, and with the rest."""
        is_letter = row.role in {"tag", "index"}
        guess = self.guesses.get(own)
        if guess is not None and not is_letter:
            said = f"read as {guess.role}: " if guess.role else ""
            return replace(
                row,
                because=said + guess.because,
                place=None,
                others=guess.others,
                guessed=bool(guess.name),
            )
        for turned in self.turned:
            if turned.letters == is_letter and turned.is_about(base):
                others = (*row.others, turned.left)
                row = replace(row, because=turned.because, others=others)
        for turned in self.rivals:
            if turned.letters == is_letter and turned.is_about(base):
                row = replace(row, others=(*row.others, turned.made))
        return replace(row, others=tuple(dict.fromkeys(row.others)))


def turned_in(choices: Iterable[Alternative]) -> list[Turned]:
    """What the respellings of some choices are about."""
    every = (turned_by(one) for choice in choices for one in choice.respellings)
    return [turned for turned in every if turned is not None]


def within(domain: Domain, model: Model) -> str:
    """Where the values of an input lie, if not anywhere."""
    match domain:
        case Interval(low, high, low_inside, high_inside):
            if domain == REAL:
                return ""
            opening = "[" if low_inside else "("
            closing = "]" if high_inside else ")"
            first = "-∞" if low is None else str(low)
            last = "∞" if high is None else str(high)
            return f"in {opening}{first}, {last}{closing}"
        case Simplex():
            return "on the simplex"
        case OneHot():
            return "one-hot"
        case Classes(size):
            return f"1 … {model.extents.say(size)}"
        case Choice(values):
            return f"in {{{', '.join(map(str, values))}}}"
        case _:
            assert_never(domain)
