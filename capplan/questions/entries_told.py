"""Columns of tables that planners fill row by row, told in words: events, classes, owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.inputs.assumptions import Origin
from capplan.questions.places import LISTS

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.vocabulary import Term

# shape of a column -> the term that tells its table, and what the table lists
TABLES = {
    "event": ("event", "events"),
    "class": ("class", "classes"),
    "move": ("move", "moves"),
    "source": ("source", "sources"),
    "site": ("site_name", "sites"),
    "rate": ("plan_rate", "rates"),
    "wage_step": ("wage_step", "pay awards"),
    "outsourcing": ("outsourcing", "contracts"),
}
WEEK, ORIGIN = "week", "origin"


def is_column(row: Term) -> bool:
    """Whether a term is a column of such a table, or the heading of its weeks.

    >>> from capplan.vocabulary import term
    >>> is_column(term("lift_share")), is_column(term("week")), is_column(term("event"))
    (True, True, False)
    """
    if row.name in LISTS or row.kind != "assumption":
        return False
    return row.shape in TABLES or row.shape == ORIGIN or row.name == WEEK


def weeks_told(given: Assumptions, week: int | None) -> tuple[str, str]:
    """The Monday of a week, or the first and the last of the plan."""
    mondays = given.calendar.mondays
    if week is not None:
        return mondays[week].isoformat(), ""
    return f"{mondays[0].isoformat()} to {mondays[-1].isoformat()}", f"{len(mondays)} weeks"


def origins_told(given: Assumptions, name: str, queue: int | None) -> tuple[str, str]:
    """Where the rows of Queues come from: basis, note, owner or day of each."""
    names = given.queue_names if queue is None else (given.queue_names[queue],)
    rows = [given.origins.get(f"queue:{one}", Origin()) for one in names]
    told = ", ".join(dict.fromkeys(filter(None, (_said(one, name) for one in rows))))
    return told or "none", f"rows of Queues: {len(names)}"


def _said(one: Origin, name: str) -> str:
    day = one.given_on.isoformat() if one.given_on else ""
    said = {"origin": one.basis, "origin_note": one.note, "origin_owner": one.owner}
    return {**said, "origin_date": day}[name]
