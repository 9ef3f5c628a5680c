"""What was read: each statement with its kind and place, and what each name is."""

from __future__ import annotations

import pytest

from derivcheck.pages.page_check import check_text
from derivcheck.reports.readback import described, reading_lines, readings


def lines(text: str) -> list[str]:
    return reading_lines(check_text(text, "page.md"), text)


def said(text: str) -> list[tuple[str, str]]:
    """The kind and text of all that a page states."""
    return [one for found in readings(check_text(text)).values() for one in found]


@pytest.mark.parametrize(
    ("tex", "kind", "text"),
    [
        (r"x \in \mathbb{R}^n", "declaration", r"x \in \mathbb{R}^n"),
        (r"i = 1, \dots, n", "declaration", r"i = 1, \dots, n"),
        (r"f : \mathbb{R} \to \mathbb{R}", "declaration", None),
        (r"y := 2  x^2", "definition", "y := (2 · (x ^ 2))"),
        (r"\text{assume } x = 1", "assumption", "x = 1"),
        (r"x \leftarrow x - 1", "assignment", r"x \leftarrow x - 1"),
        ("x = 1", "claim", "x = 1"),
        (r"x = 1 \quad \text{if } x > 0", "claim", "x = 1  if x > 0"),
        ("x", "words", "x"),
    ],
)
def test_each_statement_is_told_with_its_kind(
    tex: str, kind: str, text: str | None
) -> None:
    assert said(rf"$x \in \mathbb{{R}}$ $$ {tex} $$")[1] == (kind, text or tex)


def test_a_definition_of_an_array_is_told_by_its_entries_counted_from_one() -> None:
    page = r"$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ $$ z := W x $$"
    assert said(page)[-1] == ("definition", "z[·1] := sum(·2: (W[·1,·2] · x[·2]))")


def test_a_claim_beside_a_definition_is_told_too() -> None:
    assert said(r"$$ y := x + x = 2 x $$") == [
        ("definition", "y := (x + x)"),
        ("claim", "(x + x) = (2 · x)"),
    ]


def test_words_in_the_running_text_state_nothing() -> None:
    assert said("$x$ and $y$") == []


def test_definitions_are_found_behind_those_that_were_taken_over() -> None:
    page = "<!-- derivcheck: with other.md -->\n\n$$ z := 2 y $$\n"
    found = check_text(page, load={"other.md": "$$ y := x^2, w := 3 x $$"}.get)
    (told,) = readings(found).values()
    assert told == [("definition", "z := (2 · y)")]


def test_the_names_come_first_and_then_each_line_with_its_place() -> None:
    page = "$x \\in \\mathbb{R}^n$\n\n$$\ny := \\sum_i x_i\n$$\n\n$$ y = \\foo $$\n"
    assert lines(page) == [
        "page.md",
        "  x  input (n)     declared, line 1",
        "  y  defined       line 4",
        "  n  size          a length of x, line 1",
        "  i  index, 1 … n  below a big sign, line 4",
        r"  line    1  declaration  x \in \mathbb{R}^n",
        "  line    4  definition   y := sum(i: x[i])",
        r"  line    7  not read     the command \foo is not known; "
        r"if it is a macro, put its \newcommand on the page",
    ]


def test_what_was_spelled_otherwise_stands_below_the_names() -> None:
    page = "Let $z_a := a u$ and $z_b := b u$. $$ h_c := z_a z_b $$ $$ h_c = a b u^2 $$"
    page = "$$ out(h_1) := x^2 $$ $$ \\frac{d\\,out(h_1)}{dx} = 2x $$"
    told = [line for line in lines(page) if "read as" in line]
    assert told == [
        "  read as: out(…) is one name (out(…) is given, and its brackets hold no list "
        "of parameters)"
    ]


def test_sections_are_numbered_where_there_are_more_than_one() -> None:
    page = "$$ y := x $$\n\n<!-- derivcheck: fresh -->\n\n$$ y := 2 x $$\n"
    titles = [line for line in lines(page) if not line.startswith(" ")]
    assert titles == ["page.md, section 1", "page.md, section 2"]


def test_a_mistake_that_spoils_several_relations_is_told_once() -> None:
    told = [line for line in lines("$$ 1 = \\foo = 2 = 3 $$") if "not read" in line]
    assert told == [
        r"  line    1  not read     the command \foo is not known; "
        r"if it is a macro, put its \newcommand on the page"
    ]


def test_a_condition_is_told_once_with_its_claim() -> None:
    page = "For $i, j = 1, \\dots, n$ with $y_i \\in \\mathbb{R}$:\n\n$$\n"
    page += "\\frac{\\partial y_i}{\\partial y_j} = 0 \\quad \\text{if } i \\ne j\n$$\n"
    told = [line for line in lines(page) if "≠" in line or r"\ne" in line]
    assert told == ["  line    4  claim        (∂y[i] / ∂y[j]) = 0  if i ≠ j"]


def test_what_is_told_of_a_side_keeps_its_braces() -> None:
    page = "$W \\in \\mathbb{R}^{n \\times n}$\n\n$$\n{W}^\\top = W^\\top\n$$\n"
    (relation,) = check_text(page).relations
    assert (relation.left, relation.right) == (r"{W}^\top", r"W^\top")


def test_problems_come_first() -> None:
    found = lines("$$ y := \\foo $$\n")
    assert (
        found[0] == r"page.md:1:9: the command \foo is not known; "
        r"if it is a macro, put its \newcommand on the page"
    )


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("", ["page.md: the page is empty"]),
        (" \n", ["page.md: the page is empty"]),
        ("Prose.", ["page.md: no mathematics states anything"]),
        ("The $x$.", ["page.md: no mathematics states anything"]),
    ],
)
def test_a_page_that_states_nothing_says_so(page: str, told: list[str]) -> None:
    assert lines(page) == told


def test_names_are_described_by_what_they_are_and_their_shape() -> None:
    page = (
        r"$W \in \mathbb{R}^{m \times n}$, $k = 1, \dots, n$, $y \in \{1, \dots, n\}$, "
        r"$u_k \in \mathbb{R}$"
        "\n\n$$ z_k := u_k + W_{1k} $$\n\n$$ z_y = z_y $$\n"
    )
    machine = check_text(page).pieces[0].machine
    assert machine is not None
    assert described(machine.model) == {
        "W": "input (m × n)",
        "y": "label",
        "u": "input (n)",
        "z": "defined (n)",
    }
