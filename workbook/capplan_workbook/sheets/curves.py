"""Curves: what the engine left here so that the other sheets calculate without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.capacity.cover import ramp_in_force
from capplan.inputs.assumptions import MOST_SCENARIOS, RAMP_WEEKS
from capplan.people.supply import loss_by_floor_week
from capplan.vocabulary import terms
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.book.names import LETTERS
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.checks.check import how_many
from capplan_workbook.layout.places import FIRST
from capplan_workbook.sheets.budget import funded
from capplan_workbook.sheets.management import leaders
from capplan_workbook.stamps import BINDING, CORRECTION, CURVES, HOURS, PEAK, SEEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

SENTENCE = (
    "What the engine stamped: staffing curves, its own hours, and the inputs it "
    "saw. Nothing here is typed."
)
TITLES = {
    CURVES: ("Staffing curves: workload", "hours a week at each corner of the curve"),
    HOURS: ("Staffing curves: base staff hours", "hours that meet the targets at that workload"),
    CORRECTION: ("Engine's correction", "engine's base staff hours less the curve's, by week"),
    SEEN: ("Workload the engine saw", "hours, by week"),
    PEAK: ("Peak agents", "busiest interval of the week"),
    BINDING: ("Binding target", "the target that asks for most hours, by week"),
}
SEEN_TERMS = tuple(
    row.name
    for row in terms("assumption", shape="queue")
    if row.unit != "text" and row.stage in ("requirement", "demand")
)
PRINTED = 21  # columns that fit the page
LEVEL_CHANGE = "service_level_change_share"
PLAN_TERMS = ("interval_min", "deferred_occupancy_share", "backlog_burn_weeks")


def write(desk: Desk) -> None:
    """Writes the ramp's losses, the curves, the findings by week and the settings seen."""
    sheet = desk.book.sheet(
        "Curves",
        tab="grey",
        freeze="G5",
        protect=True,
        page=PageSetup(scale=50, repeat_columns="B:F"),
    )
    desk.sheets["Curves"] = sheet
    last = FIRST + max(desk.stamps.width, desk.layout.weeks) - 1
    sheet.banner(
        "Curves",
        SENTENCE,
        last,
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Checks!A1", "Checks ›")],
        link_cols=(4, 5),
    )
    for col, width in enumerate((2, 34, 20, 16, 14, 2), 1):
        sheet.width(col, width)
    sheet.width(FIRST, 10.5, last)
    _ramp(desk, sheet)
    for block in TITLES:
        _block(desk, sheet, block)
    _settings(desk, sheet)
    leaders.write_stamps(desk, sheet)
    funded.write_stamps(desk, sheet)
    bottom = plan_row(desk) + 2 + 7 * len(desk.layout.queues)
    sheet.print_area(f"A1:{cell_name(bottom, min(last, FIRST + PRINTED - 1))}")  # the rest is data


def _ramp(desk: Desk, sheet: Sheet) -> None:
    lay, live = desk.layout, desk.live
    row, last = lay.ramp_row, FIRST + RAMP_WEEKS - 1
    sheet.blanks(row - 2, 2, last, "group.general")
    sheet.text(row - 2, 2, "Ramp of new agents: output lost a graduate", "group")
    sheet.text(row - 1, 2, "Floor week, last first", "period_label")
    ages = list(range(RAMP_WEEKS, 0, -1))
    sheet.numbers(row - 1, FIRST, ages, "period.whole")
    sheet.text(row, 2, "Lost to ramp", "label")
    sheet.text(row, 3, "heads a graduate", "unit")
    week = f"{{c}}{row - 1}"
    as_new = f"MIN({week}-1,live_new_hire_weeks)"
    later = "live_to_26_weeks_hazard_share"
    hazard = f"IF({week}<=live_new_hire_weeks,live_new_hire_hazard_share,{later})"
    there = (
        f"(1-live_new_hire_hazard_share)^{as_new}*(1-{later})^({week}-1-{as_new})*(1-{hazard}/2)"
    )
    ramp = np.ones(RAMP_WEEKS)
    ramp[: len(live["proficiency_share"])] = live["proficiency_share"]
    lost = 1 - ramp_in_force(ramp, live["ramp_loss_change_share"])
    nesting = (np.arange(RAMP_WEEKS) < live["nesting_weeks"]).astype(float)
    sheet.text(row + 1, 2, "In nesting", "label")
    sheet.text(row + 1, 3, "heads a graduate", "unit")
    for at, lacks, missing in (
        (row, f"(1-INDEX(live_proficiency_share,{week}))*(1+live_ramp_loss_change_share)", lost),
        (row + 1, f"IF({week}<=live_nesting_weeks,1,0)", nesting),
    ):
        formulas = [f"{there}*{lacks}".format(c=c) for c in LETTERS[FIRST : last + 1]]
        values = _available(live) * missing
        sheet.formulas(at, FIRST, formulas, values[::-1].tolist(), "calc.dec4")


