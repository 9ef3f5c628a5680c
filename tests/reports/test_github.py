"""Annotations on GitHub: one command for each finding, with nothing that breaks it."""

from __future__ import annotations

from derivcheck.pages.page_check import check_text
from derivcheck.reports.github import as_annotations, as_log, as_summary

PAGE = """$$
E := x^2
$$

$$
\\frac{dE}{dx} = 3 x % 100 %
$$

$d = 2 E$

<!-- derivcheck: wrog -->
"""


def test_each_finding_is_a_command_with_its_place() -> None:
    found = check_text(PAGE, "a,b: c.md")
    told = as_annotations([found]).splitlines()
    file = "file=a%2Cb%3A c.md"
    assert told == [
        f"::error {file},line=6,col=15,title=derivcheck%3A fails::"
        "\\frac{dE}{dx} = 3 x  fails%0Aleft 2, right 3, where x = 1%0A"
        "`2` for `3`: holds",
        f"::error {file},line=9,col=4,title=derivcheck%3A not understood::"
        "d = 2 E  not understood%0Ad is not defined or declared",
        f"::error {file},line=11,col=1,title=derivcheck%3A problem::"
        "unknown directive 'wrog': write wrong at 1, 2 or wrong at 1: not understood",
        f"::notice {file},line=9,col=4,title=derivcheck%3A definition::"
        "d = … looks like a definition: write :=",
    ]


def test_hints_leave_the_repairs_out() -> None:
    found = check_text(PAGE, "a.md")
    assert "`2` for `3`" not in as_annotations([found], hints=True)


def test_a_page_that_is_well_has_no_annotation() -> None:
    assert as_annotations([check_text("$$ y := x^2 $$\n"), check_text("")]) == ""


def test_a_line_of_a_page_that_looks_like_a_command_is_none() -> None:
    page = "$$\nx =\n::add-mask::e 2x\n$$\n"
    found = check_text(page, "a.md")
    lines = as_log([found], {"a.md": page}).split("\n")
    stop = lines.index(next(n for n in lines if n.startswith("::stop-commands::")))
    word = lines[stop].removeprefix("::stop-commands::")
    assert len(word) == 32
    assert lines[-1] == f"::{word}::"
    assert "    | ::add-mask::e 2x" in lines[stop:]
    assert not any(line.lstrip().startswith("::") for line in lines[stop + 1 : -1])
    again = as_log([found], {"a.md": page}).split("\n")
    assert again[stop] != lines[stop]


def test_a_summary_counts_and_names_each_finding_as_plain_text() -> None:
    page = "$$ y := x^2 $$\n\n$$ y = x^3 $$\n\n<!-- derivcheck: wrog -->\n"
    wrong, right = check_text(page, "a_b.md"), check_text("$$ y := x $$", "c.md")
    assert as_summary([wrong, right]) == (
        "### Derivations\n\n"
        "2 pages\\: 1 relation\\: 1 fails; 0 assumptions in force; 1 problem\n\n"
        "- a\\_b\\.md\\: 1 relation\\: 1 fails\n"
        "    - line 3\\: fails\\: y = x^3\n"
        "    - line 5\\: unknown directive 'wrog'\\: "
        "write wrong at 1, 2 or wrong at 1\\: not understood\n"
    )


def test_github_shows_ten_of_a_level_and_is_told_how_many_are_left() -> None:
    page = "$$ y := x^2 $$\n" + "\n$y = x^3$\n" * 12
    lines = as_annotations([check_text(page, "a.md")]).splitlines()
    assert len(lines) == 10
    assert lines[8].startswith("::error file=a.md,line=19,")
    said = "and 3 more, in the log and in the summary of the job"
    assert lines[9] == f"::error title=derivcheck::{said}"


def test_a_summary_of_pages_without_findings_is_their_totals() -> None:
    found = [check_text("$$ y := x $$\n", "a.md"), check_text("", "b.md")]
    assert as_summary(found) == (
        "### Derivations\n\n2 pages\\: 0 relations; 0 assumptions in force\n"
    )
