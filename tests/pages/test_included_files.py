"""A page of several files: its verdicts stand with the file and the line of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derivcheck import __main__ as command
from derivcheck.command_line import check_path, file_by_file
from derivcheck.pages import check_text

PAPER = {
    "paper.tex": r"""\documentclass{article}
\input{macros}
\begin{document}
For an input $x \in \R$ and a target $t \in \R$:
\input{model}
\begin{equation} \pd{E}{w} = (out - t) x \end{equation}
\include{wrong}
\end{document}
""",
    "macros.tex": r"""\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\newcommand{\R}{\mathbb{R}}
""",
    "model.tex": r"""\begin{align}
  out &:= w x, \\
  E   &:= \tfrac12 (out - t)^2.
\end{align}
""",
    "wrong.tex": r"""\section{Wrong}
\[ \pd{E}{w} = out - t \]
$q = 2 E$
% derivcheck: wrog
% derivcheck: unchecked "a sketch"
\[ E = 3 \]
""",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in PAPER.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_each_file_has_what_was_found_in_it() -> None:
    found, text = check_path("paper.tex")
    files = file_by_file(found, text)
    assert [(page.path, page.totals()["present"]) for page, _ in files] == [
        ("paper.tex", 1),
        ("model.tex", 0),
        ("wrong.tex", 3),
    ]
    assert not found.good
    _, _, (wrong, text) = files
    assert text == PAPER["wrong.tex"]
    assert [(r.line, r.column, r.verdict.word) for r in wrong.relations] == [
        (2, 14, "fails"),
        (3, 4, "not understood"),
    ]
    assert [(p.line, p.column) for p in wrong.problems] == [(4, 1)]
    assert wrong.unchecked == [(6, "a sketch", 1)]
    assert [(line, name) for line, _, name in wrong.definitions] == [(3, "q")]


def test_every_form_of_the_report_names_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["check", "."]) == 1
    text = capsys.readouterr().out
    assert text.startswith("paper.tex: 1 relation: 1 holds\n")
    assert "\nwrong.tex:2:14: fails\n    \\[ \\pd{E}{w} = out - t \\]\n" in text
    assert "\nwrong.tex:4:1: unknown directive 'wrog'" in text
    assert text.splitlines()[-1].startswith("3 pages: 4 relations: 1 holds, 1 fails,")
    command.main(["check", "paper.tex", "--json"])
    pages = json.loads(capsys.readouterr().out)["pages"]
    assert [page["path"] for page in pages] == ["paper.tex", "model.tex", "wrong.tex"]
    rows = {row["name"]: (row["path"], row["line"]) for row in pages[0]["reading"]}
    assert rows["x"] == (None, 4)
    assert rows["out"] == ("model.tex", 2)
    command.main(["check", "paper.tex", "--sarif"])
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    places = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in run["results"]
    ]
    assert places == ["wrong.tex"] * 4
    command.main(["check", "paper.tex", "--github"])
    assert "::error file=wrong.tex,line=2,col=14," in capsys.readouterr().out
    command.main(["check", "paper.tex", "--html"])
    assert "wrong.tex:2:14" in capsys.readouterr().out
    command.main(["read", "paper.tex"])
    read = capsys.readouterr().out
    assert "  E    defined  line 3 of model.tex\n" in read
    assert "\nmodel.tex\n  line    2  definition   out := (w · x)\n" in read


def test_definitions_are_written_into_each_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = PAPER["model.tex"].replace(":=", "=")
    (folder / "model.tex").write_text(plain, encoding="utf-8")
    (folder / "wrong.tex").write_text("", encoding="utf-8")
    assert command.main(["check", "--diff", "paper.tex"]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("--- model.tex\n+++ model.tex\n")
    assert (folder / "model.tex").read_text("utf-8") == plain
    assert command.main(["check", "--fix", "paper.tex"]) == 0
    assert capsys.readouterr().out.startswith(shown)
    assert (folder / "model.tex").read_text("utf-8") == PAPER["model.tex"]
    assert (folder / "paper.tex").read_text("utf-8") == PAPER["paper.tex"]


def test_a_page_that_is_taken_over_gives_its_macros_and_what_it_includes() -> None:
    files = {
        "model.tex": "\\input{macros} $x \\in \\R$ $y := \\half x^2$",
        "macros.tex": "\\newcommand{\\R}{\\mathbb{R}} \\newcommand{\\half}{\\frac12}",
    }
    page = (
        "<!-- derivcheck: with model.tex -->\n\n"
        "$$ \\frac{dy}{dx} = x, \\quad y = \\half x^2 $$"
    )
    found = check_text(page, load=files.get)
    assert [r.verdict.word for r in found.relations] == ["holds", "holds"]


def test_a_table_of_macros_is_taken_over_too() -> None:
    files = {"macros.json": json.dumps({"half": "\\frac12"}), "bad.json": "{"}
    page = "<!-- derivcheck: with macros.json -->\n\n$$ y := 2x $$ $$ x = \\half y $$"
    found = check_text(page, load=files.get)
    assert [r.verdict.word for r in found.relations] == ["holds"]
    (problem,) = check_text(page.replace("macros", "bad"), load=files.get).problems
    assert problem.message.startswith("with bad.json: it is no JSON: ")


def test_front_matter_of_myst_gives_macros() -> None:
    page = (
        "---\nmath:\n  '\\half': '\\frac12'\n---\n\n$$ y := 2x $$ $$ x = \\half y $$\n"
    )
    found = check_text(page)
    assert [r.verdict.word for r in found.relations] == ["holds"]
