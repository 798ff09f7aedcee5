"""What lines of callers behind a full house look like, for columns of rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from capplan.erlang.many.integrals import Floats, Mask, patience_integrals
from capplan.erlang.one.integrals import SAFE, STEPS


class Outcomes(NamedTuple):
    """Columns of `scalar_waits.Outcome`."""

    wait: Floats
    abandoned: Floats
    answered_in_time: Floats
    abandoned_in_time: Floats
    virtual_late: Floats
    virtual_time: Floats
    answered_time: Floats


def endless(inverse: Floats, load_share: Floats, drain_per_s: Floats, within_s: Floats) -> Outcomes:
    """Nobody gives up (Erlang C); load_share 1 or more: every contact waits, without end."""
    over = load_share >= 1
    drain = np.where(over, 1.0, drain_per_s)
    wait = np.where(over, 1.0, 1 / (1 + np.maximum(1 - load_share, 0.0) * _less_one(inverse, over)))
    late = np.where(over, 1.0, wait * np.exp(-drain * within_s))
    time = np.where(over, np.inf, wait / drain)
    none = np.zeros_like(wait)
    return Outcomes(wait, none, 1 - late, none, late, time, time)


def _less_one(inverse: Floats, over: Mask) -> Floats:
    return np.where(over, 0.0, inverse - 1)


def impatient(
    inverse: Floats, x: Floats, y: Floats, within_s: Floats, patience_s: Floats
) -> Outcomes:
    """Exponential patience (Erlang A): x = full service rate, y = arrivals, each x patience."""
    whole = patience_integrals(x, y)
    chance = x / ((inverse - 1) * np.exp(-whole.scale) + x * whole.every)
    abandoned = np.minimum(chance * whole.left, 1.0)  # rounding may reach beyond
    virtual_late, served_late, left_late = late_shares(x, y, within_s / patience_s)
    return Outcomes(
        np.minimum(chance * whole.every, 1.0),
        abandoned,
        np.maximum(1 - abandoned - chance * served_late, 0.0),
        np.maximum(abandoned - chance * left_late, 0.0),
        np.minimum(chance * virtual_late, 1.0),
        chance * whole.every_time * patience_s,
        chance * whole.served_time * patience_s,
    )


def late_shares(x: Floats, y: Floats, tau: Floats) -> tuple[Floats, Floats, Floats]:
    """P(V > T), P(answered, W > T), P(abandoned, W > T), each over the factor of the whole."""
    rest = patience_integrals(x, y * np.exp(-tau))
    factor = np.exp(_late_exponent(x, y, tau))
    part = factor * np.exp(-tau)
    return factor * rest.every, part * rest.served, part * rest.left


def _late_exponent(x: Floats, y: Floats, tau: Floats) -> Floats:
    steps = np.where(x >= SAFE, 1, STEPS)
    power = x + steps
    beyond = tau - np.log(np.maximum(y / power, 1.0))
    past = np.maximum(beyond, 0.0)
    over = -power * (np.expm1(-past) + past) + steps * tau
    return np.where(y <= power, -y * np.expm1(-tau) - x * tau, over)


def nobody_there(tau: Floats) -> Outcomes:
    """Patience without a single agent: all give up, each when his own patience ends."""
    one, none = np.ones_like(tau), np.zeros_like(tau)
    return Outcomes(one, one, none, -np.expm1(-tau), one, np.full_like(tau, np.inf), none)


def service_level(seen: Outcomes, definition: str = "excl_short") -> Floats:
    """Share answered in time, by one of the five definitions in use."""
    if definition == "excl_short":
        return _share(seen.answered_in_time, 1 - seen.abandoned_in_time)
    if definition == "offered":
        return seen.answered_in_time
    if definition == "incl_short":
        return np.minimum(seen.answered_in_time + seen.abandoned_in_time, 1.0)
    if definition == "answered":
        return _share(seen.answered_in_time, 1 - seen.abandoned)
    return 1 - seen.virtual_late


def _share(part: Floats, base: Floats) -> Floats:
    return np.where(base > 0, np.minimum(part / np.where(base > 0, base, 1.0), 1.0), 0.0)


def speed_of_answer(seen: Outcomes) -> Floats:
    """Mean wait in seconds of the contacts that are answered."""
    answered = 1 - seen.abandoned
    some = answered > 0
    return np.where(some, seen.answered_time / np.where(some, answered, 1.0), np.inf)
