r"""Conditions: which statements may be one, and the ways in which several are met.

`i \ne j` beside a claim, "for x > 0" behind it, and the rows of cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..expressions import NotUnderstood, comparisons
from ..expressions import nodes as n
from ..judging import NEGATION
from ..latex import Mark, Marks, Names, Statement, partition, unwrapped
from ..latex.grammar import Context, read_condition
from ..models import Quantity

JUDGED = {"=", r"\ne", "<", ">", r"\le", r"\ge", r"\approx", r"\propto"}


VAGUE = {r"\ll", r"\gg"}  # of no claim, as no size is said
BOUNDING = {"<", ">", r"\le", r"\ge", r"\ne"}
PLAIN = {"letter", "name", "number", "operator", "sub", "sup", "comma", "open", "close"}
MOST_ALTERNATIVES = 8


def is_restriction(marks: Marks) -> bool:
    r"""Whether marks restrict inputs: $x > 0$, $p \in (0, 1)$, a simplex, one-hot."""
    signs = {mark.text for mark in marks if mark.kind == "relation"}
    if r"\in" in signs:
        place = next(k for k, mark in enumerate(marks) if mark.text == r"\in")
        behind = marks[place + 1 : place + 3]
        one_hot = any(mark.kind != "number" for mark in behind[1:])
        opens = behind[:1] and behind[0].kind == "open"
        interval = opens and behind[0].text in "(["
        return bool(
            signs == {r"\in"}
            and behind
            and (behind[0].text == r"\Delta" or interval or (opens and one_hot))
        )
    return (
        bool(signs)
        and signs <= BOUNDING
        and all(mark.kind in PLAIN or mark.kind == "relation" for mark in marks)
    )


@dataclass(frozen=True, slots=True)
class Stipulation:
    """A condition as it stands beside a claim.

    `opens` where words of condition stand before it, which `negated` deny it; else it
    goes on from the one before, with "and" or, where `either`, with "or". `refused` is
    why its words are not read: the claim beside it is then not understood. `places` are
    those of its signs on the page.
    """

    marks: Marks
    opens: bool = True
    negated: bool = False
    either: bool = False
    refused: str = ""
    places: tuple[int, ...] = ()

    def is_met_in(self, ways: Sequence[n.Condition]) -> bool:
        """Whether each of its signs stands for a comparison in one of the ways."""
        met = {comparison.at for way in ways for comparison in comparisons(way)}
        _, signs = partition(unwrapped(self.marks), {"relation"})
        return all(sign.start in met for sign in signs)


Conjunction = tuple[n.Comparison, ...]


def may_be_condition(statement: Statement) -> bool:
    """Whether the statement has the form of a condition."""
    signs = {sign.text for sign in statement.relations}
    return not statement.goes_on and signs <= JUDGED | VAGUE


def relates_indices(statement: Statement, names: Names) -> bool:
    """Whether the statement relates only indices, labels and sizes."""
    return may_be_condition(statement) and (
        statement.stands == "case" or _of_indices(statement, names)
    )


def relate_letters_alone(statements: Sequence[Statement], names: Names) -> bool:
    """Whether all of them are conditions, and so none a claim that they are of."""
    return all(
        bool(statement.relations)
        and not statement.said
        and relates_indices(statement, names)
        for statement in statements
    )


def restricts(statement: Statement) -> bool:
    """Whether it compares names and numbers, no more, as in $x > 0$."""
    signs = {sign.text for sign in statement.relations}
    marks = [mark for side in statement.sides for mark in side]
    return (
        may_be_condition(statement)
        and signs <= BOUNDING
        and all(mark.kind in PLAIN for mark in marks)
    )


def names_an_index(statement: Statement, names: Names) -> bool:
    """Whether it relates indices, and not sizes alone."""
    bare = zip(statement.marks, (*statement.marks[1:], None), strict=True)
    letters = {
        mark.text
        for mark, after in bare
        if mark.kind == "letter" and (after is None or after.kind != "sub")
    }
    return relates_indices(statement, names) and bool(letters & names.indices)


def of_inputs(
    statement: Statement, names: Names, quantities: Mapping[str, Quantity]
) -> bool:
    """Whether it relates indices, or what the page declares and does not define."""
    if relates_indices(statement, names):
        return True
    said = [mark for mark in statement.marks if mark.kind in {"letter", "name"}]
    plain = all(mark.kind in PLAIN | {"relation"} for mark in statement.marks)
    given = all(mark.text in quantities for mark in said)
    return plain and given and not any(_is_defined(mark, quantities) for mark in said)


def _is_defined(mark: Mark, quantities: Mapping[str, Quantity]) -> bool:
    """Whether the page has a definition of a name so far."""
    given = quantities.get(mark.text)
    return given is not None and bool(given.rows)


def _of_indices(statement: Statement, names: Names) -> bool:
    """Whether a statement relates only indices, labels and sizes."""
    marks = [m for side in statement.sides for m in side]
    found = 0
    for place, mark in enumerate(marks):
        if mark.kind in {"number", "operator"}:
            continue
        if mark.kind == "sub" and place and marks[place - 1].kind == "letter":
            continue
        if mark.kind in {"letter", "name"} and mark.text in names.labelled:
            found += 1
            continue
        above = mark.kind == "sup" and place > 0
        if above and marks[place - 1].text in names.labelled:
            continue
        if mark.kind not in {"letter", "name"}:
            return False
        text = mark.text
        following = marks[place + 1] if place + 1 < len(marks) else None
        if following is not None and following.kind == "sub":
            inside = "".join(m.text for m in following.parts[0])
            text = f"{mark.text}_{inside}"
            if text not in names.sizes:
                return False
        index = text in names.indices or text in names.labels or text in names.sizes
        bare = any(p.slots == 0 for p in names.patterns.get(text, ())) and (
            text not in names.labels
        )
        if not index or bare:
            return False
        found += 1
    return found > 0


def alternatives_of(
    stipulations: Sequence[Stipulation], context: Context
) -> tuple[n.Condition, ...]:
    """The conditions that stand beside a claim, one for each way in which they are met.

    "or" parts ways; a comma and "and" bind tighter; words that deny turn all that they
    govern. None where nothing is there. Raises `NotUnderstood` for too many ways.
    """
    ways: list[Conjunction] = [()]
    for one in stipulations:
        if one.refused:
            raise NotUnderstood(one.refused, one.marks[0].start if one.marks else 0)
    for phrase in _phrases(stipulations):
        found = _ways(phrase, context)
        if phrase[0].either and ways != [()]:
            ways += found
        else:
            ways = _both(ways, found, phrase[0].marks)
    return tuple(one[0] if len(one) == 1 else n.Every(one) for one in ways if one)


def _phrases(stipulations: Sequence[Stipulation]) -> list[list[Stipulation]]:
    """The stipulations by the words of condition that govern them."""
    found: list[list[Stipulation]] = []
    for one in stipulations:
        if one.opens or not found:
            found.append([one])
        else:
            found[-1].append(one)
    return found


def _ways(phrase: Sequence[Stipulation], context: Context) -> list[Conjunction]:
    """The ways in which one phrase is met."""
    ways: list[Conjunction] = [()]
    for number, one in enumerate(phrase):
        found = comparisons(read_condition(one.marks, context))
        if one.either and number:
            ways.append(found)
        else:
            ways[-1] += found
    if not phrase[0].negated:
        return ways
    denied: list[Conjunction] = [()]
    for way in ways:
        denied = _both(denied, [(_denied(c),) for c in way], phrase[0].marks)
    return denied


def _denied(comparison: n.Comparison) -> n.Comparison:
    return replace(comparison, sign=NEGATION[comparison.sign])


def _both(
    ways: list[Conjunction], others: list[Conjunction], marks: Marks
) -> list[Conjunction]:
    """The ways in which both are met."""
    found = [one + other for one in ways for other in others]
    if len(found) > MOST_ALTERNATIVES:
        raise NotUnderstood(
            f"these conditions are met in more than {MOST_ALTERNATIVES} ways; "
            "write a claim for each",
            marks[0].start if marks else 0,
        )
    return found
