"""Reading a side by itself, on a page that declares a few names."""

from __future__ import annotations

from typing import Any

import pytest

from derivcheck.expressions import NotUnderstood, spelled
from derivcheck.latex import Names, fuse, learn, read_marks, read_statements
from derivcheck.latex.grammar.factors import factor, read_expression
from derivcheck.latex.grammar.parser import Context, Parser

DECLARED = r"""
    a, b, c, E \in \mathbb{R}, x, y \in \mathbb{R}^n, W \in \mathbb{R}^{m \times n},
    net_h \in \mathbb{R}, i = 1, \dots, m, j, k = 1, \dots, n,
    l_q \in \{1, \dots, n\}, q = 1, \dots, N
"""


def names_of(declared: str = DECLARED) -> Names:
    return learn(read_statements(read_marks(declared, {}), frozenset()))


def context(declared: str = DECLARED, **given: Any) -> Context:
    names = names_of(declared)
    patterns = [p for found in names.patterns.values() for p in found]
    slots = {names.identity(pattern): pattern.slots for pattern in patterns}
    functions = {"functions": {"f": 1, "g": 2}, **given}
    return Context(names, slots=slots, **functions)


def parser(tex: str, declared: str = DECLARED, **given: Any) -> Parser:
    found = context(declared, **given)
    return Parser(fuse(found.names, read_marks(tex, {})), found, 0, factor)


def read(tex: str, declared: str = DECLARED, **given: Any) -> str:
    """The expression as plain text with every bracket written."""
    found = context(declared, **given)
    return spelled(read_expression(fuse(found.names, read_marks(tex, {})), found, 0))


def refusal(tex: str, declared: str = DECLARED, **given: Any) -> tuple[str, int]:
    """Why a side is not understood, and where."""
    with pytest.raises(NotUnderstood) as raised:
        read(tex, declared, **given)
    return str(raised.value), raised.value.at