def _available(live: Mapping[str, Any]) -> NDArray[np.float64]:
    """Share of graduates available in each floor week: still here, half of its leavers counted."""
    return loss_by_floor_week(
        np.zeros(RAMP_WEEKS),
        int(live["new_hire_weeks"]),
        live["new_hire_hazard_share"],
        live["to_26_weeks_hazard_share"],
    )


def _block(desk: Desk, sheet: Sheet, block: int) -> None:
    lay, stamps = desk.layout, desk.stamps
    top, _ = lay.curve_rows(block)
    last = FIRST + (stamps.width if block in (CURVES, HOURS) else lay.weeks) - 1
    title, what = TITLES[block]
    sheet.blanks(top - 1, 2, last, "group.general")
    sheet.text(top - 1, 2, title, "group")
    sheet.text(top - 1, 3, what, "group")
    if block == CURVES:
        sheet.text(top - 1, 5, "reach", "group")
    for index, (number, scenario) in enumerate(stamps.pairs):
        row = top + index
        sheet.text(row, 2, f"{lay.queues[number]}|{scenario}", "label")
        _findings(desk, sheet, block, index, row)
        if block == CURVES:
            sheet.number(row, 5, stamps.reaches[index], "stamp.int")


def _findings(desk: Desk, sheet: Sheet, block: int, index: int, row: int) -> None:
    stamps = desk.stamps
    number, scenario = stamps.pairs[index]
    if block in (CURVES, HOURS):
        values = stamps.curves[index][block]
        sheet.numbers(row, FIRST, values.tolist(), "stamp.dec1")
        return
    seen = stamps.queue(scenario, number)
    if block == BINDING:
        sheet.texts(row, FIRST, seen.binding, "stamp.text")
        return
    values = {CORRECTION: seen.correction_h, SEEN: seen.workload_h, PEAK: seen.peak}[block]
    sheet.numbers(row, FIRST, values.tolist(), "stamp.dec2" if block == CORRECTION else "stamp.int")


def _settings(desk: Desk, sheet: Sheet) -> None:
    """Copies of the inputs behind the curves: where they differ, Checks asks for a new run."""
    lay, given = desk.layout, desk.given
    top = lay.settings_row
    width = max(len(SEEN_TERMS), lay.intervals)
    sheet.blanks(top - 1, 2, FIRST + width - 1, "group.general")
    sheet.text(top - 1, 2, "Queue settings the engine saw", "group")
    for offset, name in enumerate(SEEN_TERMS):
        sheet.text(top, FIRST + offset, name, "period_label")
    for number, queue in enumerate(lay.queues):
        sheet.text(top + 1 + number, 2, queue, "label")
        values = [given.queues[name][number] for name in SEEN_TERMS]
        shown = [-1.0 if np.isnan(value) else float(value) for value in values]
        sheet.numbers(top + 1 + number, FIRST, shown, "stamp.dec2")
        channel = given.queues["channel"][number]
        sheet.text(top + 1 + number, 5, channel, "stamp.text")
    row = plan_row(desk)
    sheet.text(row, 2, "Plan settings the engine saw", "label")
    sheet.numbers(row, FIRST, [float(given.values[name]) for name in PLAN_TERMS], "stamp.dec2")
    changes = [given.in_scenario(name)[LEVEL_CHANGE] for name in lay.scenarios]
    sheet.numbers(row, FIRST + len(PLAN_TERMS), [float(one) for one in changes], "stamp.dec2")
    _stamped_scenario(desk, sheet, row + 1)
    _profiles(desk, sheet, row + 3)


