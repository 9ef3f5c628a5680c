r"""What fails in a guessed text and holds under a condition -> "holds if …".

A text as posted leaves out what everybody knows: that the targets sum to one, that
$i \ne j$ is meant, that a number is positive. Nothing right is called wrong for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, islice
from typing import Literal

from ..checking import Judged, Reading, Relation
from ..expressions import (
    Expression,
    NotUnderstood,
    OneHot,
    Simplex,
    comparisons,
    free_letters,
    walk,
)
from ..expressions import nodes as n
from ..judging import Claim, Unstated, Verdict
from ..latex import Names
from ..models import Model, Quantity, Writer
from ..words import DENIAL
from .values import Value, values_in

SENTENCE = re.compile(r"(?<=[.!?])\s|\n[ \t]*\n|\$\$")
SHARES = re.compile(
    r"\bone[- ]hot\b|\bsum(?:s|ming)?(?: up)? to (?:one|1|\$1\$)\b|"
    r"\badds? up to (?:one|1)\b|\bprobability (?:distribution|vector)\b|"
    r"\b(?:only|exactly) one of\b",
    re.I,
)
LABELS = re.compile(r"\b(?:labels?|targets?|ground[- ]truth)\b", re.I)
SHORT = 10  # characters of a formula that is no more than a name
MOST = 8  # conditions that are tried for one claim
LETTER = "i"
ROUNDED = "the sides differ where {}; a rounded number needs \\approx"
UNSURE = "the sides differ, and may be equal where {}, as the text says"
NOT_TAKEN = (
    "the sides differ, and the words say of shares what is not taken into account"
)
ONE_BRANCH = (
    "it holds where one of what the maximum is taken of is the larger; the text does "
    "not say which: write the condition"
)
SUMMED = "\N{MIDDLE DOT}"  # before the letter of a sum that the page does not write
BRANCHED = {"abs", "sqrt", "ln", "log", "max", "min", "relu", "sign"}


@dataclass(frozen=True, slots=True)
class Settling:
    """A condition that may be meant, and how it is written."""

    condition: n.Comparison
    written: str
    of: Literal["inputs", "indices"]
    name: str = ""  # of the array whose entries sum to one


def settle_by_conditions(judged: Judged, reading: Reading, text: str) -> None:
    """Makes undecided what fails, and holds under a condition that may be meant.

    It holds where the words say the condition.
    """
    model = reading.model
    values = values_in(reading)
    for piece in judged.pieces:
        for relation in piece.relations:
            if relation.verdict.word == "fails":
                _settle_by_values(relation, values, model)
            if relation.verdict.word == "fails":
                _settle(relation, model, reading.names, text)


def _settle_by_values(relation: Relation, values: list[Value], model: Model) -> None:
    """Judges what fails at the numbers that the text gives."""
    claim, ground = relation.claim, relation.ground
    if claim is None or ground is None:
        return
    read = model.read_by(claim.left) | model.read_by(claim.right)
    given = [value for value in values if value.name in read]
    if not given:
        return
    conditions = [value.condition for value in given]
    under = replace(
        claim, condition=n.Every((*comparisons(claim.condition), *conditions))
    )
    said = ", ".join(value.written for value in given)
    try:
        verdict = ground.assumed.judge(under, ground.order)
    except NotUnderstood:
        verdict = Verdict("undecided")
    match verdict.word, claim.right:
        case "holds", _:
            verdict.needs = (*verdict.needs, f"{said}, as the text says")
            relation.verdict = verdict
        case "fails", n.Number(text=text) if "." in text:
            relation.verdict = Verdict("undecided", ROUNDED.format(said))
        case "fails", _:
            pass
        case _:
            relation.verdict = Verdict("undecided", UNSURE.format(said))


def _settle(relation: Relation, model: Model, names: Names, text: str) -> None:
    claim, ground = relation.claim, relation.ground
    if claim is None or ground is None:
        return
    conditions = _conditions(claim, model), _on_a_branch(claim, model, names)
    for settling in islice(chain(*conditions), MOST):
        under = replace(claim, condition=_with(claim, settling.condition))
        try:
            verdict = ground.assumed.judge(under, ground.order)
        except NotUnderstood:
            continue
        if verdict.word == "holds" and _is_said(settling, text):
            verdict.needs = (*verdict.needs, f"{settling.written}, as the text says")
            relation.verdict = verdict
            return
        if verdict.word == "holds" and SUMMED in settling.written:
            relation.verdict = Verdict("undecided", ONE_BRANCH, differ=True)
            return
        if verdict.word == "holds":
            said = f"it holds if ${settling.written}$, which the text does not say"
            unstated = Unstated(settling.written, settling.of)
            relation.verdict = Verdict("undecided", said, unstated=unstated)
            return


def doubt_for_shares(judged: Judged, model: Model, text: str) -> None:
    """Makes undecided what fails and reads names that the words call shares.

    "One-hot" and "sum to one" are taken into account for a vector alone.
    """
    said = [s for s in SENTENCE.split(text) if SHARES.search(s)]
    if not said:
        return
    for piece in judged.pieces:
        for relation in piece.relations:
            claim = relation.claim
            if relation.verdict.word == "fails" and claim is not None:
                read = model.read_by(claim.left) | model.read_by(claim.right)
                named = (q for name in read if (q := model.quantities.get(name)))
                if any(_may_be_shares(quantity, said, model) for quantity in named):
                    relation.verdict = Verdict("undecided", NOT_TAKEN)


def _may_be_shares(quantity: Quantity, said: list[str], model: Model) -> bool:
    """Whether the words may call an array shares that is not read as such."""
    known = isinstance(quantity.domain, Simplex | OneHot)
    if quantity.rows or known or quantity.slots < 2:
        return False
    spelled = model.spelled(quantity.name)
    return any(_names(spelled, s) or LABELS.search(s) for s in said)


def _is_said(settling: Settling, text: str) -> bool:
    """Whether a sentence says of the labels, or of this name, that they sum to one."""
    sentences = SENTENCE.split(text)
    return bool(settling.name) and any(
        SHARES.search(sentence)
        and not DENIAL.search(sentence)
        and (LABELS.search(sentence) or _names(settling.name, sentence))
        for sentence in sentences
    )


def _names(name: str, sentence: str) -> bool:
    """Whether a formula of a sentence is that name, with its indices or without."""
    formulas = re.findall(r"\$([^$]+)\$", sentence)
    return any(f.strip().startswith(name) and len(f) < SHORT for f in formulas)


def _with(claim: Claim, more: n.Comparison) -> n.Every:
    return n.Every((*comparisons(claim.condition), more))


def _conditions(claim: Claim, model: Model) -> Iterator[Settling]:
    """What may be meant of the letters and the inputs of a claim."""
    sides = (claim.left, claim.right)
    free = sorted({letter for side in sides for letter in free_letters(side)})
    free = [letter for letter in free if not letter.startswith("·")]
    compared = [_letters(node) for side in sides for node in walk(side)]
    for pair in combinations(free, 2):
        if {*pair} not in compared:
            one, other = (n.Running(n.Letter(letter)) for letter in pair)
            for sign in (r"\ne", "="):
                written = f"{pair[0]} {sign} {pair[1]}"
                yield Settling(n.Comparison(one, sign, other), written, "indices")
    read = sorted(model.read_by(claim.left) | model.read_by(claim.right))
    inputs = [model.quantities[name] for name in read if name in model.quantities]
    for quantity in inputs:
        if not quantity.rows and quantity.slots == 1:
            entry = n.Symbol(quantity.name, (n.Letter(LETTER),))
            total = n.Over("sum", LETTER, None, None, None, entry)
            whole = n.Number(Fraction(1), "1")
            spelled = model.spelled(quantity.name)
            summed = n.Comparison(total, "=", whole)
            yield Settling(summed, rf"\sum_i {spelled}_i = 1", "inputs", spelled)
    if not any(_has_branches(model, name) for name in read) and not any(
        map(_branches, sides)
    ):
        return
    for quantity in inputs:
        if not quantity.rows and quantity.slots == 0:
            zero = n.Number(Fraction(0), "0")
            spelled = model.spelled(quantity.name)
            value = n.Symbol(quantity.name)
            yield Settling(n.Comparison(value, ">", zero), f"{spelled} > 0", "inputs")


def _on_a_branch(claim: Claim, model: Model, names: Names) -> Iterator[Settling]:
    r"""That $1 - y z > 0$ or not, where $\max(0, 1 - y z)$ is differentiated."""
    writer = Writer(model, names)
    read = sorted(model.read_by(claim.left) | model.read_by(claim.right))
    known = [model.quantities[name] for name in read if name in model.quantities]
    values = [row.value for quantity in known for row in quantity.rows]
    for expression in (claim.left, claim.right, *values):
        for node in walk(expression):
            match node:
                case n.Call("max" | "min", (one, other), 0):
                    pass
                case n.Call("relu" | "abs", (one,), 0):
                    other = n.Number(Fraction(0), "0")
                case _:
                    continue
            if isinstance(one, n.Number):
                one, other = other, one
            if not free_letters(node):
                for sign in (">", "<"):
                    written = f"{writer.text(one)} {sign} {writer.text(other)}"
                    yield Settling(n.Comparison(one, sign, other), written, "inputs")


def _branches(expression: Expression) -> bool:
    """Whether it is worked out in another way where an input is negative."""
    return any(
        (isinstance(node, n.Call) and node.function in BRANCHED)
        or (isinstance(node, n.Power) and node.root)
        for node in walk(expression)
    )


def _has_branches(model: Model, name: str) -> bool:
    quantity = model.quantities.get(name)
    return quantity is not None and any(_branches(row.value) for row in quantity.rows)


def _letters(node: Expression) -> set[str]:
    """The letters that an indicator compares."""
    match node:
        case n.Indicator(n.Comparison(n.Running(one), _, n.Running(other))):
            both = (one, other)
            return {p.name for p in both if isinstance(p, n.Letter)}
        case _:
            return set()
