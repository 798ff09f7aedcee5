"""A search over the weeks that keeps a short list of plans, ordered by a lower bound of their cost.

The linear program prices every week's need; what a plan costs beyond those prices is a lower bound
of what it will cost beyond the program's optimum, whatever follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.hiring.search.simplex import covering_prices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.covering import Case

    Array = NDArray[np.float64]

LOOKED_AT = 4  # times the length: plans looked at before the list is shortened


class Weights(NamedTuple):
    """Prices of the linear program, by week: of a unit of need, of a start beyond its worth."""

    need_price: Array
    start_price: Array
    starts: Array
    bound: float


def weights_of(case: Case) -> Weights:
    """The linear program's prices, and the cost that no plan undercuts."""
    weeks = case.weeks
    rows = np.flatnonzero(case.need > 0)
    columns = np.flatnonzero(~case.forced)
    since = rows[:, None] - columns[None, :]
    effect = np.where(since >= 0, case.effect[np.maximum(since, 0)], 0.0)
    unit = max(float(case.need.max()), 1.0)  # the simplex' tolerances suit numbers around 1
    most = np.full(len(columns), case.sizes[-1] / unit)
    found = covering_prices(case.cost[columns], effect, case.need[rows] / unit, most)
    need_price, start_price, starts = np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)
    need_price[rows], starts[columns] = found.need_price, found.starts * unit
    start_price[columns] = case.cost[columns] - found.need_price @ effect
    limits = np.minimum(start_price, 0.0).sum() * case.sizes[-1]
    return Weights(need_price, start_price, starts, float(need_price @ case.need + limits))


class Plans(NamedTuple):
    """The short list: starters so far, their cost, how far above the bound, what they bring.

    `brings` covers the weeks of the ramp from now and one more; after it they only thin out.
    """

    starts: Array
    cost: Array
    above: Array
    brings: Array


def short_list(case: Case, weights: Weights, length: int, best: float) -> tuple[Array | None, bool]:
    """The cheapest plan below `best` that a list of that length finds; whether none was lost."""
    width = case.ramp_weeks + 1
    plans = Plans(np.zeros((1, case.weeks)), np.zeros(1), np.zeros(1), np.zeros((1, width)))
    room = best - weights.bound - 1e-7 * abs(weights.bound) if np.isfinite(best) else np.inf
    complete = True
    last = case.weeks - case.lag
    reach = _reach(case)
    for week in range(max(last, 0)):
        plans, lost = _grown(case, weights, plans, week, reach[week], room, length)
        if not len(plans.above):
            return None, complete and not lost
        plans, cut = _shortened(plans, length)
        complete = complete and not cut and not lost
        plans = _next_week(case, plans)
    return plans.starts[int(np.argmin(plans.above))], complete


def _reach(case: Case) -> Array:
    """What the largest starts after each week would bring to every week: weeks x weeks."""
    weeks = case.weeks
    reach = np.zeros((weeks + 1, weeks))
    for week in range(weeks - 1, -1, -1):
        reach[week] = reach[week + 1]
        if not case.forced[week]:
            reach[week, week:] += case.sizes[-1] * case.effect[: weeks - week]
    return reach[1:]


def _grown(
    case: Case,
    weights: Weights,
    plans: Plans,
    week: int,
    reach: Array,
    room: float,
    length: int,
) -> tuple[Plans, bool]:
    """Every plan with every sensible start of that week that still can meet all needs."""
    arrive = week + case.lag
    parent, heads = _choices(case, weights, plans, week)
    price = weights.start_price[week]
    above = plans.above[parent] + price * heads - min(price, 0.0) * case.sizes[-1]
    effect = _window(case)
    over = plans.brings[parent, 0] + heads * effect[0] - case.need[arrive]
    above = above + weights.need_price[arrive] * over
    order = np.argsort(above, kind="stable")
    order = order[above[order] < room]
    cut = len(order) > LOOKED_AT * length
    order = order[: LOOKED_AT * length]
    brings = plans.brings[parent[order]] + heads[order, None] * effect
    keep = _can_meet(case, brings, arrive, reach)
    order, brings = order[keep], brings[keep]
    starts = plans.starts[parent[order]]
    starts[:, week] = heads[order]
    cost = plans.cost[parent[order]] + case.cost[week] * heads[order]
    return Plans(starts, cost, above[order], brings), cut


def _window(case: Case) -> Array:
    """What one starter brings in the weeks of the ramp and one more."""
    effect = case.effect[case.lag : case.lag + case.ramp_weeks + 1]
    return np.concatenate([effect, np.zeros(case.ramp_weeks + 1 - len(effect))])


def _choices(
    case: Case, weights: Weights, plans: Plans, week: int
) -> tuple[NDArray[np.int64], Array]:
    """Pairs of plan and starters to try: the least that is needed, more, and the program's."""
    count = len(plans.above)
    if case.forced[week]:
        return np.arange(count), np.zeros(count)
    arrive, sizes = week + case.lag, case.sizes
    first = case.effect[case.lag]
    gap = case.need[arrive] - plans.brings[:, 0] - case.guard
    least = np.where(gap > 0, gap / first if first > 0 else 0.0, 0.0)
    place = np.searchsorted(sizes, least - 1e-9)
    wish = np.searchsorted(sizes, weights.starts[week])
    steps = place[:, None] + np.array(_STEPS)[None, :]
    near = np.maximum(wish + np.array([-2, -1, 0, 1, 2])[None, :], place[:, None])
    grid = np.sort(np.hstack([steps, near]), axis=1)
    fresh = np.hstack([np.ones((count, 1), dtype=bool), np.diff(grid, axis=1) > 0])
    parent, column = np.nonzero(fresh & (grid < len(sizes)))
    return parent, sizes[grid[parent, column]]


_STEPS = (*range(33), 40, 50, 64, 80, 100, 128, 160, 200, 256, 320, 400, 512)


def _can_meet(case: Case, brings: Array, arrive: int, reach: Array) -> NDArray[np.bool_]:
    """Whether the largest starts from now on would still meet every need to come."""
    ahead = case.weeks - arrive
    width = brings.shape[1]
    fading = (1 - case.hazard_share) ** np.arange(1, max(ahead - width, 0) + 1)
    all_weeks = np.hstack([brings, brings[:, -1:] * fading])[:, :ahead]
    return np.asarray(
        (all_weeks + reach[arrive:] >= case.need[arrive:] - 2 * case.guard).all(axis=1)
    )


def _shortened(plans: Plans, length: int) -> tuple[Plans, bool]:
    """The best plans of the list, none of them beaten by another; whether any was cut."""
    rough = np.argsort(plans.above, kind="stable")[: 2 * length]
    cost, brings = plans.cost[rough], plans.brings[rough]
    better = (brings[:, None, :] >= brings[None, :, :]).all(axis=2)
    better &= cost[:, None] <= cost[None, :]
    better &= ~(better.T & np.tri(len(rough), dtype=bool))  # of equals the first one stays
    np.fill_diagonal(better, False)
    kept = rough[~better.any(axis=0)]
    cut = len(kept) > length or len(plans.above) > len(rough)
    kept = kept[:length]
    return Plans(*(part[kept] for part in plans)), cut


def _next_week(case: Case, plans: Plans) -> Plans:
    """The same plans seen one week later."""
    last = plans.brings[:, -1:] * (1 - case.hazard_share)
    return plans._replace(brings=np.hstack([plans.brings[:, 1:], last]))
