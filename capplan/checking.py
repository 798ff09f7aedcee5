"""The one checker: every value against its term, and values against each other.

Borders (workbook reader, command line, functions) hand over the place of each value in their own
words; stages trust what has passed here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan import assumptions as shape
from capplan.errors import Issue, PlanInputError
from capplan.fte import IN_OFFICE, MOST_SHRINKAGE, OUT_OF_OFFICE, own_or_plan
from capplan.periods import monday_of
from capplan.requirement import is_live
from capplan.vocabulary import SECONDS_PER_HOUR, Term, term, terms

if TYPE_CHECKING:
    from capplan.assumptions import Assumptions

Place = Callable[[str, int | str], str]

NAME_LIMIT = 100
SUM_SLACK = 1e-3  # shares this close to 1 are normalised with a remark
MOST_ERLANGS = 100_000.0
RESERVED = {
    "all": "All stands for every queue in events",
    "week": "Week heads the first column of Demand",
}
INTERVALS_MIN = (15.0, 30.0, 60.0)
_UNREACHABLE = {
    "service_level_share": "a share of 1 is never reached; try 0.995",
    "max_abandon_share": "no finite staff loses nobody; try 0.005",
}
_SLIPS = {
    "aht_s": "handling time is in seconds",
    "supervisor_span": "a leader of one, or of more than 50, is likely a slip",
}


def check_assumptions(given: Assumptions) -> None:
    """Raises one error that lists every fault of the assumptions."""
    stop = [issue for issue in faults(given, named_place) if issue.severity == "stop"]
    if stop:
        raise PlanInputError(stop)


def named_place(name: str, which: int | str = "") -> str:
    """The place of a value for users of Python: its term, and which queue, class or week."""
    return f"{name}[{which}]" if which != "" else name


def faults(given: Assumptions, place: Place) -> list[Issue]:
    """Every fault and remark, in the order of the sheets."""
    checks = (
        _values,
        _queues,
        _names,
        _profiles,
        _targets,
        _shrinkage,
        _load,
        _events,
        _classes,
        _scenarios,
        _sizes,
    )
    return [issue for check in checks for issue in check(given, place)]


def check_number(row: Term, value: float, where: str) -> Issue | None:
    """The fault of one number against its term, with the likely slip.

    >>> print(check_number(term("burden_share"), 22, "Assumptions!D60").hint)
    did you mean 0.22 (22 %)?
    """
    if math.isnan(value) or math.isinf(value):
        return Issue(where, row.label, str(value), row.allowed)
    low = row.low is not None and (value < row.low or (row.above_low and value == row.low))
    high = row.high is not None and value > row.high
    if low or high:
        return Issue(where, row.label, f"{value:.10g}", row.allowed, _likely(row, value))
    if row.whole and value != int(value):
        return Issue(where, row.label, f"{value:.10g}", row.allowed, "only whole numbers")
    if row.name == "interval_min" and value not in INTERVALS_MIN:
        return Issue(where, row.label, f"{value:.10g}", "15, 30 or 60 minutes")
    return None


def _likely(row: Term, value: float) -> str:
    if row.name in _UNREACHABLE and value in (0, 1):
        return _UNREACHABLE[row.name]
    if row.unit == "share" and 1 < abs(value) <= 100 and (row.high or 1) >= abs(value) / 100:
        return f"did you mean {value / 100:g} ({value:g} %)?"
    if row.name.endswith("_span"):
        return _SLIPS["supervisor_span"]
    return _SLIPS.get(row.name, "")


def check_text(row: Term, value: str, where: str) -> Issue | None:
    """The fault of one text against its term's choices."""
    if row.choices and value not in row.choices:
        return Issue(where, row.label, value, row.allowed)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        return Issue(where, row.label, repr(value), "printable characters", "retype it in one line")
    if len(value) > NAME_LIMIT:
        return Issue(where, row.label, f"{len(value)} characters", f"up to {NAME_LIMIT}")
    return None


def _one(row: Term, value: Any, where: str) -> Iterator[Issue]:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    if missing:
        if row.required:
            yield Issue(where, row.label, "nothing", row.allowed, "this cell must be filled")
        return
    if row.unit == "date":
        return
    check = (
        check_text(row, value, where)
        if row.unit == "text"
        else check_number(row, float(value), where)
    )
    if check:
        yield check


