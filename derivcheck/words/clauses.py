"""The words of a clause round a formula -> whether they are of a form that is read.

Each form is a closed list: an act of assuming, a condition, the naming of a quantity.
Where another word is in the clause, what it makes of the formula is not guessed.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Literal

from ..latex import Assuming, governs, read_remark

Towards = Literal["before", "behind", "either"]
Introduced = Literal["introduced", "explained"]

FORMULA = "\N{SECTION SIGN}"
CLAUSE = re.compile(r"[,;:.!?()\u2013\u2014]|\n[ \t]*\n")
STOP = re.compile(rf"{CLAUSE.pattern}|{FORMULA}")
LISTED = re.compile(rf"(?:{FORMULA}\s*(?:,\s*(?:and|or)?|and|or)\s*)+$")
SAYING = re.compile(
    r"[\s,:;]*(?:(?:so|and|then|thus|hence|now|here|we|one|you|it|this|that|which|find|"
    r"finds|get|gets|have|has|obtain|obtains|gives|give|becomes|is|are|that|holds|"
    r"therefore|follows|I|i'd|found|got|gave|obtained|must|should|would|will|be|simply|"
    r"just|instead|similarly|by contrast|on the other hand)\b[\s,:;]*)*",
    re.I,
)
MAIN = re.compile(
    r"[\s,:]*(?:then\s+|also\s+)?(?:we|one|you|i|it\s+(?:follows|holds|is)|this\s+gives|that\s+"
    r"gives|then|there)\b",
    re.I,
)
GOING_ON = re.compile(rf"(?:[\s,]*(?:and|or)\s*{FORMULA})*")
HOLDING = re.compile(r"[\s,]*(?:(?:which|that|is|are|hold|holds|true|valid)\b\s*)*")
LEADS_ON = re.compile(r"[\s,]*(?:we|one|you|it|this|that|then)\b", re.I)
EITHER = re.compile(r"[\s,(]*or\b", re.I)
JOINTS = {"and", "or"}
SUBORDINATE = {"so", "then", "thus", "hence", "therefore", "because", "since", "while",
               "whereas", "where", "we", "it", "this"}  # fmt: skip  # open a new clause
LASTING = {"holds", "hold", "is", "are", "true", "given", "throughout", "from", "now",
           "on", "here", "below", "for", "simplicity", "brevity", "convenience", "in",
           "what", "follows", "the", "following", "section", "this", "page", "rest",
           "of", "again", "always", "moreover", "furthermore"}  # fmt: skip
ACTS = {"let", "set", "put", "define", "consider", "take", "write", "fix", "choose"}
QUALIFYING = {"or", "unless", "except", "if", "when", "whenever", "only", "not", "even",
              "also", "more", "generally", "likewise", "similarly", "too",
              "as", "but", "for", "without", "nor"}  # fmt: skip  # what narrows, widens
NAMING = {
    "number",
    "constant",
    "parameter",
    "hyperparameter",
    "rate",
    "weight",
    "bias",
    "temperature",
    "margin",
    "deviation",
    "gain",
    "variance",
    "scale",
    "factor",
    "coefficient",
    "strength",
    "stepsize",
    "step",
    "size",
    "width",
    "length",
    "scalar",
    "input",
    "output",
    "variable",
    "entry",
    "distance",
    "probability",
    "bandwidth",
    "mass",
    "penalty",
    "threshold",
    "noise",
    "decay",
    "momentum",
    "radius",
    "height",
    "time",
    "speed",
    "slope",
    "precision",
    "tolerance",
    "learning",
    "sigma",
    "exponent",
    "base",
    "ratio",
    "density",
    "count",
    "small",
    "large",
    "positive",
    "negative",
    "nonnegative",
    "non-negative",
    "fixed",
    "real",
    "any",
    "some",
    "every",
    "each",
    "all",
    "let",
    "fix",
    "take",
    "choose",
    "target",
    "score",
    "share",
    "cost",
    "price",
    "concentration",
    "frequency",
    "shape",
    "regularizer",
    "regulariser",
    "multiplier",
    "offset",
    "level",
    "dose",
    "where",
    "capacity",
    "reward",
    "discount",
    "given",
    "hyper-parameter",
    "delta",
    "distribution",
    "policy",
    "slack",
    "average",
    "mean",
    "degree",
    "eigenvalue",
    "rating",
    "prior",
    "likelihood",
    "intensity",
    "duration",
}
SPEAKING_OF = {  # of a case, a fact, a set; none with which a quantity is called
    "about", "above", "after", "all", "almost", "although", "as", "assertion",
    "assumption", "at", "because", "before", "below", "between", "beyond", "both",
    "but", "by", "can", "case", "cases", "claim", "claims", "compare", "condition",
    "conditions", "consider", "considering", "constraint", "constraints", "could",
    "domain", "during", "each", "either", "even", "event", "events", "every",
    "except", "fact", "for", "from", "half", "halfline", "holds", "hypothesis",
    "if", "implies", "in", "inequalities", "inequality", "instead", "into", "is",
    "it", "least", "limit", "line", "may", "means", "might", "more", "must", "near",
    "need", "neither", "no", "nor", "not", "of", "on", "once", "only", "or",
    "otherwise", "outside", "over", "part", "plane", "precisely", "proof",
    "quadrant", "range", "reason", "region", "regions", "relation", "require",
    "requirement", "requires", "restriction", "result", "save", "say", "says",
    "set", "sets", "shall", "should", "show", "shows", "side", "since", "situation",
    "so", "some", "sometimes", "statement", "subject", "than", "that", "then",
    "there", "they", "this", "though", "through", "to", "under", "unless", "until",
    "upon", "usually", "want", "we", "when", "whenever", "where", "whereas",
    "whether", "which", "while", "whose", "why", "will", "within", "without",
    "would", "yields", "you",
}  # fmt: skip
OPENING = {"here", "now", "and", "also", "first", "next", "then"}
CALLED = {"a", "an", "the", "any", "some", "its", "our", "given", "fixed", "constant",
          "known", "small", "large", "real", "arbitrary"}  # fmt: skip
ARTICLES = {"a", "an", "the", "any", "every", "each", "its", "our", "their", "whose"}
ACCOMPANYING = {"with", "of", "by", "for", "has", "have", "and", "as", "to", "consider",
                "let", "fix", "take", "choose"}  # fmt: skip  # before a bare noun
PLACING = {"in", "on", "at", "over", "along", "inside", "within", "outside", "near",
           "from", "under", "across", "into", "than", "between", "case"}  # fmt: skip
TAKING_BACK = re.compile(
    r"[\s,(]*(?:or|not|such\s+that|so\s+that|satisf\w+|exists?|fails?|holds?|unless|"
    r"(?:is|are|were|was)\s+(?:not|no|violated|false|wrong|impossible|excluded|open|"
    r"the\s+case|unclear|needed|required|necessary))\b",
    re.I,
)
EXISTING = re.compile(r"\b(?:exists?|for\s+some)\b", re.I)
OF_A_CASE = {"case", "cases", "once", "if", "when", "whenever", "until", "while"}


def ends_condition(after: str) -> bool:
    """Whether the words behind a formula leave it a condition, and no more or less.

    The clause ends there, or one more is joined to it; "or not", "as well as for" and
    "is false" do not.
    """
    tail, rest = _tail(after)
    words = tail.lower().split()
    formula = rest.startswith(FORMULA)
    if formula and (SAYING.fullmatch(tail) or joins(tail)):
        return True
    if not words or HOLDING.fullmatch(tail):
        return not _qualifies(rest)
    if words[0] == "and":
        words = words[1:]
        return words[:1] != [] and words[0] in SUBORDINATE | ACTS
    return words[0] in SUBORDINATE


def ends_assumption(after: str) -> bool:
    """Whether the words behind a formula leave it an assumption, from there on."""
    tail, rest = _tail(after)
    words = tail.lower().split()
    formula = rest.startswith(FORMULA)
    if formula and tail.strip().lower() in {"and", "for all", "for every", "for each"}:
        return True
    if not words or (not formula and {*words} <= LASTING):
        return not (_qualifies(rest) or EITHER.match(rest))
    if words[0] == "and":
        return words[1:2] != [] and words[1] in SUBORDINATE | ACTS
    return words[0] in SUBORDINATE


def calls_so(before: str, after: str, *, declared: bool, declares: bool) -> bool:
    r"""Whether a sentence calls a quantity positive: "a rate $\eta > 0$ is given".

    "The half line $x > 0$ lies to the right" does not. `declared` where the formula
    right before it is no comparison, `declares` where one before it declares.
    """
    tail, rest = _tail(after)
    words = tail.lower().split()
    formula = rest.startswith(FORMULA)
    if _calls(words):
        return True
    if EXISTING.search(before) or not OF_A_CASE.isdisjoint(opening(before).split()):
        return False
    opens = _opens_naming(before, declared=declared, declares=declares)
    if not opens or LEADS_ON.match(after):
        return False
    match words:
        case []:
            return not _qualifies(rest)
        case ["and", *_]:
            return formula
        case ["for" | "of" | "with", *_]:
            return formula and len(words) < 4
        case ["be" | "is" | "are" | "denotes" | "denote", second, *_]:
            return second in CALLED
        case _:
            return words[0] in {"a", "an", "the", "be"} | SUBORDINATE


def introduced_by(before: str, after: str) -> Introduced | None:
    r"""Whether a comparison is what a quantity is called by: "a weight $\lambda > 0$".

    A noun with its article, or "where", is before it, or such a noun and "is". What
    names a statement or a set, "the condition", is no noun of a quantity.
    """
    if TAKING_BACK.match(after) or EXISTING.search(before):
        return None
    listed = LISTED.search(before)
    head = before if listed is None else before[: listed.start()]
    words = STOP.split(head)[-1].lower().split()
    if words == ["where"]:
        return "explained"
    if words == ["with"]:
        return "introduced"
    if words[-1:] in (["is"], ["are"], ["be"]):
        words = words[:-1]
    phrase = list(takewhile(_describes, reversed(words)))
    if not phrase:
        return None
    opens = words[: len(words) - len(phrase)]
    match opens:
        case [_, *_, "for", article] if article in ARTICLES:
            return None  # "the rule for an input x > 0" speaks of a case
        case [*_, place, article] if article in ARTICLES:
            return None if place in PLACING else "introduced"
        case [article] if article in ARTICLES:
            return "introduced"
        case [*_, word] if word in ACCOMPANYING:
            return None if phrase[0].endswith("ly") else "introduced"
        case []:
            return "introduced" if names_a_quantity(phrase[0]) else None
        case _:
            return None


def _describes(word: str) -> bool:
    """Whether a word may belong to a noun that names a quantity."""
    return word not in SPEAKING_OF | ARTICLES | ACCOMPANYING | PLACING


def _calls(words: list[str]) -> bool:
    """Whether the words behind a formula say what it is called: "is a temperature"."""
    verb = words[:1] and words[0] in {"be", "is", "are", "denotes", "denote"}
    called = words[1:] if verb else words
    article = bool(called) and called[0] in {"a", "an", "the", "any", "some", "our"}
    return article and any(map(names_a_quantity, called)) and "not" not in called


def joins(words: str) -> bool:
    """Whether they are "and" or "or", maybe with words of condition behind it."""
    joint, more = [*words.strip(" ,\n").split(maxsplit=1), "", ""][:2]
    return joint in JOINTS and (not more or governs(more))


def towards(joint: str, after: str) -> Towards:
    """Which formula a condition of the text is of: the one before it, or behind it.

    A main clause that follows takes it. So does what follows a comma where "and"
    and a word of condition, the `joint`, open a new clause; without a comma before
    that it could be of either.
    """
    words, formula, _ = GOING_ON.sub("", after, count=1).partition(FORMULA)
    if not formula or not SAYING.fullmatch(words):
        return "before"
    if MAIN.match(words):
        return "behind"
    more = joint.strip(" ,;\n").split(maxsplit=1)[1:]
    if not more or words.strip() not in {"", ",", ":"}:
        return "before"
    return "behind" if joint.lstrip().startswith((",", ";")) else "either"


def _tail(after: str) -> tuple[str, str]:
    """The words right behind a formula, and the text from where they end."""
    stop = STOP.search(after)
    at = len(after) if stop is None else stop.start()
    return after[:at], after[at:]


def _qualifies(rest: str) -> bool:
    """Whether the clause behind a comma or bracket narrows or widens what is said.

    What has a formula of its own is a clause of its own, but for "or" and "for".
    """
    if rest[:1] not in {",", "(", "\u2013", "\u2014"}:
        return False
    tail, after = _tail(rest[1:])
    words = tail.lower().split()
    if rest[0] == "(" and words[:1] and words[0] in JOINTS:
        return True
    if after.startswith(FORMULA) and (joins(tail) or SAYING.fullmatch(tail)):
        return False
    if after.startswith(FORMULA) and governs(tail.strip().lower()):
        return False
    first = [word for word in words if word != "and"][:1]
    return bool(first) and first[0] in QUALIFYING


def opening(before: str) -> str:
    """The words right before a formula, or the list of formulas that it ends."""
    listed = LISTED.search(before)
    head = before if listed is None else before[: listed.start()]
    return STOP.split(head)[-1].strip().lower()


def _opens_naming(before: str, *, declared: bool, declares: bool) -> bool:
    """Whether the words before a formula end with what a quantity is called."""
    listed = LISTED.search(before)
    if listed is not None and declared:
        return True
    head = before if listed is None else before[: listed.start()]
    words = STOP.split(head)[-1].lower().split()
    match words:
        case _ if {*words} <= OPENING:
            return declares or len(head.split()) == len(words)
        case ["with"] | ["and", "with"] if not listed:
            return declared or len(head.split()) == len(words)
        case ["with"]:
            return declares or len(head.split()) == len(words)
        case ["for"]:
            return declares
        case ["has" | "have"]:
            return head.split()[-2:-1] == [FORMULA]
        case [*first, "is" | "are" | "has" | "have" | "be"]:
            return any(map(names_a_quantity, first))
        case _:
            act = isinstance(read_remark(" ".join(words)), Assuming)
            plain = len(words) < 5 and SPEAKING_OF.isdisjoint(words)
            return act or names_a_quantity(words[-1]) or (declares and plain)


def names_a_quantity(word: str) -> bool:
    """Whether a word names a quantity, in the plural too."""
    plain = word.lower()
    return bool(
        {plain, plain.removesuffix("s"), f"{plain.removesuffix('ies')}y"} & NAMING
    )
