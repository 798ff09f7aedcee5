"""Fits the polynomial start of `capplan.erlang.one.staffing` to the tables of `many.start`.

Run: python -m benchmarks.fit_start
"""

from __future__ import annotations

import numpy as np
from numpy.polynomial.polynomial import polyvander2d

from capplan.erlang.many.start import BEND, SIZE, STRETCH, tables

DEGREE_G = (3, 3)
DEGREE_H = (1, 2)


def fit() -> tuple[np.ndarray, np.ndarray]:
    """Coefficients by powers of x and y of g and h over (1 - x) y."""
    x = np.linspace(0.0, 1.0, SIZE)[:-1, None]
    y = np.linspace(0.0, 1.0, SIZE)[None, 1:] / STRETCH
    x, y = np.broadcast_arrays(x, y)
    g, h = (table[:-1, 1:] for table in tables())
    late = BEND * y / (1 - y)
    weight = np.where((late > 0.4) & (late < 6), 4.0, 1.0) * np.where(late < 14, 1.0, 0.05)
    return _least_squares(x, y, g, weight, DEGREE_G), _least_squares(x, y, h, weight, DEGREE_H)


def _least_squares(
    x: np.ndarray, y: np.ndarray, value: np.ndarray, weight: np.ndarray, degree: tuple[int, int]
) -> np.ndarray:
    scale = (weight * (1 - x) * y).ravel()
    powers = polyvander2d(x.ravel(), y.ravel(), degree) * scale[:, None]
    found, *_ = np.linalg.lstsq(powers, (value * weight).ravel(), rcond=None)
    return np.asarray(found.reshape(degree[0] + 1, degree[1] + 1))


if __name__ == "__main__":
    for name, values in zip(("g", "h"), fit(), strict=True):
        print(name)
        for row in values:
            print("   ", ", ".join(f"{value:.6g}" for value in row))
