"""A typeset formula with fewer elements, each glyph where it was.

In: the HTML that KaTeX writes for the eye, and the MathML beside it. Out: the same to
look at, with a third of the elements, and the same to listen to, with a name as one
word. For the eye a script that is alone is moved by itself instead of by a table, a
table is one stack of its rows, the style sheet draws a strut from its height, what has
neither a style nor a rule is its content, and the space beside a sign is a margin of
the sign.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

# Classes that say what a part of a formula is; the style sheet has no rule for them.
SCRIPTS = {
    ("reset-size6", "size3"): ("script", 0.7),
    ("reset-size6", "size1"): ("script-half", 0.5),
    ("reset-size3", "size1"): ("script-small", 0.5 / 0.7),
}  # how the style sheet names each, and its size in that of what it stands beside
PLAIN = {"mord", "mopen", "mclose", "mrel", "mbin", "mpunct", "minner", "mop"}
ALIGNED = [["mfrac"], ["msupsub"]]  # by themselves nothing but how a table is aligned
WITHOUT_RULE = PLAIN | {"mtight", "enclosing"}
ROWS = {"mrow", "mtd"}  # of MathML
DRAWN = (  # how it looks, which is not heard
    *("fence", "stretchy", "minsize", "maxsize", "lspace", "rspace"),
    *("scriptlevel", "displaystyle"),
)
LETTER = [
    "mathnormal"
]  # most of the elements are one: an `i`, as the style sheet has it
ZERO = re.compile(r"(?<![\d.])0(?=\.\d)")
SPACE = re.compile(r"margin-right:([\d.]+)em;")
SHIFT = re.compile(r"top:(-?[\d.]+)em;(?P<margins>(?:margin-\w+:-?[\d.]+em;)*)")
LINE = re.compile(r"border-bottom-width:([\d.]+)em;")
MARGIN = re.compile(r"(margin-\w+):(-?[\d.]+)em;")
HEIGHT = re.compile(r"height:([\d.]+)em;")


Attributes = dict[str, str | None]


@dataclass(slots=True)
class Element:
    """An element of the glyphs: its tag, its attributes, and what it holds."""

    tag: str
    attributes: Attributes
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
    root.parts = list(_parts(root))
    return "".join(map(_written, root.parts))


def compact_math(math: str) -> str:
    """The MathML of a formula without rows of one, and with names in one piece.

    HTML knows it by its name and needs no namespace; how a sign is drawn is not heard.
    What stands beside its LaTeX is marked as none of a search's business. The marks of
    a search work on elements whose name does not occur inside them, hence `mpadded`.
    """
    reader = _GlyphReader()
    reader.feed(math)
    reader.close()
    (root,) = (_math(part) for part in reader.open[0].parts)
    if isinstance(root, Element):
        root.attributes.pop("xmlns", None)
        hidden: Attributes = {"class": "katex-mathml"}
        root.attributes = hidden | root.attributes
        inner = root.parts[0]
        if isinstance(inner, Element) and inner.tag == "semantics":
            shown, latex = inner.parts
            alone = isinstance(shown, Element) and _is_plain(shown, "mrow")
            parts = shown.parts if isinstance(shown, Element) and alone else [shown]
            searched = Element("mpadded", {"data-search-exclude": None}, parts)
            inner.parts = [searched, latex]
    return _written(root)


def _math(part: Element | str) -> Element | str:
    if isinstance(part, str):
        return part
    part.parts = [_math(inner) for inner in part.parts]
    for name in DRAWN:
        part.attributes.pop(name, None)
    if _is_plain(part, "mstyle"):
        part.tag = "mrow"
    if part.tag not in ROWS or part.attributes:
        return part
    letters = [
        inner.parts[0]
        for inner in part.parts
        if isinstance(inner, Element) and _is_plain(inner, "mi") and inner.parts
    ]
    if part.tag == "mrow" and len(letters) == len(part.parts) > 2:
        return Element("mi", {}, ["".join(map(str, letters))])
    part.parts = list(_joined(list(_flat(part.parts))))
    return part.parts[0] if part.tag == "mrow" and len(part.parts) == 1 else part


def _flat(parts: list[Element | str]) -> Iterator[Element | str]:
    """The parts of a row, in which a row is its own parts."""
    for part in parts:
        if isinstance(part, Element) and _is_plain(part, "mrow"):
            yield from part.parts
        else:
            yield part


def _joined(parts: list[Element | str]) -> Iterator[Element | str]:
    """The parts of a row, in which `:` and `=` are the one sign that they are."""
    defines = [Element("mo", {}, [sign]) for sign in ":="]
    place = 0
    while place < len(parts):
        if parts[place : place + 2] == defines:
            yield Element("mo", {}, [":="])
            place += 1
        else:
            yield parts[place]
        place += 1


def _is_plain(part: Element, tag: str) -> bool:
    return part.tag == tag and not part.attributes


def _parts(parent: Element) -> Iterator[Element | str]:
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
        stack = _stack(part)
        if stack is not None:
            found.append(stack)
            continue
        if part.classes == ["katex-base"]:
            _take_strut(part)
        part.parts = list(_parts(part))
        if _is_bare(part):
            found += part.parts
        elif set(part.attributes) == {"class", "style"} and _is_spaced_text(part):
            space = Element("span", {"class": "mspace", "style": part.style})
            found += [*part.parts, space]
        else:
            found.append(_plainer(part))
    yield from _spaced(found)


def _plainer(part: Element) -> Element:
    """An element without the classes that have no rule; a lone child bears its data."""
    said = [name for name in part.classes if name not in WITHOUT_RULE]
    if said:
        part.attributes["class"] = " ".join(said)
    else:
        part.attributes.pop("class", None)
    child = part.parts[0] if len(part.parts) == 1 else None
    if not isinstance(child, Element):
        return part
    if set(part.attributes) == {"data-s"} and "data-s" not in child.attributes:
        child.attributes |= part.attributes
        return child
    if said in ALIGNED and child.classes == ["vlist-t"]:
        child.attributes["class"] = f"{said[0]} vlist-t"
        return child
    return part


def _take_strut(base: Element) -> None:
    """Give the height of a part of a formula to the part itself."""
    strut = base.parts[0] if base.parts else None
    if isinstance(strut, Element) and strut.classes == ["katex-strut"]:
        height, _, depth = strut.style.partition("vertical-align:")
        base.attributes["style"] = height.replace("height:", "--h:") + (
            f"--d:{depth}" if depth else ""
        )
        del base.parts[0]


def _stack(part: Element) -> Element | None:
    """A table of KaTeX as one element with its rows; None for anything else.

    KaTeX lays each row on the baseline and moves it by `top`, measured from a strut in
    the row; a second row of the table gives the depth.
    """
    if not part.classes or part.classes[0] != "vlist-t":
        return None
    (first, *_), *below = [
        [cell for cell in row.parts if isinstance(cell, Element)]
        for row in part.parts
        if isinstance(row, Element)
    ]
    heights = [HEIGHT.fullmatch(cell.style) for cell in (first, *(b[0] for b in below))]
    rows = [row for row in first.parts if isinstance(row, Element)]
    moves = [_move(row) for row in rows]
    if None in heights or None in moves:
        return None
    style = "".join(
        f"{name}:{_em(float(height[1]))};"
        for name, height in zip(("--h", "--d"), heights, strict=False)
        if height is not None
    )
    found = [
        _row(row, *move)
        for row, move in zip(rows, moves, strict=True)
        if move is not None
    ]
    found.sort(key=lambda one: not one[1])  # a line takes a pixel from those below it
    usual = Counter(strut for _, strut in found if strut).most_common(1)[0][0]
    for row, strut in found:
        if strut and strut != usual:
            row.attributes["style"] = f"{row.style}--p:{strut};"
    named: Attributes = {"class": "vlist-t", "style": f"{style}--p:{usual};"}
    return Element("span", named, [row for row, _ in found])


def _move(row: Element) -> tuple[float, str, float] | None:
    """How far a row is moved, its margins, and the height of the strut before it."""
    shift = SHIFT.fullmatch(row.style)
    strut = row.parts[0] if row.parts else None
    if shift is None or not isinstance(strut, Element) or strut.classes != ["pstrut"]:
        return None
    height = HEIGHT.fullmatch(strut.style)
    return height and (float(shift[1]), shift["margins"], float(height[1]))


def _row(row: Element, top: float, margins: str, strut: float) -> tuple[Element, str]:
    """A row of a table without its strut, and the height of that, where it needs one.

    A row that holds one script is that script, a row with the line of a fraction is
    that line.
    """
    held = row.parts[1] if len(row.parts) == 2 else None
    if isinstance(held, Element) and not held.style and (script := _size(held)):
        name, size = script
        style: Attributes = {"class": name, "style": _moved(top, margins, size)}
        return Element("span", style, list(_parts(held))), _em(strut / size)
    if isinstance(held, Element) and (line := LINE.fullmatch(held.style)):
        width = float(line[1])
        down = f"top:{_em(top + strut - width)};margin-bottom:{_em(-width)};"
        style = {"class": "frac-line", "style": f"{down}{held.style}"}
        return Element("span", style), ""
    inner = list(_parts(Element("span", {}, row.parts[1:])))
    return Element("span", row.attributes, inner), _em(strut)


def _size(held: Element) -> tuple[str, float] | None:
    """The name of a script and its size, in those of what it stands beside."""
    if len(held.classes) < 3:
        return None
    return SCRIPTS.get((held.classes[1], held.classes[2]))


def _moved(down: float, margins: str, size: float) -> str:
    """The style that moves a script of a size, whose em is smaller than its line's."""
    style = f"top:{_em(down / size)};"
    for name, value in MARGIN.findall(margins):
        if float(value):
            style += f"{name}:{_em(float(value) / size)};"
    return style


