r"""The Frobenius product of arrays, `A : B` -> $\langle A, B \rangle$."""

from __future__ import annotations

from dataclasses import replace

from ..latex import Mark, Marks

ENDS_A_TERM = {
    "relation", "comma", "colon", "newline", "amp", "wide", "text", "open", "close",
}  # fmt: skip  # a list of words


def without_colons(marks: Marks) -> Marks:
    r"""Each `A : B` as $\langle A, B \rangle$, innermost brackets first."""
    found = [
        replace(m, parts=tuple(without_colons(p) for p in m.parts)) if m.parts else m
        for m in marks
    ]
    if any(m.text in {r"\to", r"\in"} for m in found):
        return tuple(found)
    place = 0
    while place < len(found):
        if found[place].kind == "colon":
            place = _as_product(found, place)
        place += 1
    return tuple(found)


def _as_product(found: list[Mark], place: int) -> int:
    """Puts brackets round the two terms at a colon; gives the place behind them."""
    start = place
    while start > 0 and not _parts(found, start - 1, -1):
        start = _over(found, start - 1, -1)
    end = place + 1
    while end < len(found) and not _parts(found, end, 1):
        end = _over(found, end, 1) + 1
    if start == place or end == place + 1:
        return place
    colon = found[place]
    first, last = found[start].start, found[end - 1].end
    found[start:end] = [
        Mark("open", "<", first, first),
        *found[start:place],
        replace(colon, kind="comma", text=","),
        *found[place + 1 : end],
        Mark("close", ">", last, last),
    ]
    return end + 1


def _parts(found: list[Mark], place: int, way: int) -> bool:
    """Whether the mark at a place ends the term, on the way from its colon."""
    mark = found[place]
    if mark.kind == ("close" if way < 0 else "open"):
        return False  # a bracket that is stepped over
    plus = mark.kind == "operator" and mark.text in {"+", "-"}
    return plus or mark.kind in ENDS_A_TERM


def _over(found: list[Mark], place: int, way: int) -> int:
    """The place at the other end of the bracket at a place, or the place itself."""
    depth = 0
    at = place
    while 0 <= at < len(found):
        depth += {"open": way, "close": -way}.get(found[at].kind, 0)
        if depth == 0:
            return at
        at += way
    return place
