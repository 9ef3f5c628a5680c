"""Names where a factor is wanted, and signs with a meaning of their own."""

from __future__ import annotations

from ...expressions import Expression, NotUnderstood, errors
from ...expressions import nodes as n
from .. import (
    EXTREMAL,
    NO_INPUTS,
    Item,
    Mark,
    Marks,
    Occurrence,
    applied_to,
    is_transpose,
    thin,
)
from .calls import call, called
from .conditions import indicator
from .derivatives import ordinary
from .mark_queries import (
    NO_NUMBER,
    is_letter_run,
    one_index,
    parted,
    size_or_differential,
)
from .parser import Parser
from .powers import superscript
from .symbols import position, symbol

CAPITALS = {r"\Sigma": "sum", r"\Pi": "prod"}  # letters that look like big signs
HAS_A_MEANING = (
    "{} has a meaning of its own, and the page declares it as a quantity: give that "
    "another name, or leave its declaration out"
)
ONES = {r"\mathbf{1}", r"\mathbb{1}", r"\vec{1}", r"\mathbf{I}", r"\mathbb{I}"}


def name(parser: Parser, mark: Mark) -> Expression:
    """Indicator | parameter | differential | call | sign | symbol "^"*."""
    shown = mark.text in ONES or (
        mark.text == "I" and mark.text not in parser.names.patterns
    )
    if shown and (found := indicator(parser, mark)) is not None:
        return found
    if mark.text in parser.context.parameters:
        if not _scripted(parser):
            return n.Parameter(mark.text, (), mark.start)
        if (part := _part_of_parameter(parser, mark)) is not None:
            return part
    if mark.text in EXTREMAL:
        raise NotUnderstood(f"{mark.text} is not read: {NO_NUMBER}", mark.start)
    if _opens_differential(parser, mark):
        if (slope := ordinary(parser, mark)) is not None:
            return slope
        return n.Call(n.DIFFERENTIAL, (parser.factor(),), 0, mark.start)
    occurrence, after = parser.names.occurrence(parser.marks, parser.place - 1)
    if (function := called(parser, occurrence, after)) is not None:
        return call(parser, function, occurrence, after, mark)
    if (sign := _sign(parser, mark, occurrence)) is not None:
        if mark.text in parser.context.redeclared:
            raise NotUnderstood(HAS_A_MEANING.format(mark.text), mark.start)
        return sign
    primed = mark.text + "'" * occurrence.scripts.primes
    if primed in parser.names.sizes and primed != mark.text:
        parser.place = after
        return _raised(parser, n.Running(n.Extent(primed)), occurrence)
    if occurrence.scripts.primes:
        raise NotUnderstood(errors.TransposeOrDerivative(mark.text), mark.start)
    _wants_single_indices(parser, parser.marks[parser.place : after])
    _wants_no_big_sign(parser, occurrence)
    parser.place = after
    found = symbol(parser, occurrence)
    if found == n.Running(n.Extent("d")):
        _wants_no_differential(parser, mark)
    if isinstance(found, n.Symbol):
        _wants_no_index_in_brackets(parser, mark)
        _wants_no_operator(parser, occurrence)
    return _raised(parser, found, occurrence)


def _raised(parser: Parser, found: Expression, occurrence: Occurrence) -> Expression:
    """The superscripts of a name that are no part of it."""
    for power in occurrence.scripts.rest:
        found = superscript(parser, found, power)
    return found


def _wants_single_indices(parser: Parser, scripts: Marks) -> None:
    """Refuses a run of letters that a comma parts from another index."""
    known = parser.names.indices | parser.bound
    for script in scripts:
        parts = parted(script.parts[0]) if script.kind == "sub" else []
        run = next(filter(is_letter_run, parts), None)
        others = {m.text for part in parts if part is not run for m in part}
        if run is not None and others & known:
            raise NotUnderstood(one_index(run), run[0].start)


def _wants_no_big_sign(parser: Parser, occurrence: Occurrence) -> None:
    r"""Refuses `\Sigma_i x_i` where nothing gives a quantity of that name."""
    base, below = occurrence.base, occurrence.scripts.sub
    if base in CAPITALS and below and base not in parser.names.singles:
        letters = "".join(item.written for item in below)
        raise NotUnderstood(
            f"{base}_{letters} could be a big sign or a quantity; write "
            rf"\{CAPITALS[base]}_{letters}, or declare "
            rf"{base}_{letters} \in \mathbb{{R}}",
            occurrence.at,
        )


def _wants_no_operator(parser: Parser, occurrence: Occurrence) -> None:
    """Refuses `E[x]` where nothing says whether E is a function or a number."""
    base, scripts, names = occurrence.base, occurrence.scripts, parser.names
    raised = base in names.layered - names.bare  # as `\sigma^2` is, which gives no σ
    bare = not scripts.sub and scripts.sup is None
    if base in names.singles | names.introduced and not (raised and bare):
        return
    if base in NO_INPUTS:
        raise NotUnderstood(errors.Operator(base), occurrence.at)
    if (shown := applied_to(base, parser.marks[parser.place :])) is not None:
        raise NotUnderstood(errors.CallOrProduct(base, shown), occurrence.at)


