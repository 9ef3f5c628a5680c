r"""A text that declares nothing -> what its names may be, each with lines that say so.

How many indices a name carries tells most: `w` beside `w_j` is a vector, `W` that is
transposed an array. The first meaning is the usual one; the others are tried where it
leaves something without a meaning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from types import MappingProxyType

from ..expressions import NotUnderstood
from ..latex import (
    NO_INPUTS,
    Mark,
    Marks,
    Names,
    Occurrence,
    applied_to,
    are_needless,
    balanced,
    closing,
    fuse,
    is_capital,
    is_transpose,
    listed,
    lone_letters,
)
from .alternative import Alternative

BESIDE_ARRAYS = {r"\odot", r"\circ"}
IN_NORMS = {"||", "+", "-"}
MATRICES = frozenset("ABHKMPQRUVWXYZ") | {rf"\mathbf{{{c}}}" for c in "ABHKQRUVWX"}
COEFFICIENTS = {r"\lambda", r"\eta", r"\alpha", r"\epsilon", r"\varepsilon", r"\tau"}
BY_ANSWER = 9  # the cost of a role that is taken only where a reader says so
VECTORS, NUMBERS = r"\in \mathbb{R}^*", r"\in \mathbb{R}"
OPEN = (r"\ell", r"\phi", r"\psi", "F")  # functions of which only smoothness is known
NO_ENDS: Mapping[str, str] = MappingProxyType({})
NameKey = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class NameUse:
    """One name of a text, wherever it stands.

    `written` is how it stands with so many indices, at its first place, `numbered` the
    same by numbers that are below it. `is_array` where something stands beside it
    that only arrays have, `are_arrays` where that is so with a number below,
    `are_vectors` where it stands transposed, or behind what is, with one index,
    `is_beside_matrix` where a capital multiplies it, or what it is added to,
    `multiplies` where it is a capital that usually is a matrix, right before a name,
    `is_called` where brackets that hold names alone stand right behind it, and
    `may_be_called` where they hold something else, `is_one_hot` where the words say
    so, `only_numbered` where nothing but a number ever is below it,
    `goes_back` where it stands a step before, as `h_{t-1}`, `is_behind_matrix` where
    a bare capital multiplies it, `is_operator` where it stands as operators do, and
    `never_lettered` where nothing but numbers stand below it, or nothing does.
    """

    base: str
    written: dict[int, str] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)
    is_array: bool = False
    are_arrays: bool = False
    are_vectors: bool = False
    is_beside_matrix: bool = False
    multiplies: bool = False
    is_called: bool = False
    may_be_called: bool = False
    is_one_hot: bool = False
    only_numbered: bool = False
    goes_back: bool = False
    is_behind_matrix: bool = False
    is_operator: bool = False
    never_lettered: bool = False
    runs_to: set[str] = field(default_factory=set)

    @property
    def levels(self) -> frozenset[int]:
        """The numbers of indices with which it stands."""
        return frozenset(self.written)

    @property
    def capital(self) -> bool:
        """Whether its letter is a capital."""
        letter = self.base.rpartition("{")[2].rstrip("}")
        return len(letter) == 1 and letter.isupper()

    @property
    def shows_arrays(self) -> bool:
        """Whether it tells that the text has arrays: by signs or entries."""
        return self.is_array or self.are_arrays or {0, 1} <= self.levels

    @property
    def shortest(self) -> str:
        """How it is written with the fewest indices."""
        return self.written[min(self.written)]


def key_of(names: Names, found: Occurrence) -> NameKey:
    """What tells a name from others: its letters, and its tags below and above."""
    below = (i for i in found.scripts.sub if not _is_slot(names, i.kind, i.text))
    above = found.scripts.sup or ()
    return (
        found.base,
        tuple(item.written for item in below),
        tuple(item.written for item in above),
    )


def _is_slot(names: Names, kind: str, text: str) -> bool:
    """Whether an item below a name fills a slot, and is no tag."""
    return kind in {"number", "label"} or (kind == "letter" and text not in names.tags)


def with_products(names: Names, texts: Iterable[Marks]) -> Names:
    """The same names, in a text that declares nothing.

    A run of letters that are alone elsewhere, or by twos, is their product.
    """
    lone = {letter for marks in texts for letter in lone_letters(marks, 2)}
    products = {word for word in names.words - names.introduced if lone >= {*word}}
    return replace(names, singles=names.singles | lone, words=names.words - products)


def seen_names(
    names: Names,
    texts: Iterable[tuple[str, Marks]],
    labels: Collection[str] = (),
    ends: Mapping[str, str] = NO_ENDS,
) -> dict[NameKey, NameUse]:
    """Each name of some formulas, with all that they show of it.

    One that has a label below it is written so only where it never has an index there.
    `ends` are those to which sums over letters run.
    """
    found: dict[NameKey, NameUse] = {}
    texts = list(texts)
    names = with_products(names, (marks for _, marks in texts))
    known = names.indices | names.sizes | {*names.labels}
    for tex, marks in texts:
        fused = fuse(names, marks)
        places = {mark.start: (part, at) for part, at, mark in _every(fused)}
        for one in names.occurrences(fused):
            if one.base in known or (one.base == "e" and not one.scripts.sub):
                continue
            written = _written(tex, one)
            part, place = places.get(one.at, ((), 0))
            of_if = one.base == "f" and place and part[place - 1].text == "i"
            if not _is_whole(written) or (of_if and part[place].glued):
                continue  # the f of "if" is no name
            seen = found.setdefault(key_of(names, one), NameUse(one.base))
            slots = [i for i in one.scripts.sub if _is_slot(names, i.kind, i.text)]
            letters = all(i.kind == "letter" and i.text not in labels for i in slots)
            if letters and not any(i.shift or i.more for i in slots):
                seen.written.setdefault(len(slots), written)
            else:
                seen.written.setdefault(-len(slots), written)
            if [i.kind for i in slots] == ["letter"] and slots[0].shift < 0:
                seen.goes_back = True
            if len(slots) == 1 and letters and not slots[0].shift:
                seen.runs_to.add(ends.get(slots[0].text, ""))
            if [i.kind for i in slots] == ["number"]:
                seen.numbered.setdefault(slots[0].text, written)
            if part:
                _look_beside(part, place, one, seen, len(slots))
    for seen in found.values():
        _numbered(seen)
    return {key: seen for key, seen in found.items() if seen.written}


def _numbered(seen: NameUse) -> None:
    """Takes `x_1` for a use with one index where no letter is there."""
    seen.only_numbered = bool(seen.numbered) and {*seen.written} == {-1}
    seen.never_lettered = bool(seen.numbered) and {*seen.written} <= {0, -1}
    for level in [level for level in seen.written if level < 0]:
        written = seen.written.pop(level)
        seen.written.setdefault(-level, written)


def _every(marks: Marks) -> Iterator[tuple[Marks, int, Mark]]:
    for place, mark in enumerate(marks):
        yield marks, place, mark
        for part in mark.parts:
            yield from _every(part)


def _written(tex: str, found: Occurrence) -> str:
    """How the text has a name, without powers and signs of transposition."""
    end = min((mark.start for mark in found.scripts.rest), default=found.end)
    start, end = balanced(tex, found.at, end)
    return " ".join(tex[start:end].split())


def _is_whole(tex: str) -> bool:
    """Whether no brace closes what it does not open, as behind a switch of fonts."""
    return min(accumulate((c == "{") - (c == "}") for c in tex), default=0) >= 0


def _look_beside(
    marks: Marks, place: int, found: Occurrence, seen: NameUse, slots: int
) -> None:
    """Takes in what stands beside a name that only arrays have, or functions."""
    after = place + 1
    while after < len(marks) and marks[after].kind in {"sub", "sup", "prime"}:
        after += 1
    behind = marks[after].text if after < len(marks) else ""
    before = marks[place - 1] if place else Mark("unknown", "", 0, 0)
    signs = {before.text, behind}
    raised = [m for m in found.scripts.rest if m.kind == "sup"]
    transposed = any(is_transpose(mark.parts[0]) for mark in raised)
    follows = before.kind == "sup" and is_transpose(before.parts[0])
    shown = (
        transposed
        or follows
        or bool(signs & BESIDE_ARRAYS)
        or signs == {"||"}
        or ("||" in {mark.text for mark in marks[:place]} and signs <= IN_NORMS)
    )
    bold = r"\mathbf" in seen.base or r"\vec" in seen.base
    if bold or (shown and not slots):
        seen.is_array = True
    if slots == 1 and (transposed or follows) and not seen.capital:
        seen.are_vectors = True
    vectors = not seen.capital and seen.base not in COEFFICIENTS
    behind_matrix = vectors and _is_behind_matrix(marks, place)
    bare = before.kind == "letter" and before.text in MATRICES
    seen.is_behind_matrix = seen.is_behind_matrix or (bare and not seen.capital)
    numbers = [m.kind for m in found.scripts.sub] == ["number"]
    seen.are_arrays = seen.are_arrays or (numbers and (bold or shown))
    seen.is_beside_matrix = seen.is_beside_matrix or behind_matrix
    if found.base in MATRICES and not found.scripts.sub and not raised:
        seen.multiplies = seen.multiplies or _is_name(marks[after : after + 1])
    operand = tuple(m for m in marks[after:] if m.kind not in {"wide", "amp"})
    seen.is_operator = seen.is_operator or _is_operator(seen.base, operand)
    if is_capital(seen.base) and behind == "(" and are_needless(operand):
        seen.is_called = True
    if behind == "(" and marks[after].glued:
        inside = (
            marks[after + 1 : closing(marks, after)] if _closes(marks, after) else ()
        )
        plain = {"letter", "name", "comma", "number", "sub", "sup", "prime", "bar"}
        named = bool(inside) and all(m.kind in plain for m in inside)
        seen.is_called = seen.is_called or (named and len(listed(inside)[0]) < 4)
        seen.may_be_called = True


def _is_operator(base: str, behind: Marks) -> bool:
    """Whether what a name is before is no factor; behind a small letter, it may be.

    Round brackets may be those of a function.
    """
    shown = applied_to(base, behind)
    if shown is None or shown == "(…)":
        return base in NO_INPUTS
    if behind[0].kind != "open" or not _closes(behind, 0):
        return base in NO_INPUTS or base.startswith("\\")
    letter = len(base) == 1 or base[1:].isalpha()
    return is_capital(base) or not letter or are_needless(behind)


def _is_name(marks: Marks) -> bool:
    """Whether a name of one letter is there, as the x of `W x`."""
    return bool(marks) and marks[0].kind == "letter" and marks[0].text != "d"


def _closes(marks: Marks, opening: int) -> bool:
    try:
        closing(marks, opening)
    except NotUnderstood:
        return False
    return True


def _is_behind_matrix(marks: Marks, place: int) -> bool:
    """Whether a capital stands right before a name, or in the term it is added to."""
    at = place - 1
    added = at >= 0 and marks[at].text in {"+", "-"}
    if added:
        at -= 1
    while at >= 0 and marks[at].kind in {"sub", "sup", "letter", "name"}:
        letter = marks[at]
        if letter.kind == "letter" and letter.text.isupper():
            return True
        if not added and letter.kind not in {"sub", "sup"}:
            return False
        at -= 1
    return False


# --- what a name may be ------------------------------------------------------------


def meanings(
    seen: NameUse, sizes: Collection[str], *, arrays: bool, used: bool = True
) -> list[Alternative]:
    """What a name may be, the usual first; `arrays` where the text speaks of some.

    What no definition has `used` is always declared: a claim alone tells nothing of it.
    """
    ways = _meanings(seen, sizes, arrays=arrays)
    declared = [way for way in ways if way.lines]
    return _with_others(ways if used or not declared else declared)


def _meanings(
    seen: NameUse, sizes: Collection[str], *, arrays: bool
) -> list[Alternative]:
    levels, because = seen.levels, _evidence(seen)

    def declared(role: str, as_: str, level: int = min(levels)) -> Alternative:
        name = seen.written[level]
        return Alternative((), because, 1, (f"{name} {as_}",), name, role)

    number = declared("a number", r"\in \mathbb{R}")
    ends = (seen.runs_to - {""}) & {*sizes}
    kinds = [("*", ""), *((size, f" of {size}") for size in sorted(sizes))]
    kinds.sort(key=lambda kind: len(ends) != 1 or kind[0] not in ends)
    vector = [
        declared(f"a vector{of}", rf"\in \mathbb{{R}}^{{{size}}}") for size, of in kinds
    ]
    matrix = declared("a matrix", r"\in \mathbb{R}^{* \times *}")
    function = declared("a function of numbers", r": \mathbb{R} \to \mathbb{R}")
    of_arrays = declared("a function of vectors", r": \mathbb{R}^* \to \mathbb{R}")
    numbers = declared("numbers", r"\in \mathbb{R}", max(levels))
    if seen.only_numbered:
        numbers = replace(_each(numbers, seen), role="a number of its own each")
    undeclared = Alternative((), because, 0, (), seen.shortest, "what its indices show")
    whole = [matrix, *vector] if seen.capital else [*vector, matrix]
    if seen.is_one_hot:
        units = r"{} \in \{{\mathbf{{e}}_1, \dots, \mathbf{{e}}_{{{}}}\}}"
        lines = (units.format(seen.base, size) for size in ("n", *sorted(sizes)))
        said = "the text says one-hot"
        hot = (Alternative((), said, 1, (one,), seen.base, "one-hot") for one in lines)
        return [*hot, *vector]
    arrays_beside = arrays and seen.is_beside_matrix
    if levels == {1} and seen.numbered and (seen.are_arrays or arrays_beside):
        return [_each(way, seen) for way in whole]
    if levels == {0}:
        if seen.is_called and not seen.is_array:
            return [function, of_arrays, number]
        if seen.may_be_called and not arrays and not seen.is_array:
            return [number, *whole, function]
        if arrays and seen.multiplies:
            return [matrix, replace(number, cost=BY_ANSWER)]
        if arrays and seen.capital:  # no vector is written so beside arrays
            return [matrix] if seen.is_array else [matrix, number]
        return whole if seen.is_array or arrays_beside else [number, *whole]
    if 0 in levels:
        if seen.never_lettered and "0" in seen.numbered and not seen.is_array:
            each = replace(_each(numbers, seen), role="a number of its own each")
            bare = rf"{seen.written[0]} \in \mathbb{{R}}"
            return [each, replace(each, lines=(*each.lines, bare)), *vector]
        if levels == {0, 1} and not seen.capital:
            one = declared("one vector, and several", r"\in \mathbb{R}^*")
            one = replace(
                one, lines=(*one.lines, rf"{seen.written[1]} \in \mathbb{{R}}^*")
            )
            both = declared("one number, and several", r"\in \mathbb{R}")
            both = replace(
                both, lines=(*both.lines, rf"{seen.written[1]} \in \mathbb{{R}}")
            )
            return [*vector, matrix, one, both]
        return [matrix, *vector] if 2 in levels else [*vector, matrix]
    if seen.are_vectors:
        others = [replace(way, cost=BY_ANSWER) for way in (undeclared, numbers)]
        return [declared("vectors", r"\in \mathbb{R}^*"), *others]
    if levels == {1, 2} or seen.is_array or (arrays and seen.is_behind_matrix):
        return [declared("vectors", r"\in \mathbb{R}^*"), undeclared, numbers]
    if arrays and levels == {1} and not seen.capital and not seen.only_numbered:
        vectors = replace(declared("vectors", r"\in \mathbb{R}^*"), cost=2)
        return [undeclared, numbers, vectors]
    return [undeclared, numbers]


def starts(one: NameUse, name: str, *, arrays: bool) -> list[Alternative]:
    """What is before the first step of a recursion, of which the text is silent."""
    because = f"the text goes back from {one.shortest}, and says nothing of {name}"
    ways = [
        Alternative((), because, 1, (rf"{name} \in {kind}",), name, role)
        for role, kind in (
            ("a vector, where it starts", r"\mathbb{R}^{*}"),
            ("a number, where it starts", r"\mathbb{R}"),
        )
    ]
    return _with_others(ways if arrays else ways[::-1])


def _each(way: Alternative, seen: NameUse) -> Alternative:
    """What is said of one name, said of each that has a number below."""
    names = seen.numbered.values()
    lines = [line.replace(way.name, one, 1) for line in way.lines for one in names]
    return replace(way, lines=tuple(lines), name=", ".join(names))


def _evidence(seen: NameUse) -> str:
    """What the text shows of a name, in words."""
    said = " and ".join(seen.written[level] for level in sorted(seen.written))
    return f"written {said}" + (", where arrays do" if seen.is_array else "")


def _with_others(ways: list[Alternative]) -> list[Alternative]:
    """The same, each with the roles of the others."""
    return [
        replace(way, others=tuple(o.role for o in ways if o.role != way.role))
        for way in ways
    ]


def open_losses(
    loss: NameUse, ends: Iterable[str], taken: Collection[str]
) -> list[Alternative]:
    """A loss of which the text says nothing: any smooth function of what comes last."""
    sign = next((sign for sign in OPEN if sign not in taken), None)
    if sign is None:
        return []
    kinds = (("a vector", "^*"), ("a matrix", r"^{* \times *}"), ("a number", ""))
    ways = [
        Alternative(
            (),
            f"the text differentiates {loss.shortest} and defines {end} last",
            1,
            (
                rf"{sign} : \mathbb{{R}}{above} \to \mathbb{{R}}",
                f"{loss.shortest} := {sign}({end})",
            ),
            loss.shortest,
            f"any smooth function of {end}, {kind}",
        )
        for end in ends
        for kind, above in kinds
    ]
    return _with_others(ways)
