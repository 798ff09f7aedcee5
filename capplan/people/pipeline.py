"""A queue's people from starters to output: the cohorts without moves, and the way back.

This is what the functions of a spreadsheet use: classes train, graduate, ramp up and leave, as new
hires first and as tenured agents after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, overload

from capplan.errors import argument_error
from capplan.people import attrition
from capplan.people.cohorts import Hazards, no_flows, on_the_floor, train

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

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
    import numpy as np

    none_before = np.zeros((0, starts_heads.shape[1]))
    trained = train(starts_heads, none_before, training_weeks, weekly_dropout_share)
    later = (tenured_hazard_share,) * 3
    floor = on_the_floor(
        trained.graduates_heads,
        opening_heads,
        Hazards(new_hire_hazard_share, *later, new_hire_weeks),
        no_flows(*starts_heads.shape),
    )
    loss = loss_by_floor_week(
        proficiency_share, new_hire_weeks, new_hire_hazard_share, tenured_hazard_share
    )
    return Pipeline(
        starts_heads=starts_heads,
        training_heads=trained.training_heads,
        dropouts_heads=trained.dropouts_heads,
        graduates_heads=trained.graduates_heads,
        opening_heads=floor.opening_heads,
        new_hires_heads=floor.new_hires_heads,
        leavers_heads=floor.leavers_heads,
        closing_agents_heads=floor.closing_agents_heads,
        ramp_loss_heads=over_floor_weeks(trained.graduates_heads, loss),
    )


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


def over_floor_weeks(graduates_heads: Array, by_floor_week: Array) -> Array:
    """A sum over those on the floor: each week's graduates x the value at their floor week.

    >>> import numpy as np
    >>> over_floor_weeks(np.array([[2.0], [0.0], [1.0]]), np.array([0.5, 0.25])).ravel().tolist()
    [1.0, 0.5, 0.5]
    """
    import numpy as np

    found = np.zeros_like(graduates_heads)
    weeks = len(graduates_heads)
    for age, share in enumerate(by_floor_week[:weeks]):
        found[age:] += graduates_heads[: weeks - age] * share
    return found
