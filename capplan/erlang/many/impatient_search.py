"""The search for agents with patience: secant steps on many rows, exact tests where it is close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.closed_form import FARTHEST
from capplan.erlang.many.impatient import Impatient, margins, passes
from capplan.erlang.many.integrals import Floats, Mask
from capplan.erlang.patience_start import ABANDONED, LEVEL

BLOCK = 32_768
NEAR = 0.04  # product of the last two steps over the scale of the queue: thrice the error
CLOSE = 0.03
ROUNDS = 14
# loads and patience over handling time for which the search alone is close enough
LOADS = (30.0, 20_000.0)
RATIOS = (0.05, 20.0)
UNDECIDED = -1
FAR = 200  # steps of one agent from the start; more means that the start failed
EXPONENT = 1200.0


def whole_agents(rows: Impatient, definition: str) -> NDArray[np.int64]:
    """Smallest whole agents for all targets; UNDECIDED where the closed form does not reach."""
    agents = np.empty(rows.load.size, dtype=np.int64)
    # a cap of 1 always holds with patience, and its flat margin would mislead the search
    rows = rows._replace(occupancy=np.where(rows.occupancy >= 1, np.inf, rows.occupancy))
    for start in range(0, agents.size, BLOCK):
        part = slice(start, start + BLOCK)
        agents[part] = _block(rows.pick(part), definition)
    return agents


def _block(rows: Impatient, definition: str) -> NDArray[np.int64]:
    real = _search(rows, definition)
    least = lowest(rows)
    found = real > least + (least > 1)
    found |= real == 1
    agents = np.maximum(np.ceil(real), 1.0)
    over = agents - real
    sure = (over > CLOSE) & (over < 1 - CLOSE)
    for column, (low, high) in ((rows.load, LOADS), (rows.ratio, RATIOS)):
        sure &= (column >= low) & (column <= high)
    unsure = np.flatnonzero(found & ~sure)
    if unsure.size:
        agents[unsure] = _settle(agents[unsure], rows.pick(unsure), definition)
    found &= (agents - 1 >= least) | (agents == 1)  # the one below was within reach
    agents[~found] = UNDECIDED  # NaN is never found
    return agents.astype(np.int64)


def lowest(rows: Impatient) -> Floats:
    """Fewest agents the closed form reaches."""
    farthest = np.minimum(FARTHEST - 1, np.sqrt(EXPONENT / (rows.load * rows.ratio)))
    return np.asarray(np.maximum(rows.load / (1 + farthest), 1.0))


class Search(NamedTuple):
    """Rows still searched: their places, bracket, and the point before with its margins."""

    place: NDArray[np.intp]
    low: Floats
    high: Floats
    spread: Floats
    scale: Floats
    agents: Floats
    before: Floats

    def pick(self, rows: NDArray[np.intp]) -> Search:
        """Some of the rows."""
        floats = (column[rows] for column in self[1:])
        return Search(self.place[rows], *floats)


def _search(rows: Impatient, definition: str) -> Floats:
    """Real agents at which the margin is 0; NaN where that was not found."""
    real = np.full(rows.load.shape, np.nan)
    agents, spread, slopes = _guess(rows)
    low = lowest(rows)
    np.maximum(agents, low, out=agents)
    high, scale = np.full(real.shape, np.inf), np.sqrt(rows.load / np.maximum(rows.ratio, 1.0))
    state = Search(np.arange(real.size), low, high, spread, scale, agents, agents)
    old: Floats | None = None
    for _ in range(ROUNDS):
        values = margins(state.agents, rows, definition)
        slope = np.stack(slopes) if old is None else (values - old) / (state.agents - state.before)
        after, jumped = _next(state, values, slope)
        done = (state.high > state.low) & ~jumped
        done &= old is not None and _near(state, after)
        real[state.place[done]] = after[done]
        stuck = state.high <= state.low  # met at the fewest agents within reach
        real[state.place[stuck & (state.low == 1)]] = 1.0
        done |= stuck
        keep = np.flatnonzero(~done)
        if not keep.size:
            break
        state = state._replace(agents=after, before=state.agents).pick(keep)
        rows, old = rows.pick(keep), values[:, keep]
    return real


def _near(state: Search, after: Floats) -> Mask:
    """Where the secant step is as good as the last: its error is the product of both steps."""
    move = np.abs(after - state.agents)
    error = np.abs(after - state.before)
    error *= move
    error /= state.scale
    return np.minimum(error, move, out=error) < NEAR


def _next(state: Search, values: Floats, slope: Floats) -> tuple[Floats, Mask]:
    """The farthest secant step, or the middle where that leaves the bracket: there it jumped."""
    agents, low, high, spread = state.agents, state.low, state.high, state.spread
    rising = values.min(axis=0) < 0
    np.copyto(low, agents, where=rising)
    np.copyto(high, agents, where=~rising)
    np.maximum(slope, 1e-3 / spread, out=slope)
    steps = np.divide(values, slope, out=slope)
    steps[np.isnan(steps)] = np.inf
    step = np.clip(steps.min(axis=0), -4 * spread, 4 * spread)
    after = agents - step
    outside = (after <= low) | (after >= high)
    if outside.any():
        far = np.minimum(high[outside], agents[outside] + 4 * np.abs(step[outside]) + 1)
        after[outside] = (low[outside] + far) / 2
    return after, outside


def _guess(rows: Impatient) -> tuple[Floats, Floats, list[Floats]]:
    """Agents, their spread, and how fast the margin of each target rises with agents."""
    root, tilt = np.sqrt(rows.load), np.log(rows.ratio)
    level = np.clip(rows.service_level, 0.05, 0.995)
    odds = np.log(level / (1 - level))
    scale = np.sqrt(1 + 1 / rows.ratio)
    depth = rows.tau * root * np.sqrt(rows.ratio)
    depth /= 1 + depth
    spread = root * scale
    agents = polynomial(LEVEL, depth, tilt, odds)
    agents *= spread
    agents += rows.load * np.exp(-rows.tau)
    agents[rows.service_level == 0] = 0
    slopes = [(0.8 + 0.42 * odds) / spread]
    limited = np.isfinite(rows.abandoned)
    if limited.any():
        share = np.minimum(rows.abandoned, 0.3)
        crowd = share * root
        held = polynomial(ABANDONED, tilt, crowd / (crowd + 0.3))
        held *= root
        held += rows.load * (1 - share)
        np.maximum(agents, held, out=agents, where=limited)
        slopes.append(1 / (rows.load * share + 0.5 * root))
    if np.isfinite(rows.occupancy).any():
        slopes.append(1 / root)
    return agents, spread, slopes


def polynomial(powers: Sequence[Any], first: Floats, *others: Floats) -> Floats:
    """Nested coefficients, outermost by powers of the first variable, by Horner's rule."""
    terms = [polynomial(inner, *others) if others else inner for inner in powers]
    total = first * terms[-1]
    for term in terms[-2:0:-1]:
        total += term
        total *= first
    total += terms[0]
    return total


def _settle(first: Floats, rows: Impatient, definition: str) -> Floats:
    """From a start, the smallest whole agents that pass the exact test; NaN if that is far off."""
    agents = np.ceil(np.maximum(first, lowest(rows)))
    good = passes(agents, rows, definition)
    for here, step in ((np.flatnonzero(~good), 1), (np.flatnonzero(good), -1)):
        for _ in range(FAR):
            some = rows.pick(here)
            neighbour, least = agents[here] + step, lowest(some)
            good = passes(np.maximum(neighbour, least), some, definition)
            good &= neighbour >= least
            if step > 0:
                agents[here] = neighbour
                here = here[~good]
            else:
                here = here[good]
                agents[here] -= 1
            if not here.size:
                break
        agents[here] = np.nan
    return agents
