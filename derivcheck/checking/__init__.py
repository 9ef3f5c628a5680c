r"""A page -> a verdict for every relation.

In: a `Page`, and how to get those that it takes over. Out: `Found`: each relation with
its place and its `Verdict`, and the problems of definitions and directives.

    >>> from derivcheck.checking import check_text
    >>> found = check_text(r"$$ y := x^2 $$ $$ \frac{dy}{dx} = 2x = x $$")
    >>> [relation.verdict.word for relation in found.relations]
    ['holds', 'fails']

Modules, each importing only from those above it:

    claim                 a claim, and the verdict on it
    clauses               the words of a clause -> whether their form is read
    prose                 the sentence around a formula -> what it makes of it
    constancy             the sentence around differentials -> what it holds constant
    scope                 what a part of a page holds, as marks
    properties            words beside a declaration -> what they assume
    reading               what it was read as: its model, and what it states
    conditions            statements that may be a condition, denials and ways
    beside                what part a statement plays beside the others of its line
    premises              what statements give, or take for true
    sentences             what the sentences of the text give to the next formula
    statement_reader      its statements, read: into the model, or as claims that wait
    motions               what moves in the differentials of each claim
    claim_reader          claims that waited -> claims over the model, entry by entry
    accounting            the signs of a page against those that its reading took up
    scope_reader          a part of a page -> its reading
    choosing              the same under the choices by which most of it is read
    turning               roots, logarithms -> whether a side may turn unseen
    trial                 a claim made ready: closures, letters that run, what was met
    comparison            a claim -> its sides at points, compared
    searching             a claim -> points at which a difference is likely
    outcomes              trials -> a counterexample, or what a verdict rests on
    proportions           sides in proportion -> one ratio at each point
    rounding              a quantity beside a decimal -> whether it rounds to it
    judging               two sides over all points -> holds, fails, vacuous, undecided
    satisfying            a point -> the same, moved onto what is assumed
    assumptions           points moved onto assumptions; claims with and without each
    records               what came of a page: relations with their verdicts
    verdicts              the reading of a part -> a verdict for every relation
    rivals                readings that rival -> verdicts that all of them give
    values                numbers that a text gives its inputs -> conditions
    settling              what fails and holds under a condition -> holds if
    several_models        a text of several models -> one verdict a relation
    implicit_definitions  claims that look like definitions
    namesakes             names given twice -> verdicts that hold for both
    counts                a text that declares nothing -> which letters count
    usual                 words that name a model -> its usual formulas
    wording               the words of a text -> the spellings that they say
    defining              = for everything -> := where it defines
    network               a text's derivatives -> the network that they go through
    factors               products side by side -> names for derivatives
    layers                a text with layers -> how many, and what each has
    kinds_said            words beside a name -> matrix, vector, number
    offers                a text that declares nothing -> what its names may be
    doubts                verdicts on it -> none fails for what it leaves open
    gaps                  a text with paths that nothing gives -> what is not judged
    guessing              a text as people post it -> a reading, and its verdicts
    contradictions        what is said of one name in two ways -> both places
    memory                parts of a page as they were judged last
    page_check            a page through all of these stages
    causes                faults that follow from another -> where that stands
    chain_ends            what the ends of a chain say when a relation inside it fails
    formulas              a labelled equation -> a function of NumPy arrays
    fixing                a file -> the same with := where = looks like a definition
"""

from __future__ import annotations

from .assumptions import Assumed, AssumedSampler
from .causes import Causes, first_causes
from .chain_ends import chains, remarks
from .claim import Claim, Sizes, Unstated, Verdict, not_understood, spelled_claim
from .fixing import ChangedError, difference, with_definitions, write_back
from .formulas import Formula, Formulas, read
from .judging import Unsatisfied, judge
from .memory import Memory
from .page_check import check_page, check_text, collector_paused, scopes_of
from .reading import Read, Reading, own_error
from .records import Found, Ground, Input, Judged, Piece, PlacedFault, Relation
from .scope import Passage, Scope
from .scope_reader import read_behind, read_scope
from .trial import Trial, frames, ready
from .verdicts import judge_reading

__all__ = [
    "Assumed",
    "AssumedSampler",
    "Causes",
    "ChangedError",
    "Claim",
    "Formula",
    "Formulas",
    "Found",
    "Ground",
    "Input",
    "Judged",
    "Memory",
    "Passage",
    "Piece",
    "PlacedFault",
    "Read",
    "Reading",
    "Relation",
    "Scope",
    "Sizes",
    "Trial",
    "Unsatisfied",
    "Unstated",
    "Verdict",
    "chains",
    "check_page",
    "check_text",
    "collector_paused",
    "difference",
    "first_causes",
    "frames",
    "judge",
    "judge_reading",
    "not_understood",
    "own_error",
    "read",
    "read_behind",
    "read_scope",
    "ready",
    "remarks",
    "scopes_of",
    "spelled_claim",
    "with_definitions",
    "write_back",
]
