"""The CAP_ functions for Excel, and for Python under the same names in lower case.

Name this package in Excel: every function stands in it. Single values give a single answer, a
range (list of lists) gives a range; a blank optional argument takes its default. A fault is an
error code in a cell and a ValueError of one line in Python.

>>> import capplan_udfs
>>> capplan_udfs.cap_agents(100, 180)
14
"""

from capplan_udfs.about import cap_define, cap_version
from capplan_udfs.management import cap_executives, cap_layers, cap_leader_plan, cap_leaders
from capplan_udfs.queueing_need import (
    cap_agents,
    cap_agents_real,
    cap_capacity,
    cap_chat_agents,
    cap_deferred_hours,
    cap_trunks,
)
from capplan_udfs.queueing_service import (
    cap_abandon_share,
    cap_answer_time,
    cap_asa,
    cap_blocking,
    cap_occupancy,
    cap_queue_length,
    cap_service_level,
    cap_wait_probability,
)
from capplan_udfs.staffing import (
    cap_annual_rate,
    cap_fte,
    cap_gross_up,
    cap_period_rate,
    cap_round_up,
    cap_shrinkage,
)
from capplan_udfs.supply import cap_hiring_plan, cap_pipeline, cap_starters

__all__ = [
    "cap_abandon_share",
    "cap_agents",
    "cap_agents_real",
    "cap_annual_rate",
    "cap_answer_time",
    "cap_asa",
    "cap_blocking",
    "cap_capacity",
    "cap_chat_agents",
    "cap_deferred_hours",
    "cap_define",
    "cap_executives",
    "cap_fte",
    "cap_gross_up",
    "cap_hiring_plan",
    "cap_layers",
    "cap_leader_plan",
    "cap_leaders",
    "cap_occupancy",
    "cap_period_rate",
    "cap_pipeline",
    "cap_queue_length",
    "cap_round_up",
    "cap_service_level",
    "cap_shrinkage",
    "cap_starters",
    "cap_trunks",
    "cap_version",
    "cap_wait_probability",
]
