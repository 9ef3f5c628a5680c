"""A typeface for the words of a site, from a package of Fontsource: files of the site.

In: the folder of the package. Out: a style sheet with the regular, the italic and the
semibold of Latin and Greek, the fonts that it names, and the licence beside them. The
set-up installs the package; no reader's machine asks another host for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

SHEETS = ("400.css", "400-italic.css", "600.css")
SUBSETS = re.compile(
    r"/\* \S+-(?:latin|greek)-\d+-\w+ \*/\s*(@font-face \{.*?\})", re.S
)
OLDER = re.compile(r",\s*url\([^)]*\.woff\) format\('woff'\)")
FONT = re.compile(r"url\(\./(files/[^)]+\.woff2)\)")


def typeface(package: Path) -> Iterator[tuple[str, Path | str]]:
    """The files, each as a path on disk or as its text, by their names.

    Raises `FileNotFoundError` where the package is not there.
    """
    css = "".join((package / sheet).read_text("utf-8") for sheet in SHEETS)
    faces = [OLDER.sub("", face) for face in SUBSETS.findall(css)]
    yield "typeface.css", "\n".join(faces) + "\n"
    for name in FONT.findall("".join(faces)):
        yield name, package / name
    yield "LICENSE.txt", package / "LICENSE"
