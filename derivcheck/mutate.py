"""Mutants: each relation that holds, with one thing changed, to see if it still would.

A page is judged by the share of its mutants that are found false. What still holds is
true for a reason (an equivalent mutant), or shows what the checker does not see. The
words are those of mutation analysis (DeMillo, Lipton and Sayward 1978).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath

from .assume import Unsatisfied
from .check import Found
from .claims import Relation
from .expression import (
    ONE,
    Call,
    Cases,
    Comparison,
    Condition,
    Entry,
    Every,
    Expression,
    Extent,
    Fixed,
    Indicator,
    Known,
    Label,
    Letter,
    Negative,
    NotUnderstood,
    Number,
    Over,
    Partial,
    Plus,
    Position,
    Power,
    Product,
    Quotient,
    Rows,
    Running,
    Symbol,
    Transpose,
    Where,
    changed,
    comparisons,
    condition_letters,
    free_letters,
    parts,
    walk,
)
from .sample import Sampler
from .spelled import spelled_claim
from .verdict import Claim, Verdict, judge

OTHER_FUNCTIONS = {"exp": "sigmoid", "ln": "exp", "tanh": "sigmoid", "sigmoid": "tanh",
                   "max": "min", "min": "max", "sqrt": "exp"}  # fmt: skip
TURNED = {"=": r"\ne", r"\ne": "=", "<": ">", ">": "<", r"\le": ">", r"\ge": "<"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed relation: where, what was changed, what it became, and its verdict."""

    line: int
    column: int
    relation: str
    change: str
    becomes: str
    claim: Claim
    verdict: Verdict

    @property
    def caught(self) -> bool:
        """Whether it is told from a relation that holds."""
        return self.verdict.word in {"fails", "not understood"}

    @property
    def survives(self) -> bool:
        """Whether a page with this slip would pass."""
        return self.verdict.word == "holds"


@dataclass(frozen=True, slots=True)
class Judged:
    """Survivors of a relation that a person found to be true, and why they are."""

    page: str
    relation: str
    becomes: tuple[str, ...]
    reason: str


def read_judged(text: str) -> tuple[Judged, ...]:
    """The judgements of a TOML file, in tables called `judged`.

    Raises `ValueError` where the text is no TOML or an entry lacks one of `page`,
    `relation`, `becomes` (a list) and `reason`.
    """
    found = []
    for number, entry in enumerate(tomllib.loads(text).get("judged", []), 1):
        for key, kind in (("page", str), ("relation", str), ("becomes", list)):
            if not isinstance(entry.get(key), kind):
                raise ValueError(f"judgement {number} has no {key}")
        reason = " ".join(str(entry.get("reason", "")).split())
        if not reason:
            raise ValueError(f"judgement {number} has no reason")
        becomes = tuple(map(str, entry["becomes"]))
        found.append(Judged(entry["page"], entry["relation"], becomes, reason))
    return tuple(found)


def mutants_of(found: Found) -> Iterator[Mutant]:
    """Every mutant of every relation of a page that holds, with its verdict.

    What plain algebra turns into the original, into another mutant of it or into an
    identity is no mutant.
    """
    for piece in found.pieces:
        for relation in piece.relations:
            if relation.verdict.word != "holds" or relation.claim is None:
                continue
            if relation.sampler is not None:
                yield from _of_relation(relation, relation.claim, relation.sampler)


def _of_relation(
    relation: Relation, claim: Claim, sampler: Sampler
) -> Iterator[Mutant]:
    text = f"{relation.left} {relation.sign} {relation.right}"
    for change, mutant in changed_claims(claim):
        verdict = _judged(mutant, sampler)
        place = relation.line, relation.column
        yield Mutant(*place, text, change, spelled_claim(mutant), mutant, verdict)


def _judged(claim: Claim, sampler: Sampler) -> Verdict:
    try:
        return judge(claim, sampler)
    except NotUnderstood as error:
        return Verdict("not understood", error.message)
    except Unsatisfied as error:
        return Verdict("undecided", error.reason)


# --- what is changed -----------------------------------------------------------------


