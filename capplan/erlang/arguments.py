"""What every queueing argument may be: one table for single numbers and for columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, isnan
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias, TypedDict

from capplan.errors import argument_error
from capplan.vocabulary import term

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    Number: TypeAlias = ArrayLike | Sequence[float | None] | None
Answer: TypeAlias = Any  # a Python number for single numbers, an array for anything longer

PLAIN = (int, float, type(None))
MOST_ERLANGS = 100_000.0
UNDERFLOW = 1e-100  # erlangs; nobody has so little work, and its powers are no numbers any more
ENDLESS_PATIENCE_S = 10_000_000.0  # beyond a hundred days of patience nobody hangs up
# from here on the share that hangs up no longer depends on how long they would wait
LONGEST_PATIENCE_S = 1e12


class FurtherTargets(TypedDict, total=False):
    """Targets beside the service level, by keyword, as in `agents`; left out is not asked for."""

    max_occupancy_share: Number
    max_asa_s: Number
    max_abandon_share: Number
    definition: str
    min_positions: Number


class Limit(NamedTuple):
    """Allowed values of one argument, low <= value <= high; `default` replaces a blank."""

    low: float
    high: float
    above_low: bool
    below_high: bool
    whole: bool
    default: float | None
    words: str

    def holds(self, value: float) -> bool:
        """Whether the value is allowed (NaN never is)."""
        low = self.low < value if self.above_low else self.low <= value
        good = low and (value < self.high if self.below_high else value <= self.high)
        return good and (not self.whole or value == int(value))


# what a blank stands for in the models where the vocabulary's functions do without
NO_TARGET = ("patience_s", "max_occupancy_share", "max_asa_s", "max_abandon_share")
# patience as it is: for Erlang A itself, and for the share that hangs up
ALIASES = {"any_patience_s": "patience_s", "kept_patience_s": "patience_s"}
ARGUMENTS = (
    *("agents", "trunks", "contacts", "aht_s", "service_level_share", "answer_within_s"),
    *("interval_s", "share", "blocking_share", "max_concurrency", "aht_inflation_share"),
    *("waiting_places", "cv", "min_positions", *NO_TARGET),
    *("opening_backlog_h", "respond_within_periods", "arrival_h"),
)


def limit_of(name: str) -> Limit:
    """What the vocabulary allows for an argument of a function, and what a blank stands for.

    >>> limit_of("share").words
    '0 to below 1 as a share (1 is 100 %)'
    """
    call = term(name).in_call
    blank = inf if name in NO_TARGET else call.default
    default = float(blank) if isinstance(blank, (int, float)) else None
    flags = (call.above_low, call.below_high, call.whole)
    return Limit(*call.ends, *flags, default, call.allowed)


LIMITS = {name: limit_of(name) for name in ARGUMENTS}
LIMITS["any_patience_s"] = LIMITS["patience_s"]._replace(below_high=True, default=None)
LIMITS["kept_patience_s"] = LIMITS["patience_s"]
MOST_AGENTS = LIMITS["agents"].high


def check(name: str, value: object) -> float:
    """The number to compute with: checked, and its default where it is blank."""
    limit = LIMITS[name]
    if value is None or value != value:
        if limit.default is None:
            refuse(name, value)
        return limit.default
    if not isinstance(value, (int, float)) or not limit.holds(value):
        refuse(name, value)
    if name == "patience_s":
        return endless_if_long(value)
    return longest_if_longer(value) if name == "kept_patience_s" else float(value)


def endless_if_long(patience_s: float) -> float:
    """Patience as the models take it: beyond ten hours nobody gives up."""
    return inf if patience_s > ENDLESS_PATIENCE_S else float(patience_s)


def longest_if_longer(patience_s: float) -> float:
    """Patience where it counts who hangs up: long, but never the same as nobody giving up."""
    return patience_s if patience_s == inf else min(float(patience_s), LONGEST_PATIENCE_S)


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
    raise argument_error(ALIASES.get(name, name), found + place, limit.words, hint)


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
