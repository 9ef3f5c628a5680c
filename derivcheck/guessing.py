r"""A derivation without its model -> what the model may be, and where it forks.

The checker says which name it does not know; what people usually mean by such a name is
proposed, the derivation is read again, and so on. Where a name has several usual
meanings, all of them are offered; nothing is decided for the person who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .check import Found, check_text
from .page import read_page
from .pasted import page_of

MOST = 16  # names that are declared
UNKNOWN = re.compile(
    r"(?:the definition of .+? is not understood: )?(?:"
    r"no definition and no declaration gives (?P<input>.+?)(?:; did you mean .*)?"
    r"|(?P<array>.+?) is not declared, and so a number; .*"
    r"|(?P<called>.+?) is not declared: .* the value of a function or a product; .*"
    r"|(?P<start>.+?) has no entry 0: it begins at 1; .*"
    r"|(?P<primed>.+?)' could be a transpose or a derivative; .*)"
)
LETTERS = "ijklmnpqrs"
SIGNS = {
    r"\partial", r"\frac", r"\sum", r"\prod", r"\left", r"\right", r"\cdot", "e",
    r"\in", r"\ln", r"\log", r"\exp", r"\tanh", r"\sigma", r"\max", r"\begin", r"\end",
    r"\ne", r"\quad", r"\qquad", r"\nabla", r"\odot", r"\text", r"\neq",
}  # fmt: skip  # a few a line
DECORATED = (
    r"\\(?:hat|bar|tilde|mathbf|boldsymbol|vec|mathcal|mathrm|text)\{\\?[A-Za-z]+\}"
)
NAME = re.compile(
    rf"(?P<base>{DECORATED}|\\(?:hat|bar|tilde|mathbf|mathcal) ?[A-Za-z]|\\[a-z]+"
    r"|[A-Za-z]{3,}|[A-Za-z])"
    r"(?P<scripts>(?:\s*[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|[A-Za-z0-9]))*)"
)
CALLED = re.compile(
    r"\s*(?:'+|\^\{?\\prime\}?)?\s*\((?=\s*\\?[A-Za-z]+(?:[_)^]|\s*\)))"
)
GIVEN = re.compile(r"(?:\s*\([^()]*\))?[\s&]*(?::=|,[^=]*\\in\b|\\in\b)")
ROW = re.compile(r"(?:\A|\\\\(?:\[[^\]]*\])?|\\begin\{[^}]*\})[\s&]*\Z")
BOLD = re.compile(r"\\(?:mathbf|boldsymbol|vec) ?\{?(\\?[A-Za-z]+)\}?")
SUBTRACTED = re.compile(r"-\s*(?:y|\\mathbf\{y\})(?![A-Za-z])")
GONE = re.compile(r"\\(?:label|tag|ref|eqref)\{[^{}]*\}|\\newcommand.*")
SCRIPT = re.compile(r"([_^])\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\w))")

# What people call the parts of a network.
LOSSES = ("E", "L", "C", "J", r"\ell", "loss", r"\mathcal{L}", r"\mathcal L", "Loss")
SUMS = ("net", "z", "s", "u")
OUTPUTS = (r"\hat{y}", r"\hat y", "p", "out", "a", "q", "o", "h", "y")
TARGETS = ("t", "target", "y", "d")
SOURCES = ("x", "i", "a", "h", "out")
WEIGHTS = ("w", "W", "v", "V")
ERRORS = (r"\delta",)


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a name: in words, and as a line of the model."""

    says: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A name that nothing gives, and what it may be; the first is the usual one."""

    name: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A name as a text has it: its letters, the tag and the indices below it."""

    base: str
    below: str = ""
    above: str = ""

    @property
    def tag(self) -> str:
        """`h` of `net_{h_i}` and of `net_{hi}`; nothing for `p_i` and `w_{ik}`."""
        nested = re.fullmatch(r"([A-Za-z]+)_\{?(\w)\}?", self.below)
        if nested:
            return nested[1]
        joined = re.fullmatch(r"([ho])([a-z0-9])", self.below)
        long = len(self.base) > 2 and not self.base.startswith("\\")
        return joined[1] if joined and long else ""

    @property
    def indices(self) -> tuple[str, ...]:
        """Its indices; letters for numbers."""
        if self.below == self.word:
            return ()
        below = re.sub(r"[-+]\d+", "", self.below.removeprefix(self.tag))
        found = re.findall(r"[A-Za-z0-9]", below)
        free = iter(letter for letter in LETTERS if letter not in found)
        return tuple(next(free) if sign.isdigit() else sign for sign in found)

    @property
    def plain(self) -> str:
        r"""What it is called, without its indices, and with `\hat y` as `\hat{y}`."""
        above = re.sub(r"[-+]\d+", "", self.above)
        return f"{_braced(self.base)}^{above}_{self.tag}"

    @property
    def letter(self) -> str:
        """Its letter, without the bold type of a vector."""
        return BOLD.sub(r"\1", self.base)

    @property
    def is_bold(self) -> bool:
        """Whether it is written as a vector."""
        return self.letter != self.base

    @property
    def word(self) -> str:
        """A word below it, which is part of the name."""
        return self.below if len(self.below) > 2 and self.below.isalpha() else ""

    @property
    def spelled(self) -> str:
        """How it is spoken of: with its tag, or a word below it, and no index."""
        below = self.word or self.tag
        return self.base + (f"_{{{below}}}" if below else "")

    @property
    def written(self) -> str:
        """As the text has it."""
        above = f"^{{{self.above}}}" if self.above else ""
        return self.base + above + (f"_{{{self.below}}}" if self.below else "")

    def at(self, *indices: str) -> str:
        """The name at other indices, with its own tag and superscript."""
        inner = "".join(indices)
        below = f"{self.tag}_{inner}" if self.tag and inner else self.tag + inner
        above = f"^{{{self.above}}}" if self.above else ""
        return f"{self.base}{above}" + (f"_{{{below}}}" if below else "")


