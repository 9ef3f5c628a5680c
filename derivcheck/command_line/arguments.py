"""What may be typed behind `derivcheck`, and what it means with the settings."""

from __future__ import annotations

import argparse

from ..documents import NoPageError
from ..projects import find_settings, macros_of, pages_at, without_included

FORMS = ("json", "sarif", "html", "github")


def parser(version: str) -> argparse.ArgumentParser:
    """The commands with their options; `version` is that of the program."""
    whole = argparse.ArgumentParser(
        prog="derivcheck",
        description="Checks the mathematics of pages: Markdown, LaTeX, notebooks.",
    )
    whole.add_argument("--version", action="version", version=f"derivcheck {version}")
    commands = whole.add_subparsers(dest="command")
    check = commands.add_parser(
        "check", help="a verdict for every relation of the pages"
    )
    _form(check)
    _report(check)
    read = commands.add_parser(
        "read", help="what each statement of the pages was read as"
    )
    read.add_argument("--json", action="store_true", help="one JSON object")
    for command in (check, read):
        command.add_argument(
            "--guess",
            action=argparse.BooleanOptionalAction,
            help="read a text that declares nothing: infer what its names are, and say "
            "so",
        )
    mutate = commands.add_parser(
        "mutate", help="changes one thing at a time in each relation that holds"
    )
    mutate.add_argument(
        "--judged",
        metavar="FILE",
        help="survivors that a person found to be true, with the reason (TOML)",
    )
    mutate.add_argument(
        "--write", metavar="FILE", help="keeps the figures for the marks of a site"
    )
    commands.add_parser("lsp", help="a language server for editors, on standard input")
    commands.add_parser("mcp", help="a tool for assistants, on standard input")
    for command in (check, read, mutate):
        _files(command)
    for command in (check, mutate):
        command.add_argument("--seed", type=int, help="other points than the usual")
    return whole


def _form(check: argparse.ArgumentParser) -> None:
    """In which form the report is, or what is done instead."""
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


def _report(check: argparse.ArgumentParser) -> None:
    """Where the report goes, and how much of it there is."""
    check.add_argument(
        "--output-file", metavar="FILE", help="writes the report into a file"
    )
    check.add_argument(
        "--sarif-file", metavar="FILE", help="writes the findings into a file as well"
    )
    check.add_argument(
        "--hints",
        action="store_true",
        help="what is odd about a relation that fails, and not what would repair it",
    )
    check.add_argument(
        "-q", "--quiet", action="store_true", help="the findings alone, and no counts"
    )
    check.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours in the report; auto means on a terminal",
    )
    check.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        default=1,
        metavar="N",
        help="check so many pages at a time, or auto for one on each processor",
    )


def _jobs(text: str) -> int:
    """A number of processes; 0 stands for as many as there are processors."""
    if text == "auto":
        return 0
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number nor auto")
    return int(text)


def _files(command: argparse.ArgumentParser) -> None:
    """Which files are meant."""
    command.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help="leaves out what a pattern names, in the form of .gitignore; may be given "
        "more than once",
    )
    command.add_argument(
        "--force-exclude",
        action="store_true",
        help="leaves that out also where it is named, as pre-commit does",
    )
    command.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE",
        help="a TOML file with [tool.derivcheck], in place of the nearest "
        "pyproject.toml",
    )
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, folders, globs, or -"
    )


def completed(given: argparse.Namespace) -> list[str]:
    """The files that are meant; what was not typed is as the settings have it.

    Raises `NoPageError` and `SettingsError`.
    """
    settings = find_settings(given.paths, given.config)
    named = given.paths or [settings.beside(path) for path in settings.paths]
    if not named:
        raise NoPageError(
            "say what to check: a path, as in derivcheck check docs, or paths in "
            "[tool.derivcheck] of pyproject.toml"
        )
    if getattr(given, "seed", None) is None:
        given.seed = settings.seed
    if getattr(given, "guess", None) is None:
        given.guess = settings.guess
    given.settings = settings
    exclude, force = given.exclude, given.force_exclude
    given.macros = macros_of(settings)
    return without_included(pages_at(named, settings, exclude, named_too=force))
