"""The command line: `derivcheck check PATH…`, `read PAGE`, `mutate PATH…`."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn, TypedDict

from . import __version__
from .checking import Found
from .command_line import (
    PageTask,
    Progress,
    check_path,
    completed,
    file_by_file,
    in_order,
    palette_for,
    parser,
    processes,
)
from .diagnosis import account, account_lines, mutants_of, read_judged, total_line
from .documents import (
    PAUSE,
    NoPageError,
    UnreadableError,
    Watch,
    beside,
    read_bytes,
    read_document,
    read_text,
    text_of,
)
from .pages import (
    ChangedError,
    Session,
    check_page,
    difference,
    with_definitions,
    write_back,
)
from .projects import SettingsError, read_page_of_project
from .reports import (
    PLAIN,
    Asked,
    PageReport,
    ReportForm,
    digest,
    entry,
    finding_lines,
    grand_total_line,
    last_lines,
    measured,
    reading_lines,
    readings_as_json,
    sarif_of,
    summary_of,
    totals,
    totals_lines,
    whole_report,
    write,
)

CLEAR = "\x1b[2J\x1b[H"  # what empties a terminal
COMMANDS = ("check", "read", "mutate", "lsp", "mcp")
EXTRAS = {"lsp": "the language server", "mcp": "the tool for assistants"}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when every relation is as its page expects, 1 when not.

    It is 2 for wrong usage, which raises `SystemExit`.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: who calls wants the exit status alone
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - until exit
    typed = sys.argv[1:] if arguments is None else arguments
    if typed and not typed[0].startswith("-") and typed[0] not in COMMANDS:
        wrong(f"there is no command {typed[0]}: derivcheck check {typed[0]}?")
    given = parser(__version__).parse_args(typed)
    if given.command is None:
        wrong("say what to do: check, read or mutate (--help tells more)")
    if given.command in EXTRAS:
        return serve(given.command)
    try:
        paths = completed(given)
    except (NoPageError, SettingsError) as error:
        wrong(str(error))
    if given.command == "check":
        _fit_together(given, paths)
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


def wrong(message: str) -> NoReturn:
    """Ends the program for wrong usage, with one sentence."""
    print(f"derivcheck: error: {message}", file=sys.stderr)
    raise SystemExit(2)


def _fit_together(given: argparse.Namespace, paths: Sequence[str]) -> None:
    """Ends the program where what was asked for cannot be done together."""
    if "-" in paths and (given.fix or given.watch):
        wrong("- is no file that could be written or watched")
    for option in ("output_file", "sarif_file"):
        name = getattr(given, option)
        if name is None:
            continue
        if given.watch or given.diff:
            wrong(f"--{option.replace('_', '-')} is for a report, not for this")
        if Path(name).is_dir() or not Path(name).parent.is_dir():
            wrong(f"{name} is no file that could be written")


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


def serve(command: str) -> int:
    """Serves an editor or an assistant until it ends; 2 where its packages lack."""
    try:
        if command == "lsp":
            from .editor import serve_editor as serve_them
        else:
            from .assistants import serve_assistant as serve_them
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        wrong(
            f"{EXTRAS[command]} needs the package {package}, which is not "
            f"installed; the extra `{command}` of checked-backprop brings it"
        )
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # else it waits for a line first
    return serve_them(__version__)


def check(paths: list[str], given: argparse.Namespace) -> int:
    """Prints the verdicts on the pages, in the form asked for.

    With `--fix`, definitions are written as such before, where that can be done.
    """
    written = [fix(path, given) for path in paths] if given.fix else []
    asked = _asked(given)
    task = PageTask(asked, given.seed, given.guess, given.macros)
    streamed = asked.form == "text" and not given.output_file
    pages: list[PageReport] = []
    progress = Progress(len(paths))
    for parts in progress.each(in_order(task, paths, processes(given.jobs))):
        pages += parts
        for page in parts if streamed else ():
            if page.body:
                print(page.body, flush=True)
    if given.sarif_file:
        _write(given.sarif_file, sarif_of(pages))
    if streamed:
        print("".join(f"{line}\n" for line in last_lines(asked, pages)), end="")
    elif given.output_file:
        _write(given.output_file, whole_report(asked, pages))
    else:
        if isinstance(sys.stdout, TextIOWrapper) and asked.form != "github":
            # these are UTF-8; half a character in a file's name becomes its escape
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        print(whole_report(asked, pages))
    summary = os.environ.get("GITHUB_STEP_SUMMARY") if given.github else None
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(summary_of(pages))
    return 0 if all(written) and all(page.good for page in pages) else 1


def _asked(given: argparse.Namespace) -> Asked:
    """What the report is to be like."""
    forms: tuple[ReportForm, ...] = ("json", "sarif", "html", "github")
    form: ReportForm = next((form for form in forms if getattr(given, form)), "text")
    palette = palette_for(given.color, into_file=bool(given.output_file))
    if form != "text":
        palette = PLAIN
    return Asked(form, given.hints, given.quiet, palette, bool(given.sarif_file))


def _write(name: str, report: str) -> None:
    """Writes a report into a file, as a whole."""
    Path(name).write_text(report + "\n" * bool(report), "utf-8", "backslashreplace")


class _Reading(TypedDict):
    """How each page is read."""

    seed: int
    guess: bool
    macros: tuple[str, ...]


def _reading(given: argparse.Namespace) -> _Reading:
    return {"seed": given.seed, "guess": given.guess, "macros": given.macros}


def differences(paths: list[str], given: argparse.Namespace) -> int:
    """Prints what `--fix` would write; 1 where that is anything."""
    clean = True
    for path in Progress(len(paths)).each(paths):
        try:
            changed = [*_with_definitions(path, given)]
        except UnreadableError as error:
            print(f"{path}:{error.line}:1: {error.message}")
            clean = False
            continue
        for file, before, after in changed:
            print(difference(file, text_of(before), text_of(after)))
            clean = False
    return 0 if clean else 1


def fix(path: str, given: argparse.Namespace) -> bool:
    """Shows and writes `:=` where `=` looks like a definition; whether that was done.

    A file that cannot be read is told of when it is checked.
    """
    try:
        return all(_write_back(*one) for one in _with_definitions(path, given))
    except UnreadableError:
        return False


def _write_back(path: str, before: bytes, after: bytes) -> bool:
    print(difference(path, text_of(before), text_of(after)), flush=True)
    try:
        write_back(path, before, after)
    except (ChangedError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        said = f"the file cannot be written: {reason}" if reason else str(error)
        print(f"derivcheck: {path}: {said}", file=sys.stderr)
        return False
    return True


def _with_definitions(
    path: str, given: argparse.Namespace
) -> Iterator[tuple[str, bytes, bytes]]:
    """Each file of a page that changes when definitions are written as such.

    With it, what it is before and after; one file comes after the other is written.
    """
    raw = read_bytes(path)
    found: list[Found] = []

    def check(raw: bytes) -> Found:
        found.append(_checked(path, given, text_of(raw)))
        return found[-1]

    after = with_definitions(raw, check)
    if after != raw:
        yield path, raw, after
    for one in found[-1].included:
        raw = read_bytes(one.path)

        def checked(raw: bytes, file: str = one.path) -> Found:
            whole = _checked(path, given, text_of(after), {file: text_of(raw)})
            files = (found for found in whole.included if found.path == file)
            return next(files, Found(file))

        changed = with_definitions(raw, checked)
        if changed != raw:
            yield one.path, raw, changed


def _checked(
    path: str,
    given: argparse.Namespace,
    text: str,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> Found:
    """The verdicts on a page whose files, or some of them, have other texts."""
    page = read_page_of_project(text, path, given.macros, texts=texts)
    return check_page(page, path, seed=given.seed, load=beside(path))


def watch(given: argparse.Namespace) -> int:
    """Prints the verdicts on a page whenever it is saved, until it is interrupted."""
    pages = Watch(lambda: completed(given))
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
                path, reads=reads, session=session, **_reading(given)
            )
            pages.takes_over(path, reads)
            for page, of_page in file_by_file(found[path], text):
                _tell(page, of_page, given)
            if not waiting and len(found) > 1:
                counts = [totals([page]) for page in found.values()]
                print(grand_total_line(counts), flush=True)
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
        whole, text = check_path(path, **_reading(given))
        for page, of_page in file_by_file(whole, text):
            found.append(page)
            if not given.json:
                print("\n".join(reading_lines(page, of_page)))
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
    for path in Progress(len(paths)).each(paths):
        found, text = check_path(path, **_reading(given))
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


if __name__ == "__main__":
    sys.exit(main())
