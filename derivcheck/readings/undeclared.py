r"""Names that nothing gives and that can only be arrays -> declarations of them.

`w^\top x`, `\lVert h - t \rVert`: small letters are columns, capitals are matrices.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..latex import Mark, Marks, is_transpose
from .alternative import Alternative
from .places import is_capital, scripts_of
from .shown import Shown

PLAIN = {"letter", "name", "sub", "operator"}
CLOSES = {"bar", "close"}
NORMS = {"||", r"\|", r"\lVert", r"\Vert"}


def undeclared_arrays(shown: Shown) -> Iterator[Alternative]:
    """Declarations of what is transposed, or stands in a norm, and is not given."""
    given = {left[0].text for left in shown.given()} | shown.names.sizes
    given |= shown.running() | shown.names.labels.keys()
    lines: dict[str, str] = {}
    for marks, place in _arrays(shown):
        name = marks[place]
        if name.kind in {"letter", "name"} and name.text not in given | SIGNS:
            line = _declaration(name, scripts_of(marks, place))
            if line is not None:
                lines[name.text] = min(line, lines.get(name.text, line), key=len)
    if len(lines) > 1:
        words = ", ".join(lines)
        because = (
            f"{words} are transposed or stand in a norm, and nothing declares them"
        )
        role = f"{words} are arrays"
        yield Alternative((), because, 1, tuple(lines.values()), role=role)
    for name, line in lines.items():
        because = f"{name} is transposed or stands in a norm, and nothing declares it"
        role = f"{name} is a {'matrix' if is_capital(name) else 'column'}"
        yield Alternative((), because, 1, (line,), role=role)


SIGNS = {"I", "1", r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}", "e", r"\mathbf{e}",
         r"\delta", r"\sigma", r"\top", "T"}  # fmt: skip


def _arrays(shown: Shown) -> Iterator[tuple[Marks, int]]:
    """The places of names that are transposed, or that norms are of."""
    for marks, place in shown.every():
        if any(
            mark.kind == "sup" and is_transpose(mark.parts[0])
            for mark in scripts_of(marks, place)
        ):
            yield marks, place
        if marks[place].kind in {"bar", "open"} and marks[place].text in NORMS:
            behind = range(place + 1, len(marks))
            end = next((n for n in behind if marks[n].kind in CLOSES), place)
            if all(m.kind in PLAIN for m in marks[place + 1 : end]):
                yield from ((marks, at) for at in range(place + 1, end))


def _declaration(name: Mark, scripts: Marks) -> str | None:
    """The line that declares a name with the one letter below it, if any."""
    below = [mark.parts[0] for mark in scripts if mark.kind == "sub"]
    if any([m.kind for m in inside] != ["letter"] for inside in below):
        return None
    letter = f"_{{{below[0][0].text}}}" if below else ""
    space = r"\mathbb{R}^{* \times *}" if is_capital(name.text) else r"\mathbb{R}^*"
    return rf"{name.text}{letter} \in {space}"
