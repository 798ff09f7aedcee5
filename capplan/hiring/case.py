"""The hiring problem of a plan: need, people there are, prices and limits, tail included.

Prices are those of the budget, so that what the optimiser saves is money of the plan: a week of an
agent is pay with premiums, incentive and a week's part of the bonus, on-costs and seat; a gap is
priced as a multiple of pay with on-costs. Whoever goes home by choice saves base pay and on-costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.capacity.cover import ramp_in_force
from capplan.capacity.workforce import workforce
from capplan.hiring.search.making import (
    TAIL_WEEKS,
    make_limits,
    make_prices,
    make_problem,
    with_tail,
)
from capplan.hiring.search.terms import (
    Classes,
    CoverTerms,
    Floor,
    OwnSupply,
    ShortageTerms,
    StartTerms,
    Training,
)
from capplan.leaders.steps import FLOWS
from capplan.money import budget
from capplan.money.extra_pay import on_top_share
from capplan.money.seats import seat_year_cost
from capplan.money.site_pay import award_index, pay_of_sites
from capplan.people.cohorts import Hazards
from capplan.staffing.outsourcing import net_of
from capplan.vocabulary import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem, Limits, Prices
    from capplan.inputs.assumptions import Assumptions, TrainingClass

    Array = NDArray[np.float64]

Results = Mapping[str, Any]
HALF_A_YEAR = 26


def hiring_case(
    given: Assumptions, own: tuple[TrainingClass, ...], known: Results
) -> HiringProblem:
    """When should how many people start in each queue, beside the planner's own classes?

    The requirement is the base scenario's; behind the plan's weeks stands a tail like the year
    before, without which the search would stop hiring at the end. Leave without a date counts for
    the people who are there; those still to be hired are taken to stay at work. Promotions to
    leader that `known` holds leave the floor, in the tail as on average before.
    """
    mondays = _with_tail_weeks(given.calendar.mondays)
    flows = {name: _going_on(known[name]) for name in FLOWS if name in known}
    people = workforce({**known, **flows, "classes": own, "mondays": mondays})
    paid = people["paid_agent_fte"] + people["paid_trainee_fte"] * _trainee_share(known)
    return make_problem(
        with_tail(net_of(known)),
        # moves that take too many people are refused once the plan is complete
        OwnSupply(np.maximum(people["effective_fte"], 0.0), np.maximum(paid, 0.0)),
        queue_names=given.queue_names,
        floor=_floor(given, known, people),
        training=_training(given, known),
        classes=_classes(given, own, known, len(mondays)),
        tail_weeks=TAIL_WEEKS,
        prices=_prices(given, known, people, mondays),
        limits=_limits(given, own, known, people, len(mondays)),
    )


def _floor(given: Assumptions, known: Results, people: Results) -> Floor:
    """How agents leave, learn and work, with the ramp that is in force."""
    return Floor(
        tenured_hazard_share=people["tenured_hazard_share"],
        floor_hazard_share=_by_floor_week(known, people),
        proficiency_share=ramp_in_force(given.proficiency_share, known["ramp_loss_change_share"]),
        fte_per_head=given.queues["fte_per_head"],
    )


def _training(given: Assumptions, known: Results) -> Training:
    """Weeks of training and nesting, dropouts, and the mentors that nesters take."""
    return Training(
        training_weeks=given.queues["training_weeks"],
        weekly_dropout_share=known["weekly_dropout_share"],
        nesting_weeks=known["nesting_weeks"],
        mentor_ratio=known["nesters_per_mentor"],
        mentor_time_lost_share=known["mentor_time_lost_share"],
    )


def _classes(
    given: Assumptions, own: tuple[TrainingClass, ...], known: Results, weeks: int
) -> Classes:
    """Sizes and lead time of classes, beside those that the planner has set."""
    starts, classes = _given(given, own, weeks)
    return Classes(
        class_min_heads=known["class_min_heads"],
        class_max_heads=known["class_max_heads"],
        first_start_week=known["hiring_lead_weeks"],
        given_starts=starts,
        given_classes=classes,
    )


def _with_tail_weeks(mondays: tuple[date, ...]) -> tuple[date, ...]:
    last = mondays[-1]
    return (*mondays, *(last + timedelta(weeks=ahead) for ahead in range(1, TAIL_WEEKS + 1)))


def _going_on(flow: Array) -> Array:
    """A weekly flow, in the tail at the mean of the last half year."""
    return np.concatenate([flow, np.full(TAIL_WEEKS, flow[-HALF_A_YEAR:].mean())])


def _by_floor_week(known: Results, people: Results) -> Array:
    """Share of hired agents that leaves in each floor week, up to where they are as tenured."""
    bands = Hazards(
        people["new_hire_hazard_share"],
        people["to_26_weeks_hazard_share"],
        people["to_52_weeks_hazard_share"],
        people["tenured_hazard_share"],
        int(known["new_hire_weeks"]),
    ).bands()
    rates = np.concatenate([np.full(after - first, rate) for first, after, rate in bands])
    differ = np.flatnonzero(rates != people["tenured_hazard_share"])
    return rates[: differ[-1] + 1] if len(differ) else rates[:0]


def _given(given: Assumptions, own: tuple[TrainingClass, ...], weeks: int) -> tuple[Array, Array]:
    """Starts and classes of the planner, weeks x queues."""
    starts, classes = np.zeros((2, weeks, len(given.queue_names)))
    for one in own:
        week, number = _week(given, one), given.queue_number(one.queue)
        if week >= 0:
            starts[week, number] += one.heads
            classes[week, number] += 1
    return starts, classes


def _week(given: Assumptions, one: TrainingClass) -> int:
    return (one.start_week - given.calendar.first_week).days // 7


def _prices(
    given: Assumptions, known: Results, people: Results, mondays: tuple[date, ...]
) -> Prices:
    award = (known[name] for name in ("wage_step_date", "wage_step_share", "pay_change_share"))
    index = budget.wage_index(mondays, *award)
    base, trainee = (_with_on_costs(known, one) for one in pay_of_sites(known, mondays, index))
    support = index * award_index(mondays, known["wage_steps"], "support")
    trainer = _pay(known, "trainer", support)[:, None]
    pay, bonus = base * (1 + on_top_share(known)), 1 + known["bonus_share"]
    seat = seat_year_cost(known) / WEEKS_PER_YEAR
    wage = pay + seat
    overtime = _overtime(known, base)
    return make_prices(
        len(mondays),
        len(given.queue_names),
        wage,
        starts=StartTerms(
            trainee_wage_share=_against(trainee * bonus + seat, wage),
            hire_cost=people["mix_hire_cost"],
            material_cost=budget.material_cost(known),
            trainer_week_cost=trainer * bonus + known["seat_cost"] / WEEKS_PER_YEAR,
        ),
        cover=CoverTerms(
            overtime_cap_share=known["overtime_cap_share"],
            overtime_multiple=_against(overtime, wage),
            time_off_cap_share=known["vto_cap_share"],
            time_off_saving_share=_time_off_saving(known, base, overtime, wage),
            outsourcing_cap_share=0.0,
        ),
        shortage=ShortageTerms(
            shortage_first_cap_share=known["shortage_first_share"],
            shortage_first_cost=pay * known["shortage_price_multiple"],
            shortage_cost=pay * known["deep_shortage_price_multiple"],
            unmentored_cost=pay * known["shortage_price_multiple"],
        ),
    )


def _overtime(known: Results, base: Array) -> Array:
    """A week of overtime of an FTE, with the on-costs that overtime has."""
    own, burden = known["overtime_burden_share"], known["burden_share"]
    on_costs = 1.0 if own is None else (1 + own) / (1 + burden)
    return np.asarray(base * on_costs * known["overtime_multiple"])


def _with_on_costs(known: Results, yearly: Array) -> Array:
    """A week's pay with on-costs, weeks x queues, from yearly pay."""
    return np.asarray(yearly * (1 + known["burden_share"]) / WEEKS_PER_YEAR)


