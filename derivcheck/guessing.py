r"""A derivation without its model -> what the model may be, and where it forks.

The checker says which name it does not know; what people usually mean by such a name is
proposed, the derivation is read again, and so on. Where a name has several usual
meanings, all of them are offered, the one first under which most can be read; nothing
is decided for the person who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .check import Found, check_text
from .page import read_page
from .pasted import defined, page_of

MOST = 16  # rounds in which names are declared
MOST_TRIED = 12  # other readings that are tried
UNKNOWN = re.compile(
    r"(?:the definition of .+? is not understood: )?(?:"
    r"no definition and no declaration gives (?P<input>.+?)(?:; did you mean .*)?"
    r"|(?P<claimed>.+?) first appears in a claim: .*"
    r"|(?P<array>.+?) is not declared, and so a number; .*"
    r"|(?P<called>.+?) is not declared: .* the value of a function or a product; .*"
    r"|(?P<primed>.+?)' could be a transpose or a derivative; .*"
    r"|(?P<start>.+?) has no entry 0: .*"
    r"|the bound index \w+ leaves (?P<begun>.+?): it asks for entry 0 of .*)"
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
    r"(?P<scripts>(?:\s*[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-z]+|[A-Za-z0-9]))*)"
)
CALLED = re.compile(
    r"\s*(?:'+|\^\{?\\prime\}?)?\s*\((?=\s*\\?[A-Za-z]+(?:[_)^]|\s*\)))"
)
GIVEN = re.compile(r"(?:\s*\([^()]*\))?[\s&]*(?::=|,[^=]*\\in\b|\\in\b)")
ROW = re.compile(r"(?:\A|\\\\(?:\[[^\]]*\])?|\\begin\{[^}]*\})[\s&]*\Z")
BOLD = re.compile(r"\\(?:mathbf|boldsymbol|vec) ?\{?(\\?[A-Za-z]+)\}?")
SUBTRACTED = re.compile(r"-\s*(?:y|\\mathbf\{y\})(?![A-Za-z])")
GONE = re.compile(r"\\(?:label|tag|ref|eqref|begin|end)\{[^{}]*\}|\\newcommand.*")
DIFFERENTIAL = re.compile(  # the d of `\frac{dL}{dw}` and `dL/dw`
    r"(?<=[{/])\s*d(?=\s*\\?[A-Za-z])|(?<![A-Za-z\\])d(?=[A-Za-z]\w*\s*/\s*d)"
)
SCRIPT = re.compile(r"([_^])\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[a-z]+|\w))")
ARRAYS = re.compile(
    r"\^\s*\{?\s*(?:\\top|T|\\intercal|\\mathsf)(?![A-Za-z])"
    r"|\\odot|\\circ(?![a-z])|\\lVert|\\\||\\math(?:bf|bb)|\\boldsymbol"
)
SIZE = re.compile(
    r"\\(?:sum|prod)\s*_\s*(?:\{[^{}]*\}|\w)\s*\^\s*\{?\s*([A-Za-z])"
    r"|\\mathbb\s*\{?R\}?\s*\^\s*\{?\s*([A-Za-z])|\\times\s*([A-Za-z])"
    r"|([A-Za-z])(?=\s*\\times)|\\mathbb\s*\{?R\}?\s*\^\s*\{[^{}]*\\times\s*([A-Za-z])"
)
CAPITALS = re.compile(  # a name of two, which a definition gives
    r"(?<![A-Za-z\\])([A-Z]{2})\s*(?:\([^()]*\))?[\s&]*:="
)
DECLARED = re.compile(r"\\mathbb\s*\{?R\}?\s*\^\s*\{?\s*([A-Za-z])(?:[}\s$,.;]|\Z)")
HOT = re.compile(r"\bone[- ]hot\b", re.IGNORECASE)
OPEN = (r"\ell", r"\phi", r"\psi")  # functions of which only smoothness is known
ROWS = re.compile(r"\\\\|,\s*\\q?quad|;")

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
        below = self.below.removeprefix(self.tag)
        found = re.findall(r"[A-Za-z0-9]", below)
        free = iter(letter for letter in LETTERS if letter not in found)
        return tuple(next(free) if sign.isdigit() else sign for sign in found)

    @property
    def plain(self) -> str:
        r"""What it is called, without its indices, and with `\hat y` as `\hat{y}`."""
        return f"{_braced(self.base)}^{self.above}_{self.tag}"

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
    parts = defined({"model": model, "derivation": derivation})
    text = page_of(parts).text
    others = {*_sizes(text), *"".join(CAPITALS.findall(text))}
    names = [name for name in written(text) if name.written not in others]
    roles = [(n, found) for n, found in _roles(names, text) if not _is_given(n, text)]
    asked = [Question(name.spelled, tuple(found)) for name, found in roles]
    best: list[Question] = asked
    most = (False, -len(text))
    for letters in (True, False):
        tried = _settled(parts, _completed(parts, asked, names, letters))
        tried = _completed(parts, tried, names, letters)
        found = _read(_checked(parts, tried))
        if found > most:
            best, most = tried, found
        if most[0]:
            break
    return tuple(best)


def _sizes(text: str) -> set[str]:
    """Letters that stand where sizes do: above a sum or the reals, beside a cross."""
    return {size for found in SIZE.findall(text) for size in found}


def _checked(parts: Mapping[str, str], asked: list[Question]) -> Found:
    """The text with the first answers at the end of its model.

    Behind it a line asks of each loss whether it is a number.
    """
    chosen = "\n\n".join(question.readings[0].text for question in asked)
    model = f"{parts['model']}\n\n{chosen}"
    text = page_of({**parts, "model": model}).text
    losses = "|".join(map(re.escape, LOSSES))
    found = re.findall(
        rf"(?<![A-Za-z\\])((?:{losses})\s*(?:\([^()]*\))?)[\s&]*:=", text
    )
    asks = (rf"$$ {loss} = {loss} \in \mathbb{{R}} $$" for loss in found)
    return check_text("\n\n".join([text, *asks]))


def _completed(
    parts: Mapping[str, str],
    asked: list[Question],
    names: list[Written],
    letters: bool,
) -> list[Question]:
    """The questions, and one for each name that is unknown after their answers.

    An input that nothing declares is a number to the checker; it is asked about where
    the text writes it as an array, or in a text of arrays where its letter is usual
    for one, with `letters` a small one too.
    """
    text = page_of(parts).text
    functions = {
        n["base"] for m in _formulas(text) for n in NAME.finditer(m)
        if CALLED.match(m, n.end())
    }  # fmt: skip  # a set on its own lines
    arrays, prose = bool(ARRAYS.search(text)), "\n".join(parts.values())
    for _ in range(MOST):
        told = {question.name for question in asked}
        new: dict[str, Question] = {}
        page = _checked(parts, asked)
        for said, kind in [*unknown(page), *((n, "free") for n in page.inputs)]:
            said = said.partition(" (")[0]
            name = _as_written(said, names)
            base, below = _parted(said)
            whole = _whole(name, names, below)
            if kind in {"start", "begun"}:
                name = whole = _start(name)
            elif _is_given(name, text) or base in _sizes(text):
                continue
            is_called = kind == "input" and name.base in functions
            usual = _usual(whole, kind, names, arrays, letters)
            if whole.written in told or (kind == "free" and usual == "number"):
                continue
            readings = _alone(
                name, whole, "called" if is_called else kind, usual, prose
            )
            new.setdefault(whole.written, Question(whole.written, readings))
        if not new:
            break
        asked = [*asked, *new.values()]
    return asked


def _whole(name: Written, names: list[Written], below: str) -> Written:
    """An array as the text writes it: with the fewest indices, and its superscript.

    `below` is what the checker has below the name: a tag, or the index of an entry.
    """
    bare = Written(name.base, "", name.above)
    if below and not (len(below) == 1 and bare in names):
        return name
    same = [n for n in names if n.base == name.base and not n.tag and not n.word]
    return min(
        same,
        key=lambda n: (not n.above, len(n.below), n.below not in LETTERS + "t"),
        default=name,
    )


def _usual(
    name: Written, kind: str, names: list[Written], arrays: bool, letters: bool
) -> str:
    """What a name usually is, by its letter and by how the text writes it."""
    letter = _undecorated(name.letter)
    is_matrix = len(letter) == 1 and letter.isupper()
    ways = {bool(n.indices) for n in names if n.plain == name.plain}
    if kind == "array" or name.is_bold or (ways == {True, False} and not is_matrix):
        return "matrix" if is_matrix else "vector"
    if arrays and is_matrix:
        return "matrix"
    small = letter.isalpha() or letter == r"\theta"
    return "vector" if arrays and letters and small else "number"


def _settled(parts: Mapping[str, str], asked: list[Question]) -> list[Question]:
    """The questions, that reading first under which most of the text can be read."""
    best, left = _read(_checked(parts, asked)), MOST_TRIED
    for place in range(len(asked)):
        for reading in asked[place].readings[1:]:
            if best[0] or not left:
                return asked
            left -= 1
            others = tuple(r for r in asked[place].readings if r is not reading)
            question = Question(asked[place].name, (reading, *others))
            tried = [*asked[:place], question, *asked[place + 1 :]]
            found = _read(_checked(parts, tried))
            if found > best:
                asked, best = tried, found
    return asked


def _read(found: Found) -> tuple[bool, int]:
    """Whether all of a text is read, and how much of it: what is unread counts."""
    unread = sum(
        relation.verdict.word in {"not understood", "vacuous"}
        for relation in found.relations
        if relation.left != relation.right or relation.verdict.word != "vacuous"
    )
    return not unread and not found.problems, -unread - len(found.problems)


def _roles(names: list[Written], text: str) -> Iterator[tuple[Written, list[Reading]]]:
    """The names that need a definition, from the input of a network to its loss."""
    sums = _each(names, SUMS)
    outs = _each([n for n in names if n.base not in {s.base for s in sums}], OUTPUTS)
    ends = _ends(text)
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


def _ends(text: str) -> list[Written]:
    """What a text defines and no other definition uses; else what it defines last."""
    made: dict[str, Written] = {}
    used: set[str] = set()
    for row in (row for tex in _formulas(text) for row in ROWS.split(tex)):
        left, sign, right = row.partition(":=")
        name = NAME.search(left.replace("&", " "))
        if not sign or name is None or r"\partial" in right:
            continue
        own = Written(name["base"], *_scripts(name["scripts"]))
        made[own.plain] = own
        used |= {n.plain for n in written(f"$${right}$$") if n.plain != own.plain}
    return [n for n in made.values() if n.plain not in used] or list(made.values())


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
    return [DIFFERENTIAL.sub("", GONE.sub("", m.tex)) for m in page.mathematics]


def _layer(above: str) -> str:
    """A superscript that is part of a name: `l`, `(2)`, `[L-1]`."""
    return above if re.fullmatch(r"[lL](?:[-+]1)?|[(\[].*[)\]]", above) else ""


def unknown(found: Found) -> list[tuple[str, str]]:
    """The names that the checker does not know, each with what it seems to be."""
    said = [r.verdict.reason or "" for r in found.relations]
    said += [message for _, _, message in found.problems]
    matched = [m for text in said if (m := UNKNOWN.fullmatch(text))]
    return [(m[m.lastgroup], m.lastgroup) for m in matched if m.lastgroup]


def spoken(found: Found) -> list[str]:
    """The same names as one speaks of them; of a sequence without a start, this."""
    return list(
        dict.fromkeys(
            f"{name}_0" if kind in {"start", "begun"} else name
            for name, kind in unknown(found)
        )
    )


def undeclared(found: Found, text: str) -> list[str]:
    """The inputs that nothing declares, which the checker takes for numbers."""
    inputs = dict.fromkeys(said.partition(" (")[0] for said in found.inputs)
    names, sizes = written(text), _sizes(text)
    return [
        said
        for said in inputs
        if said not in sizes and not _is_given(_as_written(said, names), text)
    ]


def _parted(name: str) -> tuple[str, str]:
    """A name of the checker and what is below it, without commas: `W` and `hy`."""
    base, _, below = name.partition("_")
    return base.partition("^")[0], re.sub(r"[{},_]", "", below)


def _as_written(name: str, names: list[Written]) -> Written:
    """A name of the checker as the text writes it."""
    base, below = _parted(name)
    same = [other for other in names if _braced(other.base) == _braced(base)]
    exact = [o for o in same if re.sub(r"[_{},]", "", o.below) == below]
    return next(iter([*exact, *same]), Written(base, below))


def _braced(base: str) -> str:
    """A decorated letter with braces, in which it may stand without."""
    return re.sub(r"(\\[a-z]+) ([A-Za-z])", r"\1{\2}", base)


def _start(name: Written) -> Written:
    """The first of a recursion: at layer 0 where it has layers, else at step 0."""
    if not name.above:
        return Written(name.base, "0")
    layer = re.sub(r"[A-Za-z](?:[-+]\d+)?", "0", name.above)
    return Written(name.base, "".join(name.indices[:1]), layer)


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


def _smooth(name: Written, out: Written, text: str) -> list[Reading]:
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
        Reading(
            f"any smooth function of `{whole}`, {kind}",
            rf"${sign} : \mathbb{{R}}{above} \to \mathbb{{R}}$"
            f"\n\n$$ {loss} := {made} $$",
        )
        for kind, above, made in ways
    ]


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
    return Reading("an input, any real number", rf"${name.written} \in \mathbb{{R}}$")


def _vector(name: Written) -> Reading:
    return Reading("a vector", rf"${name.written} \in \mathbb{{R}}^*$")


def _alone(
    name: Written, whole: Written, kind: str, usual: str, said: str
) -> tuple[Reading, ...]:
    """What a name may be of which nothing but its use is known; the usual one first."""
    mapping = rf"${name.written} : \mathbb{{R}} \to \mathbb{{R}}$"
    smooth = Reading("a function, any smooth one", mapping)
    if kind == "primed":
        return (smooth,)
    if kind == "called":
        factor = "a number, so that the brackets are a factor"
        return smooth, Reading(factor, _input(name).text)
    matrix = rf"${whole.written} \in \mathbb{{R}}^{{* \times *}}$"
    ways = {
        "number": _input(name),
        "vector": _vector(whole),
        "matrix": Reading("a matrix", matrix),
    }
    first = [ways.pop(usual)]
    sizes = dict.fromkeys(DECLARED.findall(said))
    if usual == "vector":
        first += [
            Reading(f"a vector of {n}", rf"${whole.written} \in \mathbb{{R}}^{n}$")
            for n in sizes
        ]
    if usual == "vector" and whole.letter in TARGETS and HOT.search(said):
        n = next(iter(sizes), "n")
        units = rf"\{{\mathbf{{e}}_1, \dots, \mathbf{{e}}_{n}\}}"
        first.insert(0, Reading("a one-hot vector", rf"${whole.written} \in {units}$"))
    rest = (r for way, r in ways.items() if kind != "array" or way != "number")
    return (*first, *rest)


def _undecorated(letter: str) -> str:
    r"""The `y` of `\hat{y}`."""
    return re.sub(r"\\[a-z]+ ?\{?([A-Za-z])\}?$", r"\1", letter)
