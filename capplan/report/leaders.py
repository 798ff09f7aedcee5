"""Leaders and support roles: heads by layer, month by month, and the span of control."""

from __future__ import annotations

from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

import numpy as np

from capplan.capacity.support import ROLES
from capplan.inputs.formats import day, month, number
from capplan.money.budget import ROLE_PAY
from capplan.report.bars import Bar, bar_chart
from capplan.report.charts import line_chart, stacked_chart
from capplan.report.drawing import Series
from capplan.report.markup import Markup, joined
from capplan.report.staffing import WEEK, or_none
from capplan.report.subject import Subject, figure, numbers, section
from capplan.report.tables import Column, Row, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SUPPORT = tuple(f"{role}_heads" for role in ROLES)
LEADERS = tuple(heads for heads, _ in ROLE_PAY.values() if heads not in SUPPORT)
LEARNERS = ("training_heads", "cross_training_heads")
TONES = ("teal", "teal-mid", "blue-deep", "blue-mid", "navy", "slate", "amber")
LAYER_TONES = {
    "floor_heads": "blue-deep",
    **dict.fromkeys(LEARNERS, "blue-mid"),
    "support_heads": "teal-light",
}


def leadership(subject: Subject) -> Markup:
    """Heads by layer, leaders and support by month, and the span of control."""
    return section(
        "leadership",
        "Who leads and supports them?",
        _layers(subject),
        _leaders_by_month(subject),
        _span(subject),
    )


def _present(subject: Subject) -> list[str]:
    """The layers of leaders that have somebody in some week, from the bottom up."""
    return [name for name in LEADERS if subject.weekly(name).any()]


def _layers(subject: Subject) -> Markup:
    learners = [name for name in LEARNERS if subject.weekly(name).any()]
    names = [*reversed(_present(subject)), "floor_heads", *learners, "support_heads"]
    bars = [
        Bar(subject.label(name), 0.0, last, number(last), LAYER_TONES.get(name, "teal"))
        for name in names
        for last in (float(subject.weekly(name)[-1]),)
    ]
    total = sum(one.end for one in bars)
    note = f"Heads in the week of {day(subject.mondays[-1])}, the last one: {number(total)} in all."
    drawn = figure("layers", "Heads by layer at the end", note, partial(bar_chart, bars=bars))
    columns = (
        Column("Layer", words=True),
        *(Column(title, "heads") for title in ("First week", "Mean", "Peak", "Last week")),
    )
    rows = [_layer_row(subject.label(name), subject.weekly(name)) for name in names]
    together = np.sum([subject.weekly(name) for name in names], axis=0)
    rows.append(_layer_row("All people", together, strong=True))
    return joined((drawn, table("Heads by layer", columns, rows)))


def _layer_row(label: str, heads: Array, strong: bool = False) -> Row:
    figures = (heads[0], heads.mean(), heads.max(), heads[-1])
    return Row((label, *(number(float(one), 1) for one in figures)), strong)


def _leaders_by_month(subject: Subject) -> Markup:
    names = [*_present(subject), "support_heads"]
    tones = [*islice(cycle(TONES), len(names) - 1), LAYER_TONES["support_heads"]]
    series = [
        Series(subject.label(name), numbers(subject.average(name)), tone)
        for name, tone in zip(names, tones, strict=True)
    ]
    note = "Heads, mean of the month; the legend follows the columns from the bottom up."
    chart = partial(stacked_chart, months=subject.months, series=series)
    drawn = figure("leaders-months", "Leaders and support roles by month", note, chart, series)
    columns = (
        Column(subject.month_word),
        *(Column(subject.label(name), "heads") for name in ("floor_heads", *names)),
    )
    averages = {name: subject.average(name) for name in ("floor_heads", *names)}
    rows = (
        Row((month(one), *(or_none(values[k]) for values in averages.values())))
        for k, one in enumerate(subject.months)
    )
    caption = "Agents on the floor, leaders and support roles by month, mean heads"
    return joined((drawn, table(caption, columns, rows)))


def _span(subject: Subject) -> Markup:
    actual, target = subject.weekly("span_people"), float(subject.live["supervisor_span"])
    series = (
        Series(subject.label("span_people"), numbers(actual), "teal"),
        Series("Target span", [target] * len(actual), "amber", "dashed"),
    )
    note = (
        f"Agents on the floor for each team leader against the target of {number(target)};"
        " whole leaders make the steps."
    )
    chart = partial(line_chart, days=subject.mondays, series=series, room_share=0.2)
    drawn = figure("span-weeks", "Span of control by week", note, chart, series, "line")
    names = ("floor_heads", "supervisors_heads")
    columns = (
        WEEK,
        *(Column(subject.label(name), "heads") for name in names),
        Column(subject.label("span_people")),
        Column("Target span"),
    )
    floor, leads = (subject.weekly(name) for name in names)
    rows = (
        Row(
            (
                day(monday),
                number(floor[k], 1),
                number(leads[k]),
                number(actual[k], 1),
                number(target, 1),
            )
        )
        for k, monday in enumerate(subject.mondays)
    )
    return joined((drawn, table("Span of control by week", columns, rows)))
