"""Supply: classes, training, attrition and ramp to the FTE on the floor, against what is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.assumptions import RAMP_WEEKS
from capplan_workbook.layout import BODY_ROW, DATE_ROW, NUMBER_ROW
from capplan_workbook.lines import SUPPLY_LINES, SUPPLY_RATES
from capplan_workbook.weekly import Line, group, group_formula, open_weekly_sheet, put

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly import Formula

SENTENCE = (
    "People start in classes, train, reach the floor, ramp up and leave; what "
    "remains meets the requirement."
)
TOTALS = {
    "starts_heads": "sum",
    "dropouts_heads": "sum",
    "graduates_heads": "sum",
    "leavers_heads": "sum",
    "closing_agents_heads": "last",
    "training_heads": "average",
    "new_hires_heads": "average",
    "available_heads": "average",
    "ramp_loss_heads": "average",
    "paid_agent_fte": "average",
    "paid_trainee_fte": "average",
    "effective_fte": "average",
    "required_fte": "average",
    "gap_fte": "min",
    "overtime_fte": "average",
    "offers_heads": "sum",
}
STRONG = ("closing_agents_heads", "effective_fte", "gap_fte")


def write(desk: Desk) -> None:
    """Writes the sheet: weekly rates, all queues together, then each queue."""
    sheet = open_weekly_sheet(desk, "Supply", SENTENCE)
    desk.sheets["Supply"] = sheet
    _rates(desk, sheet)
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


def _rates(desk: Desk, sheet: Sheet) -> None:
    lay, live = desk.layout, desk.live
    group(sheet, lay, BODY_ROW, "Attrition in force")
    yearly = {
        "tenured_hazard_share": "live_annual_attrition_share",
        "new_hire_hazard_share": "live_annual_attrition_share*live_new_hire_attrition_multiple",
    }
    for key in SUPPLY_RATES:
        rate = yearly[key]
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
    sums = {name: live[name].sum(axis=1) for name in ("effective_fte", "required_fte")}
    if key == "coverage_share":
        return _coverage(row, sums["effective_fte"], sums["required_fte"])
    if key == "opening_heads":
        total = ("G" + str(row[key]), float(live[key][0].sum()))
    rows = [lay.supply_row(key, number + 1) for number in range(len(lay.queues))]
    return Line(
        key,
        lambda c, p: "+".join(f"{c}{one}" for one in rows),
        live[key].sum(axis=1),
        "sum of the queues",
        total,
        kind=kind,
    )


def _coverage(row: dict[str, int], available: Any, needed: Any) -> Line:
    values = np.divide(available, needed, out=np.ones_like(available), where=needed > 0)
    have, need = row["effective_fte"], row["required_fte"]
    total = float(available.mean() / needed.mean()) if needed.any() else 1.0
    return Line(
        "coverage_share",
        lambda c, p: f"IF({c}{need}>0,{c}{have}/{c}{need},1)",
        values,
        "available ÷ required",
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
        if key == "opening_heads":
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
        *_training_lines(desk, queue),
        *_agent_lines(desk, queue),
        *_output_lines(desk, queue),
        *_gap_lines(desk, queue),
    )
    return {one.key: one for one in lines}


def _training_lines(desk: Desk, queue: _Queue) -> list[Line]:
    lay, r, line = desk.layout, queue.row, queue.line
    name = f"$B${lay.supply_group(queue.number + 1)}"
    weeks = lay.queue_value("training_weeks", queue.number)
    starts = lay.week_range(r["starts_heads"])
    return [
        line(
            "starts_heads",
            "classes of HiringPlan × scale",
            lambda c, p: (
                f"SUMIFS({lay.class_range('class_heads')},{lay.class_range('class_queue')},{name},"
                f"{lay.class_range('start_week')},{c}${DATE_ROW})*live_hiring_scale_share"
            ),
        ),
        line(
            "training_heads",
            "last week's + starts − graduates",
            lambda c, p: (
                f"N({p}{r['training_heads']})-N({p}{r['dropouts_heads']})+{c}{r['starts_heads']}"
                f"-{c}{r['graduates_heads']}"
            ),
        ),
        line(
            "dropouts_heads",
            "in training × weekly dropout",
            lambda c, p: f"{c}{r['training_heads']}*live_weekly_dropout_share",
        ),
        line(
            "graduates_heads",
            "starters who stayed the training",
            lambda c, p: (
                f"IF({_now(c)}>{weeks},INDEX({starts},{_now(c)}-{weeks})"
                f"*(1-live_weekly_dropout_share)^{weeks},0)"
            ),
        ),
    ]


def _now(c: str) -> str:
    return f"{c}${NUMBER_ROW}"


def _agent_lines(desk: Desk, queue: _Queue) -> list[Line]:
    lay, r, line = desk.layout, queue.row, queue.line
    opening = lay.queue_cell("opening_agents_heads", queue.number)
    graduates = lay.week_range(r["graduates_heads"])
    return [
        line(
            "opening_heads",
            "last week's close",
            lambda c, p: f"IF({_now(c)}=1,{opening},N({p}{r['closing_agents_heads']}))",
        ),
        line(
            "new_hires_heads",
            "in their new-hire weeks",
            lambda c, p: (
                f"N({p}{r['new_hires_heads']})*(1-live_new_hire_hazard_share)"
                f"+{c}{r['graduates_heads']}-IF({_now(c)}>live_new_hire_weeks,"
                f"INDEX({graduates},{_now(c)}-live_new_hire_weeks)"
                f"*(1-live_new_hire_hazard_share)^live_new_hire_weeks,0)"
            ),
        ),
        line(
            "leavers_heads",
            "new hires and tenured, each at their rate",
            lambda c, p: (
                f"{c}{r['new_hires_heads']}*live_new_hire_hazard_share+({c}{r['opening_heads']}"
                f"+{c}{r['graduates_heads']}-{c}{r['new_hires_heads']})*live_tenured_hazard_share"
            ),
        ),
        line(
            "closing_agents_heads",
            "opening + graduates − leavers",
            lambda c, p: (
                f"{c}{r['opening_heads']}+{c}{r['graduates_heads']}-{c}{r['leavers_heads']}"
            ),
        ),
    ]


def _output_lines(desk: Desk, queue: _Queue) -> list[Line]:
    r, line = queue.row, queue.line
    fte = desk.layout.queue_value("fte_per_head", queue.number)
    recent = _recent_graduates_and_loss(desk, queue)
    return [
        line(
            "available_heads",
            "half of the leavers still count",
            lambda c, p: (
                f"{c}{r['opening_heads']}+{c}{r['graduates_heads']}-{c}{r['leavers_heads']}/2"
            ),
        ),
        line(
            "ramp_loss_heads",
            "graduates × loss by floor week",
            lambda c, p: f"SUMPRODUCT({recent.format(w=_now(c))})",
        ),
        line(
            "paid_agent_fte",
            "available × FTE per head",
            lambda c, p: f"{c}{r['available_heads']}*{fte}",
        ),
        line(
            "paid_trainee_fte",
            "in training × FTE per head",
            lambda c, p: f"({c}{r['training_heads']}-{c}{r['dropouts_heads']}/2)*{fte}",
        ),
        line(
            "effective_fte",
            "(available − ramp) × FTE per head",
            lambda c, p: f"({c}{r['available_heads']}-{c}{r['ramp_loss_heads']})*{fte}",
        ),
    ]


def _recent_graduates_and_loss(desk: Desk, queue: _Queue) -> str:
    """Ranges to multiply: graduates of the ramp's weeks up to {w}, and the loss at their age."""
    ramp = desk.layout.ramp_range
    graduates = desk.layout.week_range(queue.row["graduates_heads"])
    return (
        f"INDEX({graduates},MAX(1,{{w}}-{RAMP_WEEKS - 1})):INDEX({graduates},{{w}}),"
        f"INDEX({ramp},{RAMP_WEEKS + 1}-MIN({RAMP_WEEKS},{{w}}))"
        f":INDEX({ramp},{RAMP_WEEKS})"
    )


def _gap_lines(desk: Desk, queue: _Queue) -> list[Line]:
    r, line = queue.row, queue.line
    need = desk.layout.requirement_row("required_fte", queue.number)
    return [
        line("required_fte", "from Requirement", lambda c, p: f"Requirement!{c}{need}"),
        line(
            "gap_fte",
            "available − required",
            lambda c, p: f"{c}{r['effective_fte']}-{c}{r['required_fte']}",
        ),
        _coverage(r, queue.values["effective_fte"], queue.values["required_fte"]),
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
            lambda c, p: (
                f"ROUNDUP(MAX(0,{c}{r['starts_heads']}/(1-live_no_show_share)"
                f"/live_offer_acceptance_share-1E-9),0)"
            ),
        ),
    ]
