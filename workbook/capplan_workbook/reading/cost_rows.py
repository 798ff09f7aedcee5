"""The cost tables read back: sites, pay awards, outsourcing contracts and plan rates.

A workbook without one of them, as older ones are, has no rows in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from capplan.inputs.entries import ALL_SITES, Outsourcing, PlanRate, Site, WageStep, in_order
from capplan.inputs.exchange import month_of
from capplan.vocabulary import term
from capplan_workbook.layout.cost_places import (
    OUTSOURCING_TERMS,
    RATE_MONTH,
    SHEET,
    SITE_TERMS,
    WAGE_STEP_TERMS,
)
from capplan_workbook.layout.places import heading
from capplan_workbook.reading.cells import as_text, fold_name
from capplan_workbook.reading.entry_rows import Entries, Values, queue_of, read_entries
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.queue_rows import by_folded
from capplan_workbook.reading.tables import Table, find_table

RATES = "tbl_rates"
TO_BE_NAMED = re.compile(r"currency \d+")
STAND_IN_H = 1.0


@dataclass
class Rates:
    """Plan rates with their cells, and where the months and currencies of the table stand."""

    items: list[PlanRate] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    months: list[Spot] = field(default_factory=list)
    rows: dict[date, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    spare: Spot | None = None

    def spot(self, name: str, number: int) -> Spot | None:
        """The cell of a rate, or of its month."""
        cells = self.months if name == RATE_MONTH else self.spots
        return cells[number] if number < len(cells) else None

    def missing(self, which: str) -> Spot | None:
        """The cell where the rate of a currency and month ought to stand: `EUR,2027-03-01`."""
        code, _, month = which.rpartition(",")
        if self.spare is None:
            return None
        col = self.columns.get(fold_name(code), self.spare.col)
        row = self.rows.get(date.fromisoformat(month), self.spare.row)
        return Spot(self.spare.sheet, row, col)


@dataclass
class CostRows:
    """The rows of the cost tables and the cells of each."""

    sites: Entries[Site]
    wage_steps: Entries[WageStep]
    outsourcing: Entries[Outsourcing]
    rates: Rates

    def spot(self, name: str, which: int | str) -> Spot | None:
        """The cell of a value of one of the tables."""
        if isinstance(which, str):
            return self.rates.missing(which) if "," in which and name == "plan_rate" else None
        if name in ("plan_rate", RATE_MONTH):
            return self.rates.spot(name, which)
        for names, entries in (
            (SITE_TERMS, self.sites),
            (WAGE_STEP_TERMS, self.wage_steps),
            (OUTSOURCING_TERMS, self.outsourcing),
        ):
            if name in names:
                return entries.spot(name, which)
        return None

    def inside(self, first_week: date) -> CostRows:
        """The same where the plan's weeks are not known: no date can be outside them."""
        steps = [replace(one, from_date=first_week) for one in self.wage_steps.items]
        contracts = [
            replace(one, first_week=first_week, last_week=None) for one in self.outsourcing.items
        ]
        return CostRows(
            self.sites,
            Entries(steps, self.wage_steps.spots),
            Entries(contracts, self.outsourcing.spots),
            self.rates,
        )


def read_cost_rows(findings: Findings, queues: Sequence[str], first_week: date) -> CostRows:
    """Reads the four tables; `first_week` stands in for a date that cannot be used."""
    return CostRows(
        _sites(findings),
        _wage_steps(findings, first_week),
        _outsourcing(findings, queues, first_week),
        read_rates(findings),
    )


def _sites(findings: Findings) -> Entries[Site]:
    def build(values: Values, spots: Mapping[str, Spot]) -> Site:
        parts = {one.removeprefix("site_"): values[one] for one in SITE_TERMS}
        texts = {"name": parts["name"] or "", "currency": parts["currency"] or ""}
        return Site(**{**{one.name: parts[one.name] for one in fields(Site)}, **texts})

    return read_entries(findings, ("tbl_sites", SHEET), SITE_TERMS, build, required=False)


def _wage_steps(findings: Findings, first_week: date) -> Entries[WageStep]:
    def build(values: Values, spots: Mapping[str, Spot]) -> WageStep:
        return WageStep(
            values["wage_step"] or "",
            values["wage_step_from_date"] or first_week,
            values["wage_step_award_share"] or 0.0,
            values["wage_step_group"],
            values["wage_step_site"] or ALL_SITES,
        )

    place = ("tbl_wage_steps", SHEET)
    return read_entries(findings, place, WAGE_STEP_TERMS, build, required=False)