def _values(given: Assumptions, place: Place) -> Iterator[Issue]:
    for row in terms("assumption", shape="plan"):
        yield from _one(row, given.values.get(row.name), place(row.name, ""))
    for week, value in enumerate(given.proficiency_share):
        yield from _one(term("proficiency_share"), float(value), place("proficiency_share", week))
    smallest, largest = given.values["class_min_heads"], given.values["class_max_heads"]
    if smallest > largest:
        yield Issue(
            place("class_min_heads", ""),
            term("class_min_heads").label,
            f"{smallest:g}",
            f"at most the largest class, {largest:g}",
        )


def _queues(given: Assumptions, place: Place) -> Iterator[Issue]:
    for row in terms("assumption", shape="queue"):
        for number, value in enumerate(given.queues[row.name]):
            yield from _one(row, value, place(row.name, number))
    bad = np.argwhere(~(given.base_contacts >= 0))
    row = term("base_contacts")
    for week, number in bad[:50]:
        found = f"{given.base_contacts[week, number]:g}"
        where = place("base_contacts", f"{week},{number}")
        yield Issue(where, row.label, found, row.allowed)


def _names(given: Assumptions, place: Place) -> Iterator[Issue]:
    for name, which in (("queue", given.queue_names), ("scenario", given.scenario_names)):
        seen: dict[str, int] = {}
        for number, text in enumerate(which):
            key = text.strip().casefold()
            if key in seen:
                yield Issue(
                    place(name, number),
                    name.capitalize(),
                    text,
                    "a name used once",
                    f"it stands at {place(name, seen[key])} too",
                )
            if name == "queue" and key in RESERVED:
                yield Issue(place(name, number), "Queue", text, "any other name", RESERVED[key])
            seen.setdefault(key, number)


def _profiles(given: Assumptions, place: Place) -> Iterator[Issue]:
    for number, profile in enumerate(given.profile_share):
        total = float(profile.sum())
        where = place("profile_share", number)
        if not given.base_contacts[:, number].any() and total == 0:
            continue
        if (profile < 0).any() or abs(total - 1) > SUM_SLACK:
            yield Issue(
                where,
                "Profile",
                f"shares adding up to {total:.6g}",
                "shares adding up to 1",
                "each row is one weekday's part of the week",
            )
        elif abs(total - 1) > 1e-9:
            yield Issue(
                where,
                "Profile",
                f"shares adding up to {total:.6g}",
                "shares adding up to 1",
                "they were scaled to 1",
                "look",
            )


def _targets(given: Assumptions, place: Place) -> Iterator[Issue]:
    q = given.queues
    for number, channel in enumerate(q["channel"]):
        if not is_live(channel, q["response_goal_h"][number]):
            continue
        if channel != "chat" and q["max_concurrency"][number] > 1:
            yield Issue(
                place("max_concurrency", number),
                term("max_concurrency").label,
                f"{q['max_concurrency'][number]:g}",
                f"1 on {channel}",
                "only chat is handled several at a time",
            )
        if not math.isnan(q["max_abandon_share"][number]) and math.isnan(q["patience_s"][number]):
            yield Issue(
                place("max_abandon_share", number),
                term("max_abandon_share").label,
                f"{q['max_abandon_share'][number]:g} without a patience",
                "a target with a patience",
                "type the mean time customers wait before giving up",
            )
        targets = [
            q[name][number] for name in ("max_asa_s", "max_abandon_share", "max_occupancy_share")
        ]
        if q["service_level_share"][number] == 0 and all(math.isnan(one) for one in targets):
            yield Issue(
                place("service_level_share", number),
                term("service_level_share").label,
                "no target at all",
                "at least one target",
                "type a service level, 0.80 say",
            )


def _shrinkage(given: Assumptions, place: Place) -> Iterator[Issue]:
    plan = {
        names: sum(given.values[name] or 0 for name in names)
        for names in (OUT_OF_OFFICE, IN_OFFICE)
    }
    out = own_or_plan(given.queues["out_of_office_share"], plan[OUT_OF_OFFICE])
    office = own_or_plan(given.queues["in_office_share"], plan[IN_OFFICE])
    nested = 1 - (1 - out) * (1 - office)
    for scenario in given.scenarios:
        change = scenario.overrides.get(
            "shrinkage_change_share", given.values["shrinkage_change_share"] or 0
        )
        for number in np.flatnonzero(
            ~((nested + change >= 0) & (nested + change < MOST_SHRINKAGE))
        ):
            where = (
                place("shrinkage_change_share", scenario.name)
                if change
                else place(_shrinkage_cause(given, int(number)), "")
            )
            yield Issue(
                where,
                "Shrinkage in total",
                f"{nested[number] + change:.4g}",
                "0 to below 0.70",
                f"queue {given.queue_names[number]}; a share is likely counted twice",
            )
            break


