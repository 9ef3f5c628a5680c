"""The command line: `derivcheck check PATH…`, `read PAGE`, `mutate PATH…`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from io import TextIOWrapper

from .check import Found, check_text
from .files import (
    NoPageError,
    UnreadableError,
    beside,
    margins,
    page_text,
    pages_at,
    read_source,
    read_text,
)
from .hypertext import document_html
from .measured import digest, entry, measured, write
from .mutate import account, account_lines, mutants_of, read_judged, total_line
from .reading import reading_lines
from .report import as_json, as_sarif, as_text

PATIENCE = 1.0  # seconds without a sign of life, on a terminal
BAR = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when every relation is as its page wants it, 1 when not.

    It is 2 for wrong usage, where argparse raises `SystemExit`.
    """
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.error("say what to do: check, read or mutate (--help tells more)")
    try:
        paths = pages_at(given.paths)
    except NoPageError as error:
        parser.error(str(error))
    if isinstance(sys.stdout, TextIOWrapper):  # what cannot be shown is spelled out
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = _run(given, paths)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("derivcheck: stopped", file=sys.stderr)
        return 130
    return status


def _run(given: argparse.Namespace, paths: list[str]) -> int:
    match given.command:
        case "mutate":
            return mutate(paths, given)
        case "read":
            return read(paths)
        case _:
            return check(paths, given)


def check(paths: list[str], given: argparse.Namespace) -> int:
    """Prints the verdicts on the pages, in the form asked for."""
    found: list[Found] = []
    texts: dict[str, str] = {}
    for path in _with_progress(paths):
        page, text = check_path(path, seed=given.seed)
        found.append(page)
        texts[page.path] = text
    whole = given.json or given.sarif or given.html
    if isinstance(sys.stdout, TextIOWrapper) and whole:
        # these are UTF-8; half a character in a file's name becomes its escape
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if given.json:
        print(as_json(found, hints=given.hints))
    elif given.sarif:
        print(as_sarif(found, hints=given.hints))
    elif given.html:
        print(document_html(found, texts, hints=given.hints))
    else:
        print(as_text(found, texts, hints=given.hints))
    return 0 if all(page.good for page in found) else 1


def read(paths: list[str]) -> int:
    """Prints what was read in each page; 1 where something was not understood."""
    good = True
    for path in paths:
        page, text = check_path(path)
        print("\n".join(reading_lines(page, page_text(text, path))))
        unread = any(r.verdict.word == "not understood" for r in page.relations)
        good = good and not page.problems and not unread
    return 0 if good else 1


def mutate(paths: list[str], given: argparse.Namespace) -> int:
    """Prints how many mutants of the pages are caught; 1 where a survivor is open."""
    try:
        judged = read_judged(read_text(given.judged)) if given.judged else ()
    except (OSError, UnreadableError, ValueError) as error:
        print(f"derivcheck: {given.judged}: {error}", file=sys.stderr)
        return 2
    pages, kept = [], {}
    for path in _with_progress(paths):
        found, text = check_path(path, seed=given.seed)
        page = account(path, mutants_of(found), judged)
        print("\n".join(account_lines(page)))
        pages.append(page)
        if given.write:
            version = digest(page_text(text, path), beside(path))
            kept[entry(path, given.write)] = measured(found, page, version)
    if given.write:
        write(kept, given.write)
    print(total_line(pages))
    return 0 if all(page.good for page in pages) else 1


def _with_progress(paths: list[str]) -> Iterator[str]:
    """The paths one by one; a bar for people who wait, gone when all is done."""
    started = time.monotonic()
    shown = False
    for number, path in enumerate(paths):
        if sys.stderr.isatty() and time.monotonic() - started > PATIENCE:
            done = BAR * number // len(paths)
            bar = "#" * done + "." * (BAR - done)
            print(f"\r[{bar}] {number}/{len(paths)}", end="", file=sys.stderr)
            shown = True
        yield path
    if shown:
        print("\r" + " " * (BAR + 24) + "\r", end="", file=sys.stderr, flush=True)


def check_path(path: str, *, seed: int = 0) -> tuple[Found, str]:
    """The verdicts on a file, and the file where a page stands in it, else nothing."""
    try:
        source = read_source(path)
    except UnreadableError as error:
        return Found(path, problems=[(error.line, 1, error.message)]), ""
    text = page_text(source, path)
    found = check_text(text, path, seed=seed, load=beside(path))
    found.indent(margins(source, text))
    return found, source if text.strip() else ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="derivcheck", description="Checks the mathematics of Markdown pages."
    )
    commands = parser.add_subparsers(dest="command")
    check = commands.add_parser(
        "check", help="a verdict for every relation of the pages"
    )
    form = check.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object")
    form.add_argument(
        "--sarif", action="store_true", help="for code-review annotations"
    )
    form.add_argument("--html", action="store_true", help="one HTML document")
    check.add_argument(
        "--hints",
        action="store_true",
        help="what is odd about a relation that fails, and not what would repair it",
    )
    read = commands.add_parser(
        "read", help="what each statement of the pages was read as"
    )
    change = commands.add_parser(
        "mutate", help="changes one thing at a time in each relation that holds"
    )
    change.add_argument(
        "--judged",
        metavar="FILE",
        help="survivors that a person found to be true, with the reason (TOML)",
    )
    change.add_argument(
        "--write", metavar="FILE", help="keeps the figures for the marks of a site"
    )
    for command in (check, read, change):
        command.add_argument(
            "paths", nargs="+", metavar="PATH", help="files, folders, globs, or -"
        )
    for command in (check, change):
        command.add_argument(
            "--seed", type=int, default=0, help="other points than the usual"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
