"""Pages as tests: every block of a page becomes a pytest item, by way of Sybil.

    # conftest.py
    from derivcheck.sybil import *

    pytest_collect_file = pages("docs").pytest()

Every Python block that the page shows is run, in one namespace a page and in order, and
every hidden one. A block `{.text .output}` is held against what the block before it
printed; `pytest --rewrite-outputs` writes the new text into the page instead. A block
`{.python .must-fail}` must fail, with the message that the output block after it shows.
What looks like Python and would not run is a failure of its own. An item that runs
alone runs the blocks before it first.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

import pytest
from _pytest.assertion.rewrite import rewrite_asserts  # no public way to its values
from sybil import Document, Example, Region, Sybil
from sybil.example import SybilFailure

from .blocks import Failed, Printed, run_block
from .items import Item, MustFail, Prints, Runs, Wrong, items_of
from .page import read_page
from .pieces import CodeBlock

__all__ = [
    "pages",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_sessionfinish",
]


class PageDocument(Document):
    """A page, what its blocks have printed so far, and which of them have run."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text, path)
        self.page = read_page(text)
        self.results: dict[int, Printed | Failed] = {}  # by the start of the block
        self.rewrite = False
        self.rewritten: list[tuple[CodeBlock, str]] = []
        self.namespace["__name__"] = "__main__"  # what dataclasses and pickle look up

    def run(self, item: Runs | MustFail) -> Printed | Failed:
        """Run a block once; asked again, give the same result."""
        start = item.block.start
        if start not in self.results:
            rewrite = rewrite_asserts if isinstance(item, Runs) else None
            self.results[start] = run_block(
                self.page, item.block, self.namespace, self.path, rewrite
            )
        return self.results[start]

    def catch_up(self, example: Example) -> None:
        """Run the blocks before an item that have not run, as when it runs alone."""
        for _, region in self.regions:
            if region.start >= example.start:
                return
            match region.parsed:
                case Runs(name) as item:
                    result = self.run(item)
                    if isinstance(result, Failed) and region.start != example.start:
                        line = self.page.place(item.block.start)[0]
                        message = f"block {name} at line {line}, before it, failed:"
                        raise ItemFailure(example, message, result)
                case MustFail() as item:
                    self.run(item)

    def shown_before(self, output: CodeBlock) -> str:
        """What the last block before an output block printed, and how it failed."""
        result = self.results[max(at for at in self.results if at < output.start)]
        match result:
            case Printed(text):
                return text.rstrip()
            case Failed(_, printed, error):
                return (printed + error).rstrip()


class ItemFailure(SybilFailure):
    """A failure that names the line of the page and shows the lines around it."""

    def __init__(
        self, example: Example, message: str, failed: Failed | None = None
    ) -> None:
        super().__init__(example, message)
        document = page_document(example.document)
        line = failed.line if failed else example.line
        shown = failed.on(document.page) if failed else ""
        self.text = f"{_short(example.path)}:{line}: {message}\n\n{shown}".rstrip()

    def __str__(self) -> str:
        return self.text


def pages(path: str | Path, *patterns: str) -> Sybil:
    """The pages below a folder as a Sybil: `*.md` unless patterns say otherwise.

    `path` is taken from the folder where pytest was started, unless it is absolute.
    """
    return _NamedSybil(
        parsers=[regions],
        patterns=list(patterns) or ["*.md"],
        path=str(Path(path).absolute()),
        document_types={".md": PageDocument},
    )


class _NamedSybil(Sybil):
    """A Sybil whose items have the names that `items` gave them."""

    def identify(self, example: Example) -> str:
        return str(example.parsed.name)


def regions(document: Document) -> Iterator[Region]:
    """A Sybil parser: every item of a page, with the stretch of text that it covers."""
    page = page_document(document).page
    for item in items_of(page):
        if isinstance(item, Wrong):
            yield Region(item.start, item.start + 1, item, evaluate)
        else:
            yield Region(item.block.start, item.block.end, item, evaluate)


def page_document(document: Document) -> PageDocument:
    """The document as a page; `TypeError` where Sybil read it as something else."""
    if not isinstance(document, PageDocument):
        raise TypeError(f"{document.path} was not read as a page: use derivcheck.pages")
    return document


def evaluate(example: Example) -> None:
    """A Sybil evaluator: silence is success, a failure is raised with its place."""
    __tracebackhide__ = True
    document = page_document(example.document)
    item: Item = example.parsed
    match item:
        case Wrong(message=message):
            raise ItemFailure(example, message)
        case Runs():
            document.catch_up(example)
            result = document.run(item)
            if isinstance(result, Failed):
                raise ItemFailure(example, f"block {item.name} fails", result)
        case MustFail(name):
            document.catch_up(example)
            if isinstance(document.run(item), Printed):
                raise ItemFailure(example, f"block {name} must fail, and runs")
        case Prints():
            document.catch_up(example)
            _compare(example, item)
        case _:
            assert_never(item)


def _compare(example: Example, item: Prints) -> None:
    """Hold an output block against what was printed, or note it for rewriting."""
    __tracebackhide__ = True
    document = page_document(example.document)
    wanted, got = item.block.code.rstrip(), document.shown_before(item.block)
    if got == wanted:
        return
    if document.rewrite:
        document.rewritten.append((item.block, got))
        return
    difference = "\n".join(
        difflib.unified_diff(
            wanted.splitlines(), got.splitlines(), "the page", "this run", lineterm=""
        )
    )
    message = f"block {item.name} shows what is not printed\n\n{difference}\n\n"
    raise ItemFailure(
        example,
        message + "pytest --rewrite-outputs writes the new output into the page",
    )


def _short(path: str) -> str:
    """A path as seen from the current folder, where it lies below it."""
    try:
        return Path(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path


def rewrite_outputs(document: PageDocument) -> str:
    """Write what was printed into the page; say what was done.

    Nothing is written where the file has changed since it was read.
    """
    path = Path(document.path)
    raw = path.read_bytes().decode("utf-8")
    if raw.replace("\r\n", "\n") != document.text:
        return f"{_short(document.path)} has changed since it was read; nothing written"
    text = document.text
    for block, got in sorted(document.rewritten, key=lambda e: -e[0].code_start):
        end = text.rfind(block.closing, block.code_start, block.end)
        lines = [(block.prefix + line).rstrip() + "\n" for line in got.splitlines()]
        text = text[: block.code_start] + "".join(lines) + text[end:]
    if "\r\n" in raw:
        text = text.replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-8"))
    return f"{_short(document.path)}: {len(document.rewritten)} output blocks rewritten"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes outputs into the pages."""
    parser.addoption(
        "--rewrite-outputs",
        action="store_true",
        help="write what the blocks of the pages print into their output blocks",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Tell the pages whether their outputs are to be rewritten."""
    for document in _documents(items):
        document.rewrite = config.getoption("--rewrite-outputs")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Rewrite what was asked for, once every block has run."""
    for document in _documents(session.items):
        if document.rewritten:
            print(f"\n{rewrite_outputs(document)}")


def _documents(items: list[pytest.Item]) -> list[PageDocument]:
    examples = (getattr(item, "example", None) for item in items)
    documents = {id(e.document): e.document for e in examples if e is not None}
    return [d for d in documents.values() if isinstance(d, PageDocument)]
