"""Fits the start of the search for agents with patience to what that search finds.

Run: python -m benchmarks.fit_patience_start > capplan/queueing/patience_start.py
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from capplan.erlang.many.impatient import Impatient
from capplan.erlang.many.impatient_search import _search, lowest

ROWS = 60_000
DEGREE = 3
HEAD = '''\
"""First guess of agents with patience, in square roots of the load around the fluid limit.

Written by `python -m benchmarks.fit_patience_start`. LEVEL[i][j][k] belongs to q^i t^j z^k,
ABANDONED[i][j] to t^i c^j; `array_impatient_search` says what these are.
"""

from __future__ import annotations
'''


def sample() -> tuple[Impatient, Impatient]:
    """The same random queues with a service level only, and with a limit on abandonment only."""
    draw = np.random.default_rng(1)
    load = np.exp(draw.uniform(np.log(10), np.log(20_000), ROWS))
    ratio = np.exp(draw.uniform(np.log(0.08), np.log(20), ROWS))
    tau = np.minimum(np.exp(draw.uniform(np.log(0.003), np.log(0.5), ROWS)) / ratio, 0.35)
    tau[::10] = 0
    level = 1 / (1 + np.exp(-draw.uniform(-1, 4, ROWS)))
    off, none = np.full(ROWS, np.inf), np.zeros(ROWS)
    share = np.exp(draw.uniform(np.log(0.005), np.log(0.25), ROWS))
    return (
        Impatient(load, ratio, tau, level, off, off),
        Impatient(load, ratio, tau, none, share, off),
    )


def fit(
    rows: Impatient, target: np.ndarray, features: Sequence[np.ndarray], found: np.ndarray
) -> np.ndarray:
    """Weighted least squares over all powers of total degree DEGREE."""
    powers = [
        e for e in itertools.product(range(DEGREE + 1), repeat=len(features)) if sum(e) <= DEGREE
    ]
    weight = np.where(rows.ratio < 6, 1.0, 0.3) * np.where(rows.service_level < 0.97, 1.0, 0.3)
    columns = [
        weight * np.prod([f**i for f, i in zip(features, e, strict=True)], axis=0) for e in powers
    ]
    matrix = np.array(columns).T[found]
    values, *_ = np.linalg.lstsq(matrix, (weight * target)[found], rcond=None)
    cube = np.zeros([DEGREE + 1] * len(features))
    for e, value in zip(powers, values, strict=True):
        cube[e] = float(f"{value:.5g}")
    return cube


def main() -> None:
    """Print the module of coefficients."""
    level_rows, share_rows = sample()
    print(HEAD)
    for name, rows in (("LEVEL", level_rows), ("ABANDONED", share_rows)):
        with np.errstate(all="ignore"):
            agents = _search(rows, "excl_short")
        found = np.isfinite(agents) & (agents > lowest(rows) + 2)
        root, tilt = np.sqrt(rows.load), np.log(rows.ratio)
        if name == "LEVEL":
            odds = np.log(rows.service_level / (1 - rows.service_level))
            depth = rows.tau * np.sqrt(rows.load * rows.ratio)
            scale = np.sqrt(1 + 1 / rows.ratio)
            target = (agents - rows.load * np.exp(-rows.tau)) / root / scale
            features = [depth / (1 + depth), tilt, odds]
        else:
            crowd = rows.abandoned * root
            target = (agents - rows.load * (1 - rows.abandoned)) / root
            features = [tilt, crowd / (crowd + 0.3)]
        print(f"{name} = {fit(rows, target, features, found).tolist()!r}")


if __name__ == "__main__":
    main()
