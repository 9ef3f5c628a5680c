"""The marks of Markdown at which something begins: fences, formulas, comments, code."""

from __future__ import annotations

import re

# Environments that are in running text without dollars around them.
ENVIRONMENTS = (
    "align|aligned|equation|gather|gathered|multline|eqnarray|alignat|flalign"
)

# What may follow the backticks that open a fence: a backtick only within quotes.
HEADER_LINE = r"""(?:[^`\n]*|(?:[^`\n"']|"[^"\n]*"|'[^'\n]*')*)"""

MARK = re.compile(
    rf"""
      (?P<fence>  ^(?P<prefix>[ \t>]*)(?P<marker>(?:[-*+]|\d+[.)])[ \t]+)?
                  (?P<ticks>`{{3,}}+(?={HEADER_LINE}$)|~{{3,}}+)(?P<header>[^\n]*)$ )
    | (?P<colons> ^[ \t>]*(?P<run>:{{3,}})[ \t]*\{{(?P<inside>\w[\w:.+-]*)\}}
                  (?P<argument>[^\n]*)$ )
    | (?P<shortcode> (?<!\{{)\{{\{{<[ \t]*include[ \t]+(?P<file>[^\n>]+?)[ \t]*>\}}\}} )
    | (?P<comment><!--)
    | (?P<code>   `+)
    | (?P<dollars>\$\$)
    | (?P<dollar> \$)
    | (?P<bracket>\\\[)
    | (?P<round>  \\\()
    | (?P<bare>   \\begin\{{(?P<name>(?:{ENVIRONMENTS})\*?)\}})
    | (?P<escape> \\.)
    | (?P<html>   <(?P<tag>pre|code|script|style)\b)
    """,
    re.X | re.M | re.S,
)
HEADER = re.compile(
    r"[ \t]*\.?(?P<language>[\w#.+-]+|\{\w[\w#.+-]*\})?(?=[ \t{]|$)[ \t]*"
    r"(?:\{(?P<attributes>[^\n]*)\}|(?P<rest>[^\n]*?))[ \t]*$"
)
CLASS = re.compile(r"(?<![\w\"'=.])\.([\w#+-]+)")
OPTION = re.compile(r"([\w-]+)=([\"'])(.*?)\2")
DIRECTIVE = re.compile(r"<!--+[ \t]*derivcheck[ \t]*:(?P<text>.*)-->", re.S)
HIDDEN = re.compile(
    r"<!--+[ \t]*invisible-code(?:-block)?:[ \t]*python[ \t]*\n(?P<code>.*)-->", re.S
)
UNSHOWN = re.compile(  # comments, and spans of code that no dialect takes for formulas
    r"<!--.*?-->|(?<![`$}])(?<!:math:)(?P<run>`+)(?!`|#!)"
    r"[^\n]+?(?<!`)(?P=run)(?![`$])",
    re.S,
)
ROLE = "{math}"
DIRECTIVE_NAME = re.compile(r"[ \t]*\{(\w[\w:.+-]*)\}[ \t]*(.*)", re.S)
FENCE_LINE = rf"[ \t>]*(?:`{{3,}}+{HEADER_LINE}$|~{{3,}}+[ \t]*[\w{{.])"
QUOTE = re.compile(r"\s*>")
BACKTICKS = re.compile(r"(?<![\\`])`+")
EMPTY_LINE = re.compile(rf"\n(?=[ \t>]*(?:\n|\Z)|{FENCE_LINE})", re.M)
KINDS = (
    *("fence", "colons", "shortcode", "comment", "code", "dollars", "dollar"),
    *("bracket", "round", "bare", "escape", "html"),
)


def kind_of(mark: re.Match[str]) -> str:
    """Which of them a mark is; the groups inside of it do not count."""
    return next(kind for kind in KINDS if mark[kind] is not None)


def read_header(header: str) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Language, classes and options of a fence, as superfences reads them."""
    found = HEADER.match(header)
    if found is None:  # the site shows no code; what was meant is the first word
        word = re.search(r"\w+", header)
        return word.group() if word else "", (), {}
    attributes = found["attributes"] or ""
    language = found["language"] or ""
    if not language and re.fullmatch(r"\w[\w#.+-]*", attributes.strip()):
        language = f"{{{attributes.strip()}}}"  # MyST's {math}
    classes = CLASS.findall(OPTION.sub("", attributes))
    if not language and classes:
        language = classes.pop(0)
    options = {
        key: value
        for key, _, value in OPTION.findall(attributes or found["rest"] or "")
    }
    return language, tuple(classes), options
