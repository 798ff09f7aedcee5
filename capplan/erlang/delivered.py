"""What callers experience with the agents there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.erlang.arguments import Answer, refuse
from capplan.erlang.asking import answer

if TYPE_CHECKING:
    from capplan.erlang.arguments import Number


def service_level(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    *,
    definition: str = "excl_short",
) -> Answer:
    """Share of contacts answered in time by the agents there are.

    excl_short: answered in time / (offered - abandoned in time); offered: / offered; incl_short:
    (answered + abandoned in time) / offered; answered: / answered; virtual: of callers who never
    hang up. 0 when Erlang C is overloaded.

    >>> round(service_level(14, 100, 180), 4)
    0.8884
    """
    return answer("service_level", locals())


def asa(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    interval_s: Number = 1800,
    patience_s: Number = None,
) -> Answer:
    """Average speed of answer in seconds, over the contacts that are answered.

    Erlang C without patience: infinite when agents do not exceed the load.

    >>> round(asa(14, 100, 180), 2)
    7.84
    """
    return answer("asa", locals())


def answer_time(
    share: Number,
    agents: Number,
    contacts: Number,
    aht_s: Number,
    interval_s: Number = 1800,
    patience_s: Number = None,
) -> Answer:
    """Seconds within which that share of contacts is answered.

    >>> round(answer_time(0.80, 13, 100, 180), 2)
    21.31
    """
    return answer("answer_time", locals())


def wait_probability(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    interval_s: Number = 1800,
    patience_s: Number = None,
) -> Answer:
    """Share of contacts that waits at all.

    >>> round(wait_probability(14, 100, 180), 4)
    0.1741
    """
    return answer("wait_probability", locals())


def occupancy(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    interval_s: Number = 1800,
    patience_s: Number = None,
) -> Answer:
    """Share of staffed time that agents spend on contacts.

    >>> round(occupancy(14, 100, 180), 4)
    0.7143
    """
    return answer("occupancy", locals())


def abandon_share(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    patience_s: Number,
    interval_s: Number = 1800,
) -> Answer:
    """Share of offered contacts that hangs up before an agent answers (Erlang A).

    >>> round(abandon_share(30, 200, 300, 180), 4)
    0.138
    """
    if patience_s is None:
        refuse("patience_s", None)
    given = {"agents": agents, "contacts": contacts, "aht_s": aht_s}
    given |= {"kept_patience_s": patience_s, "interval_s": interval_s}
    return answer("abandon_share", given)


def queue_length(
    agents: Number,
    contacts: Number,
    aht_s: Number,
    interval_s: Number = 1800,
    patience_s: Number = None,
) -> Answer:
    """Average number of contacts waiting.

    >>> round(queue_length(30, 200, 300, patience_s=180), 3)
    2.76
    """
    return answer("queue_length", locals())
