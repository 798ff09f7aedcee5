"""FTE: productive hours through nested shrinkage to contract hours, FTE and heads.

Stages that read in the order people are lost: out of the office first (leave, sickness), then in
the office (breaks, meetings). Shares within a place add up, the two places multiply.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import TYPE_CHECKING, Any

from capplan.errors import argument_error
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Number = float | NDArray[np.float64]

METHODS = ("nested", "additive", "multiplicative")
MOST_SHRINKAGE = 0.70  # a plan with more is refused: a share was counted twice or mistyped


def total_shrinkage(
    out_of_office_shares: Iterable[float],
    in_office_shares: Iterable[float] = (),
    method: str = "nested",
) -> float:
    """Share of paid contract hours that is not spent on contacts.

    nested: 1 - (1 - sum of out-of-office) x (1 - sum of in-office), because nobody is on leave
    and sick in the same hour, and breaks are not taken on leave. additive and multiplicative are
    there to reconcile with other tools.

    >>> round(total_shrinkage([0.075, 0.03, 0.05, 0.015], [0.06, 0.02, 0.025, 0.02, 0.015]), 4)
    0.2862
    """
    out, office = list(out_of_office_shares), list(in_office_shares)
    for name, shares in (("out_of_office_share", out), ("in_office_share", office)):
        for share in shares:
            _check_share(name, share)
    if method == "nested":
        total = 1 - (1 - sum(out)) * (1 - sum(office))
        _check_sum(sum(out), sum(office))
    elif method == "additive":
        total = sum(out) + sum(office)
    elif method == "multiplicative":
        total = 1 - prod(1 - share for share in (*out, *office))
    else:
        raise argument_error("method", method, "one of " + ", ".join(METHODS))
    return _check_total(total)


def _check_share(name: str, share: float) -> None:
    if not 0 <= share < 1:
        hint = f"did you mean {share / 100:g} ({share:g} %)?" if 1 <= share <= 100 else ""
        raise argument_error(name, f"{share:g}", "0 to below 1", hint)


def _check_sum(out: float, office: float) -> None:
    for name, share in (("out_of_office_share", out), ("in_office_share", office)):
        if share >= 1:
            raise argument_error(name, f"{share:g} in sum", "below 1 in sum")


def _check_total(total: float) -> float:
    if total >= 1:
        raise argument_error(
            "shrinkage_share",
            f"{total:.4g} in total",
            "below 1 in total",
            "a component is likely counted twice or typed in percent",
        )
    return total


def gross_up(agents: Number, shrinkage_share: Number) -> Number:
    """Agents to schedule so that enough remain after shrinkage: agents / (1 - shrinkage).

    Fractions are kept; multiplying by (1 + shrinkage) instead would leave the floor short.

    >>> gross_up(14, 0.30)
    20.0
    """
    _check_range("agents", agents, low=0)
    _check_range("shrinkage_share", shrinkage_share, low=0, high=1)
    return agents / (1 - shrinkage_share)


def fte(productive_h: Number, shrinkage_share: Number, contract_h_per_fte: Number = 37.5) -> Number:
    """Full-time equivalents whose contract hours leave these productive hours; fractional.

    >>> round(fte(4000, 0.2862, 37.5), 4)
    149.4349
    """
    _check_range("productive_h", productive_h, low=0)
    _check_range("shrinkage_share", shrinkage_share, low=0, high=1)
    _check_range("contract_h_per_fte", contract_h_per_fte, low=1e-9)
    return productive_h / (1 - shrinkage_share) / contract_h_per_fte


def _check_range(name: str, value: Any, low: float, high: float | None = None) -> None:
    good = (value >= low) if high is None else (value >= low) & (value < high)
    if good if isinstance(good, bool) else good.all():
        return
    if high is None:
        raise argument_error(name, _first(value, good), f"{low:g} or more")
    first = _first(value, good)
    hint = f"did you mean {first / 100:g} ({first:g} %)?" if 1 < first <= 100 else ""
    raise argument_error(name, first, f"{low:g} to below {high:g}", hint)


def _first(value: Any, good: Any) -> float:
    return value if isinstance(good, bool) else float(value[~good].flat[0])


OUT_OF_OFFICE = tuple(
    f"shrinkage_{cause}_share" for cause in ("annual_leave", "public_holiday", "sick", "unpaid")
)
IN_OFFICE = tuple(
    f"shrinkage_{cause}_share"
    for cause in ("breaks", "meetings", "coaching", "training", "nonadherence")
)


def own_or_plan(own: NDArray[np.float64], *plan_shares: float) -> NDArray[np.float64]:
    """A queue's own share where it has one, else the sum of the plan's components."""
    import numpy as np

    return np.where(np.isnan(own), sum(plan_shares), own)


# the plan's steps, weeks x queues: inputs are checked at the border


def shrinkage_share(
    out_of_office_share: NDArray[np.float64],
    in_office_share: NDArray[np.float64],
    shrinkage_change_share: float,
) -> NDArray[np.float64]:
    """1 - (1 - out of office) x (1 - in office) + the scenario's points."""
    return 1 - (1 - out_of_office_share) * (1 - in_office_share) + shrinkage_change_share


def contract_h(
    on_seat_h: NDArray[np.float64], shrinkage_share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """On-seat hours / (1 - shrinkage)."""
    return on_seat_h / (1 - shrinkage_share)


def required_fte(contract_h: NDArray[np.float64], contract_h_per_fte: float) -> NDArray[np.float64]:
    """Contract hours / hours of one FTE."""
    return contract_h / contract_h_per_fte


def required_heads(
    required_fte: NDArray[np.float64], fte_per_head: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Required FTE / FTE per head, rounded up to whole people."""
    return round_up(required_fte / fte_per_head)
