"""Reading a page: each piece is found, and each place in it is one of the page."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from derivcheck.documents import markdown as page_module
from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import (
    CodeBlock,
    Directive,
    HiddenCode,
    Mathematics,
    Page,
    PageElement,
)

FIXTURES = Path(__file__).parents[1] / "fixtures"
DOCS = Path(__file__).parents[2] / "docs"
CASE = re.compile(
    r"^(?P<title>.+)\n\.\n(?P<text>(?:.*\n)*?)\.\n(?P<wanted>(?:.*\n)*?)\.$", re.M
)
CASES = list(CASE.finditer((FIXTURES / "pages.md").read_text(encoding="utf-8")))

# What mutated pages are made of, besides pages: marks, halves of marks, odd line ends.
SCRAPS = (
    *("$", "$$", r"\[", r"\]", r"\(", r"\)", "`", "``", "```", "````", "~~~", "\\"),
    *("```python", "{.text .output}", "{.python .must-fail}", "```math", "```{math}\n"),
    *("<!--", "-->", "<!-- derivcheck: fresh -->", "<!-- invisible-code: python\n"),
    *(r"\begin{align}", r"\end{align}", "<pre>", "</pre>", "<code>", "---\n", "...\n"),
    *("\n", "\n\n", "    ", "  ", "\t", "> ", "- ", "1. ", "!!! note\n", '=== "a"\n'),
    *("```{note}\n", "````{tab-item} a\n", ":::{math}\n", ":::\n", "{math}`", "::::"),
    *("{{< include a.qmd >}}", "```{include} a.md\n", "---\nmath:\n  a: b\n---\n"),
    *("# Head\n", "x", "= 1", "é", "\u2028", "\x0c", "\x85", "\r", "\x00", "[^1]: "),
)


def described(page: Page) -> str:
    """The pieces and problems of a page, one a line, as the fixture has them."""
    return "\n".join([*map(_described, page.pieces), *_problems(page)])


def _described(piece: PageElement) -> str:
    match piece:
        case CodeBlock():
            marks = "".join(f" .{name}" for name in piece.classes)
            marks += "".join(f" {key}={piece.options[key]!r}" for key in piece.options)
            return f"code {piece.language}{marks} {piece.code!r}"
        case HiddenCode(code=code):
            return f"hidden {code!r}"
        case Directive(text=text):
            return f"directive {text!r}"
        case Mathematics():
            kind = "display" if piece.display else "inline"
            return f"{kind} {piece.opening} {piece.tex!r}"


def _problems(page: Page) -> list[str]:
    problems = []
    for problem in page.problems:
        line, column = page.place(problem.start)
        problems.append(f"problem {line}:{column} {problem.message}")
    return problems


def mutated(source: random.Random, pages: list[str]) -> str:
    """A stretch of a page with scraps put in and characters taken out."""
    if source.random() < 0.5:
        return "".join(source.choices(SCRAPS, k=source.randrange(60)))
    whole = source.choice(pages)
    start = source.randrange(len(whole))
    text = whole[start : start + source.randrange(600)]
    for _ in range(source.randrange(6)):
        at = source.randrange(len(text) + 1)
        scrap = source.choice(SCRAPS) * source.randrange(3)
        text = text[:at] + scrap + text[at + source.randrange(5) :]
    return text


def assert_places_are_true(page: Page) -> None:
    """Pieces stand in order and apart; each character of a formula is the page's."""
    end = 0
    for piece in page.pieces:
        assert end <= piece.start < piece.end <= len(page.text)
        end = piece.end
        match piece:
            case Mathematics(tex=tex):
                places = map(piece.offset, range(len(tex)))
                assert "".join(page.text[place] for place in places) == tex
            case CodeBlock() | HiddenCode():
                assert piece.start < piece.code_start <= piece.end
    assert all(0 <= problem.start < len(page.text) for problem in page.problems)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_page_has_the_pieces_that_the_fixture_lists(case: re.Match[str]) -> None:
    page = read_page(case["text"])
    assert described(page) == case["wanted"].rstrip("\n")
    assert_places_are_true(page)