def guess(derivation: str, model: str = "") -> tuple[Question, ...]:
    """What is to be added to a model so that a derivation has a meaning.

    Each question is asked as if those before it had their first answer.
    """
    text = page_of({"model": model, "derivation": derivation}).text
    names = written(text)
    roles = [(n, found) for n, found in _roles(names, text) if not _is_given(n, text)]
    made = {name.plain for name, _ in roles}
    vectors = [n for n in names if n.is_bold and n.plain not in made]
    roles = [*((n, [_input(n)]) for n in vectors if not _is_given(n, text)), *roles]
    asked = [Question(name.spelled, tuple(found)) for name, found in roles]
    functions = {
        n["base"] for m in _formulas(text) for n in NAME.finditer(m)
        if CALLED.match(m, n.end())
    }  # fmt: skip  # a set on its own lines
    told: set[tuple[str, str]] = set()
    for _ in range(MOST):
        chosen = "\n\n".join(question.readings[0].text for question in asked)
        parts = {"model": f"{model}\n\n{chosen}", "derivation": derivation}
        found = unknown(check_text(page_of(parts).text))
        left = [
            (name, "called" if kind == "input" and name.base in functions else kind)
            for name, kind in ((_as_written(n, names), kind) for n, kind in found)
            if (name.written, kind) not in told
            and (kind == "start" or not _is_given(name, text))
        ]
        if not left:
            break
        name, kind = left[0]
        told.add((name.written, kind))
        asked.append(Question(name.written, _alone(name, kind)))
    return (*_ranges(names, text), *asked)


