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
from .altering import changes_definition, denies
from .clauses import (
    CLAUSE,
    FORMULA,
    HOLDING,
    SAYING,
    Introduced,
    Towards,
    calls_so,
    ends_assumption,
    ends_condition,
    introduced_by,
    joins,
    names_a_quantity,
    opening,
    towards,
)

COMMENT = re.compile(r"<!--.*?-->", re.S)
ITEM = r"\n[ \t]*(?:[*+-]|\d+[.)])[ \t]"
BREAK = re.compile(rf"\n[ \t]*\n|{ITEM}|[.!?;:](?=\s|$)")
DENIAL = re.compile(
    r"\b(?:not|no|never|nothing|neither|nor|cannot|wrong|false|whether|had|without|"
    r"contrary to)\b|n't\b",
    re.I,
)
AFFIRMED = re.compile(
    r"\b(?:not (?:hard|difficult) to (?:see|show|check|verify|prove)|"
    r"(?:there is )?no (?:doubt|question)|(?:without|beyond) (?:any )?doubt|"
    r"not (?:surprising|surprisingly)|no (?:surprise|wonder)|"
    r"(?:without|no) (?:any )?loss of generality|"
    r"(?:is|means) (?:not a|no) (?:real )?restriction)\b|"
    r"\b(?:not|never)\s+(?:negative|positive|zero)\s*[,:]?\s*$",
    re.I,
)
GOES_ON = re.compile(rf"(?<={FORMULA})\s*\n[ \t]*\n\s*(?=[a-z])")


OTHERWISE_BEFORE = re.compile(r"\b(?:otherwise|else)\b[\s,]*$", re.I)
OTHERWISE_BEHIND = re.compile(rf"[\s,]*(?:otherwise|else)\b(?![^.;:]*{FORMULA})", re.I)
CASE = re.compile(r"\b(?:if|when|whenever|unless|for|once|while)\s*$", re.I)
SPEAKING = re.compile(rf"\b(?:assume|suppose)\b[^{FORMULA}]*$", re.I)
GIVES = re.compile(r"\\in\b|\\l?dots|:=")
DECLARES = re.compile(r"\\in\b")
BOUND = re.compile(
    r"[\\A-Za-z_{}, ]+?(?:[<>]|\\(?:le|ge|leq|geq|lt|gt|ne|neq)\b)\s*-?[\d.]+\s*"
)
COMPARES = re.compile(r"(?<!:)[=<>]|\\(?:ne|neq|le|ge|leq|geq|lt|gt|approx)\b")
PARAGRAPH = re.compile(rf"\n[ \t]*\n|{ITEM}")
STOPS = re.compile(r"[.!?;](?=\s)")
SMALL = re.compile(r"\s*(?:,|[a-z])")
REACH = 400  # characters
MARKUP = " \t\n*_-+>#|"
COLON = re.compile(rf"[*_\s]*:[*_]*\s*{FORMULA}")
NUMBERED = re.compile(
    r"\bcase\s+\(?\w{1,4}\b\)?[*_]*\s*[:.,(\u2013\u2014-]+[*_]*\s*$", re.I
)
HEADED = re.compile(
    rf"[\s*_.:,)]*(?:(?:then|here|now|we|have|get|find|so|thus|hence)\b[\s,:]*)*{FORMULA}",
    re.I,
)
EITHER = re.compile(r"\beither\s*$", re.I)
OPEN = re.compile(r"\b(?:may|might|can|could) or (?:may|might|can|could) not\b", re.I)
OR = re.compile(r"[\s,]*or\s*", re.I)
OR_ELSE = re.compile(rf"{OR.pattern}{FORMULA}", re.I)
DEMANDING = re.compile(
    r"\b(?:solv(?:e|es|ing)|wants?|requir(?:e|es|ing)|demand(?:s|ing)?|needs?|seek|"
    r"ask for|look for|aim for)(?:\s+(?:to have|for))?\s*$",
    re.I,
)
CONSTRAINT = re.compile(  # what is wanted, or a set of points, and no claim
    r"\b(?:constraints?|requirements?|restrictions?|feasible\s+(?:points?|set|region)|"
    r"domain|region)(?:\s+(?:as|is|are|that|namely|where|by|of\s+the\s+form))*[\s,:]*$",
    re.I,
)
MET = re.compile(r"\b(?:satisf\w+|fulfil\w*|meets?|obeys?)\b", re.I)
SIGNED = re.compile(
    r"\b(?P<word>for|when|if)\s+(?:(?:all|any|every|each|some)\s+)?"
    r"(?:strictly\s+)?(?P<sign>(?:non-?)?(?:positive|negative))\s+"
    r"(?:real\s+)?(?:numbers?\s+|values\s+of\s+|values\s+|arguments?\s+|reals\s+)?$",
    re.I,
)
BOUNDS = {
    "positive": "> 0",
    "negative": "< 0",
    "nonpositive": r"\le 0",
    "nonnegative": r"\ge 0",
}
SATISFYING = re.compile(
    r"\s*(?:both\s+)?(?:satisf(?:y|ies|ying)|obey(?:s|ing)?)\s*", re.I
)
CONCLUDING = re.compile(r"[\s,]*(?:and\s+)?(?:so|thus|hence|therefore|then)\b", re.I)
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
class Demand:
    """The formula is said to be wanted, "solve", "require": it claims nothing."""


