"""Single edits of one side of a relation that fails, under which it holds.

The edits are those of the mutants, turned round. What changes least stands first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..checking import Piece, go_on
from ..expressions import (
    TWO,
    Expression,
    Position,
    free_letters,
    moved_expression,
    node_count,
    other_sign,
    walk,
)
from ..expressions import nodes as n
from ..judging import Claim
from ..models import Model, Writer
from .canonical import meaning
from .edits import Edit, letters_of, slips, symbols_of
from .failing_claim import ERRORS, MOST_NAMES, Bench, is_whole, writer_for
from .insertions import Stock, additions, names_with_their_index, replacements
from .readback import written

SHOWN = 3
BUDGET = 1500  # candidates for a relation
WORK = 400_000  # nodes and operations that all candidates together may take
LEAST_TRIED = 40
MOST_JUDGED = 24  # of those that agree at the first point
COST = {
    "sign": 1, "index": 1, "swapped indices": 1, "number": 1, "condition": 1,
    "transpose put in": 1, "transpose lost": 1, "order": 1, "product": 1,
    "index lost": 2, "name": 2, "factor dropped": 2, "term dropped": 2, "sum put in": 2,
    "sum lost": 2, "function": 2, "power": 2, "bound": 2, "delta for one": 2,
    "direct derivative": 1, "condition put in": 2,
    "factor put in": 3, "numerator and denominator": 3, "term put in": 4,
    "variable of the derivative": 4, "numerator": 4, "derivative lost": 4,
    "derivative put in": 4, "function put in": 4,
}  # fmt: skip  # a few a line
USUAL_COST = 3
SMALL = 3  # what costs less is looked for first
ORDINALS = ("first", "second", "third", "fourth", "fifth")
FUNCTIONS = ("exp", "ln", "tanh", "sigmoid")


@dataclass(frozen=True, slots=True)
class Repair:
    """An edit under which a relation holds, and what it says in the page's names.

    `side` is the whole side after it, as LaTeX that a page reads as that.
    """

    edit: Edit
    on_left: bool
    claim: Claim
    text: str
    side: str

    @property
    def in_full(self) -> str:
        """The edit in words and the whole side after it, unless that is all it says."""
        if f"`{self.side}`" in self.text:
            return self.text
        return f"{self.text}, so `{self.side}`"

    @property
    def cost(self) -> tuple[int, int]:
        """How much it changes: the kind of edit, then how much is put in or out."""
        size = node_count(self.edit.what or self.edit.after)
        kind = COST.get(self.edit.kind, USUAL_COST)
        if _of_an_index(self.edit):
            kind = COST["index"]
        return kind + self.on_left + self._is_direct_elsewhere(), size

    def _is_direct_elsewhere(self) -> bool:
        """Whether it makes another derivative direct than the last of a chain rule."""
        variables = {
            v.name
            for node in walk(self.claim.left)
            if isinstance(node, n.Partial)
            for v in node.by
        }
        match self.edit:
            case Edit("direct derivative", after=n.Partial(by=by)):
                return not variables.issuperset(v.name for v in by)
        return False


def _of_an_index(edit: Edit) -> bool:
    """Whether the variable of a derivative changed in its indices alone."""
    match edit.before, edit.after:
        case n.Partial(of, by), n.Partial(other, instead):
            same = zip(by, instead, strict=False)
            return of == other and all(a.name == b.name for a, b in same)
    return False


@dataclass(frozen=True, slots=True)
class Repairs:
    """The repairs that are shown; whether there are more, and what was tried."""

    found: tuple[Repair, ...] = ()
    several: bool = False
    tried: int = 0
    ran_out: bool = False


# --- what may be put in --------------------------------------------------------------


def stock_for(bench: Bench, pieces: Sequence[Piece]) -> Stock:
    """What the claim and the other formulas of its model have in such places."""
    sides = _sides(bench, pieces)
    nodes = [k for side in dict.fromkeys(sides) for k in walk(side)]
    if bench.plain:
        nodes = [k for k in nodes if not _has_array(bench.model, k)]
    seen = symbols_of(*sides)
    bench.numbered = [s for s in seen if s.indices and not free_letters(s)]
    calls = {
        k.function
        for k in nodes
        if isinstance(k, n.Call) and len(k.arguments) == 1 and not k.indices
    }
    return Stock(
        bench.fitting,
        _distinct([*_factors(nodes), *_links(bench)]),
        _terms(nodes),
        sorted({*FUNCTIONS, *calls}),
        sorted(k for k in bench.model.labels if not bench.model.quantities[k].slots),
        sorted(set(bench.model.extents.named.values())),
        sorted({*bench.keys, *_letters(bench.model)}),
        bench.model.target,
        partial(_definition, bench.model),
        bench.is_array,
    )


def _sides(bench: Bench, pieces: Sequence[Piece]) -> list[Expression]:
    """The sides of the claim, then of the formulas that share its model."""
    found = [bench.claim.left, bench.claim.right]
    for piece in pieces:
        if piece.machine is bench.sampler.machine:
            for formula in piece.formulas:
                said = formula.said or (formula.left, "", formula.right)
                found += [said[0], said[2]]
    return found


def _factors(nodes: Sequence[Expression]) -> list[Expression]:
    """What stands as a factor, below a fraction or as a derivative; and two."""
    found = [f for k in nodes if isinstance(k, n.Product) for f in k.factors]
    found += [k.under for k in nodes if isinstance(k, n.Quotient)]
    found += [k for k in nodes if isinstance(k, n.Partial)]
    return _distinct([f for f in (*found, TWO) if not _is_reciprocal(f)])


def _links(bench: Bench) -> Iterator[Expression]:
    """The next factor of the chain rule, behind each derivative of the claim."""
    for side in (bench.claim.left, bench.claim.right):
        for node in walk(side):
            for by in node.by if isinstance(node, n.Partial) else ():
                quantity = bench.model.quantities.get(by.name)
                rows = [] if quantity is None else quantity.rows
                for row in (r for r in rows if r.indices == by.indices):
                    for inner in symbols_of(row.value):
                        yield n.Partial(by, (inner,))


def _terms(nodes: Sequence[Expression]) -> list[Expression]:
    """What stands as a term or could: products; and one."""
    found = [t for k in nodes if isinstance(k, n.Plus) for t in k.terms]
    return _distinct([n.ONE, *found, *(k for k in nodes if isinstance(k, n.Product))])


def _definition(model: Model, symbol: n.Symbol) -> Expression | None:
    """What a name is defined as, with its indices here; None of inputs and arrays."""
    quantity = model.quantities.get(symbol.name)
    if quantity is None or len(quantity.rows) != 1:
        return None
    (row,) = quantity.rows
    if len(row.indices) != len(symbol.indices):
        return None
    moves: dict[str, Position] = {}
    for own, here in zip(row.indices, symbol.indices, strict=True):
        if isinstance(own, n.Letter) and not own.shift:
            moves[own.name] = here
        elif own != here:
            return None
    return moved_expression(row.value, moves)


def _letters(model: Model) -> set[str]:
    """The letters that the page ranges, indexes with or sums over."""
    rows = [row for quantity in model.quantities.values() for row in quantity.rows]
    bound = (k.letter for r in rows for k in walk(r.value) if isinstance(k, n.Over))
    free = (p.name for r in rows for p in r.indices if isinstance(p, n.Letter))
    found = {*model.ranged, *bound, *free}
    return {letter for letter in found if not letter.startswith("·")}


def _is_reciprocal(factor: Expression) -> bool:
    """One, or one over something: a side is divided by that instead."""
    return factor == n.ONE or (isinstance(factor, n.Quotient) and factor.over == n.ONE)


def _has_array(model: Model, side: Expression) -> bool:
    return any(is_whole(model, node) for node in walk(side))


def _distinct(found: Sequence[Expression]) -> list[Expression]:
    """Each once and without a sign, the smaller ones first."""
    bare = (f.term if isinstance(f, n.Negative) else f for f in found)
    each = dict.fromkeys(bare)
    return sorted(each, key=node_count)[:MOST_NAMES]


# --- the search ----------------------------------------------------------------------


def search(bench: Bench, pieces: Sequence[Piece]) -> Repairs:
    """The least edits under which the claim on the bench would hold.

    Equations alone are repaired: of a bound there is no least edit.
    """
    if bench.failing.sign != "=":
        return Repairs()
    writer = writer_for(bench, pieces)
    found: list[Repair] = []
    seen = {meaning(bench.failing)}
    tried, most = 0, _budget(bench)
    for tier in _tiers(bench, stock_for(bench, pieces), found):
        judged = 0
        for on_left, edit in tier:
            if tried >= most or judged >= MOST_JUDGED:
                return _ranked(found, tried, ran_out=True)
            tried += 1
            go_on()
            claim = _tried(bench, edit, on_left=on_left)
            if claim is None or (same := meaning(claim)) in seen:
                continue
            seen.add(same)
            side = bench.claim.left if on_left else bench.claim.right
            if _binds_twice(edit.whole) and not _binds_twice(side):
                continue
            judged += 1
            if bench.holds(claim):
                if written(bench, writer, replace(claim, condition=None)) is None:
                    continue
                text = phrase(edit, writer, side, on_left=on_left)
                after = writer.text(edit.whole)
                found.append(Repair(edit, on_left, claim, text, after))
    return _ranked(found, tried)


def missing_index(bench: Bench, pieces: Sequence[Piece]) -> Repair | None:
    """The repair that lets a name run with a sum round it, if there is one."""
    writer = writer_for(bench, pieces)
    stock = stock_for(bench, pieces)
    claim = bench.claim
    for on_left, side in ((False, claim.right), (True, claim.left)):
        for edit in names_with_their_index(side, letters_of(claim), stock):
            held = _tried(bench, edit, on_left=on_left)
            if held is None or not bench.holds(held):
                continue
            if written(bench, writer, held) is not None:
                text = phrase(edit, writer, side, on_left=on_left)
                return Repair(edit, on_left, held, text, writer.text(edit.whole))
    return None


def _budget(bench: Bench) -> int:
    """How many candidates are tried: fewer where each takes long."""
    size = node_count(bench.claim.left) + node_count(bench.claim.right)
    work = size if bench.point is None else max(size, bench.point.operations)
    return min(BUDGET, max(LEAST_TRIED, WORK // work))


def _binds_twice(side: Expression) -> bool:
    """Whether a sum is inside another one over the same letter."""
    overs = [node for node in walk(side) if isinstance(node, n.Over)]
    return any(
        isinstance(node, n.Over) and node.letter == over.letter
        for over in overs
        for node in walk(over.body)
    )


def _tried(bench: Bench, edit: Edit, *, on_left: bool) -> Claim | None:
    """The claim with an edit, where its sides agree at the first point."""
    if not bench.may_hold(edit.whole, on_left=on_left):
        return None
    try:
        claim = bench.lowered(*edit.sides(bench.claim, on_left=on_left))
    except ERRORS:
        return None  # with this edit it has no meaning
    if claim.left == claim.right:
        return None
    return claim if bench.agrees(claim, on_left=on_left) else None


def _tiers(
    bench: Bench, stock: Stock, found: list[Repair]
) -> Iterator[Iterator[tuple[bool, Edit]]]:
    """The edits of the right side, then those of the left.

    Nothing is put in where a smaller edit was found; and on the left nothing where the
    right side can be made right: what divides the one would multiply the other.
    """
    claim = bench.claim
    letters = letters_of(claim)
    others = symbols_of(claim.left, claim.right)
    for on_left in (False, True):
        side = claim.left if on_left else claim.right
        yield ((on_left, e) for e in slips(side, letters, others))
        yield ((on_left, e) for e in replacements(side, letters, stock))
        if not found or not (on_left or any(r.cost[0] < SMALL for r in found)):
            yield ((on_left, e) for e in additions(side, letters, stock))


def _ranked(found: list[Repair], tried: int, *, ran_out: bool = False) -> Repairs:
    kept = sorted(_outermost(found), key=lambda repair: repair.cost)
    each = list({repair.text: repair for repair in reversed(kept)}.values())[::-1]
    if any(_is_of_the_side(r.edit) and not r.on_left for r in each):
        each = [r for r in each if not (_is_of_the_side(r.edit) and r.on_left)]
    shown = [r for r in each if not r.on_left][:SHOWN]
    shown = [*shown[: SHOWN - 1], *[r for r in each if r.on_left][:1], *shown[2:]]
    return Repairs(tuple(shown[:SHOWN]), len(each) > SHOWN, tried, ran_out)


def _outermost(found: list[Repair]) -> Iterator[Repair]:
    """The repairs without those that put in, further inside, what another puts in.

    Both hold, and so it is the same, taken into a sum or a bracket.
    """
    for one in found:
        around = (
            other
            for other in found
            if other is not one and other.edit.kind == one.edit.kind
            if other.on_left == one.on_left and one.edit.kind.endswith(" put in")
        )
        if not any(_is_inside(one.edit.before, other.edit.before) for other in around):
            yield one


def _is_inside(node: Expression, other: Expression) -> bool:
    """Whether a node is one of those that another is made of."""
    return node is not other and any(part is node for part in walk(other))


# --- what it says --------------------------------------------------------------------


def phrase(
    edit: Edit, writer: Writer, side: Expression, *, on_left: bool = False
) -> str:
    """The edit of a side in words, in the page's names."""
    if _is_of_the_side(edit):
        put = "with a" if isinstance(edit.after, n.Negative) else "without the"
        return f"{put} minus before the {'left' if on_left else 'right'} side"
    said = _said(edit, writer, side)
    return f"on the left, {said}" if on_left else said


