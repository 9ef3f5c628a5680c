"""True derivatives: what is told of a line that fails, and that it is true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derivcheck.checking.records import Found, Relation
from derivcheck.diagnosis import true_derivative as told
from derivcheck.diagnosis.derivation import term_algebra as expansion
from derivcheck.diagnosis.diagnosis import DIAGNOSED
from derivcheck.diagnosis.failing_claim import Bench, bench_for, writer_for
from derivcheck.diagnosis.true_derivative import answer
from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import CodeBlock
from derivcheck.pages.page_check import check_text
from derivcheck.reports.text_and_json import as_json, as_text
from tests.docs import MARKDOWN, checked

FIXTURE = Path(__file__).parents[1] / "fixtures" / "true-derivatives.md"
TEXT = FIXTURE.read_text("utf-8")
UNIT = r"""
$$
net := \sum_k w_k x_k + b, \qquad out := \frac{1}{1 + e^{-net}}
$$

$$
\frac{\partial out}{\partial net} = out (1 + out)
$$
"""
TRUE = r"\frac{\partial out}{\partial net} = out (1 - out)"


def line(relation: Relation, page: Found) -> str | None:
    """The derivative that is told of a relation."""
    bench = bench_for(relation)
    if bench is None:
        return None
    found = answer(bench, writer_for(bench, page.pieces))
    return None if found is None else found.text


def with_lines(text: str, page: Found) -> tuple[str, int]:
    """A page with what is told of each wrong line in a display after it."""
    lines, many = text.split("\n"), 0
    wrong = [r for r in page.relations if r.verdict.word in DIAGNOSED]
    for relation in sorted(wrong, key=lambda r: r.line, reverse=True):
        true = line(relation, page)
        if true is None:
            continue
        many += 1
        here = lines[relation.line - 1]
        indent = " " * (len(here) - len(here.lstrip()))
        at = relation.line
        while lines[at - 1].strip() != "$$":
            at += 1
        lines[at:at] = ["", *(indent + part for part in ("$$", true, "$$")), ""]
    return "\n".join(lines), many


def test_each_wrong_line_of_the_fixture_gets_the_line_below_it() -> None:
    page = check_text(TEXT, "true-derivatives.md", load=MARKDOWN.get)
    assert page.problems == []
    blocks = [b.code for b in read_page(TEXT).code if isinstance(b, CodeBlock)]
    found = [line(relation, page) for relation in page.relations]
    assert [f"true: {one}\n" if one else "nothing\n" for one in found] == blocks


@pytest.mark.parametrize("name", ["true-derivatives.md", *MARKDOWN])
def test_what_is_told_holds_where_it_stands_on_the_page(name: str) -> None:
    text = MARKDOWN.get(name, TEXT)
    page = checked(name) if name in MARKDOWN else check_text(text, load=MARKDOWN.get)
    longer, many = with_lines(text, page)
    if not many:
        return  # the page is as it was
    again = check_text(longer, name, load=MARKDOWN.get)
    before = [r for r in page.relations if r.verdict.word != "holds"]
    after = [r for r in again.relations if r.verdict.word != "holds"]
    assert [(r.left, r.right) for r in after] == [(r.left, r.right) for r in before]
    assert len(again.relations) == len(page.relations) + many


def test_it_is_the_last_line_of_a_report_and_a_field_of_the_json() -> None:
    page = check_text(UNIT, "a.md")
    assert as_text([page], {"a.md": UNIT}).splitlines()[-2] == f"    true: {TRUE}"
    (found,) = json.loads(as_json([page]))["pages"]
    assert [relation["derivative"] for relation in found["relations"]] == [TRUE]


def told_of(claim: str) -> list[str]:
    """The derivatives that are told of a display about the unit."""
    page = UNIT.replace(r"\frac{\partial out}{\partial net} = out (1 + out)", claim)
    lines = as_text([check_text(page, "a.md")], {"a.md": page}).splitlines()
    return [one.strip() for one in lines if one.strip().startswith("true: ")]


def test_a_chain_that_is_right_up_to_a_line_gets_its_first_side() -> None:
    begun = r"\frac{\partial out}{\partial net} = out - out^2"
    assert told_of(f"{begun} = out (1 + out)") == [f"true: {TRUE}"]
    broken = r"\frac{\partial out}{\partial net} = out + out^2"
    assert told_of(f"{broken} = out (2 + out)") == [f"true: {TRUE}"]


def test_a_side_that_is_no_derivative_gets_none() -> None:
    assert told_of("out = net") == []
    assert told_of(r"\frac{\partial out}{\partial net} < out - out") == []


def test_a_hint_leaves_it_out() -> None:
    page = check_text(UNIT, "a.md")
    assert "true:" not in as_text([page], {"a.md": UNIT}, hints=True)
    (found,) = json.loads(as_json([page], hints=True))["pages"]
    assert [relation["derivative"] for relation in found["relations"]] == [None]


def test_what_is_not_confirmed_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = check_text(UNIT, "a.md")
    monkeypatch.setattr(Bench, "holds", lambda bench, claim: False)
    assert line(page.relations[0], page) is None


def test_what_is_long_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = check_text(UNIT, "a.md")
    monkeypatch.setattr(told, "LONGEST", len(TRUE))
    assert line(page.relations[0], page) == TRUE
    monkeypatch.setattr(told, "LONGEST", len(TRUE) - 1)
    assert line(page.relations[0], page) is None


def test_what_takes_too_many_terms_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = check_text(UNIT, "a.md")
    monkeypatch.setattr(expansion, "MOST_NODES", 10)
    assert line(page.relations[0], page) is None
