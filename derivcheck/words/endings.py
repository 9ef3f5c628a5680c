r"""Words that end what was said before: "in general", "we drop this assumption".

What was said is in force until then. Whether it is behind such words is not known, and
is asked of each line that needs it. What "in this section" says ends with the section,
and what a quotation or a lemma assumes ends with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import suppress
from itertools import takewhile

from ..documents import CodeBlock, HiddenCode, Mathematics, Page
from ..expressions import NotUnderstood
from ..latex import Macros, Marks, read_marks
from .clauses import FORMULA
from .ending_phrases import Phrase, phrases_in
from .prose import BREAK, COMMENT
from .scope import Ending, Reach

ASSUMES = re.compile(r"\b(?:assum\w*|suppos\w*|let|for|if)\b", re.I)
GOES_ON = re.compile(r"\W*(?:proof|solution|answer|derivation)\b", re.I)
ITEM = re.compile(
    r"^([ \t]*)(?:[*+-]|\d+[.)])[ \t].*(?:\n(?:\1[ \t]+\S.*|[ \t]*$))*", re.M
)
QUOTE = re.compile(r"(?:^[ \t]*>.*(?:\n|\Z))+", re.M)
THEOREM = r"(?:lemma|theorem|proposition|corollary|claim|example|remark|case|variant)"
ENVIRONMENT = re.compile(
    rf"\\begin\{{({THEOREM})\*?\}}.*?\\end\{{\1\*?\}}"
    rf"|^:::+[ \t]*\{{?[ \t]*\.?(?:prf:)?{THEOREM}\b.*?^:::+[ \t]*$",
    re.M | re.S | re.I,
)
ADMONITION = re.compile(
    r"^([ \t]*)(?:!!!|\?\?\?\+?).*\n(?:[ \t]*\n|\1[ \t]+\S.*(?:\n|\Z))*"
    r"|<details>[\s\S]*?</details>",
    re.M,
)
BRACKETED = re.compile(rf"\([^()]*\.\s[^()]*{FORMULA}[^()]*\)")
PROOF = re.compile(
    r"^[ \t*_#>]*proof\b.*?(?:\N{END OF PROOF}|\N{WHITE SQUARE}|\bq\.?e\.?d\b|\\qed\b)",
    re.M | re.S | re.I,
)
LABEL = re.compile(
    rf"^[ \t]*(?:(?:\*\*|__|\*|_){THEOREM}\b|{THEOREM}[ \t]+\(?\w{{1,3}}\)?[ \t]*[.:])",
    re.M | re.I,
)
SPECIAL = re.compile(
    r"\b(?:example|special|case|positive|negative|symmetric|normali[sz]ed|orthogonal|"
    r"unit|simple)\b|\$[^$]*[<>=][^$]*\$",
    re.I,
)
BOUND = re.compile(
    r"\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*(?P<sign><|>|\\(?:le|leq|ge|geq|ne|neq|lt|gt)\b)"
    r"[^<>=:]+"
)
SIDES = {r"\le": "<", r"\leq": "<", r"\lt": "<", r"\ge": ">", r"\geq": ">", r"\gt": ">",
         r"\neq": r"\ne"}  # fmt: skip
REACH = 400  # characters
GIVING = re.compile(r"\b(?:assum\w*|suppos\w*|let|where|with|and)\b", re.I)
ANEW = re.compile(r"\b(?:now|instead|also|too|only)\b", re.I)
LEVEL = re.compile(r"(#+)[ \t]|\\((?:sub)*)section")
QUOTED = "\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}"
BARE = {"letter", "name"}


def endings_in(page: Page, macros: Macros) -> list[Ending]:
    """The words of a page that end what was said before them, in its order."""
    text = _words(page)
    found = [*_by_phrases(page, text, macros)]
    found += _by_blocks(page, text)
    found += _by_bounds(page, text, macros)
    return sorted(found, key=lambda one: (one.at, one.words, one.reach))


def _words(page: Page) -> str:
    """The words of a page in their places, with a sign of its own for each formula."""
    text = page.text
    found, end = [], 0
    for piece in page.pieces:
        if isinstance(piece, Mathematics):
            own = text[piece.start : piece.end]
            inside = _said_in(own) if piece.display else ""
            blank = FORMULA + inside.ljust(len(own) - 1)
        elif isinstance(piece, CodeBlock | HiddenCode):
            blank = _blank(text[piece.start : piece.end])
        else:
            continue
        found += [text[end : piece.start], blank]
        end = piece.end
    return COMMENT.sub(lambda match: _blank(match[0]), "".join((*found, text[end:])))


def _blank(text: str) -> str:
    """As many spaces, with its line ends."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


