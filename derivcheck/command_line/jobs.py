"""The same work for many files, in several processes, with the answers in order."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Done = TypeVar("Done")


def processes(asked: int) -> int:
    """How many processes are meant; none asked for are as many as processors."""
    return asked or os.cpu_count() or 1


def in_order(
    work: Callable[[str], Done], paths: Sequence[str], jobs: int
) -> Iterator[Done]:
    """What comes of each path, in the order of the paths.

    What comes in by the pipe cannot be handed to another process: then there is one.
    The first path is this process's own, which has nothing to wait for.
    """
    jobs = min(jobs, len(paths))
    if jobs < 2 or "-" in paths:
        yield from map(work, paths)
        return
    fresh = multiprocessing.get_context("spawn")  # the same on every system
    pool = ProcessPoolExecutor(jobs, mp_context=fresh)
    try:
        others = pool.map(work, paths[1:])
        yield work(paths[0])
        yield from others
    finally:
        pool.shutdown(cancel_futures=True)
