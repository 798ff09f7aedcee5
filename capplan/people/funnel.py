"""The recruiting funnel: from sources of people to offers, hours and money per starter.

People come from sources (referral, applicant, passive candidate, agency, rehire), each with its own
share of accepted offers, no-shows, cost and recruiter hours. Without sources the plan's own values
count as one source for everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.errors import argument_error
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Source

    Array = NDArray[np.float64]

SUM_SLACK = 1e-3  # shares this close to 1 are scaled to 1


class Funnel(NamedTuple):
    """The sources side by side, every blank filled: one number a source in each field."""

    share: Array
    acceptance_share: Array
    no_show_share: Array
    cost: Array
    recruiter_h: Array
    attrition_multiple: Array


class Mix(NamedTuple):
    """What the average starter takes: offers, money, recruiter hours, and attrition later."""

    mix_offers: float
    mix_hire_cost: float
    mix_recruiter_h: float
    mix_attrition_multiple: float


def offers_to_make(starters: Array | float, acceptance_share: float, no_show_share: float) -> Array:
    """Whole offers to make so that these people start: starters / acceptance / show-up.

    Rounded up for every cell by itself. With 75 % of offers accepted and a tenth who do not come,
    20 starters take 30 offers:

    >>> float(offers_to_make(20, 0.75, 0.10))
    30.0

    Raises:
        PlanInputError: for negative starters or shares outside their range.
    """
    people = np.asarray(starters, dtype=float)
    if not (people >= 0).all():
        raise argument_error("starters", f"{people.min():g}", "0 or more people")
    if not 0 < acceptance_share <= 1:
        raise argument_error("acceptance_share", acceptance_share, "above 0 up to 1")
    if not 0 <= no_show_share < 1:
        raise argument_error("no_show_share", no_show_share, "0 to below 1")
    return round_up(people / (1 - no_show_share) / acceptance_share)


def fill(sources: Sequence[Source], own: Source) -> Funnel:
    """The sources as columns; a blank takes the plan's own value, no source at all is `own`.

    Shares that miss 1 by a rounding are scaled to 1.

    >>> from capplan.inputs.assumptions import Source
    >>> own = Source("All", 1.0, 0.75, 0.10, 2100.0, 12.0)
    >>> fill([Source("Referral", 0.2), Source("Agency", 0.8, cost=4000.0)], own).cost.tolist()
    [2100.0, 4000.0]
    """
    rows = tuple(sources) or (own,)
    share = np.array([one.share for one in rows], dtype=float)
    total = float(share.sum())
    if abs(total - 1) > SUM_SLACK:
        raise argument_error("source_share", f"shares adding up to {total:.6g}", "a sum of 1")
    return Funnel(
        share / total,
        _column([one.acceptance_share for one in rows], own.acceptance_share),
        _column([one.no_show_share for one in rows], own.no_show_share),
        _column([one.cost for one in rows], own.cost),
        _column([one.recruiter_h for one in rows], own.recruiter_h),
        np.array([one.attrition_multiple for one in rows], dtype=float),
    )


def _column(cells: Sequence[float | None], own: float | None) -> Array:
    return np.array([own if cell is None else cell for cell in cells], dtype=float)


def blend(funnel: Funnel) -> Mix:
    """Offers, money, recruiter hours and attrition of the average starter.

    Each source counts by its share of starters, so a source that loses many candidates adds more
    offers than its share.

    >>> from capplan.inputs.assumptions import Source
    >>> own = Source("All", 1.0, 0.75, 0.10, 2100.0, 12.0)
    >>> mix = blend(fill([], own))
    >>> round(20 * mix.mix_offers, 2), mix.mix_hire_cost, mix.mix_recruiter_h
    (29.63, 2100.0, 12.0)
    """
    share = funnel.share
    per_starter = 1 / (1 - funnel.no_show_share) / funnel.acceptance_share
    return Mix(
        float((share * per_starter).sum()),
        float((share * funnel.cost).sum()),
        float((share * funnel.recruiter_h).sum()),
        float((share * funnel.attrition_multiple).sum()),
    )


def under_way(starters: Array, lead_weeks: float) -> Array:
    """Starters' worth of hiring work in each week: the work for a start fills its lead time evenly.

    Hiring for a start happens in the `lead_weeks` before it; without a lead time in its own week.
    Starts after the last week are not known and count as none.

    >>> under_way(np.array([0.0, 0.0, 6.0, 0.0]), 2).tolist()
    [3.0, 3.0, 0.0, 0.0]
    """
    lead = int(lead_weeks)
    if lead == 0:
        return np.array(starters, dtype=float)
    ahead = np.concatenate([starters[1:], np.zeros(lead)])
    weeks = np.lib.stride_tricks.sliding_window_view(ahead, lead)
    return np.asarray(weeks.sum(axis=-1) / lead)


def recruiter_hours(starters: Array, recruiter_h: float, lead_weeks: float) -> Array:
    """Hours recruiters work in each week for the starters to come.

    >>> recruiter_hours(np.array([0.0, 0.0, 6.0, 0.0]), 12, 2).tolist()
    [36.0, 36.0, 0.0, 0.0]
    """
    return under_way(starters, lead_weeks) * recruiter_h


def requisitions(starters: Array, lead_weeks: float) -> Array:
    """Positions to open in each week: the starters of one lead time later.

    Positions of the first `lead_weeks` were opened before the plan begins.

    >>> requisitions(np.array([5.0, 0.0, 6.0, 0.0]), 2).tolist()
    [6.0, 0.0, 0.0, 0.0]
    """
    lead = min(int(lead_weeks), len(starters))
    return np.concatenate([starters[lead:], np.zeros(lead)])


# the plan's steps


def plan_source(
    offer_acceptance_share: float,
    no_show_share: float,
    hire_cost: float,
    recruiter_h_per_start: float,
) -> Source:
    """The plan's own values as a source: what counts where no source, or a blank one, is given."""
    from capplan.inputs.assumptions import Source

    return Source("", 1.0, offer_acceptance_share, no_show_share, hire_cost, recruiter_h_per_start)


