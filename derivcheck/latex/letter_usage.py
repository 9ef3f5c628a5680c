"""What statements show of letters: sizes, layers, and where each letter stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .marks import Mark, Marks
from .names import Names, Occurrence
from .nesting import partition, unwrapped
from .remarks import If, Unclear
from .scripts import bracketed, is_transpose
from .set_notation import factors_of, size_marks, terms_of_size
from .statement_kinds import (
    bound_letters,
    counts,
    index_set,
    is_definition,
    is_index_set,
    is_mapping,
    is_membership,
    is_range,
    is_span,
    listed,
)
from .statements import Statement


def learn_sizes(names: Names, statements: list[Statement]) -> None:
    """Takes in the letters that are sizes, and the labels."""
    quantities = {
        member[0].text
        for s in statements
        if is_definition(s) or (is_membership(s) and not counts(s))
        for member in (listed(s.sides[0]) if s.sides else ())
        if member and len(member) == 1
    }
    for statement in statements:
        for side in statement.sides:
            for marks in uppers(side):
                _add_size(names, marks)
            names.lasts |= _last_terms(side) | _ends_of_slices(side)
        if is_range(statement):
            _add_size(names, listed(statement.sides[1])[-1])
            for member in listed(statement.sides[0]):
                names.indices.update(m.text for m in member[:1])
        elif is_membership(statement):
            right = statement.sides[1]
            if is_index_set(right):
                inside, above = index_set(right)
                _add_size(names, listed(inside)[-1])
                _learn_labels(names, statement, len(factors_of(above)) if above else 0)
            for mark in right:
                if mark.kind == "sup":
                    for factor in factors_of(mark.parts[0]):
                        _add_size(names, factor)
    names.lasts -= _running(names, statements)
    names.sizes |= names.lasts
    names.sizes -= quantities - {s for s in names.sizes if "_" in s}
    names.sizes -= _running(names, statements)


def _running(names: Names, statements: list[Statement]) -> set[str]:
    """Letters that run themselves: a sum up to one ends at each of its values.

    What a definition has below on both sides runs, but where a range declares its end:
    `g_L := x_L` is then of the last entries.
    """
    found = set(names.indices)
    defined: set[str] = set()
    ends: set[str] = set()
    for statement in statements:
        for side in statement.sides:
            found |= set(bound_letters(side))
        if is_definition(statement):
            left, right = (_below(side) for side in statement.sides[:2])
            defined |= left & (right | _ends_of_slices(statement.sides[1]))
        elif is_range(statement):
            end = size_marks(listed(statement.sides[1])[-1])
            ends |= {end} if end else set()
    return found | (defined - ends)


def _learn_labels(names: Names, statement: Statement, axes: int) -> None:
    for member in listed(statement.sides[0]):
        if len(member) == 1 and not axes:
            names.labels[member[0].text] = member[0].text
        for occurrence in list(names.occurrences(member))[:1]:
            sub, sup = occurrence.scripts.sub, occurrence.scripts.sup
            if sub or sup or axes:
                above = None if sup is None else len(sup)
                names.labelled[occurrence.base] = (above, len(sub) + axes)


def _add_size(names: Names, marks: Marks) -> None:
    found = terms_of_size(unwrapped(marks))
    if found is not None:
        names.sizes.update(name for _, name in found[0])


def _last_terms(marks: Marks) -> set[str]:
    r"""The n of `x_1 + \cdots + x_n`: the letters that only the last term has."""
    found: set[str] = set()
    terms: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.kind == "operator" and mark.text in {"+", "-"}:
            terms.append([])
        else:
            terms[-1].append(mark)
        for part in mark.parts:
            found |= _last_terms(part)
    for place, term in enumerate(terms[1:-1], 1):
        if len(term) == 1 and term[0].kind == "dots":
            first, last = (_below(tuple(terms[place + n])) for n in (-1, 1))
            found |= last - first
    return found


def _ends_of_slices(marks: Marks) -> set[str]:
    r"""The letters that end parts of arrays, d and D of `x_{d+1:D}`."""
    found: set[str] = set()
    for mark in marks:
        for part in mark.parts:
            letters = {m.text for m in part if m.kind == "letter"}
            spanned = any(m.kind == "colon" for m in part)
            found |= letters if mark.kind == "slice" and spanned else set()
            found |= _ends_of_slices(part)
    return found


def _below(marks: Marks) -> set[str]:
    """The letters that are in subscripts."""
    found: set[str] = set()
    for mark in marks:
        if mark.kind == "sub":
            found |= {i.text for i in mark.parts[0] if i.kind == "letter"}
        else:
            found.update(*(_below(part) for part in mark.parts))
    return found


def uppers(marks: Marks) -> Iterator[Marks]:
    """What is above the sums in some marks, and where what is below ends."""
    for place, mark in enumerate(marks):
        if mark.kind == "big":
            for script in marks[place + 1 : place + 3]:
                if script.kind == "sup":
                    yield script.parts[0]
                elif script.kind == "sub":
                    yield from _ends_below(script.parts[0])
                else:
                    break
        for part in mark.parts:
            yield from uppers(part)


def _ends_below(condition: Marks) -> Iterator[Marks]:
    r"""The n of `1 \le i < j \le n` and of `k \in \{1, \dots, n\}`."""
    sides, _ = partition(condition, {"relation"})
    if is_span(condition):
        yield sides[-1]
    elif len(sides) == 2 and is_index_set(sides[1]):
        inside, _ = index_set(sides[1])
        yield listed(inside)[-1]


def learn_layers(names: Names, statements: list[Statement]) -> None:
    """Names on which a definition or declaration carries a bare superscript.

    A letter that is a layer on some left side is one on every name of a definition.
    """
    layers: set[str] = set()
    for statement in statements:
        if not any(f(statement) for f in (is_definition, is_membership, is_mapping)):
            continue
        for member in listed(statement.sides[0]):
            for base, inside in _superscripted(member):
                names.layered.add(base)
                layers.update(m.text for m in inside if m.kind == "letter")
    layers -= names.singles - names.indices
    for statement in statements:
        if is_definition(statement):
            for base, inside in _superscripted(statement.sides[1], deep=True):
                if any(m.kind == "letter" and m.text in layers for m in inside):
                    names.layered.add(base)


def _superscripted(marks: Marks, *, deep: bool = False) -> Iterator[tuple[str, Marks]]:
    """Names with a bare superscript that is no transpose, and what it holds."""
    for place, mark in enumerate(marks):
        if mark.kind in {"letter", "name"}:
            for script in marks[place + 1 : place + 3]:
                if script.kind not in {"sub", "sup"}:
                    break
                inside = script.parts[0]
                bare = script.kind == "sup" and bracketed(inside) is None
                if bare and not is_transpose(inside):
                    yield mark.text, inside
        elif deep and mark.kind != "sub":
            for part in mark.parts:
                yield from _superscripted(part, deep=True)


@dataclass(slots=True)
class Evidence:
    """Where letters are below names: on which side of which definition.

    `lefts` are the names that definitions give, and `rights` those that they read.
    """

    left: dict[str, set[int]] = field(default_factory=dict)
    right: dict[str, set[int]] = field(default_factory=dict)
    first_only: dict[str, bool] = field(default_factory=dict)
    slots: dict[tuple[str, int, int], set[str]] = field(default_factory=dict)
    lefts: list[Occurrence] = field(default_factory=list)
    rights: list[Occurrence] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    declaring: list[Occurrence] = field(default_factory=list)
    labelling: list[Occurrence] = field(default_factory=list)
    claiming: list[Occurrence] = field(default_factory=list)

    @property
    def defining(self) -> list[Occurrence]:
        """The names of all definitions."""
        return [*self.lefts, *self.rights]


def gather(names: Names, statements: list[Statement]) -> Evidence:
    """Where the letters of all statements stand."""
    found = Evidence()
    for number, statement in enumerate(statements):
        if not statement.sides:
            continue
        if is_definition(statement):
            left = list(names.occurrences(statement.sides[0]))
            local = _parameters(statement.sides[0])
            found.parameters += local
            right = [
                o
                for o in names.occurrences(statement.sides[1])
                if o.base not in local or o.scripts.sub
            ]
            for occurrence in left[:1]:
                _letters(occurrence, found.left, number)
            for occurrence in right:
                _letters(occurrence, found.right, number)
            found.lefts += left[:1]
            found.rights += right
            for side in statement.sides[2:]:
                found.claiming += names.occurrences(side)
        elif is_membership(statement) and not is_index_set(statement.sides[1]):
            found.declaring += members_of(names, statement.sides[0])
        elif is_membership(statement):
            members = members_of(names, statement.sides[0])
            found.labelling += [o for o in members if o.base in names.labelled]
        elif is_mapping(statement):
            left_marks = statement.sides[0]
            place = next(n for n, m in enumerate(left_marks) if m.kind == "colon")
            found.declaring += members_of(names, left_marks[:place])
        elif not is_range(statement):
            for side in statement.sides:
                found.claiming += names.occurrences(side)
    found.declaring += found.labelling
    for occurrence in (*found.defining, *found.declaring, *found.claiming):
        _slots(occurrence, found)
    return found


def _parameters(left: Marks) -> list[str]:
    """The letters between the brackets of `f(z) := …`."""
    for place, mark in enumerate(left):
        if mark.text == "(" and place and left[-1].text == ")":
            return [
                m.text for m in left[place + 1 : -1] if m.kind in {"letter", "name"}
            ]
    return []


def members_of(names: Names, marks: Marks) -> Iterator[Occurrence]:
    """The names in a list, each with its scripts."""
    for member in listed(marks):
        yield from list(names.occurrences(member))[:1]


def _letters(occurrence: Occurrence, side: dict[str, set[int]], number: int) -> None:
    items = list(occurrence.scripts.sub)
    for item in items:
        if item.kind == "letter" and not item.tag:
            for letter in item.letters:
                side.setdefault(letter, set()).add(number)
        items += item.below


def _slots(occurrence: Occurrence, found: Evidence) -> None:
    sub = occurrence.scripts.sub
    for place, item in enumerate(sub):
        found.slots.setdefault((occurrence.base, len(sub), place), set()).add(item.text)
        if item.kind == "letter" and not item.tag:
            first = place == 0 and len(sub) > 1
            for letter in item.letters:
                found.first_only[letter] = found.first_only.get(letter, True) and first


def labels_alone(
    names: Names, evidence: Evidence, bound: set[str], summed: set[str]
) -> set[str]:
    """Declared labels that no left side carries, nor a declaration where a sum runs.

    Where another definition reads one free, it is a label beside `p_o := …` too.
    """
    declared = {i.text for o in evidence.declaring for i in o.scripts.sub}
    alone = names.labels.keys() - (declared & bound)
    return {label for label in alone if _is_alone(label, evidence, summed)}


def _is_alone(label: str, evidence: Evidence, summed: set[str]) -> bool:
    left = evidence.left.get(label, set())
    free = evidence.right.get(label, set()) - left
    return not left or (bool(free) and label not in summed)


def run_alone(statements: list[Statement]) -> set[str]:
    r"""The letters that a range gives, or that a sum runs over, with none below them.

    The a of `a = 1, \dots, K` is an index, though labels $a_t$ are declared; the y of
    `1_{y_n = k}` is not.
    """
    found: set[str] = set()
    for statement in statements:
        if is_range(statement):
            members = listed(statement.sides[0])
            found |= {member[0].text for member in members if len(member) == 1}
        for side in statement.sides:
            found |= set(_summed_alone(side))
    return found


def _summed_alone(marks: Marks) -> Iterator[str]:
    for mark, script in pairwise((*marks, None)):
        if mark is None:
            continue
        if mark.kind == "big" and script is not None and script.kind == "sub":
            inside = script.parts[0]
            for letter, below in zip(inside, (*inside[1:], None), strict=True):
                if letter.kind == "letter" and (below is None or below.kind != "sub"):
                    yield letter.text
        for part in mark.parts:
            yield from _summed_alone(part)


def numbered_tags(statements: list[Statement], evidence: Evidence) -> set[str]:
    """The h of `net_{h1} := …`: letters that definitions give with a number alone.

    A sum in a claim may run over such a letter all the same; the grammar says so there.
    """
    firsts: set[str] = set()
    others: set[str] = set()
    for occurrence in (*evidence.defining, *evidence.declaring):
        below = occurrence.scripts.sub
        for place, item in enumerate(below):
            alone = len(below) == 2 and place == 0 and below[1].kind == "number"
            if item.kind == "letter" and alone:
                firsts.add(item.text)
            elif item.kind == "letter":
                others.add(item.text)
    for statement in statements:
        if is_definition(statement) or is_range(statement) or is_membership(statement):
            for side in statement.sides:
                others |= set(bound_letters(side))
                others |= {m.text for m in side if m.kind == "letter"}
    left = {o.scripts.sub[0].text for o in evidence.lefts if len(o.scripts.sub) == 2}
    return (firsts & left) - others


def condition_letters(names: Names, statement: Statement) -> Iterator[str]:
    r"""The letters of `i \ne j`: single letters that are no quantities."""
    if not statement.relations or is_definition(statement) or is_range(statement):
        return
    if is_membership(statement) and is_index_set(statement.sides[1]):
        for member in listed(statement.sides[0]):
            if len(member) == 1:
                yield member[0].text
        return
    spoken = isinstance(statement.remark, If | Unclear)
    relations = {r.text for r in statement.relations}
    if not relations <= {"=", r"\ne", "<", ">", r"\le", r"\ge"}:
        return
    marks = [m for side in statement.sides for m in side]
    plain = all(m.kind in {"letter", "number", "operator"} for m in marks)
    letters = [m.text for m in marks if m.kind == "letter"]
    taken = (names.singles - names.indices) | names.sizes
    if not plain or not letters or set(letters) & taken:
        letters = [n for n in letters if n not in taken]
        if not (plain and spoken):
            return
    if spoken or r"\ne" in relations or len(letters) == len(marks):
        yield from letters