def _roles(names: list[Written], text: str) -> Iterator[tuple[Written, list[Reading]]]:
    """The names that need a definition, from the input of a network to its loss."""
    sums = _each(names, SUMS)
    outs = _each([n for n in names if n.base not in {s.base for s in sums}], OUTPUTS)
    targets = _targets(names, outs, text)
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
    for name in _each(names, LOSSES):
        if outs or sums:
            out = (outs or sums)[-1]
            squashed = not outs and re.search(rf"\\sigma\s*\(\s*{out.letter}", text)
            if squashed:
                out = Written(rf"\sigma({out.written})")
            yield name, _losses(name, out, targets)
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


def _is_given(name: Written, text: str) -> bool:
    """Whether a text defines a name or declares it, or seems to define it by `=`."""
    if re.search(rf"dots\s*,\s*{re.escape(name.base)}(?![A-Za-z_^])", text):
        return True  # the end of a range
    return any(
        Written(n["base"], *_scripts(n["scripts"])).plain == name.plain
        for mathematics in _formulas(text)
        for n in NAME.finditer(mathematics)
        if GIVEN.match(mathematics, n.end())
        or (
            ROW.search(mathematics[: n.start()])
            and mathematics[n.end() :].lstrip(" &\n")[:1] == "="
        )
    )


def _ranges(names: list[Written], text: str) -> tuple[Question, ...]:
    """One size for the letters that run through one slot."""
    runs: list[set[str]] = []
    for name in names:
        for number, letter in enumerate(() if name.base in LOSSES else name.indices):
            slot = f"{name.plain}:{number}"
            joined = {slot, letter}.union(*(r for r in runs if r & {slot, letter}))
            runs = [r for r in runs if not r & joined] + [joined]
    lines = []
    for number, run in enumerate(runs, 1):
        letters = sorted(r for r in run if len(r) == 1 and f"{r} =" not in text)
        lines += [rf"${letter} = 1, \dots, n_{number}$" for letter in letters]
    if not lines:
        return ()
    return (
        Question("indices", (Reading("each runs over one size", ", ".join(lines)),)),
    )


def written(text: str) -> list[Written]:
    """The names of a text, each way of writing once, in the order they come."""
    found: dict[Written, None] = {}
    for mathematics in _formulas(text):
        for name in NAME.finditer(mathematics):
            if not CALLED.match(mathematics, name.end()):
                found[Written(name["base"], *_scripts(name["scripts"]))] = None
    return [n for n in found if n.base not in SIGNS]


def _scripts(text: str) -> tuple[str, str]:
    scripts = {"_": "", "^": ""}
    for sign, braced, bare in SCRIPT.findall(text):
        scripts[sign] = (braced or bare).replace(" ", "")
    return scripts["_"], _layer(scripts["^"])


def _formulas(text: str) -> list[str]:
    page = read_page(page_of({"text": text}).text)
    return [GONE.sub("", piece.tex) for piece in page.mathematics]


def _layer(above: str) -> str:
    """A superscript that is part of a name: `l`, `(2)`, `[L-1]`."""
    return above if re.fullmatch(r"[lL](?:[-+]1)?|[(\[].*[)\]]", above) else ""


def unknown(found: Found) -> list[tuple[str, str]]:
    """The names that the checker does not know, each with what it seems to be."""
    said = [r.verdict.reason or "" for r in found.relations]
    said += [message for _, _, message in found.problems]
    matched = [m for text in said if (m := UNKNOWN.fullmatch(text))]
    return [(m[m.lastgroup], m.lastgroup) for m in matched if m.lastgroup]


def _as_written(name: str, names: list[Written]) -> Written:
    """A name of the checker as the text writes it."""
    base, _, below = name.partition("_{")
    below = below.removesuffix("}")
    same = [other for other in names if _braced(other.base) == _braced(base)]
    exact = [o for o in same if re.sub(r"[_{},]", "", o.below) == below]
    return next(iter([*exact, *same]), Written(base, below))


def _braced(base: str) -> str:
    """A decorated letter with braces, in which it may stand without."""
    return re.sub(r"(\\[a-z]+) ([A-Za-z])", r"\1{\2}", base)


