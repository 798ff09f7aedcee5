"""Chat queues, one row: an agent has several chats open, each the slower the more there are.

Balanced chain: the chats in progress spread evenly over the agents, so that the rate at which
chats finish is a straight line between multiples of the number of agents. On each straight piece
the chain is an Erlang B chain with another load and another start, which gives the sum over
all states in closed form for any number of agents, whole or not.
"""

from __future__ import annotations

from math import exp, inf
from typing import NamedTuple

from capplan.erlang.one.integrals import (
    LARGEST_EXPONENT,
    inverse_blocking,
    log_inverse_pmf,
    patience_integrals,
)
from capplan.erlang.one.waits import EMPTY, Outcome, blend, endless, impatient, nobody_there

FLAT = 1e-7  # a further chat that adds less than this share to the pace is summed term by term


class ChatDesk(NamedTuple):
    """How agents handle chats: alone in aht_s, each further chat slows all by the inflation."""

    aht_s: float
    max_concurrency: int
    aht_inflation_share: float

    def pace(self, chats: int) -> float:
        """Chats finished a second by one agent with so many open."""
        return chats / (self.aht_s * (1 + self.aht_inflation_share * (chats - 1)))


def outcome(
    agents: float, arrivals_per_s: float, desk: ChatDesk, within_s: float, patience_s: float
) -> Outcome:
    """What `agents` (any real number) make of the arrivals; patience inf: nobody gives up."""
    if arrivals_per_s == 0:
        return EMPTY
    full = agents * desk.pace(desk.max_concurrency)
    if patience_s == inf:
        if full <= arrivals_per_s:
            return endless(1.0, 1.0, 0.0, within_s)
        inverse = inverse_full(agents, arrivals_per_s, desk)
        return endless(inverse, arrivals_per_s / full, full - arrivals_per_s, within_s)
    if agents < 1:
        none = nobody_there(within_s / patience_s)
        if agents == 0:
            return none
        return blend(agents, outcome(1.0, arrivals_per_s, desk, within_s, patience_s), none)
    inverse = inverse_full(agents, arrivals_per_s, desk)
    x, y = full * patience_s, arrivals_per_s * patience_s
    return impatient(inverse, x, y, within_s, patience_s)


def inverse_full(agents: float, arrivals_per_s: float, desk: ChatDesk) -> float:
    """Probability of all states up to a full house over that of the full house."""
    total = inverse_blocking(agents, arrivals_per_s * desk.aht_s)
    for chats in range(1, desk.max_concurrency):
        pace = desk.pace(chats)
        gain = desk.pace(chats + 1) - pace
        if abs(gain) * desk.aht_s < FLAT or gain < 0:
            total = _term_by_term(total, agents, pace, gain, arrivals_per_s)
        else:
            total = _straight_piece(total, agents, agents * pace / gain, arrivals_per_s / gain)
    return total


def _straight_piece(total: float, agents: float, x: float, y: float) -> float:
    """Carry the sum over one piece with rates proportional to x + 1, x + 2, ... x + agents."""
    growth = log_inverse_pmf(x + agents, y) - log_inverse_pmf(x, y)
    if growth > LARGEST_EXPONENT or total == inf:
        return inf
    factor = exp(growth)
    if y >= x:
        return inverse_blocking(x + agents, y) + (total - inverse_blocking(x, y)) * factor
    return factor * (total + _above(x, y)) - _above(x + agents, y)


def _above(x: float, y: float) -> float:
    """Sum over k > 0 of y^k / ((x+1)...(x+k)) for y below x."""
    return y * patience_integrals(x, y).served


def _term_by_term(
    total: float, agents: float, pace: float, gain: float, arrivals_per_s: float
) -> float:
    """The same for a pace that stands still or falls: plain recursion over whole agents."""
    whole = max(round(agents), 1)
    for k in range(1, whole + 1):
        total = 1 + total * (agents * pace + k * gain * agents / whole) / arrivals_per_s
    return total
