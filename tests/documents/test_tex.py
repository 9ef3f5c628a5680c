"""Reading a LaTeX document: each piece is found, with its place in the file."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from derivcheck.command_line import check_path
from derivcheck.documents.page import Directive, Mathematics, Page, PageElement
from derivcheck.documents.tex import read_tex

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASE = re.compile(
    r"^(?P<title>.+)\n\.\n(?P<text>(?:.*\n)*?)\.\n(?P<wanted>(?:.*\n)*?)\.$", re.M
)
CASES = list(CASE.finditer((FIXTURES / "documents.md").read_text(encoding="utf-8")))

# What mutated documents are made of: marks, halves of marks, odd line ends.
SCRAPS = (
    *("$", "$$", r"\[", r"\]", r"\(", r"\)", "\\", "%", "{", "}", "\n", "\n\n", "é"),
    *(r"\begin{align}", r"\end{align}", r"\begin{document}", r"\end{document}"),
    *(r"\begin{empheq}[a]{align}", r"\end{empheq}", r"\begin{dmath}", r"\end{dmath}"),
    *(r"\import{a}{b}", r"\usepackage{a,b}", r"\documentclass[a]{subfiles}"),
    *(r"\begin{verbatim}", r"\end{verbatim}", r"\verb|", "% derivcheck: fresh\n"),
    *(r"\newcommand{\a}[1]{#1}", r"\def\b", r"\input{x}", r"\section{x}", "\x0c", "\r"),
)


def described(page: Page) -> str:
    """The pieces of a document and what is said of it, as the fixture has them."""
    lines = [_described(piece) for piece in page.pieces]
    for problem in page.problems:
        line, column = page.place(problem.start)
        lines.append(f"problem {line}:{column} {problem.message}")
    for at, words in page.headings:
        line, column = page.place(at)
        lines.append(f"heading {line}:{column} {words}")
    return "\n".join(lines)


def _described(piece: PageElement) -> str:
    match piece:
        case Directive(text=text):
            return f"directive {text!r}"
        case Mathematics():
            kind = "display" if piece.display else "inline"
            return f"{kind} {piece.opening} {piece.tex!r}"
        case _:
            raise AssertionError(f"a document has no {piece}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_pieces_of_a_document(case: re.Match[str]) -> None:
    assert described(read_tex(case["text"])) == case["wanted"].rstrip("\n")


def assert_places(page: Page) -> None:
    """Each sign of a formula stands at its place in the file, or is a comment's."""
    end = 0
    for piece in page.pieces:
        assert end <= piece.start < piece.end <= len(page.text)
        end = piece.end
        if isinstance(piece, Mathematics):
            for at, sign in enumerate(piece.tex):
                assert sign in (page.text[piece.offset(at)], " ")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_every_place_is_one_of_the_file(case: re.Match[str]) -> None:
    assert_places(read_tex(case["text"]))


@pytest.mark.parametrize("seed", range(300))
def test_no_text_stops_the_reader(seed: int) -> None:
    chance = random.Random(seed)
    text = chance.choice(CASES)["text"] + chance.choice(CASES)["text"]
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(SCRAPS) + text[at + chance.randrange(3) :]
    assert_places(read_tex(text))


@pytest.mark.parametrize(
    ("scrap", "problems"),
    [
        (r"\( \[ \begin{align} \begin{verbatim} ", 60_000),
        (r"\newcommand{\a}{ ", 0),
        ("${ ", 0),
        ("{$", 0),
        ("{$}", 0),
        (r"\({ ", 20_000),
    ],
)
def test_reading_does_not_look_for_the_same_end_again(
    scrap: str, problems: int
) -> None:
    assert len(read_tex(scrap * 20_000).problems) == problems


DOCUMENT = r"""\documentclass{article}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\begin{document}
Inputs $x_k \in \mathbb{R}$ with $k = 1, \dots, n$ and a target $t \in \mathbb{R}$.

  \begin{align}
    out &:= \sum_k w_k x_k + b, & % the net
    E &:= \frac12 (out - t)^2 \label{eq:loss}
  \end{align}

By \eqref{eq:loss}, \(\pd{E}{b} = out - t\).
% derivcheck: wrong at 1
\begin{eqnarray*}
  \pd{E}{w_k} &=& (t - out) x_k
\end{eqnarray*}

\[ \pd{E}{w_k} = out\, x_k \]
\end{document}
"""


def test_a_document_is_checked_with_its_macros_and_words(tmp_path: Path) -> None:
    path = tmp_path / "one.tex"
    path.write_text(DOCUMENT, encoding="utf-8")
    found, _ = check_path(str(path))
    told = [(r.line, r.column, r.verdict.word, r.expected) for r in found.relations]
    assert told == [
        (11, 33, "holds", True),
        (14, 16, "fails", True),
        (17, 16, "fails", False),
    ]
    assert found.problems == []


def test_a_document_takes_over_a_document(tmp_path: Path) -> None:
    (tmp_path / "model.tex").write_text(DOCUMENT, encoding="utf-8")
    path = tmp_path / "two.tex"
    page = (
        "% derivcheck: with model.tex\n$\\frac{\\partial E}{\\partial b} = out - t$\n"
    )
    path.write_text(page, encoding="utf-8")
    found, _ = check_path(str(path))
    assert [r.verdict.word for r in found.relations] == ["holds"]
