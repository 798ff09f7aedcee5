"""A queue with few waiting places: M/M/n/(n+k), contacts that find it full are lost."""

from __future__ import annotations

from dataclasses import dataclass

from capplan.erlang.arguments import check, check_load
from capplan.erlang.one.integrals import inverse_blocking


@dataclass(frozen=True, slots=True)
class FiniteQueue:
    """Shares of offered contacts; the wait in seconds is over accepted contacts."""

    loss_share: float
    wait_probability: float
    asa_s: float
    queue_length: float
    occupancy: float


def finite_queue(
    agents: float,
    contacts: float,
    aht_s: float,
    waiting_places: int,
    interval_s: float = 1800,
) -> FiniteQueue:
    """What callers meet when only so many can wait and others get the engaged tone.

    >>> round(finite_queue(10, 90, 180, 5).loss_share, 4)
    0.0613
    """
    n = check("agents", agents)
    places = int(check("waiting_places", waiting_places))
    load = check_load(
        check("contacts", contacts), check("aht_s", aht_s), check("interval_s", interval_s)
    )
    if load == 0:
        return FiniteQueue(0.0, 0.0, 0.0, 0.0, 0.0)
    if n == 0:
        return FiniteQueue(1.0, 0.0, float("inf"), 0.0, 1.0)
    return _solve(n, load, aht_s, places)


def _solve(n: float, load: float, aht_s: float, places: int) -> FiniteQueue:
    share = load / n
    # counted from the full house up when it is stable, from the last place down when it is not
    weights = [share**k if share <= 1 else share ** (k - places) for k in range(places + 1)]
    total = (inverse_blocking(n, load) - 1) * weights[0] + sum(weights)
    loss = weights[-1] / total
    wait = sum(weights[:-1]) / total
    waiting = sum(k * weight for k, weight in enumerate(weights)) / total
    accepted = 1 - loss
    return FiniteQueue(
        loss, wait, waiting * aht_s / (load * accepted), waiting, load * accepted / n
    )
