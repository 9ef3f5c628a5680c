r"""The network that a text means and does not define -> what is known of it.

Each derivative that is not said to be zero is an edge: what is above depends on
what is below. A name without a definition that has edges is an open function of
what it depends on at once; what holds then holds for every such network.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product

from ..expressions import NotUnderstood
from ..latex import If, Mark, Marks, Names, Statement, fuse, lone_occurrence
from ..readings import Alternative, NameKey, NameUse, key_of

SIGNS = (r"\ell", r"\phi", r"\psi", "F", "G", "H", r"\Phi", r"\Psi", r"\chi", r"\xi",
         r"\zeta", r"\Lambda", r"\Omega")  # fmt: skip  # of open functions
KINDS = ("", "^{*}", r"^{* \times *}")
KIND_WORDS = ("a number", "a vector", "a matrix")
MOST_WAYS = 6
BEFORE = {"net", "z", "in", "s", "u", "v", "a", "n", "x", "q"}
BEHIND = {"out", "o", "a", "h", "y", "p", "s", r"\hat{y}", "f"} | {r"\mathbf{h}"}
FORMULAS = {
    "sigmoid": r"\frac{{1}}{{1 + e^{{-{0}}}}}",
    "tanh": r"\tanh({0})",
    "ReLU": r"\max(0, {0})",
    "softmax": r"\frac{{e^{{{0}}}}}{{\sum_{{{2}}} e^{{{1}}}}}",
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """A derivative as it is written: the names above and below, and its place."""

    over: NameKey
    under: tuple[NameKey, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Links:
    """What depends on what: by the definitions of a text, and by its derivatives."""

    uses: Mapping[NameKey, frozenset[NameKey]]
    edges: Mapping[NameKey, frozenset[NameKey]]

    def reach(self, key: NameKey) -> set[NameKey]:
        """All on which a name depends."""
        found: set[NameKey] = set()
        left = [key]
        while left:
            one = left.pop()
            new = {*self.uses.get(one, ()), *self.edges.get(one, ())} - found
            found |= new
            left += new
        return found

    def direct(self, key: NameKey) -> list[NameKey]:
        """Those on which it depends at once, as far as derivatives say."""
        below = sorted(self.edges.get(key, ()))
        behind = {b: self.reach(b) for b in below}
        return [
            b
            for b in below
            if not any(b in behind[o] and o not in behind[b] for o in below if o != b)
        ]


def slopes_in(names: Names, marks: Marks) -> Iterator[Ratio]:
    """The derivatives in some marks, those by several names too."""
    for at, mark in enumerate(marks):
        if mark.kind == "frac":
            over, under = (_behind_signs(part) for part in mark.parts)
            above = alone(names, over[0]) if len(over) == 1 else None
            below = [alone(names, one) for one in under]
            if above is not None and below and None not in below:
                yield Ratio(above, tuple(b for b in below if b is not None), mark)
        if mark.kind == "nabla" and marks[at + 1 : at + 2]:
            yield from _gradient(names, marks[at:])
        for part in mark.parts:
            yield from slopes_in(names, part)


def _gradient(names: Names, marks: Marks) -> Iterator[Ratio]:
    r"""`\nabla_w L`."""
    by, *rest = marks[1:]
    if by.kind == "sub" and rest:
        above = _first(names, tuple(rest))
        below = alone(names, by.parts[0])
        if above is not None and below is not None:
            yield Ratio(above, (below,), marks[0])


def _behind_signs(part: Marks) -> list[Marks]:
    r"""What follows each $\partial$ of one half of a derivative."""
    found: list[list[Mark]] = []
    for at, mark in enumerate(part):
        if mark.kind == "partial" or (at == 0 and mark.text == "d"):
            found.append([])
        elif not found:
            return []
        elif found[-1] or mark.kind != "sup":
            found[-1].append(mark)
    return [tuple(one) for one in found]


def _first(names: Names, marks: Marks) -> NameKey | None:
    if not marks or marks[0].kind not in {"letter", "name"}:
        return None
    fused = fuse(names, marks)
    try:
        return key_of(names, names.occurrence(fused, 0)[0])
    except NotUnderstood:
        return None


def alone(names: Names, marks: Marks) -> NameKey | None:
    """The name that some marks are, with its scripts and no more."""
    found = lone_occurrence(names, marks)
    return None if found is None else key_of(names, found)


# --- edges -------------------------------------------------------------------------


def zeros(names: Names, statements: Sequence[Statement]) -> dict[int, Statement]:
    """The places of the derivatives that are said to be zero, with who says so."""
    found: dict[int, Statement] = {}
    for statement in statements:
        signs = [sign.text for sign in statement.relations]
        for (left, right), sign in zip(pairwise(statement.sides), signs, strict=False):
            if sign == "=" and [m.text for m in right] == ["0"] and len(left) == 1:
                found[left[0].start] = statement
    return found


def links(
    names: Names, statements: Sequence[Statement], uses: Mapping[NameKey, set[NameKey]]
) -> Links:
    """What depends on what."""
    none = zeros(names, statements)
    edges: dict[NameKey, set[NameKey]] = {}
    for statement in statements:
        for side in statement.sides:
            for slope in slopes_in(names, side):
                if slope.mark.start not in none:
                    below = {key for key in slope.under if key != slope.over}
                    edges.setdefault(slope.over, set()).update(below)
    return Links(
        {key: frozenset(used) for key, used in uses.items()},
        {key: frozenset(below) for key, below in edges.items()},
    )


# --- what it is taken for ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Network:
    """What a network is made of: who gives, who uses, and what each name may be.

    `given` are the names that the text gives, `ends` those of them that nothing uses,
    `ranks` how many indices a name may have, the usual first.
    """

    links: Links
    given: frozenset[NameKey]
    ends: tuple[NameKey, ...]
    seen: Mapping[NameKey, NameUse]
    ranks: Mapping[NameKey, tuple[int, ...]]
    single: Mapping[NameKey, str]
    activation: str = ""

    def parents(self, key: NameKey) -> list[NameKey]:
        """What a name depends on at once; of a loss, what comes last."""
        found: list[NameKey] = []
        for parent in self.links.direct(key):
            ends = [
                end
                for end in self.ends
                if parent in self.links.reach(end) and key not in self.links.reach(end)
            ]
            found += ends if ends and self.ranks[key][:1] == (0,) else [parent]
        return list(dict.fromkeys(found))

    def open_names(self) -> list[NameKey]:
        """The names without a definition that depend on others, and on no circle."""
        above = [key for key in self.links.edges if key in self.seen]
        return [
            key
            for key in above
            if key not in self.given and key not in self.links.reach(key)
        ]

    def ways(self) -> dict[NameKey, list[Alternative]]:
        """What each of these names is."""
        taken = {base for base, _, _ in self.seen}
        free = iter([sign for sign in SIGNS if sign not in taken])
        found: dict[NameKey, list[Alternative]] = {}
        for key in self.open_names():
            parents = [p for p in self.parents(key) if p in self.seen]
            if not parents or not all(self.ranks[p] for p in (key, *parents)):
                continue
            if self.activation and self._is_activation(key, parents):
                found[key] = [self._activated(key, parents[0])]
            elif (sign := next(free, None)) is not None:
                found[key] = list(self._ways(key, parents, sign))
        found.update(self._alike(found))
        return found

    def _alike(
        self, found: Mapping[NameKey, list[Alternative]]
    ) -> dict[NameKey, list[Alternative]]:
        """What units of other layers give: `out_o` where `out_h` is of `net_h`."""
        alike: dict[NameKey, list[Alternative]] = {}
        for base, below, above in [k for k in found if found[k][0].of_units]:
            (parent,) = self.parents((base, below, above))
            for key in self.seen:
                other = (parent[0], *key[1:])
                free = key not in self.given and key not in found
                known = key[0] == base and free and other in self.seen
                if known and self._is_activation(key, [other]):
                    alike[key] = [self._activated(key, other)]
        return alike

    def _units(self, key: NameKey) -> list[str]:
        """A name as a whole; where only numbers stand below it, each of these."""
        one = self.seen[key]
        if not one.only_numbered:
            return [whole(key)]
        return [entry_of(key, (number,)) for number in sorted(one.numbered)]

    def _ways(
        self, key: NameKey, parents: list[NameKey], sign: str
    ) -> Iterator[Alternative]:
        """Any smooth function of its parents, for each rank that these may have."""
        used = [(unit, p) for p in parents for unit in self._units(p)]
        ranks = [self.ranks[p] for p in parents]
        said = self.seen[key].shortest
        because = f"the text takes derivatives of {said} by {_listed(used)}"
        for chosen in islice(product(*ranks), MOST_WAYS):
            rank = dict(zip(parents, chosen, strict=True))
            sets = r" \times ".join(rf"\mathbb{{R}}{KINDS[rank[p]]}" for _, p in used)
            called = ", ".join(unit for unit, _ in used)
            told = " and ".join(f"{unit}, {KIND_WORDS[rank[p]]}" for unit, p in used)
            role = f"any smooth function of {told}"
            number = self.single.get(key)
            if number is not None and self.ranks[key][0] == 1:
                lines = _in_one_entry(key, number, sign, sets, called)
                role += f", in entry {number} alone"
            else:
                lines = self._lines(key, sign, sets, called)
            yield Alternative((), because, 1, lines, said, role)

    def _lines(
        self, key: NameKey, sign: str, sets: str, called: str
    ) -> tuple[str, ...]:
        units = self._units(key)
        if len(units) == 1:
            into = KINDS[self.ranks[key][0]]
            declared = rf"{sign} : {sets} \to \mathbb{{R}}{into}"
            return (declared, f"{units[0]} := {sign}({called})")
        lines: list[str] = []
        for number, unit in enumerate(units, 1):
            each = rf"{sign}_{{\text{{{number}}}}}"
            lines += [
                rf"{each} : {sets} \to \mathbb{{R}}",
                f"{unit} := {each}({called})",
            ]
        return tuple(lines)

    def _is_activation(self, key: NameKey, parents: list[NameKey]) -> bool:
        """Whether it is what units give, by what they take in."""
        if len(parents) != 1:
            return False
        (parent,) = parents
        one, other = self.seen[key], self.seen[parent]
        same = self.ranks[key][0] == self.ranks[parent][0]
        same = same and one.only_numbered == other.only_numbered
        same = same and (
            not one.only_numbered or one.numbered.keys() <= other.numbered.keys()
        )
        return same and key[0] in BEHIND and parent[0] in BEFORE and key != parent

    def _activated(self, key: NameKey, parent: NameKey) -> Alternative:
        """What units give, by the words of the text."""
        rank = self.ranks[key][0]
        entries: list[tuple[str, ...]] = [("i", "j")[:rank]]
        if self.seen[key].only_numbered:
            entries = [(number,) for number in self.seen[key].numbered]
        lines: list[str] = []
        for entry in entries:
            summed = (*entry[:-1], "k")
            formula = FORMULAS[self.activation].format(
                entry_of(parent, entry), entry_of(parent, summed), "k"
            )
            lines.append(f"{entry_of(key, entry)} := {formula}")
        said = f"the text says {self.activation}"
        role = f"the {self.activation} of {whole(parent)}"
        name = self.seen[key].shortest
        return Alternative((), said, 1, tuple(lines), name, role, of_units=True)


def _listed(used: Sequence[tuple[str, NameKey]]) -> str:
    return " and ".join(unit for unit, _ in used)


def _in_one_entry(
    key: NameKey, number: str, sign: str, sets: str, called: str
) -> tuple[str, ...]:
    """Lines for an array of which one entry depends on something."""
    rest = rf"\tilde{{{sign}}}"
    value = rf"1_{{i={number}}} {sign}({called}) + {rest}_i"
    return (
        rf"{sign} : {sets} \to \mathbb{{R}}",
        rf"{rest} \in \mathbb{{R}}^{{*}}",
        f"{entry_of(key, ('i',))} := {value}",
    )


def whole(key: NameKey) -> str:
    """A name as it is written without indices."""
    return entry_of(key, ())


def entry_of(key: NameKey, letters: Collection[str]) -> str:
    """A name as it is written with some indices."""
    base, below, above = key
    tags = "".join(rf"\text{{{tag}}}" for tag in below)
    inside = tags + " ".join(letters)
    up = f"^{{{', '.join(above)}}}" if above else ""
    return base + (f"_{{{inside}}}" if inside else "") + up


def single_entries(names: Names, statements: Sequence[Statement]) -> dict[NameKey, str]:
    r"""The names of which one entry alone depends on something: zero if `i \ne 1`."""
    found: dict[NameKey, str] = {}
    said = zeros(names, statements)
    for statement in said.values():
        for slope in slopes_in(names, statement.sides[0]):
            for other in statements:
                if other is statement or not isinstance(other.remark, If):
                    continue
                match (
                    [(m.kind, m.text) for s in other.sides for m in s],
                    [r.text for r in other.relations],
                ):
                    case [("letter", _), ("number", number)], [r"\ne"] if (
                        abs(other.start - statement.start) < NEAR
                    ):
                        found[slope.over] = number
                    case _:
                        pass
    return found


NEAR = 80  # characters between a claim and its condition


# --- the words ---------------------------------------------------------------------

ACTIVATIONS = {
    "sigmoid": "sigmoid", "logistic": "sigmoid", "tanh": "tanh", "relu": "ReLU",
    "softmax": "softmax",
}  # fmt: skip
WORD = re.compile(r"\b(sigmoid|logistic|tanh|relu|softmax)(?![a-z_(])", re.I)
DENIED = re.compile(
    r"\b(?:no|not|never|without|instead of|unlike|than|rather)\b[^.;:]{0,40}$", re.I
)
SWITCH = re.compile(
    r"\b(?:with|for|using|use|take|taking)\s+(?:the\s+|a\s+)?"
    r"(sigmoid|logistic|tanh|relu|softmax)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Part:
    """From a place of the text on, the activation that it speaks of."""

    start: int
    activation: str
    words: str = ""


def parts_of(text: str) -> list[Part]:
    """The activations that a text speaks of, one after another."""
    words = {
        ACTIVATIONS[m[1].lower()]
        for m in WORD.finditer(text)
        if not DENIED.search(text[max(0, m.start() - 60) : m.start()])
    }
    if len(words) == 1:
        return [Part(0, words.pop())]
    switches = (
        Part(m.start(), ACTIVATIONS[m[1].lower()], " ".join(m[0].split()))
        for m in SWITCH.finditer(text)
    )
    return [Part(0, ""), *switches]
