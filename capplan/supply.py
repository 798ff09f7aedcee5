"""Supply: starters through training, ramp and attrition to the FTE on the floor.

Order inside a week: on Monday people start and graduate; exits then spread evenly over the week,
so that half of the week's leavers still count as available.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, overload

from capplan import attrition
from capplan.errors import argument_error

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from capplan.assumptions import TrainingClass

    Array = NDArray[np.float64]


class Pipeline(NamedTuple):
    """Heads week by week (weeks, or weeks x queues); effective output in heads' worth."""

    starts_heads: Array
    training_heads: Array
    dropouts_heads: Array
    graduates_heads: Array
    opening_heads: Array
    new_hires_heads: Array
    leavers_heads: Array
    closing_agents_heads: Array
    ramp_loss_heads: Array

    @property
    def effective_fte(self) -> Array:
        """Heads' worth of output: available heads less what new agents do not give yet."""
        floor = self.opening_heads + self.graduates_heads
        return floor - self.leavers_heads / 2 - self.ramp_loss_heads


@overload
def starters(
    graduates_heads: float,
    training_weeks: float,
    weekly_dropout_share: float = ...,
    no_show_share: float = ...,
    offer_acceptance_share: float = ...,
) -> tuple[float, float, float]: ...
@overload
def starters(
    graduates_heads: Array,
    training_weeks: Any,
    weekly_dropout_share: Any = ...,
    no_show_share: Any = ...,
    offer_acceptance_share: Any = ...,
) -> tuple[Array, Array, Array]: ...
def starters(
    graduates_heads: Any,
    training_weeks: Any,
    weekly_dropout_share: Any = 0.0,
    no_show_share: Any = 0.0,
    offer_acceptance_share: Any = 1.0,
) -> tuple[Any, Any, Any]:
    """Starters, people who accept and offers to make, so that these graduates reach the floor.

    starters = graduates / (1 - dropout) ** weeks; accepted = starters / (1 - no-show);
    offers = accepted / acceptance. Fractions are kept: round where people are counted.

    >>> [round(x, 3) for x in starters(15, 4, 0.03, 0.10, 0.75)]
    [16.944, 18.826, 25.102]
    """
    _check("graduates_heads", graduates_heads, graduates_heads >= 0, "0 or more")
    _check("training_weeks", training_weeks, training_weeks >= 0, "0 or more weeks")
    for name, share in (
        ("weekly_dropout_share", weekly_dropout_share),
        ("no_show_share", no_show_share),
    ):
        _check(name, share, (share >= 0) & (share < 1), "0 to below 1")
    _check(
        "offer_acceptance_share",
        offer_acceptance_share,
        (offer_acceptance_share > 0) & (offer_acceptance_share <= 1),
        "above 0 up to 1",
    )
    started = graduates_heads / (1 - weekly_dropout_share) ** training_weeks
    accepted = started / (1 - no_show_share)
    return started, accepted, accepted / offer_acceptance_share


def _check(name: str, value: Any, good: Any, allowed: str) -> None:
    if not (bool(good) if isinstance(good, bool) else good.all()):
        raise argument_error(name, value, allowed)


def pipeline(
    starts_heads: Sequence[float] | Array,
    opening_heads: float,
    annual_attrition_share: float,
    training_weeks: int,
    weekly_dropout_share: float = 0.0,
    ramp: Sequence[float] | Array = (),
    new_hire_attrition_share: float | None = None,
    new_hire_weeks: int = 13,
) -> Pipeline:
    """A queue's people week by week, from starts to effective FTE, attrition as turnover ratio.

    >>> p = pipeline([20] + [0] * 10, 0, 0.35, 4, 0.03, [0.5, 0.6, 0.7, 0.8, 0.9, 0.95], 0.8, 13)
    >>> round(float(p.graduates_heads[4]), 4), round(float(p.effective_fte[10]), 4)
    (17.7059, 16.0214)
    """
    import numpy as np

    tenured = float(attrition.period_rate(annual_attrition_share))
    newly = new_hire_attrition_share
    new_hire = tenured if newly is None else float(attrition.period_rate(newly))
    starts = np.asarray(starts_heads, dtype=float)
    if np.any(starts < 0):
        raise argument_error("starts_heads", f"{starts.min():g}", "0 or more heads a week")
    weeks_in = _whole("training_weeks", training_weeks)
    _whole("new_hire_weeks", new_hire_weeks)
    run = run_pipeline(
        starts[:, None],
        np.array([float(opening_heads)]),
        np.array([weeks_in]),
        weekly_dropout_share,
        tenured,
        new_hire,
        int(new_hire_weeks),
        np.asarray(ramp, dtype=float),
    )
    return Pipeline(*(column[:, 0] for column in run))


