"""The table of names: what each was read as, why, and what else it could have been."""

from __future__ import annotations

import pytest

from derivcheck.pages import check_text
from derivcheck.reports.name_table import (
    NameRow,
    RowPlace,
    part_rows,
    row_objects,
    sections_of,
    table_lines,
)


def rows(text: str, *, guess: bool = False) -> list[NameRow]:
    """The rows of all parts of a page."""
    found = check_text(text, "page.md", guess=guess)
    return [row for part in sections_of(found) for row in part_rows(found, part)]


def told(text: str, *, guess: bool = False) -> dict[str, str]:
    """By each name: its role with shape and range, and why."""
    return {row.name: f"{row.told} | {row.why}" for row in rows(text, guess=guess)}


@pytest.mark.parametrize(
    ("page", "name", "row"),
    [
        (r"$x \in \mathbb{R}$ $$ y := x $$", "x", "input | declared, line 1"),
        ("$$ y := x $$", "x", "input | only read, line 1"),
        ("$$ y := x $$", "y", "defined | line 1"),
        (
            "$$ y := x $$\n\n$$ y = x $$\n\n$$ y := 2 x $$\n\n$$ y = 2 x $$",
            "y",
            "defined | defined again, line 5",
        ),
        (
            r"$p \in (0, 1]$ $$ y := p $$",
            "p",
            "input, in (0, 1] | declared, line 1",
        ),
        (
            r"$p \in \mathbb{R}_{>0}$ $$ y := p $$",
            "p",
            "input, in (0, ∞) | declared, line 1",
        ),
        (
            r"$t \in \{-1, 1\}$ $$ y := t $$",
            "t",
            "input, in {-1, 1} | declared, line 1",
        ),
        (
            r"$t \in \Delta$ $$ y := \sum_i t_i $$",
            "t",
            "input (free), on the simplex | declared, line 1",
        ),
        (
            r"$t \in \{\mathbf e_1, \dots, \mathbf e_n\}$ $$ y := \sum_i t_i $$",
            "t",
            "input (n), one-hot | declared, line 1",
        ),
        (
            r"$y \in \{1, \dots, C\}$, $u \in \mathbb{R}^C$ $$ L := u_y $$",
            "y",
            "label, 1 … C | declared, line 1",
        ),
        ("$$ f(z) := z^2 $$", "f(z)", "function | defined, line 1"),
        (
            r"$f : \mathbb{R} \times \mathbb{R} \to \mathbb{R}$ $$ y := f(a, b) $$",
            "f",
            "open function, of 2 arguments | declared, line 1",
        ),
        (
            r"$x \in \mathbb{R}^3$ $$ a := x_1, \quad y := a^2 $$",
            "a",
            "second name, of x_1 | defined, line 1",
        ),
        (r"$$ y := x \foo $$", "y", "defined | its definition is not read, line 1"),
        (
            r"$$ f(z) := z \foo $$",
            "f",
            "function | its definition is not read, line 1",
        ),
        (
            r"$$ y := \pi x $$",
            r"\pi",
            "constant, 3.14159… | the page gives no other, line 1",
        ),
        (
            r"$$ y := \sigma(x) $$",
            r"\sigma",
            "function, the logistic one | the page gives no other, line 1",
        ),
        (
            r"The set $\mathcal C := \{1, \dots, m\}$. "
            r"$$ y := \sum_{c \in \mathcal C} x_c $$",
            r"\mathcal{C}",
            "set, 1 … m | the page gives it, line 1",
        ),
    ],
)
def test_each_name_has_its_role_and_the_evidence(
    page: str, name: str, row: str
) -> None:
    assert told(page)[name] == row


