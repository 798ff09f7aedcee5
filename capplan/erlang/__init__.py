"""How many agents, and what agents deliver: the queueing functions of capplan.

Every argument takes one number or an array; arrays stretch against each other as in NumPy. One
number each in, a Python number out, without NumPy being imported. None or NaN for an optional
argument means "not given". No patience: Erlang C (nobody gives up); with patience: Erlang A.

Service level = answered within the time / (offered - abandoned within the time), unless another
definition is named: offered, incl_short, answered, virtual. 0 contacts need 0 agents.

>>> agents(100, 180)
14
"""

from __future__ import annotations

from capplan.erlang.chats import Chats, chat_performance
from capplan.erlang.delivered import (
    abandon_share,
    answer_time,
    asa,
    occupancy,
    queue_length,
    service_level,
    wait_probability,
)
from capplan.erlang.finite import FiniteQueue, finite_queue
from capplan.erlang.impatient import ErlangA, erlang_a_performance
from capplan.erlang.pooling import blended_agents, multi_skill_agents, pooled_agents, pooling_effect
from capplan.erlang.required import (
    agents,
    agents_by_target,
    agents_real,
    binding_target,
    capacity,
    chat_agents,
    longest_aht,
)
from capplan.erlang.square_root import (
    garnett_wait,
    halfin_whitt_beta,
    halfin_whitt_wait,
    square_root_agents,
)
from capplan.erlang.tables import deferred_hours, staffing_table
from capplan.erlang.trunk_lines import blocking, trunk_capacity, trunks, trunks_real
from capplan.erlang.uncertain import uncertain_agents, uncertain_service_level
from capplan.erlang.week import BacklogOutcome, WeekOutcome, backlog_outcome, week_outcome

__all__ = [
    "BacklogOutcome",
    "Chats",
    "ErlangA",
    "FiniteQueue",
    "WeekOutcome",
    "abandon_share",
    "agents",
    "agents_by_target",
    "agents_real",
    "answer_time",
    "asa",
    "backlog_outcome",
    "binding_target",
    "blended_agents",
    "blocking",
    "capacity",
    "chat_agents",
    "chat_performance",
    "deferred_hours",
    "erlang_a_performance",
    "finite_queue",
    "garnett_wait",
    "halfin_whitt_beta",
    "halfin_whitt_wait",
    "longest_aht",
    "multi_skill_agents",
    "occupancy",
    "pooled_agents",
    "pooling_effect",
    "queue_length",
    "service_level",
    "square_root_agents",
    "staffing_table",
    "trunk_capacity",
    "trunks",
    "trunks_real",
    "uncertain_agents",
    "uncertain_service_level",
    "wait_probability",
    "week_outcome",
]