@dataclass(frozen=True, slots=True)
class Case:
    """The formula heads what follows as its case: "$x > 0$: …", "Case 2: …"."""


Manner = Otherwise | Setting | Demand | Case


@dataclass(frozen=True, slots=True)
class Around:
    """What a sentence makes of a formula: its remark, whether it leads on, or denies.

    `leads_on` where nothing but words of saying is between it and the next formula;
    `behind` where its remark stands right behind a formula, the place of that one;
    `joined` where "and" or "or" joins it to the formula before, `listed` where that or
    a comma does, `opening` the words right before that list. `ends`
    where the words behind it leave a condition as it is, `lasts` an assumption; `names`
    where the sentence calls a quantity so, `declares` where a formula before it in its
    sentence gives something; `said` is what is between that and it. `following` is
    the place of the next formula, and `last` that of the last one in its sentence. A
    condition goes `towards` the formula before it, the one behind it, or either. The
    formula is one of several ways, where "either" or "or" is said of it; what is behind
    it `concludes` where that begins with "so" or "hence"; `affirmed` where its words
    say that nothing is lost by it, and `left_open` where they do not say if it is so.
    It is `alone` where it is all that its sentence has, in a paragraph; `bounded` where
    a bound that its sentence gives to names is before it.
    It is `bound` where the words before it say the sign of it: "for positive $x$".
    It is `untrue` where they say that it is not so, and `changed` where they would give
    a definition cases, or say that another is meant. It is `introduced` where it calls
    a quantity so that nothing else has called before.
    """

    remark: Remark | Manner = NO_REMARK
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
    towards: Towards = "before"
    either: bool = False
    concludes: bool = False
    affirmed: bool = False
    left_open: bool = False
    alone: bool = False
    bounded: bool = False
    untrue: bool = False
    changed: bool = False
    introduced: Introduced | None = None
    bound: str = ""

    @property
    def speaks_of_assuming(self) -> bool:
        """Whether words of assuming govern the formula, in an act or in passing."""
        match self.remark:
            case Assuming() | Unclear(_, "assumption"):
                return True
            case _:
                return False

    def stands(self, *, supposed: bool) -> Stands:
        """How the formula is in the text; `supposed` where it is behind an "if"."""
        match self.remark:
            case If() | Unclear(_, "condition"):
                return "supposed"
            case Assuming():
                return "text" if self.lasts else "mentioned"
            case _ if supposed:
                return "supposed"
            case _:
                return "text" if self.names else self.introduced or "mentioned"


ALONE = Around()


