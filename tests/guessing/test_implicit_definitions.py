"""Which claims look like definitions: the first with a name that nothing gives."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from derivcheck.checking.records import Found
from derivcheck.pages.fixing import with_definitions
from derivcheck.pages.page_check import check_text
from tests.docs import MARKDOWN, checked

ROOT = Path(__file__).parents[2]
CASE = re.compile(r"^(?P<title>.+)\n\.\n(?P<text>(?:.*\n)*?)\.$", re.M)
FIXTURE = ROOT / "tests" / "fixtures" / "definitions.md"
CASES = list(CASE.finditer(FIXTURE.read_text(encoding="utf-8")))
MODEL = {"model.md": "$$ E := x^2 $$\n"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_claims_that_look_like_definitions(case: re.Match[str]) -> None:
    text = re.sub("[«»]", "", case["text"])
    found = check_text(text, load=MODEL.get)
    lines = text.split("\n")
    for line, column, _ in reversed(found.definitions):
        before, after = lines[line - 1][: column - 1], lines[line - 1][column:]
        lines[line - 1] = f"{before}«=»{after}"
    assert "\n".join(lines) == case["text"]
    assert found.mistakes == []


def test_what_is_defined_is_named_as_the_page_writes_it() -> None:
    page = (
        "$$\n\\begin{aligned}\nnet_{h_i}  &= w_i x,\\\\ f(x) &= x^2\n\\end{aligned}\n$$"
    )
    assert check_text(page).definitions == [(3, 13, "net_{h_i}"), (3, 30, "f(x)")]


PAGES = {
    path.name: path.read_text(encoding="utf-8")
    for folder in ("tests/cases", "docs")
    for path in sorted((ROOT / folder).glob("*.md"))
}
RESTORED = 0.81


def signs(text: str) -> set[int]:
    """Where `:=` stands, in the text without its colons."""
    return {m.start() - n for n, m in enumerate(re.finditer(":=", text))}


def of_page(name: str, raw: bytes) -> Found:
    """The verdicts on a page with some of its signs, or with all, as it is."""
    if raw.decode() == MARKDOWN.get(name):
        return checked(name)
    return check_text(raw.decode(), load=PAGES.get)


def test_definitions_of_real_pages_are_found_and_nothing_else_is() -> None:
    there, restored = 0, 0
    for name, text in PAGES.items():
        plain = text.replace(":=", "=")
        check = partial(of_page, name)
        found = signs(with_definitions(plain.encode(), check).decode())
        wanted = signs(text)
        assert found <= wanted, name
        there += len(wanted)
        restored += len(found)
    assert restored > RESTORED * there
