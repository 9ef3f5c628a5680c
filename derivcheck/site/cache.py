"""The marks of a page, kept from one build of a site to the next.

A file for each page. It is of use as long as nothing has changed on which the marks
depend: the page, the pages it builds on, its figures, this package and KaTeX.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import asdict, astuple, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..documents import Live, NumbersFrom, Page, beside, read_directive
from ..evaluation import ball_arithmetic as balls
from ..reports import Finding, Measured, Totals, digest
from .badges import Badge
from .glossary import GlossaryEntry, Symbols
from .katex import find_package
from .live_numbers import NumberLine, Panel, Slider
from .live_pictures import picture_below
from .numbers import PageNumbers


@dataclass(frozen=True, slots=True)
class Checked:
    """What a site shows of the verdicts on a page, by where a display starts."""

    marks: dict[int, Badge]
    totals: Totals
    symbols: Symbols
    findings: tuple[Finding, ...] = ()
    changes: dict[int, str] = field(default_factory=dict)
    numbers: PageNumbers = field(default_factory=PageNumbers)


def state(
    path: str, page: Page, figures: Measured | None, *, typeset: bool = True
) -> str:
    """A number for all that the marks of a page depend on."""
    found = hashlib.sha256(_program(typeset=typeset).encode())
    load = beside(path)
    rests_on = path, page.text, page.macros, digest(page, load), figures
    found.update(repr(rests_on).encode())
    for directive in page.directives:
        asked = read_directive(directive.text)
        match asked:
            case NumbersFrom(file):
                found.update(f"{load(file)}\0".encode())
            case Live(draws=draws) if draws:
                found.update(scripts(page, path, directive.start))
            case _:
                pass
    return found.hexdigest()


def scripts(page: Page, path: str, at: int) -> bytes:
    """The scripts beside the picture that follows a place of a page."""
    try:
        folder = (Path(path).parent / picture_below(page.text, at)).parent
    except ValueError:
        return b""
    return b"\0".join(file.read_bytes() for file in sorted(folder.glob("*.py")))


@cache
def _program(*, typeset: bool) -> str:
    """A number for the code that runs: this package, Python, balls, KaTeX or none."""
    katex = (find_package() / "package.json").read_bytes() if typeset else b""
    found = hashlib.sha256(katex)
    found.update(f"{sys.version}\0{balls.present()}".encode())
    found.update(sources(Path(__file__).parents[1]))
    return found.hexdigest()


def sources(folder: Path) -> bytes:
    """A digest of the programs below a folder, as they stand in their files now."""
    found = hashlib.sha256()
    for file in sorted([*folder.rglob("*.py"), *folder.rglob("*.js")]):
        found.update(file.relative_to(folder).as_posix().encode())
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.digest()


def read(folder: str, path: str, wanted: str) -> Checked | None:
    """What was kept of a page; None where it is of another state."""
    try:
        found = json.loads(_file(folder, path).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if found["state"] != wanted:
        return None
    marks = {int(start): Badge(*mark) for start, mark in found["marks"].items()}
    known = tuple(
        GlossaryEntry(tex, what, value, declared, other and (other[0], other[1]))
        for tex, what, value, declared, other in found["known"]
    )
    spans = {
        int(start): tuple((a, b, number) for a, b, number in spans)
        for start, spans in found["spans"].items()
    }
    told = tuple(Finding(*finding) for finding in found["findings"])
    changes = {int(start): data for start, data in found["changes"].items()}
    numbers = _numbers(found["numbers"])
    return Checked(
        marks, Totals(**found["totals"]), Symbols(known, spans), told, changes, numbers
    )


def _numbers(found: dict[str, Any]) -> PageNumbers:
    """The numbers of a page, as they were kept."""
    lines = {
        int(start): (indices, tuple(map(_line, lines)))
        for start, (indices, lines) in found["lines"].items()
    }
    panels = {
        int(start): Panel(
            tuple(Slider(**slider) for slider in panel["sliders"]),
            tuple((tex, _line(line)) for tex, line in panel["lines"]),
            panel["below_picture"],
        )
        for start, panel in found["panels"].items()
    }
    return PageNumbers(lines, panels, found["script"])


def _line(found: dict[str, Any]) -> NumberLine:
    return NumberLine(found["tex"], found["marked"], tuple(found["shown"]))


def write(folder: str, path: str, state: str, checked: Checked) -> None:
    """Keeps what was found on a page."""
    marks = {start: astuple(mark) for start, mark in checked.marks.items()}
    found = {
        "state": state,
        "marks": marks,
        "totals": asdict(checked.totals),
        "known": [astuple(symbol) for symbol in checked.symbols.known],
        "spans": checked.symbols.spans,
        "findings": [astuple(finding) for finding in checked.findings],
        "changes": checked.changes,
        "numbers": asdict(checked.numbers),
    }
    file = _file(folder, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def _file(folder: str, path: str) -> Path:
    return Path(folder) / (re.sub(r"\W+", "-", path).strip("-") + ".json")
