"""Checks of the cost tables: sites, plan rates, pay awards and outsourcing contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from capplan.errors import Issue
from capplan.inputs.checks import check_value, few, no_monday
from capplan.inputs.entries import ALL_SITES, MOST_OUTSOURCING, MOST_SITES, MOST_WAGE_STEPS
from capplan.inputs.exchange import month_of, same_currency
from capplan.money.site_pay import same_name
from capplan.vocabulary import term

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.inputs.entries import Outsourcing

Place = Callable[[str, int | str], str]
SITE_VALUES = (
    "site_currency",
    "site_agent_salary",
    "site_trainee_salary",
    "site_supervisor_salary",
    "site_seats_heads",
    "site_seat_price",
    "site_extra_seat_price",
)
CONTRACT_VALUES = (
    "outsourcing_delivered_h",
    "outsourcing_minimum_h",
    "outsourcing_hour_price",
    "outsourcing_currency",
    "outsourcing_notice_weeks",
    "outsourcing_transition_price",
)
ROWS_ALLOWED = (
    ("sites", "site_name", MOST_SITES),
    ("wage_steps", "wage_step", MOST_WAGE_STEPS),
    ("outsourcing", "outsourcing", MOST_OUTSOURCING),
)


def cost_faults(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Every fault and remark about the cost tables, and about the plan's own pay award."""
    yield from _plans_own_award(given, place)
    yield from _sites(given, place)
    yield from _awards(given, place)
    yield from _contracts(given, place)
    yield from _codes(given, place)
    yield from _rates(given, place)
    for field, name, most in ROWS_ALLOWED:
        count = len(getattr(given, field))
        if count > most:
            yield Issue(place(name, most), term(name).label, f"{count}", f"up to {most}")


def _ends(given: Assumptions) -> tuple[date, date]:
    """The first and the last day of the plan."""
    mondays = given.calendar.mondays
    return mondays[0], mondays[-1] + timedelta(days=6)


def _weeks(given: Assumptions) -> str:
    first, last = _ends(given)
    return f"the plan runs from {first.isoformat()} to {last.isoformat()}"


def _in_plan(given: Assumptions, day: date) -> bool:
    """Whether a day lies in a week of the plan."""
    first, last = _ends(given)
    return first <= day <= last


def _plans_own_award(given: Assumptions, place: Place) -> Iterator[Issue]:
    row, day = term("wage_step_date"), given.values["wage_step_date"]
    if day is not None and not _in_plan(given, day):
        where = place(row.name, "")
        yield Issue(where, row.label, day.isoformat(), "a day of the plan", _weeks(given))


# sites


def _known_sites(given: Assumptions) -> list[str]:
    first: dict[str, str] = {}
    for site in given.queues["site"]:
        first.setdefault(site.strip().casefold(), site)
    return list(first.values())


def _sites(given: Assumptions, place: Place) -> Iterator[Issue]:
    known, seen = _known_sites(given), dict[str, int]()
    for number, one in enumerate(given.sites):
        where, label = place("site_name", number), term("site_name").label
        yield from check_value(term("site_name"), one.name or None, where)
        if one.name and not any(same_name(one.name, name) for name in known):
            yield Issue(where, label, one.name, "one of " + few(known), "no queue is there")
        key = one.name.strip().casefold()
        if key and key in seen:
            hint = f"it stands at {place('site_name', seen[key])} too"
            yield Issue(where, label, one.name, "a site listed once", hint)
        seen.setdefault(key, number)
        for name in SITE_VALUES:
            value = getattr(one, name.removeprefix("site_"))
            yield from check_value(term(name), None if value == "" else value, place(name, number))


# plan rates


def is_code(code: str) -> bool:
    """Whether a text can be a currency code: letters, nothing else."""
    return code.strip().isalpha()


