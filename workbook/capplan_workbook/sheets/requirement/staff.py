"""Staff hours of a queue on Requirement: the engine's curve, read at each week's workload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from capplan.staffing.requirement import is_live
from capplan_workbook.layout.lines import REQUIREMENT_LINES
from capplan_workbook.layout.live_scenario import curve_of
from capplan_workbook.layout.places import NUMBER_ROW
from capplan_workbook.sheets.curves import queue_name
from capplan_workbook.stamps import BINDING, CORRECTION, CURVES, HOURS, PEAK, SEEN
from capplan_workbook.weekly.rows import Line

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk
    from capplan_workbook.stamps import Seen
    from capplan_workbook.weekly.rows import Formula


@dataclass(frozen=True)
class _Queue:
    """A queue's rows on Requirement, and what the engine found for it in the live scenario."""

    desk: Desk
    number: int
    row: dict[str, int]
    seen: Seen

    def stamped(self, block: int) -> Formula:
        """The week's entry of a block on Curves."""
        return lambda c, p: self._entry(block, f"{c}${NUMBER_ROW}")

    def corner(self, block: int, c: str, step: str = "") -> str:
        """A corner of the curve: the one at the week's place, or `step` further."""
        return self._entry(block, f"{c}{self.row['curve_place']}{step}")

    def _entry(self, block: int, column: str) -> str:
        return f"INDEX({self.desk.stamps.block(block)},{self.pointer},{column})"

    @property
    def pointer(self) -> str:
        """The cell that says which curve is the queue's in the live scenario."""
        return f"$E{self.row['curve_place']}"


def staff_lines(desk: Desk, number: int) -> dict[str, Line]:
    """From a queue's place on its curve to its occupancy: each line by the key of its row."""
    row = {key: desk.layout.requirement_row(key, number) for key in REQUIREMENT_LINES}
    queue = _Queue(desk, number, row, desk.stamps.queue(desk.plan.live, number))
    return {
        "curve_place": _place_line(queue),
        "curve_h": _curve_line(queue),
        "correction_h": _correction_line(queue),
        "seen_workload_h": _seen_workload_line(queue),
        "base_staff_h": _base_staff_line(queue),
        "peak_agents": _peak_line(queue),
        "binding_target": _binding_target_line(queue),
        "occupancy_share": _occupancy_line(queue),
    }


def _place_line(queue: _Queue) -> Line:
    stamps, work = queue.desk.stamps, queue.row["workload_h"]
    name = f"$B${queue.desk.layout.requirement_group(queue.number)}"
    engine_name = queue_name(queue.desk, queue.number)
    found = curve_of(queue.desk.layout, name, engine_name, stamps.keys)
    curve = f"INDEX({stamps.block(CURVES)},{queue.pointer},0)"
    return Line(
        "",
        lambda c, p: f"MATCH({c}{work},{curve},1)",
        queue.seen.place,
        "corner of the curve at or below",
        (found, queue.seen.pointer),
        "Place on the staffing curve",
        "corner",
        "whole",
    )


def _curve_line(queue: _Queue) -> Line:
    work = queue.row["workload_h"]

    def between_corners(c: str, p: str) -> str:
        x, next_x = queue.corner(CURVES, c), queue.corner(CURVES, c, "+1")
        y, next_y = queue.corner(HOURS, c), queue.corner(HOURS, c, "+1")
        return f"{y}+({c}{work}-{x})*({next_y}-{y})/({next_x}-{x})"

    return Line(
        "",
        between_corners,
        queue.seen.curve_h,
        "straight line to the next corner",
        label="Hours on the curve",
        unit="hours",
        format="dec2",
    )


def _correction_line(queue: _Queue) -> Line:
    return Line(
        "",
        queue.stamped(CORRECTION),
        queue.seen.correction_h,
        "engine's hours less the curve's",
        label="Engine's correction",
        unit="hours",
        format="dec2",
        kind="stamp",
    )


def _seen_workload_line(queue: _Queue) -> Line:
    return Line(
        "",
        queue.stamped(SEEN),
        queue.seen.workload_h,
        "workload when the engine ran",
        label="Workload the engine saw",
        unit="hours",
        format="int",
        kind="stamp",
    )


def _base_staff_line(queue: _Queue) -> Line:
    row, inputs = queue.row, queue.desk.given.queues
    live = is_live(inputs["channel"][queue.number], inputs["response_goal_h"][queue.number])

    def hours(c: str, p: str) -> str:
        closed = f"*({c}{row['workload_h']}>0)" if live else ""
        return f"{c}{row['curve_h']}+{c}{row['correction_h']}{closed}"

    return Line(
        "base_staff_h",
        hours,
        queue.desk.live["base_staff_h"][:, queue.number],
        "curve + correction",
        "sum",
    )


def _peak_line(queue: _Queue) -> Line:
    return Line(
        "peak_agents",
        queue.stamped(PEAK),
        queue.desk.live["peak_agents"][:, queue.number],
        "busiest interval, by the engine",
        "max",
        kind="stamp",
    )


def _binding_target_line(queue: _Queue) -> Line:
    return Line(
        "binding_target",
        queue.stamped(BINDING),
        queue.seen.binding,
        "asks for most hours, by the engine",
        kind="stamp",
        format="text",
    )


def _occupancy_line(queue: _Queue) -> Line:
    work, staff = queue.row["workload_h"], queue.row["base_staff_h"]
    slots = queue.desk.layout.queue_value("max_concurrency", queue.number)

    def occupancy(c: str, p: str) -> str:
        return f"IF({c}{staff}>0,{c}{work}/{c}{staff}/{slots},0)"

    return Line(
        "occupancy_share",
        occupancy,
        queue.desk.live["occupancy_share"][:, queue.number],
        "workload ÷ base staff hours ÷ chats at once",
        (occupancy("E", ""), _mean_occupancy(queue.desk, queue.number)),
    )


def _mean_occupancy(desk: Desk, number: int) -> float:
    work, staff = (float(desk.live[key][:, number].sum()) for key in ("workload_h", "base_staff_h"))
    return work / staff / float(desk.given.queues["max_concurrency"][number]) if staff else 0.0
