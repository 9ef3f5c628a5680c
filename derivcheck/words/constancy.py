r"""The sentence around differentials -> what it says is constant, and what moves.

"With $x$ held fixed,", "as $A$ is constant", `\text{for fixed } x`; denied, it moves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ..documents import Mathematics, Page
from .prose import BREAK, COMMENT, DENIAL

NAME, CLAIM = "\N{SECTION SIGN}", "\N{PILCROW SIGN}"
END = re.compile(rf"{BREAK.pattern}|\n[ \t]*(?:#+|[-*+]|\d+\.)\s|\\(?:sub)*section\b")
OPENING = re.compile(r"\s*[A-Z]")  # of a sentence behind a display without a stop
REACH = 400  # characters to either side
RELATION = re.compile(r"[=<>]|\\(?:approx|propto|le|ge|leq|geq|in|ne|neq)\b")
TEXT = re.compile(r"\\(?:text|mbox|textrm|textit|mathrm)\s*\{([^{}]*)\}")
SPACING = re.compile(r"(?:\\(?:q?quad\b|[,;:! ])|\\\\|[&\s~{}()\[\],.;])*")
MANY = rf"{NAME}(?:\s*(?:,|and|,\s*and)\s*{NAME})*"
LINKING = (
    r"(?:(?:held|hold|kept|keep|left|treated|taken|regarded|considered|viewed|seen|"
    r"assumed|being|as|to|be|remains?|remaining|stays?|staying|is|are|was|were|a|an|the|"
    r"all|both|still|now|here|also|of|not|never|no|longer|isn't|aren't|given|known|some|"
    r"real|number|numbers|scalar|matrix|vector|parameter|parameters|momentarily)\s+)*"
)
CONSTANT = r"(?:fixed(?![\s-]+points?\b)|constants?|frozen|unchanged)\b"
WORD = re.compile(rf"\b(?:{CONSTANT}|fix(?:ing)?\b|freez(?:e|ing)\b)", re.I)
MAY_SAY = re.compile(rf"{WORD.pattern}|\b(?:var(?:y|ies)|moves?|changes?)\b", re.I)
PHRASE = re.compile(
    rf"(?P<before>{MANY})\s*,?\s*{LINKING}{CONSTANT}"
    rf"|\b(?:fix(?:ing)?|freez(?:e|ing)|{CONSTANT})\s+(?:[a-z-]+\s+){{0,2}}"
    rf"(?P<behind>{MANY})(?:\s*{LINKING}{CONSTANT})?"
    rf"|(?P<moving>{MANY})\s*(?P<still>(?:does|do)(?:\s+not|n't))?\s*"
    r"(?:var(?:y|ies)|moves?|changes?)\b",
    re.I,
)
NARROWED = re.compile(
    r"\b(?:except|but|other|others|apart|rest|than|unless|whether|only|alone|even|or|"
    r"regardless|irrespective|almost|nearly)\b",
    re.I,
)
CLAUSE = re.compile(rf"[;:()\u2013\u2014]|,(?!\s*(?:and\s+)?{NAME})")
PARTED = re.compile(r"[,;]|\b(?:and|but|while|whereas)\b", re.I)
JOINED = re.compile(r";|\b(?:and|but|while|whereas)\b", re.I)
FRAME = re.compile(r"\\(?:begin|end|label|tag)\*?\s*\{[^{}]*\}")
OPENS_APART = re.compile(r"\s*(?:,|\\\\|\\q?quad\b)")
LASTING = re.compile(r"\b(?:as|since|because|let|suppose|assume|fix)\b", re.I)


@dataclass(frozen=True, slots=True)
class Constancy:
    """What is said of a stretch of a page, as LaTeX: what is constant, what moves.

    `unclear` are words of constancy that are not read. `lasting` where it is said for
    all that follows under the heading.
    """

    start: int
    end: int
    still: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    unclear: bool = False
    lasting: bool = False

    def __bool__(self) -> bool:
        return bool(self.still or self.moving or self.unclear)

    def along_with(self, other: Constancy) -> Constancy:
        """What both say, of this stretch."""
        return replace(
            self,
            still=self.still + other.still,
            moving=self.moving + other.moving,
            unclear=self.unclear or other.unclear,
            lasting=self.lasting or other.lasting,
        )


@dataclass(frozen=True, slots=True)
class SentencePart:
    """Words, or a formula: its sign, its LaTeX and its place on the page."""

    text: str
    tex: str = ""
    start: int = 0
    end: int = 0


def read_constancy(page: Page, formula: Mathematics) -> tuple[Constancy, ...]:
    """What the sentence of a formula says is constant, by the claims that it is of.

    Where the sentence has no claim, it is said from the formula on.
    """
    places = _word_places(page.text)
    first = bisect_left(places, formula.start - REACH)
    if first == len(places) or places[first] > formula.end + REACH:
        return ()
    pieces = list(_sentence(page, formula))
    claims = [k for k, piece in enumerate(pieces) if piece.text == CLAIM]
    if not claims:
        said = _said(pieces, formula.start, formula.end)
        return (replace(said, lasting=True),) if said else ()
    ends = [-1, *claims, len(pieces)]
    between = [pieces[a + 1 : b] for a, b in pairwise(ends)]
    found = [Constancy(pieces[k].start, pieces[k].end) for k in claims]
    before = Constancy(0, 0)
    for number, words in enumerate(between[:-1]):
        said = _said(words, found[number].start, found[number].end)
        if number and said:
            ahead, behind = _parted(words)
            if ahead == behind:
                said = replace(said, still=(), moving=(), unclear=True)
            if ahead == behind or behind:
                found[number - 1] = found[number - 1].along_with(said)
            if behind and not ahead:
                said = Constancy(0, 0)
        before = said or before
        found[number] = found[number].along_with(before)
    last = _said(between[-1], found[-1].start, found[-1].end)
    found[-1] = found[-1].along_with(replace(last, lasting=False))
    own = (one for one in found if formula.start <= one.start <= formula.end)
    return tuple(one for one in own if one)


@lru_cache(maxsize=8)
def _word_places(text: str) -> list[int]:
    """Where a text has a word that may say that something is constant, or moves."""
    return [match.start() for match in MAY_SAY.finditer(text)]


def _sentence(page: Page, formula: Mathematics) -> Iterator[SentencePart]:
    """The pieces of the sentence in which a formula stands."""
    near = [
        one
        for one in page.mathematics
        if formula.start - REACH <= one.start and one.end <= formula.end + REACH
    ]
    place = next(k for k, one in enumerate(near) if one.start == formula.start)
    found = [*_of_formula(formula)]
    at = formula.start
    for one in (*reversed(near[:place]), None):
        low = max(0, formula.start - REACH) if one is None else one.end
        words = _sentences(page.text[low:at], one)
        found.insert(0, SentencePart(words[-1]))
        if len(words) > 1 or one is None:
            break
        found[:0], at = _of_formula(one), one.start
    last = formula
    for one in (*near[place + 1 :], None):
        high = formula.end + REACH if one is None else one.start
        words = _sentences(page.text[last.end : high], last)
        found.append(SentencePart(words[0]))
        if len(words) > 1 or one is None:
            break
        found += _of_formula(one)
        last = one
    yield from found


def _sentences(text: str, before: Mathematics | None) -> list[str]:
    """The sentences of words behind a formula; the first goes on from it."""
    plain = COMMENT.sub(" ", text)
    found = END.split(plain)
    if before is None or not before.display:
        return found
    ended = re.search(r"[.!?;]\s*$", before.tex)
    return ["", *found] if ended or OPENING.match(plain) else found


def _of_formula(formula: Mathematics) -> list[SentencePart]:
    """A formula as its own words and what is between them."""
    found: list[SentencePart] = []
    at = 0
    tex = formula.tex
    for words in (*TEXT.finditer(tex), None):
        end = len(tex) if words is None else words.start()
        piece = FRAME.sub("", tex[at:end])
        if OPENS_APART.match(piece):
            found.append(SentencePart(", "))
        if not SPACING.fullmatch(piece):
            sign = CLAIM if RELATION.search(piece) else NAME
            places = formula.offset(at), formula.offset(end)
            found.append(SentencePart(sign, piece, *places))
        if words is not None:
            found += _of_words(words[1])
            at = words.end()
    return found


def _of_words(text: str) -> list[SentencePart]:
    r"""The words inside of `\text`, with the names between dollars in them."""
    found: list[SentencePart] = []
    for number, piece in enumerate(text.split("$")):
        found.append(
            SentencePart(NAME, piece) if number % 2 else SentencePart(f" {piece} ")
        )
    return found


def _said(pieces: list[SentencePart], start: int, end: int) -> Constancy:
    """What words between claims say is constant."""
    text = "".join(piece.text for piece in pieces)
    names = iter([piece.tex for piece in pieces if piece.text == NAME])
    found = Constancy(start, end)
    at = 0
    for gap in (*CLAUSE.finditer(text), None):
        clause = text[at : len(text) if gap is None else gap.start()]
        at = 0 if gap is None else gap.end()
        own = [next(names) for _ in range(clause.count(NAME))]
        found = found.along_with(_in_clause(clause, own))
    return found


def _in_clause(clause: str, names: list[str]) -> Constancy:
    """What a clause says of the names in it."""
    still: list[str] = []
    moving: list[str] = []
    matches = [*PHRASE.finditer(clause)]
    rest = PHRASE.sub(" ", clause)
    unread = bool(WORD.search(rest)) and bool(names)
    unclear = unread or (bool(matches) and bool(NARROWED.search(clause)))
    for match in matches:
        of = next(k for k in ("before", "behind", "moving") if match[k])
        first = clause[: match.start(of)].count(NAME)
        own = names[first : first + match[of].count(NAME)]
        if of == "moving" and not match["still"]:
            moving += own
        elif of == "moving" or not DENIAL.search(clause[: match.end()]):
            still += own
        else:
            moving += own
    lasting = bool(still) and bool(LASTING.match(clause.strip()))
    return Constancy(0, 0, tuple(still), tuple(moving), unclear, lasting)


def _parted(pieces: list[SentencePart]) -> tuple[bool, bool]:
    """Whether words part what they say from the claim before, and from the one behind.

    What is parted from the one is said of the other.
    """
    text = "".join(piece.text for piece in pieces)
    matches = [*PHRASE.finditer(text)]
    if not matches:
        return True, True
    ahead = PARTED.search(text[: matches[0].start()])
    behind = PARTED.search(text[matches[-1].end() :])
    if JOINED.search(text[: matches[0].start()]):
        return True, False
    return bool(ahead), bool(behind)
