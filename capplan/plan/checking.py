"""The one checker: every value against its term, and values against each other.

Borders (workbook reader, command line, functions) hand over the place of each value in their own
words; stages trust what has passed here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from capplan.capacity.workforce import early_overdrafts
from capplan.erlang.arguments import MOST_ERLANGS
from capplan.errors import Issue, PlanInputError
from capplan.inputs import assumptions as shape
from capplan.inputs.checks import INTERVALS_MIN, check_number, check_text, check_value, few
from capplan.leaders.checks import span_faults
from capplan.money.calendar_checks import finance_faults
from capplan.money.cost_checks import cost_faults
from capplan.money.pay_checks import pay_faults
from capplan.people.entry_checks import class_faults, event_faults, move_faults
from capplan.people.source_checks import mean_attrition_multiple, source_faults
from capplan.plan.scenario_checks import change_faults
from capplan.staffing.fte import IN_OFFICE, MOST_SHRINKAGE, OUT_OF_OFFICE, own_or_plan
from capplan.staffing.requirement import is_live
from capplan.vocabulary import SECONDS_PER_HOUR, term, terms

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

__all__ = [
    "INTERVALS_MIN",
    "SUM_SLACK",
    "Place",
    "check_assumptions",
    "check_number",
    "check_text",
    "faults",
    "named_place",
]
Place = Callable[[str, int | str], str]

SUM_SLACK = 1e-3  # shares this close to 1 are normalised with a remark
RESERVED = {
    "all": "All stands for every queue in events",
    "week": "Week heads the first column of Demand",
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
        span_faults,
        finance_faults,
        cost_faults,
        _queues,
        _names,
        _profiles,
        _targets,
        _shrinkage,
        change_faults,
        _load,
        event_faults,
        class_faults,
        move_faults,
        pay_faults,
        _scenarios,
        _sizes,
    )
    found = [issue for check in checks for issue in check(given, place)]
    found += source_faults(given, place, check_value)
    if not any(issue.severity == "stop" for issue in found):
        found += early_overdrafts(given, place)
    return found


def _values(given: Assumptions, place: Place) -> Iterator[Issue]:
    for row in terms("assumption", shape="plan"):
        yield from check_value(row, given.values.get(row.name), place(row.name, ""))
    for week, value in enumerate(given.proficiency_share):
        yield from check_value(
            term("proficiency_share"), float(value), place("proficiency_share", week)
        )
    smallest, largest = given.values["class_min_heads"], given.values["class_max_heads"]
    if smallest > largest:
        yield Issue(
            place("class_min_heads", ""),
            term("class_min_heads").label,
            f"{smallest:g}",
            f"at most the largest class, {largest:g}",
        )
    gap, deep = (given.values[f"{name}_price_multiple"] for name in ("shortage", "deep_shortage"))
    if gap > deep:
        yield Issue(
            place("shortage_price_multiple", ""),
            term("shortage_price_multiple").label,
            f"{gap:g}",
            f"at most the {term('deep_shortage_price_multiple').label.lower()}, {deep:g}",
            "what is short beyond the first part costs no less",
        )


def _queues(given: Assumptions, place: Place) -> Iterator[Issue]:
    for row in terms("assumption", shape="queue"):
        for number, value in enumerate(given.queues[row.name]):
            yield from check_value(row, value, place(row.name, number))
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
            key = " ".join(text.split()).casefold()
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


def _scenarios(given: Assumptions, place: Place) -> Iterator[Issue]:
    allowed = {row.name for row in shape.scenario_terms()}
    for scenario in given.scenarios:
        for name, value in scenario.overrides.items():
            where = place(name, scenario.name)
            if name not in allowed:
                yield Issue(where, name, f"{value:g}", "one of " + few(sorted(allowed)))
            else:
                yield from check_value(term(name), float(value), where)
    yield from _cohort_loss(given, place)


def _cohort_loss(given: Assumptions, place: Place) -> Iterator[Issue]:
    if given.values["attrition_basis"] != "cohort_loss":
        return
    sources = mean_attrition_multiple(given)
    multiples = {
        name: given.values[name] * sources
        for name in (
            "new_hire_attrition_multiple",
            "to_26_weeks_attrition_multiple",
            "to_52_weeks_attrition_multiple",
        )
    }
    most = max(multiples, key=lambda name: multiples[name])
    for scenario in given.scenarios:
        yearly = given.in_scenario(scenario.name)["annual_attrition_share"]
        highest = max(yearly, yearly * multiples[most])
        if highest > 1:
            own = "annual_attrition_share" in scenario.overrides
            yield Issue(
                place("annual_attrition_share", scenario.name if own else ""),
                term("annual_attrition_share").label,
                f"{highest:g} a year, {term(most).label} counted",
                "0 to 1 on basis cohort_loss",
                "use the basis turnover_ratio",
            )


def _sizes(given: Assumptions, place: Place) -> Iterator[Issue]:
    for name, count, most in (
        ("queue", len(given.queue_names), shape.MOST_QUEUES),
        ("scenario", len(given.scenarios), shape.MOST_SCENARIOS),
        ("class", len([one for one in given.classes if not one.proposed]), shape.MOST_CLASSES),
        ("move", len(given.moves), shape.MOST_MOVES),
    ):
        if count > most:
            yield Issue(place(name, most), name.capitalize(), f"{count}", f"up to {most}")