def _time_off_saving(known: Results, base: Array, overtime: Array, wage: Array) -> Array | float:
    """What an FTE-week of time off saves, as a share of an agent's week.

    At most what overtime costs: else people would be sent home and replaced in the same week.
    """
    if known["vto_cap_share"] == 0:
        return 0.0
    saved = np.minimum(base * (1 - known["vto_pay_share"]), overtime)
    return np.asarray(np.divide(saved, wage, out=np.zeros_like(wage), where=wage > 0))


def _pay(known: Results, role: str, index: Array | float) -> Array:
    """A week's pay with on-costs in every week."""
    yearly = known[f"{role}_salary_cost"] * (1 + known["burden_share"])
    return np.asarray(index * yearly / WEEKS_PER_YEAR)


def _against(cost: Array, wage: Array) -> Array:
    """A cost as a multiple of an agent's week; 1 where agents cost nothing."""
    return np.divide(cost, wage, out=np.ones_like(wage), where=wage > 0)


def _trainee_share(known: Results) -> Array:
    """A trainee's pay, on-costs and seat against an agent's of each queue, before any award."""
    seat = seat_year_cost(known) / WEEKS_PER_YEAR
    before = {**known, "wage_steps": ()}
    first, change = known["mondays"][:1], np.full(1, 1.0 + known["pay_change_share"])
    agent, trainee = (_with_on_costs(known, one)[0] for one in pay_of_sites(before, first, change))
    agent = agent * (1 + on_top_share(known)) + seat
    trainee = trainee * (1 + known["bonus_share"]) + seat
    return _against(trainee, agent)


def _limits(
    given: Assumptions,
    own: tuple[TrainingClass, ...],
    known: Results,
    people: Results,
    weeks: int,
) -> Limits:
    """Rooms and trainers less the classes begun before the plan; recruiters by hours."""
    running = np.zeros(weeks)
    for one in own:
        length = int(given.queues["training_weeks"][given.queue_number(one.queue)])
        if _week(given, one) < 0:
            running[: max(_week(given, one) + length, 0)] += 1
    lead = max(int(known["hiring_lead_weeks"]), 1)
    recruiters = _or_unlimited(known["recruiters_cap_heads"])
    return make_limits(
        weeks,
        len(given.queue_names),
        rooms=np.maximum(known["training_rooms"] - running, 0),
        trainers=np.maximum(_or_unlimited(known["trainers_cap_heads"]) - running, 0),
        recruiter_capacity=recruiters * known["recruiter_h_per_week"],
        recruiter_load=people["mix_recruiter_h"] / lead,
        recruiter_window_weeks=lead,
        mentor_share=known["mentor_eligible_share"],
    )


def _or_unlimited(cap: float | None) -> float:
    return float("inf") if cap is None else float(cap)
