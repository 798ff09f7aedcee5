"""One row of the vocabulary: what a quantity is called, measured in, and allowed to be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Any, Literal

Kind = Literal["assumption", "result", "evidence", "argument"]
Value = float | str | None

# suffix of a name -> the unit that its row must carry; a test holds the two together
UNIT_OF_SUFFIX = {
    "_s": "seconds",
    "_h": "hours",
    "_weeks": "weeks",
    "_share": "share",
    "_heads": "heads",
    "_fte": "FTE",
    "_cost": "money",
}
SECONDS_PER_HOUR = 3600.0
WEEKS_PER_YEAR = 52.0
FIRST_SCHEMA = 1  # of the workbooks that 0.1.0 writes


@dataclass(frozen=True, slots=True)
class Term:
    """A named quantity; every label, prompt, limit and help text is derived from it.

    `shape` says how many values it has: "plan" one, "queue" one a queue, "floor week" one a week
    on the floor, "week", "week x queue", "month". `low` and `high` are inclusive limits;
    `above_low` and `below_high` exclude them. A blank assumption takes `default`; without a
    default it is either `required` or simply not given. `calls` holds what differs where a
    function takes the quantity as an argument: see `in_call`. `since` is the schema of the first
    workbooks that hold the term: in older ones it is not missing, and its default counts.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    stage: str
    help: str
    shape: str = "plan"
    default: Value = None
    low: float | None = None
    high: float | None = None
    above_low: bool = False
    below_high: bool = False
    choices: tuple[str, ...] = ()
    whole: bool = False
    required: bool = False
    scenario: bool = False
    source: str = "assumption"
    since: int = FIRST_SCHEMA
    calls: tuple[tuple[str, Any], ...] = ()

    @property
    def in_call(self) -> Term:
        """The term as a function takes it: it may allow more than a plan, and default otherwise.

        >>> Term("aht_s", "AHT", "seconds", "assumption", "demand", "", low=0, high=14400,
        ...      calls=(("high", 2592000.0),)).in_call.allowed
        '0 to 2,592,000 seconds'
        """
        return replace(self, **dict(self.calls), calls=())

    def holds(self, value: float) -> bool:
        """Whether a number is allowed; NaN never is.

        >>> Term("share", "", "share", "argument", "function", "", low=0, high=1,
        ...      below_high=True).holds(1)
        False
        """
        low, high = self.ends
        above = low < value if self.above_low else low <= value
        good = above and (value < high if self.below_high else value <= high)
        return good and (not self.whole or value == int(value))

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper limit, endless where there is none."""
        return -inf if self.low is None else self.low, inf if self.high is None else self.high

    @property
    def allowed(self) -> str:
        """The allowed values in words.

        >>> Term("aht_s", "AHT", "seconds", "assumption", "demand", "", low=0, high=10,
        ...      above_low=True).allowed
        'above 0 up to 10 seconds'
        """
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.unit == "date":
            return "a date"
        if self.unit == "text":
            return "text"
        word = "a whole number of " if self.whole else ""
        return f"{word}{self._range} {self.unit_words}".strip()

    @property
    def unit_words(self) -> str:
        """The unit as a reader says it: a share is shown with its percent reading."""
        words = {"share": "as a share (1 is 100 %)", "money": "in the plan's currency"}
        return words.get(self.unit, self.unit)

    @property
    def _range(self) -> str:
        low = None if self.low is None else f"{self.low:,.10g}"
        high = None if self.high is None else f"{self.high:,.10g}"
        if low is None:
            return f"up to {high}" if high else "any number"
        if high and self.below_high:
            high = f"below {high}"
        if self.above_low:
            return f"above {low}" + (f" up to {high}" if high else "")
        return f"{low} to {high}" if high else f"at least {low}"

    @property
    def prompt(self) -> str:
        """Help text with limits and default, at most 255 characters as Excel allows."""
        parts = [self.help, f"Allowed: {self.allowed}."]
        if self.default is not None:
            parts.append(f"Blank means {self.default_text}.")
        return " ".join(parts)[:255]

    @property
    def default_text(self) -> str:
        """The default as shown to a reader: 0.3 as 30 %."""
        if isinstance(self.default, str) or self.default is None:
            return str(self.default or "not given")
        if self.unit == "share":
            return f"{self.default * 100:.10g} %"
        return f"{self.default:,.10g}"
