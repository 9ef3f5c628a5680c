"""The command line: what it prints, its exit status, and no traceback ever."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from derivcheck import __main__ as command
from derivcheck.command_line import terminal
from derivcheck.documents.files import LARGEST_FILE

MODEL = "# One\n\n$t \\in \\mathbb{R}$\n\n$$\nE := t^2\n$$\n\n"
RIGHT = f"{MODEL}$$\n\\frac{{\\partial E}}{{\\partial t}} = 2 t\n$$\n"
WRONG = f"{MODEL}$$\n\\frac{{\\partial E}}{{\\partial t}} = 3 t\n$$\n"
PAGES = {"right.md": RIGHT, "wrong.md": WRONG, "empty.md": "", "deep/b.md": RIGHT}

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a few pages in it."""
    for name, text in PAGES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    """The exit status, also where argparse leaves the program."""
    try:
        return command.main(arguments)
    except SystemExit as left:
        return int(left.code or 0)


def pages_of(output: str) -> list[str]:
    return [page["path"] for page in json.loads(output)["pages"]]


def test_the_status_is_0_when_all_is_as_the_pages_want_it(capsys: Output) -> None:
    assert run("check", "right.md") == 0
    assert capsys.readouterr().out == (
        "right.md: 1 relation: 1 holds\n"
        "    each that holds was tried at 4 points; 4 values of 1 relation compared\n"
        "    inputs: t\n"
    )


def test_the_status_is_1_when_a_relation_fails(capsys: Output) -> None:
    assert run("check", "right.md", "wrong.md") == 1
    last = capsys.readouterr().out.splitlines()[-1]
    wanted = "2 pages: 2 relations: 1 holds, 1 fails; 0 assumptions in force"
    assert last == wanted


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "derivcheck: error: say what to do: check, read or mutate (--help "
             "tells more)"),
        (("right.md",), "derivcheck: error: there is no command right.md: derivcheck "
                        "check right.md?"),
        (("check",), "derivcheck: error: say what to check: a path, as in derivcheck "
                     "check docs, or paths in [tool.derivcheck] of pyproject.toml"),
        (("check", "none.md"), "derivcheck: error: there is no file none.md"),
        (("check", "*.markdown"), "derivcheck: error: no file matches *.markdown"),
        (("check", "bare"), "derivcheck: error: there is no page (Markdown, LaTeX, "
                            "reStructuredText or notebook) in the folder bare"),
        (("check", "n" * 300), f"derivcheck: error: {'n' * 300}: File name too long"),
        (("check", "--seed", "x", "right.md"),
         "derivcheck check: error: argument --seed: invalid int value: 'x'"),
        (("check", "--json", "--sarif", "right.md"),
         "derivcheck check: error: argument --sarif: not allowed with argument "
         "--json"),
        (("read", "none.md"), "derivcheck: error: there is no file none.md"),
    ],
)  # fmt: skip  # a table
def test_wrong_usage_is_a_sentence_and_status_2(
    folder: Path, capsys: Output, arguments: tuple[str, ...], sentence: str
) -> None:
    (folder / "bare").mkdir()
    assert run(*arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.splitlines()[-1] == sentence


def test_an_empty_page_is_no_error(capsys: Output) -> None:
    assert run("check", "empty.md") == 0
    assert capsys.readouterr().out == "empty.md: the page is empty\n"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"# One\n\n\xff\n", "page.md:3:1: the file is not UTF-8 text: byte 0xff"),
        (
            b"a" * 50_000_000,
            "page.md:1:1: the file is larger than 20 MB: no page that people read is, "
            "so it was left alone",
        ),
        (
            b"a" * (LARGEST_FILE // 4 + 1),
            "page.md:1:1: the page is larger than 5000000 characters",
        ),
        (
            b"$$\nx = 1\n",
            "page.md:1:1: this display is opened by $$ and not closed by $$ anywhere "
            "after it",
        ),
    ],
    ids=["not UTF-8", "50 MB", "5 MB", "unclosed"],
)
def test_a_file_that_is_no_page_gets_its_own_sentence(
    folder: Path, capsys: Output, raw: bytes, sentence: str
) -> None:
    (folder / "page.md").write_bytes(raw)
    assert run("check", "page.md") == 1
    assert capsys.readouterr().out.splitlines()[0] == sentence
    assert run("check", "--json", "page.md") == 1
    (page,) = json.loads(capsys.readouterr().out)["pages"]
    (problem,) = page["problems"]
    assert sentence.endswith(problem["message"])


