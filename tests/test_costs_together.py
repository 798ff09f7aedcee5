"""Cost tables together with what else looks at people and money: the cap, and the bridge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from capplan_workbook import write_plan
from cost_plans import CONTRACT, FIRST, cost_plan, made, plain
from excel_types import agrees
from plans import write_studied
from reader_workbooks import faults, places, typed
from test_reader_costs import cell

from capplan.inputs.assumptions import make_assumptions
from capplan.inputs.entries import Outsourcing, PlanRate, Site
from capplan.plan import make_plan
from capplan.plan.standing import agent_year_cost
from capplan.questions.comparison import compare
from capplan.questions.funded import funded
from capplan.questions.sensitivity import one_agent
from capplan.staffing.service import own_heads, service, staff_h

CALLS: dict[str, Any] = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 40, "site": "Oslo"}


def with_contract(hours: float) -> Any:
    """Nine weeks of one queue, so many hours a week of it bought."""
    bought = Outsourcing("Overflow", "Calls", FIRST, hours, 20.0)
    return make_plan(
        make_assumptions(FIRST, [CALLS], [[6000]] * 9, outsourcing=(bought,) if hours else ())
    )


def test_bought_hours_are_no_agents_that_a_cap_must_pay() -> None:
    """Under a cap, outsourced hours serve customers beside the agents funded."""
    alone, helped = with_contract(0), with_contract(300)
    bought = float(helped["outsourced_fte"][0, 0])
    need = np.ceil(np.maximum(helped["required_fte"] - bought, 0.0) - 1e-9)
    assert own_heads(helped.runs["Base"]) == pytest.approx(need)
    assert own_heads(alone.runs["Base"]) is not None
    assert (own_heads(alone.runs["Base"]) == alone["required_heads"]).all()
    cut, eased = (funded(one, heads=20) for one in (alone, helped))
    assert eased.whole.needed_heads == pytest.approx(float(need.sum(axis=1).mean()))
    assert eased.whole.needed_heads < cut.whole.needed_heads - 5
    assert (eased.whole.service_level_share or 0) > (cut.whole.service_level_share or 0) + 0.05
    assert eased.closing_cost < cut.closing_cost


def test_own_agents_beside_bought_hours_meet_the_target() -> None:
    """The agents asked for keep the promise, and one fewer is the row above theirs."""
    helped = with_contract(300)
    results = helped.runs["Base"]
    there = service(results, staff_h(results, own_heads(results)))
    assert (there.service_level_share >= 0.8 - 1e-9).all()
    rows = {row.difference_heads: row for row in one_agent(helped)}
    assert rows[0].heads == own_heads(results).max()
    assert (rows[-1].service_level_share or 0) < (rows[0].service_level_share or 0)


@pytest.mark.parametrize(("salary", "effect"), [(40_000.0, -0.10), (44_000.0, -0.01)])
def test_site_pay_in_a_currency_that_one_plan_calls_its_own(salary: float, effect: float) -> None:
    """A dollar is worth 0.9 in the new plan's own rates: what the site pays is all that differs."""
    months = (date(2027, 3, 1), date(2027, 4, 1), date(2027, 5, 1))
    shared: dict[str, Any] = {"propose_classes": "no"}

    def plan_in(currency: str, pay: float, rates: tuple[PlanRate, ...]) -> Any:
        return make_assumptions(
            FIRST,
            [CALLS],
            [[6000]] * 9,
            values={**shared, "currency": currency},
            sites=(Site("Oslo", "USD", agent_salary=pay),),
            plan_rates=rates,
        )

    old = plan_in("USD", 40_000.0, ())
    new = plan_in("EUR", salary, tuple(PlanRate("USD", month, 0.9) for month in months))
    found = compare(old, new, exchange_rates=(1.0, 1.0)).bridges["money"]
    agents = float(make_plan(old)["agents_cost"].sum())
    assert sum(found.parts.values()) == pytest.approx(found.variance, abs=1e-6)
    others = {name: part for name, part in found.parts.items() if name != "pay"}
    assert not [name for name, part in others.items() if abs(part) > 0.01]
    burden = 1 + old.values["burden_share"]
    assert found.parts["pay"] == pytest.approx(agents * burden * effect, rel=1e-6)


def test_one_more_agent_pays_for_the_seat_of_the_site() -> None:
    """A dearer seat at the queue's site shows in what one agent costs a year; elsewhere not."""
    queues = [CALLS, {**CALLS, "queue": "Mail", "site": "Rome"}]

    def costs(price: float | None) -> list[float]:
        sites = (Site("oslo ", seat_price=price),)
        plan = make_plan(make_assumptions(FIRST, queues, [[6000, 3000]] * 9, sites=sites))
        return [agent_year_cost(plan.runs["Base"], number) for number in range(2)]

    (oslo, rome), (dearer, same) = costs(None), costs(12_000.0)
    assert same == rome
    assert dearer - oslo > 12_000.0 - 2_400.0
    assert dearer - oslo == pytest.approx(5 * (oslo - costs(480.0)[0]))


@pytest.mark.parametrize("code", ["EUR, USD", "1,5", "#1"])
def test_a_currency_that_is_no_code_is_one_fault_at_its_cell(code: str, tmp_path: Path) -> None:
    """Not a month's rate after the other: the slip itself."""
    path = tmp_path / "plan.xlsx"
    write_studied(made(), path)
    found = faults(typed(path, {cell("site_currency"): code}))
    assert places(found) == [cell("site_currency")]
    assert "letters, as in EUR" in str(found[0])


def test_the_need_under_a_cap_is_net_in_the_workbook_too(tmp_path: Path) -> None:
    """Native agents needed are those beside the contract; every cell agrees."""
    given = cost_plan(values={**cost_plan().values, "budget_cap_heads": 30.0})
    path = tmp_path / "cap.xlsx"
    write_plan(make_plan(given), path)
    assert agrees(path) == []
    assert funded(make_plan(given), heads=30).whole.needed_heads < (
        funded(make_plan(replace(given, outsourcing=())), heads=30).whole.needed_heads
    )
    assert CONTRACT.queue == "Mail"
    assert plain().outsourcing == ()
