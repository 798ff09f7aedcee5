"""Checks of what goes in: inputs that are complete, and an engine run that has seen them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capplan.inputs.identity import inputs_of_hiring
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.checks.check import FAIL, REVIEW, ROUNDING, Check, exact_check, zero_check
from capplan_workbook.layout.lines import HEADLINES
from capplan_workbook.layout.live_scenario import names_of_engine, scenario_names
from capplan_workbook.layout.places import TABLE_ROW, YEAR
from capplan_workbook.sheets.curves import changed_profiles, changed_settings, queue_names

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

AGAIN = "Inputs changed since the engine ran: run capplan again."


def input_checks(desk: Desk) -> Iterator[Check]:
    """Are the inputs complete and of the shape that the formulas expect?"""
    yield _live_scenario_is_known(desk)
    yield _contacts_are_complete(desk)
    yield _weeks_are_mondays(desk)
    yield _contacts_are_not_negative(desk)
    yield _queues_are_known(desk)


def _live_scenario_is_known(desk: Desk) -> Check:
    lists = (scenario_names(), names_of_engine(desk.layout))
    unknown = ",".join(f"ISERROR(MATCH(in_scenario,{names},0))" for names in lists)
    return exact_check(
        "Live scenario is one that the engine ran",
        f"IF(OR({unknown}),0,1)",
        1,
        REVIEW,
        "Scenarios!D6: pick a name from the list, or run capplan for a new one; until then the "
        "first one stands in.",
    )


def _contacts_are_complete(desk: Desk) -> Check:
    lay = desk.layout
    unnamed = (
        f'SUMPRODUCT(({_queue_names(desk)}<>"")'
        f"*ISERROR(MATCH({_queue_names(desk)},{lay.demand_heads},0)))"
    )
    return exact_check(
        "Every week has contacts for every queue",
        f"COUNT({lay.demand_block})-{lay.weeks}*{unnamed}",
        lay.weeks * len(lay.queues),
        FAIL,
        "Demand: fill blanks, turn text into numbers, head each column with its queue's name.",
    )


def _weeks_are_mondays(desk: Desk) -> Check:
    lay = desk.layout
    formula = f"IF(WEEKDAY(Demand!{range_name(TABLE_ROW + 1, 2)},2)=1,0,1)"
    if lay.weeks > 1:
        later = range_name(TABLE_ROW + 2, 2, lay.last_demand_row, 2)
        earlier = range_name(TABLE_ROW + 1, 2, lay.last_demand_row - 1, 2)
        formula = f"SUMPRODUCT(--(Demand!{later}-Demand!{earlier}<>7))+{formula}"
    return zero_check(
        "Weeks are Mondays, seven days apart",
        formula,
        FAIL,
        "Demand: one row a week, from Monday on, no gaps.",
    )


def _contacts_are_not_negative(desk: Desk) -> Check:
    below = f'COUNTIF({desk.layout.demand_block},"<0")'
    return zero_check("No negative contacts", below, FAIL, "Demand: remove negative numbers.")


def supply_year(desk: Desk, key: str) -> str:
    """The cell of Supply that holds a line's total over the plan, all queues together."""
    return f"Supply!{cell_name(desk.layout.supply_row(key, 0), YEAR)}"


def _queues_are_known(desk: Desk) -> Check:
    names, count = _queue_names(desk), len(desk.layout.queues)
    found = f"SUMPRODUCT(1-ISERROR(MATCH({queue_names(desk)},{names},0)))"
    return exact_check(
        "Queues are the ones the engine knows",
        f'{found}-ABS(SUMPRODUCT(--({names}<>""))-{count})',
        count,
        FAIL,
        "Queues: a queue was added, removed or renamed; run capplan again.",
    )


def _queue_names(desk: Desk) -> str:
    return f"Queues!{range_name(TABLE_ROW + 1, 2, desk.layout.last_queue_row, 2)}"


def engine_checks(desk: Desk) -> Iterator[Check]:
    """Has the engine seen the inputs that the formulas use now?"""
    yield _workload_as_seen(desk)
    yield _settings_as_seen(desk)
    yield _profiles_as_seen(desk)
    yield _results_agree_with_stamp(desk)
    yield _workload_inside_curves(desk)
    yield _optimised_for_these_inputs(desk)


def _workload_as_seen(desk: Desk) -> Check:
    pairs = zip(_by_queue(desk, "workload_h"), _by_queue(desk, "seen_workload_h"), strict=True)
    changed = [f"SUMPRODUCT(--(ABS({a}-{b})>1E-9*(ABS({b})+1)))" for a, b in pairs]
    return zero_check(
        "Contacts and handling times as the engine saw them",
        "+".join(changed),
        REVIEW,
        "The curves carry the change within half a percent; run capplan for exact hours.",
    )


def _by_queue(desk: Desk, key: str) -> list[str]:
    """The weeks of a Requirement line, a range for each queue."""
    lay = desk.layout
    rows = [lay.requirement_row(key, number) for number in range(len(lay.queues))]
    return [lay.week_range(row, "Requirement") for row in rows]


def _settings_as_seen(desk: Desk) -> Check:
    return zero_check(
        "Queue targets and settings as the engine saw them",
        changed_settings(desk),
        REVIEW,
        "Targets changed: the curves still hold the old ones; run capplan again.",
    )


def _profiles_as_seen(desk: Desk) -> Check:
    title = "Profiles as the engine saw them"
    return zero_check(title, changed_profiles(desk), REVIEW, AGAIN, tolerance=ROUNDING)


def _results_agree_with_stamp(desk: Desk) -> Check:
    top = desk.layout.result_row + 1
    agrees = f"Scenarios!{range_name(top, 5, top + len(HEADLINES) - 1, 5)}"
    return exact_check(
        "Live results agree with the engine's stamp",
        f'COUNTIF({agrees},"Yes")',
        len(HEADLINES),
        REVIEW,
        AGAIN,
    )


def _workload_inside_curves(desk: Desk) -> Check:
    lay = desk.layout
    top, bottom = lay.curve_rows(0)
    reaches = f"Curves!{range_name(top, 5, bottom, 5)}"
    beyond = []
    for number, work in enumerate(_by_queue(desk, "workload_h")):
        curve = f"Requirement!$E${lay.requirement_row('curve_place', number)}"
        beyond.append(f"SUMPRODUCT(--({work}>INDEX({reaches},{curve})))")
    return zero_check(
        "Workload stays inside the staffing curves",
        "+".join(beyond),
        REVIEW,
        "Volume moved far from plan: run capplan to widen the curves.",
    )


def _optimised_for_these_inputs(desk: Desk) -> Check:
    """Optimised classes stay when inputs change: only a new search would know better."""
    seen = desk.given.evidence.get("search_inputs") == inputs_of_hiring(desk.given)
    changed = 0 if seen else 1
    there = any(one.status == "optimised" for one in desk.given.classes)
    status = desk.layout.class_range("class_status")
    return zero_check(
        "Optimised classes belong to these inputs",
        f'IF(COUNTIF({status},"optimised")=0,0,{changed})',
        REVIEW,
        "Inputs changed since the classes were optimised: run capplan plan --optimise again.",
        float(changed and there),
    )
