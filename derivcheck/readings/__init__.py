r"""What is spelled in more than one way -> alternatives, each a respelling.

In: the marks of a part of a page, its statements and the names of a first reading.
Out: choices: each writes what the page has in the strict language, and says why.

    >>> from derivcheck.latex import Macros, read_marks
    >>> from derivcheck.readings import PrimeAsTranspose, respelled, signs_of
    >>> marks = read_marks("X'y", Macros())
    >>> "".join(signs_of(respelled(marks, PrimeAsTranspose(frozenset("X")))))
    'X^{\\top}y'

Modules, each importing only from those above it:

    colons        the Frobenius product of arrays -> brackets
    places        where a name ends, what stands behind and below it
    repeated      indices that stand twice in a term -> sums
    rewriting     a step -> the marks with it taken everywhere
    posted        spellings of texts as people post them, one by one
    of_arrays     spellings of rows, determinants and gradients, one by one
    respellings   a choice, made: marks -> marks in the strict language
    wording       a choice -> what it says of the page's spelling
    other_roles   a respelling -> what names are with it, and without it
    shown         what a part of a page shows, as it is spelled
    alternative   a choice that may be made, with its reason and its cost
    brackets      brackets behind names -> alternatives
    families      letters below names that tell quantities apart -> an alternative
    undeclared    small letters that can only be columns -> declarations
    alternatives  what a page shows -> those that are worth a try
    posted_alternatives  a posted text -> more that are worth a try
    roles         a text that declares nothing -> what its names may be
"""

from __future__ import annotations

from .alternative import Alternative
from .alternatives import alternatives_in
from .of_arrays import BarsAsDeterminant, NablaBy, RowsByLetter
from .other_roles import Turned, turned_by
from .places import signs_of
from .posted import (
    AddedToEach,
    CaseFirst,
    LabelsFirst,
    RepeatedAsSum,
    SoftmaxOver,
    case_end,
    label_end,
)
from .posted_alternatives import alternatives_posted
from .respellings import (
    AGAIN,
    HOLE,
    BarsBelow,
    BracketsInName,
    DifferentialAsName,
    Family,
    FrobeniusColon,
    LettersAsTags,
    LettersTellFamilies,
    LogarithmAsName,
    NoArgument,
    PrimeAsTranspose,
    Respelling,
    StarInName,
    UpperIndices,
    family_of,
    respelled,
)
from .roles import (
    BY_ANSWER,
    NameKey,
    NameUse,
    key_of,
    meanings,
    open_losses,
    seen_names,
    starts,
    with_products,
)
from .shown import Shown
from .wording import in_words

__all__ = [
    "AGAIN",
    "BY_ANSWER",
    "HOLE",
    "AddedToEach",
    "Alternative",
    "BarsAsDeterminant",
    "BarsBelow",
    "BracketsInName",
    "CaseFirst",
    "DifferentialAsName",
    "Family",
    "FrobeniusColon",
    "LabelsFirst",
    "LettersAsTags",
    "LettersTellFamilies",
    "LogarithmAsName",
    "NablaBy",
    "NameKey",
    "NameUse",
    "NoArgument",
    "PrimeAsTranspose",
    "RepeatedAsSum",
    "Respelling",
    "RowsByLetter",
    "Shown",
    "SoftmaxOver",
    "StarInName",
    "Turned",
    "UpperIndices",
    "alternatives_in",
    "alternatives_posted",
    "case_end",
    "family_of",
    "in_words",
    "key_of",
    "label_end",
    "meanings",
    "open_losses",
    "respelled",
    "seen_names",
    "signs_of",
    "starts",
    "turned_by",
    "with_products",
]
