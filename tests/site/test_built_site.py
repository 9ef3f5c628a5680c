"""The built site: light, whole, and nobody else's."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

LIMIT_PAGE = 35_000  # bytes of compressed HTML
LIMIT_HTML, LIMIT_ELEMENTS = 250_000, 6_000  # bytes of HTML, and elements, of a page
LIMIT_VISIT = 250_000  # bytes of all that a first page loads, compressed where text

# What a browser fetches by itself; a link is fetched only by a reader.
FETCHED = {
    **dict.fromkeys(("script", "img", "iframe", "source", "video"), "src"),
    "object": "data",
}
FETCHED_LINKS = {"stylesheet", "icon", "preload", "preconnect", "prefetch"}
NO_WORDS = {"code", "pre", "annotation", "script", "style", "svg"}
ARTICLE = re.compile("<article.*</article>", re.S)
URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")


def pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html") if path.name != "404.html")


class Parsed(HTMLParser):
    """What a page names, leads to, loads and says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.classes: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.words: list[str] = []  # of the article, without code and LaTeX
        self.open: Counter[str] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the attributes."""
        self.open[tag] += 1
        given = {name: value or "" for name, value in attrs}
        self.classes.update(given.get("class", "").split())
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and FETCHED_LINKS & set(given["rel"].split()):
            self.fetched.append(given["href"])
        elif FETCHED.get(tag) in given:
            self.fetched.append(given[FETCHED[tag]])

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.open[tag] -= 1

    def handle_data(self, data: str) -> None:
        """Keep the words that a reader sees."""
        if self.open["article"] and not any(self.open[tag] for tag in NO_WORDS):
            self.words.append(data)


@cache
def parsed(page: Path) -> Parsed:
    return Parsed(page.read_text("utf-8"))


def fetched(page: Path) -> list[str]:
    return parsed(page).fetched


@cache
def compressed(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 6))


def test_no_page_has_more_html_than_42_kilobytes(site: Path) -> None:
    sizes = {str(page.relative_to(site)): compressed(page) for page in pages(site)}
    assert {page: size for page, size in sizes.items() if size > LIMIT_PAGE} == {}


def test_no_page_is_large_for_a_browser(site: Path) -> None:
    large = {}
    for page in pages(site):
        text = page.read_text("utf-8")
        size, elements = len(text.encode()), len(re.findall(r"<[a-z]", text))
        if (
            size > LIMIT_HTML or elements > LIMIT_ELEMENTS
        ) and "tried" not in page.name:
            large[page.parent.name] = (size, elements)
    assert large == {}


def first_visit(page: Path) -> int:
    """Bytes of a page with its styles, scripts, and the fonts that it has glyphs of."""
    files = {page} | {
        (page.parent / unquote(urlsplit(u).path)).resolve() for u in fetched(page)
    }
    for style in [file for file in files if file.suffix == ".css"]:
        for url in URL.findall(style.read_text("utf-8")):
            if url.endswith(".woff2") and needs(page, url, style):
                files.add((style.parent / url).resolve())
    return sum(map(compressed, files))


FACES = {
    "AMS": {"amsrm", "mathbb"},
    "Caligraphic": {"mathcal"},
    "Fraktur": {"mathfrak"},
    "Main-Bold": {"mathbf", "textbf"},
    "Main-BoldItalic": {"boldsymbol"},
    "Math-BoldItalic": {"boldsymbol"},
    "SansSerif": {"mathsf", "textsf"},
    "Script": {"mathscr"},
    "Typewriter": {"mathtt", "texttt"},
}


GREEK = re.compile("[\u0370-\u03ff]")


def needs(page: Path, font: str, style: Path) -> bool:
    """Whether a page sets anything in a font; the common ones of KaTeX always count.

    A whole font is fetched for what its smaller one lacks, which no page has.
    """
    small = font.replace(".woff2", ".subset.woff2")
    if "subset" not in font and (style.parent / small).exists():
        return False
    if "greek" in font:
        return bool(GREEK.search("".join(parsed(page).words)))
    face = re.sub(r".*KaTeX_|-Regular.*|(?:\.subset)?\.woff2", "", font)
    names = [name for name in FACES if face.startswith(name)]
    if not names:
        return True
    return bool(FACES[max(names, key=len)] & parsed(page).classes)


def test_no_first_visit_loads_more_than_250_kilobytes(site: Path) -> None:
    sizes = {str(page.relative_to(site)): first_visit(page) for page in pages(site)}
    assert {page: size for page, size in sizes.items() if size > LIMIT_VISIT} == {}


def test_no_page_fetches_anything_from_another_host(site: Path) -> None:
    foreign = {
        (page.name, url)
        for page in pages(site)
        for url in fetched(page)
        if urlsplit(url).netloc
    }
    assert foreign == set()


def test_no_style_sheet_of_ours_fetches_anything_from_another_host(site: Path) -> None:
    urls = {
        url
        for style in site.rglob("*.css")
        for url in URL.findall(style.read_text("utf-8"))
    }
    assert {
        url for url in urls if urlsplit(url).netloc and not url.startswith("data:")
    } == set()


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    ids = {page: set(parsed(page).ids) for page in pages(site)}
    broken = set()
    for page in pages(site):
        for link in parsed(page).links:
            url = urlsplit(link)
            if url.netloc or url.scheme:
                continue
            target = (page.parent / unquote(url.path)).resolve() if url.path else page
            target = target / "index.html" if target.is_dir() else target
            gone = unquote(url.fragment) not in {"", *ids.get(target, set())}
            if not target.exists() or gone:
                broken.add((str(page.relative_to(site)), link))
    assert broken == set()


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for page in pages(site):
        ids = parsed(page).ids
        assert sorted(ids) == sorted(set(ids)), page


def test_no_comment_and_no_directive_is_left_in_a_page(site: Path) -> None:
    for page in pages(site):
        article = ARTICLE.search(page.read_text("utf-8"))
        assert article is not None, page
        assert "<!--" not in article.group(), page
        assert "invisible-code" not in "".join(parsed(page).words), page


def test_no_script_of_a_page_draws_its_formulas(site: Path) -> None:
    drawing = re.compile(r"mathjax|katex.*\.js", re.I)
    for page in pages(site):
        assert [url for url in fetched(page) if drawing.search(url)] == [], page


WITHOUT_FORMULAS = {"api", "in-your-editor", "on-your-site", "references"}


def test_no_page_waits_for_a_script_to_have_its_formulas(site: Path) -> None:
    for page in site.rglob("index.html"):
        bare = page.parent.name in WITHOUT_FORMULAS
        assert bare or "katex-html" in parsed(page).classes, page
        assert "<h1" in page.read_text("utf-8"), page


def test_no_page_has_a_button_that_does_nothing_without_a_script(site: Path) -> None:
    buttons = {"copy", "derivcheck-copy"}
    for page in site.rglob("index.html"):
        assert not buttons & parsed(page).classes, page


def test_the_search_holds_each_formula_once_and_as_latex(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    text = " ".join(
        entry["text"] for entry in index["docs"] if "notation/" in entry["location"]
    )
    assert text.count(r"net_{h_i} := \sum_k w_{ik} x_k + b_i") == 1
    assert "∑" not in text


@pytest.mark.parametrize("kind", ["py", "pyc", "md"])
def test_nothing_is_published_that_no_page_offers(site: Path, kind: str) -> None:
    offered = set(site.glob("notebooks/*/*.py"))  # the notebook itself, to download
    assert set(site.rglob(f"*.{kind}")) - offered == set()


def test_no_table_of_markdown_is_left_to_see(site: Path) -> None:
    left = [page for page in pages(site) if "|--" in "".join(parsed(page).words)]
    assert left == []


RAW = re.compile(r"\$|\\(?:frac|sum|partial|label|eqref|begin|text)\b")


def test_no_raw_latex_is_left_to_see(site: Path) -> None:
    left = {}
    for page in pages(site):
        words = "".join(parsed(page).words)
        assert words, page
        if found := RAW.findall(words):
            left[str(page.relative_to(site))] = found
    assert left == {}


def test_the_scripts_of_moving_numbers_weigh_at_most_10_kilobytes(site: Path) -> None:
    shared = (site / "assets/derivcheck/live.js").read_bytes()
    scripts = sorted((site / "assets/derivcheck/live").glob("*.js"))
    assert len(scripts) > 5
    for script in scripts:
        weight = len(gzip.compress(shared + script.read_bytes()))
        assert weight < 10_000, script.name
