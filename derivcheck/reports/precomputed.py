"""What takes longer than to build a site, kept in a file beside its pages.

Of each relation that holds: how many of its mutants are caught. Of each other: the
diagnosis. A page's entry bears a digest of all that its verdicts depend on; who finds
another digest has figures of another version of the page. The file bears the command
that wrote it, for whoever is to write it again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..checking import Found
from ..diagnosis import Account, Told, diagnose, told_by
from ..documents import (
    Directive,
    ForReaders,
    Loader,
    Mathematics,
    Page,
    With,
    beside,
    read_directive,
    read_document,
)


@dataclass(frozen=True, slots=True)
class Mutants:
    """How many changes were made to a relation, and what became of them."""

    tried: int
    caught: int
    equivalent: int


Figure = Mutants | tuple[Told, ...]  # of a relation that holds, or of any other


@dataclass(frozen=True, slots=True)
class Measured:
    """A page's figures, in the order of its relations, and of what version they are."""

    digest: str
    figures: tuple[Figure, ...]


def digest(page: Page, load: Loader | None, seen: frozenset[str] = frozenset()) -> str:
    """A number for the mathematics and directives of a page and of those it builds on.

    Words do not count, nor does where a formula stands.
    """
    found = hashlib.sha256()
    for piece in page.pieces:
        if isinstance(piece, Mathematics):
            found.update(f"{piece.display} {piece.tex}\0".encode())
        elif isinstance(piece, Directive):
            asked = read_directive(piece.text)
            if isinstance(asked, ForReaders):
                continue
            found.update(f"{piece.text}\0".encode())
            if isinstance(asked, With) and load is not None and asked.page not in seen:
                text = load(asked.page)
                other = read_document(text or "", asked.page)
                found.update(digest(other, load, seen | {asked.page}).encode())
                if text is None:
                    found.update(b"\0")  # which is told, unlike an empty page
    return found.hexdigest()[:16]


def measured(found: Found, mutants: Account, number: str) -> Measured:
    """What is kept of a page; `number` is its digest."""
    tried, caught, held, left = (
        Counter((m.line, m.column) for m in some)
        for some in (
            mutants.mutants,
            [m for m in mutants.mutants if m.caught],
            [m for m in mutants.mutants if m.survives],
            mutants.open,
        )
    )
    kept: list[Figure] = []
    for relation in found.relations:
        at = relation.line, relation.column
        if relation.verdict.word == "holds":
            kept.append(Mutants(tried[at], caught[at], held[at] - left[at]))
        else:
            kept.append(tuple(told_by(diagnose(relation, found))))
    return Measured(number, tuple(kept))


# --- the file ------------------------------------------------------------------------


def entry(path: str, file: str) -> str:
    """The name of a page in a file of figures: its path from there."""
    start = os.path.dirname(file) or "."
    return Path(os.path.relpath(path, start)).as_posix()


def write(pages: Mapping[str, Measured], file: str, command: str) -> None:
    """Writes the figures of pages, by their names, a line for each relation."""
    parts = []
    for name, page in sorted(pages.items()):
        lines = [json.dumps(_plain(f), ensure_ascii=False) for f in page.figures]
        head = f'{json.dumps(name)}: {{"digest": "{page.digest}", "relations": ['
        parts.append(head + ",".join(f"\n  {line}" for line in lines) + "\n]}")
    head = f'{{"version": 1, "command": {json.dumps(command)}, "pages": {{\n'
    Path(file).write_text(head + ",\n".join(parts) + "\n}}\n", "utf-8")


def _plain(figure: Figure) -> dict[str, Any]:
    if isinstance(figure, Mutants):
        return asdict(figure)
    return {"told": [[one.kind, one.text] for one in figure]}


def read(file: str, name: str) -> Measured | None:
    """The figures of a page by its name; None where the file has no such page.

    Raises `ValueError` where there is no such file, or where it is of another kind.
    """
    try:
        page = _content(file)["pages"].get(name)
        if page is None:
            return None
        return Measured(page["digest"], tuple(map(_figure, page["relations"])))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file} holds no figures of pages: {error!r}") from None


def current(page: Page, path: str, file: str) -> Measured | None:
    """The figures of a page as it is now; None where the file has no such."""
    found = read(file, entry(path, file))
    fits = found is not None and found.digest == digest(page, beside(path))
    return found if fits else None


def renewal(file: str, names: Sequence[str]) -> str:
    """The message for a file whose figures are old or missing for some pages."""
    command = _content(file).get("command", _usual(file))
    pages = ", ".join(names)
    return f"{file} is out of date for {pages}; to renew it, run `{command}`"


def _usual(file: str) -> str:
    return f"derivcheck mutate --write {file} PATH..."


def _content(file: str) -> dict[str, Any]:
    if not Path(file).is_file():
        raise ValueError(f"there is no file {file}: `{_usual(file)}` writes it")
    found: dict[str, Any] = json.loads(Path(file).read_text("utf-8"))
    return found


def _figure(plain: Mapping[str, Any]) -> Figure:
    if "told" in plain:
        return tuple(Told(kind, text) for kind, text in plain["told"])
    return Mutants(**plain)
