"""Verdicts into text, JSON and SARIF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from .chains import remarks
from .check import Found
from .claims import Relation
from .diagnosis import Diagnosis, diagnose, diagnosis_lines
from .repair import Repairs
from .statements import ASSUMING

FREE = "a size of its own"  # how `extents` says a size that nobody named
WORDS = ("holds", "fails", "vacuous", "undecided", "not understood", "unchecked")
LEVELS = {"fails": "error", "problem": "error", "holds": "error", "definition": "note"}
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(pages: Iterable[Found], *, hints: bool = False) -> str:
    """One object, as the language of a page describes it."""
    return json.dumps(
        {"version": 1, "pages": [page_object(page, hints=hints) for page in pages]},
        ensure_ascii=False,
        indent=1,
    )


def page_object(page: Found, *, hints: bool = False) -> dict[str, Any]:
    """A page's verdicts as plain data."""
    return {
        "path": page.path,
        "relations": [relation_object(r, page, hints=hints) for r in page.relations],
        "unchecked": [
            {"line": line, "reason": reason} for line, reason, _ in page.unchecked
        ],
        "definitions": [
            {"line": line, "column": column, "left": left}
            for line, column, left in page.definitions
        ],
        "problems": [
            {"line": line, "column": column, "message": message}
            for line, column, message in page.problems
        ],
        "totals": page.totals(),
    }


def relation_object(
    relation: Relation, page: Found, *, hints: bool = False
) -> dict[str, Any]:
    """A relation's verdict as plain data."""
    verdict = relation.verdict
    told = diagnosed(relation, page, hints=hints)
    return {
        "line": relation.line,
        "column": relation.column,
        "display": relation.display,
        "ordinal": relation.ordinal,
        "left": relation.left,
        "relation": relation.sign,
        "right": relation.right,
        "verdict": verdict.word,
        "reason": verdict.reason,
        "error": verdict.error,
        "needs": list(verdict.needs),
        "counterexample": verdict.counterexample,
        "repairs": [repair.text for repair in told.repairs.found],
        "derivative": None if told.derivative is None else told.derivative.text,
        "expected": relation.expected,
    }


def diagnosed(relation: Relation, page: Found, *, hints: bool = False) -> Diagnosis:
    """What is told of a relation that fails and should not; nothing of all others."""
    return Diagnosis() if hints or relation.expected else diagnose(relation, page)


def repairs_for(relation: Relation, page: Found) -> Repairs:
    """The repairs of a relation that fails and should not; none for all others."""
    return diagnosed(relation, page).repairs


def as_sarif(pages: Iterable[Found], *, hints: bool = False) -> str:
    """Annotations for a code review (SARIF 2.1.0): what is not as the page wants it."""
    results = []
    for page in pages:
        for relation in page.relations:
            if not relation.expected:
                message = f"{headline(relation)}: {sentence(relation)}"
                if not hints and (found := repairs_for(relation, page).found):
                    message += f"; {found[0].text}: holds"
                place = (relation.line, relation.column)
                results.append(
                    _result(page.path, *place, relation.verdict.word, message)
                )
        for line, column, message in page.problems:
            results.append(_result(page.path, line, column, "problem", message))
        for line, column, left in page.definitions:
            message = f"{left} = … looks like a definition: write :="
            results.append(_result(page.path, line, column, "definition", message))
    words = (*WORDS[1:5], "holds", "problem", "definition")
    rules = [{"id": word.replace(" ", "-")} for word in words]
    driver = {"name": "derivcheck", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    document = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _result(
    path: str, line: int, column: int, word: str, message: str
) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column}
    name = PurePath(path).as_posix().encode("utf-8", "surrogateescape")
    uri = "stdin" if path == "-" else quote(name)
    location = {"artifactLocation": {"uri": uri}, "region": region}
    level = LEVELS.get(word, "warning")
    return {
        "ruleId": word.replace(" ", "-"),
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": location}],
    }


def headline(relation: Relation) -> str:
    """The relation and its verdict in one line."""
    read = f"{relation.left} {relation.sign} {relation.right}".strip()
    return f"{_short(read)}  {relation.verdict.word}"


