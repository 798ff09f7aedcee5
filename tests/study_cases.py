"""A small plan under a cap, studied, and workbooks with and without a study handed over."""

from __future__ import annotations

import io
from functools import cache

from capplan_workbook import write_plan
from plans import example_plan

from capplan import Scenario, make_assumptions, make_plan
from capplan.inputs.examples import example
from capplan.inputs.periods import monday_of
from capplan.questions.study import Study, make_study


def written(study: Study) -> bytes:
    """The workbook of a study."""
    buffer = io.BytesIO()
    write_plan(study.plan, buffer, study=study)
    return buffer.getvalue()


@cache
def bare(name: str) -> bytes:
    """An example's workbook as a plan alone gives it."""
    buffer = io.BytesIO()
    write_plan(example_plan(name), buffer)
    return buffer.getvalue()


@cache
def capped() -> Study:
    """A small plan with two scenarios and a cap that hurts, studied."""
    calls = {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 12}
    mail = {"queue": "Mail", "channel": "email", "aht_s": 400, "opening_agents_heads": 4}
    plan = make_plan(
        make_assumptions(
            monday_of(example("bank").calendar.first_week),
            [calls, mail],
            [[2000, 300]] * 4 + [[2600, 350]] * 5,
            values={"budget_cap_heads": 14},
            scenarios=(Scenario("Base"), Scenario("More", {"volume_change_share": 0.1})),
        )
    )
    return make_study(plan)
