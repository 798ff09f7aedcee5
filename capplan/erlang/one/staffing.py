"""Required agents without patience (Erlang C) for one row, in a few microseconds."""

from __future__ import annotations

from math import ceil, exp, floor, inf, log, sqrt

from capplan.erlang.arguments import LIMITS, MOST_AGENTS, MOST_ERLANGS, UNDERFLOW
from capplan.erlang.one.closed_form import SMALLEST, inverse_above_load
from capplan.erlang.one.targets import GUARD, SLACK

NUMBER = (int, float)
# floats throughout: arithmetic that mixes them with integers takes twice as long
MOST_CONTACTS, MOST_AHT_S, MOST_WITHIN_S, MOST_INTERVAL_S = (
    float(LIMITS[name].high) for name in ("contacts", "aht_s", "answer_within_s", "interval_s")
)
LEAST_OCCUPANCY, MOST_OCCUPANCY = LIMITS["max_occupancy_share"][:2]
FEW = tuple(float(n) for n in range(1, 32))
UNUSUAL = -1
BEND = 8.0
CLOSE = 0.02  # in roots of the load: thrice what the start falls short by at most ...
MODERATE_SHARE = 1e-3  # ... where at least this share may be late


def quick_agents(
    contacts: object,
    aht_s: object,
    service_level_share: object,
    answer_within_s: object,
    interval_s: object,
    max_occupancy_share: object,
) -> int:
    """Whole agents when all arguments are plain numbers within their limits, else UNUSUAL."""
    if not (
        isinstance(contacts, NUMBER)
        and isinstance(aht_s, NUMBER)
        and isinstance(service_level_share, NUMBER)
        and isinstance(answer_within_s, NUMBER)
        and isinstance(interval_s, NUMBER)
    ):
        return UNUSUAL
    if max_occupancy_share is None:
        cap = inf
    elif isinstance(max_occupancy_share, NUMBER) and (
        LEAST_OCCUPANCY <= max_occupancy_share <= MOST_OCCUPANCY
    ):
        cap = max_occupancy_share
    else:
        return UNUSUAL
    if not (
        0.0 < contacts <= MOST_CONTACTS
        and 0.0 < aht_s <= MOST_AHT_S
        and 0.0 <= service_level_share < 1.0
        and 0.0 <= answer_within_s <= MOST_WITHIN_S
        and 0.0 < interval_s <= MOST_INTERVAL_S
    ):
        return UNUSUAL
    load = contacts * aht_s / interval_s
    if not UNDERFLOW < load <= MOST_ERLANGS:
        return UNUSUAL
    return whole_agents(load, answer_within_s / aht_s, 1 - service_level_share + SLACK, cap)


def whole_agents(load: float, tau: float, late: float, occupancy: float) -> int:
    """Smallest agents with at most `late` waiting beyond tau handling times, under the cap."""
    least = floor(load + GUARD) + 1
    if occupancy < inf:
        capped = ceil(load / occupancy - GUARD)
        if capped > least:
            least = capped
    if late >= 1.0:
        return least
    root, y = sqrt(load), log(late)
    y = y / (y - BEND)
    # `_spare` for answers at once: more time never needs more agents
    most = y * ((((6.38216 * y - 1.22817) * y + 0.0938687) * y + 6.33293) * root)
    most += y * ((11.7404 * y - 0.407829) * y + 2.13285) + CLOSE * (root + 5.0)
    n = float(least)
    if n > load + most and late > MODERATE_SHARE:
        return least  # far above what the service level can need
    if load < SMALLEST:
        inverse = 1.0
        for k in FEW[:least] if least < SMALLEST else range(1, least + 1):
            inverse = 1.0 + inverse * k / load
        return _upwards(n, inverse, load, tau, late)
    first = float(ceil(load + _spare(root, root * tau, y)))
    return _around(first if first > n else n, n, load, tau, late)


def _around(n: float, least: float, load: float, tau: float, late: float) -> int:
    inverse = inverse_above_load(n, load)
    gap = n - load
    if n * exp(-gap * tau) > late * (gap * inverse + load):
        return _upwards(n, inverse, load, tau, late)
    while n > least:
        inverse = (inverse - 1.0) * load / n
        gap = n - 1.0 - load
        if (n - 1.0) * exp(-gap * tau) > late * (gap * inverse + load):
            break
        n -= 1.0
    return int(n)


def _upwards(n: float, inverse: float, load: float, tau: float, late: float) -> int:
    while n < MOST_AGENTS:
        gap = n - load
        if n * exp(-gap * tau) <= late * (gap * inverse + load):
            break
        n += 1.0
        inverse = 1.0 + inverse * n / load
    return int(n)


def start(load: float, tau: float, late: float) -> float:
    """Square-root staffing of second order, in real agents."""
    root, y = sqrt(load), log(late)
    return load + _spare(root, root * tau, y / (y - BEND))


def _spare(root: float, u: float, y: float) -> float:
    """Agents above the load: polynomials fitted to the tables of `array_start`."""
    v = 1.0 / (1.0 + u)
    x = u * v
    g = ((139.584 * y - 89.714) * y + 11.8177) * y - 0.958785
    g = g * x + (((-112.999 * y + 98.0433) * y - 10.8907) * y + 1.04589)
    g = g * x + (((34.3845 * y - 34.1591) * y + 15.3608) * y + 0.989347)
    g = g * x + (((6.38216 * y - 1.22817) * y + 0.0938687) * y + 6.33293)
    h = ((11.8268 * y - 7.17206) * y - 0.842656) * x + (11.7404 * y - 0.407829) * y + 2.13285
    return v * y * (g * root + h)
