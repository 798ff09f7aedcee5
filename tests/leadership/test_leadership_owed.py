"""Management debt, the size ladder, and the alternatives side by side."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.leaders.movement import (
    MovementRules,
    Rung,
    Structure,
    alternatives,
    management_debt,
    movement,
    movement_debt,
    size_ladder,
    what_if,
)

FEW = settings(max_examples=60)
PAY = {
    "supervisor": 42_000,
    "manager": 60_000,
    "director": 90_000,
    "vp": 130_000,
    "svp": 170_000,
    "head": 200_000,
}


def test_ex10_frozen_management_owes_570_manager_months() -> None:
    """Forty supervisors while 400 agents become 1,600 owe 570 manager-months, span 40."""
    case = example("EX10")
    path = case["inputs"]["growth_path"]
    owed = management_debt(path, [case["inputs"]["frozen_managers"]] * len(path))
    for row, need, debt, span in zip(
        case["steps"]["debt"], owed.required_heads, owed.debt_heads, owed.span_people, strict=True
    ):
        assert need == pytest.approx(row["required"], abs=1e-9)
        assert debt == pytest.approx(row["debt"], abs=1e-9)
        assert span == pytest.approx(row["span"])
    assert owed.owed_weeks == pytest.approx(case["expected"]["debt_manager_months"], abs=1e-9)
    assert owed.span_people[-1] == case["expected"]["span_month_12"]
    assert owed.ratio_share[-1] == pytest.approx(1 - 40 / (1600 / 12))
    assert owed.light.tolist() == ["green", "green", "green", "amber", *["red"] * 9]


@FEW
@given(st.floats(0, 5000), st.floats(0, 500), st.floats(2, 50))
def test_debt_is_what_is_missing_and_never_negative(
    below: float, there: float, span: float
) -> None:
    """Debt + effective leaders cover the need; with enough of them nothing is owed."""
    owed = management_debt([below], [there], span, span, span)
    assert owed.debt_heads[0] >= 0
    assert owed.debt_heads[0] + there >= below / span - 1e-6
    assert (owed.debt_heads[0] == 0) == (there >= below / span - 1e-9)
    assert 0 <= owed.ratio_share[0] <= 1 + 1e-9


def test_debt_clears_by_promotion_and_by_hires() -> None:
    """2 % of 650 tenured people a quarter is one leader a week; nobody coming is without end."""
    owed = management_debt(
        [1000] * 3, [40] * 3, tenured_below_heads=[650, 650, 0], hires_per_week=[0, 1, 0]
    )
    debt = 1000 / 12 - 40
    assert owed.weeks_to_clear.tolist() == [pytest.approx(debt), pytest.approx(debt / 2), math.inf]
    assert management_debt([120], [10]).weeks_to_clear.tolist() == [0]


def test_people_without_any_leader_are_red() -> None:
    """Agents with no leader have a span without end; no agents have none, and no debt."""
    owed = management_debt([20, 0], [0, 3])
    assert owed.span_people.tolist() == [math.inf, 0]
    assert owed.light.tolist() == ["red", "empty"]


def test_a_movement_owes_by_layer_what_the_plain_formula_says() -> None:
    """The debt of supervisors and managers in a movement is that of the formula on its arrays."""
    run = movement([400 + 20 * week for week in range(60)])
    owed = movement_debt(run)
    teams = run.incumbents_heads[:, 0]
    first = management_debt(run.frontline_heads, run.effective_heads[:, 0])
    second = management_debt(teams, run.effective_heads[:, 1], 6, 5, 8)
    assert owed.debt_heads[:, 0] == pytest.approx(first.debt_heads)
    assert owed.debt_heads[:, 1] == pytest.approx(second.debt_heads)
    assert owed.required_heads[:, -1].tolist() == [1] * 60
    assert owed.owed_weeks[0] == pytest.approx(first.debt_heads.sum())
    ordered = np.cumsum(run.external_heads - run.hired_heads, axis=0)[:, 0]
    by_hand = management_debt(
        run.frontline_heads,
        run.effective_heads[:, 0],
        tenured_below_heads=run.tenured_floor_heads,
        hires_per_week=ordered / 10,
    )
    assert owed.weeks_to_clear[:, 0] == pytest.approx(by_hand.weeks_to_clear)
    assert owed.weeks_to_clear[:, 0].max() > 0


def test_a_freeze_owes_more_the_longer_it_lasts() -> None:
    """Each longer freeze of a growing centre owes more and leads wider spans."""
    path = [400 + 10 * week for week in range(104)]
    frozen = (0, 13, 26, 52)
    run = movement(np.array(path, dtype=float), frozen_weeks=frozen)
    owed = movement_debt(run).owed_weeks[0]
    assert (np.diff(owed) > 0).all()


def test_alternatives_side_by_side() -> None:
    """Each alternative moves heads, debt, floor and money the way it must."""
    path = [600 + 8 * week for week in range(120)]
    rows = {one.name: one for one in what_if(path, PAY, weeks=104)}
    plan, frozen = rows["plan"], rows["frozen 26 weeks"]
    inside, outside = rows["all promoted"], rows["all hired"]
    assert frozen.debt_weeks > plan.debt_weeks
    assert frozen.pay_cost < plan.pay_cost
    assert frozen.widest_span_people > plan.widest_span_people
    assert inside.floor_depletion_share > plan.floor_depletion_share > 0
    assert outside.floor_depletion_share == outside.backfill_starts_heads == 0
    assert outside.premium_cost > plan.premium_cost > inside.premium_cost
    tight, same, wide = (rows[f"span {span}"] for span in (10, 12, 15))
    assert tight.leaders_average_heads > same.leaders_average_heads > wide.leaders_average_heads
    assert tight.pay_cost > same.pay_cost > wide.pay_cost
    assert plan.total_cost == plan.pay_cost + plan.premium_cost + plan.backfill_cost


def test_the_plan_among_the_alternatives_is_the_plan_alone() -> None:
    """The first alternative has the heads and money of the movement computed by itself."""
    path = [600 + 8 * week for week in range(80)]
    row, run = what_if(path, PAY)[0], movement(path)
    weekly = np.array(list(PAY.values())) / 52
    assert row.pay_cost == pytest.approx((run.incumbents_heads @ weekly).sum())
    assert row.premium_cost == pytest.approx(0.18 * (run.from_outside_heads @ weekly).sum())
    assert row.backfill_starts_heads == pytest.approx(run.backfill_starts_heads.sum())
    assert row.debt_weeks == pytest.approx(movement_debt(run).debt_heads.sum())
    names = [one.name for one in alternatives(Structure(), MovementRules())]
    assert [one.name for one in what_if(path, PAY)] == names


@pytest.mark.parametrize("missing", ["supervisor", "head"])
def test_pay_must_name_every_layer(missing: str) -> None:
    """A layer without pay is named, with the layers that need one."""
    pay = {name: cost for name, cost in PAY.items() if name != missing}
    with pytest.raises(ValueError, match=f"argument salaries_cost: found no pay for {missing}"):
        what_if([100] * 4, pay)


def test_roles_become_due_in_time() -> None:
    """Growing by two a week from 3, each role is due when its size is reached, opened before."""
    rows = size_ladder([3 + 2 * week for week in range(200)])
    due = {one.role: one for one in rows}
    for role, size in (("working lead", 4), ("quality assessor", 25), ("real-time desk", 100)):
        assert 3 + 2 * due[role].due_week >= size > 3 + 2 * (due[role].due_week - 1)
    assert due["real-time desk"].open_week == due["real-time desk"].due_week - 18
    assert due["director"].due_week == 149
    assert due["working lead"].overdue
    assert [one.open_week for one in rows] == sorted(one.open_week for one in rows)
    assert size_ladder([3, 3]) == []


def test_many_starts_make_a_trainer_due_before_size_does() -> None:
    """More than 20 starts within a quarter need a trainer in a centre of 30."""
    starts = [0] * 10 + [7, 7, 7] + [0] * 10
    assert [one.role for one in size_ladder([20] * 23, starts)].count("trainer") == 1
    found = next(one for one in size_ladder([20] * 23, starts) if one.role == "trainer")
    assert found.due_week == 12
    assert "more than 20 starts in a quarter" in str(found)
    both = [10 + 10 * week for week in range(23)]
    sooner = next(one for one in size_ladder(both, starts) if one.role == "trainer")
    assert (sooner.due_week, sooner.reason) == (3, "40 people")
    spread = [2, 0, 2] * 13
    assert "trainer" not in [one.role for one in size_ladder([20] * 39, spread)]


def test_own_rungs_take_the_place_of_the_standard_ones() -> None:
    """A centre's own ladder is followed, with its own lead times."""
    (row,) = size_ladder([10, 20, 30], rungs=[Rung("night lead", 30, 1)])
    assert (row.role, row.due_week, row.open_week) == ("night lead", 2, 1)
    assert str(row) == "night lead: due in week 3 (30 people); open it in week 2"


def test_importing_the_package_loads_nothing() -> None:
    """The package is there without numpy; its names come on first use and misspelt ones do not."""
    code = (
        "import sys, capplan.leaders.movement as found; assert 'numpy' not in sys.modules;"
        "assert all(getattr(found, name) is not None for name in found.__all__);"
        "assert set(found.__all__) <= set(dir(found)); assert not hasattr(found, 'pyramids')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
