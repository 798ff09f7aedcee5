"""A computed plan: its assumptions, and every result under every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from capplan.plan.tables import stage_table
from capplan.steps import Results
from capplan.vocabulary import suggest

if TYPE_CHECKING:
    import pandas as pd

    from capplan.inputs.assumptions import Assumptions


@dataclass(frozen=True, eq=False)
class Plan:
    """A computed plan: its assumptions, and every result under every scenario.

    `plan["required_fte"]` is the live scenario's result, weeks x queues.
    """

    assumptions: Assumptions
    runs: Mapping[str, Results]
    live: str

    def __getitem__(self, name: str) -> Any:
        """A result, or an assumption in force, under the live scenario."""
        return self.value(name)

    def value(self, name: str, scenario: str | None = None) -> Any:
        """A result or an assumption in force, under a scenario (the live one by default)."""
        results = self.runs[scenario or self.live]
        if name not in results:
            raise KeyError(f"no term {name!r}; {suggest(name)}")
        return results[name]

    def in_scenario(self, name: str) -> Plan:
        """The same plan with another live scenario."""
        if name not in self.runs:
            raise KeyError(f"no scenario {name!r}; there are {', '.join(self.runs)}")
        return Plan(self.assumptions, self.runs, name)

    def table(self, stage: str, scenario: str | None = None) -> pd.DataFrame:
        """One stage's results as a table: a row a week and queue, or a row a week."""
        return stage_table(self.assumptions, self.runs[scenario or self.live], stage)
