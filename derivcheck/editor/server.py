"""The language server: what an editor asks over its standard input, and the answers.

A thin door: texts come in and are put on the desk, what is found goes out with its
places as the editor counts them. What goes wrong is said in one sentence on standard
error; the documents stay.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from . import lookup
from .desk import OpenPage, diagnosis_of
from .documents import Cell, OpenText, open_file, open_notebook
from .fixes import Fix, defining, fixes
from .positions import edited
from .protocol import (
    OneSentence,
    as_action,
    as_change,
    as_range,
    as_spot,
)
from .service import Server
from .underlines import Underline, underlines

log = logging.getLogger("derivcheck")

LEGEND = lsp.SemanticTokensLegend(token_types=list(lookup.TOKENS), token_modifiers=[])
SERVER = Server()


# --- texts come in --------------------------------------------------------------------


@SERVER.feature(lsp.INITIALIZE)
def started(server: Server, params: lsp.InitializeParams) -> None:
    """Takes up the settings."""
    server.loop = asyncio.get_running_loop()
    server.desk.start()
    given = params.initialization_options
    if isinstance(given, dict):
        server.shows_shapes = given.get("shapes") is True
        server.desk.guess = given.get("guess") is True


@SERVER.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
def opened(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    """A file is open."""
    own = params.text_document
    server.desk.open(
        open_file(own.uri, own.text, own.version, own.language_id, server.encoding)
    )


@SERVER.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
def changed(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    """A file was edited."""
    own = params.text_document
    before = server.desk.opened.get(own.uri)
    if before is None:
        log.warning("an edit of %s was ignored: it is not open", own.uri)
        return
    text = edited(
        before.cells[0].text, map(as_change, params.content_changes), server.encoding
    )
    cells = (Cell(own.uri, text),)
    server.desk.open(
        OpenText(own.uri, before.name, cells, own.version, server.encoding)
    )


@SERVER.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
def closed(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    """A file is open no longer."""
    server.forget(params.text_document.uri)


@SERVER.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
def saved(server: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    """A file was written: pages that take over another may rest on it."""
    server.desk.saved()


@SERVER.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
def changed_on_disk(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Files were written by someone else."""
    server.desk.saved()


@SERVER.feature(lsp.NOTEBOOK_DOCUMENT_DID_OPEN)
def notebook_opened(server: Server, params: lsp.DidOpenNotebookDocumentParams) -> None:
    """A notebook is open."""
    _take_notebook(server, params.notebook_document.uri)


@SERVER.feature(lsp.NOTEBOOK_DOCUMENT_DID_CHANGE)
def notebook_changed(
    server: Server, params: lsp.DidChangeNotebookDocumentParams
) -> None:
    """Cells were edited, put in or taken out."""
    _take_notebook(server, params.notebook_document.uri)


@SERVER.feature(lsp.NOTEBOOK_DOCUMENT_DID_CLOSE)
def notebook_closed(server: Server, params: lsp.DidCloseNotebookDocumentParams) -> None:
    """A notebook is open no longer."""
    server.forget(params.notebook_document.uri)


def _take_notebook(server: Server, uri: str) -> None:
    notebook = server.workspace.get_notebook_document(notebook_uri=uri)
    if notebook is None:
        log.warning("an edit of %s was ignored: it is not open", uri)
        return
    cells = [
        Cell(cell.document, server.workspace.get_text_document(cell.document).source)
        for cell in notebook.cells
        if cell.kind == lsp.NotebookCellKind.Markup
    ]
    server.desk.open(open_notebook(uri, cells, notebook.version, server.encoding))


# --- questions ------------------------------------------------------------------------


@SERVER.feature(lsp.TEXT_DOCUMENT_HOVER)
async def hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """What is at a place."""

    def answer(checked: OpenPage, offset: int) -> lsp.Hover | None:
        found = lookup.described(checked, offset)
        if found is None:
            return None
        said = lsp.MarkupContent(lsp.MarkupKind.Markdown, found.said)
        return lsp.Hover(said, as_range(checked.opened, found.start, found.end)[1])

    return await server.ask_at(params.text_document.uri, params.position, answer)


@SERVER.feature(lsp.TEXT_DOCUMENT_DEFINITION)
async def definition(
    server: Server, params: lsp.DefinitionParams
) -> lsp.Location | None:
    """Where a name is given."""

    def answer(checked: OpenPage, offset: int) -> lsp.Location | None:
        found = lookup.definition(checked, offset)
        return None if found is None else _location(server, checked, found)

    return await server.ask_at(params.text_document.uri, params.position, answer)


@SERVER.feature(lsp.TEXT_DOCUMENT_REFERENCES)
async def references(
    server: Server, params: lsp.ReferenceParams
) -> list[lsp.Location] | None:
    """Where a name stands."""

    def answer(checked: OpenPage, offset: int) -> list[lsp.Location]:
        given = params.context.include_declaration
        found = lookup.references(checked, offset, with_given=given)
        return [_location(server, checked, one) for one in found]

    return await server.ask_at(params.text_document.uri, params.position, answer)


@SERVER.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
async def prepare_rename(
    server: Server, params: lsp.PrepareRenameParams
) -> lsp.PrepareRenamePlaceholder | None:
    """The name that would be renamed."""

    def answer(checked: OpenPage, offset: int) -> lsp.PrepareRenamePlaceholder | None:
        try:
            place, name = lookup.renaming(checked, offset)
        except lookup.RenameError:
            return None
        stretch = as_range(checked.opened, place.start, place.bare)[1]
        return lsp.PrepareRenamePlaceholder(stretch, name)

    return await server.ask_at(params.text_document.uri, params.position, answer)


