"""What the pages of the site may load and run: a content security policy in each page.

Scripts come from the site itself; those that the theme writes into its pages are let
through by their hash. The policy is one for all pages, since the theme changes pages
without a reload, and the policies of all pages met on the way hold together. Each page
may run Python, which is WebAssembly, in a worker that begins as a blob: such a worker
has the policy of its page, where one that is fetched would have none.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.S)
HEAD = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.I)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')


def protect(site: Path) -> None:
    """Put the policy into every page of a built site.

    Raises `ValueError` where a page has no place for it.
    """
    pages = {path: path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    hashes = sorted({found for page in pages.values() for found in inline(page)})
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        try:
            path.write_text(with_policy(page, policy(hashes)), "utf-8")
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None


def inline(page: str) -> set[str]:
    """The hashes of the scripts that a page holds itself."""
    found = set()
    for script in SCRIPT.finditer(page):
        kind = re.search(r'type="([^"]*)"', script["attributes"])
        if "src=" in script["attributes"] or (kind and kind[1] == "application/json"):
            continue
        digest = hashlib.sha256(script["code"].encode()).digest()
        found.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    return found


def policy(hashes: Iterable[str]) -> str:
    """The policy; styles may be in a page, as those of typeset formulas do."""
    scripts = ["'self'", *hashes, "'wasm-unsafe-eval'"]
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(scripts),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def with_policy(page: str, rules: str) -> str:
    """A page with its policy, and no older one, before all that it could govern.

    Raises `ValueError` where the page does not say that it is UTF-8: it is there.
    """
    bare = POLICY.sub("", page)
    found = HEAD.search(bare)
    if found is None:
        raise ValueError('no `<meta charset="utf-8">`, after which the policy stands')
    meta = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    return bare[: found.end()] + meta + bare[found.end() :]
