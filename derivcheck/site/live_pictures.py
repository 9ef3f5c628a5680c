r"""Pictures that answer: what of an element changes, from the script that drew it.

In: the script beside a picture, whose function `figure` takes numbers that write down
what is done to them. Out: the elements of the picture with texts in the place of their
attributes, in which a slot `\ue0003\ue001` is one of the page's numbers.
"""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ..evaluation import NumberText, TextChoice
from ..pages import LivePage

PICTURE = re.compile(r"!\[[^\]]*\]\((?P<target>[^)\s]+)\.svg\)")
PART = re.compile("\ue000(\\d+)\ue001")
SVG = "{http://www.w3.org/2000/svg}"

Changing = tuple[int, dict[str, str]]  # the number of the element, and its attributes


def picture_below(text: str, at: int) -> str:
    """The picture that follows a place of a page, without its ending.

    Raises `ValueError` where none does.
    """
    found = PICTURE.search(text, at)
    if found is None:
        raise ValueError("no picture in SVG follows")
    return found["target"]


def parts(script: Path, arguments: Mapping[str, Any]) -> list[Changing]:
    """The elements of a picture that change; their text stands under "".

    Raises `ValueError` where the script cannot draw with such numbers.
    """
    if not script.is_file():
        raise ValueError(f"{script.name}, which draws the picture, is not there")
    with _found_in(script.parent):
        draw = runpy.run_path(str(script))["figure"]
        try:
            svg = draw(**arguments).svg()
        except TypeError as error:
            raise ValueError(f"{script.name}: {error}") from None
    root = ElementTree.fromstring(svg)
    inside = [e for e in root.iter() if e is not root and e.tag != f"{SVG}style"]
    found = ((k, dict(_changing(e))) for k, e in enumerate(inside))
    return [(number, attributes) for number, attributes in found if attributes]


def _changing(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The attributes with slots, and the text with one."""
    yield from ((k, v) for k, v in element.attrib.items() if PART.search(v))
    if element.text and PART.search(element.text):
        yield "", element.text


def slots(page: LivePage) -> list[Sequence[int | str]]:
    """What fills each slot: an output and its form, or the one of two texts."""
    found: list[Sequence[int | str]] = []
    for slot in page.tape.slots:
        match slot:
            case NumberText(number, form):
                found.append([page.unprinted(number), form])
            case TextChoice(condition, one, other):
                found.append([page.unprinted(condition), one, other])
    return found


@contextmanager
def _found_in(folder: Path) -> Iterator[None]:
    """While scripts find the modules beside them; none of these stays."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).parent == folder:
                del sys.modules[name]
