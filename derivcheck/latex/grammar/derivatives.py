r"""Derivatives: a fraction, a slash, a sign in front, a nabla."""

from __future__ import annotations

from itertools import takewhile

from ...expressions import Expression, NotUnderstood, walk
from ...expressions import nodes as n
from .. import (
    Mark,
    Marks,
    begins_factor,
    flat,
    is_transpose,
    outside,
    reach,
    unwrapped,
    whole,
)
from .mark_queries import differential, is_one
from .parser import Parser

TIMES = {r"\cdot", r"\times", "*"}


def fraction(parser: Parser, mark: Mark) -> Expression:
    """Over under: a derivative where both open with its sign, else a quotient."""
    over, under = (
        tuple(m for m in part if m.kind not in {"wide", "amp"}) for part in mark.parts
    )
    if not under or (not over and not differential(under, parser.names)):
        raise NotUnderstood("a part of this fraction is empty", mark.start)
    either = _could_be_either(parser, under) and (
        _could_be_either(parser, over) or [m.text for m in over] == ["d"]
    )
    # a length d, or the d of a `d_j`, is not what would cancel there
    if either and any(not p.sub for p in parser.names.patterns.get("d", ())):
        raise NotUnderstood(
            "d is declared on this page, so that this could be a quotient or a "
            r"derivative; write \partial for a derivative",
            mark.start,
        )
    above = either or (bool(over) and differential(over, parser.names))
    below = either or differential(under, parser.names)
    if above and below:
        return _at_itself(parser, _derivative(parser, over, under, mark), under)
    for one, other, part in ((above, below, over), (below, above, under)):
        if one and not other and part and part[0].kind == "partial":
            raise NotUnderstood(
                r"only one side of this fraction has a \partial", mark.start
            )
    return n.Quotient(parser.whole(over, mark.start), parser.whole(under, mark.start))


def _at_itself(parser: Parser, found: Expression, under: Marks) -> Expression:
    r"""`\frac{df}{dx}(x)` says again what f is differentiated by."""
    following = parser.peek()
    if following is None or following.kind != "open" or following.text != "(":
        return found
    end = parser.closing(parser.place)
    inside = parser.marks[parser.place + 1 : end]
    behind = parser.marks[end + 1 : end + 2]
    if not is_one(inside) or any(m.kind in {"sub", "sup"} for m in behind):
        return found
    if [m.text for m in inside] != [m.text for m in unwrapped(under[1:])]:
        match found:
            case n.Partial(n.Call(function)) if function in parser.context.functions:
                pass
            case _:
                return found
        raise NotUnderstood(
            "this could be the derivative at a value or a product; write "
            r"\left. \frac{…}{…} \right|_{x = …}, or \cdot",
            following.start,
        )
    parser.place = end + 1
    return found


def _could_be_either(parser: Parser, part: Marks) -> bool:
    """Whether it opens with a d that the page declares, before one more name."""
    behind = part[2:] if [m.kind for m in part[1:2]] == ["sup"] else part[1:]
    return (
        bool(behind)
        and part[0].kind == "letter"
        and part[0].text == "d"
        and behind[0].kind in {"letter", "name"}
        and not differential(part, parser.names)
    )


def _derivative(parser: Parser, over: Marks, under: Marks, mark: Mark) -> Expression:
    """Sign [order] [operand] over denominator; the operand may follow."""
    if (found := _by_slice(parser, over, under, mark)) is not None:
        return found
    rest, order, immediate = _order(over[1:], mark)
    by, total = _denominator(parser, under, mark)
    if order != total:
        raise NotUnderstood(
            f"{order} differentiations above, {total} below", mark.start
        )
    sign = "frac" if rest or not _opens(parser) else "operator"
    of = parser.whole(rest, mark.start) if rest else _operand(parser, mark)
    layout = "jacobian" if _turned(under) else parser.context.layout
    immediate = immediate or _is_slope_in_argument(parser, of, by, over[0])
    return n.Partial(of, by, sign, immediate, mark.start, layout)


def _opens(parser: Parser) -> bool:
    """Whether a bracket comes next."""
    following = parser.peek()
    return following is not None and following.kind == "open" and following.text != "."


def _is_slope_in_argument(
    parser: Parser, of: Expression, by: tuple[n.Symbol | n.Parameter, ...], sign: Mark
) -> bool:
    r"""Whether it is the slope of a page's function in one argument, the others held.

    So is $\partial f(x, u) / \partial x$; with d the derivative is total.
    """
    match of, by:
        case n.Call(name, (_, _, *_) as arguments), (n.Symbol() as variable,):
            own = name in parser.context.functions and variable in arguments
            return own and sign.kind == "partial"
        case _:
            return False


def _order(rest: Marks, mark: Mark) -> tuple[Marks, int, bool]:
    r"""The order of `\partial^2`, whether it is `\partial^{+}`, and what follows."""
    if not rest or rest[0].kind != "sup":
        return rest, 1, False
    inside = rest[0].parts[0]
    if len(inside) == 1 and inside[0].text == "+":
        return rest[1:], 1, True
    if len(inside) == 1 and inside[0].kind == "number":
        return rest[1:], whole(inside[0]), False
    raise NotUnderstood("the order of a derivative is a number", mark.start)


