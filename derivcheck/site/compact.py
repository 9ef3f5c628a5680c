"""A typeset formula with fewer elements, each glyph where it was.

In: the HTML that KaTeX writes for the eye, and the MathML beside it. Out: the same to
look at, with about half of the elements, and the same to listen to, with a name as one
word. For the eye a script that stands alone is moved by itself instead of by a table,
an element that has neither a style nor a rule is its content, and the space beside a
sign is a margin of the sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

# Classes that say what a part of a formula is; the style sheet has no rule for them.
SCRIPTS = {
    ("reset-size6", "size3"): "script",
    ("reset-size6", "size1"): "script-half",
    ("reset-size3", "size1"): "script-small",
}  # the style sheet gives these the size
PLAIN = {"mord", "mopen", "mclose", "mrel", "mbin", "mpunct", "minner", "mop"}
INFERRED = {"mstyle", "mtd"}  # of MathML: what they hold is a row without saying so
SPACE = re.compile(r"margin-right:([\d.]+)em;")
SHIFT = re.compile(r"top:(-?[\d.]+)em;(?P<margins>(?:margin-\w+:-?[\d.]+em;)*)")
HEIGHT = re.compile(r"height:([\d.]+)em;")
SIZES: dict[tuple[str, ...], float] = {
    ("reset-size6", "size3"): 0.7,
    ("reset-size6", "size1"): 0.5,
    ("reset-size3", "size1"): 0.5 / 0.7,
}  # of a script, in those of what it stands beside


@dataclass(slots=True)
class Element:
    """An element of the glyphs: its tag, its attributes, and what it holds."""

    tag: str
    attributes: dict[str, str | None]
    parts: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The classes, in order."""
        return (self.attributes.get("class") or "").split()

    @property
    def style(self) -> str:
        """The style, as it is written."""
        return self.attributes.get("style") or ""


EMPTY = Element("span", {})