def test_a_file_that_cannot_be_read_says_why(folder: Path, capsys: Output) -> None:
    (folder / "gone.md").symlink_to("nowhere.md")
    assert run("check", "gone.md") == 1
    assert capsys.readouterr().out == (
        "gone.md:1:1: the file cannot be read: No such file or directory\n"
        "gone.md: 0 relations\n"
    )


def test_windows_line_ends_and_a_mark_at_the_front_change_nothing(
    folder: Path, capsys: Output
) -> None:
    assert run("check", "right.md") == 0
    plain = capsys.readouterr().out
    raw = b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode()
    (folder / "right.md").write_bytes(raw)
    assert run("check", "right.md") == 0
    assert capsys.readouterr().out == plain


def test_folders_and_patterns_mean_their_pages_each_once(capsys: Output) -> None:
    run("check", "--json", ".")
    every = ["deep/b.md", "empty.md", "right.md", "wrong.md"]
    assert pages_of(capsys.readouterr().out) == every
    run("check", "--json", "right.md", "*.md", "**/b.md", "right.md")
    found = pages_of(capsys.readouterr().out)
    assert found == ["right.md", "empty.md", "wrong.md", "deep/b.md"]


def test_a_dash_is_what_comes_in(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(WRONG.encode()), "utf-8")
    monkeypatch.setattr(sys, "stdin", given)
    assert run("check", "-") == 1
    assert capsys.readouterr().out.splitlines()[0] == "-:10:31: fails"


def test_hints_leave_the_repairs_out(capsys: Output) -> None:
    assert run("check", "wrong.md") == 1
    assert "    `2` for `3`: holds" in capsys.readouterr().out.splitlines()
    assert run("check", "--hints", "wrong.md") == 1
    told = capsys.readouterr().out.splitlines()
    assert told[3] == "    odd: the left side is always 2/3 times the right"
    assert not [line for line in told if line.endswith(": holds")]


def test_another_seed_asks_at_other_points(capsys: Output) -> None:
    numbers = []
    for seed in ("0", "0", "1"):
        assert run("check", "--json", "--seed", seed, "wrong.md") == 1
        numbers.append(capsys.readouterr().out)
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_script_with_cells_of_text_is_a_page(folder: Path, capsys: Output) -> None:
    cells = "# %% [markdown]\n" + "".join(f"# {line}\n" for line in WRONG.split("\n"))
    (folder / "cells.py").write_text(f"{cells}\n# %%\nx = 1\n", encoding="utf-8")
    assert run("check", "cells.py") == 1
    assert capsys.readouterr().out.splitlines()[0] == "cells.py:11:33: fails"


def test_what_is_not_read_in_a_script_is_shown_where_it_stands_in_the_file(
    folder: Path, capsys: Output
) -> None:
    cells = "# %% [markdown]\n# $$ y := x^2 $$\n#\n# $$ y = \\foo x $$\n"
    (folder / "cells.py").write_text(cells, encoding="utf-8")
    assert run("check", "cells.py") == 1
    assert capsys.readouterr().out.splitlines()[:4] == [
        "cells.py:4:8: not understood",
        "    # $$ y = \\foo x $$",
        "             ^",
        "    the command \\foo is not known; "
        "if it is a macro, put its \\newcommand on the page",
    ]
    assert run("read", "cells.py") == 1
    assert capsys.readouterr().out.splitlines()[3].startswith("  line    2  defin")


