"""The report as HTML: the same content as the text, escaped, with marks for a style."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from derivcheck.__main__ import main
from derivcheck.checking.records import Found
from derivcheck.pages.page_check import check_text
from derivcheck.reports.counting import totals
from derivcheck.reports.explanation import story
from derivcheck.reports.html import as_html, page_html, story_html, totals_html
from derivcheck.reports.text_and_json import relation_lines

MODEL = r"""Inputs $x_k \in \mathbb{R}$ with $k = 1, \dots, n$ and $t_k \in \mathbb{R}$.

$$
y := \sum_k w_k x_k
$$

"""
CHAIN = r"""$$
\begin{aligned}
2 y &= y + y \\
&= 3 y
\end{aligned}
$$

"""


def checked(text: str) -> tuple[Found, list[str]]:
    return check_text(text, "a<b.md"), text.split("\n")


def element(markup: str) -> Tag:
    found = BeautifulSoup(markup, "html.parser").find(True)
    assert isinstance(found, Tag)
    return found


def items(markup: str) -> list[str]:
    return [item.get_text() for item in element(markup).select("li")]


def test_a_relation_that_fails_is_shown_with_its_sign_marked_and_all_that_is_told() -> (
    None
):
    page, source = checked(MODEL + CHAIN)
    found = element(story_html(story(page, page.relations[1], source)))
    assert found["class"] == ["derivcheck-story", "derivcheck-fails"]
    word = found.select_one(".derivcheck-word")
    assert word is not None
    assert word.get_text() == "a<b.md:10:2: fails"
    line = found.select_one("pre")
    assert line is not None
    assert line.get_text() == "y + y\n&= 3 y"
    assert [mark.get_text() for mark in line.select("mark")] == ["="]
    assert [item.get_text() for item in found.select("li")] == [
        "Left 2, right 3, where n = 1, w_1 = 1, x_1 = 1",
        "Relation 1 of this display holds",
        "2 for 3, so 2 y: holds",
        "on the left, with the term y once more, so y + y + y: holds",
        "The ends of this chain differ too",
        "Read as (y + y) = (3 · y)",
    ]


@pytest.mark.parametrize("hints", [False, True])
def test_the_text_and_the_html_tell_the_same_in_the_same_order(hints: bool) -> None:
    page, source = checked(MODEL + CHAIN)
    relation = page.relations[1]
    lines = relation_lines(page, relation, source, hints=hints)
    told = items(story_html(story(page, relation, source, hints=hints)))[:-2]
    plain = [line.strip().replace("`", "").lower() for line in lines[4:]]
    assert [item.lower() for item in told] == plain


def test_a_relation_that_holds_says_what_that_rests_on() -> None:
    assume = "$$\n\\text{assume } \\sum_k t_k = 1\n$$\n\n"
    page, source = checked(f"{MODEL}{assume}$$\ny \\sum_k t_k = y\n$$\n")
    told = items(story_html(story(page, page.relations[0], source)))
    assert told[0] == "Tried at 6 points, 6 values compared"
    assert told[1] in {"With n = 2; with n = 3", "With n = 3; with n = 2"}
    assert re.fullmatch(
        r"The sides agree (within \d\.\de-\d\d of their scale|to the last digit)",
        told[2],
    )
    assert told[3:] == [
        r"Needs \sum_k t_k = 1",
        "Read as (y · sum(k: t[k])) = y",
    ]


def test_what_is_not_understood_is_marked_where_the_reading_stopped() -> None:
    page, source = checked(MODEL + "$$\ny = q\n$$\n")
    markup = story_html(story(page, page.relations[0], source))
    assert "<code>y = <mark>q</mark></code>" in markup
    assert items(markup) == ["q is not defined or declared"]


def test_formulas_are_handed_to_the_typesetter() -> None:
    page, source = checked(MODEL + CHAIN)
    asked: list[str] = []

    def typeset(tex: str) -> str:
        asked.append(tex)
        return "<i>F</i>"

    markup = story_html(story(page, page.relations[1], source), typeset=typeset)
    assert asked == ["2", "3", "2 y", "y", "y + y + y"]
    formula = '<span class="derivcheck-formula"><i>F</i></span>'
    assert f'<li class="derivcheck-repair">{formula} for ' in markup
    assert "<code>n = 1</code>,</span>" in markup


def test_whatever_a_page_says_is_escaped() -> None:
    text = "$$\n<script> = q\n$$\n\n<!-- derivcheck: <b> -->\n"
    page, source = checked(text)
    markup = as_html([page], {page.path: text})
    assert "<script" not in markup
    assert "<b>" not in markup
    assert html.escape("a<b.md") in markup
    assert "unknown directive &#x27;&lt;b&gt;&#x27;" in page_html(page, source)


def test_a_page_shows_what_is_not_as_it_wants_and_its_totals() -> None:
    wrong = f"<!-- derivcheck: wrong at 2 -->\n\n{CHAIN}"
    page, source = checked(MODEL + CHAIN + wrong)
    markup = page_html(page, source)
    assert markup.count("derivcheck-story") == 1
    assert (
        '<p class="derivcheck-totals">4 relations: 2 hold, 1 is wrong on purpose, '
        "<strong>1 unexpected</strong>; "
        "12 values compared (12 points, counted for each relation).</p>"
    ) in markup


def test_a_page_that_is_well_says_what_it_rests_on() -> None:
    page, source = checked(MODEL + "$$\n2 y = y + y\n$$\n")
    markup = page_html(page, source)
    assert (
        '">1 relation: 1 holds; 6 values compared (6 points, counted for each '
        "relation).</p>"
    ) in markup
    assert items(f"<div>{markup}</div>") == [
        "each that holds was tried at 6 points; 6 values of 1 relation compared",
        "sizes tried: n = 2; n = 3",
        "inputs: x (n), t (n), w (n)",
    ]


def test_the_document_is_whole_and_runs_nothing() -> None:
    text = MODEL + CHAIN
    page, _ = checked(text)
    soup = BeautifulSoup(as_html([page, page], {page.path: text}), "html.parser")
    assert [heading.get_text() for heading in soup.select("h1, h2")] == [
        "Verdicts",
        "a<b.md",
        "a<b.md",
    ]
    assert soup.select("script, link, [style], [onclick]") == []
    last = soup.select("main > p")[-1].get_text()
    assert last.startswith("2 pages: 4 relations: 2 hold, 2 unexpected;")


def test_the_totals_of_pages_name_what_is_there() -> None:
    page, _ = checked(MODEL + CHAIN)
    assert totals_html(totals([page])) == (
        "2 relations: 1 holds, <strong>1 unexpected</strong>; "
        "6 values compared (6 points, counted for each relation)."
    )


def test_the_command_prints_the_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(MODEL + CHAIN)
    assert main(["check", "--html", str(page)]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("<!doctype html>")
    assert "Relation 1 of this display holds" in printed
