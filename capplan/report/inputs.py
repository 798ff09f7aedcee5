"""Assumptions: what the plan believes, who stands for it, and what nobody has looked at yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from capplan.inputs.assumptions import Origin
from capplan.inputs.formats import NONE, number, of_unit, percent
from capplan.report.markup import Markup, element, joined
from capplan.report.register import Register
from capplan.report.subject import Subject, section
from capplan.report.tables import Column, Row, blocks, table, typed
from capplan.vocabulary import VOCABULARY, Term, term, terms

STAGES = {
    "plan": "Plan",
    "demand": "Demand",
    "requirement": "Requirement",
    "fte": "Shrinkage and hours",
    "supply": "People",
    "capacity": "Hiring and training capacity",
    "management": "Leaders",
    "support": "Support roles",
    "budget": "Pay and cost",
}
QUEUES_A_BLOCK = 6
COST_TABLES = {
    "sites": ("site_name", "Pay and seats by site"),
    "plan_rates": ("plan_rate", "Plan rates"),
    "wage_steps": ("wage_step", "Pay awards"),
    "outsourcing": ("outsourcing", "Outsourcing"),
}
BASES = ("given", "assumed", "default")
BY_SCENARIO = "scenario"
UNTOLD = Origin()
CHANGES = "_change_share"  # what a scenario changes; zero in the plan itself


def assumptions(subject: Subject) -> Markup:
    """Plan-wide values, queues, and what is listed line by line."""
    return section(
        "assumptions",
        "What does the plan assume?",
        element("p", _in_words(subject), class_="note"),
        _plan_wide(subject),
        _queues(subject),
        _listed(subject, "event", "Events", subject.given.events),
        _listed(subject, "move", "Moves of agents", subject.given.moves),
        _listed(subject, "source", "Where starters come from", subject.given.sources),
        *(
            _listed(subject, kind, title, getattr(subject.given, part))
            for part, (kind, title) in COST_TABLES.items()
        ),
    )


def _in_words(subject: Subject) -> str:
    found = Counter(_origin(subject, row.name).basis for row in _plan_terms())
    counted = ", ".join(f"{found[basis]} {basis}" for basis in BASES)
    return (
        f"{sum(found.values())} values for the whole plan: {counted}. Given: someone stands for"
        " it. Assumed: to be replaced by local data. Default: nobody has looked at it."
    )


def _plan_terms() -> list[Term]:
    """What the plan assumes; which version it is stands on top of the page."""
    rows = terms("assumption", shape="plan")
    return [row for row in rows if not row.name.endswith(CHANGES) and row.stage != "version"]


def _origin(subject: Subject, name: str) -> Origin:
    return subject.given.origins.get(name, UNTOLD)


def _plan_wide(subject: Subject) -> Markup:
    columns = (
        Column("Assumption", words=True),
        Column("Value"),
        Column("Unit", words=True),
        Column("Basis", words=True),
        *Register(subject).columns,
        Column("Source or note", words=True, name=True),
    )
    rows = [Row(("Where demand comes from",), group=True), *_demand_rows(subject)]
    by_stage: dict[str, list[Term]] = {}
    for row in _plan_terms():
        by_stage.setdefault(row.stage, []).append(row)
    for stage, found in by_stage.items():
        rows.append(Row((STAGES.get(stage, stage.capitalize()),), group=True))
        rows += [_value_row(subject, row) for row in found]
    return table("Assumptions for the whole plan", columns, rows, "text")


def _demand_rows(subject: Subject) -> list[Row]:
    given = subject.given
    contacts = f"{number(float(given.base_contacts.sum()))} in {len(subject.mondays)} weeks"
    ramp = [percent(float(share)) for share in given.proficiency_share]
    learning = f"{ramp[0]} to {ramp[-1]}" if ramp else "100%"
    told = (
        ("base_contacts", contacts, "contacts"),
        ("profile_share", "by queue, weekday, interval", ""),
        ("proficiency_share", learning, f"in {len(ramp)} weeks"),
    )
    return [
        Row((subject.label(name), shown, unit, *_told(subject, name, _origin(subject, name))))
        for name, shown, unit in told
    ]


def _value_row(subject: Subject, row: Term) -> Row:
    own = next(one for one in subject.given.scenarios if one.name == subject.plan.live).overrides
    origin = _origin(subject, row.name)
    value = subject.given.in_scenario(subject.plan.live)[row.name]
    if row.name in own:
        before = of_unit(subject.given.values[row.name], row.unit)
        origin = Origin(BY_SCENARIO, f"Set by {subject.plan.live}; the plan's own is {before}")
    shown, unit = of_unit(value, row.unit), subject.unit(row.name)
    cell = typed(shown) if isinstance(value, str) else shown
    return Row((subject.label(row.name), cell, unit, *_told(subject, row.name, origin)))


def _told(subject: Subject, name: str, origin: Origin) -> tuple[Markup | str, ...]:
    return _basis(origin), *Register(subject).cells(name, origin), origin.note


def _basis(origin: Origin) -> Markup:
    kind = origin.basis if origin.basis in (*BASES, BY_SCENARIO) else "default"
    return element("span", origin.basis, class_=f"basis {kind}")


def _queues(subject: Subject) -> Markup:
    names = subject.given.queue_names
    parts = []
    for block in blocks(len(names), QUEUES_A_BLOCK):
        chosen = [names[k] for k in block]
        columns = (
            Column("Term", words=True),
            Column("Unit", words=True),
            *(Column(name, name=True) for name in chosen),
        )
        rows = [
            Row((subject.label(row.name), subject.unit(row.name), *_values(subject, row, block)))
            for row in terms("assumption", shape="queue")
            if row.name != "queue" and row.name in subject.given.queues
        ]
        origins = [_origin(subject, f"queue:{name}") for name in chosen]
        rows.append(Row(("Basis", "", *(_basis(one) for one in origins))))
        rows += Register(subject).queue_rows(chosen)
        rows.append(Row(("Source or note", "", *(typed(one.note or NONE) for one in origins))))
        parts.append(table("Queues", columns, rows))
    return joined(parts)


def _values(subject: Subject, row: Term, block: range) -> list[str]:
    column: Any = subject.given.queues[row.name]
    cells = [column[k] for k in block]
    return [typed(one) if isinstance(one, str) else of_unit(float(one), row.unit) for one in cells]


def _listed(subject: Subject, kind: str, title: str, items: Sequence[Any]) -> Markup | None:
    """A table of what the planner lists line by line, each field headed by its term."""
    if not items:
        return None
    named = {one.name: _term_of(kind, one.name) for one in fields(items[0])}
    columns = [
        Column(
            subject.label(row.name),
            subject.unit(row.name),
            words=row.unit in ("text", "date"),
            name=row.unit == "text",
        )
        for row in named.values()
    ]
    rows = (
        Row([of_unit(getattr(one, name), row.unit) or NONE for name, row in named.items()])
        for one in items
    )
    return table(title, columns, rows)


def _term_of(kind: str, field: str) -> Term:
    """The term of a field: its own name, with the kind before it, or the kind alone."""
    name = kind if field == "name" else f"{kind.removesuffix('_name')}_{field}"
    return term(name if name in VOCABULARY else field)
