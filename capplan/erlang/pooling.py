"""One team for several queues: pooled, partly cross-trained, or blended with deferred work."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from capplan.erlang.arguments import Answer
from capplan.erlang.required import agents
from capplan.errors import argument_error

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Share of the saving of full pooling that cross-training reaches (simulated, five queues, 80/20)
TRAINED_SHARES = (0.0, 0.25, 0.50, 1.0)
POOLING_SHARES = (0.0, 0.50, 0.65, 0.80)
THREE_SKILLS_SHARE = 0.90


def pooled_agents(contacts: ArrayLike, aht_s: ArrayLike, **targets: Any) -> Answer:
    """Agents for several queues that every agent can serve: one queue of all contacts.

    Queues run along the first axis; their contacts add up, handling time is the mean weighted by
    contacts. Targets as in `agents`, one value for all queues.

    >>> pooled_agents([60, 60, 60], 300)
    36
    """
    import numpy as np

    volume, time = np.broadcast_arrays(
        np.asarray(contacts, dtype=np.float64), np.asarray(aht_s, dtype=np.float64)
    )
    if volume.ndim == 0:
        raise argument_error("contacts", "one number", "one value a queue")
    total = volume.sum(axis=0)
    weighted = np.where(
        total > 0, (volume * time).sum(axis=0) / np.where(total > 0, total, 1.0), time.mean(axis=0)
    )
    if total.ndim == 0:
        return agents(float(total), float(weighted), **targets)
    return agents(total, weighted, **targets)


def multi_skill_agents(
    contacts: ArrayLike,
    aht_s: ArrayLike,
    pooling_share: float | None = None,
    two_skilled_share: float = 0.0,
    **targets: Any,
) -> Answer:
    """Agents for several queues when only part of the team is cross-trained.

    Separate need less a share of what full pooling saves: R = R_sep - e (R_sep - R_pool).
    `pooling_share` is e; not given, it follows from the share of agents with a second skill.

    >>> multi_skill_agents([60, 60, 60], 300, 0.8)
    37.2
    """
    share = pooling_effect(two_skilled_share) if pooling_share is None else pooling_share
    if not 0 <= share <= 1:
        raise argument_error("pooling_share", f"{share:g}", "0 to 1")
    import numpy as np

    volume, time = np.broadcast_arrays(np.asarray(contacts), np.asarray(aht_s))
    separate = agents(volume, time, **targets).sum(axis=0)
    need = separate - share * (separate - pooled_agents(contacts, aht_s, **targets))
    return need if need.ndim else round(float(need), 12)


def pooling_effect(two_skilled_share: float) -> float:
    """Share of the pooling gain that agents with a second skill bring.

    >>> pooling_effect(0.25), pooling_effect(1)
    (0.5, 0.8)
    """
    if not 0 <= two_skilled_share <= 1:
        raise argument_error("two_skilled_share", f"{two_skilled_share:g}", "0 to 1")
    points = list(zip(TRAINED_SHARES, POOLING_SHARES, strict=True))
    for (low, at_low), (high, at_high) in pairwise(points):
        if two_skilled_share <= high:
            return at_low + (at_high - at_low) * (two_skilled_share - low) / (high - low)
    return POOLING_SHARES[-1]


def blended_agents(
    live_agents: ArrayLike,
    live_load_erl: ArrayLike,
    deferred_load_erl: ArrayLike,
    usable_idle_share: float = 0.7,
    max_occupancy_share: float = 0.92,
) -> Answer:
    """Agents for a team that answers live contacts and does deferred work in between.

    max(live need, (live load + deferred load / usable idle share) / occupancy): interruptions
    leave only part of the idle time usable (Gans & Zhou 2003; Bhulai & Koole 2003).

    >>> blended_agents(14, 10, 3.5)
    16.304347826086957
    """
    for name, share in (
        ("usable_idle_share", usable_idle_share),
        ("max_occupancy_share", max_occupancy_share),
    ):
        if not 0 < share <= 1:
            raise argument_error(name, f"{share:g}", "above 0 up to 1")
    import numpy as np

    work = np.asarray(live_load_erl) + np.asarray(deferred_load_erl) / usable_idle_share
    need = np.maximum(np.asarray(live_agents, dtype=np.float64), work / max_occupancy_share)
    return need if need.ndim else float(need)
