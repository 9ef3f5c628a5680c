"""What a statement or a passage is there for: to give, to assume, to claim."""

from __future__ import annotations

from ..checking import Passage
from ..latex import (
    NO_CLAIMS,
    Statement,
    bounds,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    spans,
)


def gives(statement: Statement) -> bool:
    """Whether a statement defines or declares something."""
    return (
        is_definition(statement)
        or is_mapping(statement)
        or is_membership(statement)
        or is_range(statement)
        or spans(statement)
        or bounds(statement)
    )


def may_be_assumed(passage: Passage) -> bool:
    """Whether its sentence speaks of assuming it, and it does not give anything."""
    gives = any(mark.text in NO_CLAIMS for mark in passage.marks)
    return passage.sentence.speaks_of_assuming and not gives


def claims(passage: Passage) -> bool:
    """Whether inline mathematics states something that will be judged."""
    if passage.error is not None:
        return True
    texts = {m.text for m in passage.marks if m.kind == "relation"}
    if texts & NO_CLAIMS:
        return False
    plain = [m for m in passage.marks if m.kind != "relation"]
    return not all(m.kind in {"letter", "number", "comma", "dots"} for m in plain)
