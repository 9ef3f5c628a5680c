"""`:=` written into a file where `=` looks like a definition, and nothing else.

A file is written only as a whole: what is there before stays until all of the new text
stands beside it, and where it is no longer what was read, it stays for good.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable
from pathlib import Path

from ..checking import Found

LINE_END = re.compile(r"(\r\n|\r|\n)")


class ChangedError(Exception):
    """A file that is no longer what was read."""


def with_definitions(raw: bytes, check: Callable[[bytes], Found]) -> bytes:
    """A file with `:=` for each claim that looks like a definition, until none does.

    Its line ends and the mark at its front stay. `check` gives the verdicts on a file.
    """
    while places := check(raw).definitions:
        front = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
        text = raw.removeprefix(front).decode("utf-8")
        marked = _with_colons(text, [(line, column) for line, column, _ in places])
        raw = front + marked.encode("utf-8")
    return raw


def _with_colons(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with a colon at these lines and columns, the last ones first."""
    parts = LINE_END.split(text)  # every other part is the end of a line
    for line, column in sorted(places, reverse=True):
        written, at = parts[2 * line - 2], column - 1
        parts[2 * line - 2] = f"{written[:at]}:{written[at:]}"
    return "".join(parts)


def difference(path: str, before: str, after: str) -> str:
    """The lines that differ, as `diff -u` shows them; empty where none does."""
    old, new = (text.removesuffix("\n").split("\n") for text in (before, after))
    return "\n".join(difflib.unified_diff(old, new, path, path, lineterm=""))


def write_back(path: str, before: bytes, after: bytes) -> None:
    """Puts a new text in the place of the one that was read, with its permissions.

    Raises `ChangedError` where another text is there by now, and `OSError` where it
    cannot be written; the file is then as it was.
    """
    target = Path(path).resolve()  # a link goes on pointing to the file
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())  # the disk has it before the old text goes
        shutil.copymode(target, name)
        if target.read_bytes() != before:
            raise ChangedError("the file has changed since it was read: not written")
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
