"""Reading a planning workbook back: inputs by name, table and heading, all faults at once.

Only inputs are read, never results. A value that is a formula counts by the result stored with
it. Each fault names the cell as it stands in the file that was sent; the file is never written.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from capplan.errors import Issue, PlanInputError
from capplan.inputs.assumptions import Assumptions
from capplan.plan.checking import Place, named_place
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.identity import identify
from capplan_workbook.reading.kept_rows import examine_all
from capplan_workbook.reading.scenario_columns import read_scenarios
from capplan_workbook.reading.source import Source

Path = str | os.PathLike[str]


@dataclass(frozen=True)
class PlanFile:
    """What a planning workbook holds: assumptions, the live scenario, and remarks on them.

    `place` leads from a value's term to its cell, for faults that show when the plan is made.
    """

    assumptions: Assumptions
    scenario: str
    remarks: tuple[Issue, ...] = ()
    place: Place = named_place


def open_plan(path: Path) -> PlanFile:
    """The assumptions of a workbook, the scenario picked in it, and what a person should see.

    Raises:
        PlanInputError: inputs must be fixed; every one of them is listed with its cell.
        TemplateError: the file is no planning workbook, damaged, or of a newer version.
        OSError: the file is not there or may not be read.
    """
    found = examine_all(_findings(path))
    stop = [one for one in found.issues if one.severity == "stop"]
    if stop:
        raise PlanInputError(stop)
    return PlanFile(found.assumptions, found.scenario, tuple(found.issues), found.place)


def read_plan(path: Path) -> Assumptions:
    """The assumptions of a planning workbook; raises as `open_plan` does."""
    return open_plan(path).assumptions


def check_plan(path: Path) -> list[Issue]:
    """Every fault ("stop") and remark ("look") about a planning workbook's inputs.

    Raises:
        TemplateError: the file is no planning workbook, damaged, or of a newer version.
        OSError: the file is not there or may not be read.
    """
    return examine_all(_findings(path)).issues


def read_selector(path: Path) -> str:
    """The scenario picked in the workbook; raises as `open_plan` does, for that cell alone."""
    findings = _findings(path)
    live = read_scenarios(findings).live
    stop = [one for one in findings.issues if one.term == "Live scenario"]
    if stop:
        raise PlanInputError(stop)
    return live


def _findings(path: Path) -> Findings:
    source = Source(path)
    identify(source)
    return Findings(source)
