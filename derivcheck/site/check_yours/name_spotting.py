"""The names that a text mentions and explains nowhere, by their look alone.

In: the formulas of a text, read or not. Out: names as they are written, with their
scripts, and whether the text gives them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...documents import read_page
from .pasted_text import page_of

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
ROWS = re.compile(r"\\\\|,\s*\\q?quad|;")


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


def sizes_in(text: str) -> set[str]:
    """Letters that stand where sizes do: above a sum or the reals, beside a cross."""
    return {size for found in SIZE.findall(text) for size in found}


def whole_array(name: Written, names: list[Written], below: str) -> Written:
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


def ends_of(text: str) -> list[Written]:
    """What a text defines and no other definition uses; else what it defines last."""
    made: dict[str, Written] = {}
    used: set[str] = set()
    for row in (row for tex in formulas(text) for row in ROWS.split(tex)):
        left, sign, right = row.partition(":=")
        name = NAME.search(left.replace("&", " "))
        if not sign or name is None or r"\partial" in right:
            continue
        own = Written(name["base"], *_scripts(name["scripts"]))
        made[own.plain] = own
        used |= {n.plain for n in written(f"$${right}$$") if n.plain != own.plain}
    return [n for n in made.values() if n.plain not in used] or list(made.values())


def is_given(name: Written, text: str) -> bool:
    """Whether a text defines a name or declares it, or seems to define it by `=`."""
    return any(
        Written(n["base"], *_scripts(n["scripts"])).plain == name.plain
        for mathematics in formulas(text)
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
    for mathematics in formulas(text):
        for name in NAME.finditer(mathematics):
            if not CALLED.match(mathematics, name.end()):
                found[Written(name["base"], *_scripts(name["scripts"]))] = None
    return [n for n in found if n.base not in SIGNS]


def _scripts(text: str) -> tuple[str, str]:
    scripts = {"_": "", "^": ""}
    for sign, braced, bare in SCRIPT.findall(text):
        scripts[sign] = (braced or bare).replace(" ", "")
    return scripts["_"], _layer(scripts["^"])


def formulas(text: str) -> list[str]:
    """The formulas of a text, without what is no part of them and without signs d."""
    page = read_page(page_of({"text": text}).text)
    return [DIFFERENTIAL.sub("", GONE.sub("", m.tex)) for m in page.mathematics]


def _layer(above: str) -> str:
    """A superscript that is part of a name: `l`, `(2)`, `[L-1]`."""
    return above if re.fullmatch(r"[lL](?:[-+]1)?|[(\[].*[)\]]", above) else ""


def parted_name(name: str) -> tuple[str, str]:
    """A name of the checker and what is below it, without commas: `W` and `hy`."""
    base, _, below = name.partition("_")
    return base.partition("^")[0], re.sub(r"[{},_]", "", below)


def as_written(name: str, names: list[Written]) -> Written:
    """A name of the checker as the text writes it."""
    base, below = parted_name(name)
    same = [other for other in names if _braced(other.base) == _braced(base)]
    exact = [o for o in same if re.sub(r"[_{},]", "", o.below) == below]
    return next(iter([*exact, *same]), Written(base, below))


def _braced(base: str) -> str:
    """A decorated letter with braces, in which it may stand without."""
    return re.sub(r"(\\[a-z]+) ([A-Za-z])", r"\1{\2}", base)


def start_of(name: Written) -> Written:
    """The first of a recursion: at layer 0 where it has layers, else at step 0."""
    if not name.above:
        return Written(name.base, "0")
    layer = re.sub(r"[A-Za-z](?:[-+]\d+)?", "0", name.above)
    return Written(name.base, "".join(name.indices[:1]), layer)


def undecorated(letter: str) -> str:
    r"""The `y` of `\hat{y}`."""
    return re.sub(r"\\[a-z]+ ?\{?([A-Za-z])\}?$", r"\1", letter)
