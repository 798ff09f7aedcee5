"""Checks of the bridge between scenarios: its parts add up, and the live one is still true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capplan.questions.scenario_bridges import SHOWN
from capplan_workbook.book import cell_name
from capplan_workbook.checks.check import FAIL, REVIEW, Check, exact_check
from capplan_workbook.layout.bridge_places import AGREES, BridgePlaces
from capplan_workbook.layout.places import DRIVER_LIVE

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk


def bridge_checks(desk: Desk) -> Iterator[Check]:
    """Two checks where there is a second scenario, none where there is nothing to bridge."""
    at = BridgePlaces(desk.layout)
    if not at.there:
        return
    stamped = "+".join(
        f'COUNTIF(Scenarios!{at.across(measure, AGREES)},"Yes")' for measure in SHOWN
    )
    live = "+".join(
        f'COUNTIF(Scenarios!{cell_name(at.row(measure, AGREES), DRIVER_LIVE)},"Yes")'
        for measure in SHOWN
    )
    yield exact_check(
        "Bridges add up to the change of each scenario",
        stamped,
        len(SHOWN) * len(desk.layout.scenarios),
        FAIL,
        "Scenarios: a stamped number of the bridge was overwritten; run capplan again.",
    )
    yield exact_check(
        "Live change agrees with the bridge of its scenario",
        live,
        len(SHOWN),
        REVIEW,
        "Inputs changed since the engine ran: run capplan again.",
    )
