"""Plans, their studies and their workbooks that several tests share, made once."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from capplan_workbook import write_plan

from capplan.inputs.assumptions import Assumptions
from capplan.inputs.examples import example
from capplan.plan import Plan, make_plan
from capplan.questions.sensitivity import Swing
from capplan.questions.study import Study, make_study

EXAMPLES = ("bank", "growth", "enterprise")


@cache
def example_plan(name: str) -> Plan:
    """The plan of a shipped example."""
    return make_plan(example(name))


@cache
def example_study(name: str) -> Study:
    """Its study, all parts computed."""
    return make_study(example_plan(name))


@dataclass(frozen=True, eq=False)
class SameDrivers(Study):
    """A study whose strongest drivers are those of another: numbers without formulas."""

    other: Study

    @cached_property
    def strongest(self) -> tuple[Swing, ...]:
        """The drivers of the other, found once."""
        return self.other.strongest


@cache
def workbook_bytes(name: str, scenario: str) -> bytes:
    """An example's workbook with a scenario picked; its drivers are those under Base."""
    buffer, own = io.BytesIO(), example_study(name)
    study = SameDrivers(own.plan.in_scenario(scenario), own.every, own)
    write_plan(study.plan, buffer, study=study)
    return buffer.getvalue()


def studied(plan: Plan) -> Study:
    """The study of a plan that several tests write; its scenarios share what is alike."""
    known = _STUDIES.setdefault(plan.assumptions, {})
    if plan.live not in known:
        one = next(iter(known.values()), None)
        known[plan.live] = one.in_scenario(plan.live) if one else Study.of(plan)
    return known[plan.live]


_STUDIES: dict[Assumptions, dict[str, Study]] = {}


def write_studied(plan: Plan, path: Path) -> None:
    """The workbook of such a plan."""
    study = studied(plan)
    write_plan(study.plan, path, study=study)


def write_example(name: str, scenario: str, folder: Path) -> Path:
    """The same workbook as a file."""
    path = folder / f"{name}-{scenario}.xlsx"
    path.write_bytes(workbook_bytes(name, scenario))
    return path
