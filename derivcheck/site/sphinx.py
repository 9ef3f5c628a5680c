r"""A Sphinx extension: warnings for what is wrong, and marks beside the displays.

In: a page that Sphinx has read, in MyST or reStructuredText, and the file it came from.
Out: a warning of Sphinx for each place that is not as the page expects, and the page
with the mark of its verdicts beside each display, under it the totals. Sphinx numbers
and typesets the equations as before.
"""

from __future__ import annotations

import html
import json
import os
import shutil
import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from ..checking import Found
from ..documents import MacrosError, Mathematics, beside, read_macros, read_text
from ..pages import check_page
from ..projects import SettingsError, find_settings, macros_of, read_page_of_project
from ..reports import findings, totals, totals_html
from .badges import Badge, element, marks

LOG = logging.getLogger(__name__)
FILES = ("badges.css", "badges.js", "changes.js")
PANEL = "what-the-mark-says"


def connect(app: Sphinx) -> None:
    """Add the setting, the files and what is done when a page has been read."""
    app.add_config_value("derivcheck_marks", True, "env", [bool])
    app.add_css_file(f"derivcheck/{FILES[0]}")
    app.add_js_file(f"derivcheck/{FILES[1]}", loading_method="defer")
    app.connect("builder-inited", add_files)
    app.connect("doctree-read", check)


def add_files(app: Sphinx) -> None:
    """Put the style sheet and the script among the files of the built pages."""
    if app.builder.format == "html":
        target = Path(app.outdir) / "_static/derivcheck"
        target.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(Path(__file__).with_name(name), target / name)


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Give every relation of the page its verdict."""
    docname = app.env.docname
    name = Path(os.path.relpath(app.env.doc2path(docname))).as_posix()
    text, kind = read_text(name), app.config.source_suffix.get(Path(name).suffix)
    as_rst = kind == "restructuredtext" and not name.endswith((".rst", ".rest"))
    source = f"{name}.rst" if as_rst else name  # as some have it in files .txt
    reads: set[str] = set()
    try:
        macros = (*macros_of_project(app, name), *macros_of_mathjax(app))
        page = read_page_of_project(text, source, macros, reads)
    except (MacrosError, SettingsError) as error:
        warn(str(error), (docname, 1), "settings")
        return
    found = check_page(page, name, load=beside(name, reads))
    for other in sorted(reads):
        app.env.note_dependency(os.path.abspath(other))
    for one in findings(found):
        warn(f"{one.kind}: {one.message}", (docname, one.line), one.kind)
    for file in found.included:
        for one in findings(file):
            place = f"{os.path.abspath(file.path)}:{one.line}"
            warn(f"{one.kind}: {one.message}", place, one.kind)
    shown, missed, strange = paired(doctree, page.mathematics)
    for formula in missed:
        if page.file_at(formula.start).path in {source, ""}:  # not a part left out
            line, _ = page.place(formula.start)
            said = "this is not shown as the mathematics it is"
            warn(said, (docname, line), "not shown")
    if strange:
        many = "1 formula is" if strange == 1 else f"{strange} formulas are"
        LOG.info("%s: %s not in the text of this page, so not checked", docname, many)
    if app.config.derivcheck_marks and shown:
        made = marks_of_files(found, text)
        for node, formula in shown:
            put_beside(node, made[formula.start], formula.tex)
        said = f"On this page: {totals_html(totals([found, *found.included]))}"
        foot = f'<p class="derivcheck-totals">{said}</p>'
        last = [node for node in doctree.children if isinstance(node, nodes.section)]
        (last[-1] if last else doctree).append(raw(foot))


def macros_of_project(app: Sphinx, path: str) -> tuple[str, ...]:
    """The macros that the settings of the project name for all its pages."""
    settings = find_settings([path])
    if settings.file is not None:
        for file in (str(settings.file), *map(settings.beside, settings.macros)):
            app.env.note_dependency(os.path.abspath(file))
    return macros_of(settings)


def macros_of_mathjax(app: Sphinx) -> tuple[str, ...]:
    """The macros that `conf.py` gives to MathJax."""
    found: list[str] = []
    for name in ("mathjax3_config", "mathjax4_config"):
        given = getattr(app.config, name, None)
        table = given.get("tex", {}).get("macros") if isinstance(given, dict) else None
        if table:
            found += read_macros(json.dumps({"macros": table}), f"{name}.json").macros
    return tuple(found)


def marks_of_files(found: Found, text: str) -> dict[int, Badge]:
    """The marks of a page's displays, those in included files among them."""
    texts = {file.path: file.text for file in found.page.files()}
    made = marks(found, text, None, typeset_by_sphinx)
    for file in found.included:
        own = marks(file, texts[file.path], None, typeset_by_sphinx)
        starts = (at for at in own if found.page.file_at(at).path == file.path)
        made |= {at: own[at] for at in starts}
    return made


def warn(message: str, place: tuple[str, int] | str, kind: str) -> None:
    """A warning with its place, which `suppress_warnings` knows by its kind."""
    kind = kind.replace(" ", "-")
    LOG.warning(message, location=place, type="derivcheck", subtype=kind)


def typeset_by_sphinx(tex: str) -> str:
    """A formula in a text, as Sphinx leaves it to MathJax."""
    shown = html.escape(tex, quote=False)
    return f'<span class="math notranslate nohighlight">\\({shown}\\)</span>'


def paired(
    doctree: nodes.document, formulas: Iterable[Mathematics]
) -> tuple[list[tuple[nodes.math_block, Mathematics]], list[Mathematics], int]:
    """Each display with what was read; displays not shown; how many are not read."""
    waiting: dict[tuple[str, ...], list[Mathematics]] = {}
    for formula in formulas:
        waiting.setdefault(words(formula.tex), []).append(formula)
    shown: list[tuple[nodes.math_block, Mathematics]] = []
    strange = 0
    for node in [*doctree.findall(nodes.math_block), *doctree.findall(nodes.math)]:
        display = isinstance(node, nodes.math_block)
        same = waiting.get(words(node.astext()), [])
        found = next((one for one in same if one.display == display), None)
        if found is None:
            strange += 1
            continue
        same.remove(found)
        if display:
            shown.append((node, found))
    missed = [one for same in waiting.values() for one in same if one.display]
    return shown, missed, strange


def words(tex: str) -> tuple[str, ...]:
    """LaTeX up to the amount of space; a line may end by space or two backslashes."""
    return tuple(word for word in tex.split() if word != "\\\\")


def put_beside(node: nodes.math_block, mark: Badge, tex: str) -> None:
    """Put a display into a box of its own, with its mark."""
    outer = element(mark, "Equation", opened=False)
    outer.set("data-tex", tex)
    outer[0][1].text = PANEL
    markup = etree.tostring(outer, encoding="unicode", method="html")
    box = nodes.container(classes=["eq"])
    node.parent.replace(node, box)
    node["classes"].append("eq-row")
    box += [node, raw(markup.replace(f">{PANEL}<", f">{mark.panel}<"))]


def raw(markup: str) -> nodes.raw:
    """HTML that is in built pages alone, and in no other form of the text."""
    return nodes.raw("", markup, format="html")
