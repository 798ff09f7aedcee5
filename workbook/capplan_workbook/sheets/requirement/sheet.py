"""Requirement: contacts to FTE for every queue and week, with the engine's curves inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capplan_workbook.layout.lines import CALENDAR_LINES, REQUIREMENT_LINES, REQUIREMENT_TOTALS
from capplan_workbook.layout.places import BODY_ROW, DATE_ROW, NUMBER_ROW
from capplan_workbook.sheets.requirement.staff import staff_lines
from capplan_workbook.weekly import extra_lines
from capplan_workbook.weekly.periods import month_line
from capplan_workbook.weekly.rows import Line, group, group_formula, open_weekly_sheet, put

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Ref

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
    lay = desk.layout
    group(sheet, lay, BODY_ROW, "Calendar")
    lines = {
        "first_month": month_line(desk, "start", "Monday", "", desk.given.calendar.first_month),
        "last_month": month_line(desk, "end", "Friday", "+4", desk.given.calendar.last_month),
        "first_month_share": _first_month_share_line(desk),
        "wage_index": _wage_index_line(desk),
        "bonus_weeks": extra_lines.bonus_line(desk),
    }
    for key in CALENDAR_LINES:
        put(sheet, lay, lay.calendar_row(key), lines[key])


def _monday(c: str) -> str:
    return f"{c}${DATE_ROW}"


def _first_month_share_line(desk: Desk) -> Line:
    lay = desk.layout
    first, last = lay.calendar_row("first_month"), lay.calendar_row("last_month")
    return Line(
        "",
        lambda c, p: f"IF({c}{first}={c}{last},1,(5-DAY({_monday(c)}+4))/5)",
        desk.given.calendar.first_month_share,
        "workdays before the month's end / 5",
        label="Share in that month",
        unit="share",
        format="percent0",
    )


def _wage_index_line(desk: Desk) -> Line:
    date, step = "live_wage_step_date", "live_wage_step_share"
    return Line(
        "wage_index",
        lambda c, p: (
            f"IF({date}>0,IF({_monday(c)}>={date},1+{step},1),1)*(1+live_pay_change_share)"
        ),
        desk.live["wage_index"],
        "1 + pay award from its date on, × (1 + pay change)",
    )


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


def _queue(desk: Desk, sheet: Sheet, number: int) -> None:
    lay = desk.layout
    top = lay.requirement_group(number)
    group_formula(sheet, lay, top, lay.queue_cell("queue", number), lay.queues[number])
    plain = (
        *_contact_lines(desk, number),
        *_workload_lines(desk, number),
        *_hours_lines(desk, number),
        *_people_lines(desk, number),
        *extra_lines.premium_lines(desk, number),
    )
    lines = {line.key: line for line in plain} | staff_lines(desk, number)
    for key in REQUIREMENT_LINES:
        put(sheet, lay, lay.requirement_row(key, number), lines[key])
    helpers = [lay.requirement_row(key, number) for key in HELPERS]
    sheet.group_rows(min(helpers), max(helpers))


def _contact_lines(desk: Desk, number: int) -> list[Line]:
    fill = {key: desk.live[key][:, number] for key in ("fresh_contacts", "contacts")}
    row = _rows(desk, number)
    deflected, back = _deflected(desk, number), _coming_back(desk, number)
    return [
        _base_contacts_line(desk, number),
        *_event_lines(desk, number),
        Line(
            "fresh_contacts",
            lambda c, p: (
                f"({c}{row['base_contacts']}*{c}{row['event_factor']}"
                f"+{c}{row['event_contacts']})*(1+live_volume_change_share)"
            ),
            fill["fresh_contacts"],
            "(forecast × events + added) × change",
            "sum",
        ),
        Line(
            "contacts",
            lambda c, p: f"{c}{row['fresh_contacts']}*(1-{deflected})/(1-{back})",
            fill["contacts"],
            "less self-served, plus repeats",
            "sum",
            kind="total",
        ),
    ]


def _rows(desk: Desk, number: int) -> dict[str, int]:
    return {key: desk.layout.requirement_row(key, number) for key in REQUIREMENT_LINES}


def _deflected(desk: Desk, number: int) -> str:
    """Share of contacts that self-service keeps."""
    attempts, contained = (
        desk.layout.queue_value(term, number)
        for term in ("selfservice_attempt_share", "containment_share")
    )
    return f"{attempts}*{contained}"


def _coming_back(desk: Desk, number: int) -> str:
    """Share of contacts that repeat, less those who gave up and do not dial again."""
    repeat, abandoned, redial = (
        desk.layout.queue_value(term, number)
        for term in ("repeat_share", "max_abandon_share", "redial_share")
    )
    return f"{repeat}*(1-{abandoned})-{redial}*{abandoned}"


def _base_contacts_line(desk: Desk, number: int) -> Line:
    lay = desk.layout
    # a column without the queue's name is taken by its place, and Checks says FAIL
    column = f"IFERROR(MATCH({_name(desk, number)},{lay.demand_heads},0),{number + 1})"
    return Line(
        "base_contacts",
        lambda c, p: f"INDEX({lay.demand_block},{c}${NUMBER_ROW},{column})",
        desk.given.base_contacts[:, number],
        "from Demand",
        "sum",
    )


def _name(desk: Desk, number: int) -> str:
    return f"$B${desk.layout.requirement_group(number)}"


def _event_lines(desk: Desk, number: int) -> list[Line]:
    ev = desk.layout.event_range
    hit = _event_hits(desk, number)
    factor, added = (desk.live[key][:, number] for key in ("event_factor", "event_contacts"))
    return [
        Line(
            "event_factor",
            lambda c, p: f"EXP(SUMPRODUCT({hit(c)}*LN(1+{ev('lift_share')})))",
            factor,
            "product of 1 + lift",
        ),
        Line(
            "event_contacts",
            lambda c, p: f"SUMPRODUCT({hit(c)}*{ev('added_contacts')})",
            added,
            "sum of the week's events",
            "sum",
        ),
    ]


def _event_hits(desk: Desk, number: int) -> Ref:
    """1 for each event that touches the queue in the week, else 0."""
    queue, first, last = (
        desk.layout.event_range(key) for key in ("event_queue", "first_week", "last_week")
    )
    ours = f'(({queue}="All")+({queue}={_name(desk, number)})>0)'

    def hits(c: str) -> str:
        day = _monday(c)
        in_time = f'((({last}>={day})+({last}="")*({first}={day}))>0)'
        return f"{ours}*({first}<={day})*{in_time}"

    return hits


def _workload_lines(desk: Desk, number: int) -> list[Line]:
    lay, row, deflected = desk.layout, _rows(desk, number), _deflected(desk, number)
    aht, contained = lay.queue_value("aht_s", number), lay.queue_cell("contained_aht_s", number)
    return [
        Line(
            "planned_aht_s",
            lambda c, p: (
                f'({aht}-{deflected}*IF({contained}="",{aht},{contained}))'
                f"/(1-{deflected})*(1+live_aht_change_share)"
            ),
            desk.live["planned_aht_s"][number],
            "after self-service and change",
        ),
        Line(
            "workload_h",
            lambda c, p: f"{c}{row['contacts']}*{c}{row['planned_aht_s']}/3600",
            desk.live["workload_h"][:, number],
            "contacts × AHT ÷ 3600",
            "sum",
        ),
    ]


def _hours_lines(desk: Desk, number: int) -> list[Line]:
    lay, live, row = desk.layout, desk.live, _rows(desk, number)
    out = lay.queue_cell("out_of_office_share", number)
    office = lay.queue_cell("in_office_share", number)
    return [
        Line(
            "on_seat_h",
            lambda c, p: f"{c}{row['base_staff_h']}*(1+live_schedule_inefficiency_share)",
            live["on_seat_h"][:, number],
            "× (1 + schedule inefficiency)",
            "sum",
        ),
        Line(
            "shrinkage_share",
            lambda c, p: (
                f'1-(1-IF({out}="",live_out_of_office_total,{out}))'
                f'*(1-IF({office}="",live_in_office_total,{office}))+live_shrinkage_change_share'
            ),
            live["shrinkage_share"][number],
            "out of office × in office, nested",
        ),
        Line(
            "contract_h",
            lambda c, p: f"{c}{row['on_seat_h']}/(1-{c}{row['shrinkage_share']})",
            live["contract_h"][:, number],
            "on seat ÷ (1 − shrinkage)",
            "sum",
        ),
    ]


def _people_lines(desk: Desk, number: int) -> list[Line]:
    row = _rows(desk, number)
    fte_per_head = desk.layout.queue_value("fte_per_head", number)
    return [
        Line(
            "required_fte",
            lambda c, p: f"{c}{row['contract_h']}/live_contract_h_per_fte",
            desk.live["required_fte"][:, number],
            "÷ hours of one FTE",
            "average",
            kind="total",
        ),
        Line(
            "required_heads",
            lambda c, p: f"ROUNDUP(MAX(0,{c}{row['required_fte']}/{fte_per_head}-1E-9),0)",
            desk.live["required_heads"][:, number],
            "÷ FTE per head, whole people",
            "max",
        ),
    ]