def read_sentence(page: Page, start: int, end: int) -> Around:
    """The sentence around a formula from `start` to `end` of a page."""
    before, after = words_around(page, start, end)
    before, affirmed = AFFIRMED.subn(" ", before)
    own = page.text[start:end]
    bare = not (GIVES.search(own) or COMPARES.search(own))
    signed = SIGNED.search(before) if bare else None
    if signed is not None:
        before = f"{before[: signed.start()]}{signed['word']} "
    head, formula, between = before.rpartition(FORMULA)
    near = bisect_left(page.mathematics, start, key=lambda formula: formula.start)
    previous = page.mathematics[near - 1] if near and formula else None
    if previous is not None and DECLARES.search(previous.tex):
        between = SATISFYING.sub(" assuming ", between)
        before = head + formula + between
    clause = CLAUSE.split(before)[-1]
    remark: Remark | Manner = NO_REMARK
    following = after.partition(FORMULA)
    leads_on = bool(following[1]) and (
        bool(SAYING.fullmatch(following[0])) or joins(following[0])
    )
    asked = bool(re.match(r"[^.!;:\n]*\?", after.replace(FORMULA, "")))
    denied = asked or bool(DENIAL.search(before))
    joined = bool(formula) and joins(between)
    comma = leads_on and between.lstrip().startswith(",")
    behind = formula and not comma and governs(HOLDING.sub("", between, count=1))
    headed = _heads(page, start, before, after)
    if OTHERWISE_BEFORE.search(before) or OTHERWISE_BEHIND.match(after):
        remark = Otherwise()
    elif headed:
        remark, leads_on = Case(), bool(HEADED.match(after))
    elif DEMANDING.search(clause) or (
        CONSTRAINT.search(before) and not MET.search(before)
    ):
        remark = Demand()
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
    sentence = page.mathematics[near - before.count(FORMULA) : near]
    declares = any(GIVES.search(one.tex) for one in sentence)
    plain = previous is not None and (
        bool(GIVES.search(previous.tex)) or not COMPARES.search(previous.tex)
    )
    rest = page.mathematics[near + 1 :]
    inline = previous is not None and not previous.display
    ored = OR.fullmatch(between) is not None
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
        _last_of_sentence(page, end, rest, case=headed),
        towards(between if joined else "", after),
        bool(EITHER.search(before) or OR_ELSE.match(after) or (inline and ored)),
        bool(CONCLUDING.match(after)),
        bool(affirmed),
        bool(OPEN.search(before)),
        not before.strip() and after.startswith(".") and not _is_marked(page, start),
        _is_bounded(before.partition(FORMULA)[0], sentence),
        denies(_just_before(page, start), before, after),
        changes_definition(before, BREAK.split(after)[0]),
        None if denied else introduced_by(before, after),
        BOUNDS[signed["sign"].lower().replace("-", "")] if signed is not None else "",
    )


def _is_bounded(opening: str, sentence: Sequence[Mathematics]) -> bool:
    """Whether a sentence begins with a bound of names: "let p, q > 0"."""
    words = opening.split()
    named = not words or names_a_quantity(words[-1])
    return named and any(BOUND.fullmatch(one.tex) for one in sentence[:1])


def _is_marked(page: Page, start: int) -> bool:
    """Whether a formula opens an item of a list, a quote, a heading or a cell."""
    line = page.text[page.text.rfind("\n", 0, start) + 1 : start]
    return bool(line.strip(" \t")) and not line.strip(MARKUP + "$\\(0123456789.)")


def _just_before(page: Page, start: int) -> str:
    """The text right before a formula, as far as the formula before it."""
    near = bisect_left(page.mathematics, start, key=lambda formula: formula.start)
    ends = [formula.end for formula in page.mathematics[near - 1 : near] if near]
    return COMMENT.sub(" ", page.text[max([start - REACH, 0, *ends]) : start])


def _heads(page: Page, start: int, before: str, after: str) -> bool:
    """Whether a formula names the case of what follows.

    It is between the beginning of its line and a colon, or behind the word "case"
    and its number.
    """
    if NUMBERED.search(page.text[max(0, start - 40) : start]):
        return True
    words = before.strip(MARKUP).lower()
    return words == "case" or (not words and bool(COLON.match(after)))


def _last_of_sentence(
    page: Page, end: int, rest: Sequence[Mathematics], *, case: bool
) -> int:
    """The place of the last formula in the sentence that goes on at a place.

    Behind a display it goes on with a small letter or a comma. A `case` goes on to the
    end of its paragraph.
    """
    last, behind_display = -1, False
    for formula in rest:
        words = COMMENT.sub(" ", page.text[end : formula.start])
        if case:
            if PARAGRAPH.search(words):
                break
            last, end = formula.start, formula.end
            continue
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
