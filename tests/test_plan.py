"""The plan as a whole: scenarios, proposals, tables, faults, and what must stay equal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import EXAMPLES, example_plan

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Assumptions, Scenario, TrainingClass, make_assumptions
from capplan.plan import make_plan

MONDAY = date(2026, 1, 5)
CALLS = {"queue": "Calls", "aht_s": 300.0, "opening_agents_heads": 14.0}
MAIL = {"queue": "Mail", "channel": "email", "aht_s": 420.0, "opening_agents_heads": 8.0}


def two_queues(**more: object) -> Assumptions:
    """A small plan of calls and mail, half a year long."""
    volumes = np.stack([np.linspace(2000, 2600, 26), np.full(26, 1500.0)], axis=1)
    return make_assumptions(MONDAY, [CALLS, MAIL], volumes, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", EXAMPLES)
def test_planning_a_plan_again_changes_nothing(name: str) -> None:
    """Proposals are replaced by equal ones, so the second plan has the same numbers."""
    plan = example_plan(name)
    again = make_plan(plan.assumptions)
    assert again.assumptions.classes == plan.assumptions.classes
    for scenario, results in plan.runs.items():
        for key in ("required_fte", "effective_fte", "week_cost", "leaders_heads"):
            assert np.array_equal(again.runs[scenario][key], results[key])


@pytest.mark.parametrize("name", EXAMPLES)
def test_numbers_are_finite_and_people_are_never_negative(name: str) -> None:
    """Every result of every scenario is a finite number; heads, FTE and cost are not below 0."""
    for results in example_plan(name).runs.values():
        for key, value in results.items():
            if (
                isinstance(value, np.ndarray)
                and value.dtype.kind == "f"
                and key.endswith(("_heads", "_fte", "_h", "_cost"))
            ):
                known = value[~np.isnan(value)] if key.startswith("contained") else value
                assert np.isfinite(known).all(), key
                assert (known >= -1e-9).all() or key == "gap_fte", key


def test_a_scenario_overrides_only_what_it_names() -> None:
    """Ten percent more volume changes contacts by ten percent and pay rates not at all."""
    more = Scenario("More", {"volume_change_share": 0.10})
    plan = make_plan(two_queues(scenarios=(more,)))
    base, other = plan.runs["Base"], plan.runs["More"]
    assert other["contacts"] == pytest.approx(base["contacts"] * 1.1)
    assert other["agent_salary_cost"] == base["agent_salary_cost"]
    assert other["starts_heads"].tolist() == base["starts_heads"].tolist()
    assert plan.in_scenario("More")["total_cost"] == other["total_cost"]
    assert plan["total_cost"] == base["total_cost"]


def test_each_driver_moves_the_cost_the_way_it_should() -> None:
    """Dearer drivers cost more, in every one of the scenario's terms."""
    drivers = {
        "volume_change_share": 0.1,
        "aht_change_share": 0.1,
        "shrinkage_change_share": 0.05,
        "wage_step_share": 0.10,
        "hiring_scale_share": 1.5,
    }
    scenarios = tuple(Scenario(name, {name: value}) for name, value in drivers.items())
    given_ = two_queues(scenarios=scenarios, values={"wage_step_date": MONDAY})
    plan = make_plan(given_)
    for name in drivers:
        assert plan.runs[name]["total_cost"] > plan.runs["Base"]["total_cost"], name


def test_the_planners_classes_are_kept_and_proposals_fill_up() -> None:
    """A planner's class stays as it is; proposed ones come beside it or not at all."""
    own = TrainingClass("ours", "Calls", MONDAY + timedelta(weeks=8), 5.0, "approved")
    stale = TrainingClass("old proposal", "Mail", MONDAY + timedelta(weeks=9), 9.0, "proposed")
    plan = make_plan(two_queues(classes=(own, stale)))
    classes = plan.assumptions.classes
    assert classes[0] == own
    assert stale not in classes
    assert all(one.proposed for one in classes[1:])
    silent = two_queues(classes=(own, stale), values={"propose_classes": "no"})
    assert make_plan(silent).assumptions.classes == (own,)


def test_proposals_close_the_gap_as_the_planner_sees_it() -> None:
    """From the lead time on, availability at full proficiency stays within a class of the need."""
    plan = make_plan(two_queues(values={"class_min_heads": 1.0}))
    start = int(plan["hiring_lead_weeks"] + 4)
    view = plan["available_heads"] * plan["fte_per_head"]
    assert (plan["required_fte"] - view)[start:].max() <= 0.5 + 1e-9


def test_tables_hold_every_week_and_queue() -> None:
    """A stage with queues has a row a week and queue; one without, a row a week."""
    plan = make_plan(two_queues())
    supply, management = plan.table("supply"), plan.table("management")
    assert len(supply) == 52
    assert len(management) == 26
    assert supply["effective_fte"].sum() == pytest.approx(plan["effective_fte"].sum())
    assert plan.table("headline")["total_cost"][0] == plan["total_cost"]
    with pytest.raises(KeyError, match="no stage"):
        plan.table("magic")


