"""What people usually mean by a name: by its letter, and by what stands beside it.

In: the names of a text. Out: readings, each in words and as a line of the model, the
usual one first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .name_spotting import ARRAYS, LETTERS, Written, ends_of, undecorated

SUBTRACTED = re.compile(r"-\s*(?:y|\\mathbf\{y\})(?![A-Za-z])")
DECLARED = re.compile(r"\\mathbb\s*\{?R\}?\s*\^\s*\{?\s*([A-Za-z])(?:[}\s$,.;]|\Z)")
HOT = re.compile(r"\bone[- ]hot\b", re.IGNORECASE)
OPEN = (r"\ell", r"\phi", r"\psi")  # functions of which only smoothness is known


Seems = Literal["unknown", "claimed", "array", "called", "primed", "start", "input"]
"""What a name that nothing gives seems to be, by what the checker says of it."""

# What people call the parts of a network.
LOSSES = ("E", "L", "C", "J", r"\ell", "loss", r"\mathcal{L}", r"\mathcal L", "Loss")
SUMS = ("net", "z", "s", "u")
OUTPUTS = (r"\hat{y}", r"\hat y", "p", "out", "a", "q", "o", "h", "y")
TARGETS = ("t", "target", "y", "d")
SOURCES = ("x", "i", "a", "h", "out")
WEIGHTS = ("w", "W", "v", "V")
ERRORS = (r"\delta",)


@dataclass(frozen=True, slots=True)
class UsualMeaning:
    """One meaning of a name: in words, and as a line of the model."""

    says: str
    text: str


def usual_way(
    name: Written, seems: Seems, names: list[Written], arrays: bool, letters: bool
) -> str:
    """What a name usually is, by its letter and by how the text writes it."""
    letter = undecorated(name.letter)
    is_matrix = len(letter) == 1 and letter.isupper()
    ways = {bool(n.indices) for n in names if n.plain == name.plain}
    if seems == "array" or name.is_bold or (ways == {True, False} and not is_matrix):
        return "matrix" if is_matrix else "vector"
    if arrays and is_matrix:
        return "matrix"
    small = letter.isalpha() or letter == r"\theta"
    return "vector" if arrays and letters and small else "number"


def roles_of(
    names: list[Written], text: str
) -> Iterator[tuple[Written, list[UsualMeaning]]]:
    """The names that need a definition, from the input of a network to its loss."""
    sums = _each(names, SUMS)
    outs = _each([n for n in names if n.base not in {s.base for s in sums}], OUTPUTS)
    ends = ends_of(text)
    targets = [
        name
        for name in _targets(names, outs, text)
        if name.plain not in {end.plain for end in ends}
    ]
    outs = [name for name in outs if name.base not in {t.base for t in targets}]
    weights = [w for w in _each(names, WEIGHTS) if w.indices]
    for name in sums:
        if found := _sums(name, names, weights):
            yield name, [*found, _input(name)]
    for name in outs:
        before = _near(sums, name)
        if before is not None:
            yield name, _activations(name, before)
        elif found := _units(name, names, weights):
            yield name, found
    ends = ends or outs or sums
    for name in _each(names, LOSSES) if ends else ():
        out = ends[-1]
        if not outs and re.search(rf"\\sigma\s*\(\s*{re.escape(out.letter)}", text):
            out = Written(rf"\sigma({out.written})")
        usual, smooth = _losses(name, out, targets), _smooth(name, out, text)
        yield name, [*usual, *smooth] if targets else [*smooth, *usual]
    for name in _each(names, ERRORS):
        losses = _each(names, LOSSES)
        if losses and (before := _near(sums, name)) is not None:
            yield name, _errors(name, losses[0], before)


def _each(names: list[Written], bases: tuple[str, ...]) -> list[Written]:
    """The names with some letters, one for each tag; hidden layers first."""
    found = {(n.base, n.tag): n for n in reversed(names) if n.letter in bases}
    return sorted(found.values(), key=lambda n: (n.tag == "o", bases.index(n.letter)))


def _targets(names: list[Written], outs: list[Written], text: str) -> list[Written]:
    """Targets; `y` is one where something else is the output, or is it without `y`."""
    found = [n for n in _each(names, TARGETS) if n.letter != "y"]
    others = any(out.letter != "y" for out in outs) or SUBTRACTED.search(text)
    return found or [n for n in _each(names, ("y",)) if others]


def _near(names: list[Written], other: Written) -> Written | None:
    """The name of the same layer, where one has its tag or none has."""
    same = [n for n in names if n.tag == other.tag]
    return next(iter(same), None)


def _letter(name: Written) -> str:
    return name.indices[0] if name.indices else "i"


def _other(*used: str) -> str:
    return next(letter for letter in LETTERS if letter not in used)


def _losses(name: Written, out: Written, targets: list[Written]) -> list[UsualMeaning]:
    """Squares and cross-entropies, over the components where there are some."""
    target = _near(targets, out) or next(iter(targets), Written("t"))
    j, loss = out.indices[:1], name.written
    o, t = out.at(*j), target.at(*j)
    over = rf"\sum_{j[0]} " if j else ""
    squares, cross, one = rf"{over}({o} - {t})^2", rf"-{over}{t} \ln {o}", f"{over}{t}"
    if out.is_bold:
        squares, one = rf"\lVert {o} - {t} \rVert^2", rf"\mathbf 1^\top {t}"
        cross = rf"-{t}^\top \ln {o}"
    both = rf"-{over}({t} \ln {o} + (1 - {t}) \ln(1 - {o}))"
    many = bool(over) or out.is_bold
    half = UsualMeaning(
        "half the sum of squares", rf"$$ {loss} := \frac{{1}}{{2}} {squares} $$"
    )
    sure = rf"$$ {loss} := {cross} $$" "\n\n" rf"$$ \text{{assume }} {one} = 1 $$"
    found = [
        half,
        *(
            [UsualMeaning("cross-entropy, with targets that sum to 1", sure)]
            if many
            else []
        ),
        *([UsualMeaning("cross-entropy", rf"$$ {loss} := {cross} $$")] if many else []),
        *(
            []
            if out.is_bold
            else [UsualMeaning("binary cross-entropy", f"$$ {loss} := {both} $$")]
        ),
    ]
    return [*found[1:2], half, *found[2:]] if out.letter == "p" else found


def _smooth(name: Written, out: Written, text: str) -> list[UsualMeaning]:
    """Losses of which nothing is said but what they depend on."""
    sign = next((letter for letter in OPEN if letter not in text), None)
    if sign is None:
        return []
    loss, whole = name.written, out.spelled
    value = f"{sign}({whole})"
    ways = [("a vector", "^*", value), ("a number", "", value)]
    if not out.indices and not ARRAYS.search(text):
        ways.reverse()
    if out.indices:
        t = out.indices[0]
        each = rf"\sum_{t} {sign}({out.at(t)})"
        ways += [(f"a vector for each {t}", "^*", each)]
    ways.append(("a matrix", r"^{* \times *}", value))
    return [
        UsualMeaning(
            f"any smooth function of `{whole}`, {kind}",
            rf"${sign} : \mathbb{{R}}{above} \to \mathbb{{R}}$"
            f"\n\n$$ {loss} := {made} $$",
        )
        for kind, above, made in ways
    ]


def _activations(name: Written, before: Written) -> list[UsualMeaning]:
    """Softmax and the elementwise ones, by components where the text has indices."""
    j = name.indices[:1] or before.indices[:1]
    a, z, of = name.at(*j), before.at(*j), before.spelled
    found = [
        ("softmax", _softmax(before, j)),
        ("sigmoid", rf"\sigma({z})" if not j else rf"\frac{{1}}{{1 + e^{{-{z}}}}}"),
        ("tanh", rf"\tanh({z})"),
        ("ReLU", rf"\max(0, {z})"),
    ]
    return [
        *(
            UsualMeaning(f"the {function} of `{of}`", rf"$$ {a} := {value} $$")
            for function, value in found
            if value
        ),
        _input(name),
    ]


def _softmax(before: Written, index: tuple[str, ...]) -> str:
    if before.is_bold:
        return rf"\operatorname{{softmax}}({before.base})"
    if not index:
        return ""  # of a single number it is 1
    k = _other(*index)
    top, below = before.at(*index), before.at(k)
    return rf"\frac{{e^{{{top}}}}}{{\sum_{k} e^{{{below}}}}}"


def _weighted(
    name: Written, names: list[Written], weights: list[Written]
) -> list[tuple[str, str]]:
    """Weighted sums, each with how it is read: which index of the weight comes first.

    Where the text has the unit's own letter on a weight, that way stands first.
    """
    outer = [w for w in weights if w.base in "vV"] if name.tag == "o" else []
    fit = [w for w in outer or weights if len(w.indices) == 1 + bool(name.indices)]
    weight = next(iter(fit), None)
    if weight is None:
        return []
    sources = [n for n in _each(names, SOURCES) if n.plain != name.plain]
    hidden = [n for n in sources if n.tag == "h"] if name.tag == "o" else []
    source = next(iter(hidden or sources), Written("x"))
    if not name.indices:
        k = weight.indices[-1]
        return [("one unit", rf"\sum_{k} {weight.at(k)} {source.at(k)}")]
    j = name.indices[0]
    k = next((i for i in weight.indices if i != j), _other(j))
    ways = [
        (f"the first index of `{weight.base}` is the unit's own", weight.at(j, k)),
        (f"the second index of `{weight.base}` is the unit's own", weight.at(k, j)),
    ]
    if weight.indices[-1] == j:
        ways.reverse()
    return [(says, rf"\sum_{k} {w} {source.at(k)}") for says, w in ways]


def _sums(
    name: Written, names: list[Written], weights: list[Written]
) -> list[UsualMeaning]:
    bias = Written("c" if name.tag == "o" else "b").at(*name.indices[:1])
    return [
        UsualMeaning(
            f"a weighted sum; {says}",
            rf"$$ {name.at(*name.indices[:1])} := {sum_} + {bias} $$",
        )
        for says, sum_ in _weighted(name, names, weights)
    ]


def _units(
    name: Written, names: list[Written], weights: list[Written]
) -> list[UsualMeaning]:
    j = name.indices[:1]
    bias = Written("b").at(*j)
    return [
        UsualMeaning(
            f"the {function} of a weighted sum; {says}",
            rf"$$ {name.at(*j)} := {sign}({sum_} + {bias}) $$",
        )
        for function, sign in (("sigmoid", r"\sigma"), ("tanh", r"\tanh"))
        for says, sum_ in _weighted(name, names, weights)
    ]


def _errors(name: Written, loss: Written, before: Written) -> list[UsualMeaning]:
    j = _letter(name)
    by = rf"\frac{{\partial {loss.spelled}}}{{\partial {before.at(j)}}}"
    says = f"the derivative of `{loss.spelled}` by `{before.spelled}`"
    return [UsualMeaning(says, rf"$$ {name.at(j)} := {by} $$"), _input(name)]


def _input(name: Written) -> UsualMeaning:
    return UsualMeaning(
        "an input, any real number", rf"${name.written} \in \mathbb{{R}}$"
    )


def _vector(name: Written) -> UsualMeaning:
    return UsualMeaning("a vector", rf"${name.written} \in \mathbb{{R}}^*$")


def ways_of(
    name: Written, whole: Written, seems: Seems, usual: str, said: str
) -> tuple[UsualMeaning, ...]:
    """What a name may be of which nothing but its use is known; the usual one first."""
    mapping = rf"${name.written} : \mathbb{{R}} \to \mathbb{{R}}$"
    smooth = UsualMeaning("a function, any smooth one", mapping)
    if seems == "primed":
        return (smooth,)
    if seems == "called":
        factor = "a number, so that the brackets are a factor"
        return smooth, UsualMeaning(factor, _input(name).text)
    matrix = rf"${whole.written} \in \mathbb{{R}}^{{* \times *}}$"
    ways = {
        "number": _input(name),
        "vector": _vector(whole),
        "matrix": UsualMeaning("a matrix", matrix),
    }
    first = [ways.pop(usual)]
    sizes = dict.fromkeys(DECLARED.findall(said))
    if usual == "vector":
        first += [
            UsualMeaning(f"a vector of {n}", rf"${whole.written} \in \mathbb{{R}}^{n}$")
            for n in sizes
        ]
    if usual == "vector" and whole.letter in TARGETS and HOT.search(said):
        n = next(iter(sizes), "n")
        units = rf"\{{\mathbf{{e}}_1, \dots, \mathbf{{e}}_{n}\}}"
        first.insert(
            0, UsualMeaning("a one-hot vector", rf"${whole.written} \in {units}$")
        )
    rest = (r for way, r in ways.items() if seems != "array" or way != "number")
    return (*first, *rest)
