"""Findings, fixes and places as the protocol of language servers has them."""

from __future__ import annotations

import logging

from lsprotocol import types as lsp

from ..diagnosis import Change
from .documents import OpenText
from .fixes import Fix
from .positions import Spot, TextChange, TextLines
from .underlines import Underline

LEVELS = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
    "hint": lsp.DiagnosticSeverity.Hint,
}


def as_spot(position: lsp.Position) -> Spot:
    """A position as a place."""
    return Spot(position.line, position.character)


def as_change(change: lsp.TextDocumentContentChangeEvent) -> TextChange:
    """An edit of a text."""
    match change:
        case lsp.TextDocumentContentChangePartial():
            stretch = change.range
            return TextChange(change.text, as_spot(stretch.start), as_spot(stretch.end))
        case _:
            return TextChange(change.text)


def as_range(opened: OpenText, start: int, end: int) -> tuple[str, lsp.Range]:
    """The address of a text, and a stretch there."""
    uri, first = opened.spot(start)
    other, last = opened.spot(end)
    if other != uri:
        last = first
    return uri, lsp.Range(
        lsp.Position(first.line, first.units), lsp.Position(last.line, last.units)
    )


def as_diagnostic(opened: OpenText, underline: Underline) -> tuple[str, lsp.Diagnostic]:
    """The address of a text, and what is underlined there."""
    uri, stretch = as_range(opened, underline.start, underline.end)
    beside = [
        lsp.DiagnosticRelatedInformation(lsp.Location(*as_range(opened, at, at + 1)), s)
        for at, s in underline.beside
    ]
    return uri, lsp.Diagnostic(
        range=stretch,
        severity=LEVELS[underline.level],
        code=underline.word,
        source="derivcheck",
        message=underline.message,
        related_information=beside or None,
        tags=[lsp.DiagnosticTag.Unnecessary] if underline.is_needless else None,
    )


def as_action(opened: OpenText, underline: Underline, fix: Fix) -> lsp.CodeAction:
    """A fix as the editor offers it."""
    uri, edit = _text_edit(opened, fix.change)
    return lsp.CodeAction(
        title=fix.title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[as_diagnostic(opened, underline)[1]],
        is_preferred=fix.is_repair or None,
        edit=lsp.WorkspaceEdit(changes={uri: [edit]}),
    )


def _text_edit(opened: OpenText, change: Change) -> tuple[str, lsp.TextEdit]:
    uri, stretch = as_range(opened, change.start, change.end)
    lines: TextLines = next(
        own
        for cell, own in zip(opened.cells, opened.lines, strict=True)
        if cell.uri == uri
    )
    text = change.text
    if "\r\n" in lines.text:
        text = text.replace("\n", "\r\n")
    return uri, lsp.TextEdit(stretch, text)


class OneSentence(logging.Formatter):
    """What is logged, with what went wrong, on one line and without a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said = f"{said}: {in_a_sentence(error)}"
        return f"derivcheck lsp: {' '.join(said.split())}"


def in_a_sentence(error: BaseException) -> str:
    """What went wrong, in a few words."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
