"""The command line: `derivcheck check PATH…`, `read PAGE`, `mutate PATH…`."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path

from .checking import Found, PlacedFault
from .diagnosis import account, account_lines, mutants_of, read_judged, total_line
from .documents import (
    PAUSE,
    NoPageError,
    UnreadableError,
    Watch,
    beside,
    pages_at,
    read_bytes,
    read_document,
    read_text,
    text_of,
)
from .expressions import Sentence
from .pages import (
    ChangedError,
    Session,
    check_page,
    difference,
    with_definitions,
    write_back,
)
from .reports import (
    as_html,
    as_json,
    as_log,
    as_sarif,
    as_summary,
    as_text,
    digest,
    entry,
    finding_lines,
    grand_total_lines,
    measured,
    reading_lines,
    readings_as_json,
    totals_lines,
    write,
)

PATIENCE = 1.0  # seconds without a sign of life, on a terminal
CLEAR = "\x1b[2J\x1b[H"  # what empties a terminal
BAR = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when every relation is as its page wants it, 1 when not.

    It is 2 for wrong usage, where argparse raises `SystemExit`.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: who calls wants the exit status alone
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - until exit
    parser = _parser()
    typed = sys.argv[1:] if arguments is None else arguments
    given = parser.parse_args(typed)
    if given.command is None:
        parser.error("say what to do: check, read or mutate (--help tells more)")
    try:
        paths = pages_at(given.paths)
    except NoPageError as error:
        parser.error(str(error))
    if "-" in paths and given.command == "check" and (given.fix or given.watch):
        parser.error("- is no file that could be written or watched")
    if isinstance(sys.stdout, TextIOWrapper):  # what cannot be shown is spelled out
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = _run(given, paths, shlex.join(("derivcheck", *typed)))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as with `| head`
        _drop_output()
        return 1
    except OSError as error:  # a full device: what is left would be tried again at exit
        _drop_output()
        print(f"derivcheck: the report cannot be written: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("derivcheck: stopped", file=sys.stderr)
        return 130
    return status


def _drop_output() -> None:
    """Leads what is still to be printed to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(given: argparse.Namespace, paths: list[str], typed: str) -> int:
    match given.command:
        case "mutate":
            return mutate(paths, given, typed)
        case "read":
            return read(paths, given)
        case _ if given.watch:
            return watch(given)
        case _ if given.diff:
            return differences(paths, given)
        case _:
            return check(paths, given)


def check(paths: list[str], given: argparse.Namespace) -> int:
    """Prints the verdicts on the pages, in the form asked for.

    With `--fix`, definitions are written as such before, where that can be done.
    """
    written = [fix(path, given.seed) for path in paths] if given.fix else []
    found: list[Found] = []
    texts: dict[str, str] = {}
    for path in _with_progress(paths):
        page, text = check_path(path, seed=given.seed, guess=given.guess)
        found.append(page)
        texts[page.path] = text
    whole = given.json or given.sarif or given.html
    if given.sarif_file:
        sarif = as_sarif(found, hints=given.hints)
        Path(given.sarif_file).write_text(sarif + "\n", "utf-8", "backslashreplace")
    if isinstance(sys.stdout, TextIOWrapper) and whole:
        # these are UTF-8; half a character in a file's name becomes its escape
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if given.json:
        print(as_json(found, hints=given.hints))
    elif given.sarif:
        print(as_sarif(found, hints=given.hints))
    elif given.html:
        print(as_html(found, texts, hints=given.hints))
    elif given.github:
        print(as_log(found, texts, hints=given.hints))
        if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(as_summary(found))
    else:
        print(as_text(found, texts, hints=given.hints))
    return 0 if all(written) and all(page.good for page in found) else 1


def differences(paths: list[str], given: argparse.Namespace) -> int:
    """Prints what `--fix` would write; 1 where that is anything."""
    clean = True
    for path in _with_progress(paths):
        try:
            before, after = _with_definitions(path, given.seed)
        except UnreadableError as error:
            print(f"{path}:{error.line}:1: {error.message}")
            clean = False
            continue
        if before != after:
            print(difference(path, text_of(before), text_of(after)))
            clean = False
    return 0 if clean else 1


