"""Scenarios: the selector, and one column of overrides a scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from capplan.inputs.assumptions import BASE, PURE_DRIVERS, Scenario, scenario_terms
from capplan.inputs.checks import few
from capplan.vocabulary import Term
from capplan_workbook.layout.places import SELECTOR
from capplan_workbook.reading.cells import as_text, did_you_mean, fold_name, is_blank
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.growth import Made
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.queue_rows import by_folded, report_lost
from capplan_workbook.reading.tables import (
    Table,
    find_table,
    heading_texts,
    report_below,
    report_headings,
)

SHEET, TABLE, SELECTOR_NAME = "Scenarios", "tbl_scenarios", "in_scenario"
HEADS = ("Driver", "Unit", "Live", "What it does")
SELECTOR_LABEL = "pick a scenario"
DRIVER, LABEL = HEADS[0], "Scenario"
MOST_RIGHT = 16  # columns searched right of the table for further scenarios
_MADE_UP = re.compile(r"column\d*")  # what programs put over a column inserted into a table


@dataclass
class ScenarioColumns:
    """The scenarios, the base first, and where everything stands."""

    scenarios: list[Scenario] = field(default_factory=lambda: [Scenario(BASE)])
    base_values: dict[str, Any] = field(default_factory=dict)
    live: str = BASE
    heads: list[Spot] = field(default_factory=list)
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The scenario names in plan order."""
        return [one.name for one in self.scenarios]


def read_scenarios(findings: Findings, base: Mapping[str, Any] | None = None) -> ScenarioColumns:
    """Reads tbl_scenarios and the selector; `base` holds the values of Assumptions."""
    read = ScenarioColumns()
    table = find_table(findings.source, TABLE, SHEET, HEADS, 3)
    if table is None:
        report_lost(findings, TABLE, SHEET, DRIVER)
        return read
    table = _cut(findings, table)
    heads = _scenario_heads(findings, table)
    full = Table(table.source, table.box, {**table.columns, **{str(col): col for col in heads}})
    report_headings(findings, full, dict.fromkeys((DRIVER,), "the names of the drivers"))
    report_below(findings, Table(table.source, table.box, {str(col): col for col in heads}))
    rows = _driver_rows(findings, table, list(heads))
    if heads:
        first = next(iter(heads))
        _read_base(findings, table, first, rows, read, base)
        read.scenarios = [Scenario(heads.pop(first) or BASE)]
        read.heads = [Spot(table.box.sheet, table.box.top, first)]
    for col, name in heads.items():
        _read_column(findings, table, col, name, rows, read)
    read.live = _selected(findings, table, read)
    return read


def _cut(findings: Findings, table: Table) -> Table:
    """A table that only its headings tell ends with its last driver: results stand below it."""
    if table.source.tables.get(TABLE) == table.box:
        return table
    known = _drivers(findings.made)
    col = table.columns.get(DRIVER, table.box.left)
    rows = [row for row in table.rows if fold_name(as_text(table.at(row, col))) in known]
    bottom = max(rows, default=table.box.bottom)
    return Table(table.source, table.box._replace(bottom=bottom), table.columns)


def _scenario_heads(findings: Findings, table: Table) -> dict[int, str]:
    """The columns that hold scenarios, with their names; those beside the table count too."""
    texts = heading_texts(table.source, table.box)
    right = max(table.columns.values())
    heads = {col: text for col, text in texts.items() if col > right}
    beside = table.box._replace(left=table.box.right + 1, right=table.box.right + MOST_RIGHT)
    for col, text in heading_texts(table.source, beside).items():
        if _holds(table, col):
            heads[col] = text
            if text and table.box.right > right:
                spot = Spot(table.box.sheet, table.box.top, col)
                findings.remark(
                    spot,
                    LABEL,
                    f"'{text}' beside the table",
                    "scenarios in the table",
                    "it was read as a scenario",
                )
    first = min(heads, default=0)
    return {
        col: text
        for col, text in heads.items()
        if col == first or _holds(table, col) or (text and not _MADE_UP.fullmatch(fold_name(text)))
    }


def _holds(table: Table, col: int) -> bool:
    return any(not is_blank(table.at(row, col)) for row in table.rows)


