"""Checking that is given up midway: a newer text is waiting.

What takes long asks in between whether to go on. Who called it says so, for as long as
it is inside `stoppable`; nobody else is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_asked: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


class Stopped(BaseException):
    """The checking was given up; no error, so that nothing here takes it for one."""


@contextmanager
def stoppable(is_over: Callable[[], bool]) -> Iterator[None]:
    """What is checked inside raises `Stopped` soon after this answers yes."""
    token = _asked.set(is_over)
    try:
        yield
    finally:
        _asked.reset(token)


def go_on() -> None:
    """Raises `Stopped` where the checking is to be given up."""
    is_over = _asked.get()
    if is_over is not None and is_over():
        raise Stopped
