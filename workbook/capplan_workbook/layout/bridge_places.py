"""Where the bridge between scenarios and the sensitivity stand on Scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from capplan.inputs.assumptions import scenario_terms
from capplan.questions.factors import FACTORS, factor_of
from capplan.questions.scenario_bridges import SHOWN
from capplan.questions.sensitivity import TOP
from capplan_workbook.book import range_name
from capplan_workbook.layout.lines import HEADLINES
from capplan_workbook.layout.places import BASE_COLUMN, LAST_SCENARIO_COLUMN

if TYPE_CHECKING:
    from capplan_workbook.layout.places import Layout

_CHANGED = {factor_of(row.name) for row in scenario_terms()}
# the factors that a scenario can change, in the order of a bridge
BRIDGE_FACTORS = tuple(name for name in FACTORS if name in _CHANGED)
BASE, CHANGE, TOTAL, AGREES = "base", "change", "total", "agrees"
LINES = (BASE, *BRIDGE_FACTORS, CHANGE, TOTAL, AGREES)
BLOCK = len(LINES) + 3  # its title, its headings, and a gap
CHART_ROWS = 14


@dataclass(frozen=True)
class BridgePlaces:
    """Rows of the bridge: a block a measure, then the chart, then the drivers."""

    layout: Layout

    @property
    def there(self) -> bool:
        """Whether there is anything to bridge: a second scenario."""
        return len(self.layout.scenarios) > 1

    @property
    def top(self) -> int:
        """Row of the section's heading."""
        return self.layout.headline_cell(HEADLINES[-1])[0] + 3

    def title(self, measure: str) -> int:
        """Row of the title over a measure's block."""
        return self.top + 2 + SHOWN.index(measure) * BLOCK

    def row(self, measure: str, line: str) -> int:
        """Row of a factor or of a sum in a measure's block."""
        return self.title(measure) + 2 + LINES.index(line)

    def across(self, measure: str, line: str) -> str:
        """Address of a line under every scenario, yellow spare columns included."""
        row = self.row(measure, line)
        return range_name(row, BASE_COLUMN, row, LAST_SCENARIO_COLUMN)

    @property
    def chart_title(self) -> int:
        """Row of the title over the chart."""
        return self.title(SHOWN[-1]) + BLOCK

    @property
    def drivers_top(self) -> int:
        """Row of the heading over the sensitivity."""
        return self.chart_title + CHART_ROWS if self.there else self.top + 3

    @property
    def drivers_row(self) -> int:
        """Row of the strongest driver."""
        return self.drivers_top + 3

    @property
    def bottom(self) -> int:
        """The last row, that of the sensitivity's chart."""
        return self.drivers_row + TOP + CHART_ROWS + 1
