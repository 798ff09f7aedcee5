"""Erlang B and its twin for patience in closed form, in place, for blocks of rows.

Uniform expansion of the incomplete gamma function (Temme 1979; DLMF 8.12) in terms of
eta^2/2 = mu - ln(1 + mu), mu = y/x - 1: about 130 NumPy calls for 16,384 rows that fit the
second-level cache. J(x, y) = 1F1(1; x+1; y) and 1/B - 1 are the two sides of one gamma integral.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.one.integrals import LARGEST_EXPONENT
from capplan.erlang.temme import C0, C1, C2, C3, C4, ERFCX, GAMMA

Floats = NDArray[np.float64]
BLOCK = 16_384
SCRATCH = 7
SMALLEST = 30.0  # x from which the expansion holds to 2e-12 ...
FARTHEST = 1.5  # ... for y up to this many times x

# fewer terms where y stays below x: there e^(eta^2 x/2) outgrows what is cut
BELOW = (C0[:10], C1[:8], C2[:6], C3[:4], C4[:2])
FULL = (C0, C1, C2, C3, C4)
ROUGH = (C0[:10], C1[:6], C2[:3])  # 1e-6 from x = 10, for a search that exact tests follow

# glibc hands freed memory back after every block, and page faults then take a third of the time,
# until it has once seen a large piece freed; its pages are never touched
np.empty(1 << 21)


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
    r, mu, eta, square, z, total, near = work[:, : agents.size]
    _reduce(agents, load, r, mu, eta, square, z)
    np.negative(eta, out=eta)
    _expand(BELOW, r, eta, total, mu)
    _erfcx(z, near, mu)
    far = np.exp(square, out=square)
    far *= 2
    far -= near
    inverse = _assemble(agents, r, far, total, mu)
    inverse += 1
    return inverse


def one_side(
    x: Floats,
    y: Floats,
    work: Floats,
    lower_rows: int,
    terms: Sequence[Sequence[float]] = FULL,
) -> Floats:
    """J(x, y) on the first rows and 1 / B(x, y) - 1 on the others, x >= 30 and y <= 1.5 x.

    The answer lies in work[0].
    """
    r, mu, eta, square, z, total, near = work[:, : x.size]
    _reduce(x, y, r, mu, eta, square, z)
    np.copysign(eta, mu, out=eta)
    use_near = mu > 0
    np.logical_not(use_near[:lower_rows], out=use_near[:lower_rows])
    _expand(terms, r, eta, total, mu)
    np.negative(total[:lower_rows], out=total[:lower_rows])
    _erfcx(z, near, mu)
    np.minimum(square, LARGEST_EXPONENT, out=square)  # overflow would be slow, and is not used
    far = np.exp(square, out=square)
    far *= 2
    far -= near
    np.copyto(far, near, where=use_near)
    return _assemble(x, r, far, total, mu)


def _reduce(
    x: Floats, y: Floats, r: Floats, mu: Floats, eta: Floats, square: Floats, z: Floats
) -> None:
    """Fill r = 1/x, mu, |eta|, z^2 = x eta^2/2 and z."""
    np.divide(1.0, x, out=r)
    np.subtract(y, x, out=mu)
    mu *= r
    # mu - ln(1 + mu): the logarithm of the rounded 1 + mu, and what the rounding took from it
    np.add(mu, 1, out=square)
    np.log(square, out=eta)
    np.subtract(square, 1, out=z)
    np.subtract(mu, z, out=z)
    z /= square
    eta += z
    np.subtract(mu, eta, out=eta)
    np.maximum(eta, 0.0, out=eta)
    np.multiply(eta, x, out=square)
    np.sqrt(square, out=z)
    eta *= 2
    np.sqrt(eta, out=eta)


def _expand(
    terms: Sequence[Sequence[float]], r: Floats, eta: Floats, out: Floats, spare: Floats
) -> None:
    """Sum of c_k(eta) r^k into `out`."""
    horner(terms[-1], eta, out)
    for powers in terms[-2::-1]:
        out *= r
        out += horner(powers, eta, spare)


def _erfcx(z: Floats, out: Floats, spare: Floats) -> None:
    """e^(z^2) erfc(z) into `out`."""
    np.subtract(z, 4, out=spare)
    np.add(z, 4, out=out)
    spare /= out
    horner(ERFCX, spare, out)
    np.multiply(z, 2, out=spare)
    spare += 1
    out /= spare


def _assemble(x: Floats, r: Floats, part: Floats, total: Floats, spare: Floats) -> Floats:
    """gamma(r) (sqrt(pi x/2) part + total), into r."""
    np.multiply(x, pi / 2, out=spare)
    np.sqrt(spare, out=spare)
    part *= spare
    part += total
    horner(GAMMA, r, spare)
    return np.multiply(part, spare, out=r)