def _short(text: str, most: int = 100) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def sentence(relation: Relation, values: str | None = None) -> str:
    """What was found, in words, with its own numbers or with plainer `values`."""
    verdict = relation.verdict
    words = [verdict.reason] if verdict.reason else []
    if values is not None:
        words.append(values)
    elif verdict.counterexample is not None:
        words.append(counterexample_line(verdict.counterexample))
    if not relation.expected and relation.wanted != "holds":
        words.append(f"the page wants {relation.wanted} here")
    words += verdict.notes
    return "; ".join(words) or verdict.word


def counterexample_line(found: dict[str, Any]) -> str:
    """Both numbers and the indices at which they differ."""
    indices = ", ".join(f"{k} = {v}" for k, v in found["indices"].items())
    at = f" at {indices}" if indices else ""
    return f"left {found['left']:.10g}, right {found['right']:.10g}{at}"


def as_text(pages: list[Found], texts: dict[str, str], *, hints: bool = False) -> str:
    """A block for each relation that is not as its page wants it, then the totals."""
    lines: list[str] = []
    for page in pages:
        text = texts.get(page.path, "")
        lines += finding_lines(page, text.split("\n"), hints=hints)
        lines += totals_lines(page, empty=not text.strip())
    if len(pages) > 1:
        lines += grand_total_lines(pages)
    return "\n".join(lines)


def finding_lines(
    page: Found, source: list[str], *, hints: bool = False
) -> Iterator[str]:
    """The problems of a page, and a block for each relation that is not as wanted."""
    for line, column, message in page.problems:
        yield f"{page.at(line, column)} {message}"
        yield from _caret(source, line, column)
    said = remarks(page)
    for relation in page.relations:
        if not relation.expected:
            yield from relation_lines(page, relation, source, hints=hints)
        if relation.start in said:
            yield f"    {said[relation.start]}"


def relation_lines(
    page: Found, relation: Relation, source: list[str], *, hints: bool = False
) -> list[str]:
    """A relation that is not as the page wants it."""
    word = relation.verdict.word
    lines = [f"{page.at(relation.line, relation.column)} {word}"]
    if word == "not understood":
        lines += _caret(source, *relation.verdict_place)
    else:
        lines += _marked(relation, source)
    if word not in {"fails", "not understood"}:
        return [*lines, f"    {sentence(relation)}"]
    diagnosis = diagnose(relation, page, hints=hints)
    told = diagnosis_lines(diagnosis, hints=hints)
    values = [said(relation, diagnosis)]
    if word == "fails":
        values += before_it(relation, page)
    shown = [*told, *values] if hints else [*values, *told]
    return [*lines, *(f"    {line}" for line in shown)]


def _marked(relation: Relation, source: list[str]) -> list[str]:
    """The line of the relation, its sign marked; a left side from before it first."""
    shown = _caret(source, relation.line, relation.column, 104)
    if not shown:
        right = f"    {relation.sign} {_short(relation.right)}"
        return [f"    {_short(relation.left)}", right]
    before = source[relation.line - 1][: relation.column - 1]
    here = "".join(relation.left.split())[-12:] in "".join(before.split())
    return shown if here else [f"    {_short(relation.left)}", *shown]


def said(relation: Relation, diagnosis: Diagnosis) -> str:
    """The sentence on a relation that fails, at the plainest numbers known."""
    if diagnosis.plain is None:
        return sentence(relation)
    return sentence(relation, diagnosis.plain.text)


def before_it(relation: Relation, page: Found) -> list[str]:
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
    if not earlier:
        return []
    if len(earlier) == 1:
        return [f"relation {earlier[0]} of this display holds"]
    listed = f"{', '.join(earlier[:-1])} and {earlier[-1]}"
    return [f"relations {listed} of this display hold"]


def _caret(source: list[str], line: int, column: int, most: int = 76) -> list[str]:
    if not 1 <= line <= len(source) or not source[line - 1].strip():
        return []
    text = source[line - 1].replace("\t", " ")
    start = max(0, column - 60)
    shown = ("…" if start else "") + text[start + bool(start) : start + most]
    return [f"    {shown}".rstrip(), "    " + " " * (column - 1 - start) + "^"]


