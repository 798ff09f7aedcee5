"""Queueing: agents, service and capacity of phones, chats and deferred work."""

from __future__ import annotations

from capplan import erlang
from capplan_udfs.arguments import Argument
from capplan_udfs.faults import WRONG_KIND, refusal
from capplan_udfs.function import Answer, Cells, cell_function, table_function

GROUP = "Queueing"
INTERVAL_S = 1800
PILES_UP = (
    "agents",
    "more than contacts x aht_s / interval_s",
    "work would pile up without end: add agents or give patience_s",
)
PATIENCE = {"help": "Mean time a customer waits before giving up."}
NO_TARGET = (
    "service_level_share",
    "above 0, or a max_occupancy_share",
    "without a target these agents carry any number of contacts",
)


@cell_function(
    GROUP, whole=True, service_level_share=0.80, answer_within_s=20, interval_s=INTERVAL_S
)
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


@cell_function(GROUP, service_level_share=0.80, answer_within_s=20, interval_s=INTERVAL_S)
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


@cell_function(GROUP, answer_within_s=20, interval_s=INTERVAL_S)
def cap_service_level(
    agents: Cells,
    contacts: Cells,
    aht_s: Cells,
    answer_within_s: Cells = None,
    interval_s: Cells = None,
    patience_s: Cells = None,
) -> Answer:
    """Share answered in time: answered within it / (offered - abandoned within it); 0 in overload.

    >>> round(cap_service_level(14, 100, 180), 4)
    0.8884
    """
    return erlang.service_level(agents, contacts, aht_s, answer_within_s, interval_s, patience_s)


@cell_function(GROUP, endless=PILES_UP, interval_s=INTERVAL_S)
def cap_asa(
    agents: Cells,
    contacts: Cells,
    aht_s: Cells,
    interval_s: Cells = None,
    patience_s: Cells = None,
) -> Answer:
    """Average speed of answer over answered contacts, in seconds; #N/A where it has no end.

    >>> round(cap_asa(14, 100, 180), 2)
    7.84
    """
    return erlang.asa(agents, contacts, aht_s, interval_s, patience_s)


@cell_function(GROUP, endless=PILES_UP, interval_s=INTERVAL_S)
def cap_answer_time(
    share: Cells,
    agents: Cells,
    contacts: Cells,
    aht_s: Cells,
    interval_s: Cells = None,
    patience_s: Cells = None,
) -> Answer:
    """Time within which that share of contacts is answered, in seconds.

    >>> round(cap_answer_time(0.8, 13, 100, 180), 2)
    21.31
    """
    return erlang.answer_time(share, agents, contacts, aht_s, interval_s, patience_s)


@cell_function(GROUP, interval_s=INTERVAL_S)
def cap_wait_probability(
    agents: Cells,
    contacts: Cells,
    aht_s: Cells,
    interval_s: Cells = None,
    patience_s: Cells = None,
) -> Answer:
    """Share of contacts that waits at all; 1 in overload.

    >>> round(cap_wait_probability(14, 100, 180), 4)
    0.1741
    """
    return erlang.wait_probability(agents, contacts, aht_s, interval_s, patience_s)


@cell_function(GROUP, interval_s=INTERVAL_S)
def cap_occupancy(
    agents: Cells,
    contacts: Cells,
    aht_s: Cells,
    interval_s: Cells = None,
    patience_s: Cells = None,
) -> Answer:
    """Share of staffed time that agents spend on contacts.

    >>> round(cap_occupancy(14, 100, 180), 4)
    0.7143
    """
    return erlang.occupancy(agents, contacts, aht_s, interval_s, patience_s)


@cell_function(GROUP, changes={"patience_s": PATIENCE}, interval_s=INTERVAL_S)
def cap_abandon_share(
    agents: Cells,
    contacts: Cells,
    aht_s: Cells,
    patience_s: Cells,
    interval_s: Cells = None,
) -> Answer:
    """Share of offered contacts that gives up before an answer.

    >>> round(cap_abandon_share(14, 100, 180, 300), 4)
    0.014
    """
    return erlang.abandon_share(agents, contacts, aht_s, patience_s, interval_s)


@cell_function(GROUP, endless=PILES_UP, interval_s=INTERVAL_S)
def cap_queue_length(
    agents: Cells,
    contacts: Cells,
    aht_s: Cells,
    interval_s: Cells = None,
    patience_s: Cells = None,
) -> Answer:
    """Average number of contacts that wait; #N/A where the queue has no end.

    >>> round(cap_queue_length(14, 100, 180), 4)
    0.4353
    """
    return erlang.queue_length(agents, contacts, aht_s, interval_s, patience_s)


@cell_function(
    GROUP,
    endless=NO_TARGET,
    service_level_share=0.80,
    answer_within_s=20,
    interval_s=INTERVAL_S,
)
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


@cell_function(GROUP, whole=True, blocking_share=0.01, interval_s=INTERVAL_S)
def cap_trunks(
    contacts: Cells, aht_s: Cells, blocking_share: Cells = None, interval_s: Cells = None
) -> Answer:
    """Telephone lines so that no more than this share of contacts finds all of them busy.

    Erlang B.

    >>> cap_trunks(225, 180)
    33
    """
    return erlang.trunks(contacts, aht_s, blocking_share, interval_s)


@cell_function(GROUP, interval_s=INTERVAL_S)
def cap_blocking(trunks: Cells, contacts: Cells, aht_s: Cells, interval_s: Cells = None) -> Answer:
    """Share of contacts that finds all lines busy.

    Erlang B.

    >>> round(cap_blocking(2, 10, 180), 12)
    0.2
    """
    return erlang.blocking(trunks, contacts, aht_s, interval_s)


@cell_function(
    GROUP,
    whole=True,
    aht_inflation_share=0.0,
    service_level_share=0.80,
    answer_within_s=30,
    interval_s=INTERVAL_S,
)
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


@table_function(
    GROUP,
    ranges=("arrival_h",),
    opening_backlog_h=0.0,
    respond_within_periods=1,
    max_occupancy_share=1.0,
)
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