class _GlyphReader(HTMLParser):
    """HTML -> elements; what KaTeX writes is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].parts.append(element)
        self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        del self.open[-1]

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def compact(glyphs: str) -> str:
    """The glyphs of a formula with fewer elements; one with pictures stays."""
    if "<svg" in glyphs or "<img" in glyphs:
        return glyphs
    reader = _GlyphReader()
    reader.feed(glyphs)
    reader.close()
    root = reader.open[0]
    root.parts = list(_parts(root, keeps_child=False))
    return "".join(map(_written, root.parts))


def compact_math(math: str) -> str:
    """The MathML of a formula without rows of one, and with names in one piece."""
    reader = _GlyphReader()
    reader.feed(math)
    reader.close()
    root = reader.open[0]
    root.parts = [_math(part) for part in root.parts]
    return "".join(map(_written, root.parts))


def _math(part: Element | str) -> Element | str:
    if isinstance(part, str):
        return part
    part.parts = [_math(inner) for inner in part.parts]
    row = part.parts[0] if len(part.parts) == 1 else None
    if part.tag in INFERRED and isinstance(row, Element) and _is_plain(row, "mrow"):
        part.parts = row.parts
    if not _is_plain(part, "mrow"):
        return part
    letters = [
        inner.parts[0]
        for inner in part.parts
        if isinstance(inner, Element) and _is_plain(inner, "mi") and inner.parts
    ]
    if len(letters) == len(part.parts) > 2:
        return Element("mi", {}, ["".join(map(str, letters))])
    return part.parts[0] if len(part.parts) == 1 else part


def _is_plain(part: Element, tag: str) -> bool:
    return part.tag == tag and not part.attributes


def _parts(parent: Element, *, keeps_child: bool) -> Iterator[Element | str]:
    """The parts of an element, each with fewer elements in it."""
    found: list[Element | str] = []
    for part in parent.parts:
        if isinstance(part, str):
            found.append(part)
            continue
        if part == EMPTY:
            continue  # the depth of a table has its height as a style
        script = _script(part)
        if script is not None:
            found.append(script)
            continue
        in_row = "vlist" in part.classes or "pstrut" in part.classes
        inner = list(_parts(part, keeps_child=_is_row(part)))
        part.parts = inner
        if _is_bare(part) and not keeps_child and not in_row:
            found += inner
        else:
            said = [name for name in part.classes if name not in PLAIN | {"mtight"}]
            if said:
                part.attributes["class"] = " ".join(said)
            found.append(part)
    yield from _spaced(found)


def _is_row(part: Element) -> bool:
    """Whether an element is a row of a table, whose children have their own rule."""
    return part.style.startswith("top:") or "mfrac" in part.classes


def _is_bare(part: Element) -> bool:
    """Whether an element is nothing but its content, as far as the eye sees."""
    return (
        part.tag == "span"
        and bool(part.parts)
        and set(part.attributes) <= {"class"}
        and bool(part.classes)
        and set(part.classes) <= PLAIN | {"mtight"}
        and not (part.classes[0] == "mop" and len(part.classes) > 1)
    )


def _script(part: Element) -> Element | None:
    """A single script as one element that moves by itself; None for anything else.

    KaTeX puts a script into a row of a table: `top` is measured from its strut.
    """
    if part.classes != ["msupsub"]:
        return None
    rows = list(_rows(part))
    if len(rows) != 1:
        return None
    row = rows[0]
    shift = SHIFT.fullmatch(row.style)
    if shift is None or len(row.parts) != 2:
        return None
    strut, held = row.parts
    if not isinstance(strut, Element) or not isinstance(held, Element):
        return None
    height = HEIGHT.fullmatch(strut.style)
    size = SIZES.get(tuple(held.classes[1:3]))
    if height is None or size is None or held.style:
        return None
    down = (float(shift[1]) + float(height[1])) / size
    style = f"top:{_em(down)};"
    for name, value in re.findall(r"(margin-\w+):(-?[\d.]+)em;", shift["margins"]):
        if float(value):
            style += f"{name}:{_em(float(value) / size)};"
    inner = list(_parts(held, keeps_child=False))
    name = SCRIPTS[held.classes[1], held.classes[2]]
    return Element("span", {"class": name, "style": style}, inner)


def _rows(part: Element) -> Iterator[Element]:
    """The rows of the table that an element holds, its depth left out."""
    for inner in part.parts:
        if isinstance(inner, Element):
            if inner.style.startswith("top:"):
                yield inner
            else:
                yield from _rows(inner)


def _em(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") + "em"


def _spaced(parts: list[Element | str]) -> Iterator[Element | str]:
    """Space beside an element, a fraction or a sign as a margin of that."""
    place = 0
    while place < len(parts):
        part, around = parts[place], parts[place : place + 3]
        if len(around) == 3 and (margin := _margin(around[0], around[2])):
            inner = around[1]
            if isinstance(inner, str) and len(inner) == 1:
                yield Element("span", {"style": f"margin:0 {margin};"}, [inner])
                place += 3
                continue
            bare = isinstance(inner, Element) and not inner.style
            if isinstance(inner, Element) and bare and inner.classes == ["mfrac"]:
                inner.attributes["style"] = f"margin:0 {margin};"
                yield inner
                place += 3
                continue
        behind = _space(parts[place + 1]) if place + 1 < len(parts) else None
        if behind and isinstance(part, Element) and _takes_margin(part):
            part.attributes["style"] = f"{part.style}margin-right:{behind};"
            place += 1
        yield part
        place += 1


def _margin(before: Element | str, after: Element | str) -> str | None:
    """The width of two spaces that are alike, or of two delimiters that are none."""
    if _space(before) and _space(before) == _space(after):
        return _space(before)
    ends = [part.classes for part in (before, after) if isinstance(part, Element)]
    if ends == [["mopen", "nulldelimiter"], ["mclose", "nulldelimiter"]]:
        return "0.12em"
    return None


def _space(part: Element | str) -> str | None:
    """The width of an element that is nothing but space."""
    if isinstance(part, str) or part.classes != ["mspace"]:
        return None
    found = SPACE.fullmatch(part.style)
    return f"{found[1]}em" if found else None


def _takes_margin(part: Element) -> bool:
    sized = {"mathnormal", "mathit", "mathrm", "mathbf", "mathbb"}
    return "margin-right" not in part.style and bool(sized & set(part.classes))


def _written(part: Element | str) -> str:
    if isinstance(part, str):
        return escape(part, quote=False)
    attributes = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"'
        for name, value in part.attributes.items()
    )
    inner = "".join(map(_written, part.parts))
    return f"<{part.tag}{attributes}>{inner}</{part.tag}>"
