"""A plan is studied once: writers compute nothing, and whatever they show can be asked."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
from capplan_workbook import plan_checks, write_plan
from capplan_workbook.lines import (
    BAND_LINES,
    BUDGET_HOURS,
    BUDGET_LINES,
    BUDGET_PEOPLE,
    CAP_LINES,
    MANAGEMENT_GROUPS,
    REQUIREMENT_LINES,
    SUPPLY_LINES,
)
from hypothesis import given
from hypothesis import strategies as st
from plans import example_plan, example_study, workbook_bytes

from capplan import Scenario, make_assumptions, make_plan, steps
from capplan.cli.pages import report_of
from capplan.cli.run import run
from capplan.errors import PlanInputError
from capplan.inputs.examples import example
from capplan.inputs.periods import monday_of
from capplan.plan.flow import Plan
from capplan.questions import study as studying
from capplan.questions.explain import explain
from capplan.questions.findings import NEEDS
from capplan.questions.shared_runs import SharedRuns
from capplan.questions.study import PARTS, Study, make_study, study_of
from capplan.steps.recall import Recall
from capplan.vocabulary import VOCABULARY, terms

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


def written(study: Study) -> bytes:
    """The workbook of a study."""
    buffer = io.BytesIO()
    write_plan(study.plan, buffer, study=study)
    return buffer.getvalue()


def page(study: Study) -> bytes:
    """The report of a study."""
    return report_of(study, plan_checks(study.plan, study=study))


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


# whatever is shown can be asked


def shown_terms() -> list[str]:
    """The terms of the vocabulary that stand in a workbook: typed, computed, found or simulated."""
    lines = [*REQUIREMENT_LINES, *BAND_LINES, *SUPPLY_LINES, *BUDGET_PEOPLE, *BUDGET_LINES]
    lines += [*BUDGET_HOURS, *CAP_LINES, *(one for group in MANAGEMENT_GROUPS for one in group)]
    kinds = ("assumption", "result", "evidence")
    own = [row.name for kind in kinds for row in terms(kind)]
    return list(dict.fromkeys([*(name for name in lines if name in VOCABULARY), *own]))


@pytest.mark.parametrize("name", shown_terms())
def test_every_term_that_is_shown_can_be_asked(name: str) -> None:
    """Anywhere in the plan, and the line begins with the term."""
    plan, study = capped().plan, capped()
    week = plan.assumptions.calendar.mondays[5]
    for place in ((None, None), (week, None), (None, "Calls"), (week, "Mail")):
        found = explain(plan, name, *place, study=study)
        assert str(found).startswith(f"{name}: {VOCABULARY[name].label}")
    row = VOCABULARY[name]
    assert bool(found.formula) == (
        row.kind != "assumption" or name in ("out_of_office_share", "in_office_share")
    )


@pytest.mark.parametrize("row", terms("evidence", "bands"), ids=lambda row: row.name)
def test_bands_are_explained_as_the_workbook_shows_them(row: Any) -> None:
    """The number of that week, all queues together or one of them, and what it hangs on."""
    plan, bands = capped().plan, capped().bands
    week = plan.assumptions.calendar.mondays[5]
    both = explain(plan, row.name, week, study=capped())
    mail = plan.explain(row.name, week.isoformat(), "Mail")
    assert both.value == bands.total.by_term()[row.name][5]
    assert both.over == "all queues together"
    assert mail.value == bands.queues.by_term()[row.name][5, 1]
    assert tuple(one.term for one in both.needs) == NEEDS[row.name]
    mean = explain(plan, row.name, study=capped())
    assert mean.value == pytest.approx(bands.total.by_term()[row.name].mean())
    assert mean.over == "all queues together, mean of 9 weeks"


def test_the_cap_is_explained_as_the_workbook_shows_it() -> None:
    """By month, over the whole plan, and under another scenario."""
    plan, cut, other = capped().plan, capped().cap(), capped().cap("More")
    assert cut is not None
    assert other is not None
    last = plan.assumptions.calendar.mondays[-1]
    assert explain(plan, "needed_heads", last).value == cut.months[-1].needed_heads
    assert explain(plan, "funded_asa_s").value == cut.whole.asa_s
    assert explain(plan, "closing_cost", study=capped()).value == cut.whole.closing_cost
    assert explain(plan, "short_heads").value == max(one.short_heads for one in cut.months)
    assert explain(plan, "missing_queues", last).value == len(cut.months[-1].missed)
    asked = explain(plan, "needed_heads", scenario="More", study=capped())
    assert asked.value == other.whole.needed_heads


def test_what_a_plan_does_not_have_is_said() -> None:
    """No cap and no optimised hiring plan: not given, and how to get it."""
    plan = example_plan("bank")
    assert "not given (no budget cap is given" in str(explain(plan, "funded_heads"))
    assert "not given (no optimised hiring plan" in str(explain(plan, "saving_cost"))


def test_columns_of_tables_are_told() -> None:
    """What stands in a table that planners fill is told, with the table it belongs to."""
    plan = example_plan("growth")
    lift = explain(plan, "lift_share")
    assert str(lift).endswith("(column of the table of events)")
    assert lift.value == explain(plan, "event").value
    assert explain(plan, "week", "2026-01-14").value == "2026-01-12"
    assert explain(plan, "origin").value == "assumed"
    assert explain(plan, "origin_owner").value == "none"


# commands


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The capped plan's workbook."""
    path = tmp_path_factory.mktemp("study") / "plan.xlsx"
    path.write_bytes(written(capped()))
    return path


