r"""Verdicts that are known already: claims over a model that has them as before.

An edit changes a claim or two; the others say the same over the same model, though
every place has moved and the letters that no page wrote are numbered again. A claim is
looked up by what it says, with these letters and the sizes named in the order in which
they appear. What fails or is not understood is judged again: its place is told.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass, replace
from functools import cache
from hashlib import blake2b

from ..expressions import Key
from ..judging import Claim, Verdict
from ..models import Extents, Function, Model, Quantity, Row
from .reading import Declared, Ended, Reading

MOST = 20_000  # verdicts
KEPT = {"holds", "vacuous", "undecided"}
UNWRITTEN = re.compile(r"·d?\d+'*")  # a letter that no page wrote, by its number
KEYS = {"slot", "size", "letter", "number", "open", "rows", "sum", "width"}
NUMBERED = {"letter", "number", "open", "rows"}  # by a number that means nothing
PLACES: dict[type, set[str]] = {
    Row: {"order"},
    Function: {"order"},
    Quantity: {"first", "later"},
    Ended: {"order", "since", "upto", "until"},
    Declared: {"order"},
}


class KnownVerdicts:
    """Verdicts by what was judged, the latest ones."""

    def __init__(self) -> None:
        self.verdicts: OrderedDict[bytes, Verdict] = OrderedDict()

    def over(self, reading: Reading) -> KnownOverModel:
        """The verdicts on claims over the model of a reading."""
        return KnownOverModel(self.verdicts, reading)


class KnownOverModel:
    """What is known of the claims of one reading."""

    def __init__(self, verdicts: OrderedDict[bytes, Verdict], reading: Reading) -> None:
        self.verdicts = verdicts
        self.writer = _Wording(reading.model.extents)
        self.model = _of_model(self.writer, reading.model)
        self.assumptions = reading.assumptions
        self.again = reading.model.declared_again()
        self.ended = reading.ended
        self.declared = reading.declared

    def key(self, claim: Claim, order: int) -> bytes:
        """What a claim says at a place of the page, in short."""
        writer = self.writer.copy()
        again = tuple((one.name, one.domain_at(order)) for one in self.again)
        parts = [self.model, writer.text(again)]
        for at, one in self.assumptions:
            if at < order:
                ended = tuple(e for e in self.ended if e.ends(at, order))
                parts.append(writer.text((one, ended)))
        for given in self.declared:
            ended = tuple(e for e in self.ended if e.ends(given.order, order))
            parts.append(writer.text((given, given.order <= order, ended)))
        parts.append(writer.text(claim))
        return blake2b("\n".join(parts).encode(errors="replace")).digest()

    def get(self, key: bytes) -> Verdict | None:
        """The verdict, where it is known."""
        found = self.verdicts.get(key)
        return None if found is None else replace(found)

    def keep(self, key: bytes, verdict: Verdict) -> None:
        """Keeps a verdict, and lets go of the oldest ones."""
        if verdict.word in KEPT and verdict.place is None:
            self.verdicts[key] = replace(verdict)
            while len(self.verdicts) > MOST:
                self.verdicts.popitem(last=False)


def _of_model(writer: _Wording, model: Model) -> str:
    """All that the judging of a claim may ask of a model."""
    extents = model.extents
    quantities = model.quantities.own
    slots = [("slot", q.name, k) for q in quantities.values() for k in range(q.slots)]
    asked = (
        quantities, model.functions, model.labels, model.ranged, model.lows,
        model.broken, model.parts, slots, extents.families, extents.widths,
        extents.layered, extents.sums, extents.spans, extents.ends,
    )  # fmt: skip  # one table a word
    return "\n".join(map(writer.text, asked))


class _Wording:
    """Writes what a tree says, in names that do not depend on what was read before."""

    def __init__(self, extents: Extents) -> None:
        self.extents = extents
        self.letters: dict[str, str] = {}
        self.classes: dict[Key, int] = {}
        self.known: dict[Key, list[tuple[str, object]]] = {}
        tables: dict[str, Mapping[Key, object]] = {
            "number": extents.number,
            "named": extents.named,
            "digits": extents.digits,
            "least": extents.least,
        }
        for word, table in tables.items():
            for key, value in table.items():
                self.known.setdefault(extents.find(key), []).append((word, value))
        for key in extents.zero:
            self.known.setdefault(extents.find(key), []).append(("zero", True))

    def copy(self) -> _Wording:
        """The same, to go on from here."""
        other = _Wording.__new__(_Wording)
        other.extents, other.known = self.extents, self.known
        other.letters, other.classes = dict(self.letters), dict(self.classes)
        return other

    def text(self, value: object) -> str:
        """What a value says."""
        match value:
            case str():
                return self.name(value) if "·" in value else repr(value)
            case tuple() if value and isinstance(value[0], str) and value[0] in KEYS:
                return self.size(value)
            case tuple() | list():
                return f"({','.join(map(self.text, value))})"
            case _ if is_dataclass(value):  # most of them are one
                kind = value.__class__
                own = (self.text(getattr(value, name)) for name in _told(kind))
                return f"{kind.__name__}({','.join(own)})"
            case Mapping():
                pairs = (f"{self.text(k)}:{self.text(v)}" for k, v in value.items())
                return f"{{{','.join(pairs)}}}"
            case Set():
                return f"<{','.join(sorted(map(self.text, value)))}>"
            case _:
                return repr(value)

    def name(self, name: str) -> str:
        """A name; the letters that no page wrote are numbered as they come."""
        if UNWRITTEN.fullmatch(name) is None:
            return repr(name)
        found = self.letters.setdefault(name, f"·{len(self.letters)}")
        size = self.extents.calls.get(name)
        return found if size is None else f"{found}{self.size(size)}"

    def size(self, key: Key) -> str:
        """A size: what is known of it, and which of those that came before it is."""
        root = self.extents.find(key)
        own = f"{key[0]}" if key[0] in NUMBERED else repr(key)
        if key[0] == "sum":
            own = f"sum({','.join(map(self.text, key[1:]))})"
        if root in self.classes:
            return f"{own}#{self.classes[root]}"
        self.classes[root] = len(self.classes)
        return f"{own}#{self.classes[root]}{self.known.get(root, '')}"


@cache
def _told(kind: type) -> tuple[str, ...]:
    """The fields of a class that say something besides a place."""
    places = {"at", *PLACES.get(kind, ())}
    return tuple(one.name for one in fields(kind) if one.name not in places)
