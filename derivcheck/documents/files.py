"""Pages as files: the text of each, or why there is none.

`-` is what comes in by the pipe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from .formats import LARGEST_PAGE, Loader
from .inclusion import IncludeError, IncludeLoader, OutsideError
from .page import SourceFile

LARGEST_FILE = 4 * LARGEST_PAGE  # bytes: no character of UTF-8 takes more than four


class NoPageError(Exception):
    """A path at which there is nothing to read."""


class UnreadableError(Exception):
    """A file that is there and is no text: the line at which that shows, and why."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def read_text(path: str) -> str:
    """The text of a file with Unix line ends; raises `UnreadableError`."""
    return text_of(read_bytes(path))


def read_bytes(path: str) -> bytes:
    """A file as it is; raises `UnreadableError`."""
    try:
        raw = _bytes(path)
    except (OSError, ValueError) as error:  # a name with a sign that no name has
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(f"the file cannot be read: {reason}") from None
    if len(raw) > LARGEST_FILE:
        raise UnreadableError(
            f"the file is larger than {LARGEST_FILE // 1_000_000} MB: "
            "no page that people read is, so it was left alone"
        )
    return raw


def text_of(raw: bytes) -> str:
    """A file as text with Unix line ends; raises `UnreadableError`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 text: byte {raw[error.start]:#04x}"
        raise UnreadableError(message, line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: str) -> bytes:
    if path == "-":
        if sys.stdin is None:
            raise OSError("standard input is closed")
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    with Path(path).open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def beside(path: str, reads: set[str] | None = None) -> Loader:
    """How a page takes over another by its name: from the folder where it is.

    The paths that are asked for are put into `reads`.
    """
    folder = Path() if path == "-" else Path(path).parent

    def load(name: str) -> str | None:
        if Path(name).is_absolute():
            return None
        if reads is not None:
            reads.add(str(folder / name))
        try:
            return read_text(str(folder / name))
        except UnreadableError:
            return None

    return load


TOPS = ((".git",), ("pyproject.toml", "myst.yml", "_quarto.yml"))


def project_folder(path: str) -> Path:
    """The folder of the project that a page belongs to: what it includes lies there.

    It is that of the repository, or of the nearest settings of a project; without
    either, the folder where the command runs, or that of the page.
    """
    folder = Path(os.path.realpath(Path() if path == "-" else Path(path).parent))
    for names in TOPS:
        for above in (folder, *folder.parents):
            if any((above / name).exists() for name in names):
                return above
    here = Path(os.path.realpath(Path()))
    return here if folder.is_relative_to(here) else folder


def including(
    path: str,
    reads: set[str] | None = None,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> IncludeLoader:
    """How a page includes files by their names, from the folder where it is.

    The paths that are asked for are put into `reads`; `texts` stand for what is there.
    """
    folder = Path() if path == "-" else Path(path).parent
    top = project_folder(path)

    def load(name: str) -> SourceFile | None:
        try:
            return found(name)
        except (OSError, ValueError):  # a name that no file can have
            return None

    def found(name: str) -> SourceFile | None:
        file = Path(os.path.normpath(folder / name))
        if name.startswith("/") and not file.exists():
            file = Path(os.path.relpath(top / name.lstrip("/")))  # as Quarto counts
        if not Path(os.path.realpath(file)).is_relative_to(top):
            raise OutsideError(f"it leads out of the project, which is {top}")
        if reads is not None:
            reads.add(str(file))
        if str(file) in texts:
            return SourceFile(str(file), texts[str(file)])
        if not file.is_file():
            return None
        try:
            return SourceFile(str(file), read_text(str(file)))
        except UnreadableError as error:
            raise IncludeError(error.message) from None

    return load
