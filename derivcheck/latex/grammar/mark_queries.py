"""Small questions about marks: whether a relation is here, what parts them."""

from __future__ import annotations

from ...expressions import NotUnderstood
from .. import (
    Item,
    Mark,
    MarkKind,
    Marks,
    Names,
    bound_letters,
    end_of_body,
    items,
    outside,
    reach,
    split_at,
    unwrapped,
)


def without_null(marks: Marks) -> Marks:
    r"""The marks without `\left.` and `\right.`, but where an evaluation bar closes."""
    if not any(m.text == "." and m.kind in {"open", "close"} for m in marks):
        return marks
    kept = tuple(m for m in marks if not (m.kind == "close" and m.text == "."))
    found = []
    for place, mark in enumerate(kept):
        if mark.kind == "open" and mark.text == ".":
            end = reach(kept, place + 1)
            if end == len(kept) or kept[end].text != "|":
                continue
        found.append(mark)
    return tuple(found)


NO_NUMBER = (
    "it gives an index, and no number that moves; declare a label, "
    r"$k^* \in \{1, \dots, n\}$, and say what is known of it"
)
INSTEAD = {
    r"\sim": r"draws are not read; declare the quantity, x \in \mathbb{R}",
    r"\arg": NO_NUMBER,
    r"\argmax": NO_NUMBER,
    r"\argmin": NO_NUMBER,
}


def not_known(command: str) -> str:
    """Why a command is not read, with what to write where that is known."""
    instead = INSTEAD.get(command, r"if it is a macro, put its \newcommand on the page")
    return f"the command {command} is not known; {instead}"


def say(mark: Mark) -> str:
    """A mark as a reader would say it."""
    if mark.kind == "text":
        return f"the words “{mark.text}”"
    spoken = {
        "frac": "a fraction",
        "sub": "a subscript",
        "sup": "a superscript",
        "environment": "an environment",
        "dots": "dots",
    }
    return spoken.get(mark.kind, mark.text)


def items_or_none(marks: Marks) -> tuple[Item, ...]:
    """The items of a script, none where it is not read."""
    try:
        return items(marks)
    except NotUnderstood:
        return ()


def subscripted(marks: Marks) -> frozenset[str]:
    """The letters that are in subscripts, sums' own left out."""
    found: set[str] = set()
    for place, mark in enumerate(marks):
        big = place > 0 and marks[place - 1].kind in {"big", "sup"}
        if mark.kind == "sub" and not big and not relates(mark.parts[0]):
            found |= {c for i in items_or_none(mark.parts[0]) for c in i.letters}
        elif mark.kind == "sub" and not big:
            found |= {m.text for m in mark.parts[0] if m.kind == "letter"}
        elif mark.kind != "sub":
            for part in mark.parts:
                found |= subscripted(part)
    return frozenset(found)


def outer_letters(marks: Marks) -> frozenset[str]:
    """The letters that are in subscripts outside the sums that run over them."""
    found: set[str] = set()
    place = 0
    while place < len(marks):
        mark = marks[place]
        if mark.kind == "big":
            after = place + 1
            while after < len(marks) and marks[after].kind in {"sub", "sup"}:
                after += 1
            end = end_of_body(marks, after)
            runs = frozenset(bound_letters(marks[place:after]))
            found |= outer_letters(marks[after:end]) - runs
            place = end
            continue
        if mark.kind == "sub":
            found |= subscripted((mark,))
        else:
            found.update(*(outer_letters(part) for part in mark.parts))
        place += 1
    return frozenset(found)


def letters_in(marks: Marks) -> frozenset[str]:
    """Every letter that stands anywhere in the marks."""
    inside = (letters_in(part) for mark in marks for part in mark.parts)
    return frozenset(m.text for m in marks if m.kind == "letter").union(*inside)


def relates(marks: Marks) -> bool:
    """Whether a relation is here outside inner brackets."""
    return any(mark.kind == "relation" for _, mark in outside(unwrapped(marks)))


def parted(marks: Marks, *, also_colon: bool = False) -> list[Marks]:
    """The parts between commas outside brackets, empty ones left out."""
    kinds: set[MarkKind] = {"comma", "colon", "bar"} if also_colon else {"comma"}
    return [part for part in split_at(marks, kinds) if part]


def is_one(marks: Marks) -> bool:
    """Whether what is in brackets is one name with its scripts, or a number."""
    return (
        bool(marks)
        and marks[0].kind in {"letter", "name", "number"}
        and all(m.kind in {"sub", "sup", "prime"} for m in marks[1:])
    )


def is_letter_run(marks: Marks) -> bool:
    """Whether a part of a script is letters alone, of which several touch."""
    return len(marks) > 1 and all(
        mark.kind == "letter" and len(mark.text) == 1 and (mark.glued or not place)
        for place, mark in enumerate(marks)
    )


def one_index(run: Marks) -> str:
    """What is said of a run of letters that can only be one index."""
    word = "".join(mark.text for mark in run)
    return (
        f"{word} stands here for one index, and is no declared name; write one letter, "
        rf"or \mathrm{{{word}}} everywhere"
    )


def differential(marks: Marks, names: Names) -> bool:
    """Whether the part of a fraction opens with a sign of differentiation."""
    if not marks:
        return False
    if marks[0].kind == "partial":
        return True
    return (
        marks[0].kind == "letter"
        and marks[0].text == "d"
        and ("d" not in names.patterns and "d" not in names.sizes)
    )


def size_or_differential(at: int) -> NotUnderstood:
    """What is raised where a d could be a size or a sign of differentiation."""
    return NotUnderstood(
        "d is a size on this page, so that this could be a product or a "
        r"differential; write d \cdot, or give the size another letter",
        at,
    )
