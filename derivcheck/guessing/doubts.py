"""Verdicts on a guessed text -> the same; nothing fails for what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ..checking import Judged, Piece, Relation, partials_in
from ..expressions import Expression, Sentence, parts, walk
from ..expressions import nodes as n
from ..judging import Claim, Verdict, not_understood
from ..latex import Statement, flat
from ..models import Model
from ..words import Scope
from .counts import may_count

SOLVED = "this is a step of an equation that is solved: write what it follows from"


def doubt(judged: Judged, model: Model, scope: Scope, text: str) -> None:
    """Makes undecided what fails, and rests on what the text does not tie down."""
    words = said_of(text)
    used = {name for known in model.quantities for name in model.direct(known)}
    inputs = {q.name for q in model.quantities.values() if not q.rows}
    loose = {name for name in inputs - used if not model.is_direction(name)}
    counts = may_count(scope) & inputs
    lasts = {name for name in inputs if _is_last(name, model)}
    open_ = opened(model, scope)
    for piece in judged.pieces:
        solved = {piece.offset(at) for at in _behind_arrows(piece.statements)}
        for relation in _failing(piece):
            if relation.start in solved:
                relation.verdict = not_understood(Sentence(SOLVED))
            elif relation.claim is not None:
                read = _read(relation.claim, model)
                defined = any(_is_defined(model, name) for name in read)
                said = _said(
                    read, loose if defined else frozenset(), counts, lasts, model
                )
                said = said or open_.said(relation.claim, model)
                said = said or _solved(relation.claim, piece, model)
                said = said or words.said(relation.claim, model)
                if said is not None:
                    relation.verdict = _doubted(said)
    _doubt_for_facts(judged, model)


UNIT_OPEN = r"the text does not say which function \sigma is"


def failing(judged: Judged) -> Iterator[Relation]:
    """The relations that fail."""
    return (one for piece in judged.pieces for one in _failing(piece))


def doubt_for_units(judged: Judged, usual: Judged) -> None:
    """Makes undecided what fails for any function, and holds for a usual one."""
    holds = {
        relation.start
        for piece in usual.pieces
        for relation in piece.relations
        if relation.verdict.word == "holds"
    }
    for relation in failing(judged):
        if relation.start in holds:
            relation.verdict = _doubted(UNIT_OPEN)


def _doubted(said: str) -> Verdict:
    return Verdict("undecided", f"the sides differ; {said}", differ=True)


@dataclass(frozen=True, slots=True)
class Opened:
    """The quantities of which nothing is known but what they depend on.

    Of `losses` nothing in the network is made; those `of_steps` take in all steps of
    something that goes from step to step.
    """

    within: frozenset[str]
    losses: frozenset[str]
    of_steps: frozenset[str]

    def said(self, claim: Claim, model: Model) -> str | None:
        """What to say of a claim that need not fail for what the text means."""
        left, right = model.read_by(claim.left), model.read_by(claim.right)
        crossed = {*_crossed(claim, model), *_values(claim)}
        if found := sorted((left | right) & self.within & crossed):
            return f"they may agree once {model.spelled(found[0])} is given: define it"
        if found := sorted((left ^ right) & self.losses):
            return f"the text does not say what {model.spelled(found[0])} is"
        if found := sorted((left | right) & self.of_steps):
            said = model.spelled(found[0])
            return f"the text does not say on which of the steps {said} depends"
        return None


def _values(claim: Claim) -> Iterator[str]:
    """The quantities of which a claim uses the values, and not derivatives alone."""
    for side in (claim.left, claim.right):
        yield from _outside_slopes(side)


def _crossed(claim: Claim, model: Model) -> Iterator[str]:
    """The quantities through which the derivatives of a claim go."""
    for partial in partials_in(claim):
        by = {symbol.name for symbol in partial.by if isinstance(symbol, n.Symbol)}
        for name in model.read_by(partial.of):
            if by & (model.reaches(name) - {name}):
                yield name


def opened(model: Model, scope: Scope) -> Opened:
    """The quantities that are open functions which the text does not write."""
    written = {m.text for p in scope.passages for m in flat(p.marks)}
    made = {
        function
        for function in model.functions
        if _is_open(model, function) and function.partition("_")[0] not in written
    }
    found = {
        name
        for name, quantity in model.quantities.items()
        if quantity.rows and made & model.direct(name)
    }
    used = {
        name
        for quantity in model.quantities.values()
        for row in quantity.rows
        for name in _outside_slopes(row.value)
    }
    losses = frozenset(found - used)
    of_steps = frozenset(loss for loss in losses if _takes_all_steps(loss, model))
    return Opened(frozenset(found & used), losses, of_steps)


def _takes_all_steps(loss: str, model: Model) -> bool:
    """Whether a loss is of all steps of something that goes from step to step."""
    whole = {
        node.name
        for row in model.quantities[loss].rows
        for node in walk(row.value)
        if isinstance(node, n.Symbol)
        and all(isinstance(place, n.Letter) for place in node.indices)
    }
    reached = {name for one in whole for name in model.reaches(one)}
    return any(
        name in model.reaches(used) for name in reached for used in model.direct(name)
    )


def _outside_slopes(expression: Expression) -> Iterator[str]:
    """The names in an expression but for those that it takes derivatives of."""
    match expression:
        case n.Partial():
            return
        case n.Symbol(name):
            yield name
        case _:
            pass
    for part in parts(expression):
        yield from _outside_slopes(part)


ZEROED = "if the text sets it to zero, write assume before it"
SOLUTION = (
    "{} is given by no definition, and this may be what an equation is solved for"
)


def _solved(claim: Claim, piece: Piece, model: Model) -> str | None:
    """What to say of a step of an equation that is solved, or of its solution."""
    match claim:
        case Claim(right=n.Number(value)) if value == 0 and _ends_chain(claim, piece):
            return ZEROED
        case Claim(left=n.Symbol(name)) if not _is_defined(model, name):
            return SOLUTION.format(model.spelled(name))
        case _:
            return None


def _ends_chain(claim: Claim, piece: Piece) -> bool:
    """Whether more than one side is before the last in its chain."""
    return any(
        len(statement.relations) > 1 and statement.relations[-1].start == claim.at
        for statement in piece.statements
    )


@dataclass(frozen=True, slots=True)
class Property:
    """A property that the words say, and the letters of the formulas beside it."""

    word: str
    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a text say of its names, beyond what is read."""

    properties: tuple[Property, ...]

    def said(self, claim: Claim, model: Model) -> str | None:
        """What to say of a claim about names of which the words say something."""
        spelled = {
            model.spelled(name).partition("_")[0] for name in _read(claim, model)
        }
        for one in self.properties:
            if not one.letters or one.letters & spelled:
                return f"the text says {one.word}, which is not taken into account"
        return None


