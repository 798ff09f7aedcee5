"""The cost tables in words: what sites, rates, awards and contracts a plan has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

PLANS_OWN = "none: the plan's own values"


def _sites(given: Assumptions) -> str:
    """Sites with their currencies."""
    rows = (f"{one.name} {one.currency}".strip() for one in given.sites)
    return "; ".join(rows) or PLANS_OWN


def _rates(given: Assumptions) -> str:
    """Currencies with the range of their rates."""
    rates: dict[str, list[float]] = {}
    for one in given.plan_rates:
        rates.setdefault(one.name, []).append(one.plan_rate)
    told = (
        f"{code} {min(found):.4g}" + (f" to {max(found):.4g}" if len(set(found)) > 1 else "")
        for code, found in rates.items()
    )
    return "; ".join(told) or "none: one currency"


def _steps(given: Assumptions) -> str:
    """Awards with their day and size."""
    rows = (
        f"{one.name} {one.award_share:+.3%} from {one.from_date.isoformat()}".strip()
        for one in given.wage_steps
    )
    return "; ".join(rows) or "none"


def _contracts(given: Assumptions) -> str:
    """Contracts with their queue and hours."""
    rows = (
        f"{one.name} ({one.queue}, {one.delivered_h:g} hours a week)" for one in given.outsourcing
    )
    return "; ".join(rows) or "none"


TOLD: dict[str, Callable[[Assumptions], str]] = {
    "site_name": _sites,
    "plan_rate": _rates,
    "wage_step": _steps,
    "outsourcing": _contracts,
}
