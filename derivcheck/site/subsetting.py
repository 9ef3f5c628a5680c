"""Fonts of the built site -> smaller ones with the characters that the site has.

In: a style sheet with its fonts and the text of all pages. Out: a second face beside
each of its faces, in which the characters of the site are. A browser takes a character
that is in none of them, as "Check yours" may meet, from the whole font: it fetches that
when it needs it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import re
from collections.abc import Iterable
from pathlib import Path

FACE = re.compile(r"@font-face\s*\{(?P<rules>[^}]*)\}")
FONT = re.compile(r"url\([\"']?(?P<file>[^)\"']+\.woff2)[\"']?\)")
FEATURES = ("kern", "liga", "onum", "lnum", "tnum", "mark", "mkmk", "ccmp", "locl")


def available() -> bool:
    """Whether the libraries that this needs are installed."""
    return all(map(importlib.util.find_spec, ("fontTools", "brotli")))


def subset_fonts(sheet: Path, characters: Iterable[str], kept: Path) -> None:
    """Add a smaller face for each face of a sheet; `kept` is for the next build."""
    wanted = frozenset(ord(character) for character in characters)

    def both(found: re.Match[str]) -> str:
        font = FONT.search(found["rules"])
        if font is None:
            return found.group()
        whole = sheet.parent / font["file"]
        held = _characters(whole, wanted)
        if not held:
            return found.group()
        small = whole.with_suffix(".subset.woff2")
        small.write_bytes(_subset(whole, held, kept))
        name = font["file"].removesuffix(".woff2") + ".subset.woff2"
        rules = found["rules"].replace(font["file"], name).rstrip().rstrip(";")
        return f"{found.group()}@font-face{{{rules};unicode-range:{_ranges(held)}}}"

    sheet.write_text(FACE.sub(both, sheet.read_text("utf-8")), "utf-8")


def _characters(font: Path, wanted: frozenset[int]) -> list[int]:
    """Those of some characters that a font has."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as found:
        return sorted(wanted & set(found.getBestCmap()))


def _subset(font: Path, characters: list[int], kept: Path) -> bytes:
    """A font with some of its characters alone."""
    state = hashlib.sha256(font.read_bytes())
    state.update(f"{characters} {FEATURES}".encode())
    file = kept / f"{state.hexdigest()[:24]}.woff2"
    if not file.exists():
        kept.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(_made(font, characters))
        part.rename(file)  # whole, for a build at the same time
    return file.read_bytes()


def _made(font: Path, characters: list[int]) -> bytes:
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = list(FEATURES)
    options.hinting = False
    found = subset.load_font(font, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(found)
    made = io.BytesIO()
    subset.save_font(found, made, options)
    return made.getvalue()


def _ranges(characters: list[int]) -> str:
    """Characters as CSS writes them, neighbours in one."""
    spans: list[tuple[int, int]] = []
    for character in characters:
        if spans and spans[-1][1] == character - 1:
            spans[-1] = spans[-1][0], character
        else:
            spans.append((character, character))
    return ",".join(f"U+{a:x}" if a == b else f"U+{a:x}-{b:x}" for a, b in spans)