def _is_of_the_side(edit: Edit) -> bool:
    """Whether the sign of a whole side was changed, as one might of the other."""
    return edit.kind == "sign" and edit.what is None and edit.after is edit.whole


def _said(edit: Edit, writer: Writer, side: Expression) -> str:
    if edit.what is not None:
        kind, _, change = edit.kind.partition(" ")
        what = writer.text(edit.what)
        match kind, change:
            case "sign", _:
                before = writer.text(other_sign(edit.what))
                if isinstance(edit.after, n.Plus) and edit.after.terms[0] != edit.what:
                    what, before = _with_sign(what), _with_sign(before)
                return f"`{what}` for `{before}`"
            case "factor" | "term", "dropped":
                return f"without the {kind} `{what}`"
            case "factor" | "term", "put in":
                inside = edit.after is not edit.whole
                beside = f" beside `{writer.text(edit.before)}`" if inside else ""
                return f"with the {kind} `{what}`{beside}"
            case "factor" | "term", "doubled":
                return f"with the {kind} `{what}` once more"
            case "denominator", "put in":
                inside = edit.after is not edit.whole
                over = f"`{writer.text(edit.before)}` " if inside else ""
                return f"{over}divided by `{what}`"
            case "denominator", "lost":
                return f"not divided by `{what}`"
        if isinstance(edit.what, n.Over):
            put = "with" if change == "put in" else "without"
            return f"{put} `{writer.big(edit.what)}` before `{_body(edit, writer)}`"
    which = _which(edit.before, side)
    said = f"`{writer.text(edit.after)}` for {which}`{writer.text(edit.before)}`"
    match edit:
        case Edit("index lost", given, wanted):
            (letter,) = set(free_letters(wanted)) - set(free_letters(given))
            return (
                f"`{writer.text(given)}` has no index `{letter}`: "
                f"`{writer.text(wanted)}` for it"
            )
        case Edit("direct derivative", after=n.Partial(immediate=True)):
            return rf"{said}, as `\partial` goes along every path"
    return said


def _with_sign(term: str) -> str:
    """A term as it stands behind another."""
    return f"- {term[1:]}" if term.startswith("-") else f"+ {term}"


def _which(node: Expression, side: Expression) -> str:
    """Which of several that read alike is meant; nothing where there is one."""
    alike = [other for other in walk(side) if other == node]
    here = [k for k, other in enumerate(alike) if other is node]
    if len(alike) < 2 or len(here) != 1 or here[0] >= len(ORDINALS):
        return ""
    return f"the {ORDINALS[here[0]]} "


def _body(edit: Edit, writer: Writer) -> str:
    over = edit.what
    return writer.text(over.body) if isinstance(over, n.Over) else ""
