"""The sentence around a formula of the running text -> what it makes of the formula.

A condition, a reason, or a denial; all else changes nothing. Formulas of the sentence
stand as a sign of their own among its words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..documents import Mathematics, Page
from ..latex import (
    NO_REMARK,
    Aside,
    Assuming,
    If,
    Remark,
    Stands,
    Unclear,
    governs,
    read_remark,
)
from .clauses import (
    CLAUSE,
    FORMULA,
    HOLDING,
    SAYING,
    calls_so,
    ends_assumption,
    ends_condition,
    joins,
    opening,
)

COMMENT = re.compile(r"<!--.*?-->", re.S)
BREAK = re.compile(r"\n[ \t]*\n|[.!?;:](?=\s|$)")
DENIAL = re.compile(
    r"\b(?:not|no|never|nothing|neither|nor|cannot|wrong|false|whether|had|without|"
    r"contrary to)\b|n't\b",
    re.I,
)
AFFIRMED = re.compile(
    r"\b(?:not (?:hard|difficult) to (?:see|show|check|verify|prove)|"
    r"(?:there is )?no (?:doubt|question)|(?:without|beyond) (?:any )?doubt|"
    r"not (?:surprising|surprisingly)|no (?:surprise|wonder))\b",
    re.I,
)
GOES_ON = re.compile(rf"(?<={FORMULA})\s*\n[ \t]*\n\s*(?=[a-z])")


OTHERWISE_BEFORE = re.compile(r"\b(?:otherwise|else)\b[\s,]*$", re.I)
OTHERWISE_BEHIND = re.compile(rf"[\s,]*(?:otherwise|else)\b(?![^.;:]*{FORMULA})", re.I)
CASE = re.compile(r"\b(?:if|when|whenever|unless|for|once|while)\s*$", re.I)
SPEAKING = re.compile(rf"\b(?:assume|suppose)\b[^{FORMULA}]*$", re.I)
GIVES = re.compile(r"\\in\b|\\l?dots|:=")
COMPARES = re.compile(r"(?<!:)[=<>]|\\(?:ne|neq|le|ge|leq|geq|lt|gt|approx)\b")
STOPS = re.compile(r"[.!?;](?=\s)")
SMALL = re.compile(r"\s*(?:,|[a-z])")
REACH = 400  # characters
SETTING = re.compile(
    r"\b(?:let|set|setting|put|putting|take|taking|choose|choosing|fix|fixing|"
    r"plug(?:ging)? in|insert(?:ing)?)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The formula is said of all cases that those before it leave."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The formula is said to be made true: "let", "setting"."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a sentence makes of a formula: its remark, whether it leads on, or denies.

    `leads_on` where nothing but words of saying stands between it and the next formula;
    `behind` where its remark stands right behind a formula, the place of that one;
    `joined` where "and" or "or" joins it to the formula before, `listed` where that or
    a comma does, `opening` the words right before that list. `ends`
    where the words behind it leave a condition as it is, `lasts` an assumption; `names`
    where the sentence calls a quantity so, `declares` where a formula before it in its
    sentence gives something; `said` is what stands between that and it. `following` is
    the place of the next formula, and `last` that of the last one in its sentence.
    """

    remark: Remark | Otherwise | Setting = NO_REMARK
    leads_on: bool = False
    denied: bool = False
    behind: int | None = None
    joined: bool = False
    listed: bool = False
    ends: bool = True
    lasts: bool = True
    names: bool = True
    declares: bool = False
    opening: str = ""
    said: str = ""
    following: int | None = None
    last: int = -1

    @property
    def speaks_of_assuming(self) -> bool:
        """Whether words of assuming govern the formula, in an act or in passing."""
        match self.remark:
            case Assuming() | Unclear(_, "assumption"):
                return True
            case _:
                return False

    def stands(self, *, supposed: bool) -> Stands:
        """How the formula stands in the text; `supposed` where it is behind an "if"."""
        match self.remark:
            case If() | Unclear(_, "condition"):
                return "supposed"
            case Assuming():
                return "text" if self.lasts else "mentioned"
            case _ if supposed:
                return "supposed"
            case _:
                return "text" if self.names else "mentioned"


