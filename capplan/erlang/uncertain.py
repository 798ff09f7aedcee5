"""Requirement when the forecast of an interval is itself uncertain.

The rate of arrivals is lognormal around the forecast with coefficient of variation `cv`; five
Gauss-Hermite points stand for it (Jongbloed & Koole 2001; Steckley, Henderson & Mehrotra 2009).
"""

from __future__ import annotations

from math import exp, log1p, sqrt
from typing import TYPE_CHECKING, Any

from capplan.erlang.arguments import PLAIN, Answer, check
from capplan.erlang.delivered import service_level
from capplan.erlang.one.roots import least_whole
from capplan.erlang.one.targets import SLACK
from capplan.erlang.required import agents

if TYPE_CHECKING:
    from capplan.erlang.arguments import Number

POINTS = (-2.8569700138728056, -1.3556261799742659, 0.0, 1.3556261799742659, 2.8569700138728056)
WEIGHTS = (
    0.011257411327720689,
    0.22207592200561266,
    0.5333333333333333,
    0.22207592200561266,
    0.011257411327720689,
)


def volume_points(cv: float) -> list[tuple[float, float]]:
    """Multiples of the forecast, and the share of all contacts that arrive at each.

    >>> [round(share, 3) for multiple, share in volume_points(0.1)]
    [0.008, 0.193, 0.531, 0.253, 0.015]
    """
    spread = sqrt(log1p(check("cv", cv) ** 2))
    multiples = [exp(spread * point - spread * spread / 2) for point in POINTS]
    weighted = [weight * m for weight, m in zip(WEIGHTS, multiples, strict=True)]
    return [(m, share / sum(weighted)) for m, share in zip(multiples, weighted, strict=True)]


def uncertain_service_level(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    cv: float,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    *,
    definition: str = "excl_short",
) -> Answer:
    """Share answered in time over many intervals whose volume misses the forecast by chance.

    Mean of the service level at the five points, weighted by their contacts.

    >>> round(uncertain_service_level(35, 200, 300, 0.05, patience_s=180), 3)
    0.793
    """
    times = (answer_within_s, interval_s, patience_s)
    return sum(
        share * service_level(agents, _times(contacts, m), aht_s, *times, definition=definition)
        for m, share in volume_points(cv)
    )


def _times(contacts: Number, multiple: float) -> Number:
    if isinstance(contacts, PLAIN):
        return contacts if contacts is None else contacts * multiple
    import numpy as np

    return np.asarray(contacts, dtype=np.float64) * multiple


def uncertain_agents(
    contacts: Number,
    aht_s: Number,
    cv: float,
    service_level_share: Number = 0.80,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    max_occupancy_share: Number = None,
    max_asa_s: Number = None,
    max_abandon_share: Number = None,
    *,
    definition: str = "excl_short",
    min_positions: Number = None,
) -> Answer:
    """Agents that reach the service level on average although the forecast is uncertain.

    All other targets are kept at the forecast itself.

    >>> uncertain_agents(200, 300, 0.10, patience_s=180)
    36
    """
    given = (contacts, aht_s, service_level_share, answer_within_s, interval_s, patience_s)
    others = (max_occupancy_share, max_asa_s, max_abandon_share)
    least = agents(*given[:2], 0.0, *given[3:], *others, min_positions=min_positions)
    if isinstance(least, int):
        level = check("service_level_share", service_level_share)
        return _one(least, level, cv, definition, *given[:2], *given[3:])
    return _many(least, cv, definition, *given)


def _one(least: int, level: float, cv: float, definition: str, *given: Any) -> int:
    contacts, aht_s, *times = given

    def excess(n: float) -> float:
        seen = uncertain_service_level(n, contacts, aht_s, cv, *times, definition=definition)
        return float(seen) - (level - SLACK)

    return least_whole(excess, least, least)


def _many(least: Answer, cv: float, definition: str, *given: Any) -> Answer:
    import numpy as np

    from capplan.erlang.many.requirement import least_whole as least_in_rows

    columns = (np.asarray(np.nan if v is None else v, dtype=np.float64) for v in given)
    rows = [np.broadcast_to(column, least.shape).reshape(-1) for column in columns]
    level = np.where(np.isnan(rows[2]), check("service_level_share", None), rows[2])
    start = least.reshape(-1).astype(np.float64)

    def reached(n: Any, index: Any) -> Any:
        contacts, aht_s, _, *times = (column[index] for column in rows)
        seen = uncertain_service_level(n, contacts, aht_s, cv, *times, definition=definition)
        return seen >= level[index] - SLACK

    return least_in_rows(reached, start, start).astype(np.int64).reshape(least.shape)
