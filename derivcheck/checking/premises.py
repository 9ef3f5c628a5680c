"""What a statement gives or takes for true, and so does not claim.

A definition, a declaration, an assumption; whether it is one is asked of its form, and
of how it is in its sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..expressions import Label, NotUnderstood, Sentence
from ..expressions import nodes as n
from ..judging import Claim
from ..latex import (
    SOFTLY_DEFINING,
    Statement,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    listed,
)
from ..latex.grammar import Context, read_expression
from ..models import Declarations, names_given
from ..words import Passage
from .beside import INDEX_ASSUMED, OR_ASSUMED, Draft
from .conditions import (
    JUDGED,
    Stipulation,
    alternatives_of,
    is_restriction,
    names_an_index,
)

IS_CALLED = (
    "whether this is said of all values or names a case is not clear from the words "
    "around it: declare {0} \\in {1} or {0} \\in \\mathbb{{R}}"
)
IN_WORDS = (
    "what is assumed in words is not read here: assume it as a relation, or define the "
    "name by what it is made of"
)


def is_given(statement: Statement) -> bool:
    """Whether a statement gives something, and so claims nothing."""
    return (
        is_definition(statement)
        or is_range(statement)
        or is_mapping(statement)
        or (is_membership(statement) and bool(statement.sides[0]))
        or statement.relations[0].text == r"\leftarrow"
    )


def restates(
    statement: Statement, passage: Passage, declarations: Declarations
) -> bool:
    r"""Whether a mark over =, or `\doteq`, stands behind what is defined already.

    It says then that both are the same, as a reason does.
    """
    if not is_definition(statement):
        return False
    quantities, tex = declarations.given.quantities, passage.mathematics.tex
    if not tex.startswith(SOFTLY_DEFINING, statement.relations[0].start):
        return False
    named = names_given(declarations.context.names, statement.sides[0])
    return any(name in quantities and quantities[name].rows for name in named)


def wants_a_declaring_sentence(
    statement: Statement, drafts: Sequence[Draft], declarations: Declarations
) -> None:
    """Refuses a membership whose sentence may speak of a case; its names are broken.

    `drafts` are of the passage that it is in, none where another page gives it.
    Where nothing else gives the names an interval declares them all the same.
    """
    named = names_given(declarations.context.names, statement.sides[0])
    case = (
        statement.stands in {"mentioned", "introduced", "explained", "supposed"}
        and is_restriction(statement.marks)
        and not declarations.declared.isdisjoint(named)
    )
    if case or statement.stands == "unclear":
        members = listed(statement.sides[0])
        names = map(drafts[0].passage.written, members) if drafts else named
        interval = "".join(mark.text for mark in statement.sides[1])
        fault = Sentence(
            IS_CALLED.format(", ".join(names), interval.replace(",", ", "))
        )
        declarations.leave_unread(statement, fault, again=True)
        raise NotUnderstood(fault, statement.start)


def relates_labels(statement: Statement, context: Context) -> bool:
    r"""Whether it relates labels alone, `y_w \ne y_l`, each of them one for all."""
    try:
        sides = [read_expression(s, context, statement.start) for s in statement.sides]
    except NotUnderstood:
        return False
    labels = [side.position for side in sides if isinstance(side, n.Running)]
    return len(labels) == len(sides) and all(
        isinstance(label, Label) and not label.indices for label in labels
    )


def assumed_in(
    statement: Statement,
    waiting: Sequence[Stipulation],
    context: Context,
    passage: Passage,
) -> list[Claim]:
    """What a statement assumes, under the conditions that wait for it.

    Raises `NotUnderstood` where it is not read as an assumption.
    """
    if names_an_index(statement, context.names):
        raise NotUnderstood(INDEX_ASSUMED, statement.start)
    sides = [read_expression(s, context, statement.start) for s in statement.sides]
    ways = alternatives_of(waiting, context)
    if len(ways) > 1:
        raise NotUnderstood(OR_ASSUMED, statement.start)
    condition = ways[0] if ways else None
    found = []
    for number, sign in enumerate(statement.relations):
        if sign.text not in JUDGED - {r"\approx", r"\propto"}:
            raise NotUnderstood(f"{sign.text} is no assumption", sign.start)
        left, right = map(passage.written, statement.sides[number : number + 2])
        said, (one, other) = f"{left} {sign.text} {right}", sides[number : number + 2]
        found.append(Claim(one, sign.text, other, condition, sign.start, said))
    return found
