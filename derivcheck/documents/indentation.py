"""Lines with what their container puts before them, and lines that are code by indent.

In: lines of Markdown. Out: the same without the indentation and the quote marks of the
list, quote, admonition or fold around them.
"""

from __future__ import annotations

import re

CONTAINER = re.compile(r"(?:[-*+]|\d+[.)]|:)[ \t]+|!!!|\?\?\?|===|\[\^[^\]]+\]:")


def without_prefix(code: str, prefix: str) -> str:
    """Lines of code without what their container puts before them."""
    quoted = ">" in prefix
    width = len(prefix.expandtabs(4))

    def bare(line: str) -> str:
        if line.startswith(prefix):
            return line[len(prefix) :]
        if not quoted:
            expanded = line.expandtabs(4)
            if expanded[:width].isspace():
                return expanded[width:] or "\n"
        return line.lstrip(" \t>") if not line.strip(" \t>\n") or quoted else line

    return "".join(bare(line) for line in lines(code))


def lines_outside(code: str, prefix: str) -> int:
    """How many lines of code, not counting empty ones, stand left of their fence."""
    width = len(prefix.expandtabs(4))
    allowed = " \t>" if ">" in prefix else " \t"
    return sum(
        line.expandtabs(4)[:width].strip(allowed) != ""
        or (">" in prefix and len(line) <= width)
        for line in lines(code)
        if line.strip(" \t>\n")
    )


def lines(text: str) -> list[str]:
    r"""Lines with their ends; `\n` alone ends one, unlike in `str.splitlines`."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def indented_code(text: str) -> frozenset[int]:
    """The starts of the lines that Markdown shows as code because of their indent.

    Four spaces more than the container around it, after an empty line. A list item, an
    admonition, a tab, a fold and a footnote are containers; a line that is indented
    less leaves them. What is in a quote is taken for text.
    """
    code: set[int] = set()
    containers: list[int] = []  # the indents of their content
    after_empty, in_code, at = True, False, 0
    for line in lines(text):
        bare = line.lstrip(" \t")
        indent = len(line[: len(line) - len(bare)].expandtabs(4))
        if not bare.strip(" \t>\n"):
            after_empty = True
        else:
            if after_empty and not in_code:
                while containers and indent < containers[-1] - 3:
                    containers.pop()
            base = containers[-1] if containers else 0
            in_code = indent >= base + 4 and (after_empty or in_code)
            if in_code:
                code.add(at)
            elif CONTAINER.match(bare):
                while containers and indent < containers[-1] - 3:
                    containers.pop()
                containers.append(4 * (indent // 4) + 4)
            after_empty = False
        at += len(line)
    return frozenset(code)
