"""Where the cost tables stand on Assumptions, and which lines they add to Supply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from capplan.inputs.exchange import month_of
from capplan.vocabulary import term, terms
from capplan_workbook.book import range_name

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

SHEET = "Assumptions"
HEAD_ROW = 5
LEFT = 14  # right of everything else on the sheet
GAP = 2
SPARE_ROWS, SPARE_CURRENCIES = 6, 2
SITE_TERMS = tuple(row.name for row in terms("assumption", shape="site"))
WAGE_STEP_TERMS = tuple(row.name for row in terms("assumption", shape="wage_step"))
OUTSOURCING_TERMS = tuple(row.name for row in terms("assumption", shape="outsourcing"))
RATE_MONTH = "plan_rate_month"
TABLES = {
    "tbl_sites": SITE_TERMS,
    "tbl_wage_steps": WAGE_STEP_TERMS,
    "tbl_outsourcing": OUTSOURCING_TERMS,
}
COST_TERMS = {name for columns in TABLES.values() for name in columns} | {RATE_MONTH, "plan_rate"}
# lines of each queue, then lines of all queues together, where pay differs from the plan's
QUEUE_LINES = (
    "agent_wage_index",
    "supervisor_wage_index",
    "agent_year_cost",
    "trainee_year_cost",
    "supervisor_site_cost",
    "on_floor_heads",
)
PLAN_LINES = ("leader_wage_index", "support_wage_index", "supervisor_year_cost")
SITE_LINES = ("site_seats_need_heads", "site_seats_short_heads", "site_seats_cost")


@dataclass(frozen=True)
class CostPlaces:
    """Positions of the cost tables for one plan: how many rows each has, and which currencies."""

    sites: tuple[str, ...] = ()
    wage_steps: int = 0
    contracts: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    months: tuple[date, ...] = ()

    @classmethod
    def of(cls, given: Assumptions) -> CostPlaces:
        """The places that hold a plan's cost tables."""
        codes: dict[str, str] = {}
        for one in given.plan_rates:
            codes.setdefault(one.name.casefold(), one.name)
        months = {month_of(day) for day in given.calendar.mondays}
        months |= {month_of(one.month) for one in given.plan_rates}
        return cls(
            sites=tuple(one.name for one in given.sites),
            wage_steps=len(given.wage_steps),
            contracts=tuple(one.name for one in given.outsourcing),
            currencies=tuple(codes[key] for key in sorted(codes)),
            months=tuple(sorted(months)),
        )

    # -- tables ---------------------------------------------------------------------------------

    @property
    def by_site(self) -> bool:
        """Whether pay differs by site or moves by awards of the table."""
        return bool(self.sites or self.wage_steps)

    def count(self, table: str) -> int:
        """Rows of a table, spare rows included."""
        known = {
            "tbl_sites": len(self.sites),
            "tbl_wage_steps": self.wage_steps,
            "tbl_outsourcing": len(self.contracts),
            "tbl_rates": len(self.months),
        }
        return known[table] + SPARE_ROWS

    def left(self, table: str) -> int:
        """First column of a table; the rates come last, where columns can be added."""
        col = LEFT
        for name, columns in TABLES.items():
            if name == table:
                return col
            col += len(columns) + GAP
        return col

    def cell(self, name: str, number: int, sheet: bool = True) -> str:
        """Address of a row's value."""
        table = next(one for one, columns in TABLES.items() if name in columns)
        col = self.left(table) + TABLES[table].index(name)
        place = range_name(HEAD_ROW + 1 + number, col)
        return f"{SHEET}!{place}" if sheet else place

    def column(self, name: str, rows: int = 0) -> str:
        """Address of a column, spare rows included; with `rows`, of its first rows."""
        table = next(one for one, columns in TABLES.items() if name in columns)
        col = self.left(table) + TABLES[table].index(name)
        last = HEAD_ROW + (rows or self.count(table))
        return f"{SHEET}!{range_name(HEAD_ROW + 1, col, last, col)}"

    # -- plan rates -----------------------------------------------------------------------------

    @cached_property
    def rate_heads(self) -> list[str]:
        """Headings of tbl_rates: the month, the currencies, and some to be named."""
        count = len(self.currencies)
        spare = [f"Currency {count + 1 + number}" for number in range(SPARE_CURRENCIES)]
        return [term(RATE_MONTH).label, *self.currencies, *spare]

    def rate_range(self, first_col: int, last_col: int, head: bool = False) -> str:
        """Address of some columns of tbl_rates, counted from the month at 0."""
        left = self.left("tbl_rates")
        top = HEAD_ROW if head else HEAD_ROW + 1
        last = HEAD_ROW if head else HEAD_ROW + self.count("tbl_rates")
        return f"{SHEET}!{range_name(top, left + first_col, last, left + last_col)}"

    # -- lines on Supply ------------------------------------------------------------------------

    def groups(self, queues: int) -> tuple[tuple[str, ...], ...]:
        """Groups of lines on Supply: a line a queue, a site or a contract carries its number."""
        found: list[tuple[str, ...]] = []
        if self.sites:
            found.append(tuple(f"rate_of_site_{number}" for number in range(len(self.sites))))
            found.append(tuple(f"site_rate_{number}" for number in range(queues)))
        if self.by_site:
            found += [tuple(f"{key}_{number}" for number in range(queues)) for key in QUEUE_LINES]
            found.append(PLAN_LINES)
        if self.sites:
            found.append(tuple(f"seated_heads_{number}" for number in range(queues)))
            found += [
                tuple(f"{key}_{number}" for number in range(len(self.sites))) for key in SITE_LINES
            ]
        if self.contracts:
            contracts = range(len(self.contracts))
            each = (f"outsourcing_contract_cost_{number}" for number in contracts)
            found.append((*each, "outsourcing_cost"))
        return tuple(found)
