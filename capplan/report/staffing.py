"""Staffing: required and available people, by month and queue, and who joins and leaves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from capplan.inputs.formats import NONE, day, month, number, percent, short_month
from capplan.report.charts import column_chart, line_chart
from capplan.report.drawing import Series
from capplan.report.markup import Markup, element, joined
from capplan.report.opening import short_weeks
from capplan.report.subject import Subject, coverage, figure, numbers, section
from capplan.report.tables import Column, Row, blocks, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.periods import Month

    Array = NDArray[np.float64]

# whole percent from which on a cell is so coloured, its mark and what both mean
BANDS = (
    (121, "far-over", "▴▴", "above 120%"),
    (106, "over", "▴", "106% to 120%"),
    (95, "even", "", "95% to 105%"),
    (85, "short", "▾", "85% to 94%"),
    (-math.inf, "far-short", "▾▾", "below 85%"),
)
WEEK = Column("Week from")


def fte(subject: Subject) -> Markup:
    """Two lines and the gap, and coverage by month and queue."""
    return section(
        "fte", "Are there enough people?", _required_and_available(subject), _coverage(subject)
    )


def _required_and_available(subject: Subject) -> Markup:
    need, have = subject.weekly("required_fte"), subject.weekly("covering_fte")
    series = (
        Series(subject.label("effective_fte"), numbers(have), "teal"),
        Series(subject.label("required_fte"), numbers(need), "navy", "thin"),
    )
    short = short_weeks(coverage(have, need))
    note = f"FTE of all queues together; {short}. Shaded: available below required."
    chart = partial(line_chart, days=subject.mondays, series=series, shaded=True)
    drawn = figure("fte-weeks", "Required and available FTE by week", note, chart, series, "line")
    return joined((drawn, _weeks_table(subject)))


def _weeks_table(subject: Subject) -> Markup:
    names = ("required_fte", "effective_fte", "gap_fte", "coverage_share", "overtime_fte")
    columns = (WEEK, *(Column(subject.label(name), _unit(name)) for name in names))
    need, have, gap, overtime = (
        subject.weekly(name) for name in ("required_fte", "covering_fte", "gap_fte", "overtime_fte")
    )
    share = coverage(have, need)
    rows = (
        Row(
            (
                day(monday),
                number(need[k], 1),
                number(have[k], 1),
                number(gap[k], 1, sign=True),
                coverage_cell(share[k]),
                or_none(overtime[k]),
            )
        )
        for k, monday in enumerate(subject.mondays)
    )
    return table("Required and available FTE by week, all queues", columns, rows)


def _unit(name: str) -> str:
    return "" if name.endswith("_share") else "FTE"


def or_none(value: float, digits: int = 1) -> str:
    """A number, or a dash where it rounds to nothing."""
    return number(value, digits) if abs(value) >= 0.5 * 10**-digits else NONE


def coverage_cell(share: float) -> Markup:
    """A coverage with its colour and its mark."""
    if np.isnan(share):
        return element("td", NONE)
    whole = round(share * 100)
    kind, mark = next((kind, mark) for least, kind, mark, _ in BANDS if whole >= least)
    sign = element("span", mark, class_="mark", aria_hidden="true") if mark else None
    return element("td", sign, percent(float(share)), class_=f"cov {kind}")


def _coverage(subject: Subject) -> Markup:
    by_month = subject.calendar.by_month
    need, have = (by_month(subject.live[name]) for name in ("required_fte", "covering_fte"))
    heading = element(
        "div",
        element("h3", "Coverage by month and queue"),
        element(
            "p",
            "Available as a share of required FTE; 100% is balanced, less is short.",
            class_="note",
        ),
        _bands_legend(),
        class_="heading",
    )
    parts = [heading]
    for block in blocks(len(subject.months)):
        columns = (
            Column("Queue", words=True, name=True),
            Column("Plan"),
            *(Column(short_month(one), str(one.year)) for one in _of(subject.months, block)),
        )
        first, last = subject.months[block[0]], subject.months[block[-1]]
        spans = month(first) if first == last else f"{month(first)} to {month(last)}"
        caption = f"{subject.label('coverage_share')}, {spans}"
        rows = [_coverage_row(name, have[:, k], need[:, k], block) for k, name in _queues(subject)]
        if len(rows) > 1:
            rows.append(
                _coverage_row("All queues", have.sum(axis=1), need.sum(axis=1), block, True)
            )
        parts.append(table(caption, columns, rows))
    return joined(parts)


def _queues(subject: Subject) -> list[tuple[int, str]]:
    return list(enumerate(subject.given.queue_names))


def _of(months: Sequence[Month], block: range) -> list[Month]:
    return [months[k] for k in block]


def _coverage_row(name: str, have: Array, need: Array, block: range, strong: bool = False) -> Row:
    whole = coverage(have.sum(keepdims=True), need.sum(keepdims=True))[0]
    share = coverage(have, need)
    cells = (coverage_cell(share[k]) for k in block)
    return Row((name, coverage_cell(whole), *cells), strong)


def _bands_legend() -> Markup:
    items = (
        element("li", element("span", mark or "=", class_=f"cov {kind}"), " ", says)
        for _, kind, mark, says in reversed(BANDS)
    )
    return element("ul", *items, class_="legend")


# by month: who comes to the floor or to training, who goes, and what it takes
CAME_AND_WENT = (
    "starts_heads",
    "graduates_heads",
    "dropouts_heads",
    "leave_back_heads",
    "all_leavers_heads",
    "leave_out_heads",
    "promotions_out_heads",
    "all_offers_heads",
)
ALWAYS = ("starts_heads", "graduates_heads", "all_leavers_heads")


def movement(subject: Subject) -> Markup:
    """Joiners, leavers and people in training by month."""
    starts, leavers = subject.monthly("starts_heads"), subject.monthly("all_leavers_heads")
    training = subject.average("training_heads")
    columns = (
        Series(subject.label("starts_heads"), numbers(starts), "teal"),
        Series(subject.label("all_leavers_heads"), numbers(-leavers), "rust"),
    )
    lines = (Series("In training, mean of the month", numbers(training), "navy", "dashed"),)
    chart = partial(column_chart, months=subject.months, columns=columns, lines=lines)
    note = "Heads: starters upwards, leavers downwards; the line is people in training."
    drawn = figure(
        "movement-months",
        "Joiners, leavers and people in training by month",
        note,
        chart,
        (*columns, *lines),
    )
    return section("movement", "Who joins and who leaves?", drawn, _movement_table(subject))


def _movement_table(subject: Subject) -> Markup:
    sums = [name for name in CAME_AND_WENT if name in ALWAYS or subject.weekly(name).any()]
    columns = [Column(subject.month_word), *(Column(subject.label(name), "heads") for name in sums)]
    columns.append(Column(subject.label("training_heads"), "heads, mean"))
    monthly = {name: subject.monthly(name) for name in sums}
    training = subject.average("training_heads")
    rows = [
        Row((month(one), *(or_none(monthly[name][k]) for name in sums), or_none(training[k])))
        for k, one in enumerate(subject.months)
    ]
    whole = (or_none(float(monthly[name].sum())) for name in sums)
    mean = or_none(float(subject.weekly("training_heads").mean()))
    rows.append(Row(("Plan", *whole, mean), strong=True))
    return table("Joiners, leavers and people in training by month", columns, rows)
