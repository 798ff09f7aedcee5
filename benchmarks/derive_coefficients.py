"""Derives the constants of `capplan.erlang.temme` with exact fractions and 50 digits.

Run: python -m benchmarks.derive_coefficients > capplan/queueing/temme.py
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import mpmath as mp

ORDER = 40  # length of the power series in exact fractions
TERMS = (13, 10, 8, 5, 3)  # coefficients kept of c_0 ... c_4
ERFCX_DEGREE = 17
GAMMA_TERMS = 7
DIGITS = 50
HEAD = '''"""Constants of the uniform expansion of the incomplete gamma function (Temme 1979).

Written by `python -m benchmarks.derive_coefficients`; DLMF 8.12 has the formulas.
"""

from __future__ import annotations
'''

Series = list[Fraction]


def times(a: Sequence[Fraction], b: Sequence[Fraction]) -> Series:
    """Product of two power series, cut at ORDER."""
    out = [Fraction(0)] * ORDER
    for i, x in enumerate(a):
        if x:
            for j in range(min(len(b), ORDER - i)):
                out[i + j] += x * b[j]
    return out


def inverse(a: Sequence[Fraction]) -> Series:
    """One over a power series with a[0] = 1."""
    out = [Fraction(1)]
    for n in range(1, ORDER):
        out.append(-sum((a[k] * out[n - k] for k in range(1, min(n, len(a) - 1) + 1)), Fraction(0)))
    return out


def mu_over_eta() -> Series:
    """Series of mu / eta where eta^2 / 2 = mu - ln(1 + mu), so mu mu' = eta (1 + mu)."""
    m = [Fraction(1)]  # mu = eta (m0 + m1 eta + ...)
    for n in range(1, ORDER):
        # coefficient of eta^(n+1) in mu mu' and in eta (1 + mu)
        known = sum((m[i] * m[n - i] * (n - i + 1) for i in range(1, n)), Fraction(0))
        m.append((m[n - 1] - known) / (n + 2))
    return m


def scaled_gamma(count: int) -> Series:
    """Gamma(n+1) e^n n^-n / sqrt(2 pi n) in powers of 1/n.

    It is the mean of dmu/deta for a normal eta of variance 1/n.
    """
    m, out, moment = mu_over_eta(), [], Fraction(1)
    for k in range(count):
        out.append((2 * k + 1) * m[2 * k] * moment)
        moment *= 2 * k + 1
    return out


def temme(count: int) -> list[Series]:
    """Series of c_0 ... : c_0 = 1/mu - 1/eta, c_k = c_{k-1}'/eta + (-1)^k g_k / mu (DLMF 8.12)."""
    reciprocal = inverse(mu_over_eta())  # eta / mu
    g = scaled_gamma(count)
    rows = [reciprocal[1:]]
    for k in range(1, count):
        before = rows[-1]
        slope = [i * before[i] for i in range(1, len(before))]
        sign = -1 if k % 2 else 1
        both = [s + sign * g[k] * r for s, r in zip(slope, reciprocal, strict=False)]
        if both[0] != 0:
            raise ArithmeticError("the pole at eta = 0 must vanish")
        rows.append(both[1:])
    return rows


def scaled_erfc(z: mp.mpf) -> mp.mpf:
    """e^(z^2) erfc(z)."""
    return mp.exp(z * z) * mp.erfc(z)


def erfcx_polynomial(degree: int = ERFCX_DEGREE) -> list[mp.mpf]:
    """Powers of t = (z - 4)/(z + 4) for (1 + 2 z) erfcx(z), z >= 0: Chebyshev interpolation."""
    size = degree + 1
    nodes = [mp.cos(mp.pi * (2 * j + 1) / (2 * size)) for j in range(size)]
    values = [_weighted(t) for t in nodes]
    cheb = [
        sum(v * mp.cos(mp.pi * k * (2 * j + 1) / (2 * size)) for j, v in enumerate(values))
        * (2 if k else 1)
        / size
        for k in range(size)
    ]
    return _powers(cheb)


def _weighted(t: mp.mpf) -> mp.mpf:
    z = 4 * (1 + t) / (1 - t)
    return (1 + 2 * z) * scaled_erfc(z)


def _powers(cheb: Sequence[mp.mpf]) -> list[mp.mpf]:
    """Chebyshev sum to plain powers."""
    before, now = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]
    out = [mp.mpf(0)] * len(cheb)
    out[0] += cheb[0]
    for value in cheb[1:]:
        for power, c in enumerate(now):
            out[power] += value * c
        after = [mp.mpf(0), *(2 * c for c in now)]
        for power, c in enumerate(before):
            after[power] -= c
        before, now = now, after
    return out


def literal(name: str, values: Iterable[mp.mpf | Fraction], note: str) -> str:
    """A tuple of floats as source text, lowest power first."""
    rows = "\n".join(f"    {as_float(value)!r}," for value in values)
    return f"# {note}\n{name} = (\n{rows}\n)"


def as_float(value: mp.mpf | Fraction) -> float:
    """The nearest double."""
    return value.numerator / value.denominator if isinstance(value, Fraction) else float(value)


def main() -> None:
    """Print the module of constants."""
    mp.mp.dps = DIGITS
    print(HEAD)
    print(literal("ERFCX", erfcx_polynomial(), "(1 + 2 z) e^(z^2) erfc(z), powers of (z-4)/(z+4)"))
    print(literal("GAMMA", scaled_gamma(GAMMA_TERMS), "gamma(n+1) e^n n^-n / sqrt(2 pi n), of 1/n"))
    for k, (row, count) in enumerate(zip(temme(len(TERMS)), TERMS, strict=True)):
        print(literal(f"C{k}", row[:count], f"c_{k}, powers of eta"))


if __name__ == "__main__":
    main()
