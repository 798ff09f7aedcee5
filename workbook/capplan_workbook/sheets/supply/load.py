"""What other functions must provide, on Supply: needed, there, and short, week by week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan_workbook.layout.lines import RECRUITING_MIX
from capplan_workbook.layout.places import DATE_ROW, NUMBER_ROW
from capplan_workbook.weekly.rows import Line, group, put

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Formula

TITLES = ("Recruiting mix in force", "What other functions must provide")
NO_LIMIT = "no limit"
QUEUE_TOTALS = {
    "classes_in_training": "max",
    "mentors_need_heads": "max",
    "mentors_eligible_heads": "min",
    "mentors_short_heads": "max",
}
TOTALS = {
    "starts_heads": "sum",
    "requisitions_heads": "sum",
    "all_offers_heads": "sum",
    "leader_headroom_heads": "min",
    "mentors_eligible_heads": "min",
    "interview_available_h": "min",
}


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes the mix of the sources and the load, under the weekly rates."""
    lay = desk.layout
    rows = lay.load_rows
    for title, key in zip(TITLES, (RECRUITING_MIX[0], "starts_heads"), strict=True):
        group(sheet, lay, rows[key] - 1, title)
    for key, formula, how in _mix(desk):
        _put_mix(desk, sheet, key, formula, how)
    for line in (*_recruiting(desk), *_hours(desk), *_training(desk), *_floor(desk)):
        put(sheet, lay, rows[line.key], line)


# the mix of the sources


def _mix(desk: Desk) -> Iterator[tuple[str, str, str]]:
    """Key, formula and words: a blank cell, or an empty table, takes the plan's own value."""
    col = desk.layout.source_range
    share = col("source_share")

    def own(name: str, value: str) -> str:
        cells = col(name)
        return f'({cells}+({cells}="")*{value})'

    def over(each: str, otherwise: str) -> str:
        return f"IF(SUM({share})=0,{otherwise},SUMPRODUCT({share}{each})/SUM({share}))"

    comes = f"(1-{own('source_no_show_share', 'live_no_show_share')})"
    accepts = own("source_acceptance_share", "live_offer_acceptance_share")
    yield (
        "mix_offers",
        over(f"/{comes}/{accepts}", "1/(1-live_no_show_share)/live_offer_acceptance_share"),
        "share ÷ show-up ÷ acceptance",
    )
    for key, name, plan in (
        ("mix_hire_cost", "source_cost", "live_hire_cost"),
        ("mix_recruiter_h", "source_recruiter_h", "live_recruiter_h_per_start"),
        ("mix_attrition_multiple", "source_attrition_multiple", "1"),
    ):
        yield key, over(f"*{own(name, plan)}", plan), "mean over the sources"


def _put_mix(desk: Desk, sheet: Sheet, key: str, formula: str, how: str) -> None:
    row, value = desk.layout.load_rows[key], desk.live[key]
    unit = desk.currency if key == "mix_hire_cost" else ""
    style = "int" if key == "mix_hire_cost" else "dec2"
    line = Line(key, _same(row), value, how, (formula, value), unit=unit, format=style)
    put(sheet, desk.layout, row, line)
    sheet.name(f"live_{key}", row, 5)


def _same(row: int) -> Formula:
    return lambda c, p: f"$E{row}"


# the load


def _line(desk: Desk, key: str, how: str, formula: Formula, **more: Any) -> Line:
    """A line whose values are the plan's, summed over the queues where it has them."""
    values = np.asarray(desk.live[key])
    values = values.sum(axis=1) if values.ndim > 1 else values
    return Line(key, formula, values, how, TOTALS.get(key, "max"), **more)


def _recruiting(desk: Desk) -> Iterator[Line]:
    lay = desk.layout
    starts = _all_queues(desk, "starts_heads")
    row, ahead = lay.load_rows["starts_heads"], _ahead(desk)
    yield _line(desk, "starts_heads", "sum of the queues", lambda c, p: starts.format(c=c))
    yield _line(
        desk,
        "requisitions_heads",
        "starts one hiring lead time later",
        lambda c, p: (
            f"IF({c}${NUMBER_ROW}+live_hiring_lead_weeks>COUNT({ahead}),0,"
            f"INDEX({ahead},{c}${NUMBER_ROW}+live_hiring_lead_weeks))"
        ),
    )
    sources = len(lay.sources)
    first = lay.load_rows["all_offers_heads"] + 1
    yield _line(
        desk,
        "all_offers_heads",
        "whole offers, source by source" if sources else "starts ÷ show-up ÷ acceptance, whole",
        lambda c, p: (
            f"SUM({c}{first}:{c}{first + sources - 1})"
            if sources
            else f"ROUNDUP(MAX(0,{c}{row}*live_mix_offers-1E-9),0)"
        ),
        kind="total",
    )
    for number in range(sources):
        yield _source(desk, number, row)


