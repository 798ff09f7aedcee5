"""Checks: can the numbers be trusted, and what is to be done where not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from capplan.inputs.formats import NONE, number
from capplan.report.markup import Markup, element, joined
from capplan.report.subject import section
from capplan.report.tables import Column, Row, table

OK, REVIEW, FAIL, UNCHECKED = "OK", "REVIEW", "FAIL", "NOT CHECKED"
MEANS = {
    OK: "Every check passed.",
    REVIEW: "A person must look before the numbers are used.",
    FAIL: "Do not use the numbers.",
    UNCHECKED: "Nobody has checked the numbers yet.",
}
ROUNDING = 0.01  # what sums of many numbers may differ by
_ORDER = {FAIL: 0, REVIEW: 1, OK: 2}
MANY = 1e9  # from here on a limit is no limit


class Check(Protocol):
    """A check as the page needs it."""

    @property
    def title(self) -> str:
        """What is checked."""

    @property
    def result(self) -> str:
        """OK, REVIEW or FAIL."""

    @property
    def measured(self) -> float:
        """What was found."""

    @property
    def low(self) -> float:
        """The lowest value that is right."""

    @property
    def high(self) -> float:
        """The highest value that is right."""

    @property
    def advice(self) -> str:
        """What to do."""


def status(checks: Sequence[Check]) -> str:
    """The worst result of all."""
    results = {check.result for check in checks}
    return next((one for one in _ORDER if one in results), UNCHECKED)


def badge(result: str) -> Markup:
    """A result as a word on its colour."""
    return element("span", result, class_=f"badge {result.lower().replace(' ', '-')}")


def attention(checks: Sequence[Check]) -> Markup:
    """What the checks say, in a sentence, and each one that is not OK."""
    overall, count = status(checks), len(checks)
    open_ones = [check for check in by_gravity(checks) if check.result != OK]
    passed = f"{count - len(open_ones)} of {count} checks are OK."
    said = joined((badge(overall), " ", MEANS[overall], f" {passed}" if count else None))
    items = [
        element(
            "li",
            badge(check.result),
            " ",
            element("strong", check.title),
            f": {measured(check)}, expected {expected(check)}. {check.advice}",
        )
        for check in open_ones
    ]
    listed = element("ul", *items) if items else None
    more = element("a", "All checks", href="#checks", class_="more") if count else None
    kind = f"attention {overall.lower().replace(' ', '-')}"
    return element("div", element("p", said, " ", more), listed, class_=kind)


def by_gravity(checks: Sequence[Check]) -> list[Check]:
    """The checks, those that fail first."""
    return sorted(checks, key=lambda check: _ORDER.get(check.result, 0))


def measured(check: Check) -> str:
    """What was found, as short as it can be said."""
    return _limit(check.measured)


def expected(check: Check) -> str:
    """What is right, in words."""
    low, high = check.low, check.high
    if low == high:
        return _limit(low)
    if low <= -MANY or high >= MANY:
        return f"at least {_limit(low)}" if high >= MANY else f"at most {_limit(high)}"
    if max(abs(low), abs(high)) <= ROUNDING:
        return "0"
    return f"{_limit(low)} to {_limit(high)}"


def _limit(value: float) -> str:
    if not math.isfinite(value):
        return NONE
    if value == int(value):
        return number(value)
    return number(value, 2 if abs(value) >= 0.01 else 6)


def all_checks(checks: Sequence[Check]) -> Markup:
    """Every check with what was found, what is right and what to do."""
    columns = (
        Column("Check", words=True, name=True),
        Column("Result", words=True),
        Column("Measured"),
        Column("Expected"),
        Column("If it is not OK", words=True, name=True),
    )
    rows = (
        Row((one.title, badge(one.result), measured(one), expected(one), one.advice))
        for one in by_gravity(checks)
    )
    return section("checks", "Checks", table("All checks, open ones first", columns, rows, "text"))
