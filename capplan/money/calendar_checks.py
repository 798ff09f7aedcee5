"""Checks of what finance gives: the start of its year, and a cap in one unit only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from capplan.errors import Issue
from capplan.inputs.fiscal import LEAP_DAY
from capplan.vocabulary import term

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

Place = Callable[[str, int | str], str]


def finance_faults(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Faults of the fiscal year and of the budget cap."""
    start, heads, money = (
        given.values[name]
        for name in ("fiscal_year_start_date", "budget_cap_heads", "budget_cap_cost")
    )
    if start is not None and (start.month, start.day) == LEAP_DAY:
        yield Issue(
            place("fiscal_year_start_date", ""),
            term("fiscal_year_start_date").label,
            start.isoformat(),
            "a day that there is every year",
            "28 February or 1 March",
        )
    if heads is not None and money is not None:
        other = place("budget_cap_heads", "")
        yield Issue(
            place("budget_cap_cost", ""),
            term("budget_cap_cost").label,
            f"{money:,.0f}",
            f"one cap: {heads:,g} agents stand at {other} too",
            "leave one of the two blank",
        )
