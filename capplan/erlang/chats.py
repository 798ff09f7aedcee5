"""What customers meet who chat with agents that have several chats open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from capplan.erlang.arguments import Answer
from capplan.erlang.asking import answer

if TYPE_CHECKING:
    from capplan.erlang.arguments import Number


@dataclass(frozen=True, slots=True, eq=False)
class Chats:
    """Shares are of offered chats, times in seconds; numbers or arrays, as the arguments were.

    Occupancy is the work finished against what the agents finish with all their chats open.
    """

    service_level: Answer
    wait_probability: Answer
    abandon_share: Answer
    asa_s: Answer
    queue_length: Answer
    occupancy: Answer


def chat_performance(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    max_concurrency: Number,
    aht_inflation_share: Number = 0,
    answer_within_s: Number = 30,
    interval_s: Number = 1800,
    patience_s: Number = None,
    *,
    definition: str = "excl_short",
) -> Chats:
    """All that customers meet who chat with the agents there are, several at a time each.

    The balanced chain of `chat_agents`. Without patience: infinite waits when agents with all
    chats open cannot keep up.

    >>> seen = chat_performance(20, 150, 480, 3, 0.25, patience_s=240)
    >>> round(seen.service_level, 3), round(seen.asa_s, 1)
    (0.82, 12.0)
    """
    given = {
        "agents": agents,
        "contacts": contacts,
        "aht_s": aht_s,
        "max_concurrency": max_concurrency,
        "aht_inflation_share": aht_inflation_share,
        "answer_within_s": answer_within_s,
        "interval_s": interval_s,
        "patience_s": patience_s,
    }
    return Chats(**answer("chat_fields", {**given, "definition": definition}))