def _source(desk: Desk, number: int, starts_row: int) -> Line:
    lay = desk.layout
    share, comes, accepts = (
        lay.source_cell(name, number)
        for name in ("source_share", "source_no_show_share", "source_acceptance_share")
    )
    whole = f"SUM({lay.source_range('source_share')})"
    return Line(
        f"source_{number}",
        lambda c, p: (
            f'ROUNDUP(MAX(0,{c}{starts_row}*{share}/{whole}/(1-IF({comes}="",live_no_show_share,'
            f'{comes}))/IF({accepts}="",live_offer_acceptance_share,{accepts})-1E-9),0)'
        ),
        desk.live["source_offers_heads"][:, number],
        f"{lay.sources[number]}: starts × share",
        "sum",
        label=f"Offers: {lay.sources[number]}",
        unit="heads",
    )


def _hours(desk: Desk) -> Iterator[Line]:
    rows = desk.layout.load_rows
    for what, each in (
        ("recruiter", "live_mix_recruiter_h"),
        ("interview", "live_interview_h_per_start"),
    ):
        yield _line(
            desk,
            f"{what}_need_h",
            "starts of the lead time ahead × hours",
            _spread_over_lead(desk, each),
        )
    cap, hours = "in_recruiters_cap_heads", "live_recruiter_h_per_week"
    known = desk.given.values
    limit = known["recruiters_cap_heads"]
    there = None if limit is None else limit * known["recruiter_h_per_week"]
    yield _limit("recruiter_available", "Recruiter hours there are", "hours", cap, hours, there)
    leaders = desk.layout.management_rows["supervisors_heads"]
    yield _line(
        desk,
        "interview_available_h",
        "team leaders × hours each",
        lambda c, p: f"Management!{c}{leaders}*live_interview_h_per_leader",
    )
    yield _short(desk, "recruiter_short_h", rows["recruiter_need_h"], cap)
    yield _short(desk, "interview_short_h", rows["interview_need_h"])


def _ahead(desk: Desk) -> str:
    return desk.layout.week_range(desk.layout.load_rows["starts_heads"])


def _spread_over_lead(desk: Desk, each: str) -> Formula:
    """Starters of the lead time after this week, per week of it, x hours each."""
    starts, row, lead = (
        _ahead(desk),
        desk.layout.load_rows["starts_heads"],
        "live_hiring_lead_weeks",
    )
    return lambda c, p: (
        f"IF({lead}=0,{c}{row},IF({c}${NUMBER_ROW}>=COUNT({starts}),0,"
        f"SUM(INDEX({starts},{c}${NUMBER_ROW}+1):"
        f"INDEX({starts},MIN(COUNT({starts}),{c}${NUMBER_ROW}+{lead})))/{lead}))*{each}"
    )


def _training(desk: Desk) -> Iterator[Line]:
    rows, known = desk.layout.load_rows, desk.given.values
    classes = _all_queues(desk, "classes_in_training")
    yield _line(desk, "classes_in_training", "sum of the queues", lambda c, p: classes.format(c=c))
    yield _limit(
        "rooms_available",
        "Training rooms there are",
        "rooms",
        "",
        "live_training_rooms",
        known["training_rooms"],
    )
    yield _short(desk, "rooms_short", rows["classes_in_training"])
    running = rows["classes_in_training"]
    yield _line(
        desk, "trainers_need_heads", "one for each class in training", lambda c, p: f"{c}{running}"
    )
    cap, limit = "in_trainers_cap_heads", known["trainers_cap_heads"]
    yield _limit("trainers_available", "Trainers there are", "heads", cap, "1", limit)
    yield _short(desk, "trainers_short_heads", rows["trainers_need_heads"], cap)


