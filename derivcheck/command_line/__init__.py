"""The words of the command -> what is asked, and files -> reports on them.

In: what is typed behind `derivcheck`, and the settings of the project. Out: the paths
that are meant, and for each file its part of the report, in order.

    >>> from derivcheck.command_line import parser
    >>> parser("1.0").parse_args(["check", "--seed", "3", "a.md"]).seed
    3

Modules, each importing only from those above it:

    arguments        what may be typed, and what it means together with the settings
    terminal         whether a report is in colour; the bar for people who wait
    page_files       a file -> its verdicts, and its part of a report
    jobs             the same for many files, in several processes
"""

from __future__ import annotations

from .arguments import completed, parser
from .jobs import in_order, processes
from .page_files import PageTask, check_path, file_by_file
from .terminal import Progress, palette_for

__all__ = [
    "PageTask",
    "Progress",
    "check_path",
    "completed",
    "file_by_file",
    "in_order",
    "palette_for",
    "parser",
    "processes",
]
