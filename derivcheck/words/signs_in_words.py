r"""Words that give a sign another meaning than its usual one -> what is not understood.

After "logarithms are to base 2" no line with `\log` is judged by the natural logarithm:
what words make of a sign is not read, and what uses the sign is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ..expressions import NotUnderstood
from ..latex import Mark, Marks, Statement, is_transpose
from .kinds_declared import given_names
from .scope import Passage, Scope

IS = r"\s+(?:denotes?|means?|stands?\s+for|represents?|is\s+the|is\s+an?|is)\s+"
ARTICLE = r"(?:(?:the|an?|any)\s+)?"
COMPARED = (  # what a quantity is, and no sign
    r"(?:an?\s+)?(?:smaller|larger|less|greater|small|large|bounded|at|near|close|zero|"
    r"positive|negative|not|equal|constant|fixed|finite)"
)
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n[ \t]*\n|\$\$")
OF_UNITS = re.compile(
    r"\b(?:relu|rectif\w+|tanh|hyperbolic|softplus|softmax|gelu|linear|identity|"
    r"activations?|non-?linearity|any\s+function|arbitrary|standard\s+deviation|"
    r"variance|singular)\b|\\tanh\b",
    re.I,
)
LOGISTIC = re.compile(r"\b(?:sigmoid|logistic)s?\b", re.I)
NO_LOGISTIC = re.compile(
    r"\b(?:inverse\s+of\s+the|hard|scaled|bipolar)\s+(?:sigmoid|logistic)|"
    r"\b(?:sigmoid|logistic)\s*,?\s*(?:function\s*,?\s*)?"
    r"(?:with\s+slope|rescaled|scaled|shifted|capped|clipped|minus|plus|or)\b",
    re.I,
)
FORMULA = re.compile(r"\$(?!\\tanh\$)[^$]*\$")  # all but the name of a function
SIGMA = re.compile(r"\$[^$]*\\sigma(?![\w_^])[^$]*\$")


@dataclass(frozen=True, slots=True)
class OtherMeaning:
    """What words say of a sign, where it is used, and what to write instead.

    A formula that gives `name` wins over the words. Of a function it is `called` there.
    """

    said: Callable[[str], bool]
    uses: Callable[[Mark], bool]
    told: str
    name: str = ""
    called: bool = False


def _found(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.I)
    return lambda text: compiled.search(text) is not None


def _called(sign: str, usual: str) -> str:
    """A pattern: a formula that is a sign alone is called something unusual."""
    return rf"\$\s*{sign}\s*\${IS}(?!{ARTICLE}(?:{usual})|{COMPARED})"


def _is(*texts: str, kind: str = "") -> Callable[[Mark], bool]:
    return lambda mark: mark.text in texts and kind in ("", mark.kind)


def _is_above(mark: Mark) -> bool:
    """Whether it is the superscript T."""
    return mark.kind == "sup" and [one.text for one in mark.parts[0]] == ["T"]


def _is_plus_below(mark: Mark) -> bool:
    """Whether it is the plus of `(x)_+`."""
    return mark.kind == "sub" and [one.text for one in mark.parts[0]] == ["+"]


def _is_transposed(mark: Mark) -> bool:
    """Whether it is the superscript of a transpose."""
    return mark.kind == "sup" and is_transpose(mark.parts[0])


def _calls_sigma_otherwise(text: str) -> bool:
    """Whether a sentence with σ names another function, and not the logistic one."""
    return any(True for _ in words_of_sigma(text))


def words_of_sigma(text: str) -> Iterator[str]:
    """The words of sentences with σ that name another function than the logistic."""
    for sentence in SENTENCE.split(text):
        if SIGMA.search(sentence) is None:
            continue
        words = FORMULA.sub(" ", sentence)
        yield from (found[0].lower() for found in NO_LOGISTIC.finditer(words))
        if LOGISTIC.search(words) is None:
            yield from (found[0].lower() for found in OF_UNITS.finditer(words))


LOG_BASE = (
    r"(?:\blog(?:arithm)?s?\b|\$\\log\$)[^.\n]{0,30}?\bbase[\s-]*\$?(?:2|10|two|ten)\b|"
    r"\bbase[\s-]*(?:2|10|two|ten)\s+log|\bbinary\s+log|\bin\s+bits\b|"
    r"\$\\log\$\s+(?:denotes|means|is)\s+\$\\log_"
)
NORM = (
    r"\bnorms?\s+(?:is|are)\s+(?:the\s+)?(?:max|1-|one|infinity|spectral)|"
    + _called(
        r"\\(?:\||lVert|Vert|left\\\|)[^$]{0,30}",
        r"euclid|usual|length|frobenius|2-norm|\$\\?ell_2|\$L_?2|norm\s+of",
    )
)
ONES = r"(?:column\s+|row\s+)?(?:vector\s+)?(?:of\s+)?(?:all[\s-]+)?ones"
SAME = r"\$?(?:(\w)\s*=\s*(\w)|they|the\s+indices)"
KRONECKER = rf"kronecker|(?:one|1|\$1\$)\s+(?:if|when|for|where)\s+{SAME}|error|delta"
IDENTITY = r"(?:\$[^$]*\$\s+)?(?:identity|unit\s+mat|indic)"
ENTRYWISE = (
    r"(?:\w+\s+)?(?:element|entry|component|coordinate|point)-?\s?wise|hadamard|"
    r"(?:usual\s+|matrix\s+|ordinary\s+)?(?:product|multiplication)\b"
)
SOFTMAX = (
    r"\bsoftmax\b[^.$\n]{0,12}\b(?:acts|works|runs|is\s+(?:applied|taken)|"
    r"normali[sz]es)\b[^.$\n]{0,20}\b(?:columns?|all\s+entries)\b|"
    r"\bsoftmax\s+has\s+temperature\b"
)
DEGREES = r"\b(?:angles?|arguments?)\b[^.\n]{0,30}\bdegrees\b|\bin\s+degrees\b"
ROWS = r"\bvectors\s+are\s+(?:always\s+)?row\s+vectors\b"
OPERATORS = (
    (r"\*|\\ast", "*", "times"),
    (r"\\circ", r"\circ", "hadamard"),
    (r"\\odot", r"\odot", "hadamard"),
    (r"\\otimes", r"\otimes", "kronecker|outer|tensor"),
    (r"\\cdot", r"\cdot", "dot|inner|scalar|times"),
)
OTHERS = (
    OtherMeaning(
        _found(LOG_BASE),
        _is("log", kind="function"),
        r"the text gives \log another base; write it, as in \log_2",
    ),
    OtherMeaning(
        _found(NORM),
        _is("||"),
        "the text gives these bars another norm; write it by its entries",
    ),
    OtherMeaning(
        _found(_called(r"\\pi", "usual|ratio|constant|circle|3\\.14|irrational")),
        _is(r"\pi"),
        r"the text gives \pi another meaning; declare it, as in \pi \in (0, 1)",
        r"\pi",
    ),
    OtherMeaning(
        _found(_called(r"I(?:_\w)?", IDENTITY)),
        _is("I", kind="letter"),
        "the text gives I another meaning than the identity; declare it",
        "I",
    ),
    OtherMeaning(
        _found(_called(r"\\mathbf\s*\{?1\}?", ONES)),
        _is(r"\mathbf{1}"),
        r"the text gives \mathbf 1 another meaning; declare it",
        r"\mathbf{1}",
    ),
    OtherMeaning(
        _found(_called(r"\\delta_\{?\w\s*\w\}?", KRONECKER)),
        _is(r"\delta"),
        r"the text gives \delta another meaning than Kronecker's; define it",
        r"\delta",
    ),
    OtherMeaning(
        _found(_called("(?-i:T)", "transpos")),
        _is_above,
        r"the text gives T another meaning, so ^T could be a power; write ^\top for a "
        "transpose",
    ),
    *(
        OtherMeaning(
            _found(_called(f"(?:{written})", f"{ENTRYWISE}|{more}")),
            _is(sign, kind="operator"),
            f"the text gives {sign} another meaning; define what it makes by entries",
        )
        for written, sign, more in OPERATORS
    ),
    OtherMeaning(
        _found(_called(r"\[\w\]", "none")),
        _is("["),
        "the text gives square brackets another meaning; define a function for it",
    ),
    OtherMeaning(
        _found(_called(r"\\\{\w\\\}", "set")),
        _is("{"),
        "the text gives braces another meaning; define a function for it",
    ),
    OtherMeaning(
        _found(
            _called(r"\|\w\|", r"absolute|modulus|magnitude|size|length|value|one\b")
        ),
        _is("|"),
        "the text gives these bars another meaning; define a function for it",
    ),
    OtherMeaning(
        _found(_called(r"\(\w\)_\+", r"positive\s+part|max|rectif|larger|greater")),
        _is_plus_below,
        "the text gives (x)_+ another meaning; define a function for it",
    ),
    OtherMeaning(
        _found(DEGREES),
        _is("sin", "cos", "tan", kind="function"),
        "the text takes angles in degrees, which is not read; write radians",
    ),
    OtherMeaning(
        _found(SOFTMAX),
        _is("softmax"),
        "the text says of the softmax what is not read; write it by its entries",
    ),
    OtherMeaning(
        _found(ROWS),
        _is_transposed,
        r"the text makes vectors rows; declare them, x \in \mathbb{R}^{1 \times n}",
    ),
    OtherMeaning(
        _calls_sigma_otherwise,
        _is(r"\sigma"),
        r"the text says of \sigma what is not read; define it, as in "
        r"\sigma(t) := \tanh(t)",
        r"\sigma",
        called=True,
    ),
)


def other_meanings(text: str) -> tuple[OtherMeaning, ...]:
    """What the words of a page give another meaning."""
    return tuple(other for other in OTHERS if other.said(text))


def with_signs_refused(
    passages: Sequence[Passage],
    said: Sequence[OtherMeaning],
    imported: Iterable[Statement],
) -> list[Passage]:
    """The passages; those with a sign that words give another meaning are refused."""
    if not said:
        return list(passages)
    given = given_names(passages, imported)
    others = [other for other in said if other.name not in given]
    return [
        replace(passage, error=next(_refused(passage.marks, others), passage.error))
        for passage in passages
    ]


class SignRefused(NotUnderstood):
    """A sign is there to which the words of the page give another meaning."""


def read_with(scope: Scope, text: str, given: str) -> Scope:
    """The same where a sign is `given` that words alone give another meaning."""
    others = [other for other in other_meanings(text) if other.name != given]
    passages = [
        replace(passage, error=None)
        if isinstance(passage.error, SignRefused)
        else passage
        for passage in scope.passages
    ]
    refused = with_signs_refused(passages, others, scope.imported)
    return replace(scope, passages=tuple(refused))


def _refused(marks: Marks, others: Sequence[OtherMeaning]) -> Iterator[NotUnderstood]:
    for mark, following in zip_longest(marks, marks[1:]):
        for other in others:
            if other.uses(mark) and (not other.called or _calls(following)):
                yield SignRefused(other.told, mark.start)
        for part in mark.parts:
            yield from _refused(part, others)


def _calls(following: Mark | None) -> bool:
    """Whether a sign is called as a function, by what follows it."""
    return following is not None and following.kind in {"open", "prime"}
