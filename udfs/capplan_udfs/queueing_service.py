"""Queueing, what is delivered: service level, waits, occupancy and losses of given agents."""

from __future__ import annotations

from capplan import erlang
from capplan_udfs.function import Answer, Cells, cell_function

GROUP = "Queueing"
PATIENCE = {"help": "Mean time a customer waits before giving up."}
PILES_UP = (
    "agents",
    "more than contacts x aht_s / interval_s",
    "work would pile up without end: add agents or give patience_s",
)


@cell_function(GROUP)
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


@cell_function(GROUP, endless=PILES_UP)
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


@cell_function(GROUP, endless=PILES_UP)
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


@cell_function(GROUP)
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


@cell_function(GROUP)
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


@cell_function(GROUP, changes={"patience_s": PATIENCE})
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


@cell_function(GROUP, endless=PILES_UP)
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


@cell_function(GROUP)
def cap_blocking(trunks: Cells, contacts: Cells, aht_s: Cells, interval_s: Cells = None) -> Answer:
    """Share of contacts that finds all lines busy.

    Erlang B.

    >>> round(cap_blocking(2, 10, 180), 12)
    0.2
    """
    return erlang.blocking(trunks, contacts, aht_s, interval_s)
