r"""LaTeX -> statements, with each word a name and each letter an index or a tag.

In: the LaTeX of one piece of mathematics. Out: marks, as a reader sees them; the
statements in them, chains of sides with what stands beside; the names of them all.

    >>> from derivcheck.latex import Macros, learn, read_marks, read_statements
    >>> marks = read_marks(r"net_j := \sum_k w_{jk} x_k", Macros())
    >>> (said,) = read_statements(marks, frozenset())
    >>> [sign.text for sign in said.relations], sorted(learn([said]).indices)
    ([':='], ['j', 'k'])

Modules, each importing only from those above it:

    tokens            LaTeX -> tokens with their places; the arguments among them
    physics           the short forms of derivatives in packages -> what they stand for
    macros            tokens with the writer's macros expanded
    vocabulary        the signs and words of LaTeX that are read, and what each is
    sign_reader       the relation signs that are in LaTeX, by its tokens alone
    marks             what a reader sees: letters, fractions, scripts, words
    nesting           brackets: what they hold, what is outside, where they close
    operators         names before what they are applied to, as operators stand
    atoms             what one sign, one word or one decorated letter is as a mark
    normal_form       one spelling for what reads alike in one piece
    mark_reader       tokens -> marks, grouped as they are printed
    remarks           words between formulas (if, unless, where) -> what they do
    bracketed         brackets that hold a statement of their own
    segmentation      marks -> what each statement takes up, and words that are names
    scripts           what is below and above a name: tags, indices, numbers
    left_spellings    left sides of definitions -> a name with what is below it
    statements        marks -> what is said: definitions, declarations, claims
    patterns          a name as it is written, and which items fill its slots
    names             which words are names, which letters are indices
    letter_runs       runs of letters -> the names that they spell
    statement_kinds   what a statement is by its form, and which letters run in it
    range_statements  comparisons that give: ranges of letters, domains of inputs
    script_order      powers and transposes behind subscripts, as they are read
    bold_names        thin components of bold arrays -> components of those arrays
    set_notation      the right side of a declaration -> a domain
    sized_constants   constant arrays with their sizes below
    function_values   functions with more on their left than f(x), in one spelling
    named_sets        sets with a name -> what they hold
    bound_entries     sums over the values of an entry -> over a letter
    tag_letters       letters that tell two quantities apart -> words
    letter_usage      what statements show of letters: sizes, layers, their places
    sightings         where each name and letter stands, and what that shows of it
    zero_counts       slots of declared arrays that count from zero
    name_inference    statements -> the names of a page
"""

from __future__ import annotations

from .bold_names import thin
from .letter_runs import fuse, lone_letters, lone_occurrence
from .macros import Macros, read_tokens
from .mark_reader import read_marks
from .marks import Mark, MarkKind, Marks, whole
from .name_inference import learn
from .names import Names, Occurrence
from .nesting import (
    balanced,
    closing,
    end_of_body,
    every_sign,
    left_open,
    of_entries,
    outside,
    partition,
    reach,
    relations_in,
    split_at,
    unwrapped,
)
from .operators import NO_INPUTS, applied_to, are_needless, begins_factor, is_capital
from .patterns import Pattern
from .range_statements import SUPPOSING, bounds, spans
from .remarks import (
    LEADING,
    NO_REMARK,
    Aside,
    Assuming,
    If,
    Joined,
    Reason,
    Remark,
    Unclear,
    governs,
    is_for_some,
    read_remark,
)
from .scripts import (
    PART_BY_INDEX,
    Item,
    Scripts,
    flat,
    is_transpose,
    items,
    terms_of,
)
from .segmentation import WORDS
from .set_notation import (
    Set,
    axes_of,
    factors_of,
    read_set,
    shape_of_set,
    size_marks,
    terms_of_size,
)
from .sightings import (
    LetterShown,
    LetterSighting,
    NameShown,
    NameSighting,
    letters_seen,
    names_seen,
    signs_seen,
)
from .sign_reader import Sign, relation_signs
from .sized_constants import sizes_of
from .statement_kinds import (
    bound_letters,
    counts,
    index_set,
    is_definition,
    is_index_set,
    is_mapping,
    is_membership,
    is_range,
    is_span,
    listed,
    of_quantities,
)
from .statements import Stands, Statement, read_statements
from .tokens import scan
from .vocabulary import (
    CHANGES,
    EQUIVALENT,
    EXTREMAL,
    IMPLYING,
    NO_CLAIMS,
    PARTNER,
    SOFTLY_DEFINING,
    UNREAD_RELATIONS,
)

__all__ = [
    "CHANGES",
    "EQUIVALENT",
    "EXTREMAL",
    "IMPLYING",
    "LEADING",
    "NO_CLAIMS",
    "NO_INPUTS",
    "NO_REMARK",
    "PARTNER",
    "PART_BY_INDEX",
    "SOFTLY_DEFINING",
    "SUPPOSING",
    "UNREAD_RELATIONS",
    "WORDS",
    "Aside",
    "Assuming",
    "If",
    "Item",
    "Joined",
    "LetterShown",
    "LetterSighting",
    "Macros",
    "Mark",
    "MarkKind",
    "Marks",
    "NameShown",
    "NameSighting",
    "Names",
    "Occurrence",
    "Pattern",
    "Reason",
    "Remark",
    "Scripts",
    "Set",
    "Sign",
    "Stands",
    "Statement",
    "Unclear",
    "applied_to",
    "are_needless",
    "axes_of",
    "balanced",
    "begins_factor",
    "bound_letters",
    "bounds",
    "closing",
    "counts",
    "end_of_body",
    "every_sign",
    "factors_of",
    "flat",
    "fuse",
    "governs",
    "index_set",
    "is_capital",
    "is_definition",
    "is_for_some",
    "is_index_set",
    "is_mapping",
    "is_membership",
    "is_range",
    "is_span",
    "is_transpose",
    "items",
    "learn",
    "left_open",
    "letters_seen",
    "listed",
    "lone_letters",
    "lone_occurrence",
    "names_seen",
    "of_entries",
    "of_quantities",
    "outside",
    "partition",
    "reach",
    "read_marks",
    "read_remark",
    "read_set",
    "read_statements",
    "read_tokens",
    "relation_signs",
    "relations_in",
    "scan",
    "shape_of_set",
    "signs_seen",
    "size_marks",
    "sizes_of",
    "spans",
    "split_at",
    "terms_of",
    "terms_of_size",
    "thin",
    "unwrapped",
    "whole",
]