def test_the_fixture_is_read_to_its_end() -> None:
    text = (FIXTURES / "pages.md").read_text(encoding="utf-8")
    assert len(CASES) == text.count("\n.\n\n") + 1 > 30


def test_a_place_is_a_line_and_a_column_counted_from_one() -> None:
    page = read_page("one\ntwo\n\nfour")
    assert [page.place(offset) for offset in (0, 3, 4, 6, 8, 9, 13)] == [
        (1, 1),
        (1, 4),
        (2, 1),
        (2, 3),
        (3, 1),
        (4, 1),
        (4, 5),
    ]
    assert [page.line(number) for number in (1, 2, 3, 4)] == ["one", "two", "", "four"]


def test_a_place_in_a_formula_is_a_place_in_the_page() -> None:
    page = read_page("> - text\n>\n>     $$\n>     a\n>     = b\n>     $$\n")
    (formula,) = page.mathematics
    assert formula.tex == "\na\n= b\n"
    assert page.place(formula.offset(formula.tex.index("b"))) == (5, 9)


def test_the_code_of_a_block_starts_at_its_first_line() -> None:
    page = read_page("!!! note\n\n    ```python\n    x = 1\n    ```\n")
    (block,) = page.code
    assert page.place(block.code_start) == (4, 1)
    assert page.place(block.start) == (3, 5)


def test_pieces_are_listed_by_kind_in_reading_order() -> None:
    page = read_page("$b$ <!-- derivcheck: fresh --> $a$\n\n```python\nx\n```\n")
    assert [formula.tex for formula in page.mathematics] == ["b", "a"]
    assert [directive.text for directive in page.directives] == ["fresh"]
    assert [block.code for block in page.code] == ["x\n"]


def test_only_a_line_feed_ends_a_line() -> None:
    text = '> ```python\n> x = "a\x0cb\u2028> c\x85"\n> ```\n\n$a\x0cb$\n'
    page = read_page(text)
    assert [block.code for block in page.code] == ['x = "a\x0cb\u2028> c\x85"\n']
    assert [formula.tex for formula in page.mathematics] == ["a\x0cb"]
    assert len(page.line_starts) == 6


@pytest.mark.parametrize("seed", range(8))
def test_no_text_is_too_odd_to_be_read(seed: int) -> None:
    source = random.Random(seed)
    pages = [path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))]
    for _ in range(150):
        assert_places_are_true(read_page(mutated(source, pages)))


@pytest.mark.parametrize(
    "unit",
    [
        "\\[ x\n\n",
        "$$ x\n\n",
        "$x$ ",
        "$x ",
        "`x ``y ",
        "$x `y` ",
        "$x `",
        "\\(x ",
        "<!-- ",
        "<pre> ",
        "\\begin{align} ",
        "```python x\n",
        "~~~ x\n\n",
        "> ",
        "- ",
        "    ",
        "`",
        "~",
        "-",
        "> $$\n> x\n\n",
    ],
)
def test_reading_is_linear_in_the_length_of_the_page(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_at(copies: int, ending: str) -> int:
        """How many characters the searches for closing marks pass over."""
        passed = 0
        closing = page_module._MarkdownReader._closing

        def counted(
            reader: page_module._MarkdownReader,
            pattern: re.Pattern[str],
            start: int,
            end: int,
        ) -> re.Match[str] | None:
            nonlocal passed
            known = (pattern.pattern, end) in reader.absent
            found = closing(reader, pattern, start, end)
            passed += 0 if known else (found.end() if found else end) - start
            return found

        with monkeypatch.context() as patch:
            patch.setattr(page_module._MarkdownReader, "_closing", counted)
            read_page(unit * copies + ending)
        return passed

    for ending in ("", "\n\n\\]", "\n\n$$", "\n\n-->", "\n\n\\end{align}"):
        assert looked_at(800, ending) <= 2 * looked_at(400, ending) + 1000
