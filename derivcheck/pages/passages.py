"""Mathematics as a passage; what it is there for: to give, to assume, to claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..documents import Mathematics, Page
from ..expressions import NotUnderstood
from ..latex import (
    NO_CLAIMS,
    SUPPOSING,
    Macros,
    Marks,
    Stands,
    Statement,
    bounds,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    listed,
    read_marks,
    relation_signs,
    spans,
)
from ..words import Around, Passage, is_name, read_constancy, read_sentence


def gives(statement: Statement) -> bool:
    """Whether a statement defines or declares something."""
    return (
        is_definition(statement)
        or is_mapping(statement)
        or is_membership(statement)
        or is_range(statement)
        or spans(statement)
        or bounds(statement)
    )


def may_be_assumed(passage: Passage) -> bool:
    """Whether its sentence speaks of assuming it, and it does not give anything."""
    gives = any(mark.text in NO_CLAIMS for mark in passage.marks)
    return passage.sentence.speaks_of_assuming and not gives


def claims(passage: Passage) -> bool:
    """Whether inline mathematics states something that will be judged."""
    if passage.error is not None:
        return True
    texts = {m.text for m in passage.marks if m.kind == "relation"}
    if texts & NO_CLAIMS:
        return False
    plain = [m for m in passage.marks if m.kind != "relation"]
    return not all(m.kind in {"letter", "number", "comma", "dots"} for m in plain)


def passage_of(
    mathematics: Mathematics,
    display: int | None,
    page: Page,
    layout: str | None,
    macros: Macros,
    mistake: Callable[[Exception], str],
    read: Callable[[str, Macros], Marks] = read_marks,
) -> Passage:
    """A piece of mathematics as marks.

    Macros that it defines are taken into `macros`; `mistake` says what is told of an
    exception that nobody foresaw, and `read` makes the marks.
    """
    stands: Stands = "display"
    around = read_sentence(page, mathematics.start, mathematics.end)
    sentence = Around(untrue=around.untrue, changed=around.changed)
    if display is None:
        sentence = around
        before = page.text[max(0, mathematics.start - 40) : mathematics.start]
        supposed = bool(sentence.bound or SUPPOSING.search(before))
        stands = sentence.stands(supposed=supposed)
    marks: Marks = ()
    unread: NotUnderstood | None = None
    signs = relation_signs(mathematics.tex, macros)
    try:
        marks = read(mathematics.tex, macros)
        names = listed(marks) if sentence.bound else []
        if names and all(map(is_name, names)):
            written = mathematics.tex.split(",")
            tex = ", ".join(f"{name} {sentence.bound}" for name in written)
            mathematics, marks = replace(mathematics, tex=tex), read(tex, macros)
    except NotUnderstood as error:
        unread = error
    except RecursionError:
        unread = NotUnderstood("nested too deeply", 0)
    except Exception as error:  # whatever it is, the rest of the page is read
        unread = NotUnderstood(mistake(error), 0)
    return Passage(
        mathematics,
        display,
        layout,
        stands,
        marks,
        unread,
        sentence=sentence,
        constancy=read_constancy(page, mathematics),
        section=sum(at < mathematics.start for at, _ in page.headings),
        signs=signs,
    )
