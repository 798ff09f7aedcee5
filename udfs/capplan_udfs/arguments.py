"""Arguments of the functions: what each may hold, taken from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from capplan.errors import TERMS, MissingPart
from capplan.vocabulary import VOCABULARY, Term
from capplan_udfs.cells import as_number, is_blank, text_of
from capplan_udfs.faults import NOT_AVAILABLE, OUT_OF_RANGE, WRONG_KIND, Fault, refusal, words

BEYOND = 1e300  # whole numbers that no float holds count as this
# No number of people reaches these ends of a range: the answer does not exist there.
UNREACHABLE: Mapping[str, str] = {
    "service_level_share": "no number of agents reaches 1; try 0.995",
    "max_abandon_share": "no number of agents reaches 0; try 0.005",
    "max_asa_s": "no number of agents reaches 0; try 1",
    "blocking_share": "no number of lines reaches 0; try 0.001",
    "share": "no time is long enough for every contact; try 0.995",
}


class Argument:
    """One argument of a function: its term, whether it must be given, and its default.

    >>> Argument("aht_s").number(180)
    180.0
    >>> Argument("shrinkage_share").number(30)
    Traceback (most recent call last):
    capplan_udfs.faults.Fault: argument shrinkage_share: found 30; allowed 0 to below 1 as a share \
(1 is 100 %); did you mean 0.30 (30 %)?
    """

    def __init__(
        self,
        name: str,
        required: bool = True,
        default: float | str | tuple[float, ...] | None = None,
        meaning: Mapping[str, str] | None = None,
    ) -> None:
        """`meaning`: the `term` that it is, if not that of its name, or a `help` of its own."""
        own = meaning or {}
        named = own.get("term", name)
        if named not in VOCABULARY:
            lack = "an argument of a function, and it has no row"
            raise MissingPart(named, lack, f"add one to {TERMS}, of kind argument")
        call = VOCABULARY[named].in_call
        if default is None and not required:
            default = whole_if(call.whole, call.default)
        plain = None if isinstance(default, tuple) or required else default
        self.term: Term = replace(call, help=own.get("help", call.help), default=plain)
        self.name, self.required, self.default = name, required, default
        self.is_text = self.term.unit == "text"
        self.whole = self.term.whole
        self.above_low, self.below_high = self.term.above_low, self.term.below_high
        self.low, self.high = self.term.ends

    @property
    def help(self) -> str:
        """What Excel shows beside the argument: meaning, unit, allowed values, default.

        >>> print(Argument("interval_s", required=False, default=1800).help)
        Length of the interval in which the contacts arrive. Allowed: above 0 up to 31,622,400 \
seconds. Blank means 1,800.
        """
        said = self.required or self.term.default is not None or "Blank" in self.term.help
        return self.term.prompt + ("" if said else f" Blank means {self.default_text}.")

    @property
    def default_text(self) -> str:
        """The default as a reader sees it.

        >>> Argument("spans", required=False, default=(12, 6)).default_text
        '12, 6, 6 and so on'
        """
        if not isinstance(self.default, tuple):
            return self.term.default_text
        steps = [f"{step:g}" for step in self.default]
        return ", ".join([*steps, f"{steps[-1]} and so on"]) if steps else "none"

    def single(self, value: Any) -> Any:
        """The value of a single cell: blank means not given."""
        if is_blank(value):
            if self.required:
                raise refusal(WRONG_KIND, self.name, "nothing", self.term.allowed, "give a value")
            return self.default
        return self.word(value) if self.is_text else self.number(value)

    def in_range(self, value: Any) -> Any:
        """The value of one cell of a range: blank means 0, as hosts hand blanks over as 0."""
        return self.number(0.0 if is_blank(value) else value)

    def number(self, value: Any) -> Any:
        """The value as a number inside its range; whole where the term says so."""
        if type(value) is not float and type(value) is not int:
            value = as_number(value, self.name, self.term.allowed)
        if not self.low <= value <= self.high or self.at_open_end(value):
            raise self.out_of_range(value)
        if not self.whole:
            return float(min(value, BEYOND)) if type(value) is int else float(value)
        nearest = round(value)
        if abs(value - nearest) > 1e-9:
            raise self.out_of_range(value)
        return nearest

    def word(self, value: Any) -> str:
        """The value as one of the words the argument knows, in any case of letters."""
        given = text_of(value, self.name, self.term.allowed)
        choices = self.term.choices
        if choices and given.lower() not in choices:
            raise refusal(WRONG_KIND, self.name, words(given), self.term.allowed)
        return given.lower()

    def at_open_end(self, value: float) -> bool:
        """Whether this is an end of the range that is not allowed itself."""
        low = self.above_low and value == self.low
        return low or (self.below_high and value == self.high)

    def out_of_range(self, value: float) -> Fault:
        """The fault of a number outside the range, with the likely slip."""
        if self.name in UNREACHABLE and self.at_open_end(value):
            advice = UNREACHABLE[self.name]
            return refusal(NOT_AVAILABLE, self.name, words(value), self.term.allowed, advice)
        return refusal(
            OUT_OF_RANGE, self.name, words(value), self.term.allowed, self._likely_slip(value)
        )

    def _likely_slip(self, value: float) -> str:
        if self.term.unit == "share" and 1 < value <= 100:
            plain = f"{value / 100:.10g}"
            share = plain if len(plain) > 3 else f"{value / 100:.2f}"
            return f"did you mean {share} ({value:.10g} %)?"
        if self.low <= value <= self.high and self.whole:
            return "give a whole number"
        too_large = value > self.high and self.term.unit != "share"
        return f"the unit is {self.term.unit}" if too_large else ""


def whole_if(whole: bool, default: float | str | None) -> float | str | None:
    """A default as it is computed with: a number of people or weeks is a whole one."""
    return int(default) if whole and isinstance(default, float) else default
