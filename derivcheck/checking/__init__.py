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

    stopping              checking that is given up midway
    claim                 a claim, and the verdict on it
    clauses               the words of a clause -> whether their form is read
    altering              words in, behind and round a formula -> whether they change it
    prose                 the sentence around a formula -> what it makes of it
    constancy             the sentence around differentials -> what it holds constant
    scope                 what a part of a page holds, as marks
    words_on_names        a formula of the text -> its names, the words round them
    properties            words that say a property of names -> what they assume
    ending_phrases        phrases that end what was said, as data
    endings               words that end what was said before
    slices                rows and columns that the text names -> second names
    kinds_declared        words that say what a name is -> its declaration
    functions_declared    words that say what a function is -> its definition
    words_unread          words that say more of a name -> what is not read of it
    signs_in_words        words that give a sign another meaning -> what is not read
    reading               what it was read as: its model, and what it states
    conditions            statements that may be a condition, denials and ways
    beside                claims that wait, and what stands beside them
    notes                 what the reader of statements notes of them
    given_again           names given again -> what that ends
    neighbours            a line of a display -> which claim a condition is of
    parts_played          what part a statement plays beside the others of its line
    premises              what statements give, or take for true
    declaring             formulas of the text that declare or are demanded
    sentences             what the sentences of the text give to the next formula
    size_orders           sizes that are compared -> their order, in all that are tried
    statement_reader      its statements, read: into the model, or as claims that wait
    motions               what moves in the differentials of each claim
    claim_reader          claims that waited -> claims over the model, entry by entry
    accounting            the signs of a page against those that its reading took up
    scope_reader          a part of a page -> its reading
    choosing              the same under the choices by which most of it is read
    turning               roots, logarithms -> whether a side may turn unseen
    trial                 a claim made ready: closures, letters that run, what was met
    numbers_read          a claim -> the sizes and the largest number that it reads
    comparison            a claim -> its sides at points, compared
    searching             a claim -> points at which a difference is likely
    thresholds            a claim with branches -> its verdict on and round thresholds
    outcomes              trials -> a counterexample, or what a verdict rests on
    proportions           sides in proportion -> one ratio at each point
    rounding              a quantity beside a decimal -> whether it rounds to it
    judging               two sides over all points -> holds, fails, vacuous, undecided
    assigning             assumptions that say what an input is -> its value
    satisfying            a point -> the same, moved onto what is assumed
    bounds_assumed        assumptions that bound inputs -> where these lie
    assumptions           points moved onto assumptions; claims with and without each
    known_verdicts        claims over a model as before -> their verdicts as before
    contradictions        what is said of one name in two ways -> both places
    records               what came of a page: relations with their verdicts
    verdicts              the reading of a part -> a verdict for every relation
    rivals                readings that rival -> verdicts that all of them give
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
from .claim import (
    Claim,
    Sizes,
    Unsatisfied,
    Unstated,
    Verdict,
    not_understood,
    spelled_claim,
)
from .conditions import is_restriction
from .constancy import read_constancy
from .contradictions import said_in_two_ways
from .declaring import is_demanded
from .endings import endings_in
from .judging import judge
from .kinds_declared import settled_words
from .known_verdicts import KnownVerdicts
from .properties import is_declared
from .prose import DENIAL, Around, read_sentence
from .reading import Read, Reading, Said, Stated, Unread, own_error
from .records import Found, Ground, Input, Judged, Piece, PlacedFault, Relation
from .rivals import judge_chosen
from .scope import Ending, Passage, Scope, UnreadWords, text_names
from .scope_reader import read_behind, read_scope
from .signs_in_words import (
    OtherMeaning,
    other_meanings,
    read_with,
    with_signs_refused,
    words_of_sigma,
)
from .stopping import Stopped, go_on, stoppable
from .trial import Trial, frames, ready
from .verdicts import judge_reading, undecided
from .words_on_names import is_name
from .words_unread import said_beside

__all__ = [
    "DENIAL",
    "Around",
    "Assumed",
    "AssumedSampler",
    "Attempt",
    "Chosen",
    "Claim",
    "Ending",
    "Found",
    "Ground",
    "Input",
    "Judged",
    "KnownVerdicts",
    "OtherMeaning",
    "Passage",
    "Piece",
    "PlacedFault",
    "Read",
    "Reading",
    "Relation",
    "Said",
    "Scope",
    "Sizes",
    "Stated",
    "Stopped",
    "Trial",
    "Unread",
    "UnreadWords",
    "Unsatisfied",
    "Unstated",
    "Verdict",
    "attempt",
    "choose",
    "claims_of",
    "endings_in",
    "frames",
    "go_on",
    "is_declared",
    "is_demanded",
    "is_name",
    "is_restriction",
    "judge",
    "judge_chosen",
    "judge_reading",
    "not_understood",
    "other_meanings",
    "own_error",
    "partials_in",
    "read_behind",
    "read_constancy",
    "read_scope",
    "read_sentence",
    "read_with",
    "ready",
    "said_beside",
    "said_in_two_ways",
    "says_zero",
    "settled_words",
    "shown",
    "spelled_claim",
    "stoppable",
    "text_names",
    "undecided",
    "under",
    "with_signs_refused",
    "without_path",
    "words_of_sigma",
]
