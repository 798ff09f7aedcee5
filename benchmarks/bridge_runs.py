"""What a bridge costs against a plain run of the plan, because its runs share their steps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from capplan.erlang.thresholds.store import TableStore
from capplan.inputs.assumptions import Assumptions, Scenario, frozen
from capplan.inputs.examples import example
from capplan.plan import make_plan
from capplan.questions.bridge import bridge
from capplan.staffing import requirement

MOST_RUNS = 30.0
EXCHANGE_RATES = (1.0, 1.05)


def best(work: Callable[[], object], rounds: int, before: Callable[[], None]) -> float:
    """Milliseconds of CPU time of the fastest round."""
    times = []
    for _ in range(rounds):
        before()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1e3 * min(times)


def budget_and_forecast() -> tuple[Assumptions, Assumptions]:
    """The enterprise example's base, and the same with more contacts, another mix, and dearer."""
    old = replace(example("enterprise"), scenarios=(Scenario("Base"),))
    tilted = old.base_contacts * np.linspace(1.08, 1.0, old.base_contacts.shape[1])
    values = {
        **old.values,
        "aht_change_share": 0.03,
        "shrinkage_sick_share": old.values["shrinkage_sick_share"] + 0.01,
        "annual_attrition_share": 1.1 * old.values["annual_attrition_share"],
        "agent_salary_cost": 1.03 * old.values["agent_salary_cost"],
    }
    return old, replace(old, base_contacts=frozen(tilted), values=values)


def two_ways_of_running_a_centre() -> tuple[Assumptions, Assumptions]:
    """The same base, and all that changes its hiring plan: 64 different ones in 128 runs."""
    old = replace(example("enterprise"), scenarios=(Scenario("Base"),))
    values = {
        **old.values,
        "volume_change_share": 0.05,
        "aht_change_share": 0.03,
        "service_level_change_share": 0.02,
        "shrinkage_sick_share": old.values["shrinkage_sick_share"] + 0.01,
        "annual_attrition_share": 1.1 * old.values["annual_attrition_share"],
        "weekly_dropout_share": 1.2 * old.values["weekly_dropout_share"],
        "supervisor_span": old.values["supervisor_span"] + 1,
    }
    return old, replace(old, values=values)


def bridge_runs() -> bool:
    """Prints two bridges of seven factors, 128 values each, in plain runs; whether the first fits.

    The limit is for a budget against its forecast, with and without staffing tables at hand. The
    other bridge is the hardest there is, and printed for comparison: every factor but one touches
    the hiring plan, so that next to nothing but the tables is alike in its runs.
    """
    kept = _measured("budget to forecast", *budget_and_forecast(), rates=EXCHANGE_RATES)
    _measured("another way of running, no limit", *two_ways_of_running_a_centre())
    return kept


def _measured(
    title: str,
    old: Assumptions,
    new: Assumptions,
    rates: tuple[float, float] | None = None,
) -> bool:
    plans = make_plan(old), make_plan(new)
    names = list(bridge(*plans, exchange_rates=rates)["money"].parts)
    print(f"bridge of {len(names)} factors, {2 ** len(names)} values, {title}:")
    print(f"  {', '.join(names)}")
    kept = True
    for state, before in (("without tables", _no_tables), ("tables at hand", _as_it_is)):
        plain = best(lambda: make_plan(old), 3, before)
        spent = best(lambda: bridge(*plans, exchange_rates=rates), 1, before)
        runs = spent / plain
        print(
            f"  {state}: plain run {plain:,.0f} ms, bridge {spent:,.0f} ms: {runs:.1f} plain runs"
        )
        kept &= runs <= MOST_RUNS
    return kept


def _no_tables() -> None:
    requirement.TABLES = TableStore()


def _as_it_is() -> None:
    """Every staffing table of the round before stays."""
