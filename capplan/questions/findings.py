"""Numbers that are no result of a step: what a study found, and what it looked at for them.

Bands are simulated, a cap is asked, evidence is what an optimised hiring plan left behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.inputs.figures import plain_value
from capplan.questions.cap import title

if TYPE_CHECKING:
    from capplan.questions.funded import Funded, FundedMonth
    from capplan.questions.study import Study
    from capplan.vocabulary import Term

EVIDENCE, BANDS, CAP = "evidence", "bands", "cap"
NO_CAP = "no budget cap is given: see budget_cap_heads and budget_cap_cost"
NO_HIRING = "no optimised hiring plan: see capplan plan --optimise"
_RATES = (
    "starts_heads",
    "offer_acceptance_share",
    "no_show_share",
    "weekly_dropout_share",
    "new_hire_hazard_share",
    "tenured_hazard_share",
)
_PERCENTILES = ("p10", "p50", "p90")
# a number of a study -> the terms that it was made from
NEEDS: dict[str, tuple[str, ...]] = {
    **{f"agents_{one}_heads": ("closing_agents_heads", *_RATES) for one in _PERCENTILES},
    **{f"effective_{one}_fte": ("effective_fte", *_RATES) for one in _PERCENTILES},
    "chance_short_share": ("required_fte", "outsourced_fte", "effective_fte", *_RATES),
    "buffer_fte": ("chance_short_share", "accepted_risk_share"),
    "needed_heads": ("required_fte", "outsourced_fte", "fte_per_head"),
    "funded_heads": ("budget_cap_heads", "budget_cap_cost"),
    "short_heads": ("needed_heads", "funded_heads"),
    "funded_service_share": ("funded_heads", "contacts", "planned_aht_s", "answer_within_s"),
    "funded_asa_s": ("funded_heads", "contacts", "planned_aht_s", "patience_s"),
    "funded_abandon_share": ("funded_heads", "contacts", "planned_aht_s", "patience_s"),
    "funded_occupancy_share": ("funded_heads", "workload_h"),
    "funded_backlog_h": ("funded_heads", "workload_h", "opening_backlog_h"),
    "closing_cost": ("short_heads", "agent_year_cost"),
    "missing_queues": (
        "funded_service_share",
        "service_level_share",
        "max_asa_s",
        "max_abandon_share",
        "max_occupancy_share",
        "backlog_target_h",
    ),
}
# a line of the workbook that carries the name of a function's argument -> the plan's own term
SHOWN_AS = {"span_target": "supervisor_span"}
NEEDS |= {name: (own,) for name, own in SHOWN_AS.items()}
# terms under the cap -> what a month is asked for
_OF_MONTH = {
    "funded_service_share": "service_level_share",
    "funded_asa_s": "asa_s",
    "funded_abandon_share": "abandon_share",
    "funded_occupancy_share": "occupancy_share",
    "funded_backlog_h": "backlog_h",
}


def finding(
    study: Study, row: Term, week: int | None, queue: int | None
) -> tuple[float | str | None, str]:
    """What the study found at a place, and in words what it runs over.

    Nothing where the plan has no cap, or no optimised hiring plan; the words then say so.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> from capplan.questions.study import Study
    >>> from capplan.vocabulary import term
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2600]] * 4,
    ...                                   values={"budget_cap_heads": 11}))
    >>> finding(Study.of(plan), term("short_heads"), 2, None)
    (4.0, 'Jan 2026')
    """
    if row.stage == BANDS:
        return _band(study, row.name, week, queue)
    if row.stage == CAP:
        found = study.cap()
        return (None, NO_CAP) if found is None else _under_cap(study, found, row.name, week)
    value = study.given.evidence.get(row.name)
    return (None, NO_HIRING) if value is None else (plain_value(value), "")


def _band(study: Study, name: str, week: int | None, queue: int | None) -> tuple[float, str]:
    bands = study.bands
    weekly = bands.total.by_term()[name]
    words = ["all queues together"]
    if queue is not None:
        weekly, words = bands.queues.by_term()[name][:, queue], []
    if week is not None:
        return float(weekly[week]), ", ".join(words)
    return float(weekly.mean()), ", ".join((*words, f"mean of {len(weekly)} weeks"))


def _under_cap(
    study: Study, found: Funded, name: str, week: int | None
) -> tuple[float | None, str]:
    """The month that has most workdays of the week; without a week all months together."""
    if week is not None:
        month = int(np.argmax([weights[week] for weights in study.given.calendar.month_weights]))
        return _in_month(found.months[month], name), title(found.months[month])
    if name in ("short_heads", "missing_queues"):
        values = [(_in_month(one, name) or 0.0, title(one)) for one in found.months]
        most, when = max(values, key=lambda one: one[0])
        return most, f"worst month, {when}" if most else "in every month"
    return _in_month(found.whole, name), "over the whole plan"


def _in_month(one: FundedMonth, name: str) -> float | None:
    value = len(one.missed) if name == "missing_queues" else getattr(one, _OF_MONTH.get(name, name))
    return None if value is None else float(value)
