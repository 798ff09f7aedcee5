"""Agents that meet the targets, for columns of rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.integrals import Floats
from capplan.erlang.many.roots import Margin, Rows, Test, least_real
from capplan.erlang.many.targets import Lines, TargetColumns, margin
from capplan.erlang.one.targets import GUARD, NAMES

SERVED = ("service_level", "asa", "abandon", "occupancy")


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
        excess = target_margin(name, some, targets.pick(rest))
        agents[rest] = least_whole(lambda n, rows: excess(n, rows) >= 0, least[rest], some.load)
    return agents


def whole_agents(lines: Lines, targets: TargetColumns) -> NDArray[np.int64]:
    """Whole agents for all targets together."""
    need = lines.quick_agents(targets)
    rest = np.flatnonzero(need < 0)
    if rest.size:
        by_target = whole_by_target(lines.pick(rest), targets.pick(rest))
        need[rest] = np.maximum.reduce(list(by_target.values()))
    return need


def target_margin(name: str, lines: Lines, targets: TargetColumns) -> Margin:
    """A question for any agents on any of the rows: by how much is this target met?"""

    def excess(agents: Floats, rows: Rows) -> Floats:
        some = lines.pick(rows)
        return margin(name, targets.pick(rows), agents, some.load, some.see(agents))

    return excess


def least_whole(holds: Test, least: Floats, guess: Floats) -> Floats:
    """Per row, the smallest whole number from `least` on for which a monotone test holds."""
    low, high = least - 1, least.copy()
    rows = np.flatnonzero(~holds(high, np.arange(least.size)))
    low[rows] = least[rows]
    high[rows] = np.maximum(np.ceil(guess[rows]), least[rows]) + 1
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
            excess = target_margin(name, lines.pick(on), targets.pick(on))
            low = np.maximum(need[name][on] - 1, real["stability"][on])
            real[name][on] = least_real(excess, low, need[name][on])
    return real


def binding(need: dict[str, Floats]) -> NDArray[np.intp]:
    """Index into NAMES of the target that needs the most agents."""
    return np.asarray(np.argmax(np.stack([need[name] for name in NAMES]), axis=0))
