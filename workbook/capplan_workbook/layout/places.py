"""Which term stands where: positions only, no values and no looks.

Every sheet module writes to these places and every formula refers to them, so a cross reference
cannot point beside its cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from capplan.inputs.assumptions import MOST_SCENARIOS, RAMP_WEEKS, scenario_terms
from capplan.questions.cap import is_capped
from capplan.vocabulary import term, terms
from capplan_workbook.book import range_name
from capplan_workbook.layout.cost_places import CostPlaces
from capplan_workbook.layout.lines import (
    BAND_LINES,
    BUDGET_HOURS,
    BUDGET_LINES,
    BUDGET_PEOPLE,
    CALENDAR_LINES,
    CAP_LINES,
    HEADLINES,
    MANAGEMENT_GROUPS,
    RECRUITING_MIX,
    REQUIREMENT_LINES,
    REQUIREMENT_TOTALS,
    SUPPLY_LINES,
    SUPPLY_RATES,
    assumption_groups,
    load_lines,
    rows_of,
    team_lines,
)

if TYPE_CHECKING:
    from capplan.plan import Plan

HIDDEN = "_schema"
LOCKED, LAST = "_locked", "_last"  # what is kept of versions; very hidden too

# columns of weekly and monthly sheets
LABEL, UNIT, HOW, YEAR, FIRST = 2, 3, 4, 5, 7
NUMBER_ROW, DATE_ROW, BODY_ROW = 5, 6, 8

# input tables
TABLE_ROW = 7
SPARE_QUEUES, SPARE_EVENTS, SPARE_CLASSES = 3, 8, 12
SPARE_MOVES, SPARE_SOURCES = 12, 5
GAP_COLUMNS = 4
ORIGIN_TERMS = ("origin", "origin_note", "origin_owner", "origin_date")
QUEUE_TERMS = (*(row.name for row in terms("assumption", shape="queue")), *ORIGIN_TERMS)
EVENT_TERMS = tuple(row.name for row in terms("assumption", shape="event"))
CLASS_TERMS = tuple(row.name for row in terms("assumption", shape="class"))
MOVE_TERMS = tuple(row.name for row in terms("assumption", shape="move"))
PROFILE_HEADS = ("Queue", "Weekday")
SOURCE_TERMS = tuple(row.name for row in terms("assumption", shape="source"))
EVIDENCE_HEADS = ("Evidence", "Value", "Unit", "Meaning")

# Assumptions
VALUE, LIVE, DEFAULT, ALLOWED, ORIGIN, NOTE = 4, 5, 6, 7, 8, 9
OWNER, GIVEN_ON, CHANGED = 10, 11, 12
CHANGED_HEAD = "Changed since last version"

# Scenarios
SELECTOR = (6, 4)
SCENARIO_NUMBER = (6, 5)
DRIVER_ROW, DRIVER_LIVE, DRIVER_TEXT, BASE_COLUMN = 9, 4, 5, 6
LAST_SCENARIO_COLUMN = BASE_COLUMN + MOST_SCENARIOS - 1


def heading(name: str) -> str:
    """The column heading of a table column."""
    return term(name).label


@dataclass(frozen=True, eq=False)
class Layout:
    """Positions for one plan: its numbers of weeks, queues, scenarios and rows."""

    weeks: int
    queues: tuple[str, ...]
    scenarios: tuple[str, ...]
    events: int
    classes: int
    months: int
    intervals: int
    sources: tuple[str, ...] = ()
    moves: int = SPARE_MOVES
    capped: bool = False
    cost: CostPlaces = field(default_factory=CostPlaces)

    @classmethod
    def of(cls, plan: Plan) -> Layout:
        """The layout that holds a plan."""
        given = plan.assumptions
        return cls(
            weeks=given.calendar.weeks,
            queues=given.queue_names,
            scenarios=given.scenario_names,
            events=len(given.events) + SPARE_EVENTS,
            classes=len(given.classes) + SPARE_CLASSES,
            months=len(given.calendar.months),
            intervals=given.profile_share.shape[2],
            sources=tuple(one.name for one in given.sources),
            moves=len(given.moves) + SPARE_MOVES,
            capped=is_capped(given),
            cost=CostPlaces.of(given),
        )

    # -- input tables ---------------------------------------------------------------------------

    @property
    def last_queue_row(self) -> int:
        """Last row of tbl_queues, spare rows included."""
        return TABLE_ROW + len(self.queues) + SPARE_QUEUES

    def queue_col(self, name: str) -> int:
        """Column of a queue term in tbl_queues."""
        return 2 + QUEUE_TERMS.index(name)

    def queue_cell(self, name: str, number: int) -> str:
        """Address of one queue's value."""
        return f"Queues!{range_name(TABLE_ROW + 1 + number, self.queue_col(name))}"

    def queue_value(self, name: str, number: int) -> str:
        """Formula for one queue's value in force: the default where the cell is blank."""
        cell, default = self.queue_cell(name, number), term(name).default
        if not default or isinstance(default, str):
            return cell
        return f'IF({cell}="",{default:g},{cell})'

    @property
    def profile_col(self) -> int:
        """First column of tbl_profiles."""
        return self.queue_changed_col + 2

    @property
    def queue_changed_col(self) -> int:
        """Column right of tbl_queues that says which queues changed since the last version."""
        return 2 + len(QUEUE_TERMS)

    @property
    def last_profile_row(self) -> int:
        """Last row of tbl_profiles: seven weekdays a queue."""
        return TABLE_ROW + 7 * len(self.queues)

    def profile_block(self, number: int) -> tuple[int, int, int, int]:
        """First row and column, last row and column of one queue's shares."""
        top = TABLE_ROW + 1 + 7 * number
        left = self.profile_col + len(PROFILE_HEADS)
        return top, left, top + 6, left + self.intervals - 1

    @property
    def last_demand_row(self) -> int:
        """Last row of tbl_demand."""
        return TABLE_ROW + self.weeks

    @property
    def week_column(self) -> str:
        """Address of the weeks in tbl_demand."""
        return f"Demand!{range_name(TABLE_ROW + 1, 2, self.last_demand_row, 2)}"

    @property
    def demand_block(self) -> str:
        """Address of the contacts in tbl_demand."""
        last = 2 + len(self.queues)
        return f"Demand!{range_name(TABLE_ROW + 1, 3, self.last_demand_row, last)}"

    @property
    def demand_heads(self) -> str:
        """Address of the queue names over tbl_demand."""
        return f"Demand!{range_name(TABLE_ROW, 3, TABLE_ROW, 2 + len(self.queues))}"

    @property
    def event_left(self) -> int:
        """First column of tbl_events."""
        return 3 + len(self.queues) + GAP_COLUMNS

    def event_range(self, name: str) -> str:
        """Address of one column of tbl_events, spare rows included."""
        col = self.event_left + EVENT_TERMS.index(name)
        return f"Demand!{range_name(TABLE_ROW + 1, col, TABLE_ROW + self.events, col)}"

    def class_range(self, name: str) -> str:
        """Address of one column of tbl_hiring_plan, spare rows included."""
        col = 2 + CLASS_TERMS.index(name)
        return f"HiringPlan!{range_name(TABLE_ROW + 1, col, TABLE_ROW + self.classes, col)}"

    @property
    def move_left(self) -> int:
        """First column of tbl_moves, two columns right of the evidence."""
        return self.evidence_left + len(EVIDENCE_HEADS) + 2

    def move_range(self, name: str) -> str:
        """Address of one column of tbl_moves, spare rows included."""
        col = self.move_left + MOVE_TERMS.index(name)
        return f"HiringPlan!{range_name(TABLE_ROW + 1, col, TABLE_ROW + self.moves, col)}"

    @property
    def source_left(self) -> int:
        """First column of tbl_sources, right of the moves."""
        return self.move_left + len(MOVE_TERMS) + 2

    @property
    def evidence_left(self) -> int:
        """First column of tbl_hiring_evidence, right beside the classes it speaks for."""
        return 2 + len(CLASS_TERMS) + 2

    def source_range(self, name: str) -> str:
        """Address of one column of tbl_sources, spare rows included."""
        col, rows = self.source_left + SOURCE_TERMS.index(name), len(self.sources) + SPARE_SOURCES
        return f"HiringPlan!{range_name(TABLE_ROW + 1, col, TABLE_ROW + rows, col)}"

    def source_cell(self, name: str, number: int) -> str:
        """Address of one source's value."""
        col = self.source_left + SOURCE_TERMS.index(name)
        return f"HiringPlan!{range_name(TABLE_ROW + 1 + number, col)}"

    # -- Assumptions and Scenarios ----------------------------------------------------------------

    @cached_property
    def assumption_rows(self) -> dict[str, int]:
        """Row of each plan-wide term on Assumptions; group headings lie between."""
        rows: dict[str, int] = {}
        row = 6
        for _, names in assumption_groups():
            row += 1
            for name in names:
                rows[name] = row
                row += 1
            row += 1
        return rows

    @property
    def proficiency_row(self) -> int:
        """Row of floor week 1 on Assumptions."""
        return self.assumption_rows["proficiency_1"]

    def base_value(self, name: str) -> str:
        """Address of a term's value before scenarios."""
        return f"Assumptions!{range_name(self.assumption_rows[name], LIVE)}"

    @cached_property
    def driver_rows(self) -> dict[str, int]:
        """Row of each scenario term on Scenarios."""
        return {row.name: DRIVER_ROW + 1 + k for k, row in enumerate(scenario_terms())}

    @property
    def result_row(self) -> int:
        """Heading row of the side-by-side table on Scenarios."""
        return DRIVER_ROW + len(self.driver_rows) + 5

    def headline_cell(self, name: str) -> tuple[int, int]:
        """Row and column of a live headline figure on Scenarios."""
        return self.result_row + 1 + HEADLINES.index(name), DRIVER_LIVE

    # -- weekly sheets ----------------------------------------------------------------------------

    @property
    def last_col(self) -> int:
        """Column of the last week."""
        return FIRST + self.weeks - 1

    def week_range(self, row: int, sheet: str = "") -> str:
        """Address of all weeks of a row."""
        prefix = f"{sheet}!" if sheet else ""
        return prefix + range_name(row, FIRST, row, self.last_col)

    def calendar_row(self, key: str) -> int:
        """Row of a calendar line on Requirement."""
        return BODY_ROW + 1 + CALENDAR_LINES.index(key)

    def requirement_total(self, key: str) -> int:
        """Row of a total on Requirement."""
        top = BODY_ROW + len(CALENDAR_LINES) + 3
        return top + REQUIREMENT_TOTALS.index(key)

    def requirement_group(self, number: int) -> int:
        """Row of a queue's heading on Requirement."""
        top = self.requirement_total(REQUIREMENT_TOTALS[-1]) + 2
        return top + number * (len(REQUIREMENT_LINES) + 2)

    def requirement_row(self, key: str, number: int) -> int:
        """Row of a queue's line on Requirement."""
        return self.requirement_group(number) + 1 + REQUIREMENT_LINES.index(key)

    def supply_rate_row(self, key: str) -> int:
        """Row of a weekly rate on Supply."""
        return BODY_ROW + 1 + SUPPLY_RATES.index(key)

    @cached_property
    def load_rows(self) -> dict[str, int]:
        """Row of each line of the recruiting mix and of the load on Supply, under the rates."""
        top = BODY_ROW + len(SUPPLY_RATES) + 2
        return rows_of((RECRUITING_MIX, load_lines(len(self.sources))), top)

    def supply_total(self, key: str) -> str:
        """Address of all weeks of an all-queues line on Supply."""
        return self.week_range(self.supply_row(key, 0), "Supply")

    @cached_property
    def band_rows(self) -> dict[str, int]:
        """Row of each simulated line on Supply, under the load; a line a queue comes last."""
        by_queue = tuple(f"chance_short_{number}" for number in range(len(self.queues)))
        return rows_of(((*BAND_LINES, *by_queue),), self.load_rows["dilution_share"] + 2)

    @cached_property
    def pay_rows(self) -> dict[str, int]:
        """Row of each line of pay and seats by site and of contracts on Supply; none without."""
        groups = self.cost.groups(len(self.queues))
        return rows_of(groups, max(self.band_rows.values()) + 2)

    def supply_group(self, number: int) -> int:
        """Row of a block's heading on Supply: 0 is all queues, queues follow from 1."""
        top = max((*self.band_rows.values(), *self.pay_rows.values())) + 2
        return top + number * (len(SUPPLY_LINES) + 2)

    def supply_row(self, key: str, number: int) -> int:
        """Row of a line on Supply: 0 is all queues, queues follow from 1."""
        return self.supply_group(number) + 1 + SUPPLY_LINES.index(key)

    # -- Management and Budget --------------------------------------------------------------------

    @cached_property
    def management_rows(self) -> dict[str, int]:
        """Row of each line on Management; a heading lies above each group."""
        return rows_of((*MANAGEMENT_GROUPS, *team_lines(len(self.queues))), BODY_ROW)

    @cached_property
    def budget_rows(self) -> dict[str, int]:
        """Row of each line on Budget; a heading lies above each group."""
        return rows_of((BUDGET_PEOPLE, BUDGET_LINES, BUDGET_HOURS), BODY_ROW)

    @cached_property
    def cap_rows(self) -> dict[str, int]:
        """Row of each line of what the budget cap buys, under everything else on Budget."""
        return rows_of((CAP_LINES,), max(self.budget_rows.values()) + 2)

    @property
    def last_month_col(self) -> int:
        """Column of the last month on Budget."""
        return FIRST + self.months - 1

    def month_range(self, key: str) -> str:
        """Address of all months of a line on Budget."""
        row = self.budget_rows[key]
        return f"Budget!{range_name(row, FIRST, row, self.last_month_col)}"

    # -- Curves -----------------------------------------------------------------------------------

    @property
    def ramp_row(self) -> int:
        """Row of the ramp loss on Curves; the floor weeks stand above it, last week first."""
        return 8

    @property
    def ramp_range(self) -> str:
        """Address of the ramp loss, last floor week first."""
        return "Curves!" + range_name(self.ramp_row, FIRST, self.ramp_row, FIRST + RAMP_WEEKS - 1)

    @property
    def nesting_range(self) -> str:
        """Address of the share of a graduate who is in nesting, last floor week first."""
        row = self.ramp_row + 1
        return "Curves!" + range_name(row, FIRST, row, FIRST + RAMP_WEEKS - 1)

    @property
    def curve_count(self) -> int:
        """Curves on the sheet: one a queue and scenario."""
        return len(self.queues) * len(self.scenarios)

    def curve_rows(self, block: int) -> tuple[int, int]:
        """First and last row of a block on Curves; `stamps` names the blocks."""
        top = self.ramp_row + 4 + block * (self.curve_count + 3)
        return top, top + self.curve_count - 1

    @property
    def settings_row(self) -> int:
        """First row of the queue settings as the engine saw them, on Curves."""
        return self.curve_rows(5)[1] + 4
