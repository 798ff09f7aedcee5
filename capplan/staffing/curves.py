"""Staffing curves: base staff hours as a function of workload, for spreadsheets without Erlang.

With a fixed profile, the hours of a week are an exact step function of its contacts: each
interval needs one more agent as soon as its contacts pass what the agents there carry. The curve
is that step function with fewer corners: straight lines that stay within a tolerance of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.staffing.requirement import QueueTargets, staffing_table, staffing_tables
from capplan.vocabulary import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HEADROOM = 2.0  # curves reach twice the busiest planned week
TOLERANCE = 0.001  # before and after a change together well under half a percent
LOOSE = 0.02  # far below the quietest planned week
USED_FROM = 0.4  # of the quietest planned week: down to there the curve is close
MOST_POINTS = 1000
MOST_CORNERS = 3000  # beyond it single steps are far below the tolerance: sample instead
JUMP = 1e-9  # relative width of a step, so that a straight line can stand in for it


class Curve(NamedTuple):
    """Corners of a curve: workload hours, rising, and base staff hours there."""

    workload_h: Array
    base_staff_h: Array

    def at(self, workload_h: Array) -> Array:
        """Base staff hours at a workload, by straight lines; proportional beyond the last corner.

        >>> Curve(np.array([0.0, 10.0]), np.array([0.0, 12.0])).at(np.array([5.0, 20.0])).tolist()
        [6.0, 24.0]
        """
        top = self.workload_h[-1]
        inside = np.interp(np.minimum(workload_h, top), self.workload_h, self.base_staff_h)
        return np.asarray(inside * np.maximum(workload_h / top, 1.0))


class Asked(NamedTuple):
    """A queue staffed by interval: planned contacts a week, its profile and targets."""

    planned_contacts: Array
    profile_share: Array
    targets: QueueTargets


def live_curves(asked: Sequence[Asked]) -> list[Curve]:
    """The curve of each queue; together, as their staffing tables take much less time so."""
    busiest = [_reach(one.planned_contacts) * float(one.profile_share.max()) for one in asked]
    staffing_tables([(one.targets, most) for one, most in zip(asked, busiest, strict=True)])
    return [live_curve(*one) for one in asked]


def _reach(planned_contacts: Array) -> float:
    return max(float(planned_contacts.max(initial=0.0)), 1.0) * HEADROOM


def live_curve(planned_contacts: Array, profile_share: Array, targets: QueueTargets) -> Curve:
    """The curve of a queue staffed by interval, from zero to twice its busiest planned week.

    Down to `USED_FROM` of the quietest week it stays within the tolerance, below only near.
    """
    open_weeks = planned_contacts[planned_contacts > 0]
    quiet = float(open_weeks.min(initial=np.inf)) * USED_FROM
    reach = _reach(planned_contacts)
    shares, counts = np.unique(profile_share[profile_share > 0], return_counts=True)
    if not len(shares):
        return deferred_curve(reach * targets.aht_s / SECONDS_PER_HOUR, 1.0)
    contacts, agents = _corners(shares, counts, targets, reach)
    hours = agents * targets.interval_s / SECONDS_PER_HOUR
    workload = contacts * targets.aht_s / SECONDS_PER_HOUR
    start = min(quiet, reach) * targets.aht_s / SECONDS_PER_HOUR
    return _simplified(*_thinned(*_rising(workload, hours)), start)


def deferred_curve(busiest_workload_h: float, deferred_occupancy_share: float) -> Curve:
    """The curve of email or back-office work: a straight line."""
    top = max(busiest_workload_h, 1.0) * HEADROOM
    return Curve(np.array([0.0, top]), np.array([0.0, top / deferred_occupancy_share]))


def _corners(
    shares: Array, counts: NDArray[np.int64], targets: QueueTargets, reach: float
) -> tuple[Array, Array]:
    """Both ends of every step: contacts a week, agents summed over the intervals."""
    table = staffing_table(targets, reach * float(shares.max()))
    least = max(1, int(targets.min_positions))
    carried = table.thresholds[least:]
    steps = carried / shares[:, None]
    weights = np.broadcast_to(counts[:, None], steps.shape)
    inside = steps < reach
    at, where = np.unique(steps[inside], return_inverse=True)
    jump = np.bincount(where, weights=weights[inside], minlength=len(at))
    floor = float(least * counts.sum())
    after = floor + np.cumsum(jump)
    before = np.concatenate([[floor], after])[:-1]
    contacts = np.concatenate([[0.0, reach * JUMP], np.stack([at, at * (1 + JUMP)], 1).ravel()])
    agents = np.concatenate([[0.0, floor], np.stack([before, after], 1).ravel()])
    last = after[-1] if len(after) else floor
    return np.append(contacts, reach), np.append(agents, last)


def _rising(x: Array, y: Array) -> tuple[Array, Array]:
    """Corners closer together than half a jump is wide are one corner: the last of them.

    Called on the scale that the curve is kept in: two thresholds that differ in their last digit
    as contacts may be the same number as hours, and a spreadsheet that subtracts two corners it
    holds for equal divides by zero.
    """
    x = np.maximum.accumulate(x)
    last = np.append(np.diff(x) > x[1:] * JUMP / 2, True)
    return x[last], y[last]


def _thinned(workload_h: Array, hours: Array) -> tuple[Array, Array]:
    if len(workload_h) <= 2 * MOST_CORNERS:
        return workload_h, hours
    grid = np.geomspace(workload_h[-1] * 1e-4, workload_h[-1], MOST_CORNERS)
    grid = np.concatenate([workload_h[:2], grid])
    return grid, np.interp(grid, workload_h, hours)


def _simplified(x: Array, y: Array, start: float) -> Curve:
    allowed = np.where(x < start, LOOSE, TOLERANCE) * y
    kept = _door(x, y, allowed)
    while len(kept) > MOST_POINTS:
        allowed *= 1.25
        kept = _door(x, y, allowed)
    return Curve(x[kept], y[kept])


def _door(x: Array, y: Array, allowed: Array) -> list[int]:
    """Corners to keep so that straight lines pass all others within what is allowed there.

    A door swings from the last kept corner: it narrows with each corner it must let pass and
    closes where no line through all of them is left.
    """
    xs, ys, slack = x.tolist(), y.tolist(), allowed.tolist()
    kept, low, high = [0, 1], -np.inf, np.inf
    start = 1
    k = 2
    while k < len(xs):
        run = xs[k] - xs[start]
        slope = (ys[k] - ys[start]) / run if run > 0 else np.inf
        if low <= slope <= high:
            low = max(low, (ys[k] - slack[k] - ys[start]) / run)
            high = min(high, (ys[k] + slack[k] - ys[start]) / run)
            k += 1
        elif k - 1 > start:
            start = k - 1
            kept.append(start)
            low, high = -np.inf, np.inf
        else:
            start = k
            kept.append(start)
            low, high = -np.inf, np.inf
            k += 1
    if kept[-1] != len(xs) - 1:
        kept.append(len(xs) - 1)
    return kept
