"""Pages as tests: every block of a page becomes a pytest item, by way of Sybil.

    # conftest.py
    from derivcheck.sybil import *

    pytest_collect_file = pages("docs").pytest()

Each display, and each claim in the text, must have the verdicts that the page expects;
the page is checked once, when its items are collected. Documents in LaTeX (`*.tex`),
notebooks (`*.ipynb`) and scripts in cells (`*.py`) are pages too.
Every Python block that the page shows is run, in one namespace a page and in order, and
every hidden one. A block `{.text .output}` is held against what the block before it
printed; `pytest --rewrite-outputs` writes the new text into the page instead. A block
`{.python .must-fail}` must fail, with the message that the output block after it shows.
What looks like Python and would not run is a failure of its own. An item that runs
alone runs the blocks before it first.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import assert_never

import pytest
from _pytest.assertion.rewrite import rewrite_asserts  # no public way to its values
from _pytest.outcomes import Failed as FailedItem  # pytest.fail.Exception, typed
from sybil import Document, Example, Region, Sybil

from ..checking import Found
from ..documents import (
    CodeBlock,
    Failed,
    Page,
    Printed,
    beside,
    read_document,
    run_block,
)
from ..pages import check_page, remarks
from ..reports import current, relation_lines, renewal
from .items import Holds, MustFail, PageTest, Prints, Runs, Wrong, items_of

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
        self.page = read_document(text, path)
        self.results: dict[int, Printed | Failed] = {}  # by the start of the block
        self.rewrite = False
        self.rewritten: list[tuple[CodeBlock, str]] = []
        self.namespace["__name__"] = "__main__"  # what dataclasses and pickle look up

    @cached_property
    def found(self) -> Found:
        """The verdicts on the page, worked out once."""
        return check_page(self.page, _short(self.path), load=beside(self.path))

    @cached_property
    def remarks(self) -> dict[int, str]:
        """What the ends of chains say, asked for after a failure only."""
        return remarks(self.found)

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
                        first = result.error.partition("\n")[0]
                        message = f"not run: block {name} before it, at line {line}, "
                        raise ItemFailure(example, f"{message}fails with {first}")
                case MustFail() as item:
                    self.run(item)

    def shown_before(self, output: CodeBlock) -> str:
        """What the last block before an output block printed, and how it failed."""
        result = self.results[max(at for at in self.results if at < output.start)]
        match result:
            case Printed(text):
                return _without_trailing_space(text)
            case Failed(_, printed, error):
                return _without_trailing_space(printed + error)


class ItemFailure(FailedItem):
    """A failure that names the line of the page and shows the lines around it."""

    def __init__(
        self, example: Example, message: str, failed: Failed | None = None
    ) -> None:
        document = page_document(example.document)
        line = failed.line if failed else example.line
        shown = failed.on(document.page) if failed else document.page.around(line)
        text = f"{_short(example.path)}:{line}: {message}\n\n{shown}"
        super().__init__(text.rstrip(), pytrace=False)


def pages(path: str | Path, *patterns: str, measured: str | None = None) -> Sybil:
    """The pages below a folder as a Sybil: `*.md` unless patterns say otherwise.

    Where a site has a file of figures, `measured`, a page fails that it has none of.
    Paths are taken from the folder where pytest was started, unless they are absolute.
    """
    return _NamedSybil(
        parsers=[partial(regions, measured=measured)],
        patterns=list(patterns) or ["*.md"],
        path=str(Path(path).absolute()),
        document_types={None: PageDocument, ".py": PageDocument},
    )


class _NamedSybil(Sybil):
    """A Sybil whose items have the names that `items` gave them."""

    def identify(self, example: Example) -> str:
        return str(example.parsed.name)


def regions(document: Document, measured: str | None) -> Iterator[Region]:
    """A Sybil parser: every item of a page, with the stretch of text that it covers."""
    read = page_document(document)
    if measured is not None and read.found.relations:
        yield from _figures(read, measured)
    for item in items_of(read.page, read.found):
        match item:
            case Wrong(start=start):
                yield Region(start, start + 1, item, evaluate)
            case Holds(start=start, end=end):
                yield Region(start, end, item, evaluate)
            case Runs() | MustFail() | Prints():
                yield Region(item.block.start, item.block.end, item, evaluate)


def _figures(read: PageDocument, measured: str) -> Iterator[Region]:
    """An item that fails, where the file of figures is not of the page as it is."""
    if current(read.page, read.path, measured) is None:
        message = renewal(measured, [_short(read.path)])
        yield Region(0, 0, Wrong("figures", 0, message), evaluate)


def page_document(document: Document) -> PageDocument:
    """The document as a page; `TypeError` where Sybil read it as something else."""
    if not isinstance(document, PageDocument):
        raise TypeError(f"{document.path} was not read as a page: use derivcheck.pages")
    return document


def evaluate(example: Example) -> None:
    """A Sybil evaluator: silence is success, a failure is raised with its place."""
    __tracebackhide__ = True
    document = page_document(example.document)
    item: PageTest = example.parsed
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
        case Holds():
            _judge(example, item)
        case _:
            assert_never(item)


def _judge(example: Example, item: Holds) -> None:
    """Fail with every relation that is not as the page expects."""
    __tracebackhide__ = True
    document = page_document(example.document)
    page = document.page
    wrong = [relation for relation in item.relations if not relation.expected]
    if not wrong and not item.problems:
        return
    path, source = _short(example.path), page.text.split("\n")
    told = [f"{path}:{example.line}: {problem}" for problem in item.problems]
    for relation in wrong:
        told += relation_lines(document.found, relation, source)
        if relation.start in document.remarks:
            told.append(f"    {document.remarks[relation.start]}")
    lines = {relation.verdict_place[0] for relation in wrong} or {example.line}
    raise FailedItem(
        "\n".join((*told, "", _around(page, sorted(lines)))), pytrace=False
    )


def _around(page: Page, lines: list[int]) -> str:
    """The lines of a page around each of these, with a gap where they are far apart."""
    shown: dict[int, str] = {}
    for line in lines:
        first = max(1, line - 2)
        for number, text in enumerate(page.around(line).split("\n"), first):
            if number == line or number not in shown:
                shown[number] = text
    told: list[str] = []
    for number in sorted(shown):
        if told and number - 1 not in shown:
            told.append("       ⋮")
        told.append(shown[number])
    return "\n".join(told)


def _compare(example: Example, item: Prints) -> None:
    """Hold an output block against what was printed, or note it for rewriting."""
    __tracebackhide__ = True
    document = page_document(example.document)
    wanted = _without_trailing_space(item.block.code)
    got = document.shown_before(item.block)
    if got == wanted:
        return
    if document.rewrite:
        fence = item.block.fence
        if re.search(rf"^[ \t]*{fence}", got, re.M):
            message = f"block {item.name} cannot be rewritten: a line of the output "
            raise ItemFailure(example, message + f"would close {fence}: lengthen it")
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


def _without_trailing_space(output: str) -> str:
    """What is compared: editors remove such space, and readers do not see it."""
    return "\n".join(line.rstrip() for line in output.split("\n")).rstrip()


def _short(path: str) -> str:
    """A path as seen from the current folder, where it lies below it."""
    try:
        return Path(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path


class PageChangedError(Exception):
    """The file of a page is no longer what was read, or is no page to write into."""


def rewrite_outputs(document: PageDocument) -> str:
    """Write what was printed into the page; say what was done.

    Where the file is no longer what was read, nothing is written and
    `PageChangedError` is raised.
    """
    path = Path(document.path)
    if document.page.cells:
        raise PageChangedError(
            f"{_short(document.path)} is a notebook: its outputs are not written"
        )
    raw = path.read_bytes().decode("utf-8")
    if raw.replace("\r\n", "\n") != document.text:
        raise PageChangedError(
            f"{_short(document.path)} has changed since it was read: nothing written"
        )
    lines = raw.split("\n")  # each may end in "\r", and is to keep it
    for block, got in sorted(document.rewritten, key=lambda e: -e[0].code_start):
        first = document.page.place(block.code_start)[0] - 1
        last = document.page.place(block.end)[0] - 1
        end = "\r" if lines[last].endswith("\r") else ""
        before, _, _ = lines[first - 1].partition(block.fence)
        shown = got.split("\n") if got else []
        lines[first:last] = [(before + line).rstrip() + end for line in shown]
    path.write_bytes("\n".join(lines).encode("utf-8"))
    count = len(document.rewritten)
    return f"{_short(document.path)}: output blocks rewritten: {count}"


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
            try:
                print(f"\n{rewrite_outputs(document)}")
            except PageChangedError as changed:
                print(f"\n{changed}")
                session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _documents(items: list[pytest.Item]) -> list[PageDocument]:
    examples = (getattr(item, "example", None) for item in items)
    documents = {id(e.document): e.document for e in examples if e is not None}
    return [d for d in documents.values() if isinstance(d, PageDocument)]
