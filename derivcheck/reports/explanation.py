"""What a report says of a relation: one content in the forms text, HTML and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..checking import Found, Relation
from ..diagnosis import DIAGNOSED, Told, Topic, diagnose, told_by
from ..judging import spelled_claim
from ..pages import remarks


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a page; at `at` of the last one stands what is meant."""

    lines: tuple[str, ...]
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A relation, where it is, its verdict, and what there is to say, in order."""

    place: str
    sign: str
    word: str
    excerpt: Excerpt
    told: tuple[Told, ...]

    def of(self, *kinds: Topic) -> list[str]:
        """What is reported about some kinds."""
        return [one.text for one in self.told if one.kind in kinds]


def story(
    page: Found,
    relation: Relation,
    source: Sequence[str],
    *,
    hints: bool = False,
    ends: Mapping[int, str] | None = None,
    known: Sequence[Told] | None = None,
) -> Story:
    """All that there is to say of a relation; `source` are the lines of its page.

    With `hints` what is odd comes first, and no repair. Who has the remarks on all
    chains of the page, or knows what the diagnosis tells, hands them in.
    """
    word = relation.verdict.word
    if word in DIAGNOSED:
        if known is None:
            known = told_by(diagnose(relation, page, hints=hints), hints=hints)
        values = _sentence(relation, [one for one in known if one.kind == "values"])
        if word == "fails":
            values += _before(relation, page)
        found = [one for one in known if one.kind != "values"]
        told = [*found, *values] if hints else [*values, *found]
    else:
        told = [*_sentence(relation, []), *_rests_on(relation)]
        if relation.verdict.differ and not hints:
            told += told_by(diagnose(relation, page)) if known is None else known
    said = remarks(page) if ends is None and word == "fails" else ends or {}
    if relation.start in said:
        told.append(Told("ends", said[relation.start]))
    if relation.claim is not None:
        told.append(Told("read", spelled_claim(relation.claim)))
    return Story(
        page.at(relation.line, relation.column),
        relation.sign,
        word,
        excerpt(relation, source),
        tuple(told),
    )


def _sentence(relation: Relation, values: Sequence[Told]) -> list[Told]:
    """Why, the two values, what the page expects, and what else was noticed."""
    verdict = relation.verdict
    told = [Told("reason", verdict.reason)] if verdict.reason else []
    if not values and verdict.counterexample is not None:
        values = [Told("values", _as_tried(verdict.counterexample))]
    told += values
    if not relation.expected and relation.wanted != "holds":
        told.append(Told("wanted", f"the page expects {relation.wanted} here"))
    return told + [Told("note", note) for note in verdict.notes]


def _as_tried(found: Mapping[str, Any]) -> str:
    """Both numbers, and the indices and inputs at which they contradict the sign."""
    indices = _listed(found["indices"].items())
    at = f" at {indices}" if indices else ""
    equal = found["left"] == found["right"]
    inputs = (
        _listed((k, f"{v:.6g}") for k, v in found["inputs"].items()) if equal else ""
    )
    where = f", where {inputs}" if inputs else ""
    return f"left {found['left']:.10g}, right {found['right']:.10g}{at}{where}"


def _before(relation: Relation, page: Found) -> list[Told]:
    """Which relations of the same display, before it, are right."""
    if relation.display is None:
        return []
    earlier = [
        str(other.ordinal)
        for other in page.relations
        if other.display == relation.display
        and other.ordinal < relation.ordinal
        and other.verdict.word == "holds"
    ]
    match earlier:
        case []:
            return []
        case [one]:
            return [Told("before", f"relation {one} of this display holds")]
    listed = f"{', '.join(earlier[:-1])} and {earlier[-1]}"
    return [Told("before", f"relations {listed} of this display hold")]


def _rests_on(relation: Relation) -> list[Told]:
    """What a relation that holds rests on: points, sizes, closeness, assumptions."""
    verdict = relation.verdict
    if not verdict.points:
        return []
    compared = f"{verdict.values} value{'s' * (verdict.values != 1)}"
    told = [Told("tried", f"tried at {verdict.points} points, {compared} compared")]
    if sizes := [_listed(assigned) for assigned in verdict.sizes if assigned]:
        told.append(Told("sizes", f"with {'; with '.join(sizes)}"))
    if verdict.error is not None:
        least = f"within {verdict.error:.1e} of their scale"
        close = least if verdict.error else "to the last digit"
        told.append(Told("closeness", f"the sides agree {close}"))
    return told + [Told("needs", f"needs `{need}`") for need in verdict.needs]


def _listed(found: Iterable[tuple[str, int | str]]) -> str:
    """Sizes or indices with their numbers, each as a formula."""
    return ", ".join(f"`{name} = {number}`" for name, number in found)


# --- the line of the page ------------------------------------------------------------


def short(text: str, most: int = 100) -> str:
    """A text, or its beginning."""
    return text if len(text) <= most else text[: most - 1] + "…"


def excerpt(relation: Relation, source: Sequence[str]) -> Excerpt:
    """The line of the relation, its sign marked; a left side from before it first."""
    if relation.verdict.word == "not understood":
        return pointed(source, *relation.verdict_place)
    found = pointed(source, relation.line, relation.column, 104)
    if not found.lines:
        right = f"{relation.sign} {short(relation.right)}"
        return Excerpt((short(relation.left), right))
    before = source[relation.line - 1][: relation.column - 1]
    if "".join(relation.left.split())[-12:] in "".join(before.split()):
        return found
    return Excerpt((short(relation.left), *found.lines), found.at)


def pointed(source: Sequence[str], line: int, column: int, most: int = 76) -> Excerpt:
    """The line of a page around a place; nothing where there is no such line."""
    if not 1 <= line <= len(source) or not source[line - 1].strip():
        return Excerpt(())
    text = source[line - 1].replace("\t", " ")
    start = max(0, column - 60)
    shown = ("…" if start else "") + text[start + bool(start) : start + most]
    return Excerpt((shown.rstrip(),), column - 1 - start)