def _turned(under: Marks) -> bool:
    r"""Whether a derivative is by a row, `\partial x^\top`."""
    signs = [m for m in under if m.kind == under[0].kind and m.text == under[0].text]
    last = under[-1]
    return len(signs) == 1 and last.kind == "sup" and is_transpose(last.parts[0])


def _by_slice(
    parser: Parser, over: Marks, under: Marks, mark: Mark
) -> Expression | None:
    """A derivative by a row or a column of a matrix: that one of the whole."""
    many = 2 if len(under) > 2 and _turned(under) else 1
    if under[-many].kind == "slice" and len(under[-many].parts) == 1:
        plain, turned = under[:-many], under[len(under) - many + 1 :]
        match parser.whole((*plain[1:], under[-many]), mark.start):
            case n.Slice(_, low, high, at):
                whole = _derivative(parser, over, (*plain, *turned), mark)
                return n.Slice(whole, low, high, at, below=True)
            case _:
                return None
    last = under[-1]
    if last.kind != "sub" or all(m.kind != "colon" for m in last.parts[0]):
        return None
    whole = _derivative(parser, over, under[:-1], mark)
    match parser.whole(under[1:], mark.start):
        case n.Entry(n.Transpose(), indices, at):
            return n.Entry(n.Transpose(whole, at), indices, at)
        case n.Transpose(n.Entry(_, indices), at):
            return n.Transpose(n.Entry(whole, indices, at), at)
        case _:
            return None


def _operand(parser: Parser, mark: Mark) -> Expression:
    r"""Brackets, or the rest of the product.

    It ends before `* \frac{d}{dz}`, the next factor of a chain rule.
    """
    following = parser.peek()
    if following is None or not (begins_factor(following) or following.text == "-"):
        raise NotUnderstood("expected what is differentiated", parser.at())
    if _opens(parser):
        return parser.factor()
    if following.text == "-":
        return parser.signed()
    return parser.product(stops=lambda place: _opens_the_next(parser.marks, place))


def _opens_the_next(marks: Marks, place: int) -> bool:
    """Whether a sign of differentiation is alone in a fraction behind a product."""
    if place >= len(marks) or marks[place - 1].text not in TIMES:
        return False
    over = marks[place].parts[0] if marks[place].kind == "frac" else ()
    return len(over) == 1 and (over[0].kind == "partial" or over[0].text == "d")


def _denominator(
    parser: Parser, under: Marks, mark: Mark
) -> tuple[tuple[n.Variable, ...], int]:
    r"""(Sign variable)+, as in `\partial b \, \partial c` and `\partial b^2`."""
    sign = under[0]
    groups: list[list[Mark]] = []
    for inner in under:
        same = inner.kind == sign.kind and inner.text == sign.text
        if same and (sign.kind == "partial" or not groups or groups[-1]):
            groups.append([])
        else:
            groups[-1].append(inner)
    found: list[n.Variable] = []
    for group in groups:
        found += _variable(parser, tuple(group), mark)
    return tuple(found), len(found)


def _variable(parser: Parser, marks: Marks, mark: Mark) -> list[n.Variable]:
    """Quantity ["^" order]: what is differentiated by, as often as the order says."""
    marks = unwrapped(marks)
    times = 1
    if len(marks) > 1 and marks[-1].kind == "sup":
        power, layered = marks[-1].parts[0], marks[0].text in parser.names.layered
        if is_transpose(power):
            marks = marks[:-1]
        elif [m.kind for m in power] == ["number"] and not layered:
            times, marks = whole(power[0]), marks[:-1]
    if not marks:
        raise NotUnderstood(
            "expected a quantity to differentiate with respect to", mark.start
        )
    if not 1 <= times <= 4:
        raise NotUnderstood("derivatives are read up to the fourth", mark.start)
    found = parser.whole(marks, mark.start)
    match found:
        case n.Symbol() | n.Parameter():
            return [found] * times
        case n.Running(n.Label(name)):
            raise NotUnderstood(
                f"{name} is a label: nothing is differentiated with respect to it",
                marks[0].start,
            )
        case n.Running(n.Extent(name)) | n.Running(n.Letter(name)):
            raise NotUnderstood(
                f"{name} is a whole number: nothing is differentiated "
                "with respect to it",
                marks[0].start,
            )
        case _:
            raise NotUnderstood(
                "a derivative is taken with respect to one quantity of the model, "
                "found an expression; define it first, as a quantity of its own",
                marks[0].start,
            )


