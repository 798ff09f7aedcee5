"""A computed plan: its assumptions, and every result under every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from capplan.plan import doors
from capplan.plan.tables import stage_table
from capplan.steps import Results
from capplan.vocabulary import suggest

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

    import pandas as pd

    from capplan.inputs.assumptions import Assumptions
    from capplan.plan.doors import Compared, Explained


@dataclass(frozen=True, eq=False)
class Plan:
    """A computed plan: its assumptions, and every result under every scenario.

    `plan["required_fte"]` is the live scenario's result, weeks x queues.

    >>> from datetime import date
    >>> from capplan import make_assumptions, make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 26))
    >>> plan
    Plan(Capacity plan, 26 weeks from 2026-01-05, 1 queue, 1 scenario, live Base)
    >>> print(plan.explain("planned_aht_s"))  # doctest: +ELLIPSIS
    planned_aht_s: Planned AHT 300 seconds
    ...
    >>> plan.table("headline").shape
    (1, 11)
    """

    assumptions: Assumptions
    runs: Mapping[str, Results]
    live: str

    def __repr__(self) -> str:
        """What the plan is about, in one line."""
        given = self.assumptions
        weeks, first = given.calendar.weeks, given.calendar.first_week.isoformat()
        parts = (
            str(given.values["plan_name"]),
            f"{_counted(weeks, 'week')} from {first}",
            _counted(len(given.queue_names), "queue"),
            _counted(len(given.scenario_names), "scenario"),
            f"live {self.live}",
        )
        return f"Plan({', '.join(parts)})"

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

    def explain(
        self,
        term: str,
        week: date | str | None = None,
        queue: str | None = None,
        scenario: str | None = None,
    ) -> Explained:
        """How a number of the plan came about, down to the assumptions; prints as a tree."""
        return doors.explain(self, term, week, queue, scenario)

    def compare(self, other: Plan) -> Compared:
        """What is different in another plan, and what each change did to cost and people.

        From this plan to the other, each under its live scenario.
        """
        return doors.compare(self.assumptions, other.assumptions, (self.live, other.live))

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the planning workbook to a path; a file that is there is replaced."""
        doors.save(self, path)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
