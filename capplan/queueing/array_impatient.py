"""Required agents with patience (Erlang A) for columns of rows.

A secant search on real agents with a shortened expansion finds where the targets are met; rows
whose answer lies close to a whole number are settled by exact tests at that number and below.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.queueing.array_closed_form import FULL, ROUGH, SCRATCH, SMALLEST, both_sides
from capplan.queueing.array_integrals import Floats, Mask
from capplan.queueing.array_staffing import inverse_by_recursion
from capplan.queueing.scalar_integrals import STEPS
from capplan.queueing.scalar_targets import GUARD, SLACK


class Shares(NamedTuple):
    """Shares of offered contacts: abandoned, answered late, waiting beyond the time, V beyond."""

    abandoned: Floats
    served_late: Floats
    late: Floats
    virtual_late: Floats


class Impatient(NamedTuple):
    """Columns of a staffing question; tau = time / patience, ratio = patience / handling time."""

    load: Floats
    ratio: Floats
    tau: Floats
    service_level: Floats
    abandoned: Floats
    occupancy: Floats

    def pick(self, rows: slice | Mask | NDArray[np.intp]) -> Impatient:
        """Some of the rows."""
        return Impatient(*(column[rows] for column in self))


def shares(agents: Floats, rows: Impatient, exact: bool) -> Shares:
    """Closed form of M/M/n+M (Mandelbaum & Zeltyn 2007) for load <= 1.5 agents."""
    load, tau = rows.load, rows.tau
    x, y = agents * rows.ratio, load * rows.ratio
    y_late = y * np.exp(-tau)
    whole, rest = lower_parts(x, (y, y_late), exact)
    below = _inverse_less_one(agents, load, exact)
    chance = 1 / (below + whole)
    per_load = agents / load
    # log of the factor first: both of its parts may be large
    factor = np.exp(y - y_late - x * tau) * chance
    abandoned = whole - per_load * (whole - 1)
    abandoned *= chance
    virtual_late = factor * rest
    rest -= 1
    rest *= factor
    rest *= per_load
    return Shares(abandoned, rest, virtual_late * np.exp(-tau), virtual_late)


def lower_parts(x: Floats, ys: tuple[Floats, ...], exact: bool) -> list[Floats]:
    """J(x, y) = 1F1(1; x+1; y) for each y; small x from x + 30 down by J = 1 + y/(x+1) J(x+1)."""
    small = np.flatnonzero(x < SMALLEST)
    high = x
    if small.size:
        high = x.copy()
        high[small] += STEPS
    work, unused = np.empty((SCRATCH, x.size)), np.empty(x.size)
    found = []
    for y in ys:
        lower = np.empty(x.size)
        both_sides(high, y, work, lower, unused, FULL if exact else ROUGH)
        if small.size:
            lower[small] = _come_down(lower[small], x[small], y[small])
        found.append(lower)
    return found


def _come_down(lower: Floats, x: Floats, y: Floats) -> Floats:
    power = x + (STEPS + 1)
    part = np.empty(x.size)
    for _ in range(STEPS):
        power -= 1
        np.divide(y, power, out=part)
        lower *= part
        lower += 1
    return lower


def _inverse_less_one(agents: Floats, load: Floats, exact: bool) -> Floats:
    small = np.flatnonzero(agents < SMALLEST)
    high = agents
    if small.size:
        high = agents.copy()
        high[small] += STEPS
    upper, unused = np.empty(agents.size), np.empty(agents.size)
    work = np.empty((SCRATCH, agents.size))
    both_sides(high, load, work, unused, upper, FULL if exact else ROUGH)
    if small.size and exact:
        upper[small] = inverse_by_recursion(agents[small], load[small])
    elif small.size:
        n, a, value = agents[small] + STEPS, load[small], upper[small]
        for _ in range(STEPS):
            value = (value - 1) * a / n
            n = n - 1
        upper[small] = value
    upper -= 1
    return upper


def late_share(seen: Shares, definition: str) -> Floats:
    """1 - service level, as a ratio of positive terms."""
    if definition == "excl_short":
        # answered, or still waiting when the time is up
        return seen.late / (1 - seen.abandoned + seen.late - seen.served_late)
    if definition == "offered":
        return seen.abandoned + seen.served_late
    if definition == "incl_short":
        return seen.late
    if definition == "answered":
        return seen.served_late / (1 - seen.abandoned)
    return seen.virtual_late


def margin(agents: Floats, rows: Impatient, definition: str) -> Floats:
    """Above 0 where all targets are met; smooth and rising with agents."""
    seen = shares(agents, rows, exact=False)
    least = np.log((1 - rows.service_level + SLACK) / late_share(seen, definition))
    least[rows.service_level == 0] = np.inf
    limited = np.isfinite(rows.abandoned)
    if limited.any():
        np.minimum(least, np.log(rows.abandoned / seen.abandoned), out=least)
    if np.isfinite(rows.occupancy).any():
        carried = rows.load * (1 - seen.abandoned)
        np.minimum(least, np.log(agents * rows.occupancy / carried) * np.sqrt(rows.load), out=least)
    return least


def passes(agents: Floats, rows: Impatient, definition: str) -> Mask:
    """Exact test of all targets, inclusively."""
    seen = shares(agents, rows, exact=True)
    good = late_share(seen, definition) <= 1 - rows.service_level + SLACK
    good |= rows.service_level == 0
    good &= seen.abandoned <= rows.abandoned + SLACK
    good &= rows.load * (1 - seen.abandoned) <= (agents + GUARD) * rows.occupancy
    return good
