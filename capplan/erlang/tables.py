"""Staffing tables and level hours: the public way in to `staffing_table` and `deferred`."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from capplan.erlang.arguments import Answer, check, check_all, check_definition, check_load
from capplan.errors import argument_error

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from capplan.erlang.thresholds.setting import Setting
    from capplan.erlang.thresholds.table import StaffingTable


def staffing_table(
    aht_s: float,
    service_level_share: float | None = 0.80,
    answer_within_s: float | None = 20,
    interval_s: float | None = 1800,
    patience_s: float | None = None,
    max_occupancy_share: float | None = None,
    max_asa_s: float | None = None,
    max_abandon_share: float | None = None,
    *,
    max_contacts: float,
    max_concurrency: int = 1,
    aht_inflation_share: float = 0,
    definition: str = "excl_short",
    min_positions: float | None = None,
    cv: float | None = None,
) -> StaffingTable:
    """Most contacts that 0, 1, 2, ... agents carry: staffing of a whole year by look-up.

    Goes at least up to `max_contacts` an interval. `max_concurrency` above 1 is chat. Answers are
    those of `agents` or `chat_agents`, and with `cv` (phone only) those of `uncertain_agents`,
    row by row; `min_positions` are kept in any interval with contacts.

    >>> table = staffing_table(180, 0.80, 20, max_contacts=200)
    >>> table.agents(100), round(float(table.thresholds[14]), 3)
    (14, 108.685)
    >>> staffing_table(300, patience_s=180, max_contacts=200, cv=0.10).agents(200)
    36
    """
    given = {name: value for name, value in locals().items() if name != "max_contacts"}
    from capplan.erlang.thresholds.table import build

    setting = table_setting(**given)
    most = check("contacts", max_contacts)
    check_load(most, setting.aht_s, setting.interval_s)
    return build(setting, most)


def table_setting(*, definition: str = "excl_short", **given: float | None) -> Setting:
    """What a table is built for, checked: the arguments of `staffing_table` without the reach."""
    from capplan.erlang.thresholds.setting import Setting

    names = [one.name for one in fields(Setting) if one.name != "definition"]
    numbers = check_all({**dict.fromkeys(names), "max_concurrency": 1, **given})
    setting = Setting(**numbers, definition=check_definition(definition))
    if setting.cv > 0 and setting.chat:
        raise argument_error(
            "cv", f"{setting.cv:g}", "0 where max_concurrency is above 1", "omit it"
        )
    return setting


def deferred_hours(
    arrival_h: ArrayLike,
    opening_backlog_h: float | None = 0,
    respond_within_periods: float | None = 1,
    max_occupancy_share: float | None = 1,
) -> Answer:
    """Level hours a period that answer email or back-office work in time.

    The smallest capacity C with C x t >= opening backlog + arrivals due by the end of period t,
    for every t (earliest due date first); over the occupancy share. One value a period; several
    columns are answered one by one.

    >>> round(deferred_hours([90, 70, 60, 55, 45], 30, 1), 4)
    63.3333
    """
    from capplan.erlang.deferred import level_hours

    return level_hours(arrival_h, opening_backlog_h, respond_within_periods, max_occupancy_share)