def fix(path: str, seed: int) -> bool:
    """Shows and writes `:=` where `=` looks like a definition; whether that was done.

    A file that cannot be read is told of when it is checked.
    """
    try:
        before, after = _with_definitions(path, seed)
    except UnreadableError:
        return False
    if before == after:
        return True
    print(difference(path, text_of(before), text_of(after)), flush=True)
    try:
        write_back(path, before, after)
    except (ChangedError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        said = f"the file cannot be written: {reason}" if reason else str(error)
        print(f"derivcheck: {path}: {said}", file=sys.stderr)
        return False
    return True


def _with_definitions(path: str, seed: int) -> tuple[bytes, bytes]:
    """A file before and after its definitions are written as such."""
    raw = read_bytes(path)

    def check(raw: bytes) -> Found:
        page = read_document(text_of(raw), path)
        return check_page(page, path, seed=seed, load=beside(path))

    return raw, with_definitions(raw, check)


def watch(given: argparse.Namespace) -> int:
    """Prints the verdicts on a page whenever it is saved, until it is interrupted."""
    pages = Watch(lambda: pages_at(given.paths))
    found: dict[str, Found] = {}
    waiting: list[str] = []
    session = Session()
    try:
        while True:
            due = pages.due()
            if due and not waiting and sys.stdout.isatty():
                print(CLEAR, end="")
            waiting = due + [path for path in waiting if path not in due]
            if not waiting:
                time.sleep(PAUSE)
                continue
            path = waiting.pop(0)
            reads: set[str] = set()
            found[path], text = check_path(
                path, seed=given.seed, reads=reads, session=session
            )
            pages.takes_over(path, reads)
            _tell(found[path], text, given)
            if not waiting and len(found) > 1:
                print(*grand_total_lines([*found.values()]), flush=True)
    except KeyboardInterrupt:
        return 0


def _tell(page: Found, text: str, given: argparse.Namespace) -> None:
    """The counts of a page first, then what it takes longer to find out."""
    print(*totals_lines(page, empty=not text.strip()), sep="\n", flush=True)
    for line in finding_lines(page, text.split("\n"), hints=given.hints):
        print(line, flush=True)


def read(paths: list[str], given: argparse.Namespace) -> int:
    """Prints what was read in each page; 1 where something was not understood."""
    found: list[Found] = []
    for path in paths:
        page, text = check_path(path, guess=given.guess)
        found.append(page)
        if not given.json:
            print("\n".join(reading_lines(page, text)))
    if given.json:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        print(readings_as_json(found))
    unread = (r for page in found for r in page.relations)
    read = all(r.verdict.word != "not understood" for r in unread)
    return 0 if read and not any(page.problems for page in found) else 1


def mutate(paths: list[str], given: argparse.Namespace, typed: str) -> int:
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
            version = digest(read_document(text, path), beside(path))
            kept[entry(path, given.write)] = measured(found, page, version)
    if given.write:
        write(kept, given.write, typed)
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


def check_path(
    path: str,
    *,
    seed: int = 0,
    reads: set[str] | None = None,
    guess: bool = False,
    session: Session | None = None,
) -> tuple[Found, str]:
    """The verdicts on a file, and its text, which is empty where it cannot be read.

    The paths of the files that it takes over are put into `reads`.
    """
    try:
        text = read_text(path)
    except UnreadableError as error:
        fault = PlacedFault(error.line, 1, Sentence(error.message))
        return Found(path, problems=[fault]), ""
    page = read_document(text, path)
    load = beside(path, reads)
    found = check_page(page, path, seed=seed, load=load, guess=guess, session=session)
    return found, text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="derivcheck",
        description="Checks the mathematics of pages: Markdown, LaTeX, notebooks.",
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
    form.add_argument(
        "--github",
        action="store_true",
        help="the report, with what GitHub shows beside lines and as a summary",
    )
    form.add_argument(
        "--fix",
        action="store_true",
        help="write := where = looks like a definition, then check",
    )
    form.add_argument(
        "--diff", action="store_true", help="show what --fix would write, no more"
    )
    form.add_argument(
        "--watch", action="store_true", help="check each page whenever it is saved"
    )
    check.add_argument(
        "--sarif-file", metavar="FILE", help="writes the findings into a file as well"
    )
    check.add_argument(
        "--hints",
        action="store_true",
        help="what is odd about a relation that fails, and not what would repair it",
    )
    read = commands.add_parser(
        "read", help="what each statement of the pages was read as"
    )
    read.add_argument("--json", action="store_true", help="one JSON object")
    for command in (check, read):
        command.add_argument(
            "--guess",
            action="store_true",
            help="read a text that declares nothing: infer what its names are, and say "
            "so",
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