def _outsourcing(
    findings: Findings, queues: Sequence[str], first_week: date
) -> Entries[Outsourcing]:
    names = by_folded(list(queues))

    def build(values: Values, spots: Mapping[str, Spot]) -> Outsourcing:
        queue = queue_of(findings, spots, values, "outsourcing_queue", names)
        first = values["outsourcing_first_week"]
        delivered = values["outsourcing_delivered_h"]
        least = values["outsourcing_minimum_h"]
        return Outsourcing(
            values["outsourcing"] or "",
            queue or next(iter(queues), ""),
            first or first_week,
            max(STAND_IN_H, least) if delivered is None else delivered,
            values["outsourcing_hour_price"] or 0.0,
            values["outsourcing_last_week"] if first else None,
            least,
            values["outsourcing_currency"] or "",
            values["outsourcing_notice_weeks"],
            values["outsourcing_transition_price"],
        )

    place = ("tbl_outsourcing", SHEET)
    return read_entries(findings, place, OUTSOURCING_TERMS, build, required=False)


# plan rates: one column a currency


def read_rates(findings: Findings) -> Rates:
    """Reads tbl_rates: a row a month, a column for each currency named in its heading."""
    head = heading(RATE_MONTH)
    table = find_table(findings.source, RATES, SHEET, [head], 1)
    if table is None or head not in table.columns:
        return Rates()
    found, columns = Rates(), dict(_currencies(findings, table))
    first = table.columns[head]
    spare = next((col for col, code in columns.items() if not code), first + 1 + len(columns))
    found.spare = Spot(table.box.sheet, table.box.top, min(spare, first + 1 + len(columns)))
    found.columns = {fold_name(code): col for col, code in columns.items() if code}
    rates: list[tuple[PlanRate, Spot, Spot]] = []
    for row in table.rows:
        if not table.is_blank(row) or _any(findings, table, row, columns):
            rates += _read_month(findings, table, row, columns, found)
    items = in_order(one for one, _, _ in rates)
    cells = {id(one): (spot, month) for one, spot, month in rates}
    found.items = list(items)
    found.spots = [cells[id(one)][0] for one in items]
    found.months = [cells[id(one)][1] for one in items]
    return found


def _currencies(findings: Findings, table: Table) -> Iterator[tuple[int, str]]:
    """Columns and their currencies, also those typed right of the table; blank: to be named."""
    source, box = table.source, table.box
    col = table.columns[heading(RATE_MONTH)] + 1
    while True:
        text = as_text(source.cell(Spot(box.sheet, box.top, col)).value)
        if not text:
            return
        named = not TO_BE_NAMED.fullmatch(text.strip().casefold())
        yield col, text if named else ""
        if not named and _filled(table, col):
            hint = "type the currency's code as the heading of the column"
            spot = Spot(box.sheet, box.top, col)
            findings.fault(spot, term("plan_rate").label, f"'{text}'", "a currency's code", hint)
        col += 1


def _filled(table: Table, col: int) -> bool:
    return any(as_text(table.at(row, col)) for row in table.rows)


def _any(findings: Findings, table: Table, row: int, columns: Iterable[int]) -> bool:
    return any(as_text(table.at(row, col)) for col in columns)


def _read_month(
    findings: Findings, table: Table, row: int, columns: Mapping[int, str], found: Rates
) -> Iterator[tuple[PlanRate, Spot, Spot]]:
    """The rates of one row; months are known by their first day."""
    where = table.spot(row, heading(RATE_MONTH))
    day = findings.take(term(RATE_MONTH), where)
    if day is None:
        if not findings.is_refused(where):
            row_term = term(RATE_MONTH)
            hint = "this cell must be filled"
            findings.fault(where, row_term.label, "nothing", row_term.allowed, hint)
        return
    month = month_of(day)
    found.rows.setdefault(month, row)
    for col, code in columns.items():
        spot = Spot(table.box.sheet, row, col)
        value = findings.take_any(term("plan_rate"), spot) if code else None
        if value is not None:
            yield PlanRate(code, month, value), spot, where