PROPERTY = re.compile(
    r"\b(?:(?:skew-?)?symmetric|diagonal(?! matrix of)|orthogonal|orthonormal|unitary|"
    r"SPD|PSD|positive (?:semi-?)?definite|unit (?:vector|norm|length)|idempotent|"
    r"binary(?! (?:cross|class|logis))|"
    r"zero[- ]mean|centred|centered|normali[sz]ed to|doubly stochastic)\b",
    re.I,
)


def said_of(text: str) -> Words:
    """The properties that a text says of its names."""
    found: list[Property] = []
    for sentence in re.split(r"(?<=[.!?])\s|\n[ \t]*\n|\$\$", text):
        if (word := PROPERTY.search(sentence)) is not None:
            formulas = " ".join(re.findall(r"\$([^$]+)\$", sentence))
            letters = frozenset(re.findall(r"\\?[A-Za-z]+", formulas))
            found.append(Property(word[0], letters))
    return Words(tuple(found))


def _said(
    read: frozenset[str],
    loose: AbstractSet[str],
    counts: AbstractSet[str],
    lasts: AbstractSet[str],
    model: Model,
) -> str | None:
    """What the text does not say of the names that a claim reads."""
    if open_ := sorted(read & loose):
        return f"the text does not say what {model.spelled(open_[0])} is"
    if open_ := sorted(read & counts):
        (letter, *_) = open_
        return f"say what runs to {letter}, as in `i = 1, \\dots, {letter}`"
    if open_ := sorted(read & lasts):
        name = model.spelled(open_[0])
        return f"the text does not say that {name} is the last of its kind"
    return None


def _failing(piece: Piece) -> Iterator[Relation]:
    return (r for r in piece.relations if r.verdict.word == "fails")


def _behind_arrows(statements: Iterable[Statement]) -> Iterator[int]:
    """The places of the relations that follow from others by an arrow."""
    for statement in statements:
        if statement.follows:
            yield from (sign.start for sign in statement.relations)


def _read(claim: Claim, model: Model) -> frozenset[str]:
    return model.read_by(claim.left) | model.read_by(claim.right)


def _is_defined(model: Model, name: str) -> bool:
    known = model.quantities.get(name)
    return known is not None and bool(known.rows)


def _is_last(name: str, model: Model) -> bool:
    r"""Whether it is `a^L`, where the text defines `a^l`."""
    base, sign, above = name.partition("^")
    below = base + sign + above.lower()
    return below != name and _is_defined(model, below)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the text may give of some inputs and open functions, and how it does."""

    about: frozenset[str]
    written: str


def _doubt_for_facts(judged: Judged, model: Model) -> None:
    r"""Takes what the text says of inputs alone for given, as `\sum_i y_i = 1`.

    It is not used: what fails with the same inputs is undecided.
    """
    facts = [fact for piece in judged.pieces for fact in _facts(piece, model)]
    for piece in judged.pieces:
        for relation in _failing(piece):
            read = _read(relation.claim, model) if relation.claim else frozenset()
            fact = next((one for one in facts if one.about & read), None)
            if fact is not None:
                said = f"if the text gives ${fact.written}$, write assume before it"
                relation.verdict = _doubted(said)


def _facts(piece: Piece, model: Model) -> Iterator[Fact]:
    """The failing claims of the running text about inputs, and what is not read.

    Of the latter only open functions are looked at.
    """
    written = {mark.text for mark in flat(piece.passage.marks)}
    unread = frozenset(written & {f for f in model.functions if _is_open(model, f)})
    for relation in piece.relations:
        text = f"{relation.left} {relation.sign} {relation.right}"
        if relation.verdict.word == "not understood" and unread:
            yield Fact(unread, text)
        elif relation.verdict.word == "fails" and piece.display is None:
            read = _read(relation.claim, model) if relation.claim else frozenset()
            if not any(_is_given(model, name) for name in read):
                yield Fact(read, text)


def _is_open(model: Model, name: str) -> bool:
    function = model.functions.get(name)
    return function is not None and function.body is None


def _is_given(model: Model, name: str) -> bool:
    function = model.functions.get(name)
    defined = function is not None and function.body is not None
    return defined or _is_defined(model, name)