ALONE = Around()


def read_sentence(page: Page, start: int, end: int) -> Around:
    """The sentence around a formula from `start` to `end` of a page."""
    before, after = words_around(page, start, end)
    head, formula, between = before.rpartition(FORMULA)
    clause = CLAUSE.split(before)[-1]
    remark: Remark | Otherwise | Setting = NO_REMARK
    following = after.partition(FORMULA)
    leads_on = bool(following[1]) and (
        bool(SAYING.fullmatch(following[0])) or joins(following[0])
    )
    asked = bool(re.match(r"[^.!;:\n]*\?", after.replace(FORMULA, "")))
    denied = asked or bool(DENIAL.search(AFFIRMED.sub(" ", before)))
    joined = bool(formula) and joins(between)
    comma = leads_on and between.lstrip().startswith(",")
    behind = formula and not comma and governs(HOLDING.sub("", between, count=1))
    if OTHERWISE_BEFORE.search(before) or OTHERWISE_BEHIND.match(after):
        remark = Otherwise()
    elif SETTING.search(clause):
        remark = Setting()
    elif joined or (behind and not DENIAL.search(clause)):
        remark = read_remark(between)
    elif clause.strip():
        remark = read_remark(clause)
    conditional = FORMULA in clause or bool(CASE.search(head))
    if isinstance(remark, Assuming) and conditional and not behind:
        remark = Unclear(" ".join(clause.split()), "assumption")
    if isinstance(remark, Aside) and SPEAKING.search(before):
        remark = Unclear(" ".join(clause.split()), "assumption")
    near = bisect_left(page.mathematics, start, key=lambda formula: formula.start)
    previous = page.mathematics[near - 1] if near and formula else None
    sentence = page.mathematics[near - before.count(FORMULA) : near]
    declares = any(GIVES.search(one.tex) for one in sentence)
    plain = previous is not None and (
        bool(GIVES.search(previous.tex)) or not COMPARES.search(previous.tex)
    )
    rest = page.mathematics[near + 1 :]
    return Around(
        remark,
        leads_on,
        denied,
        previous.start if behind and previous is not None else None,
        joined,
        joined or (bool(formula) and between.strip() in {",", ", and", ", or"}),
        ends_condition(after),
        ends_assumption(after),
        calls_so(before, after, declared=plain, declares=declares),
        declares,
        opening(before),
        " ".join(between.split()) if formula else "",
        rest[0].start if rest and following[1] else None,
        _last_of_sentence(page, end, rest),
    )


def _last_of_sentence(page: Page, end: int, rest: Sequence[Mathematics]) -> int:
    """The place of the last formula in the sentence that goes on at a place.

    Behind a display it goes on with a small letter or a comma.
    """
    last, behind_display = -1, False
    for formula in rest:
        words = COMMENT.sub(" ", page.text[end : formula.start])
        over = STOPS if formula.display or behind_display else BREAK
        goes_on = SMALL.match(words) or not behind_display
        if over.search(words) or not goes_on or len(words) > REACH:
            break
        last, end, behind_display = formula.start, formula.end, formula.display
        if formula.tex.rstrip().endswith((".", "?", "!")):
            break
    return last


def words_around(page: Page, start: int, end: int) -> tuple[str, str]:
    """The words of the sentence before a formula, and those behind it to the next one.

    A display behind it belongs to them, whatever line ends stand between.
    """
    low, high = max(0, start - 400), min(len(page.text), end + 400)
    before, after = page.text[low:start], page.text[end:high]
    first = bisect_left(page.mathematics, low, key=lambda formula: formula.start)
    last = bisect_left(page.mathematics, high, key=lambda formula: formula.start)
    for formula in reversed(page.mathematics[first:last]):
        if formula.end <= start:
            at = formula.start - low
            before = before[:at] + FORMULA + before[formula.end - low :]
        elif end <= formula.start:
            at = formula.start - end
            after = after[:at] + FORMULA + after[max(at, formula.end - end) :]
    before, after = COMMENT.sub(" ", before), COMMENT.sub(" ", after)
    before = GOES_ON.sub(" ", before)
    return BREAK.split(before)[-1], after
