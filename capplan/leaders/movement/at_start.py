"""What a movement starts from: leaders in post or already chosen, and the floor below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from capplan.leaders.movement.apart import TeamGroups


@dataclass(frozen=True, eq=False, slots=True)
class LeadersAtStart:
    """Leaders in post before the first week, and those chosen before it who are still to come.

    `opening_heads` by layer (x cases); None is as many as the first week needs. Those who come are
    weeks x layers, in the week in which they take post; those who were agents are no longer among
    the agents given.
    """

    opening_heads: ArrayLike | None = None
    coming_inside_heads: ArrayLike | None = None
    coming_outside_heads: ArrayLike | None = None


@dataclass(frozen=True, eq=False, slots=True)
class FloorBelow:
    """The agents whom leaders lead and are promoted from, beyond their number.

    `tenured_floor_heads` have at least the eligible weeks of tenure, by week; None is the
    `tenured_floor` of all agents. `draining`: the agents given do not yet count those promoted
    here, who are taken off. `teams` are agents by group where teams may not cross groups; None
    pools all.
    """

    tenured_floor_heads: ArrayLike | None = None
    draining: bool = False
    teams: TeamGroups | None = None


AS_NEEDED = LeadersAtStart()
POOLED_FLOOR = FloorBelow()
