"""Money: what the plan costs, month by month and line by line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from capplan.capacity.support import ROLES
from capplan.inputs.formats import compact, month, number, percent
from capplan.money.budget import COST_LINES, ROLE_PAY
from capplan.report.charts import stacked_chart
from capplan.report.drawing import Series
from capplan.report.hours import paid_and_productive
from capplan.report.markup import Markup, joined
from capplan.report.subject import Subject, figure, notes, section
from capplan.report.tables import Column, Row, blocks, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SUPPORT_LINES = tuple(f"{role}_cost" for role in ROLES)
LEADER_LINES = tuple(line for line in ROLE_PAY if line not in SUPPORT_LINES)
# label, tone and lines of each type of cost; the last one takes every line not named here
TYPES = (
    ("Agents", "blue-deep", ("agents_cost", "vto_cost")),
    ("Trainees", "blue-mid", ("trainees_cost",)),
    ("Overtime", "rust", ("overtime_cost",)),
    ("Premiums, bonus", "slate", ("premiums_cost", "incentive_cost", "bonus_cost")),
    ("Leaders", "teal", LEADER_LINES),
    ("Support roles", "teal-light", SUPPORT_LINES),
    ("On-costs", "slate-light", ("on_costs_cost",)),
)
OTHER, OTHER_TONE = "Other", "amber"
YEARS_A_BLOCK = 4


def cost(subject: Subject) -> Markup:
    """Cost by month and type, and the whole cost line by line."""
    parts = (_by_month(subject), _by_line(subject), paid_and_productive(subject))
    return section("cost", "What does it cost?", *parts)


def types(subject: Subject) -> list[tuple[str, str, Array]]:
    """Label, tone and monthly amounts of each type of cost that occurs."""
    named = [line for _, _, lines in TYPES for line in lines]
    rest = tuple(line for line in COST_LINES if line not in named)
    found = [
        (label, tone, _sum(subject, lines))
        for label, tone, lines in (*TYPES, (OTHER, OTHER_TONE, rest))
    ]
    return [one for one in found if one[2].any()]


def _sum(subject: Subject, lines: tuple[str, ...]) -> Array:
    empty = np.zeros(len(subject.months))
    return empty + sum(subject.monthly(line) for line in lines)


def _by_month(subject: Subject) -> Markup:
    amounts, groups = subject.amounts, types(subject)
    series = [Series(label, amounts.scaled(values), tone) for label, tone, values in groups]
    note = (
        f"{amounts.words}. {_phased(subject)} may be partial; the legend follows the columns from"
        " the bottom up."
    )
    chart = partial(stacked_chart, months=subject.months, series=series)
    drawn = figure("cost-months", "Cost by month and type", note, chart, series)
    return joined((drawn, _month_table(subject, groups), notes(_what_other_is(subject))))


def _phased(subject: Subject) -> str:
    fiscal = subject.calendar.fiscal
    if fiscal:
        whole = f"Each week falls whole into a period of a {fiscal.pattern} year"
        return f"{whole}; the first and the last period"
    return "Weeks fall into months by workdays, so the first and the last month"


def _month_table(subject: Subject, groups: list[tuple[str, str, Array]]) -> Markup:
    amounts = subject.amounts
    columns = (
        Column(subject.month_word),
        *(Column(label) for label, _, _ in groups),
        Column("Total"),
        Column("Contacts"),
        Column(subject.label("cost_per_contact"), subject.currency),
    )
    total, contacts = subject.monthly("week_cost"), subject.monthly("contacts")

    def row(name: str, parts: list[float], whole: float, count: float, strong: bool) -> Row:
        each = compact(whole / count) if count else "–"
        shown = (amounts.shown(one) for one in (*parts, whole))
        return Row((name, *shown, number(count), each), strong)

    rows = [
        row(month(one), [values[k] for *_, values in groups], total[k], contacts[k], False)
        for k, one in enumerate(subject.months)
    ]
    sums = [float(values.sum()) for *_, values in groups]
    rows.append(row("Plan", sums, float(total.sum()), float(contacts.sum()), True))
    return table(f"Cost by month and type, {amounts.words}", columns, rows)


def _what_other_is(subject: Subject) -> str:
    named = [line for _, _, lines in TYPES for line in lines]
    rest = [subject.label(line) for line in COST_LINES if line not in named]
    return f"{OTHER}: {', '.join(rest).lower()}. Amounts are rounded, totals are not sums of them."


def _by_line(subject: Subject) -> Markup:
    amounts, total = subject.amounts, float(subject.live["total_cost"])
    years = sorted({one.year for one in subject.months})
    lines = [line for line in COST_LINES if subject.weekly(line).any()]
    parts = []
    for block in blocks(len(years), YEARS_A_BLOCK):
        chosen = [years[k] for k in block]
        columns = (
            Column("Cost line", words=True),
            *(Column(str(year)) for year in chosen),
            Column("Plan"),
            Column("Share"),
        )
        rows = [_line_row(subject, line, chosen, total) for line in lines]
        rows.append(_line_row(subject, "week_cost", chosen, total, strong=True))
        parts.append(table(f"Cost by line and year, {amounts.words}", columns, rows))
    return joined(parts)


def _line_row(
    subject: Subject, line: str, years: list[int], total: float, strong: bool = False
) -> Row:
    monthly, amounts = subject.monthly(line), subject.amounts
    by_year = (
        sum(monthly[k] for k, one in enumerate(subject.months) if one.year == year)
        for year in years
    )
    whole = float(subject.weekly(line).sum())
    label = "Total" if strong else subject.label(line)
    share = percent(whole / total, 1) if total else "–"
    return Row((label, *map(amounts.shown, by_year), amounts.shown(whole), share), strong)
