"""The sheets in reading order, each with what the Guide says of it: the one list of them."""

from __future__ import annotations

SHEETS = {
    "Guide": "",  # it is the one that lists the others
    "Dashboard": "Are there enough people, who leads them, what does it cost? One page.",
    "Queues": "Input: one row a queue; profile of the week beside it.",
    "Assumptions": "Input: shrinkage, attrition, training, spans, ratios, pay.",
    "Demand": "Input: contacts by week and queue; events.",
    "HiringPlan": "Input: training classes, given and proposed.",
    "Scenarios": "Input and output: the selector, what differs, all scenarios side by side.",
    "Requirement": "Contacts, workload, hours, shrinkage, FTE by queue and week.",
    "Supply": "Starts, training, graduates, leavers, available FTE, gap by queue and week.",
    "Management": "Team leaders, managers, executives, support roles by week.",
    "Budget": "Cost of every role by month.",
    "Checks": "What was tested and what to do about it.",
    "Curves": "What the engine stamped; nothing to type.",
    "About": "Version, run and the rules behind the numbers.",
}
