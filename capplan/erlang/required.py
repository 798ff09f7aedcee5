"""How many agents a forecast needs, and how much a team can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.erlang.arguments import Answer
from capplan.erlang.asking import answer
from capplan.erlang.one.staffing import UNUSUAL, quick_agents

if TYPE_CHECKING:
    from capplan.erlang.arguments import Number


def agents(
    contacts: Number,
    aht_s: Number,
    service_level_share: Number = 0.80,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    max_occupancy_share: Number = None,
    max_asa_s: Number = None,
    max_abandon_share: Number = None,
    *,
    definition: str = "excl_short",
    min_positions: Number = None,
) -> Answer:
    """Agents to have on seats in an interval so that every target given is met.

    Smallest whole number; Erlang C (Erlang 1917) without patience, Erlang A (Palm 1957) with it.
    A service level of 0 switches that target off; shares are 0 to 1, times are seconds.
    `min_positions` are kept in any interval with contacts.

    >>> agents(100, 180, 0.80, 20, max_occupancy_share=0.85)
    14
    >>> agents(200, 300, patience_s=180)
    35
    """
    if patience_s is None and max_asa_s is None and max_abandon_share is None:
        quick = quick_agents(
            contacts,
            aht_s,
            service_level_share,
            answer_within_s,
            interval_s,
            max_occupancy_share,
        )
        if quick != UNUSUAL and definition == "excl_short" and min_positions is None:
            return quick
        del quick
    return answer("agents", locals())


def agents_real(
    contacts: Number,
    aht_s: Number,
    service_level_share: Number = 0.80,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    max_occupancy_share: Number = None,
    max_asa_s: Number = None,
    max_abandon_share: Number = None,
    *,
    definition: str = "excl_short",
    min_positions: Number = None,
) -> Answer:
    """Fraction of agents at which the targets are met exactly, for roll-ups over many intervals.

    Continuous extension by the gamma function (never a straight line between whole agents).

    >>> round(agents_real(936, 180, 0.90, 10), 3)
    104.679
    """
    return answer("agents_real", locals())


def agents_by_target(
    contacts: Number,
    aht_s: Number,
    service_level_share: Number = 0.80,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    max_occupancy_share: Number = None,
    max_asa_s: Number = None,
    max_abandon_share: Number = None,
    *,
    definition: str = "excl_short",
    min_positions: Number = None,
) -> Answer:
    """Agents that each target needs by itself, to see what drives the requirement.

    Names: service_level, asa, abandon, occupancy, stability (Erlang C: more agents than load) and
    minimum (one agent where there are contacts); 0 for a target that is not given.

    >>> agents_by_target(100, 180, max_occupancy_share=0.85)["occupancy"]
    12
    """
    return answer("agents_by_target", locals())


def binding_target(
    contacts: Number,
    aht_s: Number,
    service_level_share: Number = 0.80,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    max_occupancy_share: Number = None,
    max_asa_s: Number = None,
    max_abandon_share: Number = None,
    *,
    definition: str = "excl_short",
    min_positions: Number = None,
) -> Answer:
    """Name of the target that needs the most agents: the one to discuss before hiring.

    >>> binding_target(900, 280, patience_s=120, max_occupancy_share=0.88)
    'occupancy'
    """
    return answer("binding_target", locals())


def chat_agents(
    contacts: Number,
    aht_s: Number,
    max_concurrency: Number,
    aht_inflation_share: Number = 0,
    service_level_share: Number = 0.80,
    answer_within_s: Number = 30,
    interval_s: Number = 1800,
    patience_s: Number = None,
    max_occupancy_share: Number = None,
) -> Answer:
    """Agents for chats that each agent handles several at a time.

    Balanced chain: handling time with k chats open is aht_s x (1 + inflation x (k - 1)). The
    occupancy cap is on the work finished against what agents with all chats open can finish.

    >>> chat_agents(150, 480, 3, 0.25, patience_s=240)
    20
    """
    return answer("chat_agents", locals())


def capacity(
    agents: Number,
    aht_s: Number,
    service_level_share: Number = 0.80,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    max_occupancy_share: Number = None,
) -> Answer:
    """Most contacts an interval that these agents carry within the targets.

    >>> round(capacity(14, 180), 3)
    108.685
    """
    return answer("capacity", locals())


def longest_aht(
    agents: Number,
    contacts: Number,
    service_level_share: Number = 0.80,
    answer_within_s: Number = 20,
    interval_s: Number = 1800,
    patience_s: Number = None,
    max_occupancy_share: Number = None,
) -> Answer:
    """Longest handling time in seconds at which these agents still meet the targets.

    >>> longest_aht(14, 100) > 180
    True
    """
    return answer("longest_aht", locals())
