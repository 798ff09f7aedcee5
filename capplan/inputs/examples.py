"""The examples shipped with capplan: complete plans to look at, copy and start from.

Each lies in a folder of plain files: `plan.json` with the assumptions and where they come from,
and either a recorded history or `contacts.csv` and `profiles.csv`. Weeks are numbered from the
plan's start, so that an example can be moved to another year.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from capplan.errors import Issue, PlanInputError
from capplan.inputs import history
from capplan.inputs.assumptions import (
    ALL_QUEUES,
    PURE_DRIVERS,
    SOURCE_NUMBERS,
    WEEKDAYS,
    Assumptions,
    Event,
    Move,
    Origin,
    Scenario,
    Source,
    TrainingClass,
    make_assumptions,
)
from capplan.inputs.periods import MAX_WEEKS, WORKDAYS_A_WEEK, monday_of
from capplan.vocabulary import WEEKS_PER_YEAR, terms

STARTER_CONTACTS = 5_000.0
STARTER_WEEKS = 53
UNTOUCHED = Origin("assumed", "capplan's default, kept for this example")

Spec = Mapping[str, Any]


def folder() -> Path:
    """Where the examples lie: inside an installed package, beside it in a checkout."""
    here = Path(__file__).resolve()
    installed = here.with_name("example_data")
    return installed if installed.is_dir() else here.parents[2] / "examples"


def example_names() -> tuple[str, ...]:
    """The examples by name.

    >>> example_names()
    ('bank', 'enterprise', 'growth')
    """
    return tuple(sorted(path.parent.name for path in folder().glob("*/plan.json")))


def example_title(name: str) -> str:
    """What an example shows, in one line.

    >>> example_title("bank")
    'One phone queue of a large bank, planned from its recorded calls: about 530 agents'
    """
    return str(_spec(name)["title"])


def example(name: str, start: date | None = None, weeks: int | None = None) -> Assumptions:
    """The assumptions of an example, at another start or length where wanted.

    >>> bank = example("bank", weeks=4)
    >>> bank.calendar.first_week.isoformat(), bank.queue_names, round(bank.base_contacts[0, 0])
    ('2003-10-27', ('Bank calls',), 159183)

    Raises:
        PlanInputError: naming the examples there are, or the weeks this one holds.
    """
    spec = _spec(name)
    first = start or date.fromisoformat(spec["start"])
    length = weeks or int(spec["weeks"])
    if "learned" in spec:
        contacts, profiles = _learned(folder() / name, spec, length)
    else:
        contacts, profiles = _given(folder() / name, spec, length)
    return make_assumptions(
        first,
        [_without_links(queue) for queue in spec["queues"]],
        contacts,
        values=_values(spec, first, length),
        profile_share=profiles,
        proficiency_share=spec.get("proficiency_share"),
        events=tuple(_events(spec, first, length, profiles)),
        classes=tuple(_classes(spec, first, length)),
        moves=tuple(_moves(spec, first, length)),
        sources=tuple(_sources(spec)),
        scenarios=tuple(Scenario(title, changes) for title, changes in spec["scenarios"].items()),
        origins=_origins(spec),
    )


def starter(start: date, weeks: int = STARTER_WEEKS) -> Assumptions:
    """A small plan to type over: one phone queue with every default.

    >>> starter(date(2026, 1, 5)).queue_names
    ('Calls',)
    """
    calls = {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 24}
    note = Origin("assumed", "a starting value: type your own")
    return make_assumptions(
        start,
        [calls],
        np.full((weeks, 1), STARTER_CONTACTS),
        origins={"base_contacts": note, "queue:Calls": note},
    )


def _spec(name: str) -> Spec:
    names = example_names()
    if name not in names:
        raise PlanInputError([Issue("example", "", name, "one of " + ", ".join(names))])
    text = (folder() / name / "plan.json").read_text(encoding="utf-8")
    spec: Spec = json.loads(text)
    return spec


def _without_links(queue: Spec) -> Spec:
    links = ("profile", "origin", "origin_note")
    return {term: value for term, value in queue.items() if term not in links}


def _values(spec: Spec, first: date, weeks: int) -> dict[str, Any]:
    """Plan-wide values; without the pay award where the plan does not hold its day."""
    values = {term: entry["value"] for term, entry in spec["values"].items()}
    if "wage_step_date" in values:
        day = date.fromisoformat(values["wage_step_date"])
        inside = first <= day < first + timedelta(weeks=weeks)
        values["wage_step_date"] = day if inside else None
    return values


def _origins(spec: Spec) -> dict[str, Origin]:
    """An origin for every term and queue: where the file is silent, the default is assumed."""
    origins = {
        row.name: UNTOUCHED
        for row in terms("assumption", shape="plan")
        if row.name not in PURE_DRIVERS and row.stage != "version"
    }
    origins["proficiency_share"] = UNTOUCHED
    entries = {**spec["values"], **spec["origins"]}
    origins |= {term: Origin(entry["basis"], entry["note"]) for term, entry in entries.items()}
    for queue in spec["queues"]:
        origins[f"queue:{queue['queue']}"] = Origin(queue["origin"], queue["origin_note"])
    return origins


# contacts and profiles


def _learned(place: Path, spec: Spec, weeks: int) -> tuple[Any, Any]:
    """Contacts and profile from a recorded history: its typical week, growing smoothly."""
    learned = spec["learned"]
    record = history.read_history(place / learned["file"])
    taught = history.lessons(record, level_weeks=learned["level_weeks"])
    yearly = 1 + learned["yearly_growth_share"]
    growth = yearly ** (np.arange(weeks) / WEEKS_PER_YEAR)
    return np.round(taught.contacts_per_week * growth)[:, None], taught.profile_share[None]


def _given(place: Path, spec: Spec, weeks: int) -> tuple[Any, Any]:
    """Contacts and profiles from the example's own tables."""
    queues = [queue["queue"] for queue in spec["queues"]]
    rows = list(_rows(place / "contacts.csv"))
    if weeks > len(rows):
        allowed = f"1 to {min(len(rows), MAX_WEEKS)} weeks"
        hint = f"the example {place.name} has no contacts beyond"
        raise PlanInputError([Issue("weeks", "", str(weeks), allowed, hint)])
    contacts = [[float(row[queue]) for queue in queues] for row in rows[:weeks]]
    profiles = _profiles(place / "profiles.csv")
    return contacts, np.stack([profiles[queue["profile"]] for queue in spec["queues"]])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _profiles(path: Path) -> dict[str, Any]:
    """Each named profile as shares of the week; the file holds weights by weekday and time."""
    weights: dict[str, Any] = {}
    for row in _rows(path):
        name, day, *cells = row.values()
        profile = weights.setdefault(name, np.zeros((len(WEEKDAYS), len(cells))))
        profile[WEEKDAYS.index(day)] = [float(cell or 0) for cell in cells]
    return {name: profile / profile.sum() for name, profile in weights.items()}