def _driver_rows(findings: Findings, table: Table, cols: list[int]) -> dict[str, int]:
    """The row of each driver by its label."""
    known = _drivers(findings.made)
    rows: dict[str, int] = {}
    for row in table.rows:
        spot = table.spot(row, DRIVER)
        text = as_text(table.source.cell(spot).value)
        found = known.get(fold_name(text))
        if found is not None and found.name not in rows:
            rows[found.name] = row
        elif any(not is_blank(table.at(row, col)) for col in cols):
            _report_driver(findings, spot, text, found)
    for name in PURE_DRIVERS:
        if name not in rows:
            findings.lacks(name)
    return rows


def _drivers(made: Made) -> dict[str, Term]:
    """The drivers by what the file calls them, and by what they are called now."""
    return {
        fold_name(label): row
        for row in scenario_terms()
        for label in (row.name, row.label, made.label(row.name))
    }


def _report_driver(findings: Findings, spot: Spot, text: str, found: Term | None) -> None:
    labels = [row.label for row in scenario_terms()]
    hint = "it stands above too" if found else did_you_mean(text, labels)
    given = f"'{text}'" if text else "nothing"
    findings.fault(spot, DRIVER, given, f"one of {few(labels)}", hint)


def _read_base(
    findings: Findings,
    table: Table,
    col: int,
    rows: Mapping[str, int],
    read: ScenarioColumns,
    base: Mapping[str, Any] | None,
) -> None:
    """The base column: drivers without a row on Assumptions are given here, others shown only."""
    for row in scenario_terms():
        if row.name not in rows:
            continue
        spot = Spot(table.box.sheet, rows[row.name], col)
        read.spots[row.name, ""] = spot
        if row.name in PURE_DRIVERS:
            value = findings.take(row, spot)
            if value is not None:
                read.base_values[row.name] = value
        elif base is not None:
            _report_typed_over(findings, row, spot, base.get(row.name, row.default))


def _report_typed_over(findings: Findings, row: Term, spot: Spot, value: Any) -> None:
    cell = findings.source.cell(spot)
    if cell.formula or is_blank(cell.value) or cell.value == value:
        return
    findings.remark(
        spot,
        row.label,
        f"{as_text(cell.value)} typed over the formula",
        "the value of Assumptions",
        "it is not read: type it on Assumptions",
    )


def _read_column(
    findings: Findings,
    table: Table,
    col: int,
    name: str,
    rows: Mapping[str, int],
    read: ScenarioColumns,
) -> None:
    head = Spot(table.box.sheet, table.box.top, col)
    if not name:
        findings.fault(head, LABEL, "nothing", "a name over the scenario's values")
        name = f"column {col}"
    overrides = {}
    for row in scenario_terms():
        if row.name in rows:
            spot = Spot(table.box.sheet, rows[row.name], col)
            read.spots[row.name, name] = spot
            value = findings.take(row, spot)
            if value is not None:
                overrides[row.name] = value
    read.scenarios.append(Scenario(name, overrides))
    read.heads.append(head)


def _selected(findings: Findings, table: Table, read: ScenarioColumns) -> str:
    """The live scenario; the base where none is picked."""
    spot = _selector(findings, table)
    given = as_text(findings.source.cell(spot).value)
    names = by_folded(read.names)
    if not given or fold_name(given) in names:
        return names.get(fold_name(given), read.names[0])
    findings.fault(
        spot,
        "Live scenario",
        f"'{given}'",
        f"one of {', '.join(read.names)}",
        did_you_mean(given, read.names),
    )
    return read.names[0]


def _selector(findings: Findings, table: Table) -> Spot:
    """The selector by its name, in the row of its label where that has moved away."""
    box = findings.source.names.get(SELECTOR_NAME)
    sheet, row, col = (box.sheet, box.top, box.left) if box else (table.box.sheet, *SELECTOR)
    labelled = [
        at
        for (at, _), cell in findings.source.grid(sheet).items()
        if isinstance(cell.value, str) and fold_name(cell.value) == SELECTOR_LABEL
    ]
    return Spot(sheet, labelled[0] if labelled else row, col)
