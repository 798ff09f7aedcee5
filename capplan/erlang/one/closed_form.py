"""1 / Erlang B in closed form for one row, in the standard library.

The expansion of `array_closed_form` with the constants of `temme` written out, because a loop
over them would cost more than the arithmetic.
"""

from __future__ import annotations

from math import erfc, exp, inf, log1p, sqrt

SMALLEST = 30.0  # agents from which the expansion holds to 2e-12
HALF_PI = 1.5707963267948966


def inverse_above_load(agents: float, load: float) -> float:
    """1 / B for agents >= 30 that are no fewer than the load."""
    r = 1.0 / agents
    mu = (load - agents) * r
    half = mu - log1p(mu)
    if half <= 0.0:
        half = 0.0
    square = half * agents
    if square > 700.0:
        return inf
    upper = exp(square) * erfc(-sqrt(square)) * sqrt(HALF_PI * agents)
    g = (0.0007840392217200666 * r - 0.00022947209362139917) * r - 0.0026813271604938273
    g = ((g * r + 0.003472222222222222) * r + 0.08333333333333333) * r + 1.0
    return 1.0 + g * (upper + _expansion(r, -sqrt(2.0 * half)))


def _expansion(r: float, e: float) -> float:
    """Two steps of Horner's rule a line."""
    s = 0.0007840392217200666 * e - 0.0008618882909167117
    c = (0.00026772063206283885 * e - 0.0004691894943952557) * e + 0.00022947209362139917
    s = s * r + (c * e + 0.0006494341563786008)
    c = (5.2923448829120125e-05 * e - 0.0001073665322636516) * e + 2.0093878600823047e-06
    c = (c * e + 0.0007716049382716049) * e - 0.0026813271604938273
    s = s * r + (c * e + 0.004133597883597883)
    c = (7.64916091608111e-06 * e - 1.8098550334489977e-05) * e - 4.018775720164609e-07
    c = (c * e + 0.00020576131687242798) * e - 0.0009902263374485596
    c = (c * e + 0.0026455026455026454) * e - 0.003472222222222222
    s = s * r + (c * e - 0.001851851851851852)
    c = (8.296711340953087e-07 * e - 1.85406221071516e-06) * e - 2.185448510679992e-06
    c = (c * e + 3.919263178522438e-05) * e - 0.0001787551440329218
    c = (c * e + 0.0003527336860670194) * e + 0.0011574074074074073
    c = (c * e - 0.014814814814814815) * e + 0.08333333333333333
    return s * r + (c * e - 0.3333333333333333)