def test_the_bar_is_for_people_who_wait(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("check", ".")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run("check", ".")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(terminal, "PATIENCE", -1.0)
    run("check", ".")
    shown = capsys.readouterr().err
    assert "\r[#######.......................] 1/4" in shown
    assert re.search(r"\r +\r$", shown)


def started(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """The command as a process."""
    return subprocess.Popen(
        [sys.executable, "-m", "derivcheck", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_reader_who_leaves_early_sees_no_traceback(folder: Path) -> None:
    long = "".join(f"<!-- derivcheck: what{n} -->\n\n" for n in range(4000))
    (folder / "long.md").write_text(long, encoding="utf-8")
    process = started("check", "long.md")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 1
    process.stderr.close()


@pytest.mark.skipif(os.name == "nt", reason="a shell closes and fills files there")
@pytest.mark.parametrize(
    ("redirected", "status", "said"),
    [
        (">&-", 0, ""),
        (">&- 2>&-", 0, ""),
        ("> /dev/full", 1, "derivcheck: the report cannot be written: "),
    ],
)
def test_output_that_goes_nowhere_costs_no_traceback(
    folder: Path, redirected: str, status: int, said: str
) -> None:
    if "/dev/full" in redirected and not Path("/dev/full").exists():
        pytest.skip("this system has no device that is full")
    line = f"{shlex.quote(sys.executable)} -m derivcheck check right.md {redirected}"
    found = subprocess.run(["sh", "-c", line], capture_output=True, text=True)
    assert found.returncode == status
    assert found.stderr.startswith(said)
    assert len(found.stderr.splitlines()) == bool(said)


@pytest.mark.skipif(os.name == "nt", reason="a shell closes files there")
def test_a_closed_input_is_named(folder: Path) -> None:
    line = f"{shlex.quote(sys.executable)} -m derivcheck check - <&-"
    found = subprocess.run(["sh", "-c", line], capture_output=True, text=True)
    assert found.returncode == 1
    assert found.stdout.startswith(
        "-:1:1: the file cannot be read: standard input is closed\n"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_in_a_folder_is_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "a.md").write_text("$$ y := x $$\n", "utf-8")
    os.mkfifo(folder / "inner" / "b.md")
    assert command.main(["check", "inner"]) == 0
    assert capsys.readouterr().out == "inner/a.md: 0 relations\n"


def test_an_empty_path_is_not_this_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["check", ""])
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(
        "error: a path is empty, as is a variable of a shell that is not set\n"
    )


def test_the_findings_are_written_beside_the_report(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["check", "wrong.md", "--sarif-file", "found.sarif"]) == 1
    assert "wrong.md: 1 relation: 1 fails" in capsys.readouterr().out
    (run,) = json.loads((folder / "found.sarif").read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["fails"]


def test_a_summary_is_added_where_github_asks_for_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "summary.md").write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    command.main(["check", "--github", "wrong.md"])
    written = (folder / "summary.md").read_text("utf-8")
    assert written.startswith(
        "before\n### Derivations\n\n1 page\\: 1 relation\\: 1 fails;"
    )


def test_a_terminal_without_the_letters_gets_them_spelled_out() -> None:
    process = started("read", "right.md", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    output, errors = process.communicate()
    assert errors == b""
    assert b"(\\u2202E / \\u2202t) = (2 \\xb7 t)" in output
    process = started("check", "--json", "wrong.md", PYTHONIOENCODING="ascii")
    json.loads(process.communicate()[0].decode("utf-8"))


@pytest.mark.skipif(sys.platform != "linux", reason="names there are characters")
@pytest.mark.parametrize("form", ["--json", "--sarif", "--seed=0"])
def test_the_name_of_a_file_may_be_no_text(folder: Path, form: str) -> None:
    (folder / "wr\udcffng.md").write_text(WRONG, encoding="utf-8")
    process = started("check", form, "wr\udcffng.md")
    output, errors = process.communicate()
    assert (errors, process.returncode) == (b"", 1)
    assert b"\\udcff" in output or b"%FF" in output


READ = r"""# One

Inputs $x_k \in \mathbb{R}$ with $k = 1, \dots, n$.

$$
net := \sum_k w_k x_k - b, \qquad out := \frac{1}{1 + e^{-net}}
$$

$$
\text{assume } \sum_k x_k = 1
$$

$$
\frac{\partial out}{\partial w_k} = out (1 - out) x_k = out (1 - out) y
$$

$$
\frac{\partial net}{\partial b} = -1
$$
"""


def test_read_prints_each_statement_as_it_was_read(
    folder: Path, capsys: Output
) -> None:
    (folder / "page.md").write_text(READ, encoding="utf-8")
    assert run("read", "page.md") == 1
    wanted = r"""page.md
  x_k  input (n)                 declared, line 3
  w_k  input (n)                 only read, line 6
  b    input                     only read, line 6
  net  defined                   line 6
  out  defined                   line 6
  k    index, 1 … n              its range, line 3
  n    size                      the end of a range, line 3
  e    constant, Euler's number  the page gives no other, line 6
  line    3  declaration  x_k \in \mathbb{R}
  line    3  declaration  k = 1, \dots, n
  line    6  definition   net := (sum(k: (w[k] · x[k])) - b)
  line    6  definition   out := (1 / (1 + exp((-net))))
  line   10  assumption   \sum_k x_k = 1
  line   14  not read     y is not defined or declared
  line   18  claim        (∂net / ∂b) = (-1)
"""
    assert capsys.readouterr().out == wanted


def test_read_of_a_page_that_was_understood_ends_with_0(capsys: Output) -> None:
    assert run("read", "right.md", "wrong.md", "empty.md") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "empty.md: the page is empty"


def test_mutate_says_what_is_caught(capsys: Output) -> None:
    assert run("mutate", "right.md") == 0
    assert re.search(r"^right\.md: \d+ mutants: ", capsys.readouterr().out)


# --- definitions ---------------------------------------------------------------------

PLAIN = "# One\n\n$$\nE = t^2\n$$\n\n$$\n\\frac{\\partial E}{\\partial t} = 2 t\n$$\n"
DIFFERENCE = (
    "--- plain.md\n+++ plain.md\n@@ -1,7 +1,7 @@\n # One\n \n $$\n"
    "-E = t^2\n+E := t^2\n $$\n \n $$\n"
)


@pytest.fixture
def plain(folder: Path) -> Path:
    """A page whose writer has `=` for everything."""
    path = folder / "plain.md"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def test_the_report_says_which_lines_look_like_definitions(
    plain: Path, capsys: Output
) -> None:
    assert run("check", "plain.md") == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "plain.md: 2 relations: 2 not understood",
        "    line 4 looks like a definition: write := there, as derivcheck check --fix "
        "does",
    ]


def test_fix_shows_the_difference_writes_it_and_checks(
    plain: Path, capsys: Output
) -> None:
    assert run("check", "--fix", "plain.md", "right.md") == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{DIFFERENCE}plain.md: 1 relation: 1 holds\n")
    assert plain.read_text(encoding="utf-8") == PLAIN.replace("E =", "E :=")
    assert run("check", "--fix", "plain.md") == 0
    assert capsys.readouterr().out.startswith("plain.md: 1 relation: 1 holds\n")


def test_diff_shows_the_same_and_writes_nothing(plain: Path, capsys: Output) -> None:
    assert run("check", "--diff", "plain.md", "right.md") == 1
    assert capsys.readouterr().out == DIFFERENCE
    assert plain.read_text(encoding="utf-8") == PLAIN
    assert run("check", "--diff", "right.md") == 0
    assert capsys.readouterr().out == ""
    plain.write_bytes(b"\xff")
    assert run("check", "--diff", "plain.md") == 1
    said = "plain.md:1:1: the file is not UTF-8 text: byte 0xff\n"
    assert capsys.readouterr().out == said


def test_diff_reads_what_comes_in_by_the_pipe(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(PLAIN.encode()), "utf-8")
    monkeypatch.setattr(sys, "stdin", given)
    assert run("check", "--diff", "-") == 1
    assert capsys.readouterr().out == DIFFERENCE.replace("plain.md", "-")


def test_a_page_that_changed_in_the_meantime_is_not_written(
    plain: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(raw: bytes, check: object) -> bytes:
        plain.write_bytes(b"newer")
        return raw.replace(b"E =", b"E :=")

    monkeypatch.setattr(command, "with_definitions", slow)
    assert run("check", "--fix", "plain.md") == 1
    told = capsys.readouterr()
    assert told.out == f"{DIFFERENCE}plain.md: 0 relations\n"
    assert told.err == (
        "derivcheck: plain.md: the file has changed since it was read: not written\n"
    )
    assert plain.read_bytes() == b"newer"


def test_a_page_that_cannot_be_written_says_why(
    plain: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: str, before: bytes, after: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(command, "write_back", refused)
    assert run("check", "--fix", "plain.md") == 1
    said = "derivcheck: plain.md: the file cannot be written: Permission denied\n"
    assert capsys.readouterr().err == said


def test_fix_of_a_file_that_is_no_page_tells_it_once(
    plain: Path, capsys: Output
) -> None:
    plain.write_bytes(b"\xff")
    assert run("check", "--fix", "plain.md") == 1
    assert capsys.readouterr().out == (
        "plain.md:1:1: the file is not UTF-8 text: byte 0xff\nplain.md: 0 relations\n"
    )


@pytest.mark.parametrize("option", ["--fix", "--watch"])
def test_what_comes_in_by_the_pipe_is_not_written_and_not_watched(
    capsys: Output, option: str
) -> None:
    assert run("check", option, "-", "right.md") == 2
    said = "derivcheck: error: - is no file that could be written or watched"
    assert capsys.readouterr().err.splitlines()[-1] == said


def test_watching_clears_a_terminal_and_nothing_else(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupted)
    told = []
    for shown in (False, True):
        monkeypatch.setattr(sys.stdout, "isatty", lambda shown=shown: shown)
        assert run("check", "--watch", "--hints", "right.md", "wrong.md") == 0
        told.append(capsys.readouterr().out)
    assert told[1] == f"\x1b[2J\x1b[H{told[0]}"
    lines = told[0].splitlines()
    assert lines[0] == "right.md: 1 relation: 1 holds"
    assert lines[3:5] == ["wrong.md: 1 relation: 1 fails", "wrong.md:10:31: fails"]
    wanted = "2 pages: 2 relations: 1 holds, 1 fails; 0 assumptions in force"
    assert lines[-1] == wanted


# --- other files ---------------------------------------------------------------------


def test_annotations_stand_before_the_report(capsys: Output) -> None:
    assert run("check", "--github", "right.md", "wrong.md") == 1
    told = capsys.readouterr().out.splitlines()
    place = "file=wrong.md,line=10,col=31,title=derivcheck%3A fails"
    assert told[0].startswith(f"::error {place}::")
    assert told[1].startswith("::stop-commands::")
    assert told[2] == "right.md: 1 relation: 1 holds"
    assert run("check", "--github", "right.md") == 0
    assert capsys.readouterr().out.startswith("::stop-commands::")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "page.tex",
            "\\input{more}\n\\begin{document}\n$E := t^2$, $E = u$\n\\end{document}\n",
            "page.tex:1:1: \\input{more}: there is no file more.tex\n"
            "    \\input{more}\n"
            "    ^\n"
            "page.tex:3:16: not understood\n"
            "    $E := t^2$, $E = u$\n"
            "                     ^\n"
            "    u is not defined or declared\n"
            "page.tex: 1 relation: 1 not understood\n",
        ),
        (
            "page.ipynb",
            '{"nbformat": 4, "cells": [\n{"cell_type": "code", "source": "x"},\n'
            '{"cell_type": "markdown", "source": [\n"$E := t^2$,\\n",\n'
            '"$E = \\\\nu$"]}]}',
            "page.ipynb:5:5: cell 2, line 2: not understood\n"
            '    "$E = \\\\nu$"]}]}\n'
            "          ^\n"
            "    \\nu is not defined or declared\n"
            "page.ipynb: 1 relation: 1 not understood\n",
        ),
        ("page.ipynb", "", "page.ipynb: the page is empty\n"),
        ("page.tex", "\n", "page.tex: the page is empty\n"),
        (
            "page.ipynb",
            "{",
            "page.ipynb:1:2: the file is no JSON, as notebooks are: Expecting property "
            "name enclosed in double quotes\n"
            "    {\n"
            "     ^\n"
            "page.ipynb: 0 relations\n",
        ),
    ],
    ids=["document", "notebook", "empty notebook", "empty document", "no notebook"],
)
def test_documents_and_notebooks_are_pages(
    folder: Path, capsys: Output, name: str, text: str, told: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    run("check", name)
    assert capsys.readouterr().out == told


# --- where the report goes, and how it looks -----------------------------------------


def test_the_version_is_told(capsys: Output) -> None:
    assert run("--version") == 0
    assert re.fullmatch(r"derivcheck \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


def test_a_quiet_report_has_the_findings_alone(capsys: Output) -> None:
    assert run("check", "-q", "right.md", "empty.md") == 0
    assert capsys.readouterr().out == ""
    assert run("check", "--quiet", "right.md", "wrong.md") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "wrong.md:10:31: fails"
    assert not any("relation" in line for line in lines)


def test_colours_are_for_terminals_unless_asked_for(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def coloured(*arguments: str) -> bool:
        run("check", "wrong.md", *arguments)
        return "\x1b[31mfails\x1b[0m" in capsys.readouterr().out

    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert not coloured()
    assert coloured("--color", "always")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert coloured()
    assert not coloured("--color", "never")
    assert not coloured("--json")
    monkeypatch.setenv("TERM", "dumb")
    assert not coloured()
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured()
    assert coloured("--color=always")


@pytest.mark.parametrize("form", [(), ("--json",), ("--sarif",), ("--html",)])
def test_a_report_goes_into_a_file(
    folder: Path, capsys: Output, form: tuple[str, ...]
) -> None:
    assert run("check", "wrong.md", *form) == 1
    shown = capsys.readouterr().out
    assert run("check", "wrong.md", *form, "--output-file", "found.txt") == 1
    assert capsys.readouterr().out == ""
    assert (folder / "found.txt").read_text("utf-8") == shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--output-file", "none/a"), "none/a is no file that could be written"),
        (("--output-file", "deep"), "deep is no file that could be written"),
        (("--sarif-file", "."), ". is no file that could be written"),
        (("--diff", "--output-file", "a"),
         "--output-file is for a report, not for this"),
        (("--config", "none.toml"),
         "none.toml cannot be read: No such file or directory"),
        (("--exclude", "!"), "--exclude: Invalid git pattern: '!'"),
    ],
)  # fmt: skip  # a table
def test_what_cannot_be_done_is_said_before_anything_is_written(
    folder: Path, capsys: Output, arguments: tuple[str, ...], sentence: str
) -> None:
    before = sorted(folder.rglob("*"))
    assert run("check", ".", "--seed=1", *arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == f"derivcheck: error: {sentence}\n"
    assert sorted(folder.rglob("*")) == before


def test_the_settings_say_what_to_check_and_how(folder: Path, capsys: Output) -> None:
    (folder / "pyproject.toml").write_text(
        '[tool.derivcheck]\npaths = ["deep", "empty.md"]\nseed = 7\nguess = true\n'
    )
    assert run("check", "--json") == 0
    by_settings = capsys.readouterr().out
    deep = str(Path("deep/b.md"))
    assert pages_of(by_settings) == [deep, "empty.md"]
    assert run("check", "--json", "--seed=7", "--guess", deep, "empty.md") == 0
    assert capsys.readouterr().out == by_settings
    assert run("check", "--json", "--no-guess", deep) == 0
    (page,) = json.loads(capsys.readouterr().out)["pages"]
    assert not any(row["guessed"] for row in page["reading"])


def test_several_processes_give_the_same_report(folder: Path) -> None:
    alone, together = started("check", "."), started("check", "-j2", ".")
    assert together.communicate() == alone.communicate()
    assert together.returncode == alone.returncode == 1


def test_a_number_of_processes_is_one_or_more_or_auto(capsys: Output) -> None:
    for number in ("0", "-1", "many"):
        assert run("check", f"--jobs={number}", "right.md") == 2
        said = f"argument -j/--jobs: {number!r} is neither a number nor auto"
        assert capsys.readouterr().err.endswith(f"{said}\n")
    assert run("check", "--jobs", "auto", "right.md") == 0


def test_the_edits_that_were_tried_are_in_the_findings(capsys: Output) -> None:
    assert run("check", "--sarif", "wrong.md") == 1
    (found,) = json.loads(capsys.readouterr().out)["runs"]
    (result,) = found["results"]
    assert result["fixes"][0]["description"]["text"] == "`2` for `3`"


@pytest.mark.parametrize(
    ("name", "package", "sentence"),
    [
        (
            "lsp",
            "lsprotocol",
            "derivcheck: error: the language server needs the package lsprotocol, "
            "which is not installed; the extra `lsp` of checked-backprop brings it\n",
        ),
        (
            "mcp",
            "mcp",
            "derivcheck: error: the tool for assistants needs the package mcp, which "
            "is not installed; the extra `mcp` of checked-backprop brings it\n",
        ),
    ],
)
def test_a_command_names_the_package_that_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
    capsys: Output,
    name: str,
    package: str,
    sentence: str,
) -> None:
    for module in [one for one in sys.modules if one.partition(".")[0] == package]:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, package, None)
    for folder in ("derivcheck.editor", "derivcheck.assistants"):
        for module in [one for one in sys.modules if one.startswith(folder)]:
            monkeypatch.delitem(sys.modules, module)
    assert run(name) == 2
    assert capsys.readouterr().err == sentence
