"""Hours: what agents are paid for and what is left for contacts, in one line a month."""

from __future__ import annotations

from capplan.capacity.hours import HOURS
from capplan.inputs.formats import month, number, percent
from capplan.report.markup import Markup, element, joined
from capplan.report.subject import Subject, notes
from capplan.report.tables import Column, Row, table

TITLE = "Paid and productive hours of agents"


def paid_and_productive(subject: Subject) -> Markup:
    """Paid hours less absence, time at work and learning: the productive ones, by month."""
    heading = element("div", element("h3", TITLE), notes(_of_a_year(subject)), class_="heading")
    return joined((heading, _table(subject)))


def _of_a_year(subject: Subject) -> str:
    paid, productive = (subject.live[f"{name}_year_h"] for name in ("paid", "productive"))
    return (
        f"Finance counts {number(paid)} paid hours of one FTE in a year of 52 weeks; "
        f"{number(productive)} of them are productive. Overtime, trainees and time off by choice "
        "are not counted."
    )


def _table(subject: Subject) -> Markup:
    columns = (
        Column(subject.month_word),
        *(Column(subject.label(name), subject.unit(name)) for name in HOURS),
        Column(subject.label("productive_share")),
    )
    monthly = [subject.monthly(name) for name in HOURS]

    def row(name: str, hours: list[float], strong: bool = False) -> Row:
        share = percent(hours[-1] / hours[0], 1) if hours[0] > 0 else "–"
        return Row((name, *map(number, hours), share), strong)

    rows = [
        row(month(one), [float(values[k]) for values in monthly])
        for k, one in enumerate(subject.months)
    ]
    rows.append(row("Plan", [float(values.sum()) for values in monthly], strong=True))
    return table(TITLE, columns, rows)
