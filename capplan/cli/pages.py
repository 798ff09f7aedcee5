"""Reports out, for the commands that write one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan.plan import Plan


def report_of(plan: Plan, checks: Sequence[Any]) -> bytes:
    """The plan's report, with the run that its workbook names."""
    from capplan_workbook.writer import run_id

    from capplan.report import html

    return html(plan, checks, run_id(plan)).encode()
