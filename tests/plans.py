"""Plans and workbooks that several tests share, made once."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from unittest.mock import patch

from capplan_workbook import write_plan
from capplan_workbook.sheets import tornado

from capplan.inputs.examples import example
from capplan.plan import Plan, make_plan
from capplan.questions.scenario_bridges import strongest_drivers

EXAMPLES = ("bank", "growth", "enterprise")


@cache
def example_plan(name: str) -> Plan:
    """The plan of a shipped example."""
    return make_plan(example(name))


@cache
def workbook_bytes(name: str, scenario: str) -> bytes:
    """An example's workbook with a scenario picked.

    Its strongest drivers are always those under Base: numbers without formulas, found once.
    """
    buffer, plan = io.BytesIO(), example_plan(name)
    with patch.object(tornado, "strongest_drivers", lambda _: strongest_drivers(plan)):
        write_plan(plan.in_scenario(scenario), buffer)
    return buffer.getvalue()


def write_example(name: str, scenario: str, folder: Path) -> Path:
    """The same workbook as a file."""
    path = folder / f"{name}-{scenario}.xlsx"
    path.write_bytes(workbook_bytes(name, scenario))
    return path
