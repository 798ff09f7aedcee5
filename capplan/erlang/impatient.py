"""Everything Erlang A says about a queue, in one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from capplan.erlang.arguments import Answer
from capplan.erlang.asking import answer

if TYPE_CHECKING:
    from capplan.erlang.arguments import Number


@dataclass(frozen=True, slots=True, eq=False)
class ErlangA:
    """Shares are of offered contacts unless named otherwise, times in seconds.

    Each field is a number or an array, as the arguments were. `virtual` is the wait of a customer
    who would never give up; the five service levels are those of `service_level`.
    """

    wait_probability: Answer
    abandon_share: Answer
    occupancy: Answer
    queue_length: Answer
    mean_wait_s: Answer
    asa_s: Answer
    abandoned_wait_s: Answer
    virtual_wait_s: Answer
    wait_exceeds_share: Answer
    virtual_wait_exceeds_share: Answer
    answered_in_time_share: Answer
    abandoned_in_time_share: Answer
    service_level_excl_short: Answer
    service_level_offered: Answer
    service_level_incl_short: Answer
    service_level_answered: Answer
    service_level_virtual: Answer


def erlang_a_performance(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    patience_s: Number,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
) -> ErlangA:
    """All that customers with limited patience meet: waits, abandonment, every service level.

    M/M/n+M (Palm 1957; Garnett, Mandelbaum & Reiman 2002; Mandelbaum & Zeltyn 2007). Patience is
    the mean time in seconds a customer waits before hanging up, however long.

    >>> seen = erlang_a_performance(30, 200, 300, 180)
    >>> round(seen.wait_probability, 4), round(seen.asa_s, 2)
    (0.6632, 24.02)
    """
    given = {
        "agents": agents,
        "contacts": contacts,
        "aht_s": aht_s,
        "any_patience_s": patience_s,
        "answer_within_s": answer_within_s,
        "interval_s": interval_s,
    }
    return ErlangA(**answer("erlang_a_fields", given))
