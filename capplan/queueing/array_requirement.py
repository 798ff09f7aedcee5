"""Agents that meet the targets, for columns of rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from capplan.queueing.array_integrals import Floats, Mask
from capplan.queueing.array_targets import Index, Lines, TargetColumns, met
from capplan.queueing.scalar_requirement import HALVINGS
from capplan.queueing.scalar_targets import GUARD, NAMES

SERVED = ("service_level", "asa", "abandon", "occupancy")
Test = Callable[[Floats, Index], Mask]  # is it met, by these agents, on these rows


def whole_by_target(lines: Lines, targets: TargetColumns) -> dict[str, Floats]:
    """Whole agents (as floats) that each target needs by itself; 0 where it is switched off."""
    load, endless = lines.load, lines.endless
    busy = load > 0
    need = {name: np.zeros(load.shape) for name in NAMES}
    need["minimum"][busy] = 1
    stable = np.where(busy & endless, np.floor(load + GUARD) + 1, 0)
    need["stability"] = stable
    for name in SERVED:
        on = busy & targets.asked(name)
        if name in ("occupancy", "abandon"):
            if name == "occupancy":
                direct = on & endless
                need[name][direct] = np.ceil(load[direct] / targets.occupancy[direct] - GUARD)
            on &= ~endless
        if on.any():
            some, wanted = lines.pick(on), targets.pick(on)
            need[name][on] = _one_target(name, some, wanted, np.maximum(stable[on], 1))
    return need


def _one_target(name: str, lines: Lines, targets: TargetColumns, least: Floats) -> Floats:
    agents = lines.quick_agents(targets.only(name)).astype(np.float64)
    rest = np.flatnonzero(agents < 0)
    if rest.size:
        some = lines.pick(rest)
        test = target_test(name, some, targets.pick(rest))
        agents[rest] = least_whole(test, least[rest], np.ceil(some.load))
    return agents


def whole_agents(lines: Lines, targets: TargetColumns) -> NDArray[np.int64]:
    """Whole agents for all targets together."""
    need = lines.quick_agents(targets)
    rest = np.flatnonzero(need < 0)
    if rest.size:
        by_target = whole_by_target(lines.pick(rest), targets.pick(rest))
        need[rest] = np.maximum.reduce(list(by_target.values()))
    return need


def target_test(name: str, lines: Lines, targets: TargetColumns) -> Test:
    """A question for any agents on any of the rows: is this target met?"""

    def holds(agents: Floats, rows: Index) -> Mask:
        some = lines.pick(rows)
        return met(name, targets.pick(rows), agents, some.load, some.see(agents))

    return holds


def least_whole(holds: Test, least: Floats, guess: Floats) -> Floats:
    """Per row, the smallest whole number from `least` on for which a monotone test holds."""
    low, high = least - 1, least.copy()
    rows = np.flatnonzero(~holds(high, np.arange(least.size)))
    low[rows] = least[rows]
    high[rows] = np.maximum(guess[rows], least[rows]) + 1
    step, open_rows = 1, rows
    while open_rows.size:
        open_rows = open_rows[~holds(high[open_rows], open_rows)]
        low[open_rows] = high[open_rows]
        high[open_rows] += step
        step *= 2
    rows = rows[high[rows] - low[rows] > 1]
    while rows.size:
        middle = np.floor((low[rows] + high[rows]) / 2)
        good = holds(middle, rows)
        high[rows[good]] = middle[good]
        low[rows[~good]] = middle[~good]
        rows = rows[high[rows] - low[rows] > 1]
    return high


def real_by_target(lines: Lines, targets: TargetColumns) -> dict[str, Floats]:
    """The same on the continuous extension: every target at exact equality."""
    need = whole_by_target(lines, targets)
    load, endless = lines.load, lines.endless
    real = {name: np.zeros(load.shape) for name in NAMES}
    real["stability"] = np.where(endless, load, 0.0)
    for name in SERVED:
        on = need[name] > 0
        if name == "occupancy":
            direct = on & endless
            real[name][direct] = load[direct] / targets.occupancy[direct]
            on &= ~endless
        if on.any():
            test = target_test(name, lines.pick(on), targets.pick(on))
            low = np.maximum(need[name][on] - 1, real["stability"][on])
            real[name][on] = least_real(test, low, need[name][on])
    return real


def largest(holds: Test, guess: Floats) -> Floats:
    """Per row, the largest number for which a test holds that holds at 0 and fails far out.

    Exact to the last bit: the bracket is halved until its ends are neighbours.
    """
    low, high = np.zeros(guess.shape), np.maximum(guess, np.finfo(float).tiny)
    rows = np.arange(guess.size)
    while rows.size:
        rows = rows[holds(high[rows], rows)]
        low[rows] = high[rows]
        high[rows] *= 2
    rows = np.arange(guess.size)
    while rows.size:
        middle = (low[rows] + high[rows]) / 2
        inside = (middle > low[rows]) & (middle < high[rows])
        rows, middle = rows[inside], middle[inside]
        good = holds(middle, rows)
        low[rows[good]] = middle[good]
        high[rows[~good]] = middle[~good]
    return low


def least_real(holds: Test, low: Floats, high: Floats) -> Floats:
    """Per row, the smallest real number in (low, high] for which a monotone test holds."""
    low, high, every = low.copy(), high.copy(), np.arange(low.size)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        good = holds(middle, every)
        high[good] = middle[good]
        low[~good] = middle[~good]
    return high


def binding(need: dict[str, Floats]) -> Floats:
    """Index into NAMES of the target that needs the most agents."""
    return np.argmax(np.stack([need[name] for name in NAMES]), axis=0)
