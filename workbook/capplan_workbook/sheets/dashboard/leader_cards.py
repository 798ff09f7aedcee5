"""Cards about leaders on the dashboard: spans, what is owed, executives, lead times, posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from capplan.leaders.layers import LAYERS
from capplan_workbook.book.names import LETTERS
from capplan_workbook.layout.lines import actual_span

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

FIRST = LAYERS[0]
WEEKS = ("weeks", "ramp_weeks")  # to the post, and leading in part


class Card(NamedTuple):
    """A figure with a line below: label, formula, value, format, note formula and note value."""

    label: str
    formula: str
    value: float
    format: str
    note: str
    note_value: str


def cards(desk: Desk) -> list[Card]:
    """Actual span against target, the widest, debt, executives, lead time, appointments."""
    return [
        _closing_span(desk),
        _widest_span(desk),
        _owed(desk),
        _executives(desk),
        _lead_time(desk),
        _appointments(desk),
    ]


def number(value: float, digits: int) -> str:
    """A number as a spreadsheet joins it to text: rounded, no trailing zeros."""
    rounded = round(float(value) + 1e-12, digits)
    return f"{rounded:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{rounded:.0f}"


def _last(desk: Desk, key: str) -> str:
    """The cell of a Management line in the last week."""
    return f"Management!{LETTERS[desk.layout.last_col]}{desk.layout.management_rows[key]}"


def _weeks(desk: Desk, key: str) -> str:
    """All weeks of a Management line."""
    return desk.layout.week_range(desk.layout.management_rows[key], "Management")


def _closing_span(desk: Desk) -> Card:
    live = desk.live
    light = str(live[f"{FIRST}_light"][-1])
    return Card(
        "Agents per team leader, end",
        _last(desk, actual_span(FIRST)),
        float(live["span_people"][-1]),
        "dec1",
        f'"target "&ROUND(live_supervisor_span,1)&": "&{_last(desk, f"{FIRST}_light")}',
        f"target {number(live['supervisor_span'], 1)}: {light}",
    )


def _widest_span(desk: Desk) -> Card:
    spans, lights = _weeks(desk, actual_span(FIRST)), _weeks(desk, f"{FIRST}_light")
    values = desk.live["span_people"]
    week = int(values.argmax())
    place = f"MATCH(MAX({spans}),{spans},0)"
    return Card(
        "Widest span of the plan",
        f"MAX({spans})",
        float(values.max()),
        "dec1",
        f'"in week "&{place}&": "&INDEX({lights},{place})',
        f"in week {week + 1}: {desk.live[f'{FIRST}_light'][week]}",
    )


def _owed(desk: Desk) -> Card:
    debt, weeks = desk.live["management_debt_heads"], _weeks(desk, "management_debt_heads")
    worst, week = float(debt.max()), int(debt.argmax()) + 1
    most = f"MAX({weeks})"
    told = f"worst in week {week}: {number(worst, 2)} short"
    return Card(
        "Leader-weeks owed",
        _last(desk, "owed_leader_weeks"),
        float(desk.live["owed_leader_weeks"][-1]),
        "dec1",
        f'IF({most}>0,"worst in week "&MATCH({most},{weeks},0)&": "&ROUND({most},2)&" short",'
        '"nothing owed")',
        told if worst > 0 else "nothing owed",
    )


def _executives(desk: Desk) -> Card:
    live = desk.live
    ratio, asked = live["frontline_per_executive"], live["executives_heads"][-1]
    return Card(
        "Senior executives, end",
        _last(desk, "senior_heads"),
        float(live["senior_heads"][-1]),
        "int",
        f'"1 for "&live_frontline_per_executive&" asks for "&{_last(desk, "executives_heads")}',
        f"1 for {number(ratio, 6)} asks for {number(asked, 0)}",
    )


def _lead_time(desk: Desk) -> Card:
    live = desk.live
    share = "MIN(live_supervisor_internal_share,live_internal_cap_share)"
    slowest = f"MAX(IF({share}>0,live_internal_weeks,0),IF({share}<1,live_external_weeks,0))"
    own = min(live["supervisor_internal_share"], live["internal_cap_share"])
    weeks = [live[f"{way}_{what}"] for way in ("internal", "external") for what in WEEKS]
    inside, inside_ramp, outside, outside_ramp = (number(one, 0) for one in weeks)
    return Card(
        "Team leaders ordered ahead",
        f"IF(ISNUMBER(live_leader_lead_weeks),live_leader_lead_weeks,{slowest})",
        float(live["leader_rules"].lead_for(own)),
        "whole",
        '"weeks; promoted "&live_internal_weeks&"+"&live_internal_ramp_weeks'
        '&", hired "&live_external_weeks&"+"&live_external_ramp_weeks',
        f"weeks; promoted {inside}+{inside_ramp}, hired {outside}+{outside_ramp}",
    )


def _appointments(desk: Desk) -> Card:
    inside, outside = (
        f"Management!E{desk.layout.management_rows[f'appointed_{way}_heads']}"
        for way in ("inside", "outside")
    )
    promoted, hired = (
        float(desk.live[f"appointed_{way}_heads"].sum()) for way in ("inside", "outside")
    )
    return Card(
        "Leaders to appoint",
        f"{inside}+{outside}",
        promoted + hired,
        "int",
        f'ROUND({inside},0)&" promoted, "&ROUND({outside},0)&" hired"',
        f"{number(promoted, 0)} promoted, {number(hired, 0)} hired",
    )
