"""The server behind the protocol: its desk, what it tells, and how it is asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams, JsonRpcMethodNotFound
from pygls.lsp.server import LanguageServer

from .desk import Desk, OpenPage
from .documents import OpenText
from .positions import Encoding, Spot
from .protocol import as_diagnostic, in_a_sentence
from .underlines import Underline, underlines

log = logging.getLogger("derivcheck")

NOTEBOOKS = lsp.NotebookDocumentSyncOptions(
    notebook_selector=[
        lsp.NotebookDocumentFilterWithCells(
            cells=[lsp.NotebookCellLanguage(language="markdown")]
        )
    ]
)
Reply = TypeVar("Reply")


class Server(LanguageServer):
    """The server with its desk, and the texts as the editor has them.

    They are kept here rather than in the library, which ends a line at more characters
    than the protocol does.
    """

    def __init__(self) -> None:
        super().__init__(
            "derivcheck",
            "",
            text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental,
            notebook_document_sync=NOTEBOOKS,
        )
        self.desk = Desk(self.tell)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.shows_shapes = False
        self.told: dict[str, set[str]] = {}

    @property
    def encoding(self) -> Encoding:
        """The units that the editor and the server agreed on."""
        match self.workspace.position_encoding:
            case "utf-8":
                return "utf-8"
            case "utf-32":
                return "utf-32"
            case _:
                return "utf-16"

    def report_server_error(self, error: Exception, source: Any) -> None:
        """What could not be read is said on standard error, in one sentence.

        A question that is refused has its answer already.
        """
        if not isinstance(error, JsonRpcInvalidParams | JsonRpcMethodNotFound):
            log.error("a message was ignored: %s", in_a_sentence(error))

    # --- what is told ---------------------------------------------------------------

    def tell(self, checked: OpenPage) -> None:
        """Sends what is to be underlined; called by the worker."""
        found = underlines(checked.found, checked.diagnoses)
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._tell, checked, found)

    def _tell(self, checked: OpenPage, found: list[Underline]) -> None:
        opened = checked.opened
        if self.desk.opened.get(opened.uri) is not opened:
            return  # it is old by now
        own: dict[str, list[lsp.Diagnostic]] = {cell.uri: [] for cell in opened.cells}
        for underline in found:
            uri, diagnostic = as_diagnostic(opened, underline)
            own[uri].append(diagnostic)
        gone = self.told.get(opened.uri, set()) - own.keys()
        self.told[opened.uri] = {*own}
        for uri in gone:
            own[uri] = []
        for uri, diagnostics in own.items():
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(
                    uri=uri,
                    diagnostics=diagnostics,
                    version=opened.version if uri == opened.uri else None,
                )
            )

    def forget(self, uri: str) -> None:
        """A page is open no longer: nothing is underlined there."""
        self.desk.close(uri)
        for own in self.told.pop(uri, set()):
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(uri=own, diagnostics=[])
            )

    # --- what is asked --------------------------------------------------------------

    def page_of(self, uri: str) -> OpenText | None:
        """The open page that has a text, a notebook for its cells."""
        for opened in self.desk.opened.values():
            if any(cell.uri == uri for cell in opened.cells):
                return opened
        return None

    async def ask(self, uri: str, answer: Callable[[OpenPage], Reply]) -> Reply | None:
        """The answer of the worker; none about what is not open, or has changed."""
        opened = self.page_of(uri)
        if opened is None:
            return None
        try:
            return await asyncio.wrap_future(self.desk.ask(opened.uri, answer))
        except (CancelledError, asyncio.CancelledError):
            return None

    async def ask_at(
        self,
        uri: str,
        at: lsp.Position,
        answer: Callable[[OpenPage, int], Reply | None],
    ) -> Reply | None:
        """The same about a place."""

        def about(checked: OpenPage) -> Reply | None:
            offset = checked.opened.offset(uri, Spot(at.line, at.character))
            return None if offset is None else answer(checked, offset)

        return await self.ask(uri, about)