def asked(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> Any:
    """The JSON answer of a command."""
    assert run([*words]) == 0
    return json.loads(capsysbinary.readouterr().out)


def test_json_holds_what_the_workbook_shows(
    book: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Bands, cap, management and trade-offs beside bridges, drivers and results."""
    out = ["-o", str(tmp_path / "out.xlsx"), "--json", "-"]
    data = asked(capsysbinary, "plan", str(book), *out)
    bands, study = data["bands"], capped()
    assert bands["chance_short_share"] == study.bands.total.chance_short_share.tolist()
    assert np.shape(bands["by_queue"]["buffer_fte"]) == (9, 2)
    assert data["budget_cap"]["funded_heads"] == 14
    assert data["trade_offs"][0]["queue"] == "Calls"
    assert len(data["management"]["alternatives"]) == len(study.leaders.outcomes)
    assert list(data["bridges"]) == ["More"]
    assert len(data["strongest_drivers"]) == 10


def test_the_command_explains_a_band(
    book: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The term that workbook and JSON show is no longer answered with itself."""
    data = asked(capsysbinary, "explain", str(book), "chance_short_share", "--json")
    assert data["value"] == pytest.approx(capped().bands.total.chance_short_share.mean())


def test_the_command_answers_for_the_parts_of_the_json(
    book: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """By the names that the JSON gives them."""
    cut = asked(capsysbinary, "explain", str(book), "budget_cap", "--json")["budget_cap"]
    assert cut["funded_heads"] == 14
    words = ("explain", str(book), "trade_offs", "--queue", "Calls", "--json")
    (table,) = asked(capsysbinary, *words)["trade_offs"]
    assert sum(one["required"] for one in table["rows"]) == 1
    words = ("explain", str(book), "bridges", "--scenario", "More", "--json")
    assert asked(capsysbinary, *words)["from"] == "Base"


def test_a_plan_without_a_cap_says_so(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """And where one is typed."""
    path = tmp_path / "bank.xlsx"
    path.write_bytes(bare("bank"))
    assert run(["explain", str(path), "budget_cap"]) == 2
    assert b"no budget cap; allowed a plan with a budget cap" in capsysbinary.readouterr().err


# a plan in Python


def test_a_plan_is_shown_in_one_line() -> None:
    """What it is about, and nothing of its numbers."""
    plan: Plan = example_plan("bank")
    assert repr(plan) == (
        "Plan(Bank calls 2003-04, 53 weeks from 2003-10-27, 1 queue, 4 scenarios, live Base)"
    )
    assert "1 scenario, live" in repr(
        make_plan(replace(capped().given, scenarios=(Scenario("Base"),)))
    )


def test_a_plan_compares_saves_and_makes_tables(tmp_path: Path) -> None:
    """The methods that a notebook expects."""
    plan = capped().plan
    found = plan.compare(plan.in_scenario("More"))
    assert "total_cost" in {one.term for one in found.results}
    plan.save(tmp_path / "plan.xlsx")
    assert (tmp_path / "plan.xlsx").read_bytes() == written(capped())
    assert list(plan.table("fte")["queue"].unique()) == ["Calls", "Mail"]
