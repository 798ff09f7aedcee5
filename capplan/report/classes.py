"""The hiring plan: every class, who decided on it, and what speaks for an optimised one."""

from __future__ import annotations

from datetime import timedelta

from capplan.inputs.assumptions import TrainingClass
from capplan.inputs.formats import compact, day, number, of_unit
from capplan.report.markup import Markup, element
from capplan.report.subject import Subject, section
from capplan.report.tables import Column, Row, table, typed
from capplan.vocabulary import terms

TYPED = ("class", "class_queue")


def hiring(subject: Subject) -> Markup:
    """Classes in the order in which they start."""
    classes = sorted(subject.given.classes, key=lambda one: (one.start_week, one.queue, one.name))
    said = element("p", _in_words(subject, classes), class_="note")
    listed = _table(subject, classes) if classes else None
    return section(
        "hiring",
        "Which classes start, and when?",
        said,
        listed,
        _evidence(subject),
        _capacity(subject),
    )


def _in_words(subject: Subject, classes: list[TrainingClass]) -> str:
    if not classes:
        return "No class is planned."
    heads = sum(one.heads for one in classes)
    own = sum(not one.proposed for one in classes)
    scale = float(subject.live["hiring_scale_share"])
    scaled = f" Under {subject.plan.live} each counts {of_unit(scale, 'multiple')} times."
    return (
        f"{len(classes)} classes with {number(heads)} starters: {own} are the planner's,"
        f" {len(classes) - own} the engine's, replaced when it plans again."
        + (scaled if scale != 1 else "")
    )


def _table(subject: Subject, classes: list[TrainingClass]) -> Markup:
    names = ("class", "class_queue", "class_status", "start_week")
    columns = (
        *(Column(subject.label(name), words=True, name=name in TYPED) for name in names),
        Column("On the floor", words=True),
        Column(subject.label("class_heads"), "heads"),
    )
    rows = [
        Row(
            (
                one.name,
                one.queue,
                one.status,
                day(one.start_week),
                day(one.start_week + timedelta(weeks=_training_weeks(subject, one))),
                number(one.heads),
            )
        )
        for one in classes
    ]
    total = number(sum(one.heads for one in classes))
    rows.append(Row(("All classes", "", "", "", "", total), strong=True))
    return table("Hiring plan by class", columns, rows)


def _training_weeks(subject: Subject, one: TrainingClass) -> int:
    return int(subject.given.queues["training_weeks"][subject.given.queue_number(one.queue)])


def _evidence(subject: Subject) -> Markup | None:
    """What an optimised hiring plan stands on, where there is one."""
    found = subject.given.evidence
    if not found:
        return None
    columns = (Column("Evidence", words=True), Column("Found"), Column("Meaning", words=True))
    rows = []
    for row in terms("evidence"):
        if row.name in found:
            value = found[row.name]
            is_money = row.unit == "money" and not isinstance(value, str)
            shown = compact(float(value)) if is_money else of_unit(value, row.unit)
            unit = f" {subject.currency}" if is_money else ""
            rows.append(Row((row.label, typed(shown + unit), row.help)))
    return table("What speaks for the optimised hiring plan", columns, rows, "text")


def _capacity(subject: Subject) -> Markup:
    """What hiring and training take of recruiters, trainers, rooms and seats."""
    columns = (
        Column("What it takes", words=True),
        Column("Unit", words=True),
        *(Column(title) for title in ("Mean", "Lowest", "Highest")),
        Column("Highest in the week of", words=True),
    )
    rows = []
    for row in terms("result", "capacity", "week"):
        weekly = subject.weekly(row.name)
        if weekly.any():
            figures = (float(one) for one in (weekly.mean(), weekly.min(), weekly.max()))
            cells = (of_unit(one, row.unit) for one in figures)
            when = day(subject.mondays[int(weekly.argmax())])
            rows.append(Row((subject.label(row.name), subject.unit(row.name), *cells, when)))
    return table("What hiring and training take; zeros are left out", columns, rows)