def _shrinkage_cause(given: Assumptions, number: int) -> str:
    values = {name: given.values[name] or 0 for name in (*OUT_OF_OFFICE, *IN_OFFICE)}
    return max(values, key=lambda name: values[name])


def _load(given: Assumptions, place: Place) -> Iterator[Issue]:
    hours = given.values["interval_min"] / 60
    for number, name in enumerate(given.queue_names):
        busiest = given.base_contacts[:, number].max(initial=0) * given.profile_share[number].max()
        erlangs = busiest * given.queues["aht_s"][number] / SECONDS_PER_HOUR / hours
        if erlangs > MOST_ERLANGS:
            yield Issue(
                place("aht_s", number),
                "AHT",
                f"{erlangs:,.0f} agents' worth of work at once in {name}",
                "up to 100,000 erlangs",
                "seconds typed as milliseconds?",
            )


def _events(given: Assumptions, place: Place) -> Iterator[Issue]:
    for number, event in enumerate(given.events):
        if event.queue not in (shape.ALL_QUEUES, *given.queue_names):
            yield Issue(
                place("event_queue", number),
                "Queue",
                event.queue,
                "All or " + _few(given.queue_names),
            )
        for name, day in (("first_week", event.first_week), ("last_week", event.last_week)):
            if day.weekday():
                yield _no_monday(place(name, number), term(name).label, day)
        if event.last_week < event.first_week:
            yield Issue(
                place("last_week", number),
                term("last_week").label,
                event.last_week.isoformat(),
                "the first week or later",
            )
        for name, value in (
            ("lift_share", event.lift_share),
            ("added_contacts", event.added_contacts),
        ):
            yield from _one(term(name), float(value), place(name, number))


def _no_monday(where: str, label: str, day: Any) -> Issue:
    return Issue(
        where,
        label,
        f"{day.isoformat()}, no Monday",
        "a Monday",
        f"did you mean {monday_of(day).isoformat()}?",
    )


def _few(names: Iterable[str], most: int = 8) -> str:
    listed = list(names)
    return ", ".join(listed[:most]) + (" …" if len(listed) > most else "")


def _classes(given: Assumptions, place: Place) -> Iterator[Issue]:
    mondays = given.calendar.mondays
    for number, one in enumerate(given.classes):
        if one.queue not in given.queue_names:
            yield Issue(
                place("class_queue", number),
                "Queue",
                one.queue,
                "one of " + _few(given.queue_names),
            )
        if one.start_week.weekday():
            yield _no_monday(place("start_week", number), "Start week", one.start_week)
        elif one.start_week not in mondays:
            yield Issue(
                place("start_week", number),
                "Start week",
                one.start_week.isoformat(),
                f"a week of the plan, {mondays[0].isoformat()} to {mondays[-1].isoformat()}",
                "count people already in training as a class of the first week",
            )
        yield from _one(term("class_heads"), float(one.heads), place("class_heads", number))
        yield from _one(term("class_status"), one.status, place("class_status", number))


def _scenarios(given: Assumptions, place: Place) -> Iterator[Issue]:
    allowed = {row.name for row in shape.scenario_terms()}
    for scenario in given.scenarios:
        for name, value in scenario.overrides.items():
            where = place(name, scenario.name)
            if name not in allowed:
                yield Issue(where, name, f"{value:g}", "one of " + _few(sorted(allowed)))
            else:
                yield from _one(term(name), float(value), where)
    yield from _cohort_loss(given, place)


def _cohort_loss(given: Assumptions, place: Place) -> Iterator[Issue]:
    if given.values["attrition_basis"] != "cohort_loss":
        return
    multiple = given.values["new_hire_attrition_multiple"]
    for scenario in given.scenarios:
        yearly = given.in_scenario(scenario.name)["annual_attrition_share"]
        if max(yearly, yearly * multiple) > 1:
            own = "annual_attrition_share" in scenario.overrides
            yield Issue(
                place("annual_attrition_share", scenario.name if own else ""),
                term("annual_attrition_share").label,
                f"{max(yearly, yearly * multiple):g} a year for new hires",
                "0 to 1 on basis cohort_loss",
                "use the basis turnover_ratio",
            )


def _sizes(given: Assumptions, place: Place) -> Iterator[Issue]:
    for name, count, most in (
        ("queue", len(given.queue_names), shape.MOST_QUEUES),
        ("scenario", len(given.scenarios), shape.MOST_SCENARIOS),
        ("class", len([one for one in given.classes if not one.proposed]), shape.MOST_CLASSES),
    ):
        if count > most:
            yield Issue(place(name, most), name.capitalize(), f"{count}", f"up to {most}")
