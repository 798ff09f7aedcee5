"""Columns of 1 / Erlang B: the closed form where it holds to 1e-13, the integral elsewhere."""

from __future__ import annotations

import numpy as np

from capplan.erlang.many.closed_form import BLOCK, FARTHEST, SCRATCH, one_side
from capplan.erlang.many.integrals import Floats, inverse_by_quadrature
from capplan.erlang.one.integrals import LARGE, LIGHTEST


def inverse_blocking(agents: Floats, load: Floats) -> Floats:
    """1 / Erlang B for any real agents >= 0 and load > 0; inf where a double cannot hold it."""
    agents, load = np.asarray(agents, dtype=np.float64), np.asarray(load, dtype=np.float64)
    closed = (agents >= LARGE) & (load <= FARTHEST * agents) & (load >= LIGHTEST * agents)
    if closed.all():
        return _closed(agents, load)
    if not closed.any():
        return inverse_by_quadrature(agents, load)
    inverse = np.empty(load.shape)
    inverse[closed] = _closed(agents[closed], load[closed])
    inverse[~closed] = inverse_by_quadrature(agents[~closed], load[~closed])
    return inverse


def _closed(agents: Floats, load: Floats) -> Floats:
    inverse = np.empty(load.shape)
    work = np.empty((SCRATCH, min(BLOCK, load.size)))
    for start in range(0, load.size, BLOCK):
        rows = slice(start, start + BLOCK)
        np.add(one_side(agents[rows], load[rows], work, 0), 1, out=inverse[rows])
    return inverse
