"""Where a target is just met, for one row: whole numbers by doubling, real ones by secants."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isfinite

Margin = Callable[[float], float]  # 0 or more where the target is met

CLOSE = 1e-15  # relative
MOST_STEPS = 120
ENOUGH = 1e4  # times the first guess: what holds there is no limit a planner could meet
NOTHING = 1e-15


def least_whole(margin: Margin, least: int, guess: float) -> int:
    """Smallest whole number from `least` on whose rising margin is not negative."""

    def holds(n: int) -> bool:
        return margin(n) >= 0

    first = max(int(guess), least)
    low, high, step = first, first, 1
    if holds(first):
        while high > least:
            low = max(high - step, least)
            if not holds(low):
                break
            high, step = low, 2 * step
        else:
            return least
    else:
        high = first + 1
        while not holds(high):
            low, high, step = high, high + 2 * step, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def least_real(margin: Margin, low: float, high: float) -> float:
    """Root of a margin that rises to 0 or more at `high`; `low` if it is met there already."""
    at_low, at_high = margin(low), margin(high)
    if at_low >= 0:
        return low
    return high if at_high <= 0 else crossing(margin, low, at_low, high, at_high)


def largest(margin: Margin, guess: float) -> float:
    """Largest number whose margin is not negative; it is met at 0 and falls.

    inf where it is still met at ENOUGH times the guess.
    """
    low, high = 0.0, guess
    at_low, at_high = margin(low), margin(high)
    while at_high >= 0:
        if high > guess * ENOUGH:
            return inf
        low, at_low, high = high, at_high, 2 * high
        at_high = margin(high)
    root = crossing(margin, low, at_low, high, at_high)
    return root if root > guess * NOTHING else 0.0


def crossing(margin: Margin, b: float, fb: float, a: float, fa: float) -> float:
    """Root between two ends of different sign, where it is met (Chandrupatla 1997)."""
    c, fc, t = a, fa, 0.5
    for _ in range(MOST_STEPS):
        x = a + t * (b - a)
        fx = margin(x)
        if (fx > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, b, fc, fb = b, a, fb, fa
        a, fa = x, fx
        best, at_best = (a, fa) if abs(fa) < abs(fb) else (b, fb)
        least = CLOSE * abs(best) / abs(b - c) if b != c else 1.0
        if at_best == 0:
            return best
        if least > 0.5:
            break
        t = min(max(_fraction(a, b, c, fa, fb, fc), least), 1 - least)
    return a if fa > 0 else b


def _fraction(a: float, b: float, c: float, fa: float, fb: float, fc: float) -> float:
    """How far from a to b to go: inverse quadratic where that is safe, else half way."""
    if not (isfinite(fa) and isfinite(fb) and isfinite(fc)) or fc in (fa, fb):
        return 0.5
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if not (phi * phi < xi and (1 - phi) ** 2 < 1 - xi):
        return 0.5
    return fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
