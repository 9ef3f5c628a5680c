r"""A checked page -> HTML: for Python-Markdown, for MkDocs, for Sphinx.

In: Markdown with mathematics. Out: formulas typeset by KaTeX, numbered and linked; each
display with the mark of its verdicts. Frameworks load `derivcheck.markdown`,
`derivcheck.mkdocs` and `derivcheck.sphinx`. A browser runs `check_yours` without any of
these libraries, so this face hands on only what needs none.

    >>> from derivcheck.site import NUMBERING
    >>> bool(NUMBERING.search(r"\begin{align} E &= 0 \end{align}"))
    True

Modules, each importing only from those above it:

    compact                  the glyphs of a formula with fewer elements
    katex                    LaTeX -> HTML
    badges                   a display and its verdicts -> the mark beside it
    glossary                 names in the displays of a page: what each is, and where
    changes                  a derivation that a reader may change -> data for a script
    live_pictures            the script of a picture -> what of it changes with numbers
    live_numbers             numbers of a page that answer when its inputs are moved
    numbers                  labelled equations of a page, once more in numbers
    cache                    the marks of a page, from one build to the next
    notebook                 what the notebook printed and drew, between its text
    page_in_progress         a page on its way to HTML, and what is wrong with it
    live_panels              inputs that a reader moves, and what answers -> HTML
    pairing                  each display that the page shows -> the formula that it is
    typesetting              formulas and references where the page has LaTeX
    svg                      pictures in SVG -> a part of the page
    markdown                 formulas, pictures and marks -> HTML, for Python-Markdown
    snapshot                 Python that has imported the checker -> its memory
    assets                   what "Check yours" fetches: files of the site
    content_security_policy  the pages of the built site -> what they may load and run
    typeface                 a package with a typeface -> files of the site
    subsetting               fonts of the built site -> with its characters alone
    panels_apart             the panels of a page's marks -> a document of their own
    mkdocs                   what spans pages: labels, style sheet, names for the theme
    sphinx                   a page of Sphinx -> its warnings, and the page with marks
"""

from __future__ import annotations

from .katex import NAME, NUMBERING

__all__ = ["NAME", "NUMBERING"]
