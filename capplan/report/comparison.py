"""Scenarios side by side, and the bridge from the base scenario's cost to the live one's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from capplan.inputs.assumptions import scenario_terms
from capplan.inputs.formats import compact, money, of_unit, percent
from capplan.questions.bridge import MONEY
from capplan.questions.factors import FACTORS
from capplan.report.bars import Bar, bar_chart, waterfall
from capplan.report.markup import Markup, element, joined
from capplan.report.opening import headline, headline_terms
from capplan.report.subject import Subject, figure, notes, section
from capplan.report.tables import Column, Row, blocks, table
from capplan.vocabulary import Term

if TYPE_CHECKING:
    from capplan.questions.study import Study

SCENARIOS_A_BLOCK = 5
ALL_DRIVERS = "All drivers"


def cost_steps(study: Study) -> list[tuple[str, float]] | None:
    """What changes from the base scenario's cost to the live one's; None for the base itself."""
    found = study.bridge
    return [(FACTORS[name], part) for name, part in found[MONEY].parts.items()] if found else None


def comparison(subject: Subject, bridge: Sequence[tuple[str, float]] | None) -> Markup:
    """Every scenario's cost, drivers and headlines, and what makes the live one differ."""
    steps = _bridge(subject, bridge) if bridge else None
    return section(
        "scenarios", "How do the scenarios compare?", _costs(subject), _tables(subject), steps
    )


def _costs(subject: Subject) -> Markup:
    names = subject.given.scenario_names
    costs = {name: float(subject.plan.value("total_cost", name)) for name in names}
    base = costs[subject.base]
    bars = [
        Bar(
            f"{name} (shown here)" if name == subject.plan.live else name,
            0.0,
            amount,
            compact(amount) + _against(amount, base),
            "teal" if name == subject.plan.live else "slate-light",
            name == subject.plan.live,
        )
        for name, amount in costs.items()
    ]
    note = f"{subject.currency}, all weeks of the plan; in brackets the change from {subject.base}."
    return figure("scenario-costs", "Total cost by scenario", note, partial(bar_chart, bars=bars))


def _against(amount: float, base: float) -> str:
    if amount == base or not base:
        return ""
    change = percent(amount / base - 1, 1)
    return f" ({change if change.startswith('−') else '+' + change})"


def _tables(subject: Subject) -> Markup:
    names = subject.given.scenario_names
    parts = []
    for block in blocks(len(names), SCENARIOS_A_BLOCK):
        chosen = [names[k] for k in block]
        columns = (
            Column("Term", words=True),
            Column("Unit", words=True),
            *(Column(name, _mark(subject, name), name=True) for name in chosen),
        )
        rows = [
            Row(("What the scenarios assume",), group=True),
            *(_driver(subject, row, chosen) for row in scenario_terms()),
            Row(("What follows",), group=True),
            *(_headline(subject, row, chosen) for row in headline_terms()),
        ]
        parts.append(table("Scenarios side by side", columns, rows))
    return joined((*parts, notes("Bold: set by the scenario; the others are the plan's own.")))


def _mark(subject: Subject, name: str) -> str:
    return "shown here" if name == subject.plan.live else ""


def _driver(subject: Subject, row: Term, names: Sequence[str]) -> Row:
    cells = []
    own = {one.name: one.overrides for one in subject.given.scenarios}
    for name in names:
        shown = of_unit(subject.plan.value(row.name, name), row.unit)
        changed = row.name in own[name]
        cells.append(element("strong", shown) if changed else shown)
    return Row((subject.label(row.name), subject.unit(row.name), *cells))


def _headline(subject: Subject, row: Term, names: Sequence[str]) -> Row:
    whole = row.unit == "money"  # here amounts are compared to the last unit
    cells = (
        money(float(subject.plan.value(row.name, name))) if whole else headline(subject, row, name)
        for name in names
    )
    return Row((subject.label(row.name), subject.unit(row.name), *cells))


def _bridge(subject: Subject, steps: Sequence[tuple[str, float]]) -> Markup:
    amounts = subject.amounts
    say = partial(amounts.shown, sign=True)
    note = (
        f"{amounts.words}, from {subject.base} to {subject.plan.live}: the part of each driver;"
        " rust adds cost, teal saves."
    )
    chart = partial(waterfall, steps=steps, total_label=ALL_DRIVERS, shown=say)
    drawn = figure("bridge", f"Cost change from {subject.base}", note, chart)
    columns = (Column("Step", words=True, name=True), Column("Change", amounts.words))
    rows = [Row((label, say(amount))) for label, amount in steps]
    rows.append(Row((ALL_DRIVERS, say(sum(amount for _, amount in steps))), strong=True))
    return joined((drawn, table(f"Cost change from {subject.base}", columns, rows)))
