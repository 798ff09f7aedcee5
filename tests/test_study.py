"""A plan is studied once, and writers compute nothing."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any

import numpy as np
import pytest
from capplan_workbook import plan_checks, write_plan
from hypothesis import given
from hypothesis import strategies as st
from plans import example_plan, example_study, workbook_bytes
from study_cases import bare, capped, written

from capplan import Scenario, make_plan, steps
from capplan.cli.pages import report_of
from capplan.errors import PlanInputError
from capplan.questions import study as studying
from capplan.questions.shared_runs import SharedRuns
from capplan.questions.study import PARTS, Study, make_study, study_of
from capplan.steps.recall import Recall

BARE = ("bank", "growth")
# what looks up, sums or counts; all else that a writer would call is a calculation
LOOKED_UP = (
    "capplan.vocabulary",
    "capplan.report",
    "capplan.inputs",
    "capplan.cli.pages",
    "capplan.questions.study",
    "capplan.staffing.rounding",
)
PLAIN = {
    "Bridge.variance",
    "LeaderView.counts",
    "MovementRules.lead_for",
    "Outcome.total_cost",
    "Outlook.by_term",
    "Plan.value",
    "PlanCurves.number",
    "Swing.size",
    "factor_of",
    "group_places",
    "is_capped",
    "is_live",
    "loss_by_floor_week",  # the row of the ramp: a value beside each formula
    "ramp_in_force",
}


def page(study: Study) -> bytes:
    """The report of a study."""
    return report_of(study, plan_checks(study.plan, study=study))


def refused(*_: object, **__: object) -> Any:
    """What stands where a calculation was."""
    raise AssertionError("computed while writing")


@pytest.fixture
def nothing_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No random number, no step and no remembered run can be had any more."""
    monkeypatch.setattr(np.random, "default_rng", refused)
    monkeypatch.setattr(np.random, "Generator", refused)
    monkeypatch.setattr(Recall, "call", refused)
    monkeypatch.setattr(SharedRuns, "run", refused)
    taken, step_runner = 0, steps.run
    for name, module in list(sys.modules.items()):
        if name.startswith("capplan") and getattr(module, "run", None) is step_runner:
            monkeypatch.setattr(module, "run", refused)
            taken += 1
    assert taken >= 4


# writing computes nothing


@pytest.mark.usefixtures("nothing_computes")
class TestWithoutCalculation:
    """With a ready study every output can be written where nothing can be computed."""

    @pytest.fixture(autouse=True, scope="class")
    @staticmethod
    def _ready() -> None:
        for name in (*BARE, "enterprise"):
            example_study(name)
            workbook_bytes(name, "Base")
        for name in BARE:
            bare(name)
        capped()

    @pytest.mark.parametrize("name", BARE)
    def test_the_workbook_is_that_of_the_plan_alone(self, name: str) -> None:
        """Byte by byte."""
        assert written(example_study(name)) == bare(name)

    def test_the_largest_example(self) -> None:
        """As the other tests know it."""
        assert written(example_study("enterprise")) == workbook_bytes("enterprise", "Base")

    @pytest.mark.parametrize("name", [*BARE, "enterprise"])
    def test_the_report(self, name: str) -> None:
        """With bridge, drivers and checks."""
        assert b'id="sensitivity"' in page(example_study(name))

    def test_a_plan_under_a_cap(self) -> None:
        """What the budget buys is known for every scenario."""
        assert written(capped())
        assert b'id="cap"' in page(capped())

    def test_a_plan_alone_cannot_be_written(self) -> None:
        """The ban works: what is not studied yet would have to be computed."""
        with pytest.raises(AssertionError, match="computed while writing"):
            written(Study.of(example_plan("bank")))


@contextmanager
def noted(calls: set[str]) -> Iterator[None]:
    """Notes each function of the core that runs, but for those that look things up."""

    def note(frame: FrameType, event: str, _: object) -> None:
        module = str(frame.f_globals.get("__name__", ""))
        if event == "call" and module.startswith("capplan.") and not module.startswith(LOOKED_UP):
            calls.add(frame.f_code.co_qualname.partition(".<locals>")[0])

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("make", [written, page])
def test_no_other_function_of_the_calculation_runs(make: Callable[[Study], bytes]) -> None:
    """Writers look up, add up and format; they call no stage and no question."""
    calls: set[str] = set()
    for study in (example_study("growth"), capped()):
        with noted(calls):
            make(study)
    calls -= {name for name in calls if name.startswith(("__create_fn__", "Funded."))}
    assert calls - PLAIN - {"FundedMonth.short_heads", "title", "verdict", "_listed"} == set()


def test_notes_are_taken() -> None:
    """A study that is not ready is caught at it."""
    calls: set[str] = set()
    with noted(calls):
        written(Study.of(replace(capped()).plan))
    assert {"plan_bands", "swings", "leader_view", "trade_off", "live_curve"} <= calls


# the study itself


def test_a_study_has_what_the_plan_shows_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second scenario and no cap: neither bridge nor cap is looked for; the order is kept."""
    asked: list[str] = []
    monkeypatch.setattr(studying, "under_cap", lambda *_: asked.append("cap"))
    told: list[tuple[str, float]] = []
    plan = make_plan(replace(capped().given, scenarios=(Scenario("Base"),), values=uncapped()))
    found = make_study(plan, lambda text, share: told.append((text, share)))
    assert (dict(found.bridges), found.caps, asked) == ({}, {}, [])
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    texts = [text for text, _ in told]
    first = [text for text, _ in PARTS.values()]
    assert [text for text in texts if text in first] == first
    assert any(text.startswith("sensitivity to ") for text in texts)


def uncapped() -> dict[str, Any]:
    """The values of the small plan without its cap."""
    return {**capped().given.values, "budget_cap_heads": None}


def test_scenarios_of_a_study_share_what_is_alike() -> None:
    """Curves, bridges and caps are found once; what belongs to the live scenario is not."""
    base = capped()
    other = base.in_scenario("More")
    assert other.curves is base.curves
    assert other.bridges is base.bridges
    assert other.cap("Base") is base.cap()
    assert base.bridge is None
    assert other.bridge is base.bridges["More"]
    assert other.strongest != base.strongest


def test_the_study_of_another_plan_is_refused() -> None:
    """One line, before a wrong number is written."""
    with pytest.raises(PlanInputError, match="argument study: found a study of Base"):
        study_of(example_plan("bank"), capped())
    with pytest.raises(PlanInputError, match="allowed a study of this plan with More live"):
        write_plan(capped().plan.in_scenario("More"), io.BytesIO(), study=capped())


@given(number=st.integers(0, 1), scenario=st.sampled_from(["Base", "More"]))
def test_curve_and_correction_are_the_hours_of_the_plan(number: int, scenario: str) -> None:
    """For every queue and scenario."""
    curves, plan = capped().curves, capped().plan
    read = curves.readings[curves.number(number, scenario)]
    hours = plan.value("base_staff_h", scenario)[:, number]
    assert read.curve_h + read.correction_h == pytest.approx(hours)
