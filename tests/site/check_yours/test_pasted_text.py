"""What people paste becomes a page, and each place leads back to what was pasted."""

from __future__ import annotations

import pytest

from derivcheck.pages.page_check import check_text
from derivcheck.site.check_yours.pasted_text import page_of

DOCUMENT = r"""\documentclass{article} % a class
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\usepackage{amsmath}
\begin{document}
A sum, 100\% sure: % $z = 0$ is no claim
\begin{equation}
z := 2 x
\end{equation}
\begin{verbatim}
$z = 0$
\end{verbatim}
\[ \pd{z}{x} = 2 \]
\end{document}
\[ z = 0 \]
"""


def verdicts(text: str) -> list[str]:
    found = check_text(page_of(text).text)
    assert found.problems == []
    return [relation.verdict.word for relation in found.relations]


def test_a_page_of_markdown_stays_as_it_is() -> None:
    text = "# Title\n\n$$ y := x $$\n\nSo $y = x$.\n"
    assert page_of(text).text == text + "\n"


def test_a_latex_document_is_read_from_its_beginning_to_its_end() -> None:
    assert verdicts(DOCUMENT) == ["holds"]


def test_a_word_to_the_checker_in_a_latex_document_is_one_to_the_page() -> None:
    wrong = "% derivcheck: wrong at 1\n\\[ z = 0 \\]\n\\end{document}"
    text = DOCUMENT.replace("\\end{document}", wrong)
    found = check_text(page_of(text).text)
    assert [r.verdict.word for r in found.relations] == ["holds", "fails"]
    assert found.good


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        ("$z = 2 x", "closed by $"),
        ("\\[ z = 2 x", "not closed by \\]"),
        ("\\begin{numcases}{z} 2 x \\end{numcases}", "numcases"),
    ],
)
def test_what_a_latex_document_leaves_open_is_told(slip: str, message: str) -> None:
    text = DOCUMENT.replace("\\begin{verbatim}", f"{slip}\n\n\\begin{{verbatim}}")
    (problem,) = page_of(text).problems
    assert message in problem.message
    assert (text.split("\n")[problem.line - 1], problem.column) == (slip, 1)


def test_bare_formulas_are_displays_and_sentences_stay_sentences() -> None:
    assert verdicts("Let us say so.\n\ny := x^2\n\n\\frac{dy}{dx}\n= 2 x") == ["holds"]


def test_bare_lines_with_a_relation_each_are_statements_of_their_own() -> None:
    lines = ["y := x^2 +", " 3 x", "z := 2 * (y", "  = y + y)", "dz/dx = 4 x", "= 6"]
    text = page_of("\n".join(lines)).text
    assert text.split("$$\n")[1::2] == [
        "y := x^2 +\n 3 x\n",
        "z := 2 * (y\n  = y + y)\n",
        "dz/dx = 4 x\n= 6\n",
    ]
    assert verdicts("y := x^2\nz := 2*y\ndz/dx = 4 x") == ["holds"]
    rows = "y &:= x \\\\\nz &:= y"
    assert page_of(rows).text == f"$$\n{rows}\n$$\n\n"


def test_spaces_of_web_pages_are_spaces() -> None:
    assert verdicts("$$ y :=\u00a0x $$\n\n$$ y\u2009=\u00a0x $$") == ["holds"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("$$ y := x $$\n\n$$ y = 2 x $$", 3),
        ("y := x\n\ny\n= 2 x", 4),
        (DOCUMENT.replace("= 2 \\]", "= 3 \\]"), 12),
    ],
    ids=["Markdown", "bare", "document"],
)
def test_a_place_of_the_page_leads_back_to_the_text(text: str, line: int) -> None:
    pasted = page_of(text)
    (relation,) = check_text(pasted.text).relations
    assert text[pasted.place(relation.start)] == "="
    assert pasted.line(relation.start) == line


def test_a_macro_of_the_preamble_leads_back_to_its_column() -> None:
    pasted = page_of(DOCUMENT)
    place = pasted.place(pasted.text.index("newcommand"))
    assert DOCUMENT[place : place + 10] == "newcommand"


def test_what_is_said_first_stands_above_the_text_and_inside_a_document() -> None:
    assert page_of("$$ y = x $$").top == 0
    pasted = page_of(DOCUMENT)
    assert DOCUMENT[pasted.place(pasted.top) :].startswith("A sum,")


def test_a_word_to_the_checker_above_bare_formulas_is_no_formula() -> None:
    text = "<!-- derivcheck: layout numerator -->\n\ny := x"
    assert page_of(text).bare
    assert page_of(text).text == text.replace("y := x", "$$\ny := x\n$$\n\n")


@pytest.mark.parametrize(
    ("text", "is_display"),
    [
        ("Let s = 1/(1+e^{-x}). Then ds/dx = s(1-s).", False),
        ("y = x^2 and dy/dx = 2 x", True),
        (r"y = x \quad \text{for the case that } x = 1 \text{ and so on}", True),
    ],
)
def test_words_between_bare_formulas_make_a_sentence(
    text: str, is_display: bool
) -> None:
    assert page_of(text).text.startswith("$$") == is_display
