r"""Calls of functions, with their slopes and powers."""

from __future__ import annotations

from dataclasses import replace

from ...expressions import Call, Expression, Negative, NotUnderstood, Power, Symbol
from .. import Mark, Occurrence, Scripts, begins_factor
from .big_signs import big_sign
from .brackets import grid
from .mark_queries import parted
from .parser import MULTIPLICATIVE, Parser
from .powers import superscript
from .symbols import position

BUILT_IN = {"exp", "ln", "log", "tanh", "sin", "cos", "tan", "sinh", "cosh", "max",
            "min", "sigmoid", "softmax", "diag", "tr", "sqrt", "relu", "ReLU",
            "arctan", "sech", "erf", "sign", "logsoftmax", "softplus",
            "det", "logsumexp", "clip"}  # fmt: skip
TAKES = {"clip": 3}
SPELLED_OUT = {"log": "ln", "ReLU": "relu", "log_softmax": "logsoftmax",
               "log-softmax": "logsoftmax", "logistic": "sigmoid",
               "trace": "tr", "Tr": "tr", "Trace": "tr", "sgn": "sign",
               "LSE": "logsumexp", "lse": "logsumexp",
               "LogSumExp": "logsumexp", "sigm": "sigmoid", "Sigmoid": "sigmoid",
               "Softmax": "softmax", "SoftMax": "softmax", "Softplus": "softplus",
               "LogSoftmax": "logsoftmax"}  # fmt: skip


def called(parser: Parser, occurrence: Occurrence, after: int) -> str | None:
    """The name of the function that is called here, if it is one."""
    scripts = occurrence.scripts
    matched = parser.names.match(occurrence.unprimed())
    name = parser.names.identity(matched[0]) if matched else occurrence.base
    if name in parser.context.functions:
        if matched is None and (scripts.sub or scripts.sup):
            raise NotUnderstood(
                f"{occurrence.base} is a function without an index here; declare "
                f"one for each, {occurrence.base}_j : "
                r"\mathbb{R} \to \mathbb{R}",
                occurrence.at,
            )
        return name
    if matched is not None or scripts.sub:
        return None
    following = parser.marks[after] if after < len(parser.marks) else None
    opens = following is not None and following.kind == "open"
    if occurrence.base == r"\sigma" and (opens or scripts.primes):
        return "sigmoid"
    word = SPELLED_OUT.get(occurrence.base, occurrence.base)
    spelled = len(occurrence.base) > 2 or occurrence.base in SPELLED_OUT
    return word if word in BUILT_IN and spelled else None


def call(
    parser: Parser, name: str, occurrence: Occurrence, after: int, mark: Mark
) -> Expression:
    """Name "'"* ["^" power] "(" argument ("," argument)* ")"."""
    parser.place = after
    scripts = occurrence.scripts
    arguments = _own_arguments(parser, name, mark)
    if arguments is None:
        arguments = _arguments(parser, mark, spoken=occurrence.base)
    several = len(arguments) if name in {"max", "min"} else TAKES.get(name, 1)
    wanted = parser.context.functions.get(name, several)
    if len(arguments) != wanted:
        raise NotUnderstood(
            f"{occurrence.base} takes {wanted} argument{'s' * (wanted != 1)}, "
            f"found {len(arguments)}",
            mark.start,
        )
    matched = parser.names.match(occurrence.unprimed())
    slots = () if matched is None else matched[1]
    which = tuple(position(parser, item) for item in slots)  # of a family, `g^{[l]}`
    found: Expression
    if name == "clip" and name not in parser.context.functions:
        found = _clipped(arguments, scripts, mark)
    else:
        found = Call(name, arguments, scripts.primes, mark.start, which)
    for rest in scripts.rest:
        _no_inverse(occurrence.base, rest)
        found = _each(superscript(parser, found, rest))
    return found


def _clipped(
    arguments: tuple[Expression, ...], scripts: Scripts, mark: Mark
) -> Expression:
    r"""`clip(x, a, b)`, which is `\min(\max(x, a), b)`."""
    if scripts.primes:
        raise NotUnderstood(
            r"clip has three arguments; write \frac{\partial …}{\partial x}", mark.start
        )
    number, low, high = arguments
    raised = Call("max", (number, low), 0, mark.start)
    return Call("min", (raised, high), 0, mark.start)


def _no_inverse(spoken: str, power: Mark) -> None:
    r"""Refuses `\sigma^{-1}(x)`."""
    if [m.text for m in power.parts[0]] == ["-", "1"]:
        raise NotUnderstood(
            f"{spoken}^{{-1}} could be the inverse function or one over its value; "
            rf"write \frac{{1}}{{{spoken}(…)}}, or a function of another name",
            power.start,
        )