def totals_lines(page: Found, *, empty: bool = False) -> list[str]:
    """The counts of a page, and what they rest on."""
    if empty and not page.problems:
        return [f"{page.path}: the page is empty"]
    totals = page.totals()
    parts = [f"{totals[word]} {word}" for word in WORDS if totals[word]]
    many = totals["present"]
    text = f"{page.path}: {_count(many, 'relation')}"
    text += ": " + ", ".join(parts) if parts else ""
    if assumed := assumptions([page]):
        text += f"; {_count(assumed, 'assumption')} in force"
    lines = [text]
    lines += [
        f"    line {line}: unchecked ({_count(count, 'relation')}): {reason}"
        for line, reason, count in page.unchecked
    ]
    lines += _definitions(page)
    if page.good and many:
        lines += [f"    {line}" for line in _rests_on(page)]
    return lines


def _definitions(page: Found) -> list[str]:
    """Which lines look like definitions, and what writes them as such."""
    if not page.definitions:
        return []
    numbers = [str(n) for n in dict.fromkeys(line for line, _, _ in page.definitions)]
    listed = " and ".join([", ".join(numbers[:-1]), numbers[-1]][len(numbers) == 1 :])
    where = f"line {listed} looks like a definition"
    if len(numbers) > 1:
        where = f"lines {listed} look like definitions"
    return [f"    {where}: write := there, as derivcheck check --fix does"]


def _rests_on(page: Found) -> list[str]:
    """What a page that is well rests on: points, sizes, inputs, assumptions."""
    lines = [*_tried(page), *_inputs(page)]
    for relation in page.relations:
        if needs := relation.verdict.needs:
            lines.append(f"line {relation.line} needs: {', '.join(needs)}")
    wrong = sum(r.wanted != "holds" for r in page.relations)
    if wrong:
        lines.append(f"{wrong} wrong on purpose, and found so")
    return lines


def _tried(page: Found) -> list[str]:
    """At how many points the relations that hold were tried, and for which sizes."""
    verdicts = [r.verdict for r in page.relations if r.verdict.points]
    if not verdicts:
        return []
    points = _span([v.points for v in verdicts])
    values = sum(v.values for v in verdicts)
    text = f"each that holds was tried at {points} points; {_count(values, 'value')}"
    text += f" of {_count(len(verdicts), 'relation')} compared"
    return [text, *_sizes({s for v in verdicts for s in v.sizes if s})]


def _sizes(found: set[str]) -> list[str]:
    """The assignments of sizes, without those that are part of another."""
    parted = {text: set(text.split(", ")) for text in sorted(found)}
    whole = [
        text
        for text, mine in parted.items()
        if not any(mine < others for others in parted.values())
    ]
    return ["sizes tried: " + "; ".join(whole)] if whole else []


def _span(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"


def _inputs(page: Found) -> list[str]:
    """Every input with its shape, once."""
    named = dict.fromkeys(text.replace(FREE, "free") for text in page.inputs)
    if not named:
        return []
    lines = ["inputs: " + ", ".join(named)]
    if any("free" in text for text in named):
        lines.append("(free: nothing on the page ties this size to another)")
    return lines


def grand_total_lines(pages: list[Found]) -> list[str]:
    """One line for all pages, and how many assumptions were in force."""
    totals = [page.totals() for page in pages]
    parts = [
        f"{count} {word}"
        for word in WORDS
        if (count := sum(total[word] for total in totals))
    ]
    many = sum(total["present"] for total in totals)
    line = f"{len(pages)} pages: {_count(many, 'relation')}"
    if parts:
        line += ": " + ", ".join(parts)
    line += f"; {_count(assumptions(pages), 'assumption')} in force"
    problems = sum(len(page.problems) for page in pages)
    if problems:
        line += f"; {_count(problems, 'problem')}"
    return [line]


def assumptions(pages: Iterable[Found]) -> int:
    """How many assumptions the pages make."""
    return sum(
        bool(statement.relations) and bool(statement.words & ASSUMING)
        for page in pages
        for piece in page.pieces
        for statement in piece.statements
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
