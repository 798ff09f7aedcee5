"""Requirement: contacts to FTE for every queue and week, with the engine's curves inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capplan.requirement import is_live
from capplan_workbook.book import range_name
from capplan_workbook.layout import BODY_ROW, DATE_ROW, NUMBER_ROW
from capplan_workbook.lines import CALENDAR_LINES, REQUIREMENT_LINES, REQUIREMENT_TOTALS
from capplan_workbook.weekly import Line, group, group_formula, open_weekly_sheet, put

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly import Formula, Ref

SENTENCE = (
    "How many people the contacts need, week by week: from forecast to workload, hours and FTE."
)
HELPERS = ("curve_place", "curve_h", "correction_h", "seen_workload_h")


def write(desk: Desk) -> None:
    """Writes the sheet: calendar, totals, then a block of lines for each queue."""
    sheet = open_weekly_sheet(desk, "Requirement", SENTENCE)
    desk.sheets["Requirement"] = sheet
    _calendar(desk, sheet)
    _totals(desk, sheet)
    for number in range(len(desk.layout.queues)):
        _queue(desk, sheet, number)


def _calendar(desk: Desk, sheet: Sheet) -> None:
    lay, calendar = desk.layout, desk.given.calendar
    group(sheet, lay, BODY_ROW, "Calendar")
    first = f"{_date(lay, 0)}"
    months = f"(YEAR({{day}})-YEAR({first}))*12+MONTH({{day}})-MONTH({first})+1"
    monday: Ref = lambda c: f"{c}${DATE_ROW}"
    lines = {
        "first_month": Line(
            "",
            lambda c, p: months.format(day=monday(c)),
            calendar.first_month,
            "month of the Monday",
            label="Month of the week's start",
            unit="month no.",
            format="whole",
        ),
        "last_month": Line(
            "",
            lambda c, p: months.format(day=f"({monday(c)}+4)"),
            calendar.last_month,
            "month of the Friday",
            label="Month of the week's end",
            unit="month no.",
            format="whole",
        ),
        "first_month_share": Line(
            "",
            lambda c, p: (
                f"IF({c}{lay.calendar_row('first_month')}={c}"
                f"{lay.calendar_row('last_month')},1,(5-DAY({monday(c)}+4))/5)"
            ),
            calendar.first_month_share,
            "workdays before the month's end / 5",
            label="Share in that month",
            unit="share",
            format="percent0",
        ),
        "wage_index": Line(
            "wage_index",
            lambda c, p: (
                f"IF(ISNUMBER(live_wage_step_date),IF({monday(c)}>="
                f"live_wage_step_date,1+live_wage_step_share,1),1)"
            ),
            desk.live["wage_index"],
            "1 + pay award from its date on",
        ),
    }
    for key in CALENDAR_LINES:
        put(sheet, lay, lay.calendar_row(key), lines[key])


def _date(lay: Any, week: int) -> str:
    return range_name(DATE_ROW, 7 + week)


def _totals(desk: Desk, sheet: Sheet) -> None:
    lay, live = desk.layout, desk.live
    group(sheet, lay, lay.requirement_total(REQUIREMENT_TOTALS[0]) - 1, "All queues")
    for key in REQUIREMENT_TOTALS:
        row = lay.requirement_total(key)
        rows = [lay.requirement_row(key, number) for number in range(len(lay.queues))]
        total = "average" if key == "required_fte" else "max" if key == "required_heads" else "sum"
        strong = "total" if key == "required_fte" else "calc"
        put(
            sheet,
            lay,
            row,
            Line(key, _added(rows), live[key].sum(axis=1), "sum of the queues", total, kind=strong),
        )


def _added(rows: list[int]) -> Any:
    return lambda c, p: "+".join(f"{c}{row}" for row in rows)


def _occupancy(work: int, staff: int, slots: str, values: Any, total: float) -> Line:
    def formula(c: str, p: str) -> str:
        return f"IF({c}{staff}>0,{c}{work}/{c}{staff}/{slots},0)"

    return Line(
        "occupancy_share",
        formula,
        values,
        "workload ÷ base staff hours ÷ chats at once",
        (formula("E", ""), total),
    )


def _queue(desk: Desk, sheet: Sheet, number: int) -> None:
    lay = desk.layout
    top = lay.requirement_group(number)
    group_formula(sheet, lay, top, lay.queue_cell("queue", number), lay.queues[number])
    lines = {
        **_demand_lines(desk, number),
        **_staff_lines(desk, number),
        **_fte_lines(desk, number),
    }
    for key in REQUIREMENT_LINES:
        put(sheet, lay, lay.requirement_row(key, number), lines[key])
    helpers = [lay.requirement_row(key, number) for key in HELPERS]
    sheet.group_rows(min(helpers), max(helpers))


def _demand_lines(desk: Desk, number: int) -> dict[str, Line]:
    lay, live = desk.layout, desk.live
    row = {key: lay.requirement_row(key, number) for key in REQUIREMENT_LINES}
    name = f"$B${lay.requirement_group(number)}"
    q: Ref = lambda term: lay.queue_value(term, number)
    ev = lay.event_range
    hit = (
        f'(({ev("event_queue")}="All")+({ev("event_queue")}={name})>0)'
        f"*({ev('first_week')}<={{d}})*((({ev('last_week')}>={{d}})"
        f'+({ev("last_week")}="")*({ev("first_week")}={{d}}))>0)'
    )
    deflected = f"{q('selfservice_attempt_share')}*{q('containment_share')}"
    abandoned = q("max_abandon_share")
    back = f"{q('repeat_share')}*(1-{abandoned})-{q('redial_share')}*{abandoned}"
    contained = lay.queue_cell("contained_aht_s", number)
    aht = q("aht_s")
    day: Ref = lambda c: f"{c}${DATE_ROW}"
    fill = {
        key: live[key][:, number]
        for key in ("event_factor", "event_contacts", "fresh_contacts", "contacts", "workload_h")
    }
    return {
        "base_contacts": Line(
            "base_contacts",
            lambda c, p: (
                f"INDEX({lay.demand_block},{c}${NUMBER_ROW},MATCH({name},{lay.demand_heads},0))"
            ),
            desk.given.base_contacts[:, number],
            "from Demand",
            "sum",
        ),
        "event_factor": Line(
            "event_factor",
            lambda c, p: f"EXP(SUMPRODUCT({hit.format(d=day(c))}*LN(1+{ev('lift_share')})))",
            fill["event_factor"],
            "product of 1 + lift",
        ),
        "event_contacts": Line(
            "event_contacts",
            lambda c, p: f"SUMPRODUCT({hit.format(d=day(c))}*{ev('added_contacts')})",
            fill["event_contacts"],
            "sum of the week's events",
            "sum",
        ),
        "fresh_contacts": Line(
            "fresh_contacts",
            lambda c, p: (
                f"({c}{row['base_contacts']}*{c}{row['event_factor']}"
                f"+{c}{row['event_contacts']})*(1+live_volume_change_share)"
            ),
            fill["fresh_contacts"],
            "(forecast × events + added) × change",
            "sum",
        ),
        "contacts": Line(
            "contacts",
            lambda c, p: f"{c}{row['fresh_contacts']}*(1-{deflected})/(1-{back})",
            fill["contacts"],
            "less self-served, plus repeats",
            "sum",
            kind="total",
        ),
        "planned_aht_s": Line(
            "planned_aht_s",
            lambda c, p: (
                f'({aht}-{deflected}*IF({contained}="",{aht},{contained}))'
                f"/(1-{deflected})*(1+live_aht_change_share)"
            ),
            live["planned_aht_s"][number],
            "after self-service and change",
        ),
        "workload_h": Line(
            "workload_h",
            lambda c, p: f"{c}{row['contacts']}*{c}{row['planned_aht_s']}/3600",
            fill["workload_h"],
            "contacts × AHT ÷ 3600",
            "sum",
        ),
    }


def _staff_lines(desk: Desk, number: int) -> dict[str, Line]:
    lay, live, stamps = desk.layout, desk.live, desk.stamps
    row = {key: lay.requirement_row(key, number) for key in REQUIREMENT_LINES}
    seen = stamps.queue(desk.plan.live, number)
    pointer = f"$E{row['curve_place']}"
    work, place = row["workload_h"], row["curve_place"]
    x: Formula = lambda c, step: f"INDEX({stamps.block(0)},{pointer},{c}{place}{step})"
    y: Formula = lambda c, step: f"INDEX({stamps.block(1)},{pointer},{c}{place}{step})"
    deferred = not is_live(
        desk.given.queues["channel"][number], desk.given.queues["response_goal_h"][number]
    )
    closed = "" if deferred else f"*({{c}}{work}>0)"

    def stamp(block: int) -> Formula:
        return lambda c, p: f"INDEX({stamps.block(block)},{pointer},{c}${NUMBER_ROW})"

    name = f"$B${lay.requirement_group(number)}"
    match = f'MATCH({name}&"|"&in_scenario,{stamps.keys},0)'
    return {
        "curve_place": Line(
            "",
            lambda c, p: f"MATCH({c}{work},INDEX({stamps.block(0)},{pointer},0),1)",
            seen.place,
            "corner of the curve at or below",
            (match, seen.pointer),
            "Place on the staffing curve",
            "corner",
            "whole",
        ),
        "curve_h": Line(
            "",
            lambda c, p: (
                f"{y(c, '')}+({c}{work}-{x(c, '')})*({y(c, '+1')}-{y(c, '')})"
                f"/({x(c, '+1')}-{x(c, '')})"
            ),
            seen.curve_h,
            "straight line to the next corner",
            "",
            "Hours on the curve",
            "hours",
            "dec2",
        ),
        "correction_h": Line(
            "",
            stamp(2),
            seen.correction_h,
            "engine's hours less the curve's",
            "",
            "Engine's correction",
            "hours",
            "dec2",
            "stamp",
        ),
        "seen_workload_h": Line(
            "",
            stamp(3),
            seen.workload_h,
            "workload when the engine ran",
            "",
            "Workload the engine saw",
            "hours",
            "int",
            "stamp",
        ),
        "base_staff_h": Line(
            "base_staff_h",
            lambda c, p: f"{c}{row['curve_h']}+{c}{row['correction_h']}" + closed.format(c=c),
            live["base_staff_h"][:, number],
            "curve + correction",
            "sum",
        ),
        "peak_agents": Line(
            "peak_agents",
            stamp(4),
            live["peak_agents"][:, number],
            "busiest interval, by the engine",
            "max",
            kind="stamp",
        ),
        "binding_target": Line(
            "binding_target",
            stamp(5),
            seen.binding,
            "asks for most hours, by the engine",
            kind="stamp",
            format="text",
        ),
        "occupancy_share": _occupancy(
            work,
            row["base_staff_h"],
            lay.queue_value("max_concurrency", number),
            live["occupancy_share"][:, number],
            _mean_occupancy(desk, number),
        ),
    }


def _mean_occupancy(desk: Desk, number: int) -> float:
    work, staff = (float(desk.live[key][:, number].sum()) for key in ("workload_h", "base_staff_h"))
    return work / staff / float(desk.given.queues["max_concurrency"][number]) if staff else 0.0


def _fte_lines(desk: Desk, number: int) -> dict[str, Line]:
    lay, live = desk.layout, desk.live
    row = {key: lay.requirement_row(key, number) for key in REQUIREMENT_LINES}
    out = lay.queue_cell("out_of_office_share", number)
    office = lay.queue_cell("in_office_share", number)
    return {
        "on_seat_h": Line(
            "on_seat_h",
            lambda c, p: f"{c}{row['base_staff_h']}*(1+live_schedule_inefficiency_share)",
            live["on_seat_h"][:, number],
            "× (1 + schedule inefficiency)",
            "sum",
        ),
        "shrinkage_share": Line(
            "shrinkage_share",
            lambda c, p: (
                f'1-(1-IF({out}="",live_out_of_office_total,{out}))'
                f'*(1-IF({office}="",live_in_office_total,{office}))+live_shrinkage_change_share'
            ),
            live["shrinkage_share"][number],
            "out of office × in office, nested",
        ),
        "contract_h": Line(
            "contract_h",
            lambda c, p: f"{c}{row['on_seat_h']}/(1-{c}{row['shrinkage_share']})",
            live["contract_h"][:, number],
            "on seat ÷ (1 − shrinkage)",
            "sum",
        ),
        "required_fte": Line(
            "required_fte",
            lambda c, p: f"{c}{row['contract_h']}/live_contract_h_per_fte",
            live["required_fte"][:, number],
            "÷ hours of one FTE",
            "average",
            kind="total",
        ),
        "required_heads": Line(
            "required_heads",
            lambda c, p: (
                f"ROUNDUP(MAX(0,{c}{row['required_fte']}/"
                f"{lay.queue_value('fte_per_head', number)}-1E-9),0)"
            ),
            live["required_heads"][:, number],
            "÷ FTE per head, whole people",
            "max",
        ),
    }
