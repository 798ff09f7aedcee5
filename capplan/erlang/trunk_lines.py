"""Lines into the house: Erlang B, where a contact that finds no line is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.erlang.arguments import Answer
from capplan.erlang.asking import answer

if TYPE_CHECKING:
    from capplan.erlang.arguments import Number


def trunks(
    contacts: Number,
    aht_s: Number,
    blocking_share: Number = 0.01,
    interval_s: Number = 1800,
) -> Answer:
    """Lines needed so that no more than that share of contacts finds all lines busy (Erlang B).

    >>> trunks(50, 180)
    11
    """
    return answer("trunks", locals())


def trunks_real(
    contacts: Number,
    aht_s: Number,
    blocking_share: Number = 0.01,
    interval_s: Number = 1800,
) -> Answer:
    """Lines on the continuous extension of Erlang B.

    >>> round(trunks_real(120, 180), 3)
    19.962
    """
    return answer("trunks_real", locals())


def blocking(
    trunks: Number,
    contacts: Number,
    aht_s: Number,
    interval_s: Number = 1800,
) -> Answer:
    """Share of contacts that finds all lines busy (Erlang B).

    >>> round(blocking(1, 10, 180), 12)
    0.5
    """
    return answer("blocking", locals())


def trunk_capacity(
    trunks: Number,
    aht_s: Number,
    blocking_share: Number = 0.01,
    interval_s: Number = 1800,
) -> Answer:
    """Most contacts an interval that the lines carry within the blocking share (Erlang B).

    >>> round(trunk_capacity(17, 180), 3)
    96.516
    """
    return answer("trunk_capacity", locals())
