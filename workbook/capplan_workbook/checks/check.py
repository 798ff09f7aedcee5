"""One check: a measured value, the band it must lie in, and what to do outside of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OK, REVIEW, FAIL = "OK", "REVIEW", "FAIL"
ROUNDING = 1e-6
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Check:
    """One check: formula and value of what is measured, the band it must lie in, what to do."""

    title: str
    formula: str
    measured: float
    low: float
    high: float
    severity: str
    advice: str
    format: str = "dec2"
    advice_formula: str = ""  # where the advice names what is measured now

    @property
    def result(self) -> str:
        """OK inside the band, else the check's severity."""
        return OK if self.low <= self.measured <= self.high else self.severity


def how_many(conditions: Iterable[str]) -> str:
    """Formula that counts how many of these hold.

    A bare comparison yields TRUE or FALSE, which Excel orders behind every number and leaves out
    of sums; LibreOffice takes it for 1 or 0.
    """
    return "+".join(f"IF({one},1,0)" for one in conditions)


def exact_check(title: str, formula: str, count: int, severity: str, advice: str) -> Check:
    """A check that must count exactly this many."""
    return Check(title, formula, count, count, count, severity, advice, "count")


def zero_check(
    title: str, formula: str, severity: str, advice: str, value: float = 0.0, tolerance: float = 0.0
) -> Check:
    """A check that must be zero; sums are rounded first, as their last digits are noise."""
    if tolerance == 0:
        return Check(title, formula, value, 0, 0, severity, advice, "count")
    rounded = round(value, DIGITS) + 0.0
    shown = f"ROUND({formula},{DIGITS})"
    return Check(title, shown, rounded, -tolerance, tolerance, severity, advice, "tolerance")
