"""What a person should see in a movement: caps that bit, one-sided promotion, too few ready."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from capplan.errors import Issue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.leaders.movement.weekly_step import Walk

    Array = NDArray[np.float64]

INSIDE_LIMIT_SHARE = 0.9
INSIDE_WEEKS = 26
FEWEST_APPOINTMENTS = 10  # fewer cannot show one in ten from outside


def remarks(walk: Walk) -> tuple[Issue, ...]:
    """Remarks by layer, the earliest week of any case named."""
    return tuple(
        one
        for layer, name in enumerate(walk.with_.names)
        for one in (
            *_capped(walk, layer, name),
            *_inside(walk, layer, name),
            *_missed(walk, layer, name),
        )
    )


def _capped(walk: Walk, layer: int, name: str) -> Iterator[Issue]:
    wanted, used = walk.with_.wanted_share[layer], walk.with_.internal_share[layer]
    if (wanted > used).any():
        case = int(np.argmax(wanted - used))
        yield Issue(
            f"{name}_internal_share",
            "",
            f"{wanted[case]:g}",
            f"up to {used[case]:g}",
            "the cap was used: never all from within",
            "look",
        )


def _inside(walk: Walk, layer: int, name: str) -> Iterator[Issue]:
    inside, outside = walk.internal[:, layer], walk.external[:, layer]
    within, all_ = _last_weeks(inside), _last_weeks(inside + outside)
    bad = (all_ >= FEWEST_APPOINTMENTS) & (within > INSIDE_LIMIT_SHARE * all_ + 1e-9)
    bad[: INSIDE_WEEKS - 1] = False
    if bad.any():
        week = int(np.argmax(bad.any(axis=1)))
        case = int(np.argmax(bad[week]))
        found = f"{within[week, case]:.0f} of {all_[week, case]:.0f} from within"
        yield Issue(
            f"{name}, week {week + 1}",
            "",
            f"{found} in {INSIDE_WEEKS} weeks",
            f"up to {INSIDE_LIMIT_SHARE:.0%}",
            "hire some from outside: promotion alone drains the floor and narrows the view",
            "look",
        )


def _last_weeks(flow: Array) -> Array:
    total = np.cumsum(flow, axis=0)
    total[INSIDE_WEEKS:] -= total[:-INSIDE_WEEKS].copy()
    return total


def _missed(walk: Walk, layer: int, name: str) -> Iterator[Issue]:
    missed = walk.missed[:, layer]
    if missed.any():
        week = int(np.argmax(missed.any(axis=1)))
        case = int(np.argmax(missed.sum(axis=0)))
        wanted = missed[:, case].sum() + walk.internal[:, layer, case].sum()
        rules = walk.with_.rules
        yield Issue(
            f"{name}, from week {week + 1}",
            "",
            f"nobody ready for {missed[:, case].sum():.0f} of {wanted:.0f} promotions",
            f"{rules.ready_share:.0%} of those with {rules.eligible_weeks} weeks in the role below",
            "hired from outside instead",
            "look",
        )
