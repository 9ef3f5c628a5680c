"""The panels of a page's marks -> a document of their own, fetched when one is opened.

What the marks of a page say weighs half of what its formulas weigh, and most readers
open none; nor do most point at a symbol, which the list at the foot explains. In: the
HTML of a page. Out: the same with a link in each closed mark and in the place of the
list, and the document that the links lead to, which can be read by itself where no
script runs.
"""

from __future__ import annotations

import re
from html import escape

PANEL = re.compile(
    r"(?P<head><derivcheck-mark [^>]*><details><summary[^>]*>"
    r'<span class="derivcheck-name">(?P<name>[^<]*)</span></summary>'
    r'<div class="derivcheck-panel">)(?P<panel>.*?)'
    r"(?P<tail></div></details></derivcheck-mark>)",
    re.S,
)
SYMBOLS = re.compile(
    r"(?P<head><derivcheck-symbols [^>]*>)<details><summary>(?P<name>[^<]*)</summary>"
    r"(?P<list>.*?)</details>(?P<tail></derivcheck-symbols>)",
    re.S,
)
LINK = re.compile(r'(<a [^>]*?href=")([^"]*)')
SHORT = 600  # characters that are not worth a request


def panels_apart(
    page: str, address: str, *, title: str, links: str, back: str
) -> tuple[str, str]:
    """The page with links to `address`, and what is there; empty if no panel is long.

    `links` are the style sheets and the icon of the document, as seen from `address`;
    `back` is the page, as seen from there.
    """
    held: list[str] = []

    def link(found: re.Match[str]) -> str:
        if len(found["panel"]) <= SHORT:
            return found.group()
        number = len(held) + 1
        held.append(
            f'<section id="mark-{number}"><h2>{found["name"]}</h2>\n'
            f'<div class="derivcheck-panel">{found["panel"]}</div></section>'
        )
        return (
            f'{found["head"]}<a class="derivcheck-report"'
            f' href="{address}#mark-{number}">What was tried</a>{found["tail"]}'
        )

    def seen(address: str) -> str:
        folder, _, _ = back.rpartition("/")
        return f"{back}{address}" if address[:1] == "#" else f"{folder}/{address}"

    def link_list(found: re.Match[str]) -> str:
        listed = LINK.sub(lambda link: f"{link[1]}{seen(link[2])}", found["list"])
        held.append(
            f'<section id="symbols"><h2>{found["name"]}</h2>\n{listed}</section>'
        )
        return (
            f'{found["head"]}<a class="derivcheck-report" href="{address}#symbols">'
            f"{found['name']}</a>{found['tail']}"
        )

    linked = PANEL.sub(link, page)
    if not held:
        return page, ""
    linked = SYMBOLS.sub(link_list, linked)
    heading = f"What was tried on the page {escape(title)}"
    return linked, (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n{links}\n</head>\n"
        '<body class="derivcheck-reports">\n<article class="md-typeset">\n'
        f"<h1>{heading}</h1>\n" + "\n".join(held) + "\n</article>\n</body>\n</html>\n"
    )
