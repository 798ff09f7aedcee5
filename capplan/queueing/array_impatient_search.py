"""The search for agents with patience: secant steps in blocks, exact tests where it is close."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from capplan.queueing.array_closed_form import FARTHEST
from capplan.queueing.array_impatient import Impatient, margin, passes
from capplan.queueing.array_integrals import Floats, Mask

BLOCK = 65_536
NEAR = 0.2  # a last step below this leaves an error far below CLOSE
CLOSE = 0.02
ROUNDS = 14
MODERATE_LOAD = 30.0  # below, a fifth of an agent is no small step
UNDECIDED = -1
MOST_RATIO = 50.0  # patience over handling time up to which the short expansion is close enough
EXPONENT = 1200.0


def whole_agents(rows: Impatient, definition: str) -> NDArray[np.int64]:
    """Smallest whole agents for all targets; UNDECIDED where the closed form does not reach."""
    agents = np.empty(rows.load.size, dtype=np.int64)
    for start in range(0, agents.size, BLOCK):
        part = slice(start, start + BLOCK)
        agents[part] = _block(rows.pick(part), definition)
    return agents


def _block(rows: Impatient, definition: str) -> NDArray[np.int64]:
    real, found = _search(rows, definition)
    agents = np.maximum(np.ceil(real), 1.0)
    over = agents - real
    sure = (over > CLOSE) & (over < 1 - CLOSE)
    sure &= (rows.load >= MODERATE_LOAD) & (rows.ratio <= MOST_RATIO)
    unsure = np.flatnonzero(found & ~sure)
    if unsure.size:
        agents[unsure] = _settle(agents[unsure], rows.pick(unsure), definition)
    return np.where(found & (agents >= _lowest(rows)), agents, UNDECIDED).astype(np.int64)


def _lowest(rows: Impatient) -> Floats:
    """Fewest agents the closed form reaches, with room for the test one below."""
    farthest = np.minimum(FARTHEST - 1, np.sqrt(EXPONENT / (rows.load * rows.ratio)))
    return rows.load / (1 + farthest) + 2


def _guess(rows: Impatient) -> tuple[Floats, Floats]:
    """Normal approximation of the callers in the system: agents, and their spread."""
    root, level = np.sqrt(rows.load), np.clip(rows.service_level, 0.02, 0.98)
    pace = rows.tau * rows.ratio  # time in handling times
    spread = root * np.sqrt(np.maximum(rows.ratio, 1.0) * rows.ratio) / (rows.ratio + pace)
    quantile = 4.91 * (level**0.14 - (1 - level) ** 0.14)
    served = rows.load * rows.ratio / (rows.ratio + pace) + quantile * spread
    served[rows.service_level == 0] = 0
    share = np.minimum(rows.abandoned, 0.3)
    held = rows.load * (1 - share) + root * np.maximum(0.6 - share * root * 0.5, 0.0)
    held[~np.isfinite(rows.abandoned)] = 0
    return np.maximum(served, held), np.maximum(spread, 0.3)


def _search(rows: Impatient, definition: str) -> tuple[Floats, Mask]:
    """Real agents at which the margin is 0, and where that was found."""
    low, high = _lowest(rows) - 1, np.full(rows.load.shape, np.inf)
    real, spread = _guess(rows)
    np.maximum(real, low, out=real)
    found = np.zeros(real.shape, dtype=np.bool_)
    here = np.arange(real.size)
    value = margin(real, rows, definition)
    step = np.clip(-value * spread / 1.4, -2 * spread, 2 * spread)
    before, before_value = real.copy(), value
    for number in range(ROUNDS):
        rising = value < 0
        low[here[rising]] = np.maximum(low[here[rising]], real[here][rising])
        high[here[~rising]] = np.minimum(high[here[~rising]], real[here][~rising])
        after = real[here] + step
        outside = (after <= low[here]) | (after >= high[here])
        middle = (low[here] + np.minimum(high[here], real[here] + 4 * np.abs(step) + 1)) / 2
        after = np.where(outside, middle, after)
        moved = np.abs(after - real[here])
        before[here], real[here] = real[here], after
        done = moved < (NEAR if number else CLOSE)
        found[here[done]] = True
        keep = ~done
        here, before_value = here[keep], value[keep]
        if not here.size:
            break
        value = margin(real[here], rows.pick(here), definition)
        slope = (value - before_value) / (real[here] - before[here])
        step = -value / np.maximum(slope, 1e-3 / spread[here])
    return real, found


def _settle(first: Floats, rows: Impatient, definition: str) -> Floats:
    """From any start the smallest whole agents that pass the exact test."""
    agents = np.maximum(first, _lowest(rows))
    np.ceil(agents, out=agents)
    good = passes(agents, rows, definition)
    for here, step in ((np.flatnonzero(~good), 1), (np.flatnonzero(good), -1)):
        while here.size:
            some = rows.pick(here)
            neighbour = agents[here] + step
            good = passes(np.maximum(neighbour, _lowest(some) - 1), some, definition)
            go_on = ~good if step > 0 else good & (neighbour >= np.maximum(_lowest(some), 1))
            agents[here] = np.where(good | (step > 0), neighbour, agents[here])
            here = here[go_on]
    return agents
