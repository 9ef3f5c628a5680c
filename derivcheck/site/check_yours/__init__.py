"""What the page "Check yours" asks in the browser.

In: a question as JSON, with the text of the box. Out: the answer as JSON: the
derivation in lines with a mark for each relation, what its names were read as, and
what would make a relation right.

    >>> import json
    >>> from derivcheck.site.check_yours import answer
    >>> question = {"ask": "verdicts", "text": "$$y := x$$ $$y = x$$", "answers": {}}
    >>> [mark["word"] for mark in json.loads(answer(json.dumps(question)))["marks"]]
    ['holds']

Modules, each importing only from those above it:

    pasted_text    text as people paste it -> a page, and each place's way back
    unicode_math   mathematics as a word processor writes it -> the same in LaTeX
    katex_dialect  LaTeX as people write it -> LaTeX that KaTeX typesets
    lines          a display -> its lines, each with the relation that it ends in
    names_read     what a text was read as -> what is reported about its names
    telling        a relation -> what opens below its line
    session        what "Check yours" asks, as JSON -> what it shows
"""

from __future__ import annotations

from .session import answer

__all__ = ["answer"]
