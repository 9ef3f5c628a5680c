r"""The words around formulas -> what they make of them.

In: a `Page`, and the formulas of a part of it. Out: `Scope`, that part as marks, with
what the words of its sentences assume, deny, declare and end, each with its place.

    >>> from derivcheck.documents import read_page
    >>> from derivcheck.words import read_sentence
    >>> page = read_page("It is not true that $y = x$.")
    >>> (formula,) = page.mathematics
    >>> read_sentence(page, formula.start, formula.end).denied
    True

Modules, each importing only from those above it:

    clauses             the words of a clause -> whether their form is read
    altering            words in, behind and round a formula -> whether they change it
    prose               the sentence around a formula -> what it makes of it
    constancy           the sentence around differentials -> what it holds constant
    scope               what a part of a page holds, as marks
    words_on_names      a formula of the text -> its names, the words round them
    properties          words that say a property of names -> what they assume
    ending_phrases      phrases that end what was said, as data
    endings             words that end what was said before
    slices              rows and columns that the text names -> second names
    kinds_declared      words that say what a name is -> its declaration
    functions_declared  words that say what a function is -> its definition
    words_unread        words that say more of a name -> what is not read of it
    signs_in_words      words that give a sign another meaning -> what is not read
"""

from __future__ import annotations

from .altering import changing_words, sign_given
from .clauses import names_a_quantity
from .constancy import Constancy, read_constancy
from .endings import endings_in
from .kinds_declared import settled_words
from .properties import is_declared
from .prose import (
    ALONE,
    DENIAL,
    Around,
    Case,
    Demand,
    Otherwise,
    Setting,
    read_sentence,
)
from .scope import Ending, Passage, Reach, Scope, UnreadWords, text_names
from .signs_in_words import (
    OtherMeaning,
    other_meanings,
    read_with,
    with_signs_refused,
    words_of_sigma,
)
from .words_on_names import is_name
from .words_unread import left_unread, said_beside

__all__ = [
    "ALONE",
    "DENIAL",
    "Around",
    "Case",
    "Constancy",
    "Demand",
    "Ending",
    "OtherMeaning",
    "Otherwise",
    "Passage",
    "Reach",
    "Scope",
    "Setting",
    "UnreadWords",
    "changing_words",
    "endings_in",
    "is_declared",
    "is_name",
    "left_unread",
    "names_a_quantity",
    "other_meanings",
    "read_constancy",
    "read_sentence",
    "read_with",
    "said_beside",
    "settled_words",
    "sign_given",
    "text_names",
    "with_signs_refused",
    "words_of_sigma",
]
