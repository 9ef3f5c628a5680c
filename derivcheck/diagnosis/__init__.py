r"""A relation that fails -> what a person is told about it, and what would fix it.

In: a relation with its verdict and what that rests on. Out: where it shows most
plainly, what is odd about it, single edits under which it holds, the true derivative;
and the same edits turned round, the mutants by which a page is judged.

    >>> from derivcheck.pages import check_text
    >>> from derivcheck.diagnosis import mutants_of
    >>> page = check_text(r"$$ y := x^2 $$ $$ \frac{dy}{dx} = 2x $$")
    >>> [mutant.caught for mutant in mutants_of(page)][:3]
    [True, True, True]

Modules, each importing only from those above it:

    canonical        relations up to plain algebra: the same in other words
    edits            makes the single edits: the slips that people make
    mutants          a page -> the changes that its verdicts would not notice
    insertions       what a page has that may be put in -> edits that put it in
    failing_claim    a relation that fails, with the means to try others in its place
    readback         a claim -> what is reported about it, where a page reads that as it
    repair           tries edits on a relation that fails; ranks and words them
    symptoms         a relation that fails -> what is odd about its two values
    shrinking        a relation that fails -> the plainest numbers at which it does
    true_derivative  a relation that fails -> the derivative that it asks for, confirmed
    diagnosis        a relation that fails -> what a person is told
    offered_changes  a derivation in parts, with slips in the place of each
    quick_fixes      a repair in words -> the change of the text that makes it
"""

from __future__ import annotations

from .diagnosis import DIAGNOSED, Diagnosis, Told, Topic, diagnose, told_by
from .mutants import (
    Account,
    account,
    account_lines,
    mutants_of,
    read_judged,
    total_line,
)
from .offered_changes import OfferedChange, OfferedRelation, changes_to_offer
from .quick_fixes import Change, Checking, changes, mends

__all__ = [
    "DIAGNOSED",
    "Account",
    "Change",
    "Checking",
    "Diagnosis",
    "OfferedChange",
    "OfferedRelation",
    "Told",
    "Topic",
    "account",
    "account_lines",
    "changes",
    "changes_to_offer",
    "diagnose",
    "mends",
    "mutants_of",
    "read_judged",
    "told_by",
    "total_line",
]
