r"""Functions that are added, multiplied, composed -> their value at an argument.

`(fg)(x)` is f(x) g(x), `(g \circ f)'(x)` the slope of g(f(x)); where the page calls
its functions with one letter alone, `(fg)'` is at that letter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import takewhile

from ...expressions import Expression, NotUnderstood
from ...expressions import nodes as n
from .. import Mark, Marks, flat
from .parser import Parser

SCRIPTS = {"prime", "sup"}
BETWEEN = {"+", "-", r"\cdot", r"\circ"}


def combined(parser: Parser, inside: Marks, mark: Mark) -> Expression | None:
    """Function (sign function)* closing "'"* ["(" argument ")"].

    None where something else is in the brackets, or neither a prime nor an
    argument behind them.
    """
    primes = 0
    while (following := parser.peek(primes)) is not None and following.kind == "prime":
        primes += 1
    calls = following is not None and following.text == "("
    if not (primes or calls) or not _of_functions(parser, inside):
        return None
    behind = [m.text for m in parser.marks[parser.place :][:primes]]
    parser.place += primes
    if calls:
        end = parser.closing(parser.place)
        at = parser.whole(parser.marks[parser.place + 1 : end], mark.start)
        parser.place = end + 1
    else:
        at = _usual_argument(parser, inside, mark)
    value = _value(parser, inside, at, mark)
    times = "".join(behind).count("'")
    if not times:
        return value
    if not isinstance(at, n.Symbol | n.Parameter):
        raise NotUnderstood(
            "the slope of functions put together is read at one quantity; write "
            r"\left. \frac{d}{dx} (…) \right|_{x = …}",
            mark.start,
        )
    return n.Partial(value, (at,) * times, "frac", False, mark.start)


def _of_functions(parser: Parser, marks: Marks) -> bool:
    """Whether functions without arguments stand here, and what goes between them."""
    functions = parser.context.functions
    own = [m for m in marks if m.kind in {"letter", "name"}]
    composed = any(m.text == r"\circ" for m in marks)
    return (
        bool(own or any(m.kind == "frac" for m in marks))
        and all(functions.get(m.text) == 1 for m in own)
        and (not composed or {m.text for m in marks[1::2]} == {r"\circ"})
        and all(
            m in own
            or m.kind in {"number", "prime"}
            or (m.kind == "operator" and m.text in BETWEEN)
            or (m.kind == "frac" and all(_of_functions(parser, p) for p in m.parts))
            for m in marks
        )
    )


def _usual_argument(parser: Parser, inside: Marks, mark: Mark) -> Expression:
    """The letter with which the page calls the first of the functions."""
    first = next(m for m in flat(inside) if m.kind in {"letter", "name"})
    letters = parser.context.named.get(first.text, ())
    if len(letters) != 1:
        raise NotUnderstood(
            "expected the argument of these functions after the brackets, (…)'(x)",
            mark.start,
        )
    return parser.whole((replace(first, kind="letter", text=letters[0]),), mark.start)


def _value(parser: Parser, marks: Marks, at: Expression, mark: Mark) -> Expression:
    r"""What is in the brackets, each function at the argument.

    Of `g \circ f` the second is at the argument, the first at the value of that.
    """
    if all(sign.text != r"\circ" for sign in marks):
        return parser.whole_at(marks, at, mark.start)
    found = at
    for function in reversed(marks[::2]):
        found = parser.whole_at((function,), found, mark.start)
    return found


def only_argument(sides: Iterable[Marks], functions: Collection[str]) -> str | None:
    """The one letter with which these functions are called, if there is just one."""
    found: set[str] = set()
    for side in sides:
        found |= _letters_in_calls(side, functions)
    match [*found]:
        case [letter]:
            return letter
        case _:
            return None


def _letters_in_calls(marks: Marks, functions: Collection[str]) -> set[str]:
    """The letters that are alone in brackets behind functions, at any depth."""
    found: set[str] = set()
    for place, mark in enumerate(marks):
        for part in mark.parts:
            found |= _letters_in_calls(part, functions)
        if mark.text in functions and mark.kind in {"letter", "name"}:
            scripts = takewhile(lambda m: m.kind in SCRIPTS, marks[place + 1 :])
            opening = place + 1 + len([*scripts])
            behind = marks[opening : opening + 3]
            kinds = [m.kind for m in behind]
            if kinds in (["open", "letter", "close"], ["open", "name", "close"]):
                found.add(behind[1].text)
    return found