# events and classes


def _events(spec: Spec, first: date, weeks: int, profiles: Any) -> Iterator[Event]:
    last = first + timedelta(weeks=weeks)
    for event in spec.get("events", ()):
        begin = first + timedelta(weeks=event["from_week"] - 1)
        end = first + timedelta(weeks=event.get("to_week", event["from_week"]) - 1)
        lift, added = event.get("lift_share", 0.0), event.get("added_contacts", 0.0)
        if begin < last:
            yield Event(
                event["name"], event.get("queue", ALL_QUEUES), begin, end, lift, float(added)
            )
    closed = partial(_closed_day, spec, profiles)
    yield from (closed(name, day) for name, day in _holidays(spec, first, last))


def _closed_day(spec: Spec, profiles: Any, name: str, day: date) -> Event:
    """A closed day: its weekday's weight is lost, but for the share that comes back in the week."""
    weight = float(profiles[0, day.weekday()].sum())
    back = spec["learned"]["comes_back_share"]
    when = f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"
    text = f"{name}, closed {when}: {weight:.1%} of the week, {back:.0%} of it comes back"
    monday = monday_of(day)
    return Event(text, ALL_QUEUES, monday, monday, round(-weight * (1 - back), 4))


def _holidays(spec: Spec, first: date, last: date) -> list[tuple[str, date]]:
    """The holidays that close a workday of the plan, in order."""
    days = [
        (holiday["name"], holiday_date(holiday, year))
        for year in range(first.year, last.year + 1)
        for holiday in spec.get("holidays", ())
    ]
    inside = [(name, day) for name, day in days if first <= day < last]
    return sorted(
        ((name, day) for name, day in inside if day.weekday() < WORKDAYS_A_WEEK),
        key=lambda item: item[1],
    )


def holiday_date(rule: Spec, year: int) -> date:
    """The day of a yearly holiday: a fixed date, or the nth weekday of a month (-1 the last).

    A fixed date on a Sunday is kept on the Monday after, as American banks do; one on a Saturday
    closes no workday.

    >>> holiday_date({"month": 11, "weekday": "Thu", "nth": 4}, 2003).isoformat()
    '2003-11-27'
    >>> holiday_date({"month": 7, "day": 4}, 2004).isoformat()
    '2004-07-05'
    """
    if "day" in rule:
        day = date(year, rule["month"], rule["day"])
        return day + timedelta(days=1) if day.weekday() == len(WEEKDAYS) - 1 else day
    weekday, nth = WEEKDAYS.index(rule["weekday"]), rule["nth"]
    if nth > 0:
        begin = date(year, rule["month"], 1)
        return begin + timedelta(days=(weekday - begin.weekday()) % 7 + 7 * (nth - 1))
    end = date(year + rule["month"] // 12, rule["month"] % 12 + 1, 1) - timedelta(days=1)
    return end - timedelta(days=(end.weekday() - weekday) % 7 + 7 * (-nth - 1))


def _sources(spec: Spec) -> Iterator[Source]:
    for row in spec.get("sources", ()):
        numbers = {f"source_{name}": name for name in SOURCE_NUMBERS}
        yield Source(row["source"], **{numbers[name]: row[name] for name in row if name in numbers})


def _classes(spec: Spec, first: date, weeks: int) -> Iterator[TrainingClass]:
    for one in spec.get("classes", ()):
        if one["week"] <= weeks:
            start = first + timedelta(weeks=one["week"] - 1)
            name = f"{one['queue']} {start.isoformat()}"
            yield TrainingClass(name, one["queue"], start, one["heads"], one["status"])


def _moves(spec: Spec, first: date, weeks: int) -> Iterator[Move]:
    for one in spec.get("moves", ()):
        if one["week"] <= weeks:
            week = first + timedelta(weeks=one["week"] - 1)
            yield Move(**{**one, "week": week})
