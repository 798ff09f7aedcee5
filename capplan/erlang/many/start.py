"""Where to begin the search for agents: second-order square-root staffing, from a small table.

n = a + g sqrt(a) + h, where g solves the limit of Halfin & Whitt 1981 for large teams and h is
what is left at a middling load. Within a quarter of an agent nearly everywhere; the exact tests
that follow decide.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import log, pi

import numpy as np

from capplan.erlang.many.closed_form import SCRATCH, Floats, horner, inverse_above_load
from capplan.erlang.one.targets import SLACK
from capplan.erlang.temme import ERFCX

SIZE = 64
BEND = 8.0  # y = L/(L + BEND), stretched so that the smallest share SLACK lies at 1
STRETCH = 1 - BEND / log(SLACK)
LARGEST_X = 1 - 1e-4
MIDDLING = 300.0  # load at which h is taken
Table = tuple[Floats, Floats, Floats, Floats]  # value, slopes along x and y, twist of each cell


@cache
def tables() -> tuple[Floats, Floats]:
    """G and h over x = u/(1+u) and y, where L = ln(1/late), u = sqrt(load) x time / handling."""
    x = np.minimum(np.linspace(0.0, 1.0, SIZE), LARGEST_X)[:, None]
    part = np.linspace(0.0, 1.0, SIZE)[None, :] / STRETCH
    u, log_late = x / (1 - x), -BEND * part / (1 - part)
    root = np.sqrt(MIDDLING)
    g = _least_root(lambda beta: -np.log1p(beta * _mills(beta)) - beta * u > log_late)
    gap = _least_root(lambda beta: _log_late(beta, u / root) > log_late)
    return g, (gap - g) * root


@cache
def cells() -> tuple[Table, Table]:
    """The tables as bilinear pieces a + b dx + c dy + d dx dy, flat, SIZE cells a row."""
    return _pieces(tables()[0]), _pieces(tables()[1])


def _pieces(corner: Floats) -> Table:
    wide = np.pad(corner, (0, 1), mode="edge")
    along_x = wide[1:, :-1] - corner
    along_y = wide[:-1, 1:] - corner
    twist = wide[1:, 1:] - wide[1:, :-1] - along_y
    a, b, c, d = (np.ascontiguousarray(part).ravel() for part in (corner, along_x, along_y, twist))
    return a, b, c, d


def _least_root(late: Callable[[Floats], np.ndarray]) -> Floats:
    low, high = np.full((SIZE, SIZE), 1e-9), np.full((SIZE, SIZE), 12.0)
    for _ in range(40):
        middle = (low + high) / 2
        more = late(middle)
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return high


def _mills(beta: Floats) -> Floats:
    """Normal probability up to beta over the density there."""
    z = beta / np.sqrt(2)
    tail = horner(ERFCX, (z - 4) / (z + 4), np.empty_like(z)) / (1 + 2 * z)
    return np.asarray(np.sqrt(pi / 2) * (2 * np.exp(z * z) - tail))


def _log_late(beta: Floats, tau: Floats) -> Floats:
    """Log of the share that waits longer than the time, at the middling load."""
    gap = (beta * np.sqrt(MIDDLING)).ravel()
    load = np.full(gap.shape, MIDDLING)
    inverse = inverse_above_load(load + gap, load, np.empty((SCRATCH, gap.size)))
    wait = ((load + gap) / (gap * inverse + load)).reshape(beta.shape)
    return np.asarray(np.log(wait) - gap.reshape(beta.shape) * tau)
