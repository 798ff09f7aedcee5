"""Supply: classes, training, attrition and ramp to the FTE on the floor, against what is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.assumptions import RAMP_WEEKS
from capplan.money.budget import QUEUE_EXTRAS
from capplan_workbook.layout.lines import LEADER_LINES, MOVE_LINES, SUPPLY_LINES, SUPPLY_RATES
from capplan_workbook.layout.places import BODY_ROW, NUMBER_ROW
from capplan_workbook.sheets.supply import load, outlook, site_lines
from capplan_workbook.sheets.supply.people import People
from capplan_workbook.weekly import extra_lines, queue_money
from capplan_workbook.weekly.rows import Line, group, group_formula, open_weekly_sheet, put

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Formula

SENTENCE = (
    "People start in classes, train, reach the floor, ramp up and leave; what "
    "remains meets the requirement."
)
AWAY = ("rate_leave_heads", "on_leave_heads", "cross_training_heads")
TOTALS = {
    "starts_heads": "sum",
    "dropouts_heads": "sum",
    "graduates_heads": "sum",
    **dict.fromkeys((key for key in MOVE_LINES if key not in AWAY), "sum"),
    **dict.fromkeys(AWAY, "average"),
    "promotable_heads": "average",
    **dict.fromkeys(LEADER_LINES[1:], "sum"),
    "leavers_heads": "sum",
    "all_leavers_heads": "sum",
    "closing_agents_heads": "last",
    "training_heads": "average",
    "new_hires_heads": "average",
    "to_26_weeks_heads": "average",
    "to_52_weeks_heads": "average",
    "tenured_heads": "min",
    "available_heads": "average",
    "ramp_loss_heads": "average",
    "nesters_heads": "average",
    "mentor_loss_heads": "average",
    "paid_agent_fte": "average",
    "paid_trainee_fte": "average",
    "effective_fte": "average",
    "outsourced_fte": "average",
    "covering_fte": "average",
    "required_fte": "average",
    "gap_fte": "min",
    "overtime_fte": "average",
    "vto_fte": "average",
    "offers_heads": "sum",
    **load.QUEUE_TOTALS,
    **queue_money.TOTALS,
    **extra_lines.TOTALS,
}
EXTRAS = tuple(QUEUE_EXTRAS.values())
OPENINGS = ("opening_training_heads", "opening_heads", "opening_tenured_heads")
STRONG = ("closing_agents_heads", "effective_fte", "gap_fte")


def write(desk: Desk) -> None:
    """Writes the sheet: weekly rates, all queues together, then each queue."""
    sheet = open_weekly_sheet(desk, "Supply", SENTENCE)
    desk.sheets["Supply"] = sheet
    _rates(desk, sheet)
    load.write(desk, sheet)
    outlook.write(desk, sheet)
    site_lines.write(desk, sheet)
    lay = desk.layout
    group(sheet, lay, lay.supply_group(0), "All queues")
    for key in SUPPLY_LINES:
        put(sheet, lay, lay.supply_row(key, 0), _total_line(desk, key))
    for number in range(len(lay.queues)):
        top = lay.supply_group(number + 1)
        group_formula(sheet, lay, top, lay.queue_cell("queue", number), lay.queues[number])
        for key, line in _queue_lines(desk, number).items():
            put(sheet, lay, lay.supply_row(key, number + 1), line)
    for number in range(len(lay.queues) + 1):
        row = lay.supply_row("coverage_share", number)
        sheet.colour_scale(lay.week_range(row).replace("$", ""))
        first, last = (lay.supply_row(MOVE_LINES[end], number) for end in (0, -1))
        sheet.group_rows(first, last, hidden=not _anybody_moves(desk))
        first, last = (lay.supply_row(EXTRAS[end], number) for end in (0, -1))
        sheet.group_rows(first, last, hidden=not any(desk.live[key].any() for key in EXTRAS))


def _anybody_moves(desk: Desk) -> bool:
    return bool(desk.given.moves or desk.given.values["leave_of_absence_weekly_share"])


def _rates(desk: Desk, sheet: Sheet) -> None:
    lay, live = desk.layout, desk.live
    group(sheet, lay, BODY_ROW, "Attrition in force")
    for key in SUPPLY_RATES:
        rate = "live_annual_attrition_share"
        if key != "tenured_hazard_share":
            band = key.replace("hazard_share", "attrition_multiple")
            rate = f"{rate}*live_{band}*live_mix_attrition_multiple"
        formula = (
            f'IF(live_attrition_basis="turnover_ratio",1-EXP(-{rate}/52),'
            f'IF(live_attrition_basis="cohort_loss",1-(1-{rate})^(1/52),{rate}/52))'
        )
        row = lay.supply_rate_row(key)
        line = Line(
            key,
            _same(row),
            live[key],
            "yearly rate on its basis",
            (formula, live[key]),
            format="percent2",
        )
        put(sheet, lay, row, line)
        sheet.name(f"live_{key}", row, 5)


def _same(row: int) -> Formula:
    return lambda c, p: f"$E{row}"


def _total_line(desk: Desk, key: str) -> Line:
    lay, live = desk.layout, desk.live
    row = {name: lay.supply_row(name, 0) for name in SUPPLY_LINES}
    kind = "total" if key in STRONG else "calc"
    total: Any = TOTALS.get(key, "")
    if key == "coverage_share":
        have, need = (live[name].sum(axis=1) for name in ("covering_fte", "required_fte"))
        return _coverage(row, have, need)
    if key in OPENINGS:
        total = ("G" + str(row[key]), float(live[key][0].sum()))
    rows = [lay.supply_row(key, number + 1) for number in range(len(lay.queues))]
    return Line(
        key,
        lambda c, p: "+".join(f"{c}{one}" for one in rows),
        live[key].sum(axis=1),
        "sum of the queues",
        total,
        kind=kind,
        **queue_money.look(desk, key),
    )


def _coverage(row: dict[str, int], available: Any, needed: Any) -> Line:
    values = np.divide(available, needed, out=np.ones_like(available), where=needed > 0)
    have, need = row["covering_fte"], row["required_fte"]
    total = float(available.mean() / needed.mean()) if needed.any() else 1.0
    return Line(
        "coverage_share",
        lambda c, p: f"IF({c}{need}>0,{c}{have}/{c}{need},1)",
        values,
        "available, outsourced ÷ required",
        (f"IF(E{need}>0,E{have}/E{need},1)", total),
        format="percent0",
    )


@dataclass(frozen=True)
class _Queue:
    """A queue's rows and values on Supply."""

    number: int
    row: dict[str, int]
    values: dict[str, Any]

    def line(self, key: str, how: str, formula: Formula) -> Line:
        """The line of the key, with the total that is its own."""
        total: Any = TOTALS.get(key, "")
        if key in OPENINGS:
            total = (f"G{self.row[key]}", float(self.values[key][0]))
        kind = "total" if key in STRONG else "calc"
        return Line(key, formula, self.values[key], how, total, kind=kind)