def changed_claims(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """The claim with one thing changed, without what is the same in other words."""
    seen = {_meaning(claim)}
    for change, mutant in _every_change(replace(claim, one_text=False, said=None)):
        meaning = _meaning(mutant)
        if meaning in seen:
            continue
        seen.add(meaning)
        if mutant.sign == "=" and meaning[0] == meaning[2]:
            continue
        yield change, mutant


def _every_change(claim: Claim) -> Iterator[tuple[str, Claim]]:
    condition = claim.condition
    found = dict.fromkeys(free_letters(claim.left))
    found.update(dict.fromkeys(free_letters(claim.right)))
    found.update(dict.fromkeys(condition_letters(condition)))
    letters = sorted(found)
    others = [
        replace(node, at=0)
        for side in (claim.left, claim.right)
        for node in walk(side)
        if isinstance(node, Symbol)
    ]
    others = list(dict.fromkeys(others))
    for change, side in _side_changes(claim.right, letters, others):
        yield change, replace(claim, right=side)
    for change, side in _side_changes(claim.left, letters, others):
        yield change, replace(claim, left=side)
    if condition is not None and comparisons(condition):
        yield "condition lost", replace(claim, condition=None)
        for turned in _turned(condition):
            yield "condition", replace(claim, condition=turned)
    if claim.sign in TURNED and claim.sign != "=":
        yield "relation", replace(claim, sign=TURNED[claim.sign])


def _side_changes(
    side: Expression, letters: list[str], others: list[Symbol]
) -> Iterator[tuple[str, Expression]]:
    yield from mutations(side, letters, others)
    if not isinstance(side, Plus | Negative):
        yield "sign", Negative(side)


def mutations(
    expression: Expression, letters: list[str], others: Sequence[Symbol] = ()
) -> Iterator[tuple[str, Expression]]:
    """The expression with one thing changed, and what was changed.

    `letters` are those that have a value here, `others` the quantities that stand in
    the same relation.
    """
    yield from _here(expression, letters, others)
    inner = letters
    if isinstance(expression, Over):
        inner = sorted({*letters, expression.letter})
    for place, part in enumerate(parts(expression)):
        if isinstance(expression, Partial) and place:
            continue  # the variables of a derivative are changed as a whole
        for change, mutant in mutations(part, inner, others):
            if isinstance(expression, Where) and place % 2:
                continue  # what is given another value stays a name
            yield change, _with_part(expression, place, mutant)


def _with_part(expression: Expression, place: int, new: Expression) -> Expression:
    """The expression with one of its parts replaced."""
    match expression:
        case Partial() if place == 0:
            return replace(expression, of=new)
        case Where(_, values) if place == 0:
            return Where(new, values)
        case Where(of, values):
            pairs = list(values)
            number = (place - 1) // 2
            pairs[number] = (pairs[number][0], new)
            return Where(of, tuple(pairs))
    counter = iter(range(-1, len(parts(expression))))

    def change(node: Expression) -> Expression | None:
        number = next(counter)
        if number < 0:
            return None
        return new if number == place else node

    return changed(expression, change)


Changes = Iterator[tuple[str, Expression]]


def _here(node: Expression, letters: list[str], others: Sequence[Symbol]) -> Changes:
    """The changes that touch this node itself."""
    match node:
        case Number(value):
            yield "number", Number(value + 1, str(value + 1))
        case Symbol() | Entry() | Known():
            yield from _indices(node, letters)
        case Running(position):
            for other in _other_positions(position, letters):
                yield "index", Running(other)
        case Plus(terms):
            yield from _terms(terms)
        case Negative(term):
            yield "sign", term
        case Product():
            yield from _factors(node)
        case Quotient(over, under):
            yield "numerator and denominator", Quotient(under, over)
            yield "denominator lost", over
        case Power(base, exponent):
            yield "power", base
            yield "power", replace(node, exponent=Plus((exponent, ONE)))
        case Call():
            yield from _function(node)
        case Over():
            yield from _over(node)
        case Partial():
            yield from _differentiated(node, letters, others)
        case Indicator(condition):
            yield "one for delta", ONE
            for turned in _turned(condition):
                yield "condition", Indicator(turned)
        case Cases(rows):
            yield from _cases(node, rows)
        case Transpose(of):
            yield "transpose lost", of
        case Where(of):
            yield "place lost", of
        case Rows():
            return


def _terms(terms: tuple[Expression, ...]) -> Changes:
    for n, term in enumerate(terms):
        rest = terms[:n] + terms[n + 1 :]
        yield "term dropped", rest[0] if len(rest) == 1 else Plus(rest)
        turned = term.term if isinstance(term, Negative) else Negative(term)
        yield "sign", Plus((*terms[:n], turned, *terms[n + 1 :]))
        yield "term doubled", Plus((*terms, term))


def _factors(node: Product) -> Changes:
    factors = node.factors
    for n, factor in enumerate(factors):
        rest = factors[:n] + factors[n + 1 :]
        signs = ("",) * (len(rest) - 1)
        one = rest[0] if not signs else replace(node, factors=rest, signs=signs)
        yield "factor dropped", one
        twice = (*factors, factor)
        yield (
            "factor doubled",
            replace(node, factors=twice, signs=("",) * len(factors)),
        )


def _function(node: Call) -> Changes:
    if node.function in OTHER_FUNCTIONS:
        yield "function", replace(node, function=OTHER_FUNCTIONS[node.function])
    if node.order:
        yield "order of a derivative", replace(node, order=node.order - 1)
    elif len(node.arguments) == 1:
        yield "function lost", node.arguments[0]
    if len(node.arguments) == 2:
        yield "arguments", replace(node, arguments=node.arguments[::-1])


def _over(node: Over) -> Changes:
    yield f"{node.sign} lost", node.body
    if isinstance(node.lower, Fixed):
        yield "bound", replace(node, lower=Fixed(node.lower.value + 1))
    if node.condition is not None:
        yield "condition lost", replace(node, condition=None)
        for turned in _turned(node.condition):
            yield "condition", replace(node, condition=turned)


def _cases(node: Cases, rows: tuple[tuple[Expression, Condition], ...]) -> Changes:
    if len(rows) < 2:
        return
    values = [value for value, _ in rows]
    values = values[1:] + values[:1]
    turned = tuple((v, c) for v, (_, c) in zip(values, rows, strict=True))
    yield "cases", replace(node, rows=turned)


def _turned(condition: Condition) -> Iterator[Condition]:
    """One of the comparisons turned into its contrary."""
    found = comparisons(condition)
    for n, one in enumerate(found):
        if one.sign in TURNED:
            other = replace(one, sign=TURNED[one.sign])
            yield Every((*found[:n], other, *found[n + 1 :]))


def _other_positions(position: Position, letters: list[str]) -> Iterator[Position]:
    """What a slip of the pen writes in a slot instead."""
    match position:
        case Letter(name, shift):
            if shift:
                yield Letter(name)
            inside = name.startswith("·")  # of a component that the page does not name
            for other in letters:
                if other != name and other.startswith("·") == inside:
                    yield Letter(other, shift)
        case Fixed(value):
            yield Fixed(value + 1 if value < 2 else value - 1)
        case Extent(name, shift):
            yield Extent(name, shift - 1)
        case Label():
            yield Fixed(1)


def _indices(node: Symbol | Entry | Known, letters: list[str]) -> Changes:
    found = node.indices
    for n, position in enumerate(found):
        for other in _other_positions(position, letters):
            yield "index", replace(node, indices=(*found[:n], other, *found[n + 1 :]))
    for n in range(len(found) - 1):
        swapped = (*found[:n], found[n + 1], found[n], *found[n + 2 :])
        yield "swapped indices", replace(node, indices=swapped)


def _differentiated(
    node: Partial, letters: list[str], others: Sequence[Symbol]
) -> Changes:
    of, by = node.of, node.by
    yield "derivative lost", of
    if isinstance(of, Symbol) and len(by) == 1:
        yield "numerator and denominator", replace(node, of=by[0], by=(of,))
    for n, symbol in enumerate(by):
        instead = [s for _, s in _indices(symbol, letters) if isinstance(s, Symbol)]
        instead += [s for s in others if s.name != symbol.name and s != of]
        for other in instead:
            variables = (*by[:n], other, *by[n + 1 :])
            yield "variable of the derivative", replace(node, by=variables)


# --- the same in other words ---------------------------------------------------------

Tree = tuple[object, ...]
Equal = dict[str, Position]
Bound = dict[str, int]
NOUGHT: Tree = ("number", Fraction(0))


def _meaning(claim: Claim) -> tuple[Tree, str, Tree, Tree]:
    """The claim up to plain algebra, its bound letters, and what its condition ties."""
    equal = _equalities(claim.condition, {})
    left = _algebra(claim.left, equal, {})
    right = _algebra(claim.right, equal, {})
    if claim.sign in {"=", r"\ne"}:  # a number before what is zero changes nothing
        if right == NOUGHT:
            left = _primitive(left)
        elif left == NOUGHT:
            right = _primitive(right)
    return left, claim.sign, right, _together(claim.condition, {}, {})


def _primitive(tree: Tree) -> Tree:
    """The tree up to a rational factor."""
    match tree:
        case ("number", Fraction() as value):
            return ("number", Fraction(bool(value)))
        case ("times", Fraction(), tuple() as rest):
            return rest
        case ("+", *terms):
            return ("+", *_scaled(terms))
    return tree


def _equalities(condition: Condition | None, equal: Equal) -> Equal:
    """Which letters a condition replaces by which positions."""
    found = dict(equal)
    for c in comparisons(condition):
        match c:
            case Comparison(Running(Letter(name, 0)), "=", Running(other)):
                if other != Letter(name) and _same(Letter(name), found) != _same(
                    other, found
                ):
                    one, two = sorted((Letter(name), other), key=repr)
                    keep, away = (two, one) if isinstance(one, Letter) else (one, two)
                    if isinstance(away, Letter) and not away.shift:
                        found[away.name] = keep
    return found


def _same(position: Position, equal: Equal) -> Position:
    for _ in range(len(equal) + 1):
        if not (isinstance(position, Letter) and position.name in equal):
            break
        instead = equal[position.name]
        if isinstance(instead, Label):
            return instead if not position.shift else position
        if isinstance(instead, Fixed):
            position = Fixed(instead.value + position.shift)
        else:
            position = replace(instead, shift=instead.shift + position.shift)
    return position


def _letter(position: Position) -> str | None:
    return position.name if isinstance(position, Letter) else None


def _position(position: Position, equal: Equal, bound: Bound) -> Tree:
    position = _same(position, equal)
    if isinstance(position, Letter) and position.name in bound:
        return ("bound", bound[position.name], position.shift)
    return (type(position).__name__, repr(position))


def _scaled(terms: Sequence[object]) -> Iterator[Tree]:
    """The terms of a sum, the first of them with the coefficient one."""
    first = None
    for pair in terms:
        match pair:
            case (term, Fraction() as many):
                first = first or many
                yield (term, many / first)


def _together(condition: Condition | None, equal: Equal, bound: Bound) -> Tree:
    found = []
    for c in comparisons(condition):
        sides: Sequence[Tree] = [
            _algebra(side, equal, bound) for side in (c.left, c.right)
        ]
        if c.sign in {"=", r"\ne"}:
            sides = sorted(sides, key=repr)
        found.append((c.sign, *sides))
    return tuple(sorted(found, key=repr))


def _algebra(node: Expression, equal: Equal, bound: Bound) -> Tree:
    """The expression as a tree that is the same for what plain algebra makes one."""

    def inner(part: Expression) -> Tree:
        return _algebra(part, equal, bound)

    match node:
        case Number(value):
            return ("number", value)
        case Plus() | Negative():
            return _sum(node, equal, bound)
        case Product(factors):
            return _product(factors, equal, bound)
        case Power(base, exponent, each=each):
            one = inner(exponent)
            return (
                inner(base) if one == ("number", 1) else ("^", inner(base), one, each)
            )
        case Over(sign, letter, lower, upper, condition, body):
            under = {**bound, letter: len(bound)}
            ends = [p and _position(p, equal, bound) for p in (lower, upper)]
            told = {k: v for k, v in equal.items() if letter not in (k, _letter(v))}
            found = (_together(condition, told, under), _algebra(body, told, under))
            return ("over", sign, *ends, *found)
        case Indicator(condition):
            return ("indicator", _together(condition, equal, bound))
        case Cases(rows):
            return ("cases", *(
                (_algebra(v, _equalities(c, equal), bound), _together(c, equal, bound))
                for v, c in rows
            ))  # fmt: skip  # a row a line
        case Symbol(name, indices):
            return ("symbol", name, *(_position(p, equal, bound) for p in indices))
        case Running(position):
            return ("running", _position(position, equal, bound))
        case Known(kind, indices):
            return ("known", kind, *(_position(p, equal, bound) for p in indices))
        case Entry(of, indices):
            return ("entry", inner(of), *(_position(p, equal, bound) for p in indices))
        case Call(function, _, order):
            return ("call", function, order, *map(inner, parts(node)))
        case Partial(of, by, _, immediate):
            return ("d", immediate, inner(of), *sorted(map(inner, by), key=repr))
        case _:
            return (type(node).__name__, *map(inner, parts(node)))


def _sum(node: Expression, equal: Equal, bound: Bound) -> Tree:
    found: dict[Tree, Fraction] = {}

    def add(term: Expression, factor: Fraction) -> None:
        if isinstance(term, Plus):
            for one in term.terms:
                add(one, factor)
        elif isinstance(term, Negative):
            add(term.term, -factor)
        else:
            many, tree = _parted(_algebra(term, equal, bound))
            found[tree] = found.get(tree, Fraction(0)) + factor * many

    add(node, Fraction(1))
    kept = sorted(((t, c) for t, c in found.items() if c), key=repr)
    if not kept:
        return NOUGHT
    if len(kept) == 1:
        return _joined(kept[0][1], kept[0][0])
    return ("+", *kept)


def _product(factors: tuple[Expression, ...], equal: Equal, bound: Bound) -> Tree:
    told = equal
    for factor in factors:
        if isinstance(factor, Indicator):
            told = _equalities(factor.condition, told)
    number, found = Fraction(1), list[Tree]()
    for factor in factors:
        ours = equal if isinstance(factor, Indicator) else told
        many, tree = _parted(_algebra(factor, ours, bound))
        number *= many
        found += [tree] if tree[0] != "*" else list(tree[1:])  # type: ignore[arg-type]  # its parts are trees
    kept = [t for n, t in enumerate(found) if t != ("number", 1)
            and not (t[0] == "indicator" and t in found[:n])]  # fmt: skip  # 1² = 1
    kept.sort(key=repr)
    if not kept or not number:
        return ("number", number)
    return _joined(number, kept[0] if len(kept) == 1 else ("*", *kept))


def _parted(tree: Tree) -> tuple[Fraction, Tree]:
    """The number before a product, and the rest."""
    match tree:
        case ("number", Fraction() as value):
            return value, ("number", Fraction(1))
        case ("times", Fraction() as value, tuple() as rest):
            return value, rest
    return Fraction(1), tree


def _joined(number: Fraction, tree: Tree) -> Tree:
    if tree == ("number", 1):
        return ("number", number)
    return tree if number == 1 else ("times", number, tree)


# --- the account ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """The mutants of a page, sorted.

    `open` are survivors that nobody judged, `stale` judgements that fit no survivor.
    """

    path: str
    mutants: tuple[Mutant, ...]
    open: tuple[Mutant, ...]
    stale: tuple[tuple[Judged, str], ...]

    def count(self, word: str) -> int:
        """How many have that verdict."""
        return sum(m.verdict.word == word for m in self.mutants)

    @property
    def equivalent(self) -> int:
        """How many hold and were judged to be true."""
        return self.count("holds") - len(self.open)

    @property
    def good(self) -> bool:
        """Whether no survivor is left to judge, and no judgement without its mutant."""
        return not self.open and not self.stale


def account(path: str, mutants: Iterable[Mutant], judged: Iterable[Judged]) -> Account:
    """Sorts the mutants of a page by what became of them."""
    found = tuple(mutants)
    mine = [j for j in judged if PurePath(path).match(j.page)]
    held = {(m.relation, m.becomes) for m in found if m.survives}
    known = {(j.relation, text) for j in mine for text in j.becomes}
    left = tuple(
        m for m in found if m.survives and (m.relation, m.becomes) not in known
    )
    stale = tuple(
        (j, text) for j in mine for text in j.becomes if (j.relation, text) not in held
    )
    return Account(path, found, left, stale)


def account_lines(page: Account) -> list[str]:
    """The counts of a page, then every survivor that is left to judge."""
    counts = _counts([page])
    lines = [f"{page.path}: {counts}"]
    for m in page.mutants:
        if m.verdict.word in {"vacuous", "undecided"} or m in page.open:
            reason = f" ({m.verdict.reason})" if m.verdict.reason else ""
            lines += [
                f"{page.path}:{m.line}:{m.column}: {m.change}: "
                f"{m.verdict.word}{reason}",
                f"    of  {m.relation}",
                f"    now {m.becomes}",
            ]
    for entry, text in page.stale:
        lines += [
            f"{page.path}: judged, and no survivor any more",
            f"    of  {entry.relation}",
            f"    now {text}",
        ]
    return lines


def total_line(pages: Sequence[Account]) -> str:
    """The counts of all pages, and the shares of what is not equivalent."""
    many = sum(len(p.mutants) - p.equivalent for p in pages)
    fails = sum(p.count("fails") for p in pages)
    caught = fails + sum(p.count("not understood") for p in pages)
    line = f"all: {_counts(pages)}"
    if many:
        line += (
            f"; of those not equivalent {100 * caught / many:.2f} % are caught, "
            f"{100 * fails / many:.2f} % by fails"
        )
    return line


def _counts(pages: Sequence[Account]) -> str:
    total = sum(len(p.mutants) for p in pages)
    refused = sum(p.count("vacuous") + p.count("undecided") for p in pages)
    words = [
        f"{sum(p.count('fails') for p in pages)} fail",
        f"{sum(p.count('not understood') for p in pages)} not understood",
        f"{sum(p.equivalent for p in pages)} equivalent (judged)",
        f"{sum(len(p.open) for p in pages)} survive",
    ]
    if refused:
        words.insert(2, f"{refused} vacuous or undecided")
    return f"{total} mutants: " + ", ".join(words)
