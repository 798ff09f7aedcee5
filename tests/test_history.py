"""What a record of contacts teaches: hand numbers, laws, and a second route through pandas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capplan.errors import LINE_LIMIT, PlanInputError
from capplan.inputs import history
from capplan.inputs.history import History

BANK = Path(__file__).resolve().parents[1] / "examples" / "bank" / "half_hours.csv"
MONDAY = date(2026, 1, 5)


def days(contacts: Sequence[Sequence[float | None]]) -> History:
    """A record with one row a week and weekday, at 9:00 and 9:30, None for no entry."""
    starts, counts = [], []
    for week, row in enumerate(contacts):
        for weekday, total in enumerate(row):
            if total is None:
                continue
            day = MONDAY + timedelta(weeks=week, days=weekday)
            starts += [f"{day}T09:00", f"{day}T09:30"]
            counts += [0.75 * total, 0.25 * total]
    return history.history(starts, counts)


@pytest.fixture(scope="module")
def bank() -> History:
    """The record shipped with the bank example."""
    return history.read_history(BANK)


# hand numbers


def test_weights_come_from_complete_weeks_only() -> None:
    """A holiday's neighbours, busier for it, do not shift the weekdays' weights."""
    record = days([[40, 30, 30], [None, 60, 40], [44, 33, 33]])
    assert history.weekday_share(record)[:3].tolist() == pytest.approx([0.4, 0.3, 0.3])


def test_a_short_week_is_scaled_by_the_weights_of_its_days() -> None:
    """A week without its Monday stands for the contacts its other days' weights imply."""
    record = days([[40, 30, 30], [None, 36, 24], [40, 30, 30]])
    assert history.full_weeks(record).tolist() == pytest.approx([100, 60 / 0.6, 100])


def test_without_a_complete_week_each_weekday_counts_by_its_mean() -> None:
    """Two half weeks together still teach all weekdays."""
    record = days([[40, 30, None], [None, 30, 30]])
    assert history.weekday_share(record)[:3].tolist() == pytest.approx([0.4, 0.3, 0.3])
    assert history.contacts_per_week(record) == pytest.approx((70 / 0.7 + 60 / 0.6) / 2)


def test_a_day_with_next_to_nothing_is_closed() -> None:
    """A few calls on a bank holiday do not make it a working day."""
    record = days([[40, 30, 30], [3, 30, 30], [40, 30, 30]])
    assert history.by_week(record).complete.tolist() == [True, False, True]


def test_one_saturday_worked_leaves_the_other_weeks_complete() -> None:
    """Weeks are complete by the days usually worked."""
    saturday = [40, 30, 30, None, None, 9]
    record = days([[40, 30, 30], saturday, [40, 30, 30]])
    assert history.by_week(record).complete.all()


def test_level_is_the_mean_of_the_last_complete_weeks() -> None:
    """Old weeks and short weeks stay out of the level."""
    record = days([[400, 300, 300], [40, 30, 30], [None, 60, 40], [48, 36, 36]])
    assert history.contacts_per_week(record, level_weeks=2) == pytest.approx(110)


def test_steady_growth_is_found_whatever_one_week_does() -> None:
    """The middle slope gives the yearly rate, untouched by one odd week."""
    rows = [[40 * 1.1 ** (week / 52), 60 * 1.1 ** (week / 52)] for week in range(30)]
    rows[12] = [90, 200]
    assert history.growth_share(days(rows)) == pytest.approx(0.10)


def test_no_growth_can_be_told_from_one_week() -> None:
    """A single week has no slope."""
    assert history.growth_share(days([[1, 2]])) == 0


def test_what_comes_back_is_measured_against_the_weeks_around() -> None:
    """Of a closed Monday's 40, the 10 more on the other days are a quarter come back."""
    record = days([[40, 30, 30], [None, 36, 34], [40, 30, 30]])
    assert history.comes_back_share(record, "2026-01-12") == pytest.approx(0.25)
    with pytest.raises(PlanInputError, match="a week with a closed day"):
        history.comes_back_share(record, "2026-01-05")


