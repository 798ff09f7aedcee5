"""Rules of thumb with a theory: square-root staffing for large teams."""

from __future__ import annotations

from math import ceil, erfc, exp, pi, sqrt

from capplan.erlang.one.targets import GUARD
from capplan.errors import argument_error


def square_root_agents(load_erl: float, beta: float) -> int:
    """Agents by the square-root rule: load plus beta times its root, rounded up.

    Halfin & Whitt 1981. Beta is the quality of service: 0.5 efficient, 1 balanced, 2 generous.

    >>> square_root_agents(100, 1)
    110
    """
    if not 0 <= load_erl <= 1e5:
        raise argument_error("load_erl", f"{load_erl:g}", "0 to 100,000 erlangs")
    return max(ceil(load_erl + beta * sqrt(load_erl) - GUARD), 0)


def halfin_whitt_wait(beta: float) -> float:
    """Share of contacts that waits in a large team without abandonment.

    P = 1 / (1 + beta Phi(beta) / phi(beta)) (Halfin & Whitt 1981).

    >>> round(halfin_whitt_wait(0.5), 3)
    0.505
    """
    if beta <= 0:
        return 1.0
    return 1 / (1 + beta / _hazard(-beta))


def halfin_whitt_beta(wait_probability: float) -> float:
    """Beta of the square-root rule at which that share of contacts waits.

    >>> round(halfin_whitt_beta(0.2), 3)
    1.062
    """
    if not 0 < wait_probability < 1:
        raise argument_error("wait_probability", f"{wait_probability:g}", "above 0, below 1")
    low, high = 0.0, 40.0
    for _ in range(100):
        middle = (low + high) / 2
        if halfin_whitt_wait(middle) > wait_probability:
            low = middle
        else:
            high = middle
    return high


def garnett_wait(beta: float, patience_ratio: float) -> float:
    """Share of contacts that waits in a large team with abandonment (beta may be negative).

    Garnett, Mandelbaum & Reiman 2002; `patience_ratio` is handling time over mean patience.

    >>> round(garnett_wait(1, 1), 4)
    0.1587
    """
    if patience_ratio <= 0:
        raise argument_error("patience_ratio", f"{patience_ratio:g}", "above 0")
    root = sqrt(patience_ratio)
    return 1 / (1 + root * _hazard(beta / root) / _hazard(-beta))


def _hazard(x: float) -> float:
    """Normal density over the probability above x."""
    if x > 25:  # continued fraction: erfc would underflow
        return x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 5 / x))))
    above = erfc(x / sqrt(2)) / 2
    return exp(-x * x / 2) / sqrt(2 * pi) / above
