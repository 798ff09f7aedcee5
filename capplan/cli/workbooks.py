"""Planning workbooks in and out, for the commands that need them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from capplan.plan import Plan

SHARE_OF_PLAN = 0.7  # of the time a run takes, for the bar


def workbook_of(plan: Plan, progress: Callable[[str, float], None]) -> bytes:
    """The plan's workbook as bytes, so that nothing half-written ever lies on a disk."""
    from capplan_workbook import write_plan

    progress("workbook", SHARE_OF_PLAN)
    content = io.BytesIO()
    write_plan(plan, content)
    return content.getvalue()


def plan_in(
    path: Path, scenario: str | None, progress: Callable[[str, float], None]
) -> Plan:
    """The plan of a workbook under a scenario, by default the one it has chosen."""
    from capplan.plan import make_plan
    from capplan_workbook import read_plan, read_selector

    progress("reading", 0.0)
    given = read_plan(path)
    chosen = scenario or read_selector(path)
    if chosen not in given.scenario_names:
        names = "one of " + ", ".join(given.scenario_names)
        raise PlanInputError([Issue("--scenario", "", chosen, names)])
    return make_plan(given, chosen, lambda text, share: progress(text, share * SHARE_OF_PLAN))
