"""Each way to write a fence: it runs, or says why not; and superfences agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown
import pytest
from pymdownx.superfences import highlight_validator

from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import PYTHON, HiddenCode, Page
from derivcheck.pages.page_check import check_text
from derivcheck.sybil.items import (
    Holds,
    MustFail,
    PageTest,
    Prints,
    Runs,
    Wrong,
    items_of,
)
from tests.docs import MARKDOWN, checked

FENCES = Path(__file__).parents[1] / "fixtures" / "fences.md"
CASE = re.compile(
    r"^(?P<title>.+)\n\.\n(?P<text>(?:.*\n)*?)\.\n(?P<wanted>(?:.*\n)*?)\.$", re.M
)
CASES = list(CASE.finditer(FENCES.read_text(encoding="utf-8")))
EXTENSIONS = [
    *("admonition", "attr_list", "footnotes", "md_in_html", "tables"),
    *("pymdownx.details", "pymdownx.highlight", "pymdownx.superfences"),
    "pymdownx.tabbed",
]


def described(page: Page) -> str:
    """What the blocks of a page are as tests, one a line, as the fixture has them."""
    return "\n".join(
        _described(page, item) for item in items_of(page, check_text(page.text))
    )


def _described(page: Page, item: PageTest) -> str:
    match item:
        case Runs(block=block):
            return f"runs {block.code!r}"
        case MustFail(block=block):
            return f"must fail {block.code!r}"
        case Prints(block=block):
            return f"prints {block.code!r}"
        case Holds(relations=relations):
            return f"holds {len(relations)}"
        case Wrong(start=start, message=message):
            return f"wrong in line {page.place(start)[0]}: {message}"


def shown_as_python(text: str) -> list[str]:
    """The Python that the site would show, in reading order, by asking superfences."""
    shown: list[str] = []

    def keep(source: str, *_: Any, **__: Any) -> str:
        shown.append(source)
        return f"<pre>block {len(shown) - 1}.</pre>"

    def fence(name: str) -> dict[str, object]:
        validator = highlight_validator
        return {"name": name, "class": name, "format": keep, "validator": validator}

    fences = [fence(name) for name in sorted(PYTHON | {"Python"})]
    config: dict[str, dict[str, Any]] = {
        "pymdownx.superfences": {"custom_fences": fences},
        "pymdownx.tabbed": {"alternate_style": True},
    }
    html = markdown.markdown(text, extensions=EXTENSIONS, extension_configs=config)
    seen = re.sub(r"<!--.*?-->", "", html, flags=re.S)
    return [shown[int(n)] for n in re.findall(r"<pre>block (\d+)\.</pre>", seen)]


def run_as_python(items: list[PageTest]) -> Iterator[str]:
    """The Python that the tests would run, hidden code apart."""
    for item in items:
        if isinstance(item, Runs | MustFail) and not isinstance(item.block, HiddenCode):
            yield item.block.code.rstrip("\n").expandtabs(4)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_each_form_of_a_fence_becomes_what_the_fixture_says(
    case: re.Match[str],
) -> None:
    assert described(read_page(case["text"])) == case["wanted"].rstrip("\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_the_site_shows_as_python_is_what_runs(case: re.Match[str]) -> None:
    items = items_of(read_page(case["text"]), check_text(case["text"]))
    ran = list(run_as_python(items))
    if any(isinstance(item, Wrong) for item in items):
        assert set(ran) <= {"print(1)"}  # the block before an output block
    else:
        assert ran == shown_as_python(case["text"])


@pytest.mark.parametrize(
    "case", [c for c in CASES if "the site shows no code" in c["wanted"]], ids=str
)
def test_what_is_said_not_to_be_shown_is_not_shown(case: re.Match[str]) -> None:
    assert shown_as_python(case["text"]) == []


@pytest.mark.parametrize("name", MARKDOWN)
def test_no_block_of_the_site_escapes_its_test(name: str) -> None:
    text = MARKDOWN[name]
    items = items_of(read_page(text), checked(name))
    assert list(run_as_python(items)) == shown_as_python(text)


def test_the_fixture_is_read_to_its_end() -> None:
    text = FENCES.read_text(encoding="utf-8")
    assert len(CASES) == text.count("\n.\n\n") + 1 > 60


def names(text: str) -> list[str]:
    return [item.name for item in items_of(read_page(text), check_text(text))]


BLOCK = "```python\nprint(1)\n```\n\n"
OUTPUT = "```{.text .output}\n1\n```\n\n"
HIDDEN = "<!-- invisible-code-block: python\nx = 1\n-->\n\n"


def test_an_item_is_named_by_heading_kind_and_number() -> None:
    page = (
        f"{HIDDEN}# The chain rule\n\n{BLOCK}{OUTPUT}{BLOCK}## Étude {{#e}}\n\n{BLOCK}"
    )
    assert names(page) == [
        "top-setup1",
        "the-chain-rule-python1",
        "the-chain-rule-output1",
        "the-chain-rule-python2",
        "etude-python1",
    ]


def test_a_heading_that_stands_twice_names_two_sections() -> None:
    page = f"# Check\n\n{BLOCK}# Check\n\n{BLOCK}# 検\n\n{BLOCK}"
    assert names(page) == ["check-python1", "check_1-python1", "section-python1"]


def test_a_comment_in_code_is_no_heading() -> None:
    commented = "```python\n# Not a heading\nprint(1)\n```\n\n"
    assert names(f"# One\n\n{commented}{BLOCK}") == ["one-python1", "one-python2"]


def test_an_edit_in_another_section_renames_nothing() -> None:
    page = f"# One\n\n{BLOCK}# Two\n\n{BLOCK}{OUTPUT}"
    edited = f"Text\n\n# One\n\n{BLOCK}{BLOCK}{OUTPUT}# Two\n\nText\n\n{BLOCK}{OUTPUT}"
    assert names(page)[-2:] == names(edited)[-2:] == ["two-python1", "two-output1"]


def test_mathematics_is_an_item_where_it_states_a_relation() -> None:
    page = "# One\n\n$y := x$ and $z := x$.\n\n$$\ny = z\n$$\n\nSo $y + 1 = x + 1$.\n"
    items = items_of(read_page(page), check_text(page))
    assert [item.name for item in items] == ["one-math1", "one-math2"]
    for item in items:
        assert isinstance(item, Holds)
        assert [relation.verdict.word for relation in item.relations] == ["holds"]


def test_an_unchecked_display_is_an_item_without_relations() -> None:
    mark = '<!-- derivcheck: unchecked "a sketch" -->'
    page = f"{mark}\n\n$$\ny = z\n$$\n\n{mark}\n\n$$\ny\n$$\n"
    (item,) = items_of(read_page(page), check_text(page))
    assert isinstance(item, Holds)
    assert (item.name, item.relations) == ("top-math1", ())
