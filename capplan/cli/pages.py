"""Reports out, for the commands that write one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan.plan import Plan


def report_of(plan: Plan, checks: Sequence[Any]) -> bytes:
    """The plan's report, with the run that its workbook names."""
    from capplan_workbook.writer import run_id

    from capplan.questions.bridge import MONEY
    from capplan.questions.factors import FACTORS
    from capplan.questions.scenario_bridges import scenario_bridges, strongest_drivers
    from capplan.report import html

    found = scenario_bridges(plan).get(plan.live)
    steps = [(FACTORS[name], part) for name, part in found[MONEY].parts.items()] if found else None
    return html(plan, checks, run_id(plan), steps, strongest_drivers(plan)).encode()
