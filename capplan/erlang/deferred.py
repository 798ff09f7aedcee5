"""Work that waits as a backlog: email, tickets, back office."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from capplan.erlang.arguments import LIMITS, Answer, check
from capplan.erlang.many.integrals import Floats
from capplan.errors import argument_error


def level_hours(
    arrival_h: ArrayLike,
    opening_backlog_h: float | None = 0,
    respond_within_periods: float | None = 1,
    max_occupancy_share: float | None = 1,
) -> Answer:
    """Same hours in every period so that all work is answered in time, earliest due first."""
    arrivals = hours("arrival_h", arrival_h)
    if arrivals.ndim == 0 or 1 in arrivals.shape[1:] or arrivals.shape[0] == 1:
        arrivals = arrivals.reshape(-1)
    first = opening(opening_backlog_h)
    wait = check("respond_within_periods", respond_within_periods)
    busy = share("max_occupancy_share", max_occupancy_share, 1.0)
    due = _due(arrivals, first, int(wait))
    periods = np.arange(1, len(due) + 1).reshape(-1, *[1] * (due.ndim - 1))
    level = (due / periods).max(axis=0, initial=0.0) / busy
    return float(level) if level.ndim == 0 else level


def _due(arrivals: Floats, opening: float, wait: int) -> Floats:
    """Hours that must be done by the end of each period."""
    late = np.zeros_like(arrivals)
    late[wait:] = arrivals[: max(len(arrivals) - wait, 0)]
    return opening + np.cumsum(late, axis=0)


def backlog(arrival_h: ArrayLike, capacity_h: ArrayLike, opening_backlog_h: float = 0) -> Floats:
    """Hours of work left at the end of each period: min(backlog + arrivals, capacity) is done."""
    return work_off(arrival_h, capacity_h, opening_backlog_h)[1]


def work_off(
    arrival_h: ArrayLike, capacity_h: ArrayLike, opening_backlog_h: float | None = 0
) -> tuple[Floats, Floats]:
    """Hours done in each period, and hours left at its end; oldest work first."""
    arrivals, capacity = np.broadcast_arrays(
        np.atleast_1d(hours("arrival_h", arrival_h)), hours("capacity_h", capacity_h)
    )
    done, left = np.empty(arrivals.shape), np.empty(arrivals.shape)
    waiting: Floats = np.full(arrivals.shape[1:], opening(opening_backlog_h))
    for period in range(len(arrivals)):
        there = waiting + arrivals[period]
        done[period] = np.minimum(there, capacity[period])
        left[period] = waiting = np.maximum(there - capacity[period], 0.0)
    return done, left


def oldest_periods(arrival_h: ArrayLike, left_h: Floats, opening_backlog_h: float) -> Floats:
    """Periods that the oldest work has waited at the end of each; work arrives evenly in a period.

    What was there at the beginning counts from then on.
    """
    arrivals = np.broadcast_to(hours("arrival_h", arrival_h), left_h.shape)
    ages = np.zeros(left_h.shape)
    for column in np.ndindex(left_h.shape[1:]):
        one = (slice(None), *column)
        ages[one] = _ages(arrivals[one], left_h[one], opening_backlog_h)
    return ages


def _ages(arrivals: Floats, left: Floats, opening: float) -> Floats:
    come = opening + np.concatenate([[0.0], np.cumsum(arrivals)])  # by the end of 0, 1, 2, ...
    now = np.arange(1, come.size)
    done = come[1:] - left
    after = np.searchsorted(come, done, side="right").clip(0, now)
    before = np.maximum(after - 1, 0)
    step = come[after] - come[before]
    part = np.clip((done - come[before]) / np.where(step > 0, step, 1.0), 0.0, 1.0)
    return np.where(left > 0, now - before - np.where(after > 0, part, 0.0), 0.0)


def burn_down_hours(
    arrival_h: ArrayLike,
    opening_backlogs_h: ArrayLike,
    backlog_target_h: float = 0,
    periods_to_burn: float = 1,
    max_occupancy_share: float = 1,
) -> Floats:
    """Hours needed in each period to bring the backlog it opens with back to the target."""
    arrivals = hours("arrival_h", arrival_h)
    above = np.maximum(hours("opening_backlogs_h", opening_backlogs_h) - backlog_target_h, 0.0)
    return np.asarray((arrivals + above / periods_to_burn) / max_occupancy_share)


def hours(name: str, value: ArrayLike) -> Floats:
    """Hours of work, checked."""
    given = np.asarray(value, dtype=np.float64)
    limit = LIMITS["arrival_h"]
    good = (given >= limit.low) & (given <= limit.high)
    if not good.all():
        raise argument_error(name, f"{given[~good].flat[0]:g}", limit.words)
    return given


def opening(opening_backlog_h: float | None) -> float:
    """Work that waits when the first period begins, checked."""
    return check("opening_backlog_h", opening_backlog_h)


def share(name: str, value: float | None, blank: float) -> float:
    """A share of staffed time, checked as a cap on occupancy is."""
    if value is None or value != value:
        return blank
    limit = LIMITS["max_occupancy_share"]
    if not limit.holds(value):
        hint = f"did you mean {value / 100:g} ({value:g} %)?" if 1 < value <= 100 else ""
        raise argument_error(name, f"{value:g}", limit.words, hint)
    return float(value)
