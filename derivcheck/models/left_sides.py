"""What the left side of a definition says of its right side: its letters, its step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..expressions import (
    Expression,
    NotUnderstood,
    Position,
    Sentence,
    changed,
    free_letters,
    moved_expression,
    walk,
)
from ..expressions import nodes as n
from ..latex import Marks, Names, flat, listed, outside
from ..latex.grammar import Context, read_expression
from .given import Given

CALLED_AS = {"log": "ln", "sgn": "sign"}  # functions with two names


def one_step_back(
    symbol: n.Symbol, value: Expression
) -> tuple[n.Symbol, Expression, list[tuple[str, int]]]:
    """`h_{t+1} := …` as what it says of `h_t`, and the slots that it asks from zero."""
    ahead = {p.name for p in symbol.indices if isinstance(p, n.Letter) and p.shift}
    if not ahead:
        return symbol, value, []
    indices = tuple(
        replace(p, shift=0) if isinstance(p, n.Letter) else p for p in symbol.indices
    )
    found = moved_expression(value, {c: n.Letter(c, -1) for c in ahead})
    asked = [
        (node.name, number)
        for node in walk(found)
        if isinstance(node, n.Symbol)
        for number, position in enumerate(node.indices)
        if position in {n.Letter(c, -1) for c in ahead}
    ]
    return replace(symbol, indices=indices), found, asked


def at_every_value(symbol: n.Symbol, value: Expression) -> tuple[n.Symbol, Expression]:
    """`p_o := …` of a label o as what it says of `p_k` for every k."""
    labels = {p for p in symbol.indices if isinstance(p, n.Label) and not p.indices}
    if not labels:
        return symbol, value

    def letter(position: Position) -> Position:
        match position:
            case n.Label(name) if position in labels:
                return n.Letter(name)
            case _:
                return position

    indices = tuple(map(letter, symbol.indices))
    return replace(symbol, indices=indices), changed(value, lambda _: None, letter)


def wants_other_letters(symbol: n.Symbol, value: Expression) -> None:
    """Refuses a letter that is free on the left and bound on the right."""
    free = {p.name for p in symbol.indices if isinstance(p, n.Letter)}
    for node in walk(value):
        if isinstance(node, n.Over) and node.letter in free:
            raise NotUnderstood(
                f"{node.letter} is free on the left and bound on the right: they are "
                "two letters; let the right side run over another one",
                node.at,
            )


def wants_no_index(name: str, parameters: list[str], body: Expression, at: int) -> None:
    """Refuse a function whose parameter counts in its body."""
    for letter in sorted(set(parameters) & set(free_letters(body))):
        raise NotUnderstood(
            f"{letter} is in brackets after {name} and is an index on the right; "
            f"write {name}_{letter}",
            at,
        )


def wants_a_name_of_its_own(name: str, at: int) -> None:
    """Refuses a function that is read as something else wherever it is called."""
    called = "e to a power" if name == "exp" else CALLED_AS.get(name)
    if called is not None:
        raise NotUnderstood(
            rf"\{name} is {called} on every page; give yours another name", at
        )


def quantity_given(marks: Marks, context: Context, given: Given, at: int) -> n.Symbol:
    """The one quantity, with letters for indices, that a definition gives."""
    if not marks:
        raise NotUnderstood("expected a quantity before :=", at)
    found = read_expression(marks, context, at)
    if not isinstance(found, n.Symbol):
        raise NotUnderstood("expected one quantity before :=, found an expression", at)
    if any(
        isinstance(p, n.Affine) or (isinstance(p, n.Letter) and p.shift not in {0, 1})
        for p in found.indices
    ):
        fault = Sentence(
            "the left side of a definition has a shifted index; shift the right "
            "side instead"
        )
        given.broken.setdefault(found.name, fault)
        raise NotUnderstood(fault, at)
    return found


def parameters_of(inside: Marks) -> list[str]:
    """The parameters in the brackets of a function on the left of its definition."""
    parameters = []
    for part in listed(inside):
        if len(part) != 1 or part[0].kind not in {"letter", "name"}:
            raise NotUnderstood(
                "the parameters of a function are single letters",
                part[0].start if part else 0,
            )
        parameters.append(part[0].text)
    return parameters


def slots_of_parameters(body: Expression) -> dict[str, int]:
    """How many indices the parameters have of which a body reads components."""
    return {
        node.name: len(node.indices)
        for node in walk(body)
        if isinstance(node, n.Parameter) and node.indices
    }


def names_given(names: Names, left: Marks) -> Iterator[str]:
    """The names outside brackets on a left side that was not read."""
    plain = tuple(mark for _, mark in outside(left))
    if any(mark.kind in {"partial", "nabla"} for mark in flat(plain)):
        return
    for occurrence in names.occurrences(plain):
        base = occurrence.base
        if base not in names.indices | names.sizes:
            found = names.match(occurrence) or names.loosely(occurrence)
            yield names.identity(found[0]) if found else base


def mapped(context: Context, marks: Marks) -> list[str]:
    r"""The names before the colon of `f, g : A \to B`."""
    found = []
    for part in listed(marks):
        occurrence, _ = context.names.occurrence(part, 0)
        matched = context.names.match(occurrence)
        if matched is None:
            found.append(occurrence.base)
        else:
            found.append(context.names.identity(matched[0]))
    return found
