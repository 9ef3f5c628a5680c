"""The built site: light, whole, and nobody else's."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

LIMIT_PAGE = 42_000  # bytes of compressed HTML, the marks of 40 relations in it
LIMIT_VISIT = 250_000  # bytes of all that a first page loads, compressed where text

# What a browser fetches by itself; a link is fetched only by a reader.
FETCHED = [
    ("link[rel~=stylesheet], link[rel~=icon], link[rel~=preload]", "href"),
    ("link[rel~=preconnect], link[rel~=prefetch]", "href"),
    ("script[src], img[src], iframe[src], source[src], video[src]", "src"),
    ("object[data]", "data"),
]
URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")


def pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html") if path.name != "404.html")


def parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def fetched(page: Path) -> list[str]:
    soup = parsed(page)
    return [str(tag[key]) for select, key in FETCHED for tag in soup.select(select)]


def compressed(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 6))


def test_no_page_has_more_html_than_42_kilobytes(site: Path) -> None:
    sizes = {str(page.relative_to(site)): compressed(page) for page in pages(site)}
    assert {page: size for page, size in sizes.items() if size > LIMIT_PAGE} == {}


def first_visit(page: Path) -> int:
    """Bytes of a page with its styles, scripts, and the fonts that it has glyphs of."""
    files = {page} | {
        (page.parent / unquote(urlsplit(u).path)).resolve() for u in fetched(page)
    }
    for style in [file for file in files if file.suffix == ".css"]:
        for url in URL.findall(style.read_text("utf-8")):
            if url.endswith(".woff2") and needs(page, url):
                files.add((style.parent / url).resolve())
    return sum(map(compressed, files))


FACES = {
    "AMS": "amsrm|mathbb",
    "Caligraphic": "mathcal",
    "Fraktur": "mathfrak",
    "Main-Bold": "mathbf|textbf",
    "Main-BoldItalic": "boldsymbol",
    "Math-BoldItalic": "boldsymbol",
    "SansSerif": "mathsf|textsf",
    "Script": "mathscr",
    "Typewriter": "mathtt|texttt",
}


def needs(page: Path, font: str) -> bool:
    """Whether a page sets anything in a font of KaTeX; the common ones always count."""
    face = re.sub(r".*KaTeX_|-Regular.*|\.woff2", "", font)
    names = [name for name in FACES if face.startswith(name)]
    if not names:
        return True
    classes = FACES[max(names, key=len)]
    return (
        re.search(rf'class="[^"]*\b(?:{classes})\b', page.read_text("utf-8"))
        is not None
    )


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
    ids = {
        page: {str(tag["id"]) for tag in parsed(page).select("[id]")}
        for page in pages(site)
    }
    broken = set()
    for page in pages(site):
        for link in parsed(page).select("a[href]"):
            url = urlsplit(str(link["href"]))
            if url.netloc or url.scheme:
                continue
            target = (page.parent / unquote(url.path)).resolve() if url.path else page
            target = target / "index.html" if target.is_dir() else target
            gone = unquote(url.fragment) not in {"", *ids.get(target, set())}
            if not target.exists() or gone:
                broken.add((str(page.relative_to(site)), str(link["href"])))
    assert broken == set()


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for page in pages(site):
        ids = [tag["id"] for tag in parsed(page).select("[id]")]
        assert sorted(ids) == sorted(set(ids)), page


def test_no_comment_and_no_directive_is_left_in_a_page(site: Path) -> None:
    for page in pages(site):
        article = parsed(page).select_one("article")
        assert article is not None
        assert "<!--" not in str(article), page
        for code in article.select("code"):
            code.decompose()
        assert "invisible-code" not in article.get_text(), page


def test_no_script_of_a_page_draws_its_formulas(site: Path) -> None:
    for page in pages(site):
        assert not re.search(
            'mathjax|katex[^"]*\\.js', page.read_text("utf-8"), re.I
        ), page


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


RAW = re.compile(r"\$|\\(?:frac|sum|partial|label|eqref|begin|text)\b")


def test_no_raw_latex_is_left_to_see(site: Path) -> None:
    left = {}
    for page in pages(site):
        article = parsed(page).select_one("article")
        assert article is not None, page
        for hidden in article.select("code, pre, annotation"):
            hidden.decompose()
        if found := RAW.findall(article.get_text()):
            left[str(page.relative_to(site))] = found
    assert left == {}
