"""The top of the page: what it is about, whether it can be trusted, and the answer in figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.formats import compact, day, number, of_unit, percent
from capplan.report.checks import Check, attention, badge, status
from capplan.report.markup import Markup, element
from capplan.report.subject import Subject, coverage, section
from capplan.vocabulary import Term, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SHORT = 0.95  # a week below is said to be short
SIGNED = ("gap_fte_worst",)  # where more than enough must not look like a shortage
KICKER = "Headcount and management capacity plan"


def header(subject: Subject, checks: Sequence[Check], run_id: str, version: str) -> Markup:
    """Plan, scenario, status, weeks and the identity of the run."""
    values, weeks = subject.given.values, subject.mondays
    last_day = weeks[-1] + timedelta(days=6)
    facts = (
        ("Scenario", subject.plan.live),
        ("Plan version", f"{values['plan_version']}, {values['plan_status']}"),
        *_signed(values),
        ("Checks", badge(status(checks))),
        ("Weeks", f"{len(weeks)}, {day(weeks[0])} to {day(last_day)}"),
        ("Currency", subject.currency),
        ("Run", run_id),
        ("Version", f"capplan {version}"),
    )
    cells = (element("div", element("dt", name), element("dd", said)) for name, said in facts)
    return element(
        "header",
        element("p", KICKER, class_="kicker"),
        element("h1", str(values["plan_name"])),
        element("dl", *cells, class_="facts"),
    )


def _signed(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Who owns the version, and who approved it, where someone has said so."""
    if values["plan_owner"]:
        yield "Owner", str(values["plan_owner"])
    by, on = values["approved_by"], values["approved_on"]
    if by or on:
        yield "Approved", ", ".join((*([str(by)] if by else ()), *([day(on)] if on else ())))


def summary(subject: Subject, checks: Sequence[Check]) -> Markup:
    """Status, the answer in words, and the headline figures."""
    cards = (card(subject, row) for row in headline_terms())
    return section(
        "summary",
        "Summary",
        attention(checks),
        element("p", answer(subject), class_="answer"),
        element("ul", *cards, class_="cards"),
        _sign_off(),
    )


def _sign_off() -> Markup:
    """Lines to sign on; on paper only."""
    lines = (element("p", word) for word in ("Name", "Date", "Signature"))
    return element("div", element("h3", "Approved"), *lines, class_="sign-off")


def answer(subject: Subject) -> str:
    """Are there enough people, who leads them, what does it cost: in four sentences."""
    need, have = subject.weekly("required_fte"), subject.weekly("covering_fte")
    live, share = subject.live, coverage(have, need)
    weeks = short_weeks(share)
    covered = share[~np.isnan(share)]
    spread = f"{percent(covered.min())} to {percent(covered.max())}" if covered.size else "all"
    return (
        f"The work needs {number(live['required_fte_average'], 1)} FTE on average and"
        f" {number(live['required_fte_peak'], 1)} at the peak, in the week of"
        f" {day(subject.mondays[int(need.argmax())])}."
        f" Available FTE cover {spread} of that by week; {weeks}."
        f" {number(live['starts_total_heads'])} people start and"
        f" {number(live['leavers_total_heads'])} agents leave."
        f" The plan costs {subject.currency} {compact(live['total_cost'])},"
        f" {compact(live['cost_per_contact'])} a contact."
    )


def short_weeks(share: Array) -> str:
    """How many weeks are short, in words.

    >>> short_weeks(np.array([0.9, 1.0])), short_weeks(np.array([1.0, np.nan]))
    ('1 of 2 weeks is more than 5% short', 'none of 2 weeks is more than 5% short')
    """
    short = int((share < SHORT).sum())
    verb = "are" if short > 1 else "is"
    return f"{short or 'none'} of {len(share)} weeks {verb} more than 5% short"


def headline_terms() -> list[Term]:
    """The headline figures, money first."""
    return sorted(terms("result", "headline"), key=lambda row: not row.unit.startswith("money"))


def card(subject: Subject, row: Term) -> Markup:
    """One headline figure, its unit, and what it compares with."""
    beside = _beside(subject, row)
    return element(
        "li",
        element("span", subject.label(row.name), class_="label"),
        element("span", headline(subject, row, subject.plan.live), class_="value"),
        " ",
        element("span", subject.unit(row.name), class_="unit"),
        element("span", beside, class_="beside") if beside else None,
    )


def headline(subject: Subject, row: Term, scenario: str) -> str:
    """A headline figure of a scenario, in few characters."""
    value = float(subject.plan.value(row.name, scenario))
    if row.unit.startswith("money"):
        return compact(value)
    return ("+" if value > 0 and row.name in SIGNED else "") + figure_of(value, row.unit)


def figure_of(value: float, unit: str) -> str:
    """A headline: people as whole ones, FTE and averages with a tenth.

    >>> figure_of(533.24, "heads"), figure_of(39.2, "heads"), figure_of(501.44, "FTE")
    ('533', '39.2', '501.4')
    """
    whole = unit == "heads" and (value == int(value) or value >= 100)
    return number(value, 0 if whole else 1)


def _beside(subject: Subject, row: Term) -> str:
    """The base scenario's figure; under the base scenario where, when or against what."""
    if subject.plan.live != subject.base:
        return f"{subject.base}: {headline(subject, row, subject.base)}"
    say = BESIDE.get(row.name)
    return say(subject) if say else ""


def _week(subject: Subject, week: int) -> str:
    return f"week of {day(subject.mondays[week])}"


# what stands beside a headline under the base scenario; one not listed stands alone
BESIDE: dict[str, Callable[[Subject], str]] = {
    "total_cost": lambda of: f"{len(of.mondays)} weeks",
    "cost_per_contact": lambda of: f"{compact(float(of.weekly('contacts').sum()))} contacts",
    "required_fte_peak": lambda of: _week(of, int(of.weekly("required_fte").argmax())),
    "required_fte_average": lambda of: (
        f"available {number(float(of.weekly('effective_fte').mean()), 1)}"
    ),
    "gap_fte_worst": lambda of: _week(of, int(of.weekly("gap_fte").argmin())),
    "agents_closing_heads": lambda of: (
        f"{number(float(of.weekly('opening_heads')[0]))} at the start"
    ),
    "starts_total_heads": lambda of: f"against {number(of.live['leavers_total_heads'])} leavers",
    "leaders_average_heads": lambda of: f"target span {of_unit(of.live['supervisor_span'], '')}",
}
