"""Planning workbooks in and out, for the commands that need them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capplan.cli.files import FileFault
from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from capplan.plan import Plan

SHARE_OF_PLAN = 0.7  # of the time a run takes, for the bar


def workbook_of(plan: Plan, progress: Callable[[str, float], None]) -> bytes:
    """The plan's workbook as bytes, so that nothing half-written ever lies on a disk."""
    from capplan_workbook import write_plan

    progress("workbook", SHARE_OF_PLAN)
    content = io.BytesIO()
    try:
        write_plan(plan, content)
    except Exception as fault:
        # openpyxl keeps sheets in temporary files; lxml, where it is there, has its own OSError
        if not isinstance(fault, OSError) and type(fault).__name__ != "SerialisationError":
            raise
        why = getattr(fault, "strerror", None) or fault
        place = tempfile.gettempdir()
        raise FileFault(f"cannot write temporary files in {place}: {why}") from None
    return content.getvalue()


def plan_in(
    path: Path,
    scenario: str | None,
    progress: Callable[[str, float], None],
    optimise_s: float | None = None,
) -> tuple[Plan, tuple[Issue, ...]]:
    """The plan of a workbook under a scenario, by default the one it has chosen, and remarks.

    With `optimise_s` the hiring plan is looked for anew, that many seconds.
    """
    from capplan_workbook.reader import open_plan

    from capplan.plan import make_plan

    progress("reading", 0.0)
    found = open_plan(path)
    names = found.assumptions.scenario_names
    chosen = scenario or found.scenario
    if chosen not in names:
        raise PlanInputError([Issue("--scenario", "", chosen, "one of " + ", ".join(names))])
    plan = make_plan(
        found.assumptions,
        chosen,
        lambda text, share: progress(text, share * SHARE_OF_PLAN),
        optimise_s=optimise_s,
        place=found.place,
    )
    return plan, found.remarks


def status_of(checks: Sequence[Any]) -> str:
    """The worst result of a plan's checks: OK, REVIEW or FAIL."""
    results = {check.result for check in checks}
    return next((one for one in ("FAIL", "REVIEW") if one in results), "OK")
