"""The plan in a few lines, for the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.versions import approval_words, version_words
from capplan.vocabulary import term, terms

if TYPE_CHECKING:
    from capplan.plan import Plan

MOST_LISTED = 6


def summary(plan: Plan, checks: Sequence[Any]) -> str:
    """Headline numbers of the live scenario, people, coverage, money and what the checks say."""
    return "\n".join((*_scope(plan), *_numbers(plan), *_checks(checks)))


def _scope(plan: Plan) -> Iterator[str]:
    given = plan.assumptions
    mondays, queues = given.calendar.mondays, given.queue_names
    count = f"{len(queues)} queue{'s' if len(queues) > 1 else ''}"
    weeks = f"{len(mondays)} weeks from {mondays[0].isoformat()}"
    approved = approval_words(given.values)
    version = version_words(given.values) + (f", approved {approved}" if approved else "")
    yield f"{given.values['plan_name']}: {count}, {weeks}, scenario {plan.live}; {version}"
    yield ""


def _numbers(plan: Plan) -> Iterator[str]:
    for label, text in _rows(plan):
        yield f"  {label:<24}{text}"
    yield ""


def _rows(plan: Plan) -> Iterator[tuple[str, str]]:
    weeks = plan.assumptions.calendar.mondays
    required, available = (plan[name].sum(axis=1) for name in ("required_fte", "covering_fte"))
    peak, worst = int(required.argmax()), int((available - required).argmin())
    yield (
        term("required_fte").label,
        f"{plan['required_fte_average']:,.1f} on average, {plan['required_fte_peak']:,.1f} at the"
        f" peak ({weeks[peak].isoformat()})",
    )
    yield term("coverage_share").label, _coverage(required, available)
    yield (
        term("gap_fte_worst").label,
        f"{plan['gap_fte_worst']:+,.1f} FTE ({weeks[worst].isoformat()})",
    )
    yield (
        "Agents",
        f"{plan['opening_heads'][0].sum():,.0f} at the start, {plan['agents_closing_heads']:,.0f}"
        f" at the end; {plan['starts_total_heads']:,.0f} start, {plan['leavers_total_heads']:,.0f}"
        " leave",
    )
    yield (
        "Leaders",
        f"{plan['leaders_average_heads']:,.1f} team leaders and"
        f" {plan['managers_average_heads']:,.1f} managers on average,"
        f" {plan['executives_closing_heads']:,.0f} executives at the end",
    )
    yield "Cost", _money(plan)
    if plan.assumptions.evidence:
        yield "Hiring plan", _hiring(plan)


def _coverage(required: Any, available: Any) -> str:
    share = np.divide(available, required, out=np.ones_like(available), where=required > 0)
    return f"{share.min():.0%} to {share.max():.0%} a week, {np.median(share):.0%} in the middle"


def _money(plan: Plan) -> str:
    currency = plan.assumptions.values["currency"]
    return f"{currency} {plan['total_cost']:,.0f}, {plan['cost_per_contact']:,.2f} a contact"


def _hiring(plan: Plan) -> str:
    """What the optimiser found: money against the ordinary pass, and how near to the best."""
    evidence, currency = plan.assumptions.evidence, plan.assumptions.values["currency"]
    count = sum(one.status == "optimised" for one in plan.assumptions.classes)
    saving, share, gap = (
        float(evidence.get(name, 0.0))
        for name in ("saving_cost", "saving_share", "bound_gap_share")
    )
    classes = "1 optimised class" if count == 1 else f"{count} optimised classes"
    return (
        f"{classes}; {currency} {saving:,.0f} ({share:.1%}) less than the backward"
        f" pass, at most {gap:.1%} above the best possible"
    )


def _checks(checks: Sequence[Any]) -> Iterator[str]:
    open_ones = [check for check in checks if check.result != "OK"]
    yield f"Checks: {len(checks) - len(open_ones)} of {len(checks)} OK"
    for check in open_ones[:MOST_LISTED]:
        yield check_line(check)
    if len(open_ones) > MOST_LISTED:
        yield f"  and {len(open_ones) - MOST_LISTED} more on the sheet Checks"


def check_line(check: Any) -> str:
    """A check that is not OK in one line: result, what it is about, what to do."""
    return f"  {check.result}: {check.title}: {check.measured:,.6g}; {check.advice}"


def headlines(plan: Plan, scenario: str) -> dict[str, float]:
    """The headline numbers of one scenario by their terms."""
    return {row.name: plan.value(row.name, scenario) for row in terms("result", "headline")}
