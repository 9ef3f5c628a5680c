"""diagnosis."""

from __future__ import annotations

from .diagnosis import DIAGNOSED, Kind, Told, diagnose, told_by
from .mutants import (
    Account,
    account,
    account_lines,
    mutants_of,
    read_judged,
    total_line,
)
from .quick_fixes import Change, changes

__all__ = [
    "DIAGNOSED",
    "Account",
    "Change",
    "Kind",
    "Told",
    "account",
    "account_lines",
    "changes",
    "diagnose",
    "mutants_of",
    "read_judged",
    "told_by",
    "total_line",
]