def mix(
    sources: tuple[Source, ...],
    offer_acceptance_share: float,
    no_show_share: float,
    hire_cost: float,
    recruiter_h_per_start: float,
) -> Mix:
    """Offers, money, recruiter hours and attrition of the average starter over the sources."""
    own = plan_source(offer_acceptance_share, no_show_share, hire_cost, recruiter_h_per_start)
    return blend(fill(sources, own))


def source_offers_heads(
    starts_heads: Array,
    sources: tuple[Source, ...],
    offer_acceptance_share: float,
    no_show_share: float,
) -> Array:
    """Starters of all queues x the source's share / show-up / acceptance, whole offers."""
    own = plan_source(offer_acceptance_share, no_show_share, 0.0, 0.0)
    funnel = fill(sources, own)
    starters = starts_heads.sum(axis=1)
    columns = zip(funnel.share, funnel.acceptance_share, funnel.no_show_share, strict=True)
    return np.stack(
        [offers_to_make(starters * share, accepted, lost) for share, accepted, lost in columns],
        axis=1,
    )


def all_offers_heads(source_offers_heads: Array) -> Array:
    """Offers to make, summed over the sources."""
    return np.asarray(source_offers_heads.sum(axis=1))


def requisitions_heads(starts_heads: Array, hiring_lead_weeks: float) -> Array:
    """Starters of all queues one hiring lead time later."""
    return requisitions(starts_heads.sum(axis=1), hiring_lead_weeks)


def offers_heads(starts_heads: Array, mix_offers: float) -> Array:
    """Starts x offers per starter, rounded up to whole offers."""
    return round_up(starts_heads * mix_offers)
