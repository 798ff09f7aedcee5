"""Checks of capacities: the weeks in which another function cannot provide what the plan needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from capplan.capacity.load import MOST_DILUTION
from capplan.leaders.movement.movement_remarks import INSIDE_LIMIT_SHARE
from capplan.leaders.movement.owed import RED_FROM
from capplan.people.funnel import SUM_SLACK
from capplan.staffing.rounding import round_up
from capplan.vocabulary import term, terms
from capplan_workbook.checks.check import FAIL, REVIEW, Check, exact_check, zero_check
from capplan_workbook.layout.lines import of_layers
from capplan_workbook.sheets.assumptions.value_checks import WORDS, outside

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

LEAST = 1e-6  # less than this short is what rounding leaves
# short line on Supply -> what suffices, in words, and what to do
CAPACITIES = {
    "recruiter_short_h": ("Recruiters", "hire earlier, more recruiters, or other sources"),
    "interview_short_h": ("Team leaders' interview hours", "spread the starts or let others help"),
    "rooms_short": ("Training rooms", "move a class or find a room"),
    "trainers_short_heads": ("Trainers", "move a class or train a trainer"),
    "mentors_short_heads": ("Mentors of each queue", "smaller classes, or more agents may mentor"),
    "seats_short_heads": ("Seats and licences", "order seats, or start people later"),
}


def capacity_checks(desk: Desk) -> Iterator[Check]:
    """Can the other functions provide what the hiring plan needs, in every week?"""
    yield from _sources(desk)
    for key in CAPACITIES:
        yield _suffices(desk, key)
    yield _dilution(desk)
    yield _red_spans(desk)
    yield _inside(desk)


def _red_spans(desk: Desk) -> Check:
    lay, lights = desk.layout, of_layers("{}_light")
    rows = (lay.week_range(lay.management_rows[key], "Management") for key in lights)
    count = sum(int((desk.live[key] == "red").sum()) for key in lights)
    return zero_check(
        "No span beyond red, in any layer and week",
        "+".join(f'COUNTIF({row},"red")' for row in rows),
        REVIEW,
        f"Management: teams larger than {RED_FROM:g} x the largest span; decide leaders earlier.",
        float(count),
    )


def _inside(desk: Desk) -> Check:
    lay, weekly = desk.layout, desk.live["inside_share"]
    row = lay.week_range(lay.management_rows["inside_share"], "Management")
    return zero_check(
        f"At most {INSIDE_LIMIT_SHARE:.0%} of leaders from within in 26 weeks".replace("%", " %"),
        f"SUMPRODUCT(--({row}>{INSIDE_LIMIT_SHARE:g}+1E-9))",
        REVIEW,
        "Management: hire some from outside; promotion alone drains the floor.",
        float((weekly > INSIDE_LIMIT_SHARE + 1e-9).sum()),
    )


def _sources(desk: Desk) -> Iterator[Check]:
    col, lay = desk.layout.source_range, desk.layout
    share, name = col("source_share"), col("source")
    yield exact_check(
        "Sources of starters are the ones the engine knows",
        f'SUMPRODUCT(--({name}<>""))',
        len(lay.sources),
        FAIL,
        "HiringPlan: a source was added or removed; run capplan again.",
    )
    yield zero_check(
        "Shares of the sources add up to 100 %",
        f"IF(SUM({share})=0,0,--(ABS(SUM({share})-1)>{SUM_SLACK:g}))",
        FAIL,
        "HiringPlan: each row is one source's part of all starters.",
    )
    rows = [row for row in terms("assumption", shape="source") if row.unit not in WORDS]
    wrong = (f'SUMPRODUCT(({col(r.name)}<>"")*({outside(r, col(r.name))}>0))' for r in rows)
    yield zero_check(
        "Values of the sources lie within their limits",
        "+".join(wrong),
        FAIL,
        "HiringPlan: each cell's prompt says what it may hold; 30 % is 0.30.",
    )


def _suffices(desk: Desk, key: str) -> Check:
    title, remedy = CAPACITIES[key]
    lay, values = desk.layout, np.asarray(desk.live[key])
    weekly = values.sum(axis=1) if values.ndim > 1 else values
    row, unit = lay.week_range(lay.load_rows[key], "Supply"), term(key).unit
    most = f"ROUNDUP(MAX({row})-{LEAST:.6f},0)"
    worst = f'"week "&MATCH(MAX({row}),{row},0)&", short of "&{most}&" {unit}: {remedy}."'
    shown = (
        f"week {int(weekly.argmax()) + 1}, short of {int(round_up(float(weekly.max()) - LEAST))} "
        f"{unit}: {remedy}."
    )
    return _weeks_beyond(title + " suffice in every week", weekly, row, LEAST, (worst, shown))


def _dilution(desk: Desk) -> Check:
    weekly = desk.live["dilution_share"]
    row = desk.layout.week_range(desk.layout.load_rows["dilution_share"], "Supply")
    after = " % of agents are new: start fewer people at a time."
    worst = f'"week "&MATCH(MAX({row}),{row},0)&", "&ROUNDDOWN(100*MAX({row}),0)&"{after}"'
    shown = f"week {int(weekly.argmax()) + 1}, {int(100 * weekly.max())}{after}"
    title = f"New agents are at most {MOST_DILUTION:.0%} of the floor".replace("%", " %")
    return _weeks_beyond(title, weekly, row, MOST_DILUTION, (worst, shown))


def _weeks_beyond(
    title: str, weekly: np.ndarray, row: str, most: float, worst: tuple[str, str]
) -> Check:
    """Weeks beyond a limit, and which is the worst."""
    formula, shown = worst
    count = int((weekly > most).sum())
    beyond = f"SUMPRODUCT(--({row}>{most:.6f}))"
    enough = "Supply: enough in every week."
    return Check(
        title,
        beyond,
        count,
        0,
        0,
        REVIEW,
        f"Supply: {shown}" if count else enough,
        "count",
        f'IF({beyond}>0,"Supply: "&{formula},"{enough}")',
    )
