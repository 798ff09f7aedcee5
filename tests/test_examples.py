"""The shipped examples: complete, explained, movable, and numbers a planner would believe."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from capplan.errors import PlanInputError
from capplan.inputs import examples
from capplan.inputs.assumptions import PURE_DRIVERS, Assumptions
from capplan.inputs.history import read_history
from capplan.plan import Plan, make_plan
from capplan.plan.checking import faults, named_place
from capplan.vocabulary import terms

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("bank", "enterprise", "growth")
SIZES = {"bank": (1, 53), "enterprise": (12, 104), "growth": (3, 78)}
# name -> lowest and highest believable agents at start and end, cost of a contact, span
BELIEVABLE: Mapping[str, tuple[tuple[float, float], ...]] = {
    "bank": ((500, 560), (500, 560), (2.5, 4.5), (10, 13)),
    "enterprise": ((4200, 4800), (4200, 4800), (4, 7), (12.5, 15)),
    "growth": ((18, 24), (110, 130), (4, 8), (5, 12.5)),
}


@cache
def base_plan(name: str) -> Plan:
    """The example's plan under its base scenario alone."""
    given = examples.example(name)
    return make_plan(replace(given, scenarios=given.scenarios[:1]))


def test_there_are_three_examples() -> None:
    """Small, growing and large, each with a line that says what it shows and a page."""
    assert examples.example_names() == NAMES
    for name in NAMES:
        assert examples.example_title(name)
        assert (examples.folder() / name / "README.md").is_file()


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_without_fault(name: str) -> None:
    """The checker has nothing to say, and the size is the one promised."""
    given = examples.example(name)
    assert faults(given, named_place) == []
    assert (len(given.queue_names), given.calendar.weeks) == SIZES[name]
    assert given.profile_share.sum(axis=(1, 2)) == pytest.approx(1)


@pytest.mark.parametrize("name", NAMES)
def test_every_assumption_says_where_it_comes_from(name: str) -> None:
    """Nothing is left at `default`: each plan-wide term, table and queue is given or assumed."""
    origins = examples.example(name).origins
    rows = [row for row in terms("assumption", shape="plan") if row.stage != "version"]
    plan_wide = [row.name for row in rows if row.name not in PURE_DRIVERS]
    queues = [f"queue:{queue}" for queue in examples.example(name).queue_names]
    wanted = [*plan_wide, *queues, "base_contacts", "profile_share", "proficiency_share"]
    silent = [term for term in wanted if origins[term].basis not in ("given", "assumed")]
    assert silent == []
    assert all(origins[term].note for term in wanted)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_names_known_terms_only(name: str) -> None:
    """A misspelt term in the file would silently be ignored, so there is none."""
    spec = json.loads((examples.folder() / name / "plan.json").read_text(encoding="utf-8"))
    plan_wide = {row.name for row in terms("assumption", shape="plan")}
    of_queues = {row.name for row in terms("assumption", shape="queue")}
    assert set(spec["values"]) <= plan_wide
    links = {"profile", "origin", "origin_note"}
    assert all(set(queue) <= of_queues | links for queue in spec["queues"])


@pytest.mark.parametrize("name", NAMES)
def test_a_planner_would_believe_it(name: str) -> None:
    """Agents, cost of a contact and span lie where they do in practice."""
    plan = base_plan(name)
    start, end, cost, span = BELIEVABLE[name]
    assert start[0] <= plan["opening_heads"][0].sum() <= start[1]
    assert end[0] <= plan["agents_closing_heads"] <= end[1]
    assert cost[0] <= plan["cost_per_contact"] <= cost[1]
    assert span[0] <= plan["span_people"].min() <= plan["span_people"].max() <= span[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_works(name: str) -> None:
    """Over all queues together the floor is neither empty nor idle in any week."""
    plan = base_plan(name)
    coverage = plan["effective_fte"].sum(axis=1) / plan["required_fte"].sum(axis=1)
    assert 0.9 <= coverage.min() <= coverage.max() <= 1.2
    assert 0.97 <= np.median(coverage) <= 1.05


def test_bank_contacts_grow_by_three_percent_from_the_learned_level() -> None:
    """After 52 weeks the level is 3 % higher."""
    contacts = examples.example("bank").base_contacts[:, 0]
    assert contacts[0] == 159_183
    assert contacts[52] == round(159_182.875 * 1.03)


def test_bank_holidays_are_the_days_banks_close() -> None:
    """Six closed days in the plan's year, on their weekdays."""
    events = examples.example("bank").events
    assert [event.name.split(":")[0] for event in events] == [
        "Thanksgiving Day, closed Thu 2003-11-27",
        "Christmas Day, closed Thu 2003-12-25",
        "New Year's Day, closed Thu 2004-01-01",
        "Memorial Day, closed Mon 2004-05-31",
        "Independence Day, closed Mon 2004-07-05",
        "Labor Day, closed Mon 2004-09-06",
    ]


def test_a_bank_holiday_loses_its_weekday_less_what_comes_back() -> None:
    """A Monday of 22.5 % of the week, two fifths of which come back, lowers it by 13.5 %."""
    labor_day = examples.example("bank").events[-1]
    assert labor_day.lift_share == pytest.approx(-0.2252 * 0.6, abs=1e-4)
    assert labor_day.first_week == labor_day.last_week == date(2004, 9, 6)


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ({"month": 1, "day": 1}, 2023, "2023-01-02"),
        ({"month": 7, "day": 4}, 2026, "2026-07-04"),
        ({"month": 5, "weekday": "Mon", "nth": -1}, 2026, "2026-05-25"),
        ({"month": 9, "weekday": "Mon", "nth": 1}, 2026, "2026-09-07"),
        ({"month": 11, "weekday": "Thu", "nth": 4}, 2026, "2026-11-26"),
        ({"month": 12, "weekday": "Fri", "nth": -1}, 2026, "2026-12-25"),
    ],
)
def test_holidays_fall_where_the_calendar_has_them(
    rule: dict[str, Any], year: int, day: str
) -> None:
    """Fixed dates move off a Sunday; nth weekdays are counted from either end of the month."""
    assert examples.holiday_date(rule, year).isoformat() == day