def test_queue_order_does_not_matter() -> None:
    """Swapping two queues that share nothing scarce swaps their columns and keeps the totals."""
    calm = {"propose_classes": "no"}
    plan = make_plan(two_queues(values=calm))
    volumes = np.array(two_queues().base_contacts)[:, ::-1]
    swapped = make_plan(make_assumptions(MONDAY, [MAIL, CALLS], volumes, values=calm))
    assert swapped["required_fte"][:, ::-1] == pytest.approx(plan["required_fte"])
    assert swapped["total_cost"] == pytest.approx(plan["total_cost"])


@settings(max_examples=25)
@given(
    change=st.floats(-0.5, 1.0),
    shrink=st.floats(-0.05, 0.15),
    yearly=st.floats(0.0, 1.5),
    span=st.floats(5, 20),
    lead=st.integers(0, 10),
    rooms=st.integers(1, 4),
)
def test_any_plausible_plan_adds_up(
    change: float, shrink: float, yearly: float, span: float, lead: int, rooms: int
) -> None:
    """Money sums over weeks and months alike; agents roll forward; leaders cover the floor."""
    plan = make_plan(
        two_queues(
            values={
                "volume_change_share": change,
                "shrinkage_change_share": shrink,
                "annual_attrition_share": yearly,
                "supervisor_span": span,
                "supervisor_span_min": min(span, 9.0),
                "supervisor_span_max": max(span, 15.0),
                "hiring_lead_weeks": float(lead),
                "training_rooms": float(rooms),
            }
        )
    )
    months = plan.assumptions.calendar.by_month(plan["week_cost"])
    assert months.sum() == pytest.approx(plan["total_cost"])
    closing = plan["opening_heads"] + plan["graduates_heads"] - plan["leavers_heads"]
    closing = closing - plan["leader_promotions_heads"] + plan["leader_returns_heads"]
    assert plan["closing_agents_heads"] == pytest.approx(closing)
    assert (plan["required_supervisors_heads"] * span >= plan["floor_heads"] - 1e-6).all()
    assert (plan["overtime_fte"] <= plan["overtime_cap_share"] * plan["effective_fte"] + 1e-9).all()


def test_all_faults_are_reported_at_once() -> None:
    """Ten faults in ten places give ten lines, each naming its place."""
    bad = two_queues(
        values={
            "burden_share": 22.0,
            "supervisor_span": 1.0,
            "attrition_basis": "guess",
            "class_min_heads": 30.0,
        },
        scenarios=(
            Scenario("Up", {"volume_change_share": 30.0}),
            Scenario("up", {"nonsense": 1.0}),
        ),
        classes=(
            TrainingClass("a", "Nobody", MONDAY, 5.0),
            TrainingClass("b", "Calls", MONDAY + timedelta(days=2), 5.0),
        ),
    )
    bad = replace(bad, queues={**bad.queues, "patience_s": np.array([-5.0, np.nan])})
    with pytest.raises(PlanInputError) as caught:
        make_plan(bad)
    text = str(caught.value)
    for place in (
        "burden_share:",
        "supervisor_span:",
        "attrition_basis:",
        "class_min_heads:",
        "volume_change_share[Up]",
        "nonsense[up]",
        "scenario[2]",
        "class_queue[0]",
        "start_week[1]",
        "patience_s[0]",
    ):
        assert place in text, place
    assert len(caught.value.issues) == 10


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"max_concurrency": 3.0}, "max_concurrency"),
        ({"max_abandon_share": 0.05}, "max_abandon_share"),
        ({"service_level_share": 0.0}, "service_level_share"),
        ({"service_level_share": 1.0}, "service_level_share"),
        ({"aht_s": 0.0}, "aht_s"),
        ({"out_of_office_share": 0.6, "in_office_share": 0.5}, "shrinkage"),
        ({"training_weeks": 2.5}, "training_weeks"),
    ],
)
def test_a_queue_that_cannot_be_planned_is_refused(change: dict[str, float], place: str) -> None:
    """Targets that contradict each other, and values beyond reason, name their place."""
    with pytest.raises(PlanInputError, match=place):
        make_plan(make_assumptions(MONDAY, [{**CALLS, **change}], [[2000]] * 8))


def test_a_closed_month_is_a_valid_plan() -> None:
    """Weeks of zero contacts need nobody and cost no agent more than those employed."""
    plan = make_plan(make_assumptions(MONDAY, [{**CALLS, "opening_agents_heads": 0.0}], [[0]] * 6))
    assert plan["required_fte"].sum() == 0
    assert plan["total_cost"] == 0
    assert plan["cost_per_contact"] == 0


def test_three_people_have_no_layers_above_a_working_lead() -> None:
    """A centre of three has one working lead, no head, no support department."""
    tiny = {**CALLS, "opening_agents_heads": 3.0}
    plan = make_plan(
        make_assumptions(MONDAY, [tiny], [[150]] * 20, values={"propose_classes": "no"})
    )
    assert set(plan["supervisors_heads"]) == {1.0}
    assert plan["service_heads_heads"].sum() == 0
    assert plan["support_heads"].sum() == 0