def partial(parser: Parser, mark: Mark) -> Expression:
    r"""A `\partial` before what it acts on.

    `\partial` "_" variable ["^" order] factor | `\partial` quantity "/" `\partial`
    variable.
    """
    following = parser.peek()
    if following is not None and following.kind == "sub":
        parser.next()
        above = parser.peek()
        order: Marks = ()
        if above is not None and above.kind == "sup":
            order = (parser.next(),)
        by, _ = _denominator(parser, (mark, *following.parts[0], *order), mark)
        of = _acted_on(parser, mark)
        return n.Partial(of, by, "prefix", False, mark.start, parser.context.layout)
    term = parser.marks[parser.place : reach(parser.marks, parser.place)]
    signs = (at for at, m in outside(term) if m.text in {"/", "+", "-"})
    slash = parser.place + next(signs, len(term))
    here = [m.text for m in parser.marks[slash : slash + 2]]
    if here != ["/", r"\partial"]:
        raise NotUnderstood(
            r"expected \partial A / \partial B, or a fraction", mark.start
        )
    return _slope(parser, slash, mark)


def _slope(parser: Parser, slash: int, mark: Mark) -> Expression:
    """Sign quantity "/" sign variable, up to the slash read already."""
    over = parser.marks[parser.place - 1 : slash]
    under = slash + 1
    if under + 1 >= len(parser.marks):
        raise NotUnderstood("expected a quantity, but the side ends", parser.end)
    parser.place = _one_behind(parser, under)
    return _derivative(parser, over, parser.marks[under : parser.place], mark)


def _one_behind(parser: Parser, sign: int) -> int:
    """Where the bracket or the name ends that a sign of differentiation is of."""
    if parser.marks[sign + 1].kind == "open":
        return parser.closing(sign + 1) + 1
    return parser.names.occurrence(parser.marks, sign + 1)[1]


def ordinary(parser: Parser, mark: Mark) -> Expression | None:
    """A "d" quantity "/" "d" variable, or None where the d opens no such slope."""
    slash = _one_behind(parser, parser.place - 1)
    behind = parser.marks[slash : slash + 3]
    if (
        len(behind) < 3
        or behind[0].text != "/"
        or behind[1].text != "d"
        or behind[2].kind not in {"letter", "name", "open"}
    ):
        return None
    return _slope(parser, slash, mark)


def nabla(parser: Parser, mark: Mark) -> Expression:
    r"""`\nabla` ["^" "2"] ["_" variable] factor; `\nabla f(x)` is by the x in it.

    `\nabla\nabla` and `\nabla_x \nabla_x^\top` are the Hessian, as `\nabla^2` is.
    """
    below: Mark | None = None
    times = 1
    while (script := parser.peek()) is not None and script.kind in {"sub", "sup"}:
        parser.next()
        if script.kind == "sub":
            below = script
        elif [m.text for m in script.parts[0]] == ["2"]:
            times = 2
        else:
            raise NotUnderstood(
                r"\nabla and \nabla^2, the Hessian, are read", script.start
            )
    if times == 1 and _stands_twice(parser, below):
        times = 2
    layout = parser.context.layout
    if below is not None:
        by = _variable(parser, below.parts[0], mark) * times
        of = _acted_on(parser, mark)
        return n.Partial(of, tuple(by), "nabla", False, mark.start, layout)
    match _factor_after(parser, mark) if parser.peek() is not None else None:
        case n.Call(name, ((n.Symbol() | n.Parameter()) as argument,), 0) as of if (
            name in parser.context.functions
        ):
            by = [argument] * times
            return n.Partial(of, tuple(by), "nabla", False, mark.start, layout)
        case _:
            raise NotUnderstood(
                r"\nabla needs the variable below it, \nabla_x E, or a function of "
                r"one quantity behind it, \nabla f(x)",
                mark.start,
            )


def _stands_twice(parser: Parser, below: Mark | None) -> bool:
    """Takes a second sign with the same below it, transposed or not, if one is next."""
    if [m.kind for m in parser.marks[parser.place :][:1]] != ["nabla"]:
        return False
    scripts = tuple(
        takewhile(
            lambda mark: mark.kind in {"sub", "sup"}, parser.marks[parser.place + 1 :]
        )
    )
    own = [] if below is None else [mark.text for mark in flat((below,))]
    other = [mark.text for mark in flat(tuple(s for s in scripts if s.kind == "sub"))]
    above = [s.parts[0] for s in scripts if s.kind == "sup"]
    if own != other or not all(map(is_transpose, above)):
        return False
    parser.place += 1 + len(scripts)
    return True


def _acted_on(parser: Parser, mark: Mark) -> Expression:
    """Number* factor: what a sign in front acts on."""
    found = [_factor_after(parser, mark)]
    while not any(isinstance(node, n.Variable | n.Call) for node in walk(found[-1])):
        following = parser.peek()
        ahead = following is not None and following.text in TIMES
        following = parser.peek(1) if ahead else following
        if following is None or not begins_factor(following):
            break
        parser.place += ahead
        found.append(parser.factor())
    if len(found) == 1:
        return found[0]
    return n.Product(tuple(found), ("",) * (len(found) - 1), mark.start)


def _factor_after(parser: Parser, mark: Mark) -> Expression:
    """The factor on which a sign in front acts."""
    following = parser.peek()
    if following is None or not begins_factor(following):
        raise NotUnderstood("expected what is differentiated", parser.at())
    return parser.factor()
