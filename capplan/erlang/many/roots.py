"""Where a target is just met: roots of monotone margins, for columns of rows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.integrals import Floats, Mask

Rows = NDArray[np.intp]
Margin = Callable[[Floats, Rows], Floats]  # above or at 0 where the target is met
Test = Callable[[Floats, Rows], Mask]
T = TypeVar("T")

MOST_STEPS = 90
CLOSE = 5e-14  # relative; the last bits are found by the test itself
NOTHING = 1e-15
ENOUGH = 1e4  # times the first guess: what holds there is no limit a planner could meet
FIRST_GAP = 4e-12  # two ways to the same margin differ by less
FINE = 1e-15  # for both where the margin itself decides


def largest(margin: Margin, guess: Floats, holds: Test | None = None, fine: bool = False) -> Floats:
    """Per row, the largest number whose margin is not negative; it is met at 0 and falls.

    inf where it is still met at ENOUGH times the guess. Exact to the last bit by the test that
    decides, which is the margin itself if not given; then a `fine` search gets there sooner.
    """
    exact = holds or (lambda value, rows: margin(value, rows) >= 0)
    rows = np.arange(guess.size)
    high = np.maximum(guess, np.finfo(np.float64).tiny)
    low = np.zeros(guess.shape)
    endless = np.zeros(guess.shape, dtype=np.bool_)
    while rows.size:
        rows = rows[margin(high[rows], rows) >= 0]
        endless[rows] = high[rows] > guess[rows] * ENOUGH
        rows = rows[~endless[rows]]
        low[rows] = high[rows]
        high[rows] *= 2
    found = np.flatnonzero(~endless)
    root = np.full(guess.shape, np.inf)
    close = FINE if fine else CLOSE
    near = crossing(_of_some(margin, found), low[found], high[found], close)
    root[found] = np.where(near < guess[found] * NOTHING, 0.0, near)  # met at 0 only
    some = np.flatnonzero(~endless & (root > 0))
    gap = 4 * FINE if fine else FIRST_GAP
    root[some] = to_the_last_bit(_of_some(exact, some), root[some], gap)
    return root


def _of_some(ask: Callable[[Floats, Rows], T], some: Rows) -> Callable[[Floats, Rows], T]:
    """The same question with rows counted among some of the rows."""
    return lambda value, rows: ask(value, some[rows])


def crossing(margin: Margin, low: Floats, high: Floats, close: float = CLOSE) -> Floats:
    """Root between two ends of different sign, where it is met (Chandrupatla 1997)."""
    rows = np.arange(low.size)
    a, b = high.copy(), low.copy()
    fa, fb = margin(a, rows), margin(b, rows)
    c, fc = a.copy(), fa.copy()
    root, t = (low + high) / 2, np.full(low.shape, 0.5)
    for _ in range(MOST_STEPS):
        x = a + t * (b - a)
        fx = margin(x, rows)
        same = np.sign(fx) == np.sign(fa)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, fx
        better = np.abs(fa) < np.abs(fb)
        best, at_best = np.where(better, a, b), np.where(better, fa, fb)
        root[rows] = np.where(at_best == 0, best, np.where(fa > 0, a, b))
        least = (2 * close * np.abs(best) + 1e-300) / np.abs(b - c)
        going = (least < 0.5) & (at_best != 0)
        if not going.any():
            break
        t = np.clip(_fraction(a, b, c, fa, fb, fc), least, 1 - least)[going]
        rows = rows[going]
        a, b, c, fa, fb, fc = (part[going] for part in (a, b, c, fa, fb, fc))
    return root


def _fraction(a: Floats, b: Floats, c: Floats, fa: Floats, fb: Floats, fc: Floats) -> Floats:
    """How far from a to b to go: inverse quadratic where that is safe, else half way."""
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    smooth = (phi * phi < xi) & ((1 - phi) ** 2 < 1 - xi)
    t = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
    return np.where(smooth & np.isfinite(t), t, 0.5)


def to_the_last_bit(holds: Test, root: Floats, first_gap: float = 4 * FINE) -> Floats:
    """Largest number near the root for which the test holds: its right neighbour fails."""
    rows = np.arange(root.size)
    low, high = root.copy(), root.copy()
    gap = np.maximum(root * first_gap, 1e-300)
    for end, sign in ((low, -1.0), (high, 1.0)):
        rows, width = np.arange(root.size), gap.copy()
        while rows.size:
            end[rows] = np.maximum(root[rows] + sign * width[rows], 0.0)
            wrong = holds(end[rows], rows) == (sign > 0)
            rows = rows[wrong & (end[rows] > 0)]
            width[rows] *= 16
    rows = np.arange(root.size)
    while rows.size:
        middle = (low[rows] + high[rows]) / 2
        inside = (middle > low[rows]) & (middle < high[rows])
        rows, middle = rows[inside], middle[inside]
        good = holds(middle, rows)
        low[rows[good]] = middle[good]
        high[rows[~good]] = middle[~good]
    return low


def least_real(margin: Margin, low: Floats, high: Floats) -> Floats:
    """Per row, the root of a margin that rises from below 0 at `low` to 0 or more at `high`."""
    every = np.arange(low.size)
    ready = margin(low, every) >= 0  # a flat margin: met at the lower end already
    root = crossing(margin, low, high)
    root = np.where(margin(high, every) == 0, high, root)
    return np.where(ready, low, root)