def _floor(desk: Desk) -> Iterator[Line]:
    lay, rows, known = desk.layout, desk.layout.load_rows, desk.given.values
    for key in (
        "nesters_heads",
        "mentors_need_heads",
        "mentors_eligible_heads",
        "mentors_short_heads",
    ):
        kind = "total" if key == "mentors_short_heads" else "calc"
        yield _line(desk, key, "sum of the queues", _sum_of(_all_queues(desk, key)), kind=kind)
    at = lay.management_rows
    yield _line(
        desk,
        "seats_need_heads",
        "frontline, leaders and support roles",
        lambda c, p: (
            f"Management!{c}{at['frontline_heads']}+Management!{c}{at['leaders_heads']}"
            f"+Management!{c}{at['support_heads']}"
        ),
    )
    cap, limit = "in_seats_cap_heads", known["seats_cap_heads"]
    yield _limit("seats_available", "Seats there are", "heads", cap, "1", limit)
    yield _short(desk, "seats_short_heads", rows["seats_need_heads"], cap)
    most = "MAX(live_supervisor_span_max,live_supervisor_span)"
    yield _line(
        desk,
        "leader_headroom_heads",
        "team leaders × most agents − agents",
        lambda c, p: (
            f"MAX(0,Management!{c}{at['supervisors_heads']}*{most}-Management!{c}{at['floor_heads']})"
        ),
    )
    yield _dilution(desk)


def _dilution(desk: Desk) -> Line:
    new, young, year, tenured = (
        _all_queues(desk, key)
        for key in ("new_hires_heads", "to_26_weeks_heads", "to_52_weeks_heads", "tenured_heads")
    )

    def formula(c: str, p: str) -> str:
        recent = f"({new}+{young})".format(c=c)
        everybody = f"({new}+{young}+{year}+{tenured})".format(c=c)
        return f"IF({everybody}>0,{recent}/{everybody},0)"

    return _line(desk, "dilution_share", "first 26 floor weeks ÷ agents", formula)


def _all_queues(desk: Desk, key: str) -> str:
    """The cell of the all-queues block in column {c}."""
    return f"{{c}}{desk.layout.supply_row(key, 0)}"


def _sum_of(cell: str) -> Formula:
    return lambda c, p: cell.format(c=c)


def _limit(key: str, label: str, unit: str, cap: str, each: str, limit: float | None) -> Line:
    """What there is; a blank cap is no limit, and a word says so."""
    formula = f'IF({cap}="","{NO_LIMIT}",{cap}*{each})' if cap else each
    shown: Any = NO_LIMIT if limit is None else limit
    return Line(key, lambda c, p: formula, shown, "as given on Assumptions", label=label, unit=unit)


def _short(desk: Desk, key: str, need_row: int, cap: str = "") -> Line:
    """Needed less what stands in the line below it."""

    def formula(c: str, p: str) -> str:
        gap = f"MAX(0,{c}{need_row}-{c}{need_row + 1})"
        return f'IF({cap}="",0,{gap})' if cap else gap

    return _line(desk, key, "needed − there", formula, kind="total")


# each queue's part


def queue_lines(desk: Desk, number: int) -> list[Line]:
    """A queue's classes in training and its mentors, for its own block on Supply."""
    lay = desk.layout
    row = {
        key: lay.supply_row(key, number + 1)
        for key in (
            "nesters_heads",
            "tenured_heads",
            "mentors_need_heads",
            "mentors_eligible_heads",
        )
    }
    formulas: dict[str, tuple[str, Formula]] = {
        "classes_in_training": ("classes in their training weeks", _running(desk, number)),
        "mentors_need_heads": (
            "in nesting ÷ nesters per mentor",
            lambda c, p: f"{c}{row['nesters_heads']}/live_nesters_per_mentor",
        ),
        "mentors_eligible_heads": (
            "tenured × share who may mentor",
            lambda c, p: f"{c}{row['tenured_heads']}*live_mentor_eligible_share",
        ),
        "mentors_short_heads": (
            "needed − there",
            lambda c, p: (
                f"MAX(0,{c}{row['mentors_need_heads']}-{c}{row['mentors_eligible_heads']})"
            ),
        ),
    }
    return [
        Line(key, formula, desk.live[key][:, number], how, QUEUE_TOTALS[key])
        for key, (how, formula) in formulas.items()
    ]


def _running(desk: Desk, number: int) -> Formula:
    lay = desk.layout
    name = f"$B${lay.supply_group(number + 1)}"
    weeks = lay.queue_value("training_weeks", number)
    starts = lay.class_range("start_week")
    queue, heads = lay.class_range("class_queue"), lay.class_range("class_heads")
    return lambda c, p: (
        f"SUMPRODUCT(({queue}={name})*({starts}<={c}${DATE_ROW})"
        f"*({starts}>{c}${DATE_ROW}-7*MAX(1,{weeks}))*({heads}>0))"
        f"*(live_hiring_scale_share>0)"
    )
