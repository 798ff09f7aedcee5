"""What the arguments of management planning may be, and the slip that a wrong one points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.errors import argument_error
from capplan.leaders.spans import LEAST_SPAN, MOST_SPAN

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

_SPAN_SLIPS = {
    0.0: "a blank typed as 0? type the people one leader leads, 12 say",
    1.0: "a leader of one is likely a slip; type the people one leader leads, 12 say",
}
_WIDE = "more than 50 for one leader; were the people of the whole site typed?"


def number(name: str, value: object, low: float, high: float, unit: str, hint: str = "") -> float:
    """The number itself, when it is one and lies within its limits.

    >>> number("open_h_per_week", 168, 0, 168, "hours")
    168.0
    """
    allowed = f"{low:,.10g} to {high:,.10g} {unit}".rstrip()
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise argument_error(name, repr(value)[:40], allowed, "type a number")
    found = float(value)
    if not low <= found <= high:
        raise argument_error(name, f"{found:.10g}", allowed, hint)
    return found


def share(name: str, value: object, high: float = 1.0) -> float:
    """A share from 0 to 1; 30 typed for 0.30 is pointed out.

    >>> share("ready_share", 0.05)
    0.05
    """
    percent = isinstance(value, (int, float)) and 1 < value <= 100
    hint = f"did you mean {float(str(value)) / 100:g} ({value:g} %)?" if percent else ""
    return number(name, value, 0.0, high, "", hint)


def whole(name: str, value: object, low: int, high: int, unit: str) -> int:
    """A whole number of weeks or people.

    >>> whole("ramp_weeks", 4, 0, 52, "weeks")
    4
    """
    found = number(name, value, low, high, unit)
    if found != int(found):
        raise argument_error(name, f"{found:g}", f"{low} to {high} whole {unit}", "round it")
    return int(found)


def span(name: str, value: object) -> float:
    """People led by one leader, 2 to 50.

    >>> span("manager_span", 6)
    6.0
    """
    known = isinstance(value, (int, float)) and not isinstance(value, bool)
    hint = _SPAN_SLIPS.get(float(value), "") if isinstance(value, (int, float)) else ""
    if known and isinstance(value, (int, float)) and value > MOST_SPAN:
        hint = _WIDE
    return number(name, value, LEAST_SPAN, MOST_SPAN, "people", hint)


def band(name: str, low: object, target: object, high: object) -> tuple[float, float, float]:
    """The smallest, target and largest span of one layer, in that order.

    >>> band("supervisor_span", 9, 12, 15)
    (9.0, 12.0, 15.0)
    """
    least = number(f"{name}_min", low, 1, MOST_SPAN, "people")
    middle = span(name, target)
    most = number(f"{name}_max", high, LEAST_SPAN, 2 * MOST_SPAN, "people")
    if not least <= middle <= most:
        raise argument_error(
            name, f"{middle:g}", f"{least:g} to {most:g} people", "the target lies inside its band"
        )
    return least, middle, most


def people(name: str, value: ArrayLike, most: float = 1e6) -> Array:
    """People week by week, or for other cases side by side: finite, 0 or more.

    >>> people("frontline_heads", [100, 110]).tolist()
    [100.0, 110.0]
    """
    allowed = f"0 to {most:,.0f} people"
    try:
        found = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise argument_error(name, repr(value)[:40], allowed, "type numbers only") from None
    if np.asarray(value).dtype.kind in "USb":
        raise argument_error(name, repr(value)[:40], allowed, "type numbers only")
    good = (found >= 0) & (found <= most)
    if not good.all():
        first = found[~good].flat[0]
        hint = "no number" if np.isnan(first) else "people cannot be fewer than none"
        hint = "contacts typed for people?" if first > most else hint
        raise argument_error(name, f"{first:.10g}", allowed, hint)
    return found


def weekly(name: str, value: ArrayLike, most: float = 1e6) -> Array:
    """People by week, as weeks x cases: a plain column is one case.

    >>> weekly("frontline_heads", [100, 110]).shape
    (2, 1)
    """
    found = people(name, value, most)
    if found.ndim not in (1, 2) or not found.size:
        raise argument_error(
            name, f"{found.ndim} dimensions of {found.shape}", "weeks, or weeks x cases"
        )
    return found[:, None] if found.ndim == 1 else found