def _letter(name: Written) -> str:
    return name.indices[0] if name.indices else "i"


def _other(*used: str) -> str:
    return next(letter for letter in LETTERS if letter not in used)


def _losses(name: Written, out: Written, targets: list[Written]) -> list[Reading]:
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
    half = Reading(
        "half the sum of squares", rf"$$ {loss} := \frac{{1}}{{2}} {squares} $$"
    )
    sure = rf"$$ {loss} := {cross} $$" "\n\n" rf"$$ \text{{assume }} {one} = 1 $$"
    found = [
        half,
        *([Reading("cross-entropy, with targets that sum to 1", sure)] if many else []),
        *([Reading("cross-entropy", rf"$$ {loss} := {cross} $$")] if many else []),
        *(
            []
            if out.is_bold
            else [Reading("binary cross-entropy", f"$$ {loss} := {both} $$")]
        ),
    ]
    return [*found[1:2], half, *found[2:]] if out.letter == "p" else found


def _activations(name: Written, before: Written) -> list[Reading]:
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
            Reading(f"the {function} of `{of}`", rf"$$ {a} := {value} $$")
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


def _sums(name: Written, names: list[Written], weights: list[Written]) -> list[Reading]:
    bias = Written("c" if name.tag == "o" else "b").at(*name.indices[:1])
    return [
        Reading(
            f"a weighted sum; {says}",
            rf"$$ {name.at(*name.indices[:1])} := {sum_} + {bias} $$",
        )
        for says, sum_ in _weighted(name, names, weights)
    ]


def _units(
    name: Written, names: list[Written], weights: list[Written]
) -> list[Reading]:
    j = name.indices[:1]
    bias = Written("b").at(*j)
    return [
        Reading(
            f"the {function} of a weighted sum; {says}",
            rf"$$ {name.at(*j)} := {sign}({sum_} + {bias}) $$",
        )
        for function, sign in (("sigmoid", r"\sigma"), ("tanh", r"\tanh"))
        for says, sum_ in _weighted(name, names, weights)
    ]


def _errors(name: Written, loss: Written, before: Written) -> list[Reading]:
    j = _letter(name)
    by = rf"\frac{{\partial {loss.spelled}}}{{\partial {before.at(j)}}}"
    says = f"the derivative of `{loss.spelled}` by `{before.spelled}`"
    return [Reading(says, rf"$$ {name.at(j)} := {by} $$"), _input(name)]


def _input(name: Written) -> Reading:
    if name.is_bold:
        return Reading("a vector", rf"${name.written} \in \mathbb{{R}}^n$")
    if len(name.base) == 1 and name.base.isupper() and not name.below:
        return Reading("a matrix", rf"${name.written} \in \mathbb{{R}}^{{n \times m}}$")
    return Reading("an input, any real number", rf"${name.written} \in \mathbb{{R}}$")


def _alone(name: Written, kind: str) -> tuple[Reading, ...]:
    """What a name may be of which nothing but its use is known."""
    real = Reading(
        "a number, so that the brackets are a factor",
        rf"${name.written} \in \mathbb{{R}}$",
    )
    match kind:
        case "called" | "primed":
            mapping = rf"${name.written} : \mathbb{{R}} \to \mathbb{{R}}$"
            smooth = Reading("a function, any smooth one", mapping)
            return (smooth, real) if kind == "called" else (smooth,)
        case "start":
            layer, k = "^0" if name.above else "_0", name.indices[: bool(name.above)]
            first = f"{name.base}{layer}" + (f"_{{{k[0]}}}" if k else "")
            return (Reading("where it starts", rf"${first} \in \mathbb{{R}}$"),)
        case "array":
            column = Reading("a vector", rf"${name.written} \in \mathbb{{R}}^n$")
            rows = rf"${name.written} \in \mathbb{{R}}^{{n \times m}}$"
            return (column, Reading("a matrix", rows))
        case _:
            return (_input(name),)
