"""Hours and pay beyond the base on the page: the plan's numbers, types that add up."""

from __future__ import annotations

from functools import cache

import pytest
from extra_pay_plans import RATES, assumed
from html_page import Node, parsed, table, value

from capplan.capacity.hours import HOURS
from capplan.plan import Plan, make_plan
from capplan.report import html


@cache
def plan() -> Plan:
    """A plan with premiums, incentive, bonus and time off."""
    return make_plan(assumed(**RATES, language=0.05))


@cache
def page() -> Node:
    """Its page."""
    return parsed(html(plan(), (), "1a2b3c4d", ()))


def test_paid_and_productive_hours_by_month() -> None:
    """Five kinds of hours of each month and of the plan, to the last hour, and their share."""
    rows = table(page(), "Paid and productive hours")
    by_month = plan().assumptions.calendar.by_month
    for number, name in enumerate(HOURS, 1):
        shown = [value(row[number]) for row in rows[1:]]
        assert shown[:-1] == pytest.approx(by_month(plan()[name].sum(axis=1)), abs=0.51)
        assert shown[-1] == pytest.approx(plan()[name].sum(), abs=0.51)
    assert value(rows[-1][-1]) == pytest.approx(0.714)


def test_the_hours_of_a_year_stand_above_the_table() -> None:
    """Finance's year and planners' year of one FTE in one sentence."""
    said = " ".join(page().text.split())
    assert "1,950 paid hours of one FTE in a year of 52 weeks; 1,392 of them are" in said


def test_types_hold_premiums_and_time_off() -> None:
    """Time off lowers what agents cost; premiums, incentive and bonus are a type of their own."""
    rows = table(page(), "Cost by month and type")
    unit = 1000 if plan()["total_cost"] >= 1e6 else 1
    last, heads = rows[-1], rows[0]
    agents = (plan()["agents_cost"] + plan()["vto_cost"]).sum()
    extra = sum(plan()[f"{line}_cost"].sum() for line in ("premiums", "incentive", "bonus"))
    assert value(last[heads.index("Agents")]) == pytest.approx(agents / unit, abs=1)
    assert value(last[heads.index("Premiums, bonus")]) == pytest.approx(extra / unit, abs=1)