@pytest.mark.parametrize("name", NAMES)
def test_an_example_moves_to_another_year(name: str) -> None:
    """With another start, classes and events move along, and holidays find their new dates."""
    original, start = examples.example(name), date(2028, 5, 1)
    moved = examples.example(name, start, 20)
    assert faults(moved, named_place) == []
    assert (moved.calendar.first_week, moved.calendar.weeks) == (start, 20)
    assert moved.base_contacts.tolist() == original.base_contacts[:20].tolist()
    shift = start - original.calendar.first_week
    kept = [one for one in original.classes if one.start_week + shift < moved.calendar.mondays[-1]]
    assert [one.start_week for one in moved.classes] == [one.start_week + shift for one in kept]


def test_moved_holidays_are_those_of_the_new_weeks() -> None:
    """Half a year from May has three closed days."""
    names = [one.name[:9] for one in examples.example("bank", date(2028, 5, 1), 26).events]
    assert names == ["Memorial ", "Independe", "Labor Day"]


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: examples.example("banc"), "found banc; allowed one of bank, enterprise, growth"),
        (lambda: examples.example("growth", weeks=79), "found 79; allowed 1 to 78 weeks"),
        (lambda: examples.example("bank", date(2026, 1, 6)), "did you mean 2026-01-05?"),
    ],
)
def test_what_an_example_cannot_do_is_said(ask: Any, says: str) -> None:
    """Unknown names, too many weeks and starts in midweek are refused with the way out."""
    with pytest.raises(PlanInputError) as refused:
        ask()
    assert says in str(refused.value)


def test_the_starter_plan_is_small_and_works() -> None:
    """One phone queue with defaults, neither short nor idle at the start."""
    given: Assumptions = examples.starter(date(2026, 1, 5))
    assert faults(given, named_place) == []
    plan = make_plan(given)
    assert given.calendar.weeks == 53
    assert 0.9 <= plan["coverage_share"].min() <= plan["coverage_share"].max() <= 1.2


def test_tables_are_what_their_script_writes(tmp_path: Path) -> None:
    """The invented figures can be traced: running their script changes nothing."""
    script = tmp_path / "make_tables.py"
    script.write_text((ROOT / "examples" / "make_tables.py").read_text(encoding="utf-8"))
    for name in ("growth", "enterprise"):
        (tmp_path / name).mkdir()
    subprocess.run([sys.executable, str(script)], check=True)
    for name in ("growth", "enterprise"):
        for table in ("contacts.csv", "profiles.csv"):
            made = (tmp_path / name / table).read_bytes()
            assert made == (ROOT / "examples" / name / table).read_bytes()


def test_half_hours_are_what_their_script_writes(tmp_path: Path) -> None:
    """Five-minute calls come out as half-hours, dates as in the shipped file."""
    source, target = tmp_path / "fives.csv", tmp_path / "half_hours.csv"
    first = read_history(ROOT / "examples" / "bank" / "half_hours.csv").starts[0].item()
    rows = [(first + timedelta(minutes=5 * k), k) for k in range(12)]
    with source.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines).writerows([("interval_start", "calls"), *rows])
    script = ROOT / "examples" / "bank" / "make_half_hours.py"
    environment = {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, script, source, target], check=True, env=environment)
    assert target.read_text(encoding="utf-8").splitlines() == [
        "interval_start,calls",
        "2003-03-03 07:00,15",
        "2003-03-03 07:30,51",
    ]
