"""What a line of callers behind a full house looks like, for one row.

A house is described by how often it is full and how fast it empties, not by what stands in it:
agents on the phone and chat slots differ in that only. `inverse` is the sum of all state
probabilities up to the full house over that of the full house (1 / Erlang B on the phone).
"""

from __future__ import annotations

from math import exp, expm1, inf, log
from typing import NamedTuple

from capplan.erlang.one.integrals import SAFE, STEPS, patience_integrals


class Outcome(NamedTuple):
    """Shares of offered contacts, and times in seconds, of one row.

    `*_time` are means over all offered contacts: answered_time is E[wait; answered].
    """

    wait: float
    abandoned: float
    answered_in_time: float
    abandoned_in_time: float
    virtual_late: float
    virtual_time: float
    answered_time: float


EMPTY = Outcome(0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)


def endless(inverse: float, load_share: float, drain_per_s: float, within_s: float) -> Outcome:
    """Nobody gives up (Erlang C): a full house empties at drain_per_s more than arrives.

    Overloaded (load_share 1 or more): every contact waits, without end.
    """
    if load_share >= 1:
        return Outcome(1.0, 0.0, 0.0, 0.0, 1.0, inf, inf)
    wait = 1 / (1 + (1 - load_share) * (inverse - 1))
    late = wait * exp(-drain_per_s * within_s)
    time = wait / drain_per_s
    return Outcome(wait, 0.0, 1 - late, 0.0, late, time, time)


def impatient(inverse: float, x: float, y: float, within_s: float, patience_s: float) -> Outcome:
    """Exponential patience (Erlang A): x = full service rate, y = arrivals, each x patience."""
    whole = patience_integrals(x, y)
    total = (inverse - 1) * exp(-whole.scale) + x * whole.every
    chance = x / total
    abandoned = min(chance * whole.left, 1.0)  # rounding may reach beyond
    virtual_late, served_late, left_late = late_shares(x, y, within_s / patience_s)
    return Outcome(
        min(chance * whole.every, 1.0),
        abandoned,
        max(1 - abandoned - chance * served_late, 0.0),
        max(abandoned - chance * left_late, 0.0),
        min(chance * virtual_late, 1.0),
        chance * whole.every_time * patience_s,
        chance * whole.served_time * patience_s,
    )


def late_shares(x: float, y: float, tau: float) -> tuple[float, float, float]:
    """P(V > T), P(answered, W > T), P(abandoned, W > T), each over the factor of the whole."""
    rest = patience_integrals(x, y * exp(-tau))
    factor = exp(_late_exponent(x, y, tau))
    part = factor * exp(-tau)
    return factor * rest.every, part * rest.served, part * rest.left


def _late_exponent(x: float, y: float, tau: float) -> float:
    """Log of e^(y - y e^-tau - x tau) after both integrals gave up their own scale.

    Written per case because the terms reach 1e9 and their difference is wanted to 1e-14.
    """
    steps = 1 if x >= SAFE else STEPS
    power = x + steps
    if y <= power:
        return -y * expm1(-tau) - x * tau
    beyond = tau - log(y / power)
    if beyond <= 0:
        return steps * tau
    return -power * (expm1(-beyond) + beyond) + steps * tau


def nobody_there(tau: float) -> Outcome:
    """Patience without a single agent: all give up, each when his own patience ends."""
    return Outcome(1.0, 1.0, 0.0, -expm1(-tau), 1.0, inf, 0.0)


def blend(share: float, one: Outcome, none: Outcome) -> Outcome:
    """Part of one agent: between all abandon at 0 and what one agent does (domain convention)."""
    mixed = [share * a + (1 - share) * b for a, b in zip(one, none, strict=True)]
    return Outcome(*mixed)._replace(virtual_time=one.virtual_time / share)


DEFINITIONS = ("excl_short", "offered", "incl_short", "answered", "virtual")


def service_level(seen: Outcome, definition: str = "excl_short") -> float:
    """Share answered in time, by one of the five definitions in use."""
    if definition == "excl_short":
        base = 1 - seen.abandoned_in_time
        return min(seen.answered_in_time / base, 1.0) if base > 0 else 0.0
    if definition == "offered":
        return seen.answered_in_time
    if definition == "incl_short":
        return min(seen.answered_in_time + seen.abandoned_in_time, 1.0)
    if definition == "answered":
        base = 1 - seen.abandoned
        return min(seen.answered_in_time / base, 1.0) if base > 0 else 0.0
    return 1 - seen.virtual_late


def speed_of_answer(seen: Outcome) -> float:
    """Mean wait in seconds of the contacts that are answered."""
    answered = 1 - seen.abandoned
    return seen.answered_time / answered if answered > 0 else inf
