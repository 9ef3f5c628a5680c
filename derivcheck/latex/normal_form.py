r"""One spelling for what reads alike.

`x^{<t>}` and `x_{\langle t \rangle}` are `x^{(t)}`, `\exp^{z}` `\exp(z)`, `i == j` is
`i = j`, and the words in `w \in \text{Vocab}` and `k \in outputs` are names.
`\operatorname{Id}` is a bold I. Below a name, `1:d` is a part of an array, no index.
"""

from __future__ import annotations

from dataclasses import replace

from .marks import Mark, Marks
from .nesting import split_at

ANGLES = {"<": ">"}
NAMED_KINDS = {"letter", "name", "prime", "sup"}
SLICED_KINDS = NAMED_KINDS | {"sub", "close"}
ENDS = {"letter", "number", "operator"}


def normal_form(marks: Marks) -> Marks:
    """The marks with one spelling for what reads alike."""
    found: list[Mark] = []
    marks = _with_sets(marks)
    for place, mark in enumerate(marks):
        if mark.kind == "name" and mark.text == "Id":
            mark = replace(mark, kind="letter", text=r"\mathbf{I}")
        if mark.parts:
            mark = mark.with_parts(tuple(map(normal_form, mark.parts)))
        before = found[-1] if found else None
        if mark.kind == "sub" and before is not None and before.kind in NAMED_KINDS:
            mark = _stamp(mark)
        if mark.kind == "sub" and before is not None and before.kind in SLICED_KINDS:
            mark = _slice(mark)
        if mark.kind == "sup":
            inside = _bracketed(mark.parts[0])
            mark = mark.with_parts((inside,))
            if before is not None and before.text == "exp":
                behind = marks[place + 1 : place + 2]
                if _is_argument(inside) and not any(m.kind == "open" for m in behind):
                    start, end = mark.start, mark.end
                    opening = Mark("open", "(", start, start, glued=True)
                    found += [opening, *inside, Mark("close", ")", end, end)]
                    continue
        if before is not None and _is_double(before, mark):
            found[-1] = replace(before, end=mark.end)
            continue
        found.append(mark)
    return tuple(found)


def _with_sets(marks: Marks) -> Marks:
    r"""The marks with one name for a word behind `\in`."""
    found: list[Mark] = []
    for mark in marks:
        before, first = found[-1:], found[-2:-1]
        if [m.text for m in before] == [r"\in"] and mark.kind == "text":
            word = " " not in mark.text
            found.append(replace(mark, kind="name") if word else mark)
        elif (
            [m.text for m in first] == [r"\in"]
            and mark.kind == "letter"
            and mark.glued
            and before[0].kind in {"letter", "name"}
            and before[0].text.isalpha()
        ):
            text = before[0].text + mark.text
            found[-1] = replace(before[0], kind="name", text=text, end=mark.end)
        else:
            found.append(mark)
    return tuple(found)


def _is_double(one: Mark, other: Mark) -> bool:
    """Whether two signs of equality touch."""
    return one.text == other.text == "=" and one.end == other.start


def _bracketed(inside: Marks) -> Marks:
    r"""A superscript in angles, `<t>` or `\langle t \rangle`, in round brackets."""
    if len(inside) < 3 or ANGLES.get(inside[0].text) != inside[-1].text:
        return inside
    first, *between, last = inside
    return (
        replace(first, kind="open", text="("),
        *between,
        replace(last, kind="close", text=")"),
    )


def _stamp(below: Mark) -> Mark:
    r"""A step in angles below a name, `h_{\langle t \rangle}`, as one above it."""
    inside = below.parts[0]
    if _bracketed(inside) is inside or any(m.kind == "comma" for m in inside):
        return below
    return replace(below, kind="sup")


def _slice(below: Mark) -> Mark:
    r"""A part of an array, `x_{1:d}` or `X_{1:k,:}`, as a mark of its own."""
    axes = split_at(below.parts[0], {"comma"})
    spans = [split_at(axis, {"colon"}) for axis in axes]
    plain = all(m.kind in ENDS for span in spans for end in span for m in end)
    long = any(len(span) == 2 and all(span) for span in spans)
    if not (plain and long and all(len(span) < 3 for span in spans)):
        return below
    return replace(below, kind="slice", parts=tuple(axes))


def _is_argument(inside: Marks) -> bool:
    """Whether it is more than a number, which may be a power of the function."""
    return any(m.kind not in {"number", "operator"} for m in inside)