def _is_bare(part: Element) -> bool:
    """Whether an element is nothing but its content, as far as the eye sees."""
    return (
        part.tag == "span"
        and bool(part.parts)
        and set(part.attributes) <= {"class"}
        and set(part.classes) <= PLAIN | {"mtight"}
        and not (part.classes[:1] == ["mop"] and len(part.classes) > 1)
    )


def _is_spaced_text(part: Element) -> bool:
    """Whether an element is characters with space behind them."""
    plain = set(part.classes) <= PLAIN | {"mtight"} and part.classes[0] != "mop"
    text = [type(inner) for inner in part.parts] == [str]
    return plain and text and SPACE.fullmatch(part.style) is not None


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
    found = _size(held)
    if height is None or found is None or held.style:
        return None
    name, size = found
    style = _moved(float(shift[1]) + float(height[1]), shift["margins"], size)
    return Element("span", {"class": name, "style": style}, list(_parts(held)))


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
            if isinstance(inner, str):
                yield Element("span", {"style": f"margin:0 {margin};"}, [inner])
                place += 3
                continue
            if inner.classes[:1] == ["mfrac"] and "margin" not in inner.style:
                inner.attributes["style"] = f"margin:0 {margin};{inner.style}"
                yield inner
                place += 3
                continue
        after = around[1] if len(around) > 1 else ""
        before_it, behind = _space(part), _space(after)
        if before_it and isinstance(after, Element) and _is_free(after, "left"):
            after.attributes["style"] = f"margin-left:{before_it};{after.style}"
        else:
            if behind and isinstance(part, Element) and _is_free(part, "right"):
                part.attributes["style"] = f"{part.style}margin-right:{behind};"
                place += 1
            yield part
        place += 1


