"""A derivation that a reader may change, as data for the script that shows it.

In: the relations of a display with the changes that are offered. Out: one JSON text in
which every formula is typeset once; what is said of a change is a sentence of HTML.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..checking import Found
from ..diagnosis import OfferedChange, OfferedRelation, changes_to_offer
from ..documents import Directive, TryChanges, read_directive, read_page
from .katex import spoken, typeset_within


def offered(found: Found, text: str) -> dict[int, str]:
    """The data for each display of a page that a reader may change, by its start."""
    page = read_page(text)
    displays = [formula for formula in page.mathematics if formula.display]
    data = {}
    for piece in page.pieces:
        if not isinstance(piece, Directive):
            continue
        after = next((one for one in displays if one.start >= piece.end), None)
        if after is None or not isinstance(read_directive(piece.text), TryChanges):
            continue
        for relation in found.relations:
            if after.start <= relation.start < after.end:
                assert relation.display is not None  # it is in one
                data[after.start] = as_json(changes_to_offer(found, relation.display))
                break
    return data


def as_json(relations: Sequence[OfferedRelation]) -> str:
    """The data, safe within a script element."""
    formulas: dict[str, int] = {}

    def number(tex: str) -> int:
        return formulas.setdefault(rf"\displaystyle {tex}", len(formulas))

    lines = [
        {
            "left": number(line.left) if line.left else None,
            "parts": [number(part) for part in line.parts],
            "changes": [
                {
                    "part": change.part,
                    "becomes": number(change.becomes) if change.becomes else None,
                    "word": change.word,
                    "follows": change.follows,
                    "said": [
                        number(piece[1:-1]) if piece.startswith("`") else piece
                        for piece in _said(change, first=bool(line.left))
                    ],
                }
                for change in line.changes
            ],
        }
        for line in relations
    ]
    found = {
        "lines": lines,
        "formulas": [typeset_within(tex) for tex in formulas],
        "names": [spoken(tex) for tex in formulas],
    }
    return json.dumps(found, ensure_ascii=False).replace("</", "<\\/")


def _said(change: OfferedChange, *, first: bool) -> list[str]:
    """Why a relation with that change is wrong, in words and formulas."""
    if change.word == "holds":
        return ["This line still holds."]
    if change.word != "fails" or change.plain is None:
        return [f"This line is {change.word}."]
    plain = change.plain
    indices = [f"{letter} = {value}" for letter, value in plain.indices.items()]
    where = [piece for tex in (*indices, *plain.given) for piece in (f"`{tex}`", ", ")]
    sides = ("left side", "right side") if first else ("line above", "changed line")
    values = f"the {sides[0]} is {_number(plain.left)}"
    values += f" and the {sides[1]} is {_number(plain.right)}."
    return ["Now this line is false. For ", *where, values]


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
