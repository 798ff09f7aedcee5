"""Months of a finance department: workdays, whole weeks in a 4-4-5 year, and whole amounts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given
from hypothesis import strategies as st

from capplan.errors import PlanInputError
from capplan.inputs.fiscal import (
    PATTERNS,
    FiscalCalendar,
    month_hours,
    whole_amounts,
    workdays_by_week,
)
from capplan.inputs.periods import Calendar, holiday_share

FIRST = date(2018, 1, 1)  # a Monday
mondays = st.integers(0, 1000).map(lambda week: FIRST + timedelta(weeks=week))
fiscal = st.builds(
    FiscalCalendar,
    st.sampled_from(sorted(PATTERNS)),
    st.tuples(st.integers(1, 12), st.integers(1, 28)),
)


def test_ex16_whole() -> None:
    """Every number of the worked example: workdays, hours, holidays, weeks and money."""
    case = example("EX16")
    given_, want = case["inputs"], case["expected"]
    holidays = [date.fromisoformat(day) for day in given_["holidays"]]
    costs = {date.fromisoformat(day): cost for day, cost in given_["weekly_cost"].items()}
    may = month_hours(date(2026, 5, 1), holidays, given_["hours_per_day"])
    assert may.workdays == want["workdays"]
    assert may.contract_h == pytest.approx(want["contract_hours_per_fte"])
    assert may.net_h == pytest.approx(want["hours_net_of_holidays"])
    assert may.holiday_share == pytest.approx(want["holiday_share"], abs=1e-9)
    days = case["steps"]["workdays_per_week_in_month"]
    assert workdays_by_week(date(2026, 5, 1), list(costs)) == list(days.values())
    calendar = Calendar(min(costs), len(costs))
    months = calendar.by_month(np.array(list(costs.values())))
    assert months[1] == pytest.approx(want["month_cost"], abs=1e-9)
    assert months.sum() == pytest.approx(sum(costs.values()), abs=1e-9)


def test_holidays_count_once_and_on_workdays() -> None:
    """A holiday on a Saturday, in another month, or named twice takes no further day."""
    days = [date(2026, 5, 1), date(2026, 5, 1), date(2026, 5, 2), date(2026, 6, 1)]
    may = month_hours(date(2026, 5, 14), days, 8.0)
    assert (may.holidays, may.net_h) == (1, 160.0)
    assert may.holiday_share == holiday_share(date(2026, 5, 1), tuple(days))
    with pytest.raises(PlanInputError, match="found 25; allowed above 0 up to 24 hours"):
        month_hours(date(2026, 5, 1), hours_per_day=25)


@given(first=mondays, month=st.integers(1, 12))
def test_workdays_of_a_month_lie_in_its_weeks(first: date, month: int) -> None:
    """The weeks that touch a month hold all of its workdays, no week more than five."""
    day = date(first.year, month, 1)
    weeks = [day - timedelta(days=day.weekday()) + timedelta(weeks=k) for k in range(6)]
    found = workdays_by_week(day, weeks)
    assert sum(found) == month_hours(day).workdays
    assert max(found) <= 5


# months by workdays


@pytest.mark.parametrize(("first", "weeks"), [(date(2025, 12, 29), 53), (date(2026, 4, 27), 5)])
def test_partial_weeks_and_a_year_of_53_add_up(first: date, weeks: int) -> None:
    """Months add up to the weeks exactly: in fifths of a week nothing is left over."""
    calendar = Calendar(first, weeks)
    fifths = np.rint(calendar.month_weights * 5).astype(int)
    assert np.abs(calendar.month_weights * 5 - fifths).max() < 1e-12
    weekly = [Fraction(100_003 + 7 * week, 3) for week in range(weeks)]
    months = [
        sum(Fraction(int(n), 5) * w for n, w in zip(row, weekly, strict=True)) for row in fifths
    ]
    assert sum(months) == sum(weekly)
    amounts = calendar.by_month(np.array([float(one) for one in weekly]))
    assert amounts == pytest.approx(np.array([float(one) for one in months]), abs=1e-9)


# 4-4-5


@given(calendar=fiscal, year=st.integers(2015, 2040))
def test_a_fiscal_year_is_its_periods(calendar: FiscalCalendar, year: int) -> None:
    """Twelve periods of whole weeks, one after another, 52 or 53 in all, from Monday to Monday."""
    periods = calendar.year(year)
    assert [one.number for one in periods] == list(range(1, 13))
    assert sum(one.weeks for one in periods) in (52, 53)
    assert [one.weeks for one in periods[:11]] == list(PATTERNS[calendar.pattern] * 4)[:11]
    assert periods[0].first_week.weekday() == 0
    for one, following in zip(periods, (*periods[1:], calendar.year(year + 1)[0]), strict=True):
        assert one.first_week + timedelta(weeks=one.weeks) == following.first_week
    begin = date(year, *calendar.year_start)
    assert abs((periods[0].first_week - begin).days) <= 3


@given(calendar=fiscal, first=mondays, weeks=st.integers(1, 156))
def test_periods_add_up_to_the_weeks(calendar: FiscalCalendar, first: date, weeks: int) -> None:
    """Each week of a plan lies in exactly one period, so amounts add up whatever the start."""
    months = calendar.of(Calendar(first, weeks))
    assert (months.weights.sum(axis=0) == 1).all()
    assert (months.weights.sum(axis=1) >= 1).all()
    weekly = np.arange(weeks) + 0.25
    assert months.by_period(weekly).sum() == pytest.approx(weekly.sum(), abs=1e-9)


def test_a_year_of_53_weeks() -> None:
    """2026 begins on 29 December 2025 and has 53 weeks; its last period holds six of them."""
    calendar = FiscalCalendar()
    months = calendar.of(Calendar(date(2025, 12, 29), 54))
    assert [one.name for one in months.periods][-2:] == ["2026 P12", "2027 P01"]
    assert months.by_period(np.ones(54)).tolist() == [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6, 1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("4-4-4",), "found 4-4-4; allowed one of 4-4-5, 4-5-4, 5-4-4"),
        (("4-4-5", (2, 29)), r"found \(2, 29\); allowed a month and day of every year"),
    ],
)
def test_slips_are_refused(arguments: tuple[str, tuple[int, int]], says: str) -> None:
    """Patterns and days there are not."""
    with pytest.raises(PlanInputError, match=says):
        FiscalCalendar(*arguments)


# whole amounts


@given(amounts=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=24), digits=st.integers(-3, 2))
def test_rounded_amounts_add_up_to_the_rounded_total(amounts: list[float], digits: int) -> None:
    """Each is at most a unit off, and together they are the total, rounded."""
    unit = 10.0**-digits
    found = whole_amounts(amounts, digits)
    assert np.abs(found - np.array(amounts)).max() <= unit * (1 + 1e-6)
    assert np.abs(found / unit - np.rint(found / unit)).max() < 1e-3
    assert abs(found.sum() - sum(amounts)) <= unit * 0.5001 + 1e-5


def test_the_largest_remainders_are_rounded_up() -> None:
    """Where units are missing to the total, the amounts cut most get them, the first of equals."""
    assert whole_amounts([10.5, 10.5, 10.9, 10.1]).tolist() == [11, 10, 11, 10]
    assert whole_amounts([1.239, 2.0], 2).tolist() == [1.24, 2.0]
    with pytest.raises(PlanInputError, match="allowed finite amounts"):
        whole_amounts([1.0, float("inf")])
