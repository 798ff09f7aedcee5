"""The two integrals of `scalar_integrals`, for columns of rows at once."""

from __future__ import annotations

from math import pi
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.legendre import HALF_NODES, HALF_WEIGHTS
from capplan.erlang.one.integrals import FALL, LARGEST_EXPONENT, LIGHT, LIGHT_TERMS, SAFE, STEPS

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
NODES = np.array([sign * node for node in HALF_NODES for sign in (-1, 1)])[:, None] + 1
WEIGHTS = np.repeat(np.array(HALF_WEIGHTS), 2)
ROWS = 1024  # 64 nodes x 1,024 rows x 8 bytes stay in the second-level cache


class Waits(NamedTuple):
    """Columns of `scalar_integrals.Wait`."""

    every: Floats
    served: Floats
    left: Floats
    every_time: Floats
    served_time: Floats
    scale: Floats


def _weighed(terms: Floats) -> Floats:
    """Sum over the nodes, to the last bit the same whatever rows stand beside (BLAS is not)."""
    if terms.shape[1] == 1:  # a single column would be summed in another order
        return np.asarray(np.einsum("i,ij->j", WEIGHTS, np.repeat(terms, 2, axis=1))[:1])
    return np.asarray(np.einsum("i,ij->j", WEIGHTS, terms))


def right_reach(power: Floats, rate: Floats) -> Floats:
    """Distance to the right at which e^(power d - rate(e^d - 1)) has died away; rate >= power."""
    slope = rate - power
    return 2 * FALL / (slope + np.sqrt(slope * slope + 2 * rate * FALL))


def left_reach(power: Floats, rate: Floats) -> Floats:
    """Distance to the left at which the same integrand has died away; power >= rate."""
    width = FALL / power
    reach = width / 3 + np.sqrt(width * width / 9 + 2 * width)
    return np.minimum(reach, FALL / np.maximum(power - rate, FALL * 1e-9))


def inverse_by_quadrature(agents: Floats, load: Floats) -> Floats:
    """1 / Erlang B for any real agents >= 0 and load > 0; inf where it exceeds e^700."""
    out = np.empty_like(load)
    for start in range(0, load.size, ROWS):
        rows = slice(start, start + ROWS)
        out[rows] = _inverse_block(agents[rows], load[rows])
    return out


def log_inverse_pmf(x: Floats, y: Floats) -> Floats:
    """Log of gamma(x+1) e^y y^-x for x above 0."""
    steps = np.where(x < 8, np.ceil(8 - x), 0)
    high = x + steps
    shift = (y - high) / high
    r = 1 / (high * high)
    tail = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / high
    # ln(y/x) directly where 1 + shift would keep few digits
    drop = np.where(shift > -0.5, np.log1p(np.maximum(shift, -0.5)), np.log(y / high))
    out = 0.5 * np.log(2 * pi * high) + tail + high * (shift - drop)
    for step in range(int(steps.max(initial=0)), 0, -1):
        out = np.where(step <= steps, out - np.log((x + step) / y), out)
    return out


def _inverse_block(agents: Floats, load: Floats) -> Floats:
    light = load < LIGHT
    if light.any():
        inverse = np.empty(load.shape)
        inverse[light] = _series(agents[light], load[light])
        if not light.all():
            inverse[~light] = _inverse_block(agents[~light], load[~light])
        return inverse
    power = agents + 1
    rate = np.maximum(load, power)
    peak = np.log(rate / load)
    height = power * peak - load * np.expm1(np.minimum(peak, LARGEST_EXPONENT))
    start = -np.minimum(peak, left_reach(power, power))
    half = (right_reach(power, rate) - start) / 2
    d = start + half * NODES
    total = _weighed(np.exp(power * d - rate * np.expm1(d)))
    inverse = load * half * total * np.exp(np.minimum(height, LARGEST_EXPONENT))
    return np.where(height > LARGEST_EXPONENT, np.inf, np.maximum(inverse, 1.0))


def _series(agents: Floats, load: Floats) -> Floats:
    """Complete gamma function less a short series, for loads too light for the quadrature."""
    term, tail = np.ones(load.shape), np.zeros(load.shape)
    for k in range(1, LIGHT_TERMS):
        term = term * load / (agents + k)
        tail += term
    height = log_inverse_pmf(agents, load)
    whole = np.exp(np.minimum(height, LARGEST_EXPONENT))
    return np.where(height > LARGEST_EXPONENT, np.inf, np.maximum(whole - tail, 1.0))


def patience_integrals(x: Floats, y: Floats) -> Waits:
    """Moments of the virtual wait; x = service rate, y = arrival rate, each times patience."""
    parts = [
        _patience_block(x[start : start + ROWS], y[start : start + ROWS])
        for start in range(0, max(x.size, 1), ROWS)
    ]
    if len(parts) == 1:
        return parts[0]
    return Waits(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _patience_block(x: Floats, y: Floats) -> Waits:
    low = x < SAFE
    power = x + np.where(low, STEPS, 1)
    rate = np.minimum(y, power)
    peak = np.log(np.maximum(y / power, 1.0))
    scale = np.where(y > power, y - power - power * peak, 0.0)
    one = np.exp(-scale)
    every, every_time, left = _moments(power, rate, peak)
    if low.any():
        few = _come_down(every[low], every_time[low], left[low], x[low], y[low], one[low])
        every[low], every_time[low], left[low] = few
    served, served_time = every, every_time
    left = (y * left + served) / x
    every = (one + y * served) / x
    every_time = (every + y * served_time) / x
    return Waits(every, served, left, every_time, served_time, scale)


def _come_down(
    every: Floats, every_time: Floats, left: Floats, x: Floats, y: Floats, one: Floats
) -> tuple[Floats, Floats, Floats]:
    """From x + STEPS to x + 1, every step a sum of positive terms."""
    for step in range(STEPS - 1, 0, -1):
        power = x + step
        left = (y * left + every) / power
        above = every
        every = (one + y * above) / power
        every_time = (every + y * every_time) / power
    return every, every_time, left


def _moments(power: Floats, rate: Floats, peak: Floats) -> tuple[Floats, Floats, Floats]:
    low = -np.minimum(peak, right_reach(power, power))
    half = (left_reach(power, rate) - low) / 2
    d = low + half * NODES
    u = peak + d
    terms = np.exp(-rate * np.expm1(-d) - power * d)
    every = half * _weighed(terms)
    time = half * _weighed(terms * u)
    left = -half * _weighed(terms * np.expm1(-u))
    return every, time, left
