"""A client of the language server in a few lines, as an editor is one."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO, Any

PATIENCE = 60  # seconds for an answer, on a machine that does other things too


class LanguageClient:
    """Starts the server, speaks to it over its standard input, and keeps what it says.

    `diagnostics` are the latest ones by address; what it logs is in `log` at the end.
    """

    def __init__(self, **initialize: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "derivcheck", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.count = 0
        self.answers: dict[int, queue.Queue[dict[str, Any]]] = {}
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()
        self.diagnostics: dict[str, dict[str, Any]] = {}
        self.log: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.logger = threading.Thread(target=self._listen, daemon=True)
        self.logger.start()
        given: dict[str, Any] = {"processId": None, "rootUri": None}
        given["capabilities"] = {}
        self.server = self.ask("initialize", given | initialize)
        self.tell("initialized", {})

    def _read(self) -> None:
        assert self.process.stdout is not None
        while (message := _message(self.process.stdout)) is not None:
            if message.get("id") in self.answers and "method" not in message:
                self.answers[message["id"]].put(message)
            elif message.get("method") == "textDocument/publishDiagnostics":
                self.told.put(message["params"])

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line.decode().rstrip())

    def raw(self, data: bytes) -> None:
        """Sends these very bytes."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Mapping[str, Any]) -> None:
        """Sends a message."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def tell(self, method: str, params: Any) -> None:
        """Sends what wants no answer."""
        self.send({"method": method, "params": params})

    def begin(self, method: str, params: Any) -> int:
        """Sends a question; its answer comes later, under this number."""
        self.count += 1
        self.answers[self.count] = queue.Queue()
        self.send({"id": self.count, "method": method, "params": params})
        return self.count

    def answer(self, number: int) -> dict[str, Any]:
        """The whole answer to a question."""
        return self.answers[number].get(timeout=PATIENCE)

    def ask(self, method: str, params: Any) -> Any:
        """What a question is answered with."""
        return self.answer(self.begin(method, params)).get("result")

    def open(self, uri: str, text: str, language: str = "markdown") -> None:
        """Opens a document."""
        own = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": own})

    def change(self, uri: str, version: int, *changes: dict[str, Any]) -> None:
        """Edits a document."""
        own = {"uri": uri, "version": version}
        given = {"textDocument": own, "contentChanges": [*changes]}
        self.tell("textDocument/didChange", given)

    def close(self, uri: str) -> None:
        """Closes a document."""
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def wait(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        """What is underlined in a document, at a version, when it is told next."""
        while True:
            told = self.told.get(timeout=PATIENCE)
            self.diagnostics[told["uri"]] = told
            if told["uri"] == uri and version in {None, told.get("version")}:
                return list(told["diagnostics"])

    def wait_for_all(self, uris: list[str]) -> dict[str, list[dict[str, Any]]]:
        """What is underlined in several documents, once it is told of each."""
        found: dict[str, list[dict[str, Any]]] = {}
        while found.keys() < {*uris}:
            told = self.told.get(timeout=PATIENCE)
            if told["uri"] in uris:
                found[told["uri"]] = list(told["diagnostics"])
        return found

    def at(self, uri: str, line: int, character: int) -> dict[str, Any]:
        """A place in a document, as questions name it."""
        place = {"line": line, "character": character}
        return {"textDocument": {"uri": uri}, "position": place}

    def hang_up(self) -> None:
        """Says nothing any more."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def wait_for_end(self) -> int:
        """The exit status, once the server has ended."""
        status = self.process.wait(timeout=PATIENCE)
        self.logger.join(timeout=PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        return status


def _message(stream: IO[bytes]) -> dict[str, Any] | None:
    length = 0
    while (line := stream.readline().strip()) or not length:
        if not line and not length:
            return None
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return dict(json.loads(stream.read(length)))


def edit(start: tuple[int, int], end: tuple[int, int], text: str) -> dict[str, Any]:
    """An edit from one place to another, as editors send it."""
    places = [{"line": line, "character": units} for line, units in (start, end)]
    return {"range": {"start": places[0], "end": places[1]}, "text": text}


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text after the edits of a fix, made as an editor makes them."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(place: dict[str, int]) -> int:
        start = starts[place["line"]]
        units = text[start:].encode("utf-16-le")[: 2 * place["character"]]
        return start + len(units.decode("utf-16-le"))

    for own in sorted(edits, key=lambda one: -offset(one["range"]["start"])):
        start, end = (offset(own["range"][side]) for side in ("start", "end"))
        text = text[:start] + own["newText"] + text[end:]
    return text
