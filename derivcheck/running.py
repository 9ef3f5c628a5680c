"""The numbers of the running network, as the pages import them: `W`, `x`, `t`."""

from __future__ import annotations

from .network.running import (
    V,
    W,
    b,
    batch_t,
    batch_x,
    c,
    free_t,
    parameters,
    t,
    x,
)

__all__ = ["V", "W", "b", "batch_t", "batch_x", "c", "free_t", "parameters", "t", "x"]