def test_profile_is_weight_times_part_of_the_day() -> None:
    """A weekday of 40 % with three quarters at nine has 30 % of the week there."""
    share = history.profile_share(days([[40, 30, 30]]), 30)
    assert share.shape == (7, 48)
    assert share[0, 18:20].tolist() == pytest.approx([0.30, 0.10])


def test_a_record_by_the_hour_makes_an_hourly_profile_only() -> None:
    """Hours cannot be split; the plan is told to use a longer interval."""
    record = history.history(["2026-01-05T09:00", "2026-01-05T10:00"], [1, 2])
    assert history.profile_share(record, 60).shape == (7, 24)
    with pytest.raises(PlanInputError, match="plan with an interval of 60 minutes"):
        history.profile_share(record, 30)


# the bank's record


def test_bank_record_is_complete(bank: History) -> None:
    """Half-hours hold every call of the published record and its days."""
    assert bank.contacts.sum() == 5_323_661
    assert len(history.by_day(bank)[0]) == 164
    assert bank.grid_min == 30


def test_bank_lessons(bank: History) -> None:
    """The figures that the example's page states."""
    learned = history.lessons(bank)
    assert round(learned.contacts_per_week) == 159_183
    assert learned.complete_weeks == 28
    assert (learned.weekday_share * 100).round(1).tolist() == [22.5, 19.9, 18.9, 18.9, 19.8, 0, 0]
    holidays = ("2003-05-26", "2003-06-30", "2003-09-01")
    back = [round(history.comes_back_share(bank, week), 2) for week in holidays]
    assert back == [0.27, 0.42, 0.56]


def test_pandas_groups_the_bank_to_the_same_numbers(bank: History) -> None:
    """Weekday weights and profile agree with a second route through calendar grouping."""
    frame = pd.DataFrame({"start": bank.starts, "calls": bank.contacts})
    frame["day"] = frame.start.dt.normalize()
    frame["weekday"] = frame.start.dt.day_of_week
    frame["week"] = frame.day - pd.to_timedelta(frame.weekday, unit="D")
    weeks = frame.pivot_table(index="week", columns="weekday", values="calls", aggfunc="sum")
    complete = weeks.dropna()
    weights = complete.sum() / complete.to_numpy().sum()
    assert history.weekday_share(bank)[:5] == pytest.approx(weights.to_numpy())
    assert history.contacts_per_week(bank) == pytest.approx(complete.sum(axis=1)[-8:].mean())
    by_time = frame.groupby(["weekday", frame.start.dt.time]).calls.sum().unstack()
    parts = by_time.div(by_time.sum(axis=1), axis=0).mul(weights, axis=0).to_numpy()
    profile = history.profile_share(bank)[:5]
    assert profile[profile > 0] == pytest.approx(parts.ravel())


# laws

COUNTS = st.lists(st.integers(0, 500), min_size=2, max_size=200)


def fives(counts: list[int]) -> History:
    """A record by five minutes from Monday 8:00 on."""
    first = np.datetime64("2026-01-05T08:00", "s")
    return history.history(first + np.arange(len(counts)) * np.timedelta64(300, "s"), counts)


@given(counts=COUNTS, interval=st.sampled_from([15, 30, 60]))
def test_no_contact_is_lost(counts: list[int], interval: int) -> None:
    """Intervals and days add up to the record."""
    record = fives(counts)
    assert history.to_interval(record, interval).contacts.sum() == sum(counts)
    assert history.by_day(record)[1].sum() == sum(counts)


WEEKS = st.lists(
    st.lists(st.one_of(st.none(), st.integers(50, 99)), min_size=7, max_size=7),
    min_size=1,
    max_size=6,
).filter(lambda rows: any(total is not None for row in rows for total in row))


