r"""Words that say what a function is, or what a name depends on -> what they declare.

After "$\sigma$ is the ReLU" it is `\max(0, t)`, after "$f$ is any smooth function" an
open function. An input that depends on another, and what is defined and held fixed, are
assumptions in words: what uses them is not understood.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from ..documents import Page
from .clauses import FORMULA
from .kinds_declared import (
    AND,
    ARTICLE,
    BESIDE,
    MORE,
    PLAIN,
    VERB,
)
from .prose import DENIAL
from .scope import InWords, Passage
from .words_on_names import names_in, put_in, said_of

DERIVATIVES = (r"\partial", r"\frac{d", r"\nabla")
ARGUMENT = r"\jmath"  # the parameter of such a function; nobody's own letter
BODIES = {
    "sigmoid": r"\frac{1}{1 + e^{-\jmath}}",
    "logistic": r"\frac{1}{1 + e^{-\jmath}}",
    "tanh": r"\tanh(\jmath)",
    "hyperbolic tangent": r"\tanh(\jmath)",
    "relu": r"\max(0, \jmath)",
    "rectifier": r"\max(0, \jmath)",
    "rectified linear unit": r"\max(0, \jmath)",
    "softplus": r"\ln(1 + e^{\jmath})",
    "softmax": r"\operatorname{softmax}(\jmath)",
    "identity": r"\jmath",
}
USUAL = {  # what a sign means without words
    r"\sigma": rf"\sigma({ARGUMENT}) := {BODIES['sigmoid']}"
}
OTHERS = ("leaky relu", "gelu", "silu", "swish", "elu", "selu", "maxout", "softsign",
          "heaviside", "hardtanh", "sparsemax", "log-softmax")  # fmt: skip
AS_FUNCTION = {
    "identity",
    "step",
    "unit step",
    "sign",
    "logit",
    "probit",
    "exponential",
}
OPEN = r"(?:arbitrary|any|some|smooth|differentiable|generic|general|nonlinear|unknown)"
THING = r"(?:activations?|functions?|nonlinearity|non-linearity|maps?)"
ALONE_TOO = "|".join(sorted({*BODIES, *OTHERS} - AS_FUNCTION, key=len, reverse=True))
WITH_THING = "|".join(sorted({*BODIES, *OTHERS, *AS_FUNCTION}, key=len, reverse=True))
CALLED = rf"(?P<called>{WITH_THING})(?:\s+(?:activation\s+)?{THING})"
NAMED = rf"(?:{CALLED}|(?P<named>{ALONE_TOO}))(?![\w-]|\s+(?:of|units?|layers?)\b)"
UNNAMED = rf"(?P<open>{OPEN})\s+(?:{PLAIN}){{0,2}}?(?:function|activation)s?(?![\w-])"
IS = rf"{MORE}(?:\s+(?:both\s+|all\s+)?{VERB}\s+|{BESIDE}){ARTICLE}"
USUAL_WORDS = (  # that change nothing of a function
    r"(?:(?:usual|standard|ordinary|common|popular|nonlinear|scalar|logistic|well-known|"
    r"activation|element-?wise|entry-?wise|component-?wise|so-called)\s+)*"
)
ENDS = (  # behind which no word changes it
    r"(?=\s*(?:$|[.;)\]]|,(?!\s*(?:\w+ed\b|but|except|minus|plus|or))|applied\b|for\b|of\b|"
    rf"and\b(?!\s+(?:the\s+)?(?:{ALONE_TOO}))|so\b|which\b|in\s+this|here\b|throughout\b|"
    rf"acting\b|{FORMULA}))"
)
BEHIND = re.compile(rf"{IS}{USUAL_WORDS}(?:{NAMED}{ENDS}|{UNNAMED})", re.I)
CASE = re.compile(r"\b(?:if|when|whether|unless|suppose|for)\s*$", re.I)
BEFORE = re.compile(rf"\b(?:{CALLED}|{UNNAMED})\s+(?:{FORMULA}{AND})*$", re.I)
OF_NUMBERS = re.compile(rf"\s+of\s+(?:{FORMULA}|the\b|several|two|all)", re.I)
DEPENDS = re.compile(
    rf"{MORE}\s+(?:{PLAIN}){{0,2}}?(?:depends?|var(?:ies|y)|changes?)\s+"
    rf"(?:{PLAIN}){{0,2}}?(?:on|with)\s+(?:the\s+)?(?:{PLAIN}){{0,2}}?{FORMULA}|"
    rf"{IS}(?:{PLAIN}){{0,2}}?functions?\s+of\s+(?:the\s+)?(?:{PLAIN}){{0,2}}?{FORMULA}",
    re.I,
)
HELD = re.compile(
    rf"{MORE}\s+(?:{VERB}\s+)?(?:then\s+)?(?:(?:held|kept|treated\s+as|regarded\s+as|"
    r"considered|taken\s+as)\s+)?(?:an?\s+)?(?:fixed|constants?|frozen|detached)\b",
    re.I,
)
HOLDING = re.compile(
    r"\b(?:hold(?:ing)?|keep(?:ing)?|treat(?:ing)?|freez(?:e|ing)|fix(?:ing)?|"
    rf"detach(?:ing)?|for\s+(?:a\s+)?fixed)\s+(?:{FORMULA}{AND})*$",
    re.I,
)


def functions_in_words(page: Page, passage: Passage) -> Iterator[Passage]:
    """What the words round names in the running text say of them as functions."""
    names = names_in(passage)
    if not names or passage.sentence.denied:
        return
    before, after = said_of(page, passage)
    if DENIAL.search(before) or DENIAL.search(after) or CASE.search(before):
        return
    if "respectively" in after:
        return
    found = BEHIND.match(after) or BEFORE.search(before)
    for name in names:
        written = passage.written(name)
        if DEPENDS.match(after):
            tex = rf"\text{{assume }} {written} \text{{ depends on another name}}"
            yield put_in(passage, InWords(name[0].text, tex, tex, "input"))
        elif (HELD.match(after) or HOLDING.search(before)) and _differentiates(
            page, passage
        ):
            tex = rf"\text{{assume }} {written} \text{{ is held fixed}}"
            yield put_in(passage, InWords(name[0].text, tex, tex, "defined"))
        elif found is not None and len(name) == 1:
            given = _declaration(written, found, after)
            if given is not None:
                said = InWords(name[0].text, given, given)
                usual = given == USUAL.get(written)
                yield put_in(passage, replace(said, of="usual") if usual else said)


def _differentiates(page: Page, passage: Passage) -> bool:
    """Whether the next formula has a derivative; differentials are held elsewhere."""
    own = passage.mathematics.start
    following = bisect_right(page.mathematics, own, key=lambda one: one.start)
    tex = "".join(one.tex for one in page.mathematics[following : following + 1])
    return any(sign in tex for sign in DERIVATIVES)


def _declaration(name: str, found: re.Match[str], after: str) -> str | None:
    """What is said of a name, in LaTeX; None where that is nothing."""
    groups = found.groupdict()
    if groups["open"] is not None:
        ends = found.end() if found.re is BEHIND else 0
        if OF_NUMBERS.match(after[ends:]):
            return None
        return rf"{name} : \mathbb{{R}} \to \mathbb{{R}}"
    called = groups["called"] or groups.get("named") or ""
    said = " ".join(called.lower().split())
    if (body := BODIES.get(said)) is not None:
        return f"{name}({ARGUMENT}) := {body}"
    letters = "".join(filter(str.isalpha, said))
    function = rf"\operatorname{{{letters}}}"  # which is not known
    return f"{name}({ARGUMENT}) := {function}({ARGUMENT})"
