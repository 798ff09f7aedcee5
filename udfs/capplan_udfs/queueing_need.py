"""Queueing, what is needed: agents for phone and chat, lines, hours for deferred work."""

from __future__ import annotations

from capplan import erlang
from capplan_udfs.arguments import Argument
from capplan_udfs.faults import WRONG_KIND, refusal
from capplan_udfs.function import Answer, Cells, cell_function, table_function

GROUP = "Queueing"
NO_TARGET = (
    "service_level_share",
    "above 0, or a max_occupancy_share",
    "without a target these agents carry any number of contacts",
)


@cell_function(GROUP, whole=True)
def cap_agents(
    contacts: Cells,
    aht_s: Cells,
    service_level_share: Cells = None,
    answer_within_s: Cells = None,
    interval_s: Cells = None,
    patience_s: Cells = None,
    max_occupancy_share: Cells = None,
    max_asa_s: Cells = None,
    max_abandon_share: Cells = None,
) -> Answer:
    """Agents for the interval: the smallest whole number that meets every target given.

    Without patience Erlang C, with patience Erlang A (Garnett, Mandelbaum & Reiman, 2002). A
    service level of 0 switches that target off.

    >>> cap_agents(100, 180)
    14
    >>> cap_agents([[100], [0]], 180)
    [[14], [0]]
    """
    _needs_patience(max_abandon_share, patience_s)
    return erlang.agents(
        contacts,
        aht_s,
        service_level_share,
        answer_within_s,
        interval_s,
        patience_s,
        max_occupancy_share,
        max_asa_s,
        max_abandon_share,
    )


@cell_function(GROUP)
def cap_agents_real(
    contacts: Cells,
    aht_s: Cells,
    service_level_share: Cells = None,
    answer_within_s: Cells = None,
    interval_s: Cells = None,
    patience_s: Cells = None,
    max_occupancy_share: Cells = None,
    max_asa_s: Cells = None,
    max_abandon_share: Cells = None,
) -> Answer:
    """Agents with fractions, for roll-ups: every target met exactly on the continuous extension.

    >>> round(cap_agents_real(936, 180, 0.9, 10), 3)
    104.679
    """
    _needs_patience(max_abandon_share, patience_s)
    return erlang.agents_real(
        contacts,
        aht_s,
        service_level_share,
        answer_within_s,
        interval_s,
        patience_s,
        max_occupancy_share,
        max_asa_s,
        max_abandon_share,
    )


def _needs_patience(max_abandon_share: Cells, patience_s: Cells) -> None:
    if max_abandon_share is not None and patience_s is None:
        allowed = Argument("patience_s", required=False).term.allowed
        hint = "max_abandon_share needs a patience"
        raise refusal(WRONG_KIND, "patience_s", "nothing", allowed, hint)


@cell_function(GROUP, endless=NO_TARGET)
def cap_capacity(
    agents: Cells,
    aht_s: Cells,
    service_level_share: Cells = None,
    answer_within_s: Cells = None,
    interval_s: Cells = None,
    patience_s: Cells = None,
    max_occupancy_share: Cells = None,
) -> Answer:
    """Most contacts an interval that these agents carry within the targets; fractions kept.

    >>> round(cap_capacity(14, 180), 1)
    108.7
    """
    return erlang.capacity(
        agents,
        aht_s,
        service_level_share,
        answer_within_s,
        interval_s,
        patience_s,
        max_occupancy_share,
    )


@cell_function(GROUP, whole=True)
def cap_trunks(
    contacts: Cells, aht_s: Cells, blocking_share: Cells = None, interval_s: Cells = None
) -> Answer:
    """Telephone lines so that no more than this share of contacts finds all of them busy.

    Erlang B.

    >>> cap_trunks(225, 180)
    33
    """
    return erlang.trunks(contacts, aht_s, blocking_share, interval_s)


@cell_function(GROUP, whole=True, answer_within_s=30)
def cap_chat_agents(
    contacts: Cells,
    aht_s: Cells,
    max_concurrency: Cells,
    aht_inflation_share: Cells = None,
    service_level_share: Cells = None,
    answer_within_s: Cells = None,
    interval_s: Cells = None,
    patience_s: Cells = None,
    max_occupancy_share: Cells = None,
) -> Answer:
    """Agents for chats that one agent handles several at a time.

    Chats are spread evenly over agents; each further chat makes all of an agent's chats longer.

    >>> cap_chat_agents(150, 480, 3, 0.25, patience_s=240)
    20
    """
    return erlang.chat_agents(
        contacts,
        aht_s,
        max_concurrency,
        aht_inflation_share,
        service_level_share,
        answer_within_s,
        interval_s,
        patience_s,
        max_occupancy_share,
    )


@table_function(GROUP, ranges=("arrival_h",), max_occupancy_share=1.0)
def cap_deferred_hours(
    arrival_h: Cells,
    opening_backlog_h: Cells = None,
    respond_within_periods: Cells = None,
    max_occupancy_share: Cells = None,
) -> Answer:
    """Level capacity, in hours a period, that answers email or back-office work in time.

    >>> round(cap_deferred_hours([[90], [70], [60], [55], [45]], 30), 4)
    63.3333
    """
    return erlang.deferred_hours(
        arrival_h, opening_backlog_h, respond_within_periods, max_occupancy_share
    )