@given(rows=WEEKS)
def test_shares_add_up_to_one(rows: list[list[float | None]]) -> None:
    """Weights and profile are shares of one whole week, each weekday at its weight."""
    record = days(rows)
    weights, profile = history.weekday_share(record), history.profile_share(record)
    assert weights.sum() == pytest.approx(1)
    assert profile.sum(axis=1) == pytest.approx(weights)


@given(rows=WEEKS, factor=st.integers(2, 9))
def test_more_contacts_scale_the_level_and_nothing_else(
    rows: list[list[float | None]], factor: int
) -> None:
    """Twice the contacts on every day is twice the level with the same shape and growth."""
    record = days(rows)
    larger = History(record.starts, record.contacts * factor, record.grid_min)
    one, other = history.lessons(record), history.lessons(larger)
    assert other.contacts_per_week == pytest.approx(factor * one.contacts_per_week)
    assert other.profile_share == pytest.approx(one.profile_share)
    assert other.growth_share == pytest.approx(one.growth_share)


@given(rows=WEEKS, seed=st.randoms(use_true_random=False))
def test_order_of_the_rows_does_not_matter(rows: list[list[float | None]], seed: Random) -> None:
    """An export sorted otherwise teaches the same."""
    record = days(rows)
    order = seed.sample(range(len(record.starts)), len(record.starts))
    mixed = history.history(record.starts[order], record.contacts[order])
    assert mixed.contacts.tolist() == record.contacts.tolist()
    assert mixed.starts.tolist() == record.starts.tolist()


# faults


@pytest.mark.parametrize(
    ("starts", "contacts", "says"),
    [
        (["2026-01-05T08:00"] * 2, [1, 2], "2026-01-05 08:00 twice; allowed each interval once"),
        (["2026-01-05T08:07"], [1], "found 2026-01-05 08:07; allowed starts on a grid of 5"),
        (["2026-01-05", "2026-01-06"], [1, 2], "at least 1,440 minutes apart"),
        (["2026-01-05T08:00"], [-4], "found -4 at 2026-01-05 08:00; allowed 0 or more"),
        (["2026-01-05T08:00"], [float("nan")], "found nan at 2026-01-05 08:00"),
        (["2026-01-05T08:00"], ["many"], "allowed a number in every row"),
        (["2026-01-05T08:00"], [1, 2], "found 2 counts; allowed 1, one an interval"),
        (["five past eight"], [1], "allowed date-times such as 2026-01-05 08:30"),
        (["NaT"], [1], "found a blank; allowed a date-time in every row"),
        ([], [], "found no rows; allowed at least one interval"),
    ],
)
def test_a_faulty_record_is_refused_in_one_line(
    starts: list[str], contacts: list[float], says: str
) -> None:
    """The message names what was found and what is allowed."""
    with pytest.raises(PlanInputError) as refused:
        history.history(starts, contacts)
    assert says in str(refused.value)
    assert len(str(refused.value)) <= LINE_LIMIT
    assert "\n" not in str(refused.value)


def test_a_record_without_contacts_teaches_nothing() -> None:
    """All zeros have no weekdays to learn."""
    with pytest.raises(PlanInputError, match="allowed a record with contacts"):
        history.weekday_share(fives([0, 0]))


def test_a_faulty_line_of_a_file_is_named(tmp_path: Path) -> None:
    """The line number is the one an editor shows."""
    path = tmp_path / "calls.csv"
    path.write_text("interval_start,calls\n2026-01-05 08:00,7\n2026-01-05 08:30,x\n")
    with pytest.raises(PlanInputError, match=r"calls\.csv line 3: found 2026-01-05 08:30,x"):
        history.read_history(path)


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """A byte order mark and more columns do no harm."""
    path = tmp_path / "calls.csv"
    path.write_text("﻿start,calls,note\n2026-01-05 08:00,7,\n", encoding="utf-8")
    assert history.read_history(path).contacts.tolist() == [7]
