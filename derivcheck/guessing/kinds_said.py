r"""Words beside a name: "the weight matrix $W$", "where $x$ is a vector" -> its kind.

What a sentence says of a name wins over how the name stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..readings import Alternative
from ..words import DENIAL

KINDS = {
    "matrix": "a matrix", "matrices": "a matrix", "vector": "a vector",
    "vectors": "a vector", "scalar": "a number", "scalars": "a number",
    "real number": "a number", "real numbers": "a number",
}  # fmt: skip
WORD = r"(matrix|matrices|vectors?|scalars?|real numbers?)"
NAMES = r"((?:\$[^$]{1,24}\$(?:\s*(?:,|and|,\s*and)\s*)?)+)"
BEFORE = re.compile(rf"\b{WORD}\s+{NAMES}", re.I)
BEHIND = re.compile(
    rf"{NAMES}\s*,?\s*(?:(?:is|are|be|being|a|an|the|any|two|some|both|real|square|"
    rf"column|row|weight|input|output|parameter|all|denotes?|\$[^$]*\$)\s+)*{WORD}\b",
    re.I,
)
OF_ALL = re.compile(
    r"\b(?:for|of|where all|all|any|arbitrary|two) (?:square )?matrices\b", re.I
)
SENTENCE = re.compile(r"(?<=[.!?])\s|\n[ \t]*\n")
SAID = "the text says {}"


def kinds_said(text: str) -> Mapping[str, str]:
    """The names of which a sentence says what they are; `*` for all capitals."""
    found: dict[str, str] = {}
    for sentence in SENTENCE.split(text):
        if DENIAL.search(sentence):
            continue
        for one in BEFORE.finditer(sentence):
            found |= dict.fromkeys(_names(one[2]), one[1].lower())
        for one in BEHIND.finditer(sentence):
            found |= dict.fromkeys(_names(one[1]), one[2].lower())
        if OF_ALL.search(sentence) and "*" not in found:
            found["*"] = "matrices"
    return found


def _names(formulas: str) -> Iterator[str]:
    r"""The letters of `$A$, $B$ and $\mathbf{x}$`."""
    for formula in re.findall(r"\$([^$]+)\$", formulas):
        for part in formula.split(","):
            name = part.strip()
            if re.fullmatch(r"\\?[A-Za-z]+(?:\{[A-Za-z]\})?(?:_\{?\w+\}?)?", name):
                yield name.partition("_")[0]


def as_said(
    base: str, ways: Sequence[Alternative], said: Mapping[str, str]
) -> list[Alternative]:
    """The roles of a name that its sentence allows; all where it says nothing."""
    word = said.get(base, said.get("*", "") if base.isupper() else "")
    kind = KINDS.get(word, "")
    if any(way.role == "one-hot" for way in ways):
        return list(ways)  # a vector too
    kept = [way for way in ways if way.role == kind]
    because = SAID.format(word)
    return [replace(way, because=because, cost=1) for way in kept] or list(ways)
