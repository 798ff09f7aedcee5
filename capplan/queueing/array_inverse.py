"""Columns of 1 / Erlang B."""

from __future__ import annotations

from capplan.queueing.array_integrals import Floats, inverse_by_quadrature


def inverse_blocking(agents: Floats, load: Floats) -> Floats:
    """1 / Erlang B for any real agents >= 0 and load > 0; inf where a double cannot hold it."""
    return inverse_by_quadrature(agents, load)