@SERVER.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
async def rename(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """The edits that give a quantity another name."""

    def answer(checked: OpenPage, offset: int) -> lsp.WorkspaceEdit | str:
        try:
            found = lookup.renamed(checked, offset, params.new_name)
        except lookup.RenameError as error:
            return str(error)
        edits: dict[str, list[lsp.TextEdit]] = {}
        for one in found:
            place = _location(server, checked, one)
            edit = lsp.TextEdit(place.range, params.new_name)
            edits.setdefault(place.uri, []).append(edit)
        return lsp.WorkspaceEdit(changes=edits)

    uri, at = params.text_document.uri, params.position
    found: lsp.WorkspaceEdit | str | None = await server.ask_at(uri, at, answer)
    if isinstance(found, str):
        raise JsonRpcInvalidParams(found)
    return found


@SERVER.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
async def symbols(
    server: Server, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol] | None:
    """The labelled equations."""
    uri = params.text_document.uri

    def answer(checked: OpenPage) -> list[lsp.DocumentSymbol]:
        found = []
        for one in lookup.symbols(checked.found):
            own, stretch = as_range(checked.opened, one.start, one.end)
            if own == uri:
                name, kind = f"({one.number}) {one.label}", lsp.SymbolKind.Constant
                found.append(lsp.DocumentSymbol(name, kind, stretch, stretch))
        return found

    return await server.ask(uri, answer)


@SERVER.feature(
    lsp.TEXT_DOCUMENT_CODE_ACTION,
    lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]),
)
async def actions(
    server: Server, params: lsp.CodeActionParams
) -> list[lsp.CodeAction] | None:
    """The edits that would put right what is underlined there."""
    uri = params.text_document.uri
    asked = params.range

    def answer(checked: OpenPage) -> list[lsp.CodeAction]:
        if not checked.opened.is_written_as_read:
            return []
        start = checked.opened.offset(uri, as_spot(asked.start))
        end = checked.opened.offset(uri, as_spot(asked.end))
        if start is None or end is None:
            return []
        return [
            as_action(checked.opened, underline, fix)
            for underline in underlines(checked.found, checked.diagnoses)
            if underline.start <= end and start <= underline.end
            for fix in _fixes(checked, underline)
        ]

    return await server.ask(uri, answer)


def _fixes(checked: OpenPage, underline: Underline) -> Iterable[Fix]:
    page = checked.found
    for relation in page.relations:
        if relation.start == underline.relation and not relation.expected:
            diagnosis = diagnosis_of(checked, relation)
            if underline.word != "definition":
                yield from fixes(relation, page, diagnosis, checked.check)
    if underline.word == "definition":
        yield defining(*page.page.place(underline.start), page)


@SERVER.feature(
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
    lsp.SemanticTokensRegistrationOptions(legend=LEGEND, full=True),
)
async def tokens(
    server: Server, params: lsp.SemanticTokensParams
) -> lsp.SemanticTokens | None:
    """The names of a page by their role."""
    uri = params.text_document.uri

    def answer(checked: OpenPage) -> lsp.SemanticTokens:
        data: list[int] = []
        line = units = 0
        for token in lookup.tokens(checked.found):
            own, start = checked.opened.spot(token.start)
            _, end = checked.opened.spot(token.end)
            if own != uri or end.line != start.line:
                continue
            if start.line != line:
                units = 0
            kind = lookup.TOKENS.index(token.kind)
            data += [start.line - line, start.units - units]
            data += [end.units - start.units, kind, 0]
            line, units = start.line, start.units
        return lsp.SemanticTokens(data)

    return await server.ask(uri, answer)


@SERVER.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
async def hints(
    server: Server, params: lsp.InlayHintParams
) -> list[lsp.InlayHint] | None:
    """The shapes of arrays, where the settings want them."""
    if not server.shows_shapes:
        return None
    uri = params.text_document.uri

    def answer(checked: OpenPage) -> list[lsp.InlayHint]:
        found = []
        for hint in lookup.shapes(checked.found):
            own, at = checked.opened.spot(hint.at)
            place = lsp.Position(at.line, at.units)
            if own == uri and params.range.start <= place <= params.range.end:
                found.append(lsp.InlayHint(place, f" {hint.shape}"))
        return found

    return await server.ask(uri, answer)


def _location(server: Server, checked: OpenPage, found: lookup.Stretch) -> lsp.Location:
    """A stretch of the page, or of one that it takes over."""
    opened = checked.opened
    if found.path:
        uri = Path(found.path).absolute().as_uri()
        for other in [*server.desk.opened.values()]:
            if os.path.normpath(other.name) == os.path.normpath(found.path):
                opened, uri = other, other.uri
        if opened is checked.opened:
            name = os.path.basename(found.path)
            folder = os.path.dirname(checked.opened.name)
            text = checked.load(os.path.relpath(found.path, folder)) or ""
            opened = OpenText(uri, name, (Cell(uri, text),), None, server.encoding)
    return lsp.Location(*as_range(opened, found.start, found.end))


# --- running -------------------------------------------------------------------------


def serve_editor(version: str) -> int:
    """Serves until the editor ends it, or is gone."""
    SERVER.version = version
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneSentence())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it is said here, once
    try:
        SERVER.start_io()
    finally:
        SERVER.desk.end()
    return 0
