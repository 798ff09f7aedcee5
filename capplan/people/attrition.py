"""Attrition: a yearly rate on its basis as the share that leaves in one period."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from capplan.errors import argument_error

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Number = float | NDArray[np.float64]

BASES = ("turnover_ratio", "cohort_loss", "simple")
_COHORT_HINT = "a cohort cannot lose more than all; use basis turnover_ratio"


def period_rate(
    annual_share: Number, periods_per_year: Number = 52.0, basis: str = "turnover_ratio"
) -> Any:
    """Share of people that leaves in one period (week, month), from a yearly rate.

    turnover_ratio (leavers / average heads, may exceed 1): 1 - exp(-a / periods);
    cohort_loss (share of a cohort gone after a year): 1 - (1 - a) ** (1 / periods);
    simple: a / periods, for reconciliation only. Constant hazard (Bartholomew, Forbes &
    McClean, 1991).

    >>> round(period_rate(0.40), 8)
    0.0076628
    >>> round(period_rate(0.40, basis="cohort_loss"), 8)
    0.00977548
    """
    _check(annual_share, periods_per_year, basis, "annual_share")
    m = _functions(annual_share, periods_per_year)
    if basis == "turnover_ratio":
        return -m.expm1(-annual_share / periods_per_year)
    if basis == "cohort_loss":
        if _any(annual_share > 1):
            raise argument_error(
                "annual_share", annual_share, "0 to 1 for basis cohort_loss", _COHORT_HINT
            )
        return _cohort_rate(m, annual_share, periods_per_year)
    rate = annual_share / periods_per_year
    if _any(rate > 1):
        raise argument_error(
            "annual_share",
            annual_share,
            "at most the periods of a year",
            "more than everybody would leave in one period",
        )
    return rate


def _cohort_rate(m: Any, annual_share: Number, periods_per_year: Number) -> Any:
    if m is math:
        return (
            1.0 if annual_share == 1 else -math.expm1(math.log1p(-annual_share) / periods_per_year)
        )
    with m.errstate(divide="ignore"):  # log1p(-1) = -inf is right: everybody leaves
        return -m.expm1(m.log1p(-annual_share) / periods_per_year)


def annual_rate(
    period_share: Number, periods_per_year: Number = 52.0, basis: str = "turnover_ratio"
) -> Any:
    """The yearly rate that a share leaving in each period adds up to; reverse of `period_rate`.

    >>> round(annual_rate(period_rate(0.40)), 12)
    0.4
    """
    _check(period_share, periods_per_year, basis, "period_share")
    if basis == "simple":
        return period_share * periods_per_year
    if _any(period_share >= 1) and basis == "turnover_ratio":
        raise argument_error(
            "period_share",
            period_share,
            "0 to below 1",
            "a turnover ratio has no end when everybody leaves at once",
        )
    m = _functions(period_share, periods_per_year)
    if basis == "turnover_ratio":
        return -periods_per_year * m.log1p(-period_share)
    if m is math:
        return (
            1.0 if period_share == 1 else -math.expm1(periods_per_year * math.log1p(-period_share))
        )
    with m.errstate(divide="ignore"):
        return -m.expm1(periods_per_year * m.log1p(-period_share))


def _check(share: Number, periods_per_year: Number, basis: str, name: str) -> None:
    if basis not in BASES:
        raise argument_error("basis", basis, "one of " + ", ".join(BASES))
    if not _all(share >= 0):
        raise argument_error(name, share, "0 or more")
    if name == "period_share" and not _all(share <= 1):
        raise argument_error(name, share, "0 to 1")
    if not _all(periods_per_year > 0):
        raise argument_error("periods_per_year", periods_per_year, "above 0", "52 for weeks")


def _functions(*values: Number) -> Any:
    """Math for plain numbers, numpy for arrays: one formula serves both."""
    if all(isinstance(value, (int, float)) for value in values):
        return math
    import numpy

    return numpy


def _any(test: Any) -> bool:
    return bool(test if isinstance(test, bool) else test.any())


def _all(test: Any) -> bool:
    return bool(test if isinstance(test, bool) else test.all())