def _codes(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Currencies of sites and contracts that are no codes."""
    named = {
        "site_currency": [one.currency for one in given.sites],
        "outsourcing_currency": [one.currency for one in given.outsourcing],
    }
    for name, codes in named.items():
        for number, code in enumerate(codes):
            if code and not is_code(code):
                where, hint = place(name, number), "one currency, by its code"
                yield Issue(where, term(name).label, code, "letters, as in EUR", hint)


def _used(given: Assumptions) -> list[str]:
    """The codes of the currencies, other than the plan's, that the tables use."""
    own, found = str(given.values["currency"]), dict[str, str]()
    codes = [site.currency for site in given.sites] + [one.currency for one in given.outsourcing]
    for code in codes:
        if is_code(code) and not same_currency(code, own):
            found.setdefault(code.strip().casefold(), code.strip())
    return list(found.values())


def _rates(given: Assumptions, place: Place) -> Iterator[Issue]:
    seen: dict[tuple[str, date], int] = {}
    own, row = str(given.values["currency"]), term("plan_rate")
    for number, one in enumerate(given.plan_rates):
        month = month_of(one.month)
        hint = f"type the plan rate of {month:%Y-%m}"
        for issue in check_value(row, one.plan_rate, place(row.name, number)):
            yield Issue(issue.where, issue.term, issue.found, "above 0", hint)
        if same_currency(one.name, own) and one.plan_rate != 1:
            where = place(row.name, number)
            yield Issue(where, row.label, f"{one.plan_rate:g}", "1", f"{one.name} is the plan's")
        key = (one.name.strip().casefold(), month)
        if key in seen:
            other = f"it stands at {place('plan_rate_month', seen[key])} too"
            where = place("plan_rate_month", number)
            yield Issue(where, "Rate month", f"{month:%Y-%m}", "a month listed once", other)
        seen.setdefault(key, number)
    months = list(dict.fromkeys(month_of(day) for day in given.calendar.mondays))
    for code in _used(given):
        yield from _missing(given, code, months, place)


def _missing(
    given: Assumptions, code: str, months: Sequence[date], place: Place
) -> Iterator[Issue]:
    """Months of the plan without a rate of a currency that is used."""
    known = {month_of(one.month) for one in given.plan_rates if same_currency(code, one.name)}
    for month in months:
        if month not in known:
            where = place("plan_rate", f"{code},{month.isoformat()}")
            hint = f"type the plan rate of {month:%Y-%m}"
            yield Issue(where, f"Plan rate of {code}", "nothing", "above 0", hint)


# pay awards


def _awards(given: Assumptions, place: Place) -> Iterator[Issue]:
    known = _known_sites(given)
    for number, one in enumerate(given.wage_steps):
        row = term("wage_step_from_date")
        if not _in_plan(given, one.from_date):
            day = one.from_date.isoformat()
            where = place(row.name, number)
            yield Issue(where, row.label, day, "a day of the plan", _weeks(given))
        for name, value in (
            ("wage_step_award_share", one.award_share),
            ("wage_step_group", one.group),
        ):
            yield from check_value(term(name), value, place(name, number))
        names = (ALL_SITES, *known)
        if one.site and not any(same_name(one.site, name) for name in names):
            where = place("wage_step_site", number)
            yield Issue(where, term("wage_step_site").label, one.site, "one of " + few(names))


# outsourcing


def _contracts(given: Assumptions, place: Place) -> Iterator[Issue]:
    for number, one in enumerate(given.outsourcing):
        if one.queue not in given.queue_names:
            where, label = place("outsourcing_queue", number), term("outsourcing_queue").label
            yield Issue(where, label, one.queue, "one of " + few(given.queue_names))
        yield from _contract_weeks(given, one, number, place)
        for name in CONTRACT_VALUES:
            value = getattr(one, name.removeprefix("outsourcing_"))
            yield from check_value(term(name), None if value == "" else value, place(name, number))
        if one.minimum_h > one.delivered_h:
            row = term("outsourcing_minimum_h")
            most = f"at most the {one.delivered_h:g} hours delivered"
            hint = "hours are billed that nobody delivers"
            where = place(row.name, number)
            yield Issue(where, row.label, f"{one.minimum_h:g}", most, hint, "look")


def _contract_weeks(
    given: Assumptions, one: Outsourcing, number: int, place: Place
) -> Iterator[Issue]:
    mondays, first = given.calendar.mondays, term("outsourcing_first_week")
    where = place(first.name, number)
    if one.first_week.weekday():
        yield no_monday(where, first.label, one.first_week)
    elif one.first_week not in mondays:
        day = one.first_week.isoformat()
        yield Issue(where, first.label, day, "a week of the plan", _weeks(given))
    if one.last_week is None:
        return
    last = term("outsourcing_last_week")
    where = place(last.name, number)
    if one.last_week.weekday():
        yield no_monday(where, last.label, one.last_week)
    elif one.last_week < one.first_week:
        yield Issue(where, last.label, one.last_week.isoformat(), "the first week or later")
