r"""What words say of a name beyond what is read -> what is not taken into account.

"$P$ is doubly stochastic" and "for convex $f$" say of P and f what no relation here
says. A line about them that fails may be true where it is so: its verdict is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..documents import Page
from ..latex import Macros, Marks, listed
from .clauses import CLAUSE, FORMULA, NAMING
from .functions_declared import functions_in_words
from .kinds_declared import AND, MORE, kinds_in_words
from .properties import HAVING, OF_ANOTHER, assumed_beside, is_declared, properties_said
from .prose import DENIAL, SATISFYING
from .scope import Passage, UnreadWords
from .slices import sliced_beside
from .words_on_names import is_name, said_of

OF_SIGN = {"positive", "negative", "nonnegative", "non-negative", "probability"}
SAY_NOTHING = {  # of what a name is
    *NAMING - OF_SIGN,
    *{"a", "an", "the", "and", "or", "also", "both", "all", "each", "now", "here",
      "our", "its", "their", "this", "that", "these", "be", "is", "are", "as", "two",
      "three", "again", "respectively", "only", "same", "such", "own", "new", "old",
      "first", "second", "third", "last", "next", "previous", "current", "other",
      "another", "different", "single", "whole", "following", "usual", "simple",
      "standard", "common", "certain"},
    *{"matrix", "matrices", "vector", "vectors", "array", "tensor", "number", "scalar",
      "square", "column", "row", "dimensional", "dimension", "dimensions", "real",
      "valued", "real-valued", "integer", "integers", "index", "indices", "quantity",
      "quantities", "shape", "rows", "columns", "entries", "components", "elements",
      "point", "points", "parameters"},
    *{"data", "datum", "sample", "samples", "example", "examples", "batch", "feature",
      "features", "label", "labels", "layer", "layers", "neuron", "neurons", "unit",
      "units", "node", "nodes", "hidden", "state", "states", "activation",
      "activations", "pre-activation", "prediction", "predictions", "estimate", "loss",
      "error", "errors", "gradient", "gradients", "kernel", "filter", "image", "token",
      "tokens", "query", "key", "value", "values", "embedding", "embeddings", "true",
      "regression", "model", "network", "class", "classes", "logit", "logits",
      "observed", "observation", "observations", "desired", "predicted", "estimated",
      "unknown", "known", "free", "trainable", "learnable", "learned", "trained",
      "tunable", "adjustable", "arbitrary", "generic", "general", "independent",
      "weighted", "initial", "final", "position", "velocity", "signal", "system",
      "function", "functions", "smooth", "differentiable", "continuous",
      "objective", "cost", "training", "test"},
    *{"given", "called", "named", "defined", "used", "computed", "shown", "obtained",
      "denoted", "written", "updated", "fed", "passed", "applied", "multiplied",
      "added", "chosen", "initialized", "initialised", "stored", "needed", "assumed",
      "declared", "measured", "described", "represented", "drawn", "sampled", "set",
      "said", "seen", "found", "considered", "allowed", "ours", "what", "where",
      "there", "then", "just", "simply", "still", "of", "in", "to", "on", "with", "for",
      "by", "from", "size", "sizes", "length", "not"},
    *{"correct", "right", "wrong", "true", "false", "easy", "clear", "important",
      "useful", "missing", "absent", "present", "relevant", "irrelevant", "involved",
      "more", "less", "very", "too", "always", "often", "usually", "cheap", "expensive",
      "better", "best", "worse", "possible", "necessary", "enough", "fine", "visible",
      "changed", "unchanged", "moved", "one", "three", "four", "wide", "deep", "high",
      "low", "long", "short", "big"},
}  # fmt: skip
OF_FUNCTIONS = {"a", "an", "the", "and", "both", "all", "any", "some", "arbitrary",
                "function", "functions", "smooth", "differentiable", "continuous",
                "twice", "continuously", "activation", "loss", "given", "unknown",
                "generic", "general", "nonlinear", "real", "real-valued", "scalar",
                "nonlinearity", "map", "maps", "of", "one", "two", "variable",
                "variables", "here", "called", "our"}  # fmt: skip
TELLING = (  # what is more than a part that a name plays, wherever it stands
    r"(?:(?:anti|skew-?|persy|cir|ortho|un)?symmetric|(?:bi|tri)?diagonal|circulant|"
    r"orthogonal|orthonormal|unitary|hermitian|triangular|(?:semi-?)?definite|SPD|PSD|"
    r"singular|invertible|idempotent|nilpotent|one-?hot|binary|boolean|sparse|"
    r"unit\s+(?:vector|length|norm|trace|determinant)|(?:bi)?stochastic|probability|"
    r"permutation|projection|projector|rotation|reflection|involution|cent(?:er|r)ed|"
    r"zero-mean|zero\s+mean|normali[sz]ed|standardi[sz]ed|whitened|sorted|positive|"
    r"negative|non-?negative|non-?positive|non-?zero|even|odd|prime|convex|concave|"
    r"linear|affine|quadratic|polynomial|periodic|homogeneous|increasing|decreasing|bounded|"
    r"monotone|monotonic|bijective|encoding|commuting|parallel|rank|trace|constant|"
    r"antiderivative|eigenvector|minimi[sz]er|sum(?=\s+to)|twice|thrice|half|double)s?"
)
RELATING = re.compile(  # to the formula behind it
    r"\b(?:inverse|transpose|square|sum|product|mean|average|reciprocal|maximum|minimum|"
    r"largest|smallest|root|multiple|derivative|complement|negative|solution|equal)\s+"
    r"(?:of|to)$",
    re.I,
)
TELLS = re.compile(rf"(?<![\w-]){TELLING}(?![\w-])", re.I)
VERB = r"(?:is|are|be|being|remains?|stays?|has|have)"
SAYING = (
    r"(?:satisf(?:y|ies)|obeys?|fulfils?|fulfills?|commutes?|equals?|coincides?|"
    r"vanish(?:es)?|sums?|adds?\s+up|add\s+up|lies?|alternates?|agrees?)"
)
ADVERB = r"(?:(?:both|all|always|also|each|everywhere|again|then)\s+)*"
PREDICATE = re.compile(
    rf"{MORE}[\s,]*(?:which\s+|that\s+)?{ADVERB}"
    rf"(?P<said>(?:{VERB}|{SAYING})\b[^,;:.!?()\u2013\u2014{FORMULA}]*)",
    re.I,
)
APPOSITION = re.compile(
    rf"{MORE}[\s,(]*(?P<said>(?:\w+\s+and\s+|\w+\s+)?{TELLING}\b[\w\s-]*)(?![\w\s-]*"
    rf"{FORMULA})",
    re.I,
)
WHOSE = re.compile(
    rf"{MORE}[\s,]*(?P<said>(?:whose|with|having)\s+(?!respect\b)"
    rf"[^,;:.!?()\u2013\u2014{FORMULA}]+)",
    re.I,
)
DETERMINED = re.compile(
    r"(?:\b(?:the|an?|any|every|each|all|for|two|some|both|let|assume)\s+)+"
    rf"(?P<said>(?:[\w-]+\s+){{0,2}}?{TELLING}(?:\s+[\w-]+)?)\s+(?:{FORMULA}{AND})*$",
    re.I,
)
PART = re.compile(
    r"(?P<said>(?:(?:the|some|all|each|every|first|last|at least one)\s+)*"
    r"(?:entr(?:y|ies)|elements?|components?|coordinates?|rows?|columns?|values?)\s+of)"
    r"\s+$",
    re.I,
)
SAYS = re.compile(rf"{SAYING}\b", re.I)
ADJECTIVE = re.compile(
    r"(?:is|are|be|being|remains?|stays?)\s+(?!(?:the|an?|our|its|two|one|in|at|on|by)\b)"
    r"(?:[a-z-]+\s+)?[a-z-]+",
    re.I,
)
CASE = re.compile(
    r"\b(?:if|when|whenever|unless|whether|once|while|suppose|what)\b", re.I
)
QUOTED = re.compile(r"['\"\u2019\u201d]$")  # the end of what somebody else says
LIKEWISE = re.compile(r"\b(?P<said>(?:so|as)\s+(?:is|are))\s+$", re.I)
FIRST = re.compile(r"[a-z]+(?:-[a-z]+)*", re.I)
TOLD = 8  # words of a phrase that are told


@dataclass(frozen=True, slots=True)
class SaidBeside:
    """What the words beside a formula say of its names: as formulas, and not read."""

    passages: tuple[Passage, ...] = ()
    unread: tuple[UnreadWords, ...] = ()


def said_beside(
    page: Page, passage: Passage, macros: Macros, *, guess: bool
) -> SaidBeside:
    """What the words beside a formula of the running text say of its names.

    Of a text that declares nothing, what they assume is inferred elsewhere.
    """
    if passage.display is not None or not passage.marks:
        return SaidBeside()
    kinds = kinds_in_words(page, passage)
    functions = functions_in_words(page, passage)
    if guess and not is_declared(passage):
        return SaidBeside((*kinds, *functions))
    assumed = [*assumed_beside(page, passage)]
    sliced = () if guess else sliced_beside(page, passage, macros)
    unread = unread_words(page, passage, read=bool(assumed))
    return SaidBeside((*kinds, *assumed, *sliced, *functions), (*unread,))


def unread_words(page: Page, passage: Passage, *, read: bool) -> Iterator[UnreadWords]:
    """What the words beside the names of a formula say of them that is not read.

    `read` where the properties among them are.
    """
    names = _names_in(passage)
    if not names or passage.sentence.denied:
        return
    before, after = said_of(page, passage)
    found = properties_said(page, passage) if read else None
    taken = {*FIRST.findall(found.words.lower())} if found is not None else set()
    for phrase, of_case in _phrases(before, after):
        assumes = is_declared(passage) and not passage.sentence.declares
        if (assumes and SATISFYING.fullmatch(phrase)) or DENIAL.search(phrase):
            continue  # the first is assumed
        if QUOTED.search(phrase):
            continue
        said = frozenset(FIRST.findall(phrase.lower())) - taken - HAVING
        told = " ".join(phrase.split()[:TOLD])
        within = of_case and not is_declared(passage)
        reach = (passage.mathematics.start, passage.sentence.last) if within else None
        for name in names:
            yield UnreadWords(name[0].text, told, said, reach)


def _phrases(before: str, after: str) -> Iterator[tuple[str, bool]]:
    """The words that tell something of a name, and whether of a case alone."""
    of_case = CASE.search(before) is not None
    part, predicate = PART.search(before), PREDICATE.match(after)
    if predicate is not None:
        said = predicate["said"].strip()
        leads_on = after[predicate.end() :].startswith(FORMULA)
        if part is not None and _tells(said, leads_on=True):
            yield f"{part['said']} \N{HORIZONTAL ELLIPSIS} {said}", of_case
        elif OF_ANOTHER.search(before) is None and _tells(said, leads_on=leads_on):
            yield said, of_case
    elif OF_ANOTHER.search(before) is None:
        for pattern in (APPOSITION, WHOSE):
            found = pattern.match(after)
            if found is not None and TELLS.search(found["said"]):
                yield found["said"].strip(), of_case
    clause = CLAUSE.split(before)[-1]
    if (found := DETERMINED.search(clause)) is not None:
        yield found["said"].strip(), True
    if (found := LIKEWISE.search(clause)) is not None:
        yield found["said"].strip(), of_case


def _tells(phrase: str, *, leads_on: bool) -> bool:
    """Whether a predicate says a property: by its words, or as an adjective alone.

    It may lead on to a formula, to which it relates a name.
    """
    if TELLS.search(phrase) or SAYS.match(phrase):
        return True
    return (
        RELATING.search(phrase) if leads_on else ADJECTIVE.fullmatch(phrase)
    ) is not None


def _names_in(passage: Passage) -> list[Marks]:
    """The names that a formula of the running text lists, declares, calls or maps."""
    if passage.display is not None:
        return []
    signs = (n for n, m in enumerate(passage.marks) if m.text in {r"\in", ":"})
    named = listed(passage.marks[: next(signs, len(passage.marks))])
    whole = named and all(is_name(one) and not _is_entry(one) for one in named)
    return named if whole else []


def _is_entry(name: Marks) -> bool:
    """Whether numbers fill slots of it: what is said is of that entry alone."""
    scripts = (mark for mark in name if mark.kind == "sub")
    return any(m.kind == "number" for mark in scripts for m in mark.parts[0])


def left_unread(words: UnreadWords, *, function: bool) -> bool:
    """Whether they say more of a name than what part it plays."""
    return bool(words.words - (OF_FUNCTIONS if function else SAY_NOTHING))