@pytest.mark.parametrize(
    ("page", "name", "row"),
    [
        (
            r"$x_i \in \mathbb{R}$ for $i = 0, \dots, n$ $$ y := \sum_i x_i $$",
            "i",
            "index, 0 … n | its range, line 1",
        ),
        (
            r"$x \in \mathbb{R}^n$ $$ y := \sum_i x_i $$",
            "i",
            "index, 1 … n | below a big sign, line 1",
        ),
        (
            "$$ y_i := 2 x_i $$",
            "i",
            "index | on both sides of a definition, line 1",
        ),
        (
            r"$x \in \mathbb{R}^n$ $$ y := x^\top x $$ $$ x_k = x_k $$",
            "k",
            "index, 1 … n | an index of x, line 1",
        ),
        (
            r"$x \in \mathbb{R}^n$ $$ y := \sum_i x_i $$",
            "n",
            "size | a length of x, line 1",
        ),
        (
            r"$$ y := \sum_{i=1}^m x_i $$",
            "m",
            "size | the end of a range, line 1",
        ),
        (
            r"$$ net_h := w x, \quad net_o := v \tanh(net_h) $$",
            "h",
            "tag | nothing lets it run, below net, line 1",
        ),
        (
            r"$$ f := \sigma(z_f), \quad i := \tanh(z_i) $$",
            "f",
            "tag | a quantity of its own, line 1",
        ),
    ],
)
def test_letters_say_what_lets_them_run(page: str, name: str, row: str) -> None:
    assert told(page)[name] == row


def test_a_tag_in_words_is_no_question() -> None:
    assert "in" not in told(r"$$ y := W_{\mathrm{in}} x $$")


def test_a_name_is_told_as_the_page_writes_it() -> None:
    page = (
        r"$$ h_0 := x, \quad h_t := a h_{t-1}, \quad \gamma^{[2]} := h_3, \quad "
        r"p(y \mid x) := \tanh(x) $$ $$ p(y \mid x) = \tanh(x) $$"
    )
    names = [row.name for row in rows(page)]
    assert names[:5] == ["x", "h_t", "a", r"\gamma^{[2]}", r"p(y \mid x)"]


def test_a_choice_gives_the_reason_and_the_role_that_was_not_taken() -> None:
    page = "$$ out(h_1) := x^2 $$ $$ \\frac{\\partial out(h_1)}{\\partial x} = 2x $$"
    assert told(page)["out(h_1)"] == (
        "defined | its brackets hold no parameters, line 1; or a value of out"
    )


def test_what_is_taken_over_has_no_place() -> None:
    page = "<!-- derivcheck: with other.md -->\n\n$$ y = x^2 $$\n"
    found = check_text(page, load={"other.md": "$x > 0$ $$ y := x^2 $$"}.get)
    (part,) = sections_of(found)
    assert [(row.name, row.because, row.place) for row in part_rows(found, part)] == [
        ("x", "only in claims", RowPlace(3, 8)),
        ("y", "taken over", None),
    ]


def test_a_guess_says_so_with_the_other_roles() -> None:
    page = (
        "With $y = W x + b$ and $L = \\ell(y)$: $\\frac{\\partial L}{\\partial b} = 1$"
    )
    guessed = [row for row in rows(page, guess=True) if row.guessed]
    assert [row.name for row in guessed]
    assert all(row.because.startswith("read as ") for row in guessed)


def test_the_columns_are_aligned() -> None:
    table = [
        NameRow("x", "input", "declared", RowPlace(3, 1), "n"),
        NameRow("out_1", "defined", "defined", RowPlace(4, 1), others=("a tag",)),
        NameRow("t", "input", "declared", RowPlace(2, 1, "b.tex")),
    ]
    assert table_lines(table) == [
        "x      input (n)  declared, line 3",
        "out_1  defined    line 4; or a tag",
        "t      input      declared, line 2 of b.tex",
    ]


def test_the_rows_are_data_too() -> None:
    found = check_text("$$ y := x $$\n\n<!-- derivcheck: fresh -->\n\n$$ z := 2 $$")
    assert [(row["section"], row["name"]) for row in row_objects(found)] == [
        (1, "x"),
        (1, "y"),
        (2, "z"),
    ]
    assert row_objects(found)[0] == {
        "section": 1,
        "name": "x",
        "role": "input",
        "shape": "",
        "range": "",
        "because": "only read",
        "line": 1,
        "column": 9,
        "path": None,
        "guessed": False,
        "else": [],
    }
