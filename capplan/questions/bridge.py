"""The variance bridge: why one plan costs more than another, or has more people.

Budget against forecast, forecast against actual, one scenario against another: each factor that
differs gets its part of the variance, and the parts add up to it exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import Issue, PlanInputError, argument_error
from capplan.questions.cost_sides import converted_tables
from capplan.questions.factors import CURRENCY, FACTORS, OTHER
from capplan.questions.mixing import IN_FORCE, Between, Side, planners_own
from capplan.questions.shapley import MOST_FULL, Moved, balanced_orders, one_order, shapley
from capplan.questions.shared_runs import SharedRuns
from capplan.vocabulary import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Assumptions
    from capplan.plan import Plan

    Array = NDArray[np.float64]

Results = Mapping[str, Any]


@dataclass(frozen=True)
class Measure:
    """What a bridge explains: its name, its unit, and how it is read from a plan."""

    label: str
    unit: str
    needs: tuple[str, ...]
    of: Callable[..., float]


def _mean_people(frontline: Array, leaders: Array, support: Array) -> float:
    return float((frontline + leaders + support).mean())


MEASURES = {
    "money": Measure("Total cost", "money", ("total_cost",), float),
    "heads": Measure(
        "People on average, leaders and support roles included",
        "heads",
        ("frontline_heads", "leaders_heads", "support_heads"),
        _mean_people,
    ),
    "fte": Measure("Required FTE on average", "FTE", ("required_fte_average",), float),
}
MONEY, HEADS = "money", "heads"
CONVERTED = "(report)"


@dataclass(frozen=True)
class Bridge:
    """From the old value to the new one: what each factor adds, in the order of a bridge."""

    measure: str
    old: float
    new: float
    parts: Mapping[str, float]
    method: str

    @property
    def variance(self) -> float:
        """The new value less the old one: the sum of the parts."""
        return self.new - self.old

    def as_dict(self) -> dict[str, Any]:
        """The bridge as plain data, for JSON output."""
        return {
            "measure": self.measure,
            "label": MEASURES[self.measure].label,
            "old": self.old,
            "new": self.new,
            "variance": self.variance,
            "method": self.method,
            "parts": dict(self.parts),
        }


def bridge(
    old: Plan,
    new: Plan,
    measures: Sequence[str] = (MONEY, HEADS),
    *,
    order: Sequence[str] | None = None,
    exchange_rates: tuple[float, float] | None = None,
    most_full: int = MOST_FULL,
    runs: SharedRuns | None = None,
) -> dict[str, Bridge]:
    """Why the new plan's cost and people differ from the old plan's, factor by factor.

    The live scenarios of two plans, or two scenarios of one
    (`bridge(plan.in_scenario("Base"), plan.in_scenario("Growth"))`). Parts are averaged over all
    orders of change (see `shapley`) or, with `order`, taken one after another as listed. Classes
    that the engine proposes follow from what changed, so they are proposed anew for every
    combination and are no factor; the planner's own and optimised ones are the factor `hires`.
    What fits no factor, and what comes of plans over different weeks, is `other`.

    `exchange_rates` is what a unit of the old and of the new plan's currency is worth in the
    currency of the report; plans in two currencies need it.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plans = [make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 26, values=pay))
    ...          for pay in ({}, {"agent_salary_cost": 31_000})]
    >>> found = bridge(*plans)["money"]
    >>> list(found.parts), bool(abs(found.parts["pay"] - found.variance) < 1e-6)
    (['pay'], True)

    Raises:
        PlanInputError: for an unknown measure or factor, or two currencies without rates.
    """
    wanted = _measures(measures)
    sides, rates = _in_one_currency(old, new, exchange_rates)
    between = Between(*sides, exchange_moves=rates[0] != rates[1])
    shared = runs or SharedRuns([name for one in wanted.values() for name in one.needs])

    def measured(results: Results, rate: float) -> Array:
        return np.array(
            [
                one.of(*(results[name] for name in one.needs)) * (rate if one.unit == MONEY else 1)
                for one in wanted.values()
            ]
        )

    def value(moved: Moved) -> Array:
        return measured(shared.run(between.mixed(moved), IN_FORCE), rates[CURRENCY in moved])

    if order is None:
        parts = shapley(between.factors, value, most_full)
    else:
        parts = one_order(_ordered(order, between.factors), value)
    ends = [
        measured(shared.run(one.given, one.scenario), rate)
        for one, rate in zip(sides, rates, strict=True)
    ]
    return _bridges(wanted, ends, parts, _method(order, between.factors, most_full))


def _measures(names: Sequence[str]) -> dict[str, Measure]:
    unknown = [name for name in names if name not in MEASURES]
    if unknown or not names:
        found = ", ".join(unknown) or "none"
        raise argument_error("measures", found, "one or more of " + ", ".join(MEASURES))
    return {name: MEASURES[name] for name in names}


def _ordered(order: Sequence[str], factors: Sequence[str]) -> list[str]:
    """The factors that differ, the listed ones first and as listed."""
    unknown = [name for name in order if name not in FACTORS]
    if unknown:
        raise argument_error("order", ", ".join(unknown), "factors: " + ", ".join(FACTORS))
    return [name for name in dict.fromkeys((*order, *FACTORS)) if name in factors]


def _method(order: Sequence[str] | None, factors: Sequence[str], most_full: int) -> str:
    if order is not None:
        return "one after another: " + ", ".join(_ordered(order, factors))
    count = len(factors)
    if count <= most_full:
        return f"average over all orders of {count} factor{'s' * (count != 1)}"
    return f"average over {balanced_orders(count)} balanced orders of {count} factors"


def _bridges(
    wanted: Mapping[str, Measure], ends: Sequence[Array], parts: Mapping[str, Array], method: str
) -> dict[str, Bridge]:
    found = {}
    for number, name in enumerate(wanted):
        old, new = (float(one[number]) for one in ends)
        own = {factor: float(parts[factor][number]) for factor in FACTORS if factor in parts}
        left = (new - old) - sum(own.values())
        # queues in another order book their classes in another order: that is no factor
        if abs(left) > 1e-9 * max(abs(old), abs(new), 1.0):
            own[OTHER] = own.get(OTHER, 0.0) + left
        found[name] = Bridge(name, old, new, own, method)
    return found


# money


def _in_one_currency(
    old: Plan, new: Plan, rates: tuple[float, float] | None
) -> tuple[tuple[Side, Side], tuple[float, float]]:
    """Both plans, and what their money is worth in the report.

    Amounts in two currencies mean nothing side by side: they are put into that of the report.
    """
    sides = (
        Side(planners_own(old.assumptions), old.live),
        Side(planners_own(new.assumptions), new.live),
    )
    codes = [str(one.given.values["currency"]) for one in sides]
    if rates is None:
        if codes[0] != codes[1]:
            allowed = f"what one {codes[0]} and one {codes[1]} are worth in the report"
            raise PlanInputError([Issue("argument exchange_rates", "", "nothing", allowed)])
        return sides, (1.0, 1.0)
    for rate in rates:
        if not 0 < rate < float("inf"):
            raise argument_error("exchange_rates", f"{rate:g}", "above 0")
    if codes[0] == codes[1]:
        return sides, rates
    first, second = (
        replace(one, given=_converted(one.given, rate))
        for one, rate in zip(sides, rates, strict=True)
    )
    return (first, second), (1.0, 1.0)


def _converted(given: Assumptions, rate: float) -> Assumptions:
    money = [row.name for row in terms("assumption", shape="plan") if row.unit == "money"]
    values = {
        name: value * rate if name in money and value is not None else value
        for name, value in given.values.items()
    }
    sources = tuple(
        one if one.cost is None else replace(one, cost=one.cost * rate) for one in given.sources
    )
    # a code that no table can hold: plans in between mix both sides' tables
    values["currency"] = CONVERTED
    return replace(converted_tables(given, rate), values=values, sources=sources)
