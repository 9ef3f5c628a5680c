"""Symbols: what each is, where it is declared, and its places in the displays."""

from __future__ import annotations

import markdown
import pytest
from bs4 import BeautifulSoup

from derivcheck.pages.page_check import check_text
from derivcheck.site.glossary import GlossaryEntry, symbols, wrapped
from derivcheck.site.katex import KatexRejects, typeset, typeset_findable

MODEL = r"""Inputs $x_k \in \mathbb{R}$ with $k = 1, \dots, n$.

$$
net_i := \sum_k w_{ik} x_k
$$

"""
SLOPE = r"""$$
\frac{\partial net_i}{\partial x_k} = w_{ik}
\label{eq:slope}
$$

"""


def uses(text: str) -> list[list[str]]:
    """The symbols of each display, as they are written there."""
    found = check_text(text)
    spans = symbols(found, text, None).spans
    tex = {p.mathematics.start: p.mathematics.tex for p in found.pieces}
    return [[tex[at][a:b] for a, b, _ in spans[at]] for at in spans]


def test_every_use_of_a_name_is_found_where_it_stands() -> None:
    assert uses(MODEL + SLOPE) == [
        ["net_i", "w_{ik}", "x_k"],
        ["net_i", "x_k", "w_{ik}"],
    ]


def test_a_symbol_says_what_it_is_its_shape_and_where_it_is_declared() -> None:
    text = MODEL + SLOPE
    known = symbols(check_text(text), text, None).known
    assert [(one.tex, one.what) for one in known] == [
        ("net_i", "defined (free)"),
        ("w_{ik}", "input (free × n)"),
        ("x_k", "input (n)"),
    ]
    display, inline = text.index("$$"), text.index("$x_k")
    assert [one.declared for one in known] == [display, None, inline]


def test_a_symbol_of_a_page_that_is_taken_over_leads_to_its_equation() -> None:
    other = MODEL.replace("x_k\n$$", "x_k\n\\label{eq:net}\n$$")
    text = f"<!-- derivcheck: with other.md -->\n\n{SLOPE}"
    load = {"other.md": other}.get
    known = symbols(check_text(text, load=load), text, load).known
    assert known == (
        GlossaryEntry("net_i", "defined (free)", "", None, ("other.md", "eq:net")),
        GlossaryEntry("x_k", "input (n)", "", None, ("other.md", "")),
        GlossaryEntry("w_{ik}", "input (free × n)", "", None, ("other.md", "")),
    )


def test_a_name_in_two_sections_is_two_symbols_where_it_differs() -> None:
    again = "<!-- derivcheck: fresh -->\n\n"
    text = (
        MODEL
        + SLOPE
        + again
        + MODEL.replace(r"\sum", r"2 \sum")
        + ("$$\nnet_i = net_i + 0\n$$\n")
    )
    known = symbols(check_text(text), text, None).known
    assert [one.tex for one in known].count("net_i") == 2


def test_the_latex_with_marks_is_the_same_formula() -> None:
    tex = r"a_i^2 + b"
    assert wrapped(tex, ((0, 5, 0), (8, 9, 3))) == (
        r"{\htmlData{s=0}{a_i^2}} + {\htmlData{s=3}{b}}"
    )


def test_the_glyphs_bear_the_number_and_the_latex_is_as_it_was() -> None:
    tex = r"\frac{net_i}{x}"
    shown = typeset_findable(tex, display=True, marked=wrapped(tex, ((6, 11, 7),)))
    assert shown.count('data-s="7"') == 1
    assert rf">{tex}</annotation>" in shown


def test_a_formula_that_marks_would_part_is_typeset_without_them() -> None:
    tex = r"a^b c"
    plain = typeset_findable(tex, display=True)
    assert (
        typeset_findable(tex, display=True, marked=r"a^{\htmlData{s=1}{b} c") == plain
    )


@pytest.mark.parametrize("tex", [r"\htmlData{s=1}{x}", r"\href{x}{y}"])
def test_a_page_gives_no_data_and_no_links_by_itself(tex: str) -> None:
    with pytest.raises(KatexRejects):
        typeset(tex, display=True)
    with pytest.raises(KatexRejects):
        typeset_findable(tex, display=True, marked=tex)


def test_the_page_lists_its_symbols_with_links_that_lead_somewhere() -> None:
    page = markdown.markdown(
        MODEL + SLOPE,
        extensions=["pymdownx.arithmatex", "derivcheck.markdown"],
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "derivcheck.markdown": {"page": "page.md", "check": True},
        },
    )
    soup = BeautifulSoup(page, "html.parser")
    items = soup.select("derivcheck-symbols li")
    assert [item["id"] for item in items] == [
        f"derivcheck-symbol-{number}" for number in range(3)
    ]
    assert [
        item.find_all("span", recursive=False)[-1].get_text() for item in items
    ] == [
        ": defined (free); ",
        ": input (free × n)",
        ": input (n); ",
    ]
    links = [str(link["href"]) for link in soup.select("derivcheck-symbols a")]
    assert links == ["#declared-2", "#declared-1"]
    assert all(soup.select_one(link) is not None for link in links)
    used = {str(one["data-s"]) for one in soup.select("[data-s]")}
    assert used == {"0", "1", "2"}