def _own_arguments(
    parser: Parser, name: str, mark: Mark
) -> tuple[Expression, ...] | None:
    r"""`J` without brackets is `J(\theta)` where the page has both J and theta."""
    following = parser.peek()
    if following is not None and following.kind == "open":
        return None
    letters = parser.context.named.get(name, ())
    if following is not None and following.text in letters:
        raise NotUnderstood(
            f"{mark.text} {following.text} could be a value or a product; write "
            rf"{mark.text}({following.text}) or {mark.text} \cdot {following.text}",
            mark.start,
        )
    if parser.context.argument is not None:
        return (parser.context.argument,)
    places = [Occurrence(x, Scripts(), mark.start, mark.end) for x in letters]
    found = [parser.names.match(o) or parser.names.loosely(o) for o in places]
    symbols = tuple(
        Symbol(parser.names.identity(m[0]), (), mark.start) for m in found if m
    )
    return symbols if symbols and len(symbols) == len(letters) else None


def _opens(mark: Mark | None) -> bool:
    """Whether a bracket opens in which arguments may stand."""
    return mark is not None and mark.kind == "open" and mark.text in "([{"


def _arguments(parser: Parser, mark: Mark, *, spoken: str) -> tuple[Expression, ...]:
    """Opening expression ("," expression)* closing; with dots they are one column."""
    following = parser.peek()
    if following is None or not _opens(following):
        raise NotUnderstood(
            f"{spoken} is a function: expected its argument in brackets",
            mark.start if following is None else following.start,
        )
    end = parser.closing(parser.place)
    inside = parser.marks[parser.place + 1 : end]
    parser.place = end + 1
    if not inside:
        raise NotUnderstood(f"expected the argument of {spoken}", following.start)
    parts = parted(inside)
    if any(part[0].kind == "dots" for part in parts):
        if spoken in {"max", "min"}:
            raise NotUnderstood(
                rf"dots between the arguments of \{spoken} are not read; write what "
                rf"runs below it, \{spoken}_i y_i",
                following.start,
            )
        return (grid(parser, [[part] for part in parts], following),)
    return tuple(parser.whole(part, following.start) for part in parts)


def function(parser: Parser, mark: Mark) -> Expression:
    r"""Function ("'" | "^" power)* (brackets | the rest of the product)."""
    word = SPELLED_OUT.get(mark.text, mark.text)
    primes, power = 0, None
    while (following := parser.peek()) is not None:
        if following.kind == "prime":
            primes += following.text.count("'")
        elif following.kind == "sup":
            _no_inverse(word, following)
            power = following
        elif following.kind == "sub":
            return _extremum(parser, mark, word)
        else:
            break
        parser.next()
    if _opens(following):
        arguments = _arguments(parser, mark, spoken=word)
        beside = parser.peek()
        if word == "ln" and beside is not None and beside.kind == "sup":
            raise NotUnderstood(
                "the power could belong to the logarithm or to its argument; write "
                r"\log^2(…) or \log((…)^2)",
                beside.start,
            )
    else:
        arguments = (_bare_argument(parser, word),)
    if len(arguments) != 1 and word not in {"max", "min"}:
        raise NotUnderstood(f"{word} takes one argument", mark.start)
    found: Expression = Call(word, arguments, primes, mark.start)
    return found if power is None else _each(superscript(parser, found, power))


def _bare_argument(parser: Parser, word: str) -> Expression:
    """["-"] factor ([sign] factor)*, up to the next function."""
    following = parser.peek()
    minus = following is not None and following.text == "-"
    if following is None or not (begins_factor(following) or minus):
        raise NotUnderstood(f"expected the argument of {word}", parser.at())
    if minus:
        parser.next()

    def ends(place: int) -> bool:
        return _ends_argument(parser, place, word)

    found = parser.product(stops=ends)
    following = parser.peek()
    if following is not None and following.text == "/":
        raise NotUnderstood(
            rf"the / could stand in the argument of {word} or behind it; write "
            rf"\{word}(a / b) or \frac{{\{word} a}}{{b}}",
            following.start,
        )
    signed = following is not None and following.text in MULTIPLICATIVE
    behind = parser.peek(int(signed))
    if behind is not None and behind.kind == "open" and ends(parser.place + signed):
        raise NotUnderstood(
            f"these brackets could belong to the argument of {word} or follow "
            rf"it; write \{word}(a (…)) or (\{word} a) (…)",
            behind.start,
        )
    return Negative(found) if minus else found


def _ends_argument(parser: Parser, place: int, word: str) -> bool:
    r"""Whether an argument without brackets goes no further for certain.

    A logarithm is of a whole product of powers, `\log p^y (1 - p)^{1 - y}`.
    """
    mark = parser.marks[place] if place < len(parser.marks) else None
    if mark is None or not _opens(mark):
        return mark is not None and (mark.kind == "function" or mark.text == "/")
    behind = parser.marks[parser.closing(place) + 1 :][:1]
    powers = (*parser.marks[place - 1 : place], *behind)
    of_powers = [m.kind for m in powers] == ["sup", "sup"]
    return not (word == "ln" and of_powers)


def _each(found: Expression) -> Expression:
    """A power on a function's name is taken entry by entry."""
    return replace(found, each=True) if isinstance(found, Power) else found


def _extremum(parser: Parser, mark: Mark, word: str) -> Expression:
    r"""("max" | "min") limits body, `\max_k z_k`."""
    if word not in {"max", "min"}:
        raise NotUnderstood(f"{word} takes no subscript here", mark.start)
    return big_sign(parser, replace(mark, kind="big", text=word))
