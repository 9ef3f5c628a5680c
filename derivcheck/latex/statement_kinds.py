"""What a statement is by its form, what it introduces, and which letters run in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .letter_runs import letters_glued
from .marks import Mark, Marks
from .nesting import of_entries, partition, split_at
from .segmentation import counts_up
from .statements import Statement
from .vocabulary import CHANGES


def is_definition(statement: Statement) -> bool:
    """Whether the statement defines its first side."""
    return bool(statement.relations) and statement.relations[0].text == ":="


def is_range(statement: Statement) -> bool:
    r"""Whether it is `i = 1, \dots, n`, `i, j = 1, \dots, n` or `i = 1, 2`."""
    if len(statement.relations) != 1 or statement.relations[0].text != "=":
        return False
    right = statement.sides[1]
    kinds = [m.kind for m in right]
    dotted = "dots" in kinds and kinds[:1] == ["number"] and "comma" in kinds
    letters = all([m.kind for m in x] == ["letter"] for x in listed(statement.sides[0]))
    return dotted or (letters and counts_up(right))


def opens_word(marks: Marks, words: set[str]) -> bool:
    """Whether letters that are not fused yet begin with a word of several."""
    return "".join(m.text for m in letters_glued(marks, 0)) in words - {marks[0].text}


def is_membership(statement: Statement) -> bool:
    r"""Whether it opens with names and `\in`."""
    return bool(statement.relations) and statement.relations[0].text == r"\in"


def counts(statement: Statement) -> bool:
    r"""Whether it is `n, m \in \mathbb{N}`, which says of sizes what they are."""
    right = statement.sides[1] if is_membership(statement) else ()
    return bool(right) and right[0].text == r"\mathbb{N}"


def is_mapping(statement: Statement) -> bool:
    r"""Whether it is `f : A \to B`."""
    return (
        len(statement.relations) == 1
        and statement.relations[0].text == r"\to"
        and any(m.kind == "colon" for m in statement.sides[0])
    )


def listed(marks: Marks) -> list[Marks]:
    """The members of a list, parted at commas outside brackets; dots are left out."""
    members = split_at(marks, {"comma"})
    return [m for m in members if m and m[0].kind != "dots"]


def index_set(marks: Marks) -> tuple[Marks, Marks]:
    r"""The members of `\{1, \dots, C\}^N`, and what is above the braces."""
    end = next((n for n, m in enumerate(marks) if m.text == "}"), len(marks))
    above = marks[end + 1].parts[0] if marks[end + 1 :] and marks[end + 1].parts else ()
    return marks[1:end], above


def is_index_set(marks: Marks) -> bool:
    r"""Whether it is `\{1, \dots, n\}`, perhaps one for each example."""
    return (
        len(marks) >= 4
        and marks[0].text == "{"
        and marks[1].kind == "number"
        and any(m.kind == "dots" for m in marks)
    )


def given_names(statements: Iterable[Statement]) -> Iterator[Marks]:
    """What definitions, declarations and ranges give, each with all that it carries."""
    for statement in statements:
        if not statement.sides:
            continue
        left = statement.sides[0]
        if is_definition(statement) or is_mapping(statement):
            members = [left]
        elif is_membership(statement) or is_range(statement):
            members = listed(left)
        else:
            continue
        yield from (m for m in members if m and m[0].kind in {"letter", "name"})


def introduced_words(statements: Iterable[Statement]) -> set[str]:
    """The words of several letters that definitions and declarations introduce.

    They are on the left; long runs on the right of a definition count too.
    """
    found: set[str] = set()
    for statement in statements:
        if not statement.sides:
            continue
        left = statement.sides[0]
        if is_definition(statement):
            found |= _word(left, 2)
        elif is_membership(statement):
            for member in listed(left):
                found |= _word(member, 3)
        elif is_mapping(statement):
            place = next(n for n, m in enumerate(left) if m.kind == "colon")
            found |= _word(left[:place], 2)
    return found


def _word(marks: Marks, shortest: int) -> set[str]:
    if not marks:
        return set()
    first = marks[0]
    end = 1
    text = first.text
    if text in CHANGES and len(marks) > 1 and marks[1].kind in {"letter", "name"}:
        text, end = f"{text} {marks[1].text}", 2
    elif first.kind == "letter" and len(text) == 1:
        run = letters_glued(marks, 0)
        text, end = "".join(m.text for m in run), len(run)
        digits = end < len(marks) and marks[end].kind == "number" and marks[end].glued
        if len(text) > 1 and len(text) < shortest and not digits:
            return set()
    elif first.kind == "function":
        text = first.text
    elif first.kind not in {"letter", "name"}:
        return set()
    if end < len(marks) and marks[end].kind == "number" and marks[end].glued:
        text, end = text + marks[end].text, end + 1
    found = {text}
    if end < len(marks) and marks[end].kind == "prime":
        found.add(text + marks[end].text)
    after = marks[end].kind if end < len(marks) else "sub"
    return found if after in {"sub", "sup", "prime", "open"} else set()


def bound_letters(marks: Marks) -> Iterator[str]:
    """The letters that a sum or a maximum runs over, anywhere in the marks."""
    yield from (mark.text for mark in bound_marks(marks))


def bound_marks(marks: Marks) -> Iterator[Mark]:
    """The same, each where it is bound; primes are part of the letter."""
    place = 0
    while place < len(marks):
        mark = marks[place]
        if mark.kind == "big" or mark.text in {"max", "min"}:
            ahead = place + 1
            while ahead < len(marks) and marks[ahead].kind in {"sub", "sup"}:
                if marks[ahead].kind == "sub":
                    yield from _subscript_letters(marks[ahead].parts[0])
                ahead += 1
        elif mark.text in {"1", r"\mathbf{1}", r"\mathbb{1}"}:
            ahead = place + 1
            if ahead < len(marks) and marks[ahead].kind == "sub":
                inside = marks[ahead].parts[0]
                related = any(m.kind == "relation" for m in inside)
                if related and not of_quantities(inside):
                    yield from (m for m in inside if m.kind == "letter")
        for part in mark.parts:
            yield from bound_marks(part)
        place += 1


def of_quantities(condition: Marks) -> bool:
    """Whether a condition below a big sign is more than one of indices."""
    return any(m.kind in {"sup", "open", "frac", "function"} for m in condition)


def is_span(condition: Marks) -> bool:
    r"""Whether it is `1 \le i < j \le n`, letters between a number and an end."""
    sides, signs = partition(condition, {"relation"})
    inner = [[mark.kind for mark in side] for side in sides[1:-1]]
    return (
        len(signs) > 1
        and {sign.text for sign in signs} <= {"<", r"\le"}
        and [mark.kind for mark in sides[0]] == ["number"]
        and all(kinds == ["letter"] for kinds in inner)
    )


def _subscript_letters(marks: Marks) -> Iterator[Mark]:
    r"""The letters of `i`, `i, j`, `i = 1`, `k \ne i`, `i < j`, `1 \le i \le n`."""
    if is_span(marks):
        sides, _ = partition(marks, {"relation"})
        yield from (side[0] for side in sides[1:-1])
        return
    relation = next((m.text for m in marks if m.kind == "relation"), None)
    for place, mark in enumerate(marks):
        if mark.kind == "relation" and relation in {"=", r"\in"}:
            break
        if mark.kind in {"colon", "bar"}:
            behind = marks[place:]
            if of_quantities(behind) or of_entries(behind):
                return
        if mark.kind in {"letter", "name"}:
            primed = place + 1 < len(marks) and marks[place + 1].kind == "prime"
            text = mark.text + marks[place + 1].text if primed else mark.text
            yield replace(mark, text=text)
        elif mark.kind == "sub":
            return
