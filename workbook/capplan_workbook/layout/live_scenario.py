"""The live scenario in formulas: the one picked, or the first where no scenario has that name.

A name that is looked up and not found would show #N/A in thousands of cells. The numbers of the
first scenario stand there instead, under its own name, and Checks asks a person to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan_workbook.book import range_name
from capplan_workbook.layout.places import BASE_COLUMN, DRIVER_ROW, LAST_SCENARIO_COLUMN

if TYPE_CHECKING:
    from capplan_workbook.layout.places import Layout


def scenario_names() -> str:
    """Address of the names as they stand over the drivers, spare columns too."""
    return f"Scenarios!{range_name(DRIVER_ROW, BASE_COLUMN, DRIVER_ROW, LAST_SCENARIO_COLUMN)}"


def names_of_engine(layout: Layout) -> str:
    """Address of the names of the scenarios that the engine ran."""
    last = BASE_COLUMN + len(layout.scenarios) - 1
    return f"Scenarios!{range_name(layout.result_row, BASE_COLUMN, layout.result_row, last)}"


def live_name() -> str:
    """The name of the scenario in force."""
    return f"INDEX({scenario_names()},live_scenario_number)"


def curve_of(layout: Layout, queue: str, engine_queue: str, keys: str) -> str:
    """Which curve is a queue's in the scenario in force.

    Found by both names; where a queue or scenario has another name now, by the names the engine
    knew at their places; for a scenario the engine has not run, the queue's first curve.
    """
    now = f'MATCH({queue}&"|"&{live_name()},{keys},0)'
    then = f"INDEX({names_of_engine(layout)},stamped_scenario_number)"
    before = f'MATCH({engine_queue}&"|"&{then},{keys},0)'
    return f"IFERROR({now},{before})"