def _whole(name: str, value: float) -> int:
    if value < 0 or value != int(value):
        raise argument_error(name, value, "a whole number of weeks, 0 or more")
    return int(value)


def run_pipeline(
    starts_heads: Array,
    opening_heads: Array,
    training_weeks: Array,
    weekly_dropout_share: float,
    tenured_hazard_share: float,
    new_hire_hazard_share: float,
    new_hire_weeks: int,
    proficiency_share: Array,
) -> Pipeline:
    """The pipeline of all queues at once: weeks x queues, one training length a queue.

    Graduates are the starters of `training_weeks` ago who stayed; new hires become tenured after
    `new_hire_weeks` on the floor; what a floor week lacks to full proficiency is lost to ramp.
    """
    graduates = _graduates(starts_heads, training_weeks, weekly_dropout_share)
    training = _in_training(starts_heads, graduates, weekly_dropout_share)
    opening, new, leavers = _on_the_floor(
        graduates, opening_heads, tenured_hazard_share, new_hire_hazard_share, new_hire_weeks
    )
    loss = loss_by_floor_week(
        proficiency_share, new_hire_weeks, new_hire_hazard_share, tenured_hazard_share
    )
    return Pipeline(
        starts_heads=starts_heads,
        training_heads=training,
        dropouts_heads=training * weekly_dropout_share,
        graduates_heads=graduates,
        opening_heads=opening,
        new_hires_heads=new,
        leavers_heads=leavers,
        closing_agents_heads=opening + graduates - leavers,
        ramp_loss_heads=ramp_loss(graduates, loss),
    )


def _graduates(starts_heads: Array, training_weeks: Array, weekly_dropout_share: float) -> Array:
    """The starters of `training_weeks` ago who stayed."""
    import numpy as np

    weeks = len(starts_heads)
    graduates = np.zeros_like(starts_heads)
    for number, length in enumerate(training_weeks.astype(int)):
        stay = (1 - weekly_dropout_share) ** length
        graduates[length:, number] = starts_heads[: max(weeks - length, 0), number] * stay
    return graduates


def _in_training(starts_heads: Array, graduates_heads: Array, weekly_dropout_share: float) -> Array:
    """Heads in training after Monday's starts and graduations, before the week's dropouts."""
    import numpy as np

    in_training = np.zeros_like(starts_heads)
    heads = np.zeros(starts_heads.shape[1])
    for week, started in enumerate(starts_heads):
        heads = heads + started - graduates_heads[week]
        in_training[week] = heads
        heads = heads * (1 - weekly_dropout_share)
    return in_training


def _on_the_floor(
    graduates_heads: Array,
    opening_heads: Array,
    tenured_hazard_share: float,
    new_hire_hazard_share: float,
    new_hire_weeks: int,
) -> tuple[Array, Array, Array]:
    """Opening agents, new hires among the agents, and leavers of every week."""
    import numpy as np

    opening, new_hires, leavers = (np.zeros_like(graduates_heads) for _ in range(3))
    floor, new = opening_heads.astype(float), np.zeros(len(opening_heads))
    keep_new = (1 - new_hire_hazard_share) ** new_hire_weeks
    for week, joined in enumerate(graduates_heads):
        opening[week] = floor
        grown = graduates_heads[week - new_hire_weeks] * keep_new if week >= new_hire_weeks else 0.0
        new = new + joined - grown
        new_hires[week] = new
        floor = floor + joined
        leavers[week] = new * new_hire_hazard_share + (floor - new) * tenured_hazard_share
        new = new * (1 - new_hire_hazard_share)
        floor = floor - leavers[week]
    return opening, new_hires, leavers


