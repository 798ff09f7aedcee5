"""Budget first: what customers get from the people there is money for, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from capplan.inputs.formats import NONE, number, percent
from capplan.questions.cap import title, verdict
from capplan.report.markup import Markup
from capplan.report.subject import Subject, notes, section
from capplan.report.tables import Column, Row, table

if TYPE_CHECKING:
    from capplan.questions.funded import Funded, FundedMonth

KEY, TITLE = "cap", "What does the budget buy?"
WHOLE = "Plan"


def budget_cap(subject: Subject) -> Markup | None:
    """What the plan's budget cap buys; nothing for a plan without one."""
    found = subject.study.cap()
    if found is None:
        return None
    return section(KEY, TITLE, notes(_opening(found), *_said(found)), _table(subject, found))


def _opening(found: Funded) -> str:
    return (
        f"With {number(found.heads, 1)} agents in every week. Queues that wait in line are staffed"
        " first; what is short grows the backlog of the others."
    )


def _said(found: Funded) -> Iterator[str]:
    first, worst, missed = verdict(found)
    yield f"Hurts first: {first}."
    yield f"Shortest of people: {worst}."
    yield f"Who misses a target, and how often: {missed}."
    yield (
        f"Closing the gap everywhere costs {found.currency} {number(found.closing_cost)}; the"
        f" agents funded, with all that they bring, {found.currency} {number(found.funded_cost)}."
    )


def _table(subject: Subject, found: Funded) -> Markup:
    columns = (
        Column(subject.month_word),
        *(Column(label, "agents") for label in ("Needed", "Funded", "Short")),
        Column("Service level"),
        Column("ASA", "seconds"),
        Column("Abandoned"),
        Column("Occupancy"),
        Column("Backlog", "hours"),
        Column("To close the gap", subject.amounts.words),
        Column("Queues that miss"),
    )
    rows = [_row(subject, title(one), one) for one in found.months]
    rows.append(_row(subject, WHOLE, found.whole, strong=True))
    return table("What the budget cap buys", columns, rows)


def _row(subject: Subject, name: str, one: FundedMonth, strong: bool = False) -> Row:
    cells = (
        name,
        number(one.needed_heads, 1),
        number(one.funded_heads, 1),
        NONE if strong else number(one.short_heads, 1),  # not the gap between two means
        _share(one.service_level_share),
        _wait(one.asa_s),
        _share(one.abandon_share),
        _share(one.occupancy_share),
        NONE if one.backlog_h is None else number(one.backlog_h),
        subject.amounts.shown(one.closing_cost),
        NONE if strong else str(len(one.missed)),
    )
    return Row(cells, strong)


def _share(share: float | None) -> str:
    return NONE if share is None else percent(share, 1)


def _wait(seconds: float | None) -> str:
    if seconds is None:
        return NONE
    return "no end" if np.isinf(seconds) else number(seconds, 1)
