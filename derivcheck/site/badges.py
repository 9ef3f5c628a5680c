"""The mark beside a display: whether it was checked, and, opened, how.

In: the verdicts on a page, and figures that were measured before. Out: an element that
opens without a script. What a display states, and whether that holds, is said in words;
the shape of the mark says it a second time.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from ..checking import Found, Relation
from ..diagnosis import DIAGNOSED, Told
from ..documents import Mathematics
from ..reports import (
    Figure,
    Measured,
    Mutants,
    Story,
    Typesetter,
    fold,
    readings,
    story,
    story_html,
    told_html,
)

State = Literal["holds", "wrong", "reading", "off"]
SAID: dict[State, str] = {
    "holds": "holds",
    "wrong": "wrong on purpose",
    "reading": "for reading only",
    "off": "unexpected result",
}
STALE = Told("mutants", "deliberate errors were not tried on this state of the page")


@dataclass(frozen=True, slots=True)
class Badge:
    """What became of a display, and the HTML that says how that was found."""

    state: State
    panel: str


@dataclass(frozen=True, slots=True)
class _Checked:
    found: Found
    text: str
    measured: Measured | None
    stated: dict[int, list[tuple[str, str]]]


def marks(
    found: Found, text: str, measured: Measured | None, typeset: Typesetter
) -> dict[int, Badge]:
    """The marks of a page's displays, by where they start.

    Without `measured` nothing is said of mutants; one without figures is stale.
    """
    page = _Checked(found, text, measured, readings(found))
    return {
        formula.start: _mark(page, formula, typeset)
        for formula in found.page.mathematics
        if formula.display
    }


def element(mark: Badge, name: str, *, opened: bool) -> etree.Element:
    """The mark of the display of that name; the last part of its fold is empty.

    `opened` are those of displays that are wrong.
    """
    # Its name occurs nowhere inside it, so that the search can leave all of it out.
    known = {"class": f"derivcheck-{mark.state}", "data-search-exclude": ""}
    outer = etree.Element("derivcheck-mark", known)
    details = etree.SubElement(outer, "details")
    if mark.state == "off" or (opened and mark.state == "wrong"):
        details.set("open", "open")
    summary = etree.SubElement(details, "summary", {"title": SAID[mark.state]})
    words = etree.SubElement(summary, "span", {"class": "derivcheck-name"})
    words.text = f"{name}: {SAID[mark.state]}"
    etree.SubElement(details, "div", {"class": "derivcheck-panel"})
    return outer


def _mark(page: _Checked, formula: Mathematics, typeset: Typesetter) -> Badge:
    relations = _relations(page, formula)
    if not relations:
        return Badge("reading", _for_reading(page, formula))
    return Badge(_state(relations), _panel(page, relations, typeset))


def _relations(page: _Checked, formula: Mathematics) -> list[tuple[int, Relation]]:
    """The relations of a display, with their numbers on the page."""
    return [
        (number, relation)
        for number, relation in enumerate(page.found.relations)
        if formula.start <= relation.start < formula.end
    ]


def _state(relations: Sequence[tuple[int, Relation]]) -> State:
    if not all(relation.expected for _, relation in relations):
        return "off"
    right = all(relation.verdict.word == "holds" for _, relation in relations)
    return "holds" if right else "wrong"


def _for_reading(page: _Checked, formula: Mathematics) -> str:
    """Why nothing was checked, and what was read."""
    line = page.text.count("\n", 0, formula.start) + 1
    for at, reason, _ in page.found.unchecked:
        if at == line:
            return f"<p>Not checked: {escape(reason)}.</p>"
    stated = page.stated.get(formula.start, [])
    items = [
        f"<li>{escape(kind.capitalize())}: <code>{escape(text)}</code></li>"
        for kind, text in stated
        if kind != "words"
    ]
    said = "<p>Nothing is claimed here, so there is nothing to check.</p>"
    return f'{said}<ul class="derivcheck-told">{"".join(items)}</ul>' if items else said


def _panel(
    page: _Checked, relations: Sequence[tuple[int, Relation]], typeset: Typesetter
) -> str:
    """What was found, relation by relation; what is the same for all stands first."""
    lines = page.text.split("\n")
    stories = [_story(page, lines, *relation) for relation in relations]
    held = [one for one in stories if one.word == "holds"]
    common = [
        told for told in held[0].told if all(told in other.told for other in held)
    ] if len(held) > 1 else []  # fmt: skip  # the condition is for the whole list
    parts = []
    if common:
        which = "Each relation" if len(held) == len(stories) else "Each that holds"
        parts.append(f"<p>{which}:</p>{told_html(common, typeset)}")
    for ordinal, one in enumerate(stories, 1):
        if len(stories) > 1:
            parts.append(f"<p>Relation {ordinal} of {len(stories)}:</p>")
        if one.word == "holds":
            own = [told for told in one.told if told not in common]
            parts.append(told_html(own, typeset))
        else:
            parts.append(story_html(one, typeset=typeset, folded=True))
    if len(held) < len(stories):
        return "".join(parts)
    return _in_short(page, relations) + fold("What was tried", "".join(parts))


def _in_short(page: _Checked, relations: Sequence[tuple[int, Relation]]) -> str:
    """What relations that all hold rest on, in two sentences."""
    verdicts = [relation.verdict for _, relation in relations]
    values = sum(verdict.values for verdict in verdicts)
    points = max(verdict.points for verdict in verdicts)
    text = "Both sides agree"
    if values:
        text += f" in all {values} values that were compared, at {points} random points"
    figures = page.measured.figures if page.measured is not None else ()
    found = [figures[number] for number, _ in relations if number < len(figures)]
    tried = sum(one.tried for one in found if isinstance(one, Mutants))
    caught = sum(one.caught for one in found if isinstance(one, Mutants))
    if tried:
        which = "All" if tried == caught else f"{caught} of"
        text += f". {which} {tried} deliberate errors in it are detected"
    return f'<p class="derivcheck-short">{text}.</p>'


def _story(
    page: _Checked, lines: Sequence[str], number: int, relation: Relation
) -> Story:
    """What is reported about a relation, with the figures that were measured before."""
    figures = page.measured.figures if page.measured is not None else ()
    figure: Figure | None = figures[number] if number < len(figures) else None
    known = figure if isinstance(figure, tuple) else None
    found = story(page.found, relation, lines, known=known)
    if relation.verdict.word in DIAGNOSED or page.measured is None:
        return found
    told = _mutants(figure) if isinstance(figure, Mutants) else STALE
    read = [one for one in found.told if one.kind == "read"]
    others = [one for one in found.told if one.kind != "read"]
    return replace(found, told=(*others, told, *read))


def _mutants(figure: Mutants) -> Told:
    """How many of the deliberate errors in a relation are detected."""
    errors = f"{figure.tried} deliberate error{'s' * (figure.tried != 1)}"
    left = figure.tried - figure.caught - figure.equivalent
    if figure.tried == figure.caught:
        text = f"of {errors} all are detected"
    else:
        text = f"of {errors} {figure.caught} are detected"
    if figure.equivalent:
        text += f", {figure.equivalent} leave the line true"
    if left:
        text += f", {left} would pass"
    return Told("mutants", text)
