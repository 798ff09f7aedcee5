"""The two integrals behind every Erlang model, for one row, by quadrature.

Both sides of a gamma integral: the callers ahead of a full house (Erlang B) and the callers
behind it (patience). Every term is positive, so nothing cancels, and any real size is allowed.
"""

from __future__ import annotations

from math import exp, expm1, inf, lgamma, log, log1p, pi, sqrt
from typing import NamedTuple

from capplan.erlang.legendre import HALF_NODES, HALF_WEIGHTS
from capplan.erlang.one.closed_form import inverse_above_load

RULE = tuple((s * t, w) for t, w in zip(HALF_NODES, HALF_WEIGHTS, strict=True) for s in (-1, 1))
FALL = 38.0  # e^-38 is below half a unit in the last place of the integral
SAFE = 29.0  # from here on 64 points hold the patience integral to 1e-14 ...
STEPS = 30  # ... and below, this many steps further up
LARGEST_EXPONENT = 700.0
LARGE = 64  # agents from which the closed form is as good as the integral ...
LIGHTEST = 1 / 16  # ... unless the load is below this share of them
LIGHT = 1.0  # erlangs below which the integrand is too wide for 64 points
LIGHT_TERMS = 22


class Wait(NamedTuple):
    """Moments of the virtual wait u, in units of the mean patience, all times e^-scale.

    f0 = integral of e^(y(1-e^-u) - x u); `served` weighs it by e^-u (patience lasts that long),
    `left` by 1 - e^-u (it does not), `*_time` by a further factor u.
    """

    every: float
    served: float
    left: float
    every_time: float
    served_time: float
    scale: float


def right_reach(power: float, rate: float) -> float:
    """Distance to the right at which e^(power d - rate(e^d - 1)) has died away; rate >= power."""
    slope = rate - power
    return 2 * FALL / (slope + sqrt(slope * slope + 2 * rate * FALL))


def left_reach(power: float, rate: float) -> float:
    """Distance to the left at which the same integrand has died away; power >= rate."""
    width = FALL / power
    reach = width / 3 + sqrt(width * width / 9 + 2 * width)
    return min(reach, FALL / (power - rate)) if power > rate else reach


def log_inverse_pmf(x: float, y: float) -> float:
    """Log of gamma(x+1) e^y y^-x, written so that large x lose nothing."""
    if x < 8:
        return lgamma(x + 1) + y - x * log(y)
    shift = (y - x) / x
    r = 1 / (x * x)
    tail = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / x
    # ln(y/x) directly where 1 + shift would keep few digits
    drop = log1p(shift) if shift > -0.5 else log(y / x)
    return 0.5 * log(2 * pi * x) + tail + x * (shift - drop)


def inverse_blocking(agents: float, load: float) -> float:
    """1 / Erlang B for any real number of agents: load x integral e^(-load y) (1+y)^agents dy."""
    if agents < LARGE:
        if agents == int(agents):
            return _recursion(int(agents), load)
    elif load <= agents <= load / LIGHTEST:
        return inverse_above_load(agents, load)
    if load < LIGHT:
        return _series(agents, load)
    power = agents + 1
    rate = max(load, power)
    peak = log(power / load) if power > load else 0.0
    height = power * peak - load * expm1(peak)
    if height > LARGEST_EXPONENT:
        return inf
    start = -min(peak, left_reach(power, power))
    half = (right_reach(power, rate) - start) / 2
    total = 0.0
    for node, weight in RULE:
        d = start + half * (1 + node)
        total += weight * exp(power * d - rate * expm1(d))
    return max(load * half * total * exp(height), 1.0)


def _recursion(agents: int, load: float) -> float:
    value = 1.0
    for k in range(1, agents + 1):
        value = 1 + value * (k / load)
    return value


def _series(agents: float, load: float) -> float:
    """Complete gamma function less a short series, for loads too light for the quadrature."""
    term, tail = 1.0, 0.0
    for k in range(1, LIGHT_TERMS):
        term *= load / (agents + k)
        tail += term
    height = log_inverse_pmf(agents, load)
    return max(exp(height) - tail, 1.0) if height <= LARGEST_EXPONENT else inf


def patience_integrals(x: float, y: float) -> Wait:
    """Moments of the virtual wait; x = total service rate x patience, y = arrival rate x patience.

    Evaluated at a larger x, where the integrand is smooth, and brought down by integration by
    parts: x F(x) = 1 + y F(x+1), x G(x) = F(x) + y G(x+1), x H(x) = y H(x+1) + F(x+1).
    """
    steps = 1 if x >= SAFE else STEPS
    power = x + steps
    rate = min(y, power)
    peak = log(y / power) if y > power else 0.0
    scale = y - power - power * peak if y > power else 0.0
    one = exp(-scale)
    every, every_time, left = _moments(power, rate, peak)
    served, served_time = every, every_time
    for step in range(steps):
        power = x + steps - 1 - step
        served, served_time = every, every_time
        left = (y * left + served) / power
        every = (one + y * served) / power
        every_time = (every + y * served_time) / power
    return Wait(every, served, left, every_time, served_time, scale)


def _moments(power: float, rate: float, peak: float) -> tuple[float, float, float]:
    low = -min(peak, right_reach(power, power))
    half = (left_reach(power, rate) - low) / 2
    total = time = left = 0.0
    for node, weight in RULE:
        d = low + half * (1 + node)
        u = peak + d
        term = weight * exp(-rate * expm1(-d) - power * d)
        total += term
        time += term * u
        left -= term * expm1(-u)
    return half * total, half * time, half * left
