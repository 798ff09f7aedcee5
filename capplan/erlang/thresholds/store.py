"""Staffing tables at hand: each as long as it was asked for, and longer when more is asked.

A plan asks for the tables of all its queues at once, scenario by scenario; scenarios with the same
handling times find them here. Tables grow by whole numbers of agents: what is known stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capplan.erlang.arguments import MOST_ERLANGS, check, check_load

if TYPE_CHECKING:
    from capplan.erlang.thresholds.setting import Setting
    from capplan.erlang.thresholds.table import StaffingTable

    Asked = tuple[Setting, float]

MOST_TABLES = 720  # 60 queues under 12 scenarios
AHEAD = 1.25  # beyond the busiest interval: scenarios ask for a little more than the base


class TableStore:
    """The tables of the settings asked for last.

    >>> from capplan.erlang.tables import table_setting
    >>> calls, store = table_setting(aht_s=180), TableStore()
    >>> store.tables([(calls, 100.0)])[0].agents(100)
    14
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[Setting, StaffingTable] = {}

    def __len__(self) -> int:
        """Tables at hand."""
        return len(self._known)

    def clear(self) -> None:
        """Forgets every table."""
        self._known.clear()

    def tables(self, asked: Sequence[Asked]) -> list[StaffingTable]:
        """A table for each setting that carries at least so many contacts an interval."""
        short = [one for one in asked if not self._carries(*one)]
        if short:
            self._grow(short)
        found = [self._known[setting] for setting, _ in asked]
        for (setting, _), table in zip(asked, found, strict=True):  # asked for last, dropped last
            self._known.pop(setting, None)
            self._known[setting] = table
        while len(self._known) > MOST_TABLES:
            del self._known[next(iter(self._known))]
        return found

    def _carries(self, setting: Setting, contacts: float) -> bool:
        table = self._known.get(setting)
        return table is not None and contacts <= table.thresholds[-1]

    def _grow(self, short: Sequence[Asked]) -> None:
        from capplan.erlang.thresholds.table import build_all

        most: dict[Setting, float] = {}
        for setting, contacts in short:
            most[setting] = max(most.get(setting, 0.0), reach(setting, contacts))
        known = [self._known.get(setting) for setting in most]
        tables = build_all(list(most), list(most.values()), known)
        self._known.update(zip(most, tables, strict=True))


def reach(setting: Setting, contacts: float) -> float:
    """Contacts up to which a table is built, within the largest load there is."""
    busiest = check("contacts", contacts)
    check_load(busiest, setting.aht_s, setting.interval_s)
    largest = MOST_ERLANGS * setting.interval_s / setting.aht_s
    return max(busiest, min(max(busiest, 1.0) * AHEAD, largest))