def _queue_lines(desk: Desk, number: int) -> dict[str, Line]:
    queue = _Queue(
        number,
        {key: desk.layout.supply_row(key, number + 1) for key in SUPPLY_LINES},
        {key: desk.live[key][:, number] for key in SUPPLY_LINES},
    )
    lines = (
        *_people_lines(desk, queue),
        *_output_lines(desk, queue),
        *_gap_lines(desk, queue),
        *load.queue_lines(desk, number),
        *queue_money.queue_lines(desk, number),
        *extra_lines.queue_lines(desk, number),
    )
    return {one.key: one for one in lines}


def _people_lines(desk: Desk, queue: _Queue) -> list[Line]:
    people = People(desk.layout, queue.number, queue.row)
    return [queue.line(key, how, formula) for key, how, formula in people.lines()]


def _now(c: str) -> str:
    return f"{c}${NUMBER_ROW}"


def _output_lines(desk: Desk, queue: _Queue) -> list[Line]:
    r, line = queue.row, queue.line
    fte = desk.layout.queue_value("fte_per_head", queue.number)
    ramp = _over_floor_weeks(desk, queue, desk.layout.ramp_range)
    nesting = _over_floor_weeks(desk, queue, desk.layout.nesting_range)
    return [
        line(
            "ramp_loss_heads",
            "graduates × loss by floor week",
            lambda c, p: f"SUMPRODUCT({ramp.format(w=_now(c))})",
        ),
        line(
            "nesters_heads",
            "graduates in their nesting weeks",
            lambda c, p: f"SUMPRODUCT({nesting.format(w=_now(c))})",
        ),
        line(
            "mentor_loss_heads",
            "nesters ÷ per mentor × time lost",
            lambda c, p: (
                f"{c}{r['nesters_heads']}/live_nesters_per_mentor*live_mentor_time_lost_share"
            ),
        ),
        line(
            "paid_agent_fte",
            "available + cross-training, × FTE",
            lambda c, p: f"({c}{r['available_heads']}+{c}{r['cross_training_heads']})*{fte}",
        ),
        line(
            "paid_trainee_fte",
            "in training × FTE per head",
            lambda c, p: f"({c}{r['training_heads']}-{c}{r['dropouts_heads']}/2)*{fte}",
        ),
        line(
            "effective_fte",
            "available − ramp − mentors, × FTE",
            lambda c, p: (
                f"({c}{r['available_heads']}-{c}{r['ramp_loss_heads']}"
                f"-{c}{r['mentor_loss_heads']})*{fte}"
            ),
        ),
    ]


def _over_floor_weeks(desk: Desk, queue: _Queue, by_week: str) -> str:
    """Ranges to multiply: graduates of the ramp's weeks up to {w}, and a value at their age."""
    graduates = desk.layout.week_range(queue.row["graduates_heads"])
    return (
        f"INDEX({graduates},MAX(1,{{w}}-{RAMP_WEEKS - 1})):INDEX({graduates},{{w}}),"
        f"INDEX({by_week},{RAMP_WEEKS + 1}-MIN({RAMP_WEEKS},{{w}}))"
        f":INDEX({by_week},{RAMP_WEEKS})"
    )


def _gap_lines(desk: Desk, queue: _Queue) -> list[Line]:
    r, line = queue.row, queue.line
    need = desk.layout.requirement_row("required_fte", queue.number)
    outsourced = site_lines.outsourced(desk, queue.number)
    return [
        line("outsourced_fte", "hours ÷ productive hours of an FTE", outsourced),
        line(
            "covering_fte",
            "available + outsourced",
            lambda c, p: f"{c}{r['effective_fte']}+{c}{r['outsourced_fte']}",
        ),
        line("required_fte", "from Requirement", lambda c, p: f"Requirement!{c}{need}"),
        line(
            "gap_fte",
            "available, outsourced − required",
            lambda c, p: f"{c}{r['covering_fte']}-{c}{r['required_fte']}",
        ),
        _coverage(r, queue.values["covering_fte"], queue.values["required_fte"]),
        line(
            "overtime_fte",
            "what is short, up to the cap",
            lambda c, p: (
                f"MIN(MAX(-{c}{r['gap_fte']},0),{c}{r['effective_fte']}*live_overtime_cap_share)"
            ),
        ),
        line(
            "offers_heads",
            "starts ÷ show-up ÷ acceptance, whole",
            lambda c, p: f"ROUNDUP(MAX(0,{c}{r['starts_heads']}*live_mix_offers-1E-9),0)",
        ),
    ]