def loss_by_floor_week(
    proficiency_share: Array,
    new_hire_weeks: int,
    new_hire_hazard_share: float,
    tenured_hazard_share: float,
) -> Array:
    """Output lost in each floor week per graduate: still here x available x (1 - proficiency).

    >>> import numpy as np
    >>> loss_by_floor_week(np.array([0.5, 0.75]), 13, 0.0, 0.0).tolist()
    [0.5, 0.25]
    """
    import numpy as np

    week = np.arange(len(proficiency_share))
    as_new = np.minimum(week, new_hire_weeks)
    here = (1 - new_hire_hazard_share) ** as_new * (1 - tenured_hazard_share) ** (week - as_new)
    hazard = np.where(week < new_hire_weeks, new_hire_hazard_share, tenured_hazard_share)
    return np.asarray(here * (1 - hazard / 2) * (1 - proficiency_share))


def ramp_loss(graduates_heads: Array, loss_by_floor_week: Array) -> Array:
    """Heads' worth of output that the new agents of each week do not give yet."""
    import numpy as np

    lost = np.zeros_like(graduates_heads)
    weeks = len(graduates_heads)
    for age, share in enumerate(loss_by_floor_week[:weeks]):
        lost[age:] += graduates_heads[: weeks - age] * share
    return lost


# the plan's steps


def tenured_hazard_share(annual_attrition_share: float, attrition_basis: str) -> float:
    """The yearly rate of tenured agents as the share that leaves in a week."""
    return float(attrition.period_rate(annual_attrition_share, 52.0, attrition_basis))


def new_hire_hazard_share(
    annual_attrition_share: float, new_hire_attrition_multiple: float, attrition_basis: str
) -> float:
    """The yearly rate of new hires (tenured rate x multiple) as the share leaving in a week."""
    yearly = annual_attrition_share * new_hire_attrition_multiple
    return float(attrition.period_rate(yearly, 52.0, attrition_basis))


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
    for one in classes:
        starts[week_of[one.start_week], queue_names.index(one.queue)] += one.heads
    return starts * hiring_scale_share


def supply(
    starts_heads: Array,
    opening_agents_heads: Array,
    training_weeks: Array,
    weekly_dropout_share: float,
    tenured_hazard_share: float,
    new_hire_hazard_share: float,
    new_hire_weeks: float,
    proficiency_share: Array,
) -> Pipeline:
    """Training, graduates, leavers and closing agents of every week and queue."""
    return run_pipeline(
        starts_heads,
        opening_agents_heads,
        training_weeks,
        weekly_dropout_share,
        tenured_hazard_share,
        new_hire_hazard_share,
        int(new_hire_weeks),
        proficiency_share,
    )


def available_heads(opening_heads: Array, graduates_heads: Array, leavers_heads: Array) -> Array:
    """Opening agents + graduates - half of the week's leavers."""
    return opening_heads + graduates_heads - leavers_heads / 2


def paid_agent_fte(available_heads: Array, fte_per_head: Array) -> Array:
    """Available heads x FTE per head: what is paid, whatever the proficiency."""
    return available_heads * fte_per_head


def paid_trainee_fte(training_heads: Array, dropouts_heads: Array, fte_per_head: Array) -> Array:
    """(In training - half of the week's dropouts) x FTE per head."""
    return (training_heads - dropouts_heads / 2) * fte_per_head


def effective_fte(available_heads: Array, ramp_loss_heads: Array, fte_per_head: Array) -> Array:
    """(Available agents - lost to ramp) x FTE per head."""
    return (available_heads - ramp_loss_heads) * fte_per_head


def gap_fte(effective_fte: Array, required_fte: Array) -> Array:
    """Available - required FTE."""
    return effective_fte - required_fte


def coverage_share(effective_fte: Array, required_fte: Array) -> Array:
    """Available / required FTE; 1 where nothing is required."""
    import numpy as np

    return np.divide(
        effective_fte, required_fte, out=np.ones_like(effective_fte), where=required_fte > 0
    )


def overtime_fte(gap_fte: Array, effective_fte: Array, overtime_cap_share: float) -> Array:
    """What is short, up to the overtime cap x available FTE."""
    import numpy as np

    return np.minimum(np.maximum(-gap_fte, 0.0), effective_fte * overtime_cap_share)


def offers_heads(starts_heads: Array, no_show_share: float, offer_acceptance_share: float) -> Array:
    """Starts / (1 - no-shows) / acceptance, rounded up to whole offers."""
    from capplan.rounding import round_up

    return round_up(starts_heads / (1 - no_show_share) / offer_acceptance_share)
