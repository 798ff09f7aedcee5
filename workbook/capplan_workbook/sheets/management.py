"""Management: whole leaders at set spans, the executive ratio, and the support roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from capplan.support import PLANNER_STEP, ROLES
from capplan_workbook.layout import NUMBER_ROW
from capplan_workbook.weekly import Line, group, open_weekly_sheet, put

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly import Formula, Ref

SENTENCE = (
    "Who leads the floor and who supports it, in whole people, at the spans and "
    "ratios of Assumptions."
)
RECRUITING_WEEKS = 13


def write(desk: Desk) -> None:
    """Writes the sheet: frontline, layers, executives, support needs and support people."""
    sheet = open_weekly_sheet(desk, "Management", SENTENCE)
    desk.sheets["Management"] = sheet
    lay = desk.layout
    lines = _lines(desk)
    titles = {
        "floor_heads": "Frontline",
        "supervisors_heads": "Leaders",
        "executives_heads": "Executive ratio",
        "leaders_heads": "Leaders together",
        "quality_fte": "Support roles: need",
        "quality_heads": "Support roles: people",
    }
    for key, row in lay.management_rows.items():
        if key in titles:
            group(sheet, lay, row - 1, titles[key])
        put(sheet, lay, row, lines[key])


def _lines(desk: Desk) -> dict[str, Line]:
    rows = desk.layout.management_rows

    def at(key: str) -> Ref:
        return lambda c: f"{c}{rows[key]}"

    lines = [
        *_front_lines(desk),
        *_layer_lines(desk, at),
        *_executive_lines(desk, at),
        *_together_lines(desk, at),
        *_need_lines(desk, at),
        *_people_lines(desk, at),
    ]
    return {line.key: line for line in lines}


def _front_lines(desk: Desk) -> list[Line]:
    lay, live = desk.layout, desk.live

    def supply(key: str) -> int:
        return lay.supply_row(key, 0)

    floor = lay.management_rows["floor_heads"]
    return [
        Line(
            "floor_heads",
            lambda c, p: (
                f"Supply!{c}{supply('closing_agents_heads')}+Supply!{c}{supply('leavers_heads')}"
            ),
            live["floor_heads"],
            "agents after Monday's moves",
            "average",
        ),
        Line(
            "frontline_heads",
            lambda c, p: (
                f"{c}{floor}+Supply!{c}{supply('training_heads')}"
                f"+Supply!{c}{supply('cross_training_heads')}"
            ),
            live["frontline_heads"],
            "floor + training + cross-training",
            "average",
        ),
    ]


def _layer_lines(desk: Desk, at: Callable[[str], Ref]) -> list[Line]:
    live = desk.live
    chain = (
        ("managers_heads", "supervisors_heads", "live_manager_span"),
        ("directors_heads", "managers_heads", "live_director_span"),
        ("vps_heads", "directors_heads", "live_upper_span"),
        ("svps_heads", "vps_heads", "live_upper_span"),
    )
    floor, leads = at("floor_heads"), at("supervisors_heads")
    first = _layer_line(
        "supervisors_heads",
        lambda c, p: _up(f"{floor(c)}/live_supervisor_span"),
        live,
        "agents ÷ span, whole",
    )
    above = [
        _layer_line(key, _layer(at(below), span), live, "layer below ÷ span, whole")
        for key, below, span in chain
    ]
    head = _layer_line(
        "service_heads_heads",
        lambda c, p: f"IF({leads(c)}>1,1,0)",
        live,
        "one above more than one leader",
    )
    return [first, *above, head]


def _layer_line(key: str, formula: Formula, live: Mapping[str, Any], how: str) -> Line:
    return Line(key, formula, live[key], how, "average", format="int")


def _layer(under: Ref, span: str) -> Formula:
    return lambda c, p: f"IF({under(c)}>live_head_at,{_up(f'{under(c)}/{span}')},0)"


def _nearest(need: Ref) -> Formula:
    return lambda c, p: f"INT({need(c)}+0.5+1E-9)"


def _up(ratio: str) -> str:
    return f"ROUNDUP(MAX(0,{ratio}-1E-9),0)"


def _executive_lines(desk: Desk, at: Callable[[str], Ref]) -> list[Line]:
    live = desk.live
    front, managers, above = at("frontline_heads"), at("managers_heads"), _above_managers(at)
    asked, senior = at("executives_heads"), at("senior_heads")
    return [
        Line(
            "executives_heads",
            lambda c, p: (
                f"IF({front(c)}>=live_frontline_per_executive,"
                f"{_up(f'{front(c)}/live_frontline_per_executive')},0)"
            ),
            live["executives_heads"],
            "frontline ÷ ratio, whole",
            "last",
            format="int",
        ),
        Line(
            "senior_heads",
            lambda c, p: f'IF(live_senior_from="manager",{managers(c)},0)+{above(c)}',
            live["senior_heads"],
            "from the counted layer up",
            "last",
            format="int",
        ),
        Line(
            "extra_executives_heads",
            lambda c, p: f"MAX({asked(c)}-{senior(c)},0)",
            live["extra_executives_heads"],
            "asked for beyond the layers",
            "last",
            format="int",
        ),
    ]


def _above_managers(at: Callable[[str], Ref]) -> Ref:
    layers = ("directors_heads", "vps_heads", "svps_heads", "service_heads_heads")
    refs = [at(key) for key in layers]
    return lambda c: "+".join(one(c) for one in refs)


def _together_lines(desk: Desk, at: Callable[[str], Ref]) -> list[Line]:
    live = desk.live
    floor, leads, managers = at("floor_heads"), at("supervisors_heads"), at("managers_heads")
    above, extra = _above_managers(at), at("extra_executives_heads")
    return [
        Line(
            "leaders_heads",
            lambda c, p: f"{leads(c)}+{managers(c)}+{above(c)}+{extra(c)}",
            live["leaders_heads"],
            "sum of the above",
            "average",
            format="int",
            kind="total",
        ),
        Line(
            "span_people",
            lambda c, p: f"IF({leads(c)}>0,{floor(c)}/{leads(c)},0)",
            live["span_people"],
            "agents ÷ team leaders",
            "average",
        ),
        Line(
            "span_target",
            lambda c, p: "live_supervisor_span",
            live["supervisor_span"],
            "from Assumptions and scenario",
            label="Target span",
            unit="people",
        ),
    ]


def _need_lines(desk: Desk, at: Callable[[str], Ref]) -> list[Line]:
    lay, live = desk.layout, desk.live
    floor, front = at("floor_heads"), at("frontline_heads")
    training, starts = lay.supply_row("training_heads", 0), lay.supply_total("starts_heads")
    week: Ref = lambda c: f"{c}${NUMBER_ROW}"
    recent = f"AVERAGE(INDEX({starts},MAX(1,{{w}}-{RECRUITING_WEEKS - 1})):INDEX({starts},{{w}}))"
    formulas = {
        "quality": (lambda c, p: f"{floor(c)}/live_people_per_quality", "agents ÷ ratio"),
        "trainer": (
            lambda c, p: f"Supply!{c}{training}/live_people_per_trainer",
            "in training ÷ ratio",
        ),
        "planner": (
            lambda c, p: (
                f"MIN({floor(c)},{PLANNER_STEP:g})/live_people_per_planner"
                f"+MAX({floor(c)}-{PLANNER_STEP:g},0)/live_people_per_planner_above_500"
            ),
            "agents ÷ ratio, in two steps",
        ),
        "recruiter": (
            lambda c, p: f"{recent.format(w=week(c))}/live_people_per_recruiter",
            "starts of 13 weeks, average ÷ ratio",
        ),
        "hr": (lambda c, p: f"{front(c)}/live_people_per_hr", "frontline ÷ ratio"),
        "analyst": (lambda c, p: f"{floor(c)}/live_people_per_analyst", "agents ÷ ratio"),
        "it": (lambda c, p: f"{front(c)}/live_people_per_it", "frontline ÷ ratio"),
        "knowledge": (lambda c, p: f"{floor(c)}/live_people_per_knowledge", "agents ÷ ratio"),
    }
    return [
        Line(
            f"{role}_fte",
            formulas[role][0],
            live[f"{role}_fte"],
            formulas[role][1],
            "average",
            format="dec2",
        )
        for role in ROLES
    ]


def _people_lines(desk: Desk, at: Callable[[str], Ref]) -> list[Line]:
    live = desk.live
    lines = []
    for role in ROLES:
        need = at(f"{role}_fte")
        lines.append(
            Line(
                f"{role}_heads",
                _nearest(need),
                live[f"{role}_heads"],
                "nearest whole person",
                "average",
                format="int",
            )
        )
    people = [at(f"{role}_heads") for role in ROLES]
    lines.append(
        Line(
            "support_heads",
            lambda c, p: "+".join(one(c) for one in people),
            live["support_heads"],
            "sum of the above",
            "average",
            format="int",
            kind="total",
        )
    )
    return lines