SAID = re.compile(r"\\(?:text|mbox|textrm|textit)\s*\{([^{}]*)\}")
DELIMITER = re.compile(r"[\s$\\\[\]]*")


def _said_in(own: str) -> str:
    """The words inside a display, each in its place, without its first sign.

    What is between them has the sign of a formula.
    """
    found, end = "", 0
    for match in SAID.finditer(own):
        between = own[end : match.start()]
        found += (
            " " * len(between)
            if DELIMITER.fullmatch(between)
            else (FORMULA.ljust(len(between)))
        )
        found += " " * (match.start(1) - match.start()) + match[1] + " "
        end = match.end()
    rest = own[end:]
    if found and not DELIMITER.fullmatch(rest):
        found += FORMULA
    return found[1:]


def _by_phrases(page: Page, text: str, macros: Macros) -> Iterator[Ending]:
    """What phrases end, each of the names in it or in its sentence."""
    start = 0
    for stop in [*BREAK.finditer(text), None]:
        end = len(text) if stop is None else stop.start()
        for phrase, match in phrases_in(text[start:end]):
            if phrase.scoped:
                behind = (
                    BREAK.search(text, end + 1) if text[end : end + 1] == ":" else stop
                )
                upto = len(text) if behind is None else behind.end()
                yield from _of_section(page, text[start:upto], match, start)
            else:
                yield from _of_words(page, phrase, match, start, macros)
        start = end if stop is None else stop.end()


def _of_words(
    page: Page, phrase: Phrase, match: re.Match[str], start: int, macros: Macros
) -> Iterator[Ending]:
    """What the words of a phrase end, in the sentence from a place on.

    "It need not be" speaks of its paragraph.
    """
    low, high = 0, len(match.string)
    if match.groupdict().get("names") is not None:
        low, high = match.span("names")
    elif FORMULA in match[0]:
        low, high = match.span()
    elif FORMULA in match.string[: match.start()]:
        high = match.start()
    at = _start(page, start + match.start())
    of = [] if phrase.every else _names(page, start + low, start + high, macros)
    reach = phrase.reach
    if reach == "meant" and not all(map(_is_bare, of)):
        reach = "declared"
    if of or phrase.every or "NAMES" not in phrase.parts:
        words = page.text[start + match.start() : start + match.end()]
        quoted = QUOTED.format(" ".join(words.split()).strip(" ,*_"))
        vague = not of and not phrase.every and "LIMIT" not in phrase.parts
        since = max(0, page.text.rfind("\n\n", 0, at)) if vague else 0
        until = _behind_next(page, at) if phrase.near else None
        said = f"the words {quoted}"
        unlike = "=" if phrase.signs else ""
        yield Ending(at, said, reach, tuple(of), since, at, until, unlike)


def _by_bounds(page: Page, text: str, macros: Macros) -> Iterator[Ending]:
    """What a bound of a name ends, "consider also $x < 0$", to another side."""
    for one in page.mathematics:
        bound = None if one.display else BOUND.fullmatch(one.tex)
        if bound is None:
            continue
        before = BREAK.split(text[max(0, one.start - REACH) : one.start])[-1]
        behind = BREAK.split(text[one.end : one.end + REACH])[0]
        if GIVING.search(before) and not ANEW.search(before + behind):
            continue
        for marks in _names(page, one.start, one.end, macros):
            said = f"the words {QUOTED.format(page.text[one.start : one.end])}"
            until = _behind_next(page, one.end)
            sign = SIDES.get(bound["sign"], bound["sign"])
            yield Ending(
                one.start, said, "assumed", (marks[:1],), 0, one.start, until, sign
            )


