"""checking."""

from __future__ import annotations

from .assumptions import Assumed, AssumedSampler, Unsatisfied
from .chain_ends import chains, remarks
from .claim import Claim, Verdict, spelled_claim
from .comparison import Trial, frames, ready
from .fixing import ChangedError, difference, with_definitions, write_back
from .formulas import Formula, Formulas, read
from .judging import judge
from .page_check import Found, check_page, check_text, collector_paused
from .records import Ground, Piece, Relation, own_error

__all__ = [
    "Assumed",
    "AssumedSampler",
    "ChangedError",
    "Claim",
    "Formula",
    "Formulas",
    "Found",
    "Ground",
    "Piece",
    "Relation",
    "Trial",
    "Unsatisfied",
    "Verdict",
    "chains",
    "check_page",
    "check_text",
    "collector_paused",
    "difference",
    "frames",
    "judge",
    "own_error",
    "read",
    "ready",
    "remarks",
    "spelled_claim",
    "with_definitions",
    "write_back",
]
