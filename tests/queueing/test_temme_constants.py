"""The constants of the expansion, derived again from their definitions."""

from __future__ import annotations

import runpy
from pathlib import Path

import mpmath as mp
import pytest

from capplan.erlang import temme as constants
from capplan.erlang.legendre import HALF_NODES, HALF_WEIGHTS

DERIVE = runpy.run_path(
    str(Path(__file__).parents[2] / "benchmarks" / "derive_coefficients.py"), run_name="derive"
)
TERMS, as_float, erfcx_polynomial, mu_over_eta, scaled_gamma, temme = (
    DERIVE[name]
    for name in ("TERMS", "as_float", "erfcx_polynomial", "mu_over_eta", "scaled_gamma", "temme")
)


def test_series_solves_its_equation() -> None:
    """eta^2 / 2 = mu - ln(1 + mu) holds for the series of mu to 30 digits."""
    with mp.workdps(40):
        eta = mp.mpf("0.01")
        mu = sum(
            mp.mpf(m.numerator) / m.denominator * eta ** (k + 1)
            for k, m in enumerate(mu_over_eta())
        )
        assert abs(mu - mp.log(1 + mu) - eta**2 / 2) < mp.mpf(10) ** -36


def test_expansion_constants() -> None:
    """c_0 to c_4 are the Taylor coefficients of the recurrence, rounded to doubles."""
    for k, (row, count) in enumerate(zip(temme(len(TERMS)), TERMS, strict=True)):
        assert getattr(constants, f"C{k}") == tuple(as_float(value) for value in row[:count])


def test_scaled_gamma_constants() -> None:
    """The scaled gamma function starts 1 + 1/12 + 1/288 - 139/51840."""
    assert tuple(as_float(g) for g in scaled_gamma(len(constants.GAMMA))) == constants.GAMMA
    assert constants.GAMMA[:4] == (1.0, 1 / 12, 1 / 288, -139 / 51840)


def test_erfcx_constants() -> None:
    """The polynomial is the Chebyshev interpolant, and true to 1e-12 over six decades."""
    with mp.workdps(50):
        derived = erfcx_polynomial(len(constants.ERFCX) - 1)
        assert pytest.approx([float(value) for value in derived], rel=1e-13) == constants.ERFCX
        for z in (0, 0.003, 0.4, 1.7, 4, 9, 60, 1000):
            t = mp.mpf(z - 4) / (z + 4)
            value = sum(c * t**k for k, c in enumerate(constants.ERFCX)) / (1 + 2 * z)
            assert abs(value / (mp.exp(mp.mpf(z) ** 2) * mp.erfc(z)) - 1) < 1e-12


def test_quadrature_rule() -> None:
    """Every node is a root of the Legendre polynomial; the weights sum to the length."""
    with mp.workdps(30):
        for node, weight in zip(HALF_NODES[::9], HALF_WEIGHTS[::9], strict=True):
            slope = mp.diff(lambda x: mp.legendre(64, x), node)
            assert abs(mp.legendre(64, node) / slope) < 1e-16
            assert abs(2 / ((1 - mp.mpf(node) ** 2) * slope**2) / weight - 1) < 1e-12
    assert sum(HALF_WEIGHTS) == pytest.approx(1, abs=1e-15)
