"""1 / Erlang B in closed form, in place, for blocks of rows that fit the second-level cache.

Uniform expansion of the incomplete gamma function (Temme 1979; DLMF 8.12) in terms of
eta^2/2 = mu - ln(1 + mu), mu = load/agents - 1: about 130 NumPy calls for 16,384 rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

import numpy as np
from numpy.typing import NDArray

from capplan.queueing.temme import C0, C1, C2, C3, C4, ERFCX, GAMMA

Floats = NDArray[np.float64]
BLOCK = 16_384
SCRATCH = 6
SMALLEST = 30.0  # agents from which the expansion holds to 2e-12

# fewer terms below the load's own size: there e^(eta^2 n/2) outgrows what is cut
BELOW = (C0[:10], C1[:8], C2[:6], C3[:4], C4[:2])
BOTH = (C0, C1, C2, C3, C4)


def horner(powers: Sequence[float], x: Floats, out: Floats) -> Floats:
    """Polynomial, lowest power first, into `out` (not x itself)."""
    np.multiply(x, powers[-1], out=out)
    for value in powers[-2:0:-1]:
        out += value
        out *= x
    out += powers[0]
    return out


def inverse_above_load(agents: Floats, load: Floats, work: Floats) -> Floats:
    """1 / B for agents >= 30 and agents >= load, into work[0]; work has SCRATCH rows."""
    r, mu, eta, square, z, total = work[:, : agents.size]
    _reduced(agents, load, work)
    np.negative(eta, out=eta)
    expansion(BELOW, r, eta, total, mu)
    _erfcx_over(z, mu)
    np.exp(square, out=square)
    square *= 2
    square -= mu
    return _assemble(agents, r, square, total, mu)


def _reduced(agents: Floats, load: Floats, work: Floats) -> None:
    """Fill r = 1/n, |eta|, z^2 = n eta^2/2 and z."""
    r, mu, eta, square, z, _ = work[:, : agents.size]
    np.divide(1.0, agents, out=r)
    np.subtract(load, agents, out=mu)
    mu *= r
    np.log1p(mu, out=eta)
    np.subtract(mu, eta, out=eta)
    np.maximum(eta, 0.0, out=eta)
    np.multiply(eta, agents, out=square)
    np.sqrt(square, out=z)
    eta *= 2
    np.sqrt(eta, out=eta)


def expansion(
    terms: Sequence[Sequence[float]], r: Floats, eta: Floats, out: Floats, spare: Floats
) -> None:
    """Sum of c_k(eta) r^k into `out`."""
    horner(terms[-1], eta, out)
    for powers in terms[-2::-1]:
        out *= r
        out += horner(powers, eta, spare)


def _erfcx_over(z: Floats, out: Floats) -> None:
    """e^(z^2) erfc(z) into `out`; z is used up."""
    denominator = 2 * z
    denominator += 1
    np.subtract(z, 4, out=out)
    z += 4
    out /= z
    z[...] = out
    horner(ERFCX, z, out)
    out /= denominator


def _assemble(agents: Floats, r: Floats, e: Floats, total: Floats, spare: Floats) -> Floats:
    """1 + gamma(r) (sqrt(pi n/2) e + total), into r."""
    np.multiply(agents, pi / 2, out=spare)
    np.sqrt(spare, out=spare)
    e *= spare
    e += total
    horner(GAMMA, r, spare)
    np.multiply(e, spare, out=r)
    r += 1
    return r
