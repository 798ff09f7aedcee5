"""Required agents without patience (Erlang C) for millions of rows.

Service level and occupancy cap in three passes: a start from a table for every row; where that
start comes close to a whole number, exact tests at n and n - 1; where these disagree with the
start, single steps of the Erlang B recursion until the smallest n is found.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.closed_form import BLOCK, SCRATCH, SMALLEST, inverse_above_load
from capplan.erlang.many.integrals import Floats, Mask
from capplan.erlang.many.start import BEND, SIZE, STRETCH, cells
from capplan.erlang.one.targets import GUARD, SLACK

# The start is off by less than half of CLOSE where load and share of late contacts are moderate
CLOSE = 0.125
LIGHTEST_LOAD, MODERATE_LOAD = 10.0, 10_000.0
LIGHT_SHARE = 0.2  # over the load: small teams need a larger share
MODERATE_SHARE = 1e-3


class Wanted(NamedTuple):
    """Columns of a staffing question; 0 switches the service level off, inf the occupancy cap."""

    load: Floats
    aht_s: Floats
    within_s: Floats
    service_level: Floats
    occupancy: Floats

    def pick(self, rows: slice | NDArray[np.intp]) -> Wanted:
        """Some of the rows."""
        return Wanted(*(column[rows] for column in self))

    def least(self) -> Floats:
        """Agents for a stable queue under the occupancy cap."""
        least = self.load + GUARD
        np.floor(least, out=least)
        least += 1
        capped = self.load / self.occupancy
        capped -= GUARD
        np.ceil(capped, out=capped)
        return np.maximum(least, capped, out=least)

    def late(self) -> Floats:
        """Share of contacts that may be late."""
        late = 1 - self.service_level
        late += SLACK
        return late


def whole_agents(wanted: Wanted) -> NDArray[np.int64]:
    """Smallest whole agents for service level and occupancy cap, row by row."""
    agents = np.empty(wanted.load.size, dtype=np.int64)
    unsure: list[NDArray[np.intp]] = []
    for start in range(0, agents.size, BLOCK):
        rows = slice(start, start + BLOCK)
        unsure.append(_start(wanted.pick(rows), agents[rows]) + start)
    # gathered first: few rows a block would cost more in calls than in arithmetic
    rest = np.concatenate(unsure) if unsure else np.empty(0, dtype=np.intp)
    for start in range(0, rest.size, BLOCK):
        some = rest[start : start + BLOCK]
        agents[some] = _decide(wanted.pick(some), agents[some].astype(np.float64))
    return agents


def _start(wanted: Wanted, agents: NDArray[np.int64]) -> NDArray[np.intp]:
    """Fill the start and return the rows that need an exact test."""
    load, late, least = wanted.load, wanted.late(), wanted.least()
    real = _estimate(load, wanted.within_s / wanted.aht_s, late)
    first = np.ceil(real)
    np.maximum(first, least, out=first)
    agents[...] = first
    first -= real  # at least 0; below CLOSE or above 1 - CLOSE the neighbour may be right
    real -= least  # far below 0: the cap alone decides
    sure = np.abs(first - 0.5, out=first) < 0.5 - CLOSE
    sure |= real < -CLOSE
    sure &= load <= MODERATE_LOAD
    sure &= load >= LIGHTEST_LOAD
    sure &= late >= MODERATE_SHARE
    late *= load
    sure &= late >= LIGHT_SHARE
    return np.flatnonzero(~sure)


def _estimate(load: Floats, tau: Floats, late: Floats) -> Floats:
    """Real-valued agents load + g sqrt(load) + h, bilinear in the start table."""
    root = np.sqrt(load)
    tau *= root
    x = tau / (1 + tau)
    x *= SIZE - 1
    depth = np.log(late)
    np.negative(depth, out=depth)
    y = depth / (depth + BEND)
    y *= STRETCH * (SIZE - 1)
    np.maximum(y, 0.0, out=y)
    cell, column = x.astype(np.intp), y.astype(np.intp)
    x -= cell
    y -= column
    cell *= SIZE
    cell += column
    g, h = cells()
    real = _bilinear(g, cell, x, y)
    real *= root
    real += load
    real += _bilinear(h, cell, x, y)
    return real


def _bilinear(
    table: tuple[Floats, Floats, Floats, Floats], cell: NDArray[np.intp], x: Floats, y: Floats
) -> Floats:
    value, along_x, along_y, twist = (part.take(cell, mode="clip") for part in table)
    twist *= x
    along_y += twist
    along_y *= y
    along_x *= x
    value += along_x
    value += along_y
    return value


def _decide(some: Wanted, first: Floats) -> Floats:
    """Exact answers from any start."""
    small = np.flatnonzero(first < SMALLEST)
    big = np.flatnonzero(first >= SMALLEST)
    inverse = np.empty(first.size)
    if big.size:
        work = np.empty((SCRATCH, big.size))
        inverse[big] = inverse_above_load(first[big], some.load[big], work)
    if small.size:
        inverse[small] = inverse_by_recursion(first[small], some.load[small])
    return settle(some, first, inverse, some.least())


def inverse_by_recursion(agents: Floats, load: Floats) -> Floats:
    """1 / B of whole agents, upwards from none: 1/B(n) = 1 + n/a x 1/B(n-1)."""
    order = np.argsort(-agents.astype(np.int16), kind="stable")
    steps = agents[order].astype(np.int64)
    rate = 1 / load[order]
    inverse = np.ones(agents.size)
    active = agents.size - np.searchsorted(steps[::-1], np.arange(1, int(steps[0]) + 1))
    for step, count in enumerate(active, start=1):
        head = inverse[:count]
        head *= rate[:count]
        head *= step
        head += 1
    out = np.empty(agents.size)
    out[order] = inverse
    return out


def settle(wanted: Wanted, agents: Floats, inverse: Floats, least: Floats) -> Floats:
    """From any start at or above `least`, the smallest agents that pass the exact test."""
    tau, late = wanted.within_s / wanted.aht_s, wanted.late()
    load = wanted.load
    fails = _fails(agents, inverse, load, tau, late)
    before = (inverse - 1) * load / agents
    spare = ~fails & (agents > least) & ~_fails(agents - 1, before, load, tau, late)
    found = agents.copy()
    for rows, step in ((np.flatnonzero(fails), 1), (np.flatnonzero(spare), -1)):
        n, value = found[rows], inverse[rows]
        while rows.size:
            a = load[rows]
            if step > 0:
                n = n + 1
                value = 1 + value * n / a
                found[rows] = n
                go_on = _fails(n, value, a, tau[rows], late[rows])
            else:
                value = (value - 1) * a / n
                n = n - 1
                found[rows] = n
                lower = (value - 1) * a / n
                go_on = (n > least[rows]) & ~_fails(n - 1, lower, a, tau[rows], late[rows])
            rows, n, value = rows[go_on], n[go_on], value[go_on]
    return found


def _fails(agents: Floats, inverse: Floats, load: Floats, tau: Floats, late: Floats) -> Mask:
    """Where more contacts are late than may be: C e^(-(n-a) tau) > late, without dividing."""
    gap = agents - load
    waiting = np.exp(-gap * tau)
    waiting *= agents
    gap *= inverse
    gap += load
    gap *= late
    return waiting > gap