def _stamped_scenario(desk: Desk, sheet: Sheet, row: int) -> None:
    """Whose findings are shown: the first scenario's for one that the engine has not run."""
    names = desk.layout.scenarios
    formula = f"IF(live_scenario_number>{len(names)},1,live_scenario_number)"
    sheet.text(row, 2, "Scenario whose findings are live", "label")
    sheet.formula(row, 5, formula, names.index(desk.plan.live) + 1, "calc.whole")
    sheet.name("stamped_scenario_number", row, 5)


def _profiles(desk: Desk, sheet: Sheet, top: int) -> None:
    lay = desk.layout
    sheet.blanks(top - 1, 2, FIRST + lay.intervals - 1, "group.general")
    sheet.text(top - 1, 2, "Profiles the engine saw", "group")
    for number, queue in enumerate(lay.queues):
        for day in range(7):
            row = top + 7 * number + day
            sheet.text(row, 2, queue, "label")
            shares = desk.given.profile_share[number, day].tolist()
            sheet.numbers(row, FIRST, shares, "stamp.percent2")


def queue_names(desk: Desk) -> str:
    """Address of the names of the queues as the engine saw them."""
    top = desk.layout.settings_row + 1
    return f"Curves!{range_name(top, 2, top + len(desk.layout.queues) - 1, 2)}"


def queue_name(desk: Desk, number: int) -> str:
    """Address of one of them."""
    return f"Curves!{range_name(desk.layout.settings_row + 1 + number, 2)}"


def plan_row(desk: Desk) -> int:
    """Row of the plan settings."""
    return desk.layout.settings_row + 2 + len(desk.layout.queues)


def changed_settings(desk: Desk) -> str:
    """Formula that counts queue and plan settings that differ from what the engine saw."""
    lay = desk.layout
    top = lay.settings_row + 1
    channels = f"Curves!{range_name(top, 5, top + len(lay.queues) - 1, 5)}"
    first, last = (lay.queue_cell("channel", n) for n in (0, len(lay.queues) - 1))
    parts = [f"SUMPRODUCT(--({first}:{last.removeprefix('Queues!')}<>{channels}))"]
    for offset, name in enumerate(SEEN_TERMS):
        col = FIRST + offset
        copy = f"Curves!{range_name(top, col, top + len(lay.queues) - 1, col)}"
        first, last = lay.queue_cell(name, 0), lay.queue_cell(name, len(lay.queues) - 1)
        live = f"{first}:{last.removeprefix('Queues!')}"
        parts.append(
            f'SUMPRODUCT(({live}<>"")*({live}<>{copy}))+'
            f'SUMPRODUCT(({live}="")*({copy}<>-1)*({copy}<>{default_of(name):g}))'
        )
    seen = []
    for offset, name in enumerate(PLAN_TERMS):
        seen.append(f"live_{name}<>Curves!{range_name(plan_row(desk), FIRST + offset)}")
    seen.append(f"ABS(live_{LEVEL_CHANGE}-INDEX({_level_changes(desk)},live_scenario_number))>1E-9")
    return "+".join((*parts, how_many(seen)))


def _level_changes(desk: Desk) -> str:
    """Where each scenario's change of the service level stands, as the engine saw it."""
    row, first = plan_row(desk), FIRST + len(PLAN_TERMS)
    return f"Curves!{range_name(row, first, row, first + MOST_SCENARIOS - 1)}"


def default_of(name: str) -> float:
    """The default of a queue term as the engine fills it in; -1 where there is none."""
    default = next(row for row in terms("assumption", shape="queue") if row.name == name).default
    return float(default) if default is not None else -1.0


def changed_profiles(desk: Desk) -> str:
    """Formula for how far profiles lie from those the engine saw, in thousandths of a week."""
    lay = desk.layout
    top, left, _, right = lay.profile_block(0)
    live = f"Queues!{range_name(top, left, lay.last_profile_row, right)}"
    start = plan_row(desk) + 3
    copy = range_name(start, FIRST, start + 7 * len(lay.queues) - 1, FIRST + lay.intervals - 1)
    return f"1000*SUMPRODUCT(ABS({live}-Curves!{copy}))"
