r"""The tool for assistants: a derivation in a call -> its verdicts, in a few fields.

In: a text, and whether it may be guessed at. Out: each relation with its verdict and
what that is worth, what each name was read as, repairs; the language and the examples.

    >>> from derivcheck.assistants import check_answer
    >>> from derivcheck.pages import Session
    >>> text = r"$x \in \mathbb{R}$ $$ (x + 1)^2 = x^2 + 1 $$"
    >>> answer = check_answer(text, Session(), guess=False)
    >>> [(one.verdict, one.weight) for one in answer.relations]
    [('fails', 'final')]

Modules, each importing only from those above it:

    answers  the verdicts on a text -> an answer of a few fields
    server   what assistants call over its standard input, and the answers
"""

from __future__ import annotations

from .answers import check_answer, reading_answer
from .server import serve_assistant, server_for

__all__ = ["check_answer", "reading_answer", "serve_assistant", "server_for"]
