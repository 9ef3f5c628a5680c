"""What the tests of reading share: a text read, and what it was read as in words."""

from __future__ import annotations

from derivcheck.checking.reading import (
    Mistake,
    OwnCondition,
    Read,
    Reading,
    Stated,
    Unread,
    Ways,
)
from derivcheck.checking.scope_reader import read_scope
from derivcheck.documents import read_document
from derivcheck.expressions import message
from derivcheck.judging import spelled_claim
from derivcheck.judging.claim import Claim
from derivcheck.pages.gathering import scopes_of


def reading_of(text: str) -> Reading:
    """The reading of a page of one scope."""
    (scope,) = scopes_of(read_document(text))
    return read_scope(scope)


def stated(reading: Reading) -> list[Stated]:
    """All relations of a reading, in order."""
    return [stated for said in reading.said for stated in said.stated]


def in_words(read: Read) -> str:
    """What a relation was read as."""
    match read:
        case Claim():
            return spelled_claim(read)
        case Ways(claims):
            return " or ".join(map(spelled_claim, claims))
        case OwnCondition():
            return "its own condition"
        case Unread(fault):
            return f"not understood: {message(fault)}"
        case Mistake(reason):
            return f"mistake: {reason}"


def readings(text: str) -> list[str]:
    """What each relation of a page of one scope was read as."""
    return [in_words(relation.read) for relation in stated(reading_of(text))]
