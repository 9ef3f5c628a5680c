r"""A part of a page -> what it states, read, with a verdict for each relation.

In: a `Scope`, the passages between two `fresh`. Out: a `Reading`, its model and what it
states, and `Judged`: the same with a `Verdict` for every relation.

    >>> from derivcheck.checking import choose, judge_chosen
    >>> from derivcheck.documents import read_page
    >>> from derivcheck.pages import scopes_of
    >>> page = read_page(r"$$ y := x^2 $$ $$ \frac{dy}{dx} = 2x = x $$")
    >>> (scope,) = scopes_of(page)
    >>> pieces = judge_chosen(choose(scope), seed=0).pieces
    >>> [one.verdict.word for piece in pieces for one in piece.relations]
    ['holds', 'fails']


Modules, each importing only from those above it:

    stopping          checking that is given up midway
    reading           what it was read as: its model, and what it states
    conditions        statements that may be a condition, denials and ways
    beside            claims that wait, and what stands beside them
    notes             what the reader of statements notes of them
    given_again       names given again -> what that ends
    neighbours        a line of a display -> which claim a condition is of
    parts_played      what part a statement plays beside the others of its line
    premises          what statements give, or take for true
    declaring         formulas of the text that declare or are demanded
    sentences         what the sentences of the text give to the next formula
    size_orders       sizes that are compared -> their order, in all that are tried
    statement_reader  its statements, read: into the model, or as claims that wait
    motions           what moves in the differentials of each claim
    claim_reader      claims that waited -> claims over the model, entry by entry
    accounting        the signs of a page against those that its reading took up
    scope_reader      a part of a page -> its reading
    choosing          the same under the choices by which most of it is read
    assumptions       points moved onto assumptions; claims with and without each
    known_verdicts    claims over a model as before -> their verdicts as before
    contradictions    what is said of one name in two ways -> both places
    records           what came of a page: relations with their verdicts
    verdicts          the reading of a part -> a verdict for every relation
    rivals            readings that rival -> verdicts that all of them give
"""

from __future__ import annotations

from .assumptions import Assumed, AssumedSampler
from .choosing import (
    Attempt,
    Chosen,
    attempt,
    choose,
    claims_of,
    partials_in,
    says_zero,
    shown,
    under,
    without_path,
)
from .conditions import is_restriction
from .contradictions import said_in_two_ways
from .declaring import is_demanded
from .known_verdicts import KnownVerdicts
from .reading import Read, Reading, Said, Stated, Unread, own_error
from .records import Found, Ground, Input, Judged, Piece, PlacedFault, Relation
from .rivals import judge_chosen
from .scope_reader import read_behind, read_scope
from .stopping import Stopped, go_on, stoppable
from .verdicts import judge_reading, undecided

__all__ = [
    "Assumed",
    "AssumedSampler",
    "Attempt",
    "Chosen",
    "Found",
    "Ground",
    "Input",
    "Judged",
    "KnownVerdicts",
    "Piece",
    "PlacedFault",
    "Read",
    "Reading",
    "Relation",
    "Said",
    "Stated",
    "Stopped",
    "Unread",
    "attempt",
    "choose",
    "claims_of",
    "go_on",
    "is_demanded",
    "is_restriction",
    "judge_chosen",
    "judge_reading",
    "own_error",
    "partials_in",
    "read_behind",
    "read_scope",
    "said_in_two_ways",
    "says_zero",
    "shown",
    "stoppable",
    "undecided",
    "under",
    "without_path",
]