def _wants_no_differential(parser: Parser, mark: Mark) -> None:
    """Refuses `dO` where d is a size and O a quantity."""
    following = parser.peek()
    if (
        following is not None
        and following.kind == "letter"
        and len(following.text) == 1
        and following.glued
        and following.text in parser.names.patterns
        and following.text not in parser.names.sizes | parser.bound
    ):
        raise size_or_differential(mark.start)


def _wants_no_index_in_brackets(parser: Parser, first: Mark) -> None:
    """Refuses `b_j(k)` of an index k: nobody puts a factor so."""
    following = parser.peek()
    if following is None or following.kind != "open" or following.text not in "([":
        return
    end = parser.closing(parser.place)
    inside = parser.marks[parser.place + 1 : end]
    counting = parser.names.indices | parser.bound
    if all(len(part) == 1 and part[0].text in counting for part in parted(inside)):
        base, letter = first.text, inside[0].text
        raise NotUnderstood(
            f"{letter} is an index, and is in brackets after {base}: write "
            rf"{letter} below {base} for an entry, \cdot {letter} for a product",
            first.start,
        )


def _part_of_parameter(parser: Parser, mark: Mark) -> Expression | None:
    """`x_i` in a function of x, where the page's x is an array of such entries."""
    names = parser.names
    occurrence, after = names.occurrence(parser.marks, parser.place - 1)
    matched = names.match(occurrence)
    if matched is None or occurrence.scripts.primes:
        return None
    own = names.identity(matched[0])
    whole, _ = names.parts.get(own, (own, 0))
    if whole != mark.text:
        return None
    parser.place = after
    indices = tuple(position(parser, item) for item in matched[1])
    return _raised(parser, n.Parameter(mark.text, indices, mark.start), occurrence)


def _opens_differential(parser: Parser, mark: Mark) -> bool:
    """Whether a d is here that the page gives no other meaning."""
    names, following = parser.names, parser.peek()
    return (
        mark.text == "d"
        and following is not None
        and following.kind in {"letter", "name", "open", "function"}
        and "d" not in names.patterns.keys() | names.sizes | names.indices
        and "d" not in names.labels.keys() | parser.bound
    )


def _scripted(parser: Parser) -> bool:
    """Whether a subscript or a prime comes next."""
    following = parser.peek()
    return following is not None and following.kind in {"sub", "prime"}


def _sign(parser: Parser, mark: Mark, occurrence: Occurrence) -> Expression | None:
    r"""`e^x`, `\delta_{ij}`, a bold 0 or 1, I, `e_i`, where no page declares them."""
    if parser.names.match(occurrence) is not None or mark.text in parser.bound:
        return None
    scripts = occurrence.scripts
    if scripts.sup is not None and mark.text in parser.names.numbered:
        return None
    following = parser.peek()
    if mark.text == "e" and following is not None and following.kind == "sup":
        if is_transpose(following.parts[0]) and parser.context.slots.get("e"):
            if following.parts[0][0].text in parser.names.patterns:
                raise NotUnderstood(
                    "e is an array here and T is declared: write e^\\top for a "
                    r"transpose, \exp(T) for the exponential",
                    following.start,
                )
            return None
        parser.next()
        exponent = parser.whole(following.parts[0], following.start)
        return n.Call("exp", (exponent,), 0, mark.start)
    if mark.text == r"\delta" and not scripts.rest and scripts.sup is None:
        wide = [i for item in scripts.sub for i in _one_by_one(item)]
        if len(wide) == 2:
            parser.next()
            row, column = (n.Running(position(parser, i)) for i in wide)
            return n.Indicator(n.Comparison(row, "=", column))
    if thin(mark.text) == "0" and not scripts.sub:
        return n.ZERO
    if mark.text in ONES and not scripts.sub:
        kind = "identity" if "I" in mark.text else "ones"
        return n.Known(kind, (), mark.start)
    if mark.text == "I" and "I" not in parser.names.patterns:
        return n.Known("identity", (), mark.start)
    if mark.text in {r"\mathbf{e}", r"\vec{e}", "e"} and len(scripts.sub) == 1:
        parser.next()
        index = position(parser, scripts.sub[0])
        return n.Known("unit", (index,), mark.start)
    return None


def _one_by_one(item: Item) -> list[Item]:
    """A run of letters or digits, one by one."""
    if item.kind not in {"word", "number"} or len(item.text) == 1:
        return [item]
    kind = "number" if item.kind == "number" else "letter"
    return [Item(kind, sign, item.at) for sign in item.text]
