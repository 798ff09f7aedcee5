"""What the agents on the floor cover: output after ramp and mentoring, gap, coverage, overtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.people.pipeline import loss_by_floor_week, over_floor_weeks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


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
