"""Supply: the plan's steps from training classes through attrition, moves and ramp to the FTE.

The people themselves are followed in `cohorts`, moves that have a date in `moves`. Order inside a
week: on Monday people start, graduate and move; exits then spread evenly over the week, so that
half of the week's leavers still count as available.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.people import attrition, cohorts
from capplan.people.cohorts import Floor, Hazards, Training
from capplan.people.moves import DatedMoves, dated_leave, dated_moves
from capplan.people.pipeline import (
    Pipeline,
    loss_by_floor_week,
    over_floor_weeks,
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


def floor(
    graduates_heads: Array,
    opening_agents_heads: Array,
    transfers_in_heads: Array,
    transfers_out_heads: Array,
    promotions_out_heads: Array,
    planned_leavers_heads: Array,
    leaders_from_floor_heads: Array,
    leaders_to_floor_heads: Array,
    moves: tuple[Move, ...],
    mondays: tuple[date, ...],
    queue_names: tuple[str, ...],
    new_hire_hazard_share: float,
    to_26_weeks_hazard_share: float,
    to_52_weeks_hazard_share: float,
    tenured_hazard_share: float,
    new_hire_weeks: float,
    leave_of_absence_weekly_share: float,
    leave_of_absence_weeks: float,
    leave_return_share: float,
) -> Floor:
    """Agents by tenure and on leave, and the leavers of every week and queue."""
    leave = dated_leave(moves, mondays, queue_names, leave_of_absence_weeks, leave_return_share)
    return cohorts.on_the_floor(
        graduates_heads,
        opening_agents_heads,
        Hazards(
            new_hire_hazard_share,
            to_26_weeks_hazard_share,
            to_52_weeks_hazard_share,
            tenured_hazard_share,
            int(new_hire_weeks),
        ),
        cohorts.MondayFlows(
            transfers_in_heads,
            transfers_out_heads,
            promotions_out_heads,
            planned_leavers_heads,
            *leave,
        ),
        cohorts.Leave(leave_of_absence_weekly_share, leave_of_absence_weeks, leave_return_share),
        cohorts.LeaderFlows(leaders_from_floor_heads, leaders_to_floor_heads),
    )


def backfill_starts_heads(
    leader_promotions_heads: Array, training_weeks: Array, weekly_dropout_share: float
) -> Array:
    """Promoted to leader / (1 - weekly dropout) ^ training weeks."""
    stay: Array = (1 - weekly_dropout_share) ** training_weeks
    return leader_promotions_heads / stay


def all_leavers_heads(
    leavers_heads: Array, planned_leavers_heads: Array, leave_lost_heads: Array
) -> Array:
    """Leavers + planned leavers + those who do not come back from leave."""
    return leavers_heads + planned_leavers_heads + leave_lost_heads


# output


def available_heads(closing_agents_heads: Array, leavers_heads: Array) -> Array:
    """Agents after Monday's moves, half of the week's leavers counted: closing + leavers / 2."""
    return closing_agents_heads + leavers_heads / 2


def ramp_in_force(proficiency_share: Array, ramp_loss_change_share: float) -> Array:
    """Proficiency by floor week under a scenario: 1 - (1 - proficiency) x (1 + change).

    >>> import numpy as np
    >>> ramp_in_force(np.array([0.5, 0.9, 1.0]), 0.2).round(4).tolist()
    [0.4, 0.88, 1.0]
    """
    if not ramp_loss_change_share:
        return proficiency_share
    return 1 - (1 - proficiency_share) * (1 + ramp_loss_change_share)


def ramp_loss_heads(
    graduates_heads: Array,
    proficiency_share: Array,
    ramp_loss_change_share: float,
    new_hire_weeks: float,
    new_hire_hazard_share: float,
    to_26_weeks_hazard_share: float,
) -> Array:
    """Graduates still here at each floor week x what they lack there x (1 + ramp loss change)."""
    ramp = ramp_in_force(proficiency_share, ramp_loss_change_share)
    loss = loss_by_floor_week(
        ramp, int(new_hire_weeks), new_hire_hazard_share, to_26_weeks_hazard_share
    )
    return over_floor_weeks(graduates_heads, loss)


def nesters_heads(
    graduates_heads: Array,
    nesting_weeks: float,
    new_hire_weeks: float,
    new_hire_hazard_share: float,
    to_26_weeks_hazard_share: float,
) -> Array:
    """Available heads in their nesting weeks: graduates of those weeks who are still here."""
    import numpy as np

    present = loss_by_floor_week(
        np.zeros(int(nesting_weeks)),
        int(new_hire_weeks),
        new_hire_hazard_share,
        to_26_weeks_hazard_share,
    )
    return over_floor_weeks(graduates_heads, present)


def mentor_loss_heads(
    nesters_heads: Array, nesters_per_mentor: float, mentor_time_lost_share: float
) -> Array:
    """Nesters / nesters per mentor x time that a mentor loses."""
    return nesters_heads / nesters_per_mentor * mentor_time_lost_share


def paid_agent_fte(
    available_heads: Array, cross_training_heads: Array, fte_per_head: Array
) -> Array:
    """(Available + in cross-training) x FTE per head: what is paid, whatever the proficiency."""
    return (available_heads + cross_training_heads) * fte_per_head


def paid_trainee_fte(training_heads: Array, dropouts_heads: Array, fte_per_head: Array) -> Array:
    """(In training - half of the week's dropouts) x FTE per head."""
    return (training_heads - dropouts_heads / 2) * fte_per_head


def effective_fte(
    available_heads: Array, ramp_loss_heads: Array, mentor_loss_heads: Array, fte_per_head: Array
) -> Array:
    """(Available agents - lost to ramp - lost by mentors) x FTE per head."""
    return (available_heads - ramp_loss_heads - mentor_loss_heads) * fte_per_head


def covering_fte(effective_fte: Array, outsourced_fte: Array) -> Array:
    """Available + outsourced FTE."""
    return effective_fte + outsourced_fte


def gap_fte(covering_fte: Array, required_fte: Array) -> Array:
    """Available and outsourced - required FTE."""
    return covering_fte - required_fte


def coverage_share(covering_fte: Array, required_fte: Array) -> Array:
    """Available and outsourced / required FTE; 1 where nothing is required."""
    import numpy as np

    return np.divide(
        covering_fte, required_fte, out=np.ones_like(covering_fte), where=required_fte > 0
    )


def vto_fte(gap_fte: Array, effective_fte: Array, vto_cap_share: float) -> Array:
    """What is over, up to the cap on voluntary time off x available FTE.

    >>> import numpy as np
    >>> vto_fte(np.array([3.0, 12.0, -5.0]), np.array([100.0, 100.0, 100.0]), 0.04).tolist()
    [3.0, 4.0, 0.0]
    """
    import numpy as np

    return np.minimum(np.maximum(gap_fte, 0.0), effective_fte * vto_cap_share)


def overtime_fte(gap_fte: Array, effective_fte: Array, overtime_cap_share: float) -> Array:
    """What is short, up to the overtime cap x available FTE."""
    import numpy as np

    return np.minimum(np.maximum(-gap_fte, 0.0), effective_fte * overtime_cap_share)
