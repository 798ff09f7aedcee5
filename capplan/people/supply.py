"""Supply: the plan's steps from training classes through attrition, moves and ramp to the FTE.

The people themselves are followed in `cohorts`, moves that have a date in `moves`. Order inside a
week: on Monday people start, graduate and move; exits then spread evenly over the week, so that
half of the week's leavers still count as available.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.people import attrition, cohorts
from capplan.people.cohorts import Floor, Hazards, Leave, MondayFlows, Training
from capplan.people.moves import DatedMoves, dated_leave, dated_moves
from capplan.people.pipeline import (
    Pipeline,
    loss_by_floor_week,
    pipeline,
    run_pipeline,
    starters,
)

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Move, TrainingClass

    Array = NDArray[np.float64]

__all__ = [
    "DatedMoves",
    "Pipeline",
    "dated_moves",
    "loss_by_floor_week",
    "pipeline",
    "run_pipeline",
    "starters",
]
MOST_WEEKS_BEGUN = 26  # a class may have started so many weeks before the plan


# attrition in force


def tenured_hazard_share(annual_attrition_share: float, attrition_basis: str) -> float:
    """The yearly rate of tenured agents as the share that leaves in a week."""
    return float(attrition.period_rate(annual_attrition_share, 52.0, attrition_basis))


def new_hire_hazard_share(
    annual_attrition_share: float,
    new_hire_attrition_multiple: float,
    attrition_basis: str,
    mix_attrition_multiple: float = 1.0,
) -> float:
    """The yearly rate of new hires (tenured rate x multiples) as the share leaving in a week."""
    yearly = annual_attrition_share * new_hire_attrition_multiple * mix_attrition_multiple
    return tenured_hazard_share(yearly, attrition_basis)


def to_26_weeks_hazard_share(
    annual_attrition_share: float,
    to_26_weeks_attrition_multiple: float,
    attrition_basis: str,
    mix_attrition_multiple: float = 1.0,
) -> float:
    """The yearly rate up to floor week 26 (tenured rate x multiples) as the share of a week."""
    yearly = annual_attrition_share * to_26_weeks_attrition_multiple * mix_attrition_multiple
    return tenured_hazard_share(yearly, attrition_basis)


def to_52_weeks_hazard_share(
    annual_attrition_share: float,
    to_52_weeks_attrition_multiple: float,
    attrition_basis: str,
    mix_attrition_multiple: float = 1.0,
) -> float:
    """The yearly rate of floor weeks 27 to 52 (tenured rate x multiples) as the share of a week."""
    yearly = annual_attrition_share * to_52_weeks_attrition_multiple * mix_attrition_multiple
    return tenured_hazard_share(yearly, attrition_basis)


# people


def starts_heads(
    mondays: tuple[date, ...],
    queue_names: tuple[str, ...],
    classes: tuple[TrainingClass, ...],
    hiring_scale_share: float,
) -> Array:
    """Starters of the week's classes x hiring plan scale."""
    import numpy as np

    starts = np.zeros((len(mondays), len(queue_names)))
    week_of = {monday: week for week, monday in enumerate(mondays)}
    place = {name: number for number, name in enumerate(queue_names)}
    for one in classes:
        if one.start_week >= mondays[0]:
            starts[week_of[one.start_week], place[one.queue]] += one.heads
    return starts * hiring_scale_share


def begun_heads(
    mondays: tuple[date, ...], queue_names: tuple[str, ...], classes: tuple[TrainingClass, ...]
) -> Array:
    """Starters of the classes of the weeks before the plan, the last week before it last."""
    import numpy as np

    begun = np.zeros((MOST_WEEKS_BEGUN, len(queue_names)))
    for one in classes:
        ago = (mondays[0] - one.start_week).days // 7
        if 0 < ago <= MOST_WEEKS_BEGUN:
            begun[-ago, queue_names.index(one.queue)] += one.heads
    return begun


def training(
    starts_heads: Array,
    classes: tuple[TrainingClass, ...],
    mondays: tuple[date, ...],
    queue_names: tuple[str, ...],
    training_weeks: Array,
    weekly_dropout_share: float,
) -> Training:
    """People in training: classes of the plan, and what is left of those that began before it."""
    begun = begun_heads(mondays, queue_names, classes)
    return cohorts.train(starts_heads, begun, training_weeks, weekly_dropout_share)


# what travels together


def hazards(
    new_hire_hazard_share: float,
    to_26_weeks_hazard_share: float,
    to_52_weeks_hazard_share: float,
    tenured_hazard_share: float,
    new_hire_weeks: float,
) -> Hazards:
    """Weekly attrition of each tenure, and how long somebody is a new hire."""
    return Hazards(
        new_hire_hazard_share,
        to_26_weeks_hazard_share,
        to_52_weeks_hazard_share,
        tenured_hazard_share,
        int(new_hire_weeks),
    )


def leave(
    leave_of_absence_weekly_share: float, leave_of_absence_weeks: float, leave_return_share: float
) -> Leave:
    """Leave of absence without a date: who goes, for how long, who comes back."""
    return Leave(leave_of_absence_weekly_share, leave_of_absence_weeks, leave_return_share)


def monday_flows(
    transfers_in_heads: Array,
    transfers_out_heads: Array,
    promotions_out_heads: Array,
    planned_leavers_heads: Array,
    moves: tuple[Move, ...],
    mondays: tuple[date, ...],
    queue_names: tuple[str, ...],
    leave: Leave,
) -> MondayFlows:
    """Tenured agents who come and go on a date, dated leave of absence included."""
    dated = dated_leave(moves, mondays, queue_names, leave.mean_weeks, leave.return_share)
    return MondayFlows(
        transfers_in_heads,
        transfers_out_heads,
        promotions_out_heads,
        planned_leavers_heads,
        *dated,
    )


def floor_alone(
    graduates_heads: Array,
    opening_agents_heads: Array,
    monday_flows: MondayFlows,
    hazards: Hazards,
    leave: Leave,
) -> Floor:
    """Agents by tenure and on leave if nobody were promoted to lead: whom leaders look at."""
    return cohorts.on_the_floor(graduates_heads, opening_agents_heads, hazards, monday_flows, leave)
