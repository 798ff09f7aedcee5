"""Reading draws: P10, P50 and P90, the chance of being short, and the FTE that cure it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from capplan.errors import argument_error

Array = NDArray[np.float64]

SHARES = (0.1, 0.5, 0.9)
GUARD = 1e-9  # FTE: sums of fractions that should be equal differ by less


class Band(NamedTuple):
    """The values that 10, 50 and 90 % of all draws do not exceed."""

    p10: Array
    p50: Array
    p90: Array


class ChanceShort(NamedTuple):
    """Share of draws below the requirement: weeks x queues, and by week of all queues' sums."""

    by_queue: Array
    total: Array


class Buffer(NamedTuple):
    """FTE to add so that being short becomes rare enough, by queue and for all queues' sums.

    `by_week` is for one week at a time; the same FTE in every week keep each single week within
    the risk (`every_week`), or the chance of any short week at all (`whole_horizon`).
    """

    by_week: Array
    every_week: Array
    whole_horizon: Array
    total_by_week: Array
    total_every_week: float
    total_whole_horizon: float


def rank(share: float, draws: int) -> int:
    """Place, from 0 in rising order, of the smallest value whose share of draws is reached.

    >>> rank(0.1, 2000), rank(0.5, 5)
    (199, 2)
    """
    return max(math.ceil(share * draws - GUARD), 1) - 1


def band(draws: ArrayLike) -> Band:
    """P10, P50 and P90 of draws along the last axis: values that were drawn, nothing between.

    Inverse empirical distribution: the smallest value that at least that share of the draws does
    not exceed.

    >>> band(np.arange(1, 21)).p90
    array(18)
    """
    values = np.asarray(draws)
    places = [rank(share, values.shape[-1]) for share in SHARES]
    ordered = np.partition(values, places, axis=-1)
    return Band(*(ordered[..., place].copy() for place in places))


def band_of_counts(whole: NDArray[np.int64]) -> Band:
    """The same of whole numbers of 0 or more in a row, by counting how often each occurs.

    >>> [int(value) for value in band_of_counts(np.arange(1, 21))]
    [2, 10, 18]
    """
    reached = np.cumsum(np.bincount(whole))
    places = [rank(share, whole.size) + 1 for share in SHARES]
    return Band(*np.searchsorted(reached, places).astype(float))


def chance_short(effective_fte: ArrayLike, required_fte: ArrayLike) -> ChanceShort:
    """Chance by week that the floor's FTE fall below what is required.

    Draws of effective FTE are weeks x queues x draws; the requirement is weeks x queues, or drawn
    too. In total the queues' FTE are added up, as if everybody could work everywhere.

    >>> effective = np.array([[[9.0, 10, 11, 12], [5, 5, 5, 4]]])
    >>> found = chance_short(effective, np.array([[10.0, 5.0]]))
    >>> found.by_queue.tolist(), found.total.tolist()
    ([[0.25, 0.25]], [0.25])
    """
    missing = short_fte(effective_fte, required_fte)
    return ChanceShort(chance(missing), chance(missing.sum(axis=1)))


def buffer_fte(
    effective_fte: ArrayLike, required_fte: ArrayLike, risk_share: float = 0.10
) -> Buffer:
    """FTE to add so that the chance of being short stays within a risk; 0 where it already does.

    The FTE that 1 - risk of the draws are short by at most, taken as people who are there and
    fully productive; not every head hired is.

    >>> short_by = np.arange(10.0)
    >>> found = buffer_fte(20 - short_by[None, None, :], [[20.0]], risk_share=0.20)
    >>> found.by_week.tolist(), found.total_every_week
    ([[7.0]], 7.0)
    """
    check_risk(risk_share)
    missing = short_fte(effective_fte, required_fte)
    total = missing.sum(axis=1)
    by_week, total_by_week = cover(missing, risk_share), cover(total, risk_share)
    return Buffer(
        by_week,
        by_week.max(axis=0),
        cover(missing.max(axis=0), risk_share),
        total_by_week,
        float(total_by_week.max()),
        float(cover(total.max(axis=0), risk_share)),
    )


def short_fte(effective_fte: ArrayLike, required_fte: ArrayLike) -> Array:
    """Required - effective FTE of every draw, below 0 where there are more than enough."""
    effective, required = np.asarray(effective_fte, float), np.asarray(required_fte, float)
    if effective.ndim != 3 or not effective.size:
        raise argument_error(
            "effective_fte", f"shape {effective.shape}", "weeks x queues x draws, one or more"
        )
    drawn = required.ndim == effective.ndim
    if required.shape != (effective.shape if drawn else effective.shape[:2]):
        wanted = f"{effective.shape[:2]}: weeks x queues, or also draws"
        raise argument_error("required_fte", f"shape {required.shape}", wanted)
    missing: Array = (required if drawn else required[:, :, None]) - effective
    if np.isnan(missing).any():
        raise argument_error("required_fte", "nan", "numbers")
    return missing


def chance(missing_fte: Array) -> Array:
    """Share of draws, along the last axis, in which FTE are missing."""
    return np.asarray((missing_fte > GUARD).mean(axis=-1))


def cover(missing_fte: Array, risk_share: float) -> Array:
    """FTE that cover what is missing in all but the risk's share of draws; never below 0."""
    place = rank(1 - risk_share, missing_fte.shape[-1])
    return np.asarray(np.maximum(np.partition(missing_fte, place, axis=-1)[..., place], 0.0))


def check_risk(risk_share: float) -> None:
    """A risk is above 0 and below 1."""
    if not 0 < risk_share < 1:
        hint = f"did you mean {risk_share / 100:g}?" if 1 < risk_share < 100 else ""
        raise argument_error("risk_share", risk_share, "above 0 to below 1", hint)
