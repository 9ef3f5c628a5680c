r"""LaTeX as people write it -> LaTeX that KaTeX typesets and that looks as it reads.

What KaTeX does not know is said in words that it knows (`eqnarray`, `multline`,
`\mbox`, `\label`); a macro is defined whether KaTeX has one of its name or not; names
of three and more letters are words; where a display has several relations, each sign
carries its number. The text itself stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import NAME, NUMBERING

GONE = re.compile(
    r"\\(?:label|cite|vspace|index)\*?\{[^{}]*\}|\\(?:nonumber|notag|noindent)\b"
)
BARE = re.compile(
    r"\\begin\{(?:multline|flalign)\*?\}|\\end\{(?:multline|flalign)\*?\}"
)
SIGN = re.compile(r"\\[A-Za-z]+|:=|.", re.S)
WORDS = {r"\mbox": r"\text", r"\hbox": r"\text"}
MACRO = re.compile(
    r"\\(?P<word>(?:(?:re)?new|provide)command|DeclareMathOperator|def)(?![A-Za-z])\*?"
    r"\s*\{?\s*(?P<name>\\[A-Za-z]+)\s*\}?(?P<body>\s*\{[^{}]*\})?"
)
WORD = re.compile(r"\\[mh]box(?![A-Za-z])")


def shown(tex: str, signs: Sequence[int] = ()) -> str:
    """The LaTeX for KaTeX; `signs` are the places of relations that get a number."""
    numbered = _numbered(tex, signs) if len(signs) > 1 else tex
    known = MACRO.sub(_defined, GONE.sub("", numbered))
    known = WORD.sub(lambda m: WORDS[m[0]], known)
    known = BARE.sub(lambda m: "\\" + m[0][1:].split("{")[0] + "{gather*}", known)
    known = re.sub(r"\\begin\{eqnarray\*?\}", r"\\begin{array}{rcl}", known)
    known = re.sub(r"\\end\{eqnarray\*?\}", r"\\end{array}", known)
    known = NUMBERING.sub(r"\\\1{\2*}", known)
    return NAME.sub(lambda m: m["keep"] or rf"\mathit{{{m['name']}}}", known).strip()


def _defined(macro: re.Match[str]) -> str:
    r"""The same macro, defined by `\renewcommand`, for which there has to be one."""
    word, name, body = macro["word"], macro["name"], macro["body"] or ""
    if word == "def":
        return macro[0]
    if word.startswith("Declare"):
        body = rf"{{\operatorname{body}}}"
    return rf"\providecommand{{{name}}}{{}}\renewcommand{{{name}}}{body}"


def _numbered(tex: str, signs: Sequence[int]) -> str:
    r"""Each relation with its number below: `\underset{2}{=}`."""
    parts, at = [], 0
    for number, place in enumerate(sorted(signs), 1):
        sign = SIGN.match(tex, place)
        if sign is None or place < at:
            continue  # it came out of a macro, and so does another
        parts += [tex[at:place], rf"\mathrel{{\underset{{{number}}}{{{sign[0]}}}}}"]
        at = sign.end()
    return "".join([*parts, tex[at:]])
