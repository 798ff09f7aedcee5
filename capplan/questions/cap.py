"""The budget cap of a plan: what it buys under each scenario."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from capplan.inputs.formats import month, number
from capplan.questions.funded import Funded, funded

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.plan import Plan
    from capplan.questions.funded import FundedMonth
    from capplan.steps.recall import Recall

MOST_NAMED = 4  # queues in a sentence


def is_capped(given: Assumptions) -> bool:
    """Whether the plan has a budget cap, in agents or in money."""
    return any(given.values[name] is not None for name in ("budget_cap_heads", "budget_cap_cost"))


def under_cap(
    plan: Plan, scenario: str | None = None, recall: Recall | None = None
) -> Funded | None:
    """What the plan's budget cap buys under a scenario (the live one); None without a cap.

    Scenarios that share a `recall` share what is alike.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 12}
    >>> cap = {"budget_cap_heads": 11}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2600]] * 4, values=cap))
    >>> found = under_cap(plan)
    >>> round(found.worst.short_heads, 1), found.first.missed
    (2.0, ('Calls: service level',))
    """
    if not is_capped(plan.assumptions):
        return None
    values = plan.assumptions.values
    heads, money = values["budget_cap_heads"], values["budget_cap_cost"]
    one = plan.in_scenario(scenario or plan.live)
    return funded(one, heads=heads, money=money, recall=recall)


class Verdict(NamedTuple):
    """What a cap means, in three sentences: which month hurts first, which most, and who misses."""

    first: str
    worst: str
    missed: str


def verdict(found: Funded) -> Verdict:
    """The sentences of a plan under its cap.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2600]] * 3))
    >>> print(*verdict(funded(plan, heads=11)), sep="; ")
    Jan 2026: Calls (service level); Jan 2026: 13.0 agents needed, 11.0 funded; Calls (1 of 1)
    """
    first, worst, count = found.first, found.worst, len(found.months)
    queues = Counter(one.partition(": ")[0] for month in found.months for one in month.missed)
    hurt = [one.replace(": ", " (", 1) + ")" for one in first.missed] if first else []
    return Verdict(
        f"{title(first)}: {_listed(hurt)}" if first else "Every target is met in every month",
        f"{title(worst)}: {number(worst.needed_heads, 1)} agents needed, "
        f"{number(worst.funded_heads, 1)} funded"
        if worst
        else "Nobody is missing in any month",
        _listed([f"{name} ({months} of {count})" for name, months in queues.most_common()])
        or "None in any month",
    )


def title(one: FundedMonth) -> str:
    """A month or fiscal period by its name."""
    return one.period or month(one.month)


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
