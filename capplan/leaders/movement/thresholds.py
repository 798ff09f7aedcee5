"""The size ladder: which role becomes due as a centre grows, said in time to open it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.leaders.movement import arguments
from capplan.leaders.movement.rules import OUTSIDE_HIRE, PROMOTION

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

QUARTER_WEEKS = 13
TRAINER = "trainer"
TRAINER_STARTS_A_QUARTER = 20


class Rung(NamedTuple):
    """A role, the frontline people from which it is due, and the weeks it takes to open."""

    role: str
    due_at_heads: float
    lead_weeks: int


_INSIDE, _OUTSIDE = PROMOTION.weeks_to_full_effect, OUTSIDE_HIRE.weeks_to_full_effect
RUNGS = (
    Rung("working lead", 4, _INSIDE),
    Rung("dedicated supervisor", 10, _INSIDE),
    Rung("workforce planner, part of a post", 15, _INSIDE),
    Rung("quality assessor", 25, _INSIDE),
    Rung("second layer", 30, _OUTSIDE),
    Rung("workforce planner, full post", 40, _OUTSIDE),
    Rung(TRAINER, 40, _OUTSIDE),
    Rung("real-time desk", 100, _OUTSIDE),
    Rung("director", 300, _OUTSIDE),
)


class RoleDue(NamedTuple):
    """A role that becomes due: the week (0 = first), the week to open it, and what it waits for.

    `open_week` below 0 means that it should have been opened that many weeks before the plan.
    """

    role: str
    due_at_heads: float
    due_week: int
    open_week: int
    reason: str

    @property
    def overdue(self) -> bool:
        """Whether the time to open the role has passed when the plan begins."""
        return self.open_week < 0

    def __str__(self) -> str:
        """The warning in one line, weeks counted from 1."""
        if self.due_week == 0:
            return f"{self.role}: already due ({self.reason}); make sure that somebody has it"
        late = (
            f"now, {-self.open_week} weeks late"
            if self.overdue
            else f"in week {self.open_week + 1}"
        )
        return f"{self.role}: due in week {self.due_week + 1} ({self.reason}); open it {late}"


def size_ladder(
    frontline_heads: ArrayLike,
    starts_heads: ArrayLike | None = None,
    rungs: Sequence[Rung] = RUNGS,
) -> list[RoleDue]:
    """Roles that growth makes due, in the order in which they must be opened.

    A role is due in the first week with as many frontline people as its rung says; a trainer
    also in the first week that more than 20 people have started within a quarter. It must be
    opened its lead time earlier.

    >>> for role in size_ladder([20 + week for week in range(40)]):
    ...     print(role)
    working lead: already due (4 people); make sure that somebody has it
    dedicated supervisor: already due (10 people); make sure that somebody has it
    workforce planner, part of a post: already due (15 people); make sure that somebody has it
    second layer: due in week 11 (30 people); open it now, 8 weeks late
    quality assessor: due in week 6 (25 people); open it now, 3 weeks late
    workforce planner, full post: due in week 21 (40 people); open it in week 3
    trainer: due in week 21 (40 people); open it in week 3
    """
    floor = arguments.weekly("frontline_heads", frontline_heads)[:, 0]
    found = [one for rung in rungs if (one := _due(rung, floor)) is not None]
    if starts_heads is not None:
        found = _earlier_trainer(found, arguments.weekly("starts_heads", starts_heads)[:, 0], rungs)
    return sorted(found, key=lambda one: (one.due_week > 0, one.open_week, one.due_at_heads))


def _due(rung: Rung, floor: Array) -> RoleDue | None:
    reached = np.flatnonzero(floor >= rung.due_at_heads - 1e-9)
    if not len(reached):
        return None
    week = int(reached[0])
    return RoleDue(
        rung.role,
        rung.due_at_heads,
        week,
        week - rung.lead_weeks,
        f"{rung.due_at_heads:g} people",
    )


def _earlier_trainer(found: list[RoleDue], starts: Array, rungs: Sequence[Rung]) -> list[RoleDue]:
    rung = next((one for one in rungs if one.role == TRAINER), None)
    total = np.cumsum(starts)
    total[QUARTER_WEEKS:] -= total[:-QUARTER_WEEKS].copy()
    reached = np.flatnonzero(total > TRAINER_STARTS_A_QUARTER)
    if rung is None or not len(reached):
        return found
    week = int(reached[0])
    by_size = next((one for one in found if one.role == TRAINER), None)
    if by_size is not None and by_size.due_week <= week:
        return found
    reason = f"more than {TRAINER_STARTS_A_QUARTER} starts in a quarter"
    sooner = RoleDue(TRAINER, rung.due_at_heads, week, week - rung.lead_weeks, reason)
    return [one for one in found if one.role != TRAINER] + [sooner]