def _behind_next(page: Page, at: int) -> int:
    """The end of the next display, or of the page."""
    formulas = page.mathematics
    first = bisect_left(formulas, at, key=lambda one: one.start)
    behind = (formulas[k] for k in range(first, len(formulas)))
    return next((one.end for one in behind if one.display), len(page.text))


def _of_section(
    page: Page, sentence: str, match: re.Match[str], since: int
) -> Iterator[Ending]:
    """What a sentence says "in this section", or "for now", ends with the section."""
    at = _end_of_section(page, since + match.start())
    if at is not None and FORMULA in sentence:
        words = " ".join(match[0].split())
        said = f"the end of the section with {QUOTED.format(words)}"
        yield Ending(at, said, "declared", (), since, since + len(sentence))


def _start(page: Page, at: int) -> int:
    """A place, or the start of the display in which it lies."""
    number = bisect_right(page.mathematics, at, key=lambda one: one.start) - 1
    inside = page.mathematics[max(number, 0) : number + 1]
    return next((one.start for one in inside if at < one.end), at)


def _names(page: Page, low: int, high: int, macros: Macros) -> list[Marks]:
    """The formulas of the running text between two places."""
    first = bisect_left(page.mathematics, low, key=lambda one: one.start)
    found = []
    first -= _start(page, low) < low  # of a display, for words inside it
    for one in takewhile(lambda one: one.start < high, page.mathematics[first:]):
        if not one.display or one.start < low:
            with suppress(NotUnderstood):  # told where it is read
                found.append(read_marks(one.tex, macros))
    return found


def _is_bare(marks: Marks) -> bool:
    """Whether it is one name, maybe with the set that it lies in."""
    return (
        bool(marks)
        and marks[0].kind in BARE
        and (len(marks) == 1 or marks[1].kind in {"relation", "colon"})
    )


def _end_of_section(page: Page, at: int) -> int | None:
    """Where the section ends in which a place lies, if another follows."""
    before = [start for start, _ in page.headings if start <= at]
    level = _level(page, before[-1]) if before else 0
    for start, _ in page.headings:
        if start > at and (not level or _level(page, start) <= level):
            return start
    return None


def _level(page: Page, at: int) -> int:
    match = LEVEL.match(page.text, at)
    if match is None:
        return 1
    return len(match[1]) if match[1] else 1 + len(match[2] or "") // 3


def _by_blocks(page: Page, text: str) -> Iterator[Ending]:
    """What quotations, lemmas and items of lists assume ends with them."""
    blocks: list[tuple[int, int, Reach]] = []
    for pattern in (QUOTE, ENVIRONMENT):
        blocks += [(*m.span(), "declared") for m in pattern.finditer(text)]
    for pattern in (ITEM, ADMONITION, BRACKETED, PROOF):
        blocks += [(*m.span(), "assumed") for m in pattern.finditer(text)]
    labels = [m.start() for m in LABEL.finditer(text)]
    heads = [at for at, words in page.headings if not GOES_ON.match(words)]
    for at in labels:
        ends = [other for other in (*labels, *heads) if other > at]
        blocks.append((at, min(ends, default=len(text)), "declared"))
    for at, words in page.headings:
        if SPECIAL.search(words):
            blocks.append((at, _end_of_section(page, at) or len(text), "assumed"))
    for start, end, reach in blocks:
        if FORMULA in text[start:end] and ASSUMES.search(text, start, end):
            words = re.sub(r"[*_>#]+", " ", text[start:end].split(FORMULA)[0])
            said = f"{QUOTED.format(' '.join(words.split()))} with what belongs to it"
            yield Ending(end, f"the end of {said}", reach, (), start, end)
