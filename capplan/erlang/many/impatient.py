"""Required agents with patience (Erlang A) for columns of rows.

A secant search on real agents with a shortened expansion finds where the targets are met; rows
whose answer lies close to a whole number are settled by exact tests at that number and below.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.closed_form import FULL, ROUGH, SCRATCH, SMALLEST, one_side
from capplan.erlang.many.integrals import Floats, Mask
from capplan.erlang.many.staffing import inverse_by_recursion
from capplan.erlang.one.targets import GUARD, SLACK

BLOCK = 16_384  # times three columns through the closed form at once
EXACT = (SMALLEST, 36, FULL)  # least x, steps from further up, terms
SHORT = (10.0, 12, ROUGH)
CALM = 0.4  # y below this share of x: the steps alone give J


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
    blocks = range(0, max(agents.size, 1), BLOCK)
    parts = [_shares(agents[k : k + BLOCK], rows.pick(slice(k, k + BLOCK)), exact) for k in blocks]
    if len(parts) == 1:
        return parts[0]
    return Shares(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _shares(agents: Floats, rows: Impatient, exact: bool) -> Shares:
    load, tau = rows.load, rows.tau
    size = agents.size
    decay = np.exp(-tau)
    x, y = np.empty(3 * size), np.empty(3 * size)
    np.multiply(agents, rows.ratio, out=x[:size])
    x[size : 2 * size] = x[:size]
    x[2 * size :] = agents
    np.multiply(load, rows.ratio, out=y[:size])
    np.multiply(y[:size], decay, out=y[size : 2 * size])
    y[2 * size :] = load
    sides = _sides(x, y, size, exact)
    whole, rest, below = sides[:size], sides[size : 2 * size], sides[2 * size :]
    below += whole
    chance = np.divide(1, below, out=below)
    # one exponential of the difference: each of its parts may be huge
    power = y[:size] - y[size : 2 * size]
    power -= x[:size] * tau
    factor = np.exp(power, out=power)
    factor *= chance
    per_load = agents / load
    abandoned = whole - per_load * (whole - 1)
    abandoned *= chance
    virtual_late = factor * rest
    rest -= 1
    rest *= factor
    rest *= per_load
    return Shares(abandoned, rest, virtual_late * decay, virtual_late)


def _sides(x: Floats, y: Floats, size: int, exact: bool) -> Floats:
    """J(x, y) on two thirds of the rows, 1/B(x, y) - 1 on the last.

    Where x is small, or y so far below x that the expansion of J fails, from further up.
    """
    least, steps, terms = EXACT if exact else SHORT
    down = x < least
    down[: 2 * size] |= y[: 2 * size] < CALM * x[: 2 * size]
    rows = np.flatnonzero(down)
    high = x
    if rows.size:
        high = x.copy()
        high[rows] += steps
    sides = one_side(high, y, np.empty((SCRATCH, x.size)), 2 * size, terms)
    if rows.size:
        some = rows[rows < 2 * size]
        calm = some[y[some] < CALM * high[some]]
        sides[calm] = 1 / (1 - y[calm] / high[calm])
        sign = np.where(rows < 2 * size, 1.0, -1.0)
        sides[rows] = _come_down(sides[rows], high[rows], y[rows], sign, steps)
    few = np.flatnonzero(down[2 * size :]) + 2 * size
    if exact and few.size:
        sides[few] = inverse_by_recursion(x[few], y[few]) - 1
    return sides


def _come_down(value: Floats, power: Floats, y: Floats, sign: Floats, steps: int) -> Floats:
    """J(x-1) = y/x J(x) + 1 and, for E = 1/B - 1, E(x-1) = y/x E(x) - 1."""
    part = np.empty(power.size)
    for _ in range(steps):
        np.divide(y, power, out=part)
        value *= part
        value += sign
        power -= 1
    return value


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


def margins(agents: Floats, rows: Impatient, definition: str) -> Floats:
    """A line a target: above 0 where it is met, inf where it is off; smooth, rises with agents."""
    seen = shares(agents, rows, exact=False)
    late = late_share(seen, definition)
    late /= 1 - rows.service_level + SLACK
    level = np.log(late, out=late)
    np.negative(level, out=level)
    level[rows.service_level == 0] = np.inf
    lines = [level]
    if np.isfinite(rows.abandoned).any():
        lines.append(np.log(rows.abandoned / seen.abandoned))
    if np.isfinite(rows.occupancy).any():
        carried = rows.load * (1 - seen.abandoned)
        lines.append(np.log(agents * rows.occupancy / carried) * np.sqrt(rows.load))
    return np.stack(lines)


def passes(agents: Floats, rows: Impatient, definition: str) -> Mask:
    """Exact test of all targets, inclusively."""
    return slack(agents, rows, definition) >= 0


def slack(agents: Floats, rows: Impatient, definition: str) -> Floats:
    """By how much the hardest target is met, exactly; negative where one is missed."""
    seen = shares(agents, rows, exact=True)
    level = 1 - rows.service_level + SLACK - late_share(seen, definition)
    level[rows.service_level == 0] = np.inf
    spare = (agents + GUARD) * rows.occupancy - rows.load * (1 - seen.abandoned)
    np.minimum(level, spare, out=level)
    return np.minimum(level, rows.abandoned + SLACK - seen.abandoned, out=level)
