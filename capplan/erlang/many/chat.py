"""Chat queues in columns; the model is explained in `scalar_chat`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.impatient_search import UNDECIDED
from capplan.erlang.many.integrals import Floats, Mask, log_inverse_pmf, patience_integrals
from capplan.erlang.many.inverse import inverse_blocking
from capplan.erlang.many.phone import blend_part, fill_rows
from capplan.erlang.many.targets import Index, TargetColumns
from capplan.erlang.many.waits import Outcomes, endless, impatient
from capplan.erlang.one.chat import FLAT
from capplan.erlang.one.integrals import LARGEST_EXPONENT


class ChatRows(NamedTuple):
    """Chat queues, one a row; patience inf: nobody gives up."""

    arrivals_per_s: Floats
    aht_s: Floats
    max_concurrency: Floats
    aht_inflation_share: Floats
    within_s: Floats
    patience_s: Floats

    @property
    def load(self) -> Floats:
        """Offered work in agents with all their chats open."""
        return self.arrivals_per_s / self.pace(self.max_concurrency)

    @property
    def endless(self) -> Mask:
        """Rows where nobody gives up."""
        return np.isinf(self.patience_s)

    def pace(self, chats: Floats | float) -> Floats:
        """Chats finished a second by one agent with so many open."""
        return chats / (self.aht_s * (1 + self.aht_inflation_share * (chats - 1)))

    def pick(self, rows: Index) -> ChatRows:
        """Some of the rows."""
        return ChatRows(*(column[rows] for column in self))

    def quick_agents(self, targets: TargetColumns) -> NDArray[np.int64]:
        """Chat always searches."""
        return np.full(self.arrivals_per_s.shape, UNDECIDED, dtype=np.int64)

    def see(self, agents: Floats) -> Outcomes:
        """What these agents make of the rows."""
        busy, endlessly = self.arrivals_per_s > 0, self.endless
        return fill_rows(
            self, agents, ((busy & endlessly, _endless_chat), (busy & ~endlessly, _impatient_chat))
        )


def _endless_chat(lines: ChatRows, agents: Floats) -> Outcomes:
    full = agents * lines.pace(lines.max_concurrency)
    stable = full > lines.arrivals_per_s
    safe = np.where(stable, agents, np.maximum(lines.load, 1.0))
    share = np.where(stable, lines.arrivals_per_s / np.where(stable, full, 1.0), 1.0)
    return endless(inverse_full(safe, lines), share, full - lines.arrivals_per_s, lines.within_s)


def _impatient_chat(lines: ChatRows, agents: Floats) -> Outcomes:
    whole = np.maximum(agents, 1.0)
    x = whole * lines.pace(lines.max_concurrency) * lines.patience_s
    y = lines.arrivals_per_s * lines.patience_s
    seen = impatient(inverse_full(whole, lines), x, y, lines.within_s, lines.patience_s)
    return blend_part(agents, seen, lines.within_s / lines.patience_s)


def inverse_full(agents: Floats, lines: ChatRows) -> Floats:
    """Probability of all states up to a full house over that of the full house."""
    total = inverse_blocking(agents, lines.arrivals_per_s * lines.aht_s)
    for chats in range(1, int(lines.max_concurrency.max(initial=1))):
        pace = lines.pace(chats)
        gain = lines.pace(chats + 1) - pace
        more = lines.max_concurrency > chats
        slow = more & (gain * lines.aht_s < FLAT)
        straight = more & ~slow
        if straight.any():
            x = (agents * pace)[straight] / gain[straight]
            y = lines.arrivals_per_s[straight] / gain[straight]
            total[straight] = _straight_piece(total[straight], agents[straight], x, y)
        for row in np.flatnonzero(slow):
            total[row] = _term_by_term(
                total[row], agents[row], pace[row], gain[row], lines.arrivals_per_s[row]
            )
    return total


def _straight_piece(total: Floats, agents: Floats, x: Floats, y: Floats) -> Floats:
    growth = log_inverse_pmf(x + agents, y) - log_inverse_pmf(x, y)
    out = np.full(total.shape, np.inf)
    fits = (growth <= LARGEST_EXPONENT) & np.isfinite(total)
    crowded, calm = fits & (y >= x), fits & (y < x)
    if crowded.any():
        n, u, v = agents[crowded], x[crowded], y[crowded]
        start = total[crowded] - inverse_blocking(u, v)
        out[crowded] = inverse_blocking(u + n, v) + start * np.exp(growth[crowded])
    if calm.any():
        n, u, v = agents[calm], x[calm], y[calm]
        start = total[calm] + _above(u, v)
        out[calm] = np.exp(growth[calm]) * start - _above(u + n, v)
    return out


def _above(x: Floats, y: Floats) -> Floats:
    return y * patience_integrals(x, y).served


def _term_by_term(
    total: float, agents: float, pace: float, gain: float, arrivals_per_s: float
) -> float:
    whole = max(round(agents), 1)
    for k in range(1, whole + 1):
        total = 1 + total * (agents * pace + k * gain * agents / whole) / arrivals_per_s
    return total
