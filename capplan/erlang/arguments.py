"""What every queueing argument may be: one table for single numbers and for columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, isnan
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

from capplan.errors import argument_error

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    Number: TypeAlias = ArrayLike | Sequence[float | None] | None
Answer: TypeAlias = Any  # a Python number for single numbers, an array for anything longer

PLAIN = (int, float, type(None))
MOST_ERLANGS = 100_000.0
UNDERFLOW = 1e-100  # erlangs; nobody has so little work, and its powers are no numbers any more
ENDLESS_PATIENCE_S = 10_000_000.0  # beyond a hundred days of patience nobody hangs up
MOST_AGENTS = 1_000_000.0


class Limit(NamedTuple):
    """Allowed values of one argument, low <= value <= high; `default` replaces a blank."""

    low: float
    high: float
    unit: str = ""
    above_low: bool = False
    below_high: bool = False
    default: float | None = None
    whole: bool = False

    def holds(self, value: float) -> bool:
        """Whether the value is allowed (NaN never is)."""
        low = self.low < value if self.above_low else self.low <= value
        good = low and (value < self.high if self.below_high else value <= self.high)
        return good and (not self.whole or value == int(value))

    @property
    def words(self) -> str:
        """The allowed values as a planner reads them."""
        low = f"above {self.low:,.12g}" if self.above_low else f"{self.low:,.12g}"
        if self.high == inf:
            return f"{low} {self.unit}".rstrip()
        joint = "up to" if self.above_low else "to"
        high = f"below {self.high:,.12g}" if self.below_high else f"{self.high:,.12g}"
        return f"{low} {joint} {high} {self.unit}".rstrip()


LIMITS = {
    "agents": Limit(0, MOST_AGENTS),
    "trunks": Limit(0, MOST_AGENTS),
    "contacts": Limit(0, 1e9),
    "aht_s": Limit(0, 2_592_000, "seconds", above_low=True),
    "service_level_share": Limit(0, 1, below_high=True, default=0.80),
    "answer_within_s": Limit(0, 86_400, "seconds", default=20.0),
    "interval_s": Limit(0, 604_800, "seconds", above_low=True, default=1800.0),
    "patience_s": Limit(0, inf, "seconds", above_low=True, default=inf),
    # as it is, for the one function that shows Erlang A itself at any patience
    "any_patience_s": Limit(0, inf, "seconds", above_low=True, below_high=True),
    "max_occupancy_share": Limit(0, 1, above_low=True, default=inf),
    "max_asa_s": Limit(0, 86_400, "seconds", above_low=True, default=inf),
    "max_abandon_share": Limit(0, 1, above_low=True, default=inf),
    "share": Limit(0, 1, below_high=True),
    "blocking_share": Limit(0, 1, above_low=True, default=0.01),
    "max_concurrency": Limit(1, 6, "chats, a whole number", whole=True),
    "aht_inflation_share": Limit(0, 2, default=0.0),
    "waiting_places": Limit(0, 10_000, "places, a whole number", whole=True),
    "cv": Limit(0, 1, default=0.0),
    "min_positions": Limit(0, MOST_AGENTS, default=0.0),
}


def check(name: str, value: object) -> float:
    """The number to compute with: checked, and its default where it is blank."""
    limit = LIMITS[name]
    if value is None or value != value:
        if limit.default is None:
            refuse(name, value)
        return limit.default
    if not isinstance(value, (int, float)) or not limit.holds(value):
        refuse(name, value)
    return endless_if_long(value) if name == "patience_s" else float(value)


def endless_if_long(patience_s: float) -> float:
    """Patience as the models take it: beyond ten hours nobody gives up."""
    return inf if patience_s > ENDLESS_PATIENCE_S else float(patience_s)


def check_all(given: Mapping[str, object]) -> dict[str, float]:
    """All arguments checked, in their order."""
    return {name: check(name, value) for name, value in given.items()}


def refuse(name: str, value: object, place: str = "") -> NoReturn:
    """Raise the one-line error for a value outside its limits."""
    limit = LIMITS[name]
    if value is None:
        found = "nothing"
    else:
        found = f"{value:,.12g}" if isinstance(value, (int, float)) else repr(value)
    hint = _hint(name, value, limit)
    raise argument_error(name.removeprefix("any_"), found + place, limit.words, hint)


def _hint(name: str, value: object, limit: Limit) -> str:
    if name == "any_patience_s" and (value is None or value == inf):
        return "without patience nobody gives up: use service_level, asa, ... (Erlang C)"
    if not isinstance(value, (int, float)) or isnan(value):
        return "give a number"
    if name in ("service_level_share", "share") and value == 1:
        return "1 is not reachable; try 0.995"
    if name == "max_abandon_share" and value == 0:
        return "0 is not reachable; try 0.005"
    if limit.high == 1 and 1 < value <= 100:
        return f"did you mean {value / 100:.10g} ({value:.10g} %)?"
    if name == "aht_s" and value > limit.high:
        return "was it typed in milliseconds?"
    return ""


def check_load(contacts: float, aht_s: float, interval_s: float) -> float:
    """Offered load in erlangs: the contacts in progress if nobody had to wait."""
    load = contacts * aht_s / interval_s
    if load > MOST_ERLANGS:
        refuse_load(load, contacts, aht_s, interval_s)
    return load if load > UNDERFLOW else 0.0


def refuse_load(load: float, contacts: float, aht_s: float, interval_s: float) -> NoReturn:
    """Raise the one-line error for a load that only a slip of units explains."""
    work = f"{contacts:,.12g} contacts of {aht_s:,.12g} s in {interval_s:,.12g} s"
    found = f"{work} = {load:,.0f} erlangs"
    hint = "check the units: interval_s in minutes or hours, or contacts of a day, not an interval?"
    raise argument_error("contacts", found, f"up to {MOST_ERLANGS:,.0f} erlangs", hint)


def check_definition(definition: object) -> str:
    """One of the five service-level definitions."""
    from capplan.erlang.one.waits import DEFINITIONS

    if not isinstance(definition, str) or definition not in DEFINITIONS:
        raise argument_error("definition", repr(definition), "one of " + ", ".join(DEFINITIONS))
    return definition
