"""What a hiring problem is made of, by subject: people, training, classes, and what each costs.

One number serves all queues; a list has one a queue. Whatever is left out takes the default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

NESTING = (0.45, 0.55)
RAMP = tuple(0.65 + 0.05 * week for week in range(8))  # linear to 1 over eight weeks


@dataclass(frozen=True, eq=False, slots=True)
class OwnSupply:
    """The agents there are without further starts, given classes included, weeks x queues.

    `base_fte` is what they work, `base_paid_fte` what they are paid for.
    """

    base_fte: ArrayLike
    base_paid_fte: ArrayLike


@dataclass(frozen=True, eq=False, slots=True)
class Floor:
    """How agents stay and work once they are on the floor.

    Leavers a week: the tenured, and new hires for `new_hire_weeks`; instead of the latter
    `floor_hazard_share` by floor week. `proficiency_share` (1 after its last week) and
    `floor_hazard_share` are a list for all queues, or floor weeks x queues.
    """

    tenured_hazard_share: ArrayLike = 0.0076627976
    new_hire_hazard_share: ArrayLike = 0.0152668768
    new_hire_weeks: int = 13
    floor_hazard_share: ArrayLike | None = None
    proficiency_share: ArrayLike = (*NESTING, *RAMP)
    fte_per_head: ArrayLike = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Training:
    """How starters become agents: weeks of training, dropouts, and mentors while they nest."""

    training_weeks: ArrayLike = 4
    weekly_dropout_share: ArrayLike = 0.03
    nesting_weeks: ArrayLike = 2
    mentor_ratio: ArrayLike = 3.0
    mentor_time_lost_share: ArrayLike = 0.3


@dataclass(frozen=True, eq=False, slots=True)
class Classes:
    """Which classes may start, and those that start anyhow (starts and classes, weeks x queues)."""

    class_min_heads: ArrayLike = 4
    class_max_heads: ArrayLike = 20
    first_start_week: ArrayLike = 6
    may_start: ArrayLike = True
    given_starts: ArrayLike = 0.0
    given_classes: ArrayLike | None = None


@dataclass(frozen=True, eq=False, slots=True)
class StartTerms:
    """What a starter costs beyond a wage: the trainee's share of it, hiring, material, trainer."""

    trainee_wage_share: ArrayLike = 1.0
    hire_cost: ArrayLike = 2100.0
    material_cost: ArrayLike = 500.0
    trainer_week_cost: ArrayLike = 1500.0


@dataclass(frozen=True, eq=False, slots=True)
class CoverTerms:
    """What covers a short week or uses a long one: overtime, time off, outsourcing."""

    overtime_cap_share: ArrayLike = 0.06
    overtime_multiple: ArrayLike = 1.35
    time_off_cap_share: ArrayLike = 0.04
    time_off_saving_share: ArrayLike = 0.75
    outsourcing_cap_share: ArrayLike = 0.10
    outsourcing_multiple: ArrayLike = 1.5


@dataclass(frozen=True, eq=False, slots=True)
class ShortageTerms:
    """What an uncovered FTE-week costs, and a new agent without a mentor; None follows the wage."""

    shortage_first_cap_share: ArrayLike = 0.05
    shortage_first_cost: ArrayLike | None = None
    shortage_cost: ArrayLike | None = None
    unmentored_cost: ArrayLike | None = None


USUAL_FLOOR = Floor()
USUAL_TRAINING = Training()
USUAL_CLASSES = Classes()
USUAL_START_TERMS = StartTerms()
USUAL_COVER_TERMS = CoverTerms()
USUAL_SHORTAGE_TERMS = ShortageTerms()
