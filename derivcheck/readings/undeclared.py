r"""Small letters that nothing gives and that can only be columns -> declarations.

`w^\top x` and `\lVert h - t \rVert` are of columns, whatever their length.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..latex import Mark, Marks, is_transpose, thin
from .alternative import Alternative
from .places import is_capital, scripts_end, scripts_of
from .shown import Shown

PLAIN = {"letter", "name", "sub", "operator"}
NAMED = {"letter", "name"}
CLOSES = {"bar", "close"}
NORMS = {"||", r"\|", r"\lVert", r"\Vert"}
SIGNS = {"1", r"\mathbb{1}", "e", r"\delta", r"\sigma", r"\top"}


def undeclared_columns(shown: Shown) -> Iterator[Alternative]:
    """Declarations of what is transposed, or is in a norm, and is not given."""
    given = {thin(left[0].text) for left in shown.given()} | shown.names.sizes | SIGNS
    given |= shown.running() | shown.names.labels.keys()
    summed = {
        marks[place + 1].parts[0][0].text
        for marks, place in shown.every()
        if marks[place].kind == "big"
        and [m.kind for m in marks[place + 1 : place + 2]] == ["sub"]
        and marks[place + 1].parts[0]
    }
    lines: dict[str, str] = {}
    for marks, place in shown.every():
        for at in _columns(marks, place, given):
            name = marks[at]
            line = _declaration(name, scripts_of(marks, at))
            if line is not None and thin(name.text) not in given:
                known = lines.get(name.text, line)
                lines[name.text] = min(known, line, key=lambda one: _rank(one, summed))
    if len(lines) > 1:
        words = ", ".join(lines)
        because = f"{words} are transposed or in a norm, and nothing declares them"
        role = f"{words} are columns"
        yield Alternative((), because, 1, tuple(lines.values()), role=role)
    for text, line in lines.items():
        because = f"{text} is transposed or in a norm, and nothing declares it"
        yield Alternative((), because, 1, (line,), role=f"{text} is a column")


def _columns(marks: Marks, place: int, given: Collection[str]) -> Iterator[int]:
    """The places of names that a transpose or a norm at a place shows to be columns."""
    if any(
        mark.kind == "sup" and is_transpose(mark.parts[0])
        for mark in scripts_of(marks, place)
    ):
        behind = scripts_end(marks, place + 1)
        follows = behind < len(marks) and marks[behind].kind in NAMED
        free = follows and thin(marks[behind].text) not in given
        if not free or not is_capital(marks[behind].text):
            yield place
            yield from (behind,) if free else ()
    if marks[place].kind in {"bar", "open"} and marks[place].text in NORMS:
        inside = range(place + 1, len(marks))
        end = next((n for n in inside if marks[n].kind in CLOSES), place)
        if all(m.kind in PLAIN for m in marks[place + 1 : end]):
            yield from (n for n in range(place + 1, end) if marks[n].kind in NAMED)


def _rank(line: str, summed: Collection[str]) -> tuple[int, bool]:
    """Short lines first, and of these the ones with a letter that a sum runs over."""
    below = line.partition("_")[2].partition(" ")[0]
    return len(line), below not in summed


def _declaration(name: Mark, scripts: Marks) -> str | None:
    """The line that declares a small letter with the one letter below it, if any."""
    below = [mark.parts[0] for mark in scripts if mark.kind == "sub"]
    if is_capital(name.text) or any([m.kind for m in b] != ["letter"] for b in below):
        return None
    letter = f"_{{{below[0][0].text}}}" if below else ""
    return rf"{name.text}{letter} \in \mathbb{{R}}^*"
