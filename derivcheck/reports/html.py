"""What is reported about relations and pages as HTML: escaped, no styles, no scripts.

In: a page's verdicts and its lines. Out: elements whose classes begin with
`derivcheck-`; `STYLE` makes them readable where no style sheet of a site does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape

from ..checking import Found
from ..diagnosis import Told
from ..pages import remarks
from .counting import Totals, counted, rests_on, together, totals
from .explanation import Excerpt, Story, pointed, story

Typesetter = Callable[[str], str]  # the LaTeX of a formula -> its HTML
MENDS = ("repair", "search", "derivative")
FORMULA = re.compile(r"`([^`]+)`([,;:]?)")
STYLE = """\
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.derivcheck-line { overflow: auto; padding: 0.5rem 0.8rem; background: #8881; }
.derivcheck-line mark { outline: 1px solid; }
.derivcheck-story { margin: 1.5rem 0; padding-left: 1rem; border-left: 3px dashed; }
.derivcheck-story.derivcheck-holds { border-left-style: solid; }
.derivcheck-word { margin: 0; font-weight: 600; }
"""


def as_html(
    pages: Sequence[Found], texts: Mapping[str, str], *, hints: bool = False
) -> str:
    """One HTML document that needs no other file; `texts` are the pages by paths."""
    parts = [
        page_html(page, texts.get(page.path, "").split("\n"), hints=hints)
        for page in pages
    ]
    return html_document(parts, [totals([page]) for page in pages])


def html_document(parts: Sequence[str], pages: Sequence[Totals]) -> str:
    """The document that holds what is reported about the pages, with their totals."""
    if len(pages) > 1:
        whole = totals_html(together(pages))
        parts = [*parts, f"<p>{counted(len(pages), 'page')}: {whole}</p>"]
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>derivcheck</title>\n<style>\n{STYLE}</style>\n"
        f"<main>\n<h1>Verdicts</h1>\n{body}\n</main>\n</html>"
    )


def page_html(
    page: Found,
    source: Sequence[str],
    *,
    hints: bool = False,
    typeset: Typesetter | None = None,
) -> str:
    """What is not as the page expects, then the totals and what they rest on."""
    parts = [f"<h2>{escape(page.path)}</h2>"]
    for problem in page.problems:
        line, column = problem.line, problem.column
        parts.append(
            '<div class="derivcheck-story derivcheck-problem">'
            f'<p class="derivcheck-word">{_place(page.at(line, column))} '
            f"{escape(problem.message)}</p>"
            f"{_excerpt(pointed(source, line, column), '')}</div>"
        )
    ends = remarks(page)
    for relation in page.relations:
        if not relation.expected or relation.start in ends:
            found = story(page, relation, source, hints=hints, ends=ends)
            parts.append(story_html(found, typeset=typeset))
    parts.append(f'<p class="derivcheck-totals">{totals_html(totals([page]))}</p>')
    lines = [f"line {n}: unchecked: {reason}" for n, reason, _ in page.unchecked]
    lines += rests_on(page) if page.good and page.relations else []
    return "\n".join([*parts, _list(map(escape, lines))])


def totals_html(found: Totals) -> str:
    """How many relations pages have, and what was found, in one sentence."""
    held = found.words["holds"]
    parts = [f"{held} {'holds' if held == 1 else 'hold'}"]
    if found.wrong:
        parts.append(
            f"{found.wrong} {'is' if found.wrong == 1 else 'are'} wrong on purpose"
        )
    if found.not_understood:
        parts.append(f"{found.not_understood} not understood on purpose")
    if found.words["unchecked"]:
        parts.append(f"{found.words['unchecked']} unchecked")
    if found.surprising:
        parts.append(f"<strong>{found.surprising} unexpected</strong>")
    text = f"{counted(found.relations, 'relation')}: {', '.join(parts)}"
    if found.assumptions:
        text += f"; {counted(found.assumptions, 'assumption')} in force"
    if found.problems:
        text += f"; <strong>{counted(found.problems, 'problem')}</strong>"
    if found.values:
        points = counted(found.points, "point")
        text += f"; {counted(found.values, 'value')} compared"
        text += f" ({points}, counted for each relation)"
    return text + "."


def story_html(
    found: Story, *, typeset: Typesetter | None = None, folded: bool = False
) -> str:
    """A relation with its place, its verdict, its line, and what is told, as a list.

    Where it is `folded`, who reads it sees first what is odd: repairs open by hand, and
    so does how the line is written and was read.
    """
    word = escape(found.word)
    place = _place(found.place)
    line = _excerpt(found.excerpt, found.sign)
    if not folded:
        shown = [one for one in found.told if one.kind != "hint"]
        head = f'<p class="derivcheck-word">{place} <strong>{word}</strong></p>{line}'
        return _story(word, head + told_html(shown, typeset))
    said = [_unfolded(one) for one in found.told]
    told = [one for one in said if one.kind not in (*MENDS, "read")]
    mends = [one for one in found.told if one.kind in MENDS]
    read = told_html([one for one in said if one.kind == "read"], typeset)
    parts = [f'<p class="derivcheck-word"><strong>{word}</strong></p>']
    parts.append(told_html(told, typeset))
    if mends:
        parts.append(fold("Possible fix", told_html(mends, typeset)))
    parts.append(fold("How it was read", f"<p>{place}</p>{line}{read}"))
    return _story(word, "".join(parts))


def _story(word: str, content: str) -> str:
    name = word.replace(" ", "-")
    return f'<div class="derivcheck-story derivcheck-{name}">{content}</div>'


def fold(title: str, content: str) -> str:
    """What opens by hand, within what is told."""
    return (
        f'<div class="derivcheck-mend"><details><summary>{escape(title)}</summary>'
        f"{content}</details></div>"
    )


def _unfolded(one: Told) -> Told:
    """What is told beside folded repairs: what is odd, though one of them says so."""
    return Told("odd", one.text) if one.kind == "hint" else one


def told_html(told: Iterable[Told], typeset: Typesetter | None = None) -> str:
    """What is told as a list; each thing has its kind for a class."""
    items = [
        f'<li class="derivcheck-{one.kind}">{_sentence(one, typeset)}</li>'
        for one in told
    ]
    return f'<ul class="derivcheck-told">{"".join(items)}</ul>' if items else ""


def _sentence(one: Told, typeset: Typesetter | None) -> str:
    match one.kind:
        case "odd":
            return f"Odd: {_formulas(one.text, typeset)}"
        case "repair":
            return f"{_formulas(one.text, typeset)}: holds"
        case "derivative":
            return f"True: {_formulas(f'`{one.text}`', typeset)}"
        case "read":
            return f"Read as <code>{escape(one.text)}</code>"
        case "reason":
            return _formulas(one.text, typeset)  # which may begin with a name
        case "sizes" | "values":
            typeset = None  # many small equations, which letters do for
    text = _formulas(one.text, typeset)
    return text[:1].upper() + text[1:]


def _formulas(text: str, typeset: Typesetter | None) -> str:
    """The text with what is between backticks set as formulas."""
    return FORMULA.sub(
        lambda found: _formula(found, typeset), escape(text, quote=False)
    )


def _formula(found: re.Match[str], typeset: Typesetter | None) -> str:
    """A formula, and the comma behind it, which does not begin a line."""
    tex, comma = unescape(found[1]), found[2]
    shown = f"<code>{found[1]}</code>" if typeset is None else typeset(tex)
    return f'<span class="derivcheck-formula">{shown}{comma}</span>'


def _place(at: str) -> str:
    return f'<span class="derivcheck-place">{escape(at)}</span>'


def _excerpt(found: Excerpt, sign: str) -> str:
    """The lines of the page, with a mark around what is meant."""
    if not found.lines:
        return ""
    *before, line = found.lines
    last = line.lstrip()
    at = len(last) if found.at is None else found.at - len(line) + len(last)
    end = at + (len(sign) if sign and last.startswith(sign, at) else 1)
    shown = "".join(f"{escape(line)}\n" for line in before) + escape(last[:at])
    if found.at is not None:
        shown += f"<mark>{escape(last[at:end])}</mark>{escape(last[end:])}"
    return f'<pre class="derivcheck-line" tabindex="0"><code>{shown}</code></pre>'


def _list(items: Iterable[str]) -> str:
    found = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="derivcheck-told">{found}</ul>' if found else ""
