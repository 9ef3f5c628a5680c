"""Names, punctuation and space in code -> text: they have the colour of text."""

from __future__ import annotations

import re
from typing import Any

BLOCK = re.compile(r"<pre\b.*?</pre>", re.S)
UNCOLOURED = re.compile(r'<span class="(?:n|p|w)">([^<]*)</span>')


def on_page_content(html: str, **_: Any) -> str:
    """Take the elements out of the blocks of code of a page."""
    return BLOCK.sub(lambda block: UNCOLOURED.sub(r"\1", block[0]), html)
