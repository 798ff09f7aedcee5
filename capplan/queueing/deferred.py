"""Work that waits as a backlog: email, tickets, back office."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from capplan.errors import argument_error
from capplan.queueing.arguments import Answer
from capplan.queueing.array_integrals import Floats


def level_hours(
    arrival_h: ArrayLike,
    opening_backlog_h: float | None = 0,
    respond_within_periods: float | None = 1,
    max_occupancy_share: float | None = 1,
) -> Answer:
    """Same hours in every period so that all work is answered in time, earliest due first."""
    arrivals = _hours("arrival_h", arrival_h)
    if arrivals.ndim == 0 or 1 in arrivals.shape[1:] or arrivals.shape[0] == 1:
        arrivals = arrivals.reshape(-1)
    opening = _number("opening_backlog_h", opening_backlog_h, 0.0, 0.0, 1e12)
    wait = _number("respond_within_periods", respond_within_periods, 1.0, 0.0, 10_000.0)
    share = _number("max_occupancy_share", max_occupancy_share, 1.0, 1e-9, 1.0)
    if wait != int(wait):
        raise argument_error("respond_within_periods", f"{wait:g}", "0 or more, whole periods")
    due = _due(arrivals, opening, int(wait))
    periods = np.arange(1, len(due) + 1).reshape(-1, *[1] * (due.ndim - 1))
    level = (due / periods).max(axis=0, initial=0.0) / share
    return float(level) if level.ndim == 0 else level


def _due(arrivals: Floats, opening: float, wait: int) -> Floats:
    """Hours that must be done by the end of each period."""
    late = np.zeros_like(arrivals)
    late[wait:] = arrivals[: max(len(arrivals) - wait, 0)]
    return opening + np.cumsum(late, axis=0)


def backlog(arrival_h: ArrayLike, capacity_h: ArrayLike, opening_backlog_h: float = 0) -> Floats:
    """Hours of work left at the end of each period: min(backlog + arrivals, capacity) is done."""
    arrivals, capacity = np.broadcast_arrays(
        _hours("arrival_h", arrival_h), _hours("capacity_h", capacity_h)
    )
    left = np.empty(arrivals.shape)
    waiting: Floats = np.zeros(arrivals.shape[1:]) + opening_backlog_h
    for period in range(len(arrivals)):
        waiting = np.maximum(waiting + arrivals[period] - capacity[period], 0.0)
        left[period] = waiting
    return left


def burn_down_hours(
    arrival_h: ArrayLike,
    opening_backlogs_h: ArrayLike,
    backlog_target_h: float = 0,
    periods_to_burn: float = 1,
    max_occupancy_share: float = 1,
) -> Floats:
    """Hours needed in each period to bring the backlog it opens with back to the target."""
    arrivals = _hours("arrival_h", arrival_h)
    above = np.maximum(_hours("opening_backlogs_h", opening_backlogs_h) - backlog_target_h, 0.0)
    return np.asarray((arrivals + above / periods_to_burn) / max_occupancy_share)


def _hours(name: str, value: ArrayLike) -> Floats:
    hours = np.asarray(value, dtype=np.float64)
    good = (hours >= 0) & (hours < np.inf)
    if not good.all():
        raise argument_error(name, f"{hours[~good].flat[0]:g}", "0 or more hours")
    return hours


def _number(name: str, value: float | None, blank: float, low: float, high: float) -> float:
    if value is None or value != value:
        return blank
    if not low <= value <= high:
        hint = f"did you mean {value / 100:g} ({value:g} %)?" if high == 1 < value <= 100 else ""
        raise argument_error(name, f"{value:g}", f"{low:g} to {high:g}", hint)
    return float(value)
