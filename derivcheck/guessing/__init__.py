r"""A text as people post it -> what its names may be, and its verdicts under that.

In: a `Scope` whose text defines with `=` and declares little or nothing. Out: the
reading that its own words, derivatives and indices make likely, and verdicts that fail
for nothing that the text leaves open.

    >>> from derivcheck import check_text
    >>> found = check_text("Let $y = wx$. Then $dy/dw = x$.", guess=True)
    >>> [relation.verdict.word for relation in found.relations]
    ['holds']

Modules, each importing only from those above it:

    values                numbers that a text gives its inputs -> conditions
    settling              what fails and holds under a condition -> holds if
    several_models        a text of several models -> one verdict a relation
    implicit_definitions  claims that look like definitions
    namesakes             names given twice -> verdicts that hold for both
    counts                a text that declares nothing -> which letters count
    wording               the words of a text -> the spellings that they say
    defining              = for everything -> := where it defines
    parts_named           names for parts of definitions -> these by the names
    usual                 words that name a model -> its usual formulas
    network               a text's derivatives -> the network that they go through
    factors               products side by side -> names for derivatives
    layers                a text with layers -> how many, and what each has
    labels                letters that say which one is right -> labels
    events                names with events in brackets -> one name each
    kinds_said            words beside a name -> matrix, vector, number
    offers                a text that declares nothing -> what its names may be
    doubts                verdicts on it -> none fails for what it leaves open
    gaps                  a text with paths that nothing gives -> what is not judged
    guessing              a text as people post it -> a reading, and its verdicts
"""

from __future__ import annotations

from .guessing import NO_ANSWERS, guess_reading, judge_guess
from .implicit_definitions import definitions_meant

__all__ = ["NO_ANSWERS", "definitions_meant", "guess_reading", "judge_guess"]
