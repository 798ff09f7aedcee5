"""Reports out, for the commands that write one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan.questions.study import Study


def report_of(study: Study, checks: Sequence[Any]) -> bytes:
    """The plan's report, with the run that its workbook names."""
    from capplan_workbook.writer import run_id

    from capplan.report import html

    plan = study.plan
    return html(plan, checks, run_id(plan), study=study).encode()
