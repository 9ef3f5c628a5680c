"""What the page "Check yours" asks in the browser.

In: a question as JSON, with the model and the derivation as they were pasted. Out: the
answer as JSON: verdicts with places in the two texts, what may be meant, HTML to show.

    >>> import json
    >>> from derivcheck.site.check_yours import answer
    >>> question = {"ask": "page", "model": "$$y := x$$", "derivation": "$$y = x$$"}
    >>> "$$y := x$$" in json.loads(answer(json.dumps(question)))["page"]
    True

Modules, each importing only from those above it:

    pasted_text     text as people paste it -> a page, and each place's way back
    name_spotting   a text that nothing explains -> the names in it, by their look
    usual_meanings  the names of a text -> what people usually mean by them
    model_guessing  a derivation without its model -> what the model may be
    katex_dialect   LaTeX as people write it -> LaTeX that KaTeX typesets
    session         what "Check yours" asks, as JSON -> what it shows
"""

from __future__ import annotations

from .session import answer

__all__ = ["answer"]
