"""Plans and workbooks that several tests share, made once."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from capplan_workbook import write_plan

from capplan.examples import example
from capplan.plan import Plan, make_plan

EXAMPLES = ("bank", "growth", "enterprise")


@cache
def example_plan(name: str) -> Plan:
    """The plan of a shipped example."""
    return make_plan(example(name))


@cache
def workbook_bytes(name: str, scenario: str) -> bytes:
    """An example's workbook with a scenario picked."""
    buffer = io.BytesIO()
    write_plan(example_plan(name).in_scenario(scenario), buffer)
    return buffer.getvalue()


def write_example(name: str, scenario: str, folder: Path) -> Path:
    """The same workbook as a file."""
    path = folder / f"{name}-{scenario}.xlsx"
    path.write_bytes(workbook_bytes(name, scenario))
    return path