def _is_free(part: Element, side: str) -> bool:
    """Whether an element of the size of its line has no margin on a side."""
    sized = part.classes[:1] and part.classes[0].startswith(("script", "katex-sizing"))
    margins = "margin:", f"margin-{side}"
    return not sized and not any(margin in part.style for margin in margins)


def _margin(before: Element | str, after: Element | str) -> str | None:
    """The width of two spaces that are alike, or of two delimiters that are none."""
    if _space(before) and _space(before) == _space(after):
        return _space(before)
    ends = [part.classes for part in (before, after) if isinstance(part, Element)]
    if ends == [["nulldelimiter"], ["nulldelimiter"]]:
        return "0.12em"
    return None


def _space(part: Element | str) -> str | None:
    """The width of an element that is nothing but space."""
    if isinstance(part, str) or part.classes != ["mspace"]:
        return None
    found = SPACE.fullmatch(part.style)
    return f"{found[1]}em" if found else None


def _written(part: Element | str) -> str:
    if isinstance(part, str):
        return escape(part, quote=False)
    attributes = dict(part.attributes)
    tag = part.tag
    if part.classes == LETTER:
        tag = "i"
        del attributes["class"]
    if part.style:
        attributes["style"] = ZERO.sub("", part.style.rstrip(";"))
    said = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{said}>{''.join(map(_written, part.parts))}</{tag}>"
