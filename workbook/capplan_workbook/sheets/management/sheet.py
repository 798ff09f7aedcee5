"""Management: whole leaders at set spans, the executive ratio, and the support roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from capplan.capacity.support import DESK_SHARES, PLANNER_SPLIT, PLANNER_STEP, ROLES, PlannerDesks
from capplan.leaders.movement.thresholds import QUARTER_WEEKS
from capplan_workbook.layout.places import NUMBER_ROW
from capplan_workbook.sheets.management import leader_tables, team_groups
from capplan_workbook.sheets.management.leaders import Leaders
from capplan_workbook.weekly import extra_lines
from capplan_workbook.weekly.rows import Line, group, open_weekly_sheet, put, up

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Formula, Ref

SENTENCE = (
    "Who leads the floor and who supports it, in whole people, at the spans and "
    "ratios of Assumptions."
)


def write(desk: Desk) -> None:
    """Writes the sheet: frontline, layers, executives, support needs and support people."""
    sheet = open_weekly_sheet(desk, "Management", SENTENCE)
    desk.sheets["Management"] = sheet
    lay = desk.layout
    lines = _lines(desk)
    titles = {
        "floor_heads": "Frontline",
        "duty_supervisors_heads": "Leaders the spans ask for",
        "posts_supervisors_heads": "Posts, with a band of inaction",
        "supervisors_heads": "Leaders in post",
        "executives_heads": "Executive ratio",
        "leaders_heads": "Leaders together",
        "managers_span_people": "Actual span of the upper layers",
        "supervisors_light": "Light of each layer",
        "least_supervisors_heads": "Leaders at the ends of the band",
        "unfilled_supervisors_heads": "Unfilled posts",
        "effective_supervisors_heads": "Leaders in effect",
        "debt_supervisors_heads": "Management debt",
        "leaders_asked_heads": "Management debt together",
        "pipeline_supervisors_heads": "Leaders on their way",
        "premium_supervisors_heads": "Leaders at a premium",
        "appointed_inside_heads": "Where leaders come from",
        "quality_fte": "Support roles: need",
        "quality_heads": "Support roles: people",
        "base_pay_cost": "Pay that the yearly bonus is a share of",
    }
    for key, row in lay.management_rows.items():
        if key in titles:
            group(sheet, lay, row - 1, titles[key])
        if key in lines:
            put(sheet, lay, row, lines[key])
    team_groups.write(desk, sheet)
    leader_tables.write(desk, sheet, _at(desk))


def _at(desk: Desk) -> Callable[[str], Ref]:
    rows = desk.layout.management_rows

    def at(key: str) -> Ref:
        return lambda c: f"{c}{rows[key]}"

    return at


def _lines(desk: Desk) -> dict[str, Line]:
    at = _at(desk)
    lines = [
        *_front_lines(desk),
        *Leaders(desk, at).lines(),
        *_executive_lines(desk, at),
        *_together_lines(desk, at),
        *_need_lines(desk, at),
        *_people_lines(desk, at),
        extra_lines.base_pay_line(desk, at),
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


def _nearest(need: Ref) -> Formula:
    return lambda c, p: f"INT({need(c)}+0.5+1E-9)"


def _executive_lines(desk: Desk, at: Callable[[str], Ref]) -> list[Line]:
    live = desk.live
    front, managers, above = at("frontline_heads"), at("managers_heads"), _above_managers(at)
    asked, senior = at("executives_heads"), at("senior_heads")
    return [
        Line(
            "executives_heads",
            lambda c, p: (
                f"IF({front(c)}>=live_frontline_per_executive,"
                f"{up(f'{front(c)}/live_frontline_per_executive')},0)"
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
    leads, managers = at("supervisors_heads"), at("managers_heads")
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
            "span_target",
            lambda c, p: "live_supervisor_span",
            live["supervisor_span"],
            "from Assumptions and scenario",
            label="Target span",
            unit="people",
        ),
        _quarter_starts(desk),
    ]


def _quarter_starts(desk: Desk) -> Line:
    starts = desk.layout.supply_total("starts_heads")
    weekly = desk.live["starts_heads"].sum(axis=1)
    recent = [weekly[max(0, k - QUARTER_WEEKS + 1) : k + 1].sum() for k in range(len(weekly))]
    return Line(
        "quarter_starts",
        lambda c, p: (
            f"SUM(INDEX({starts},MAX(1,{c}${NUMBER_ROW}-{QUARTER_WEEKS - 1}))"
            f":INDEX({starts},{c}${NUMBER_ROW}))"
        ),
        recent,
        "starts of 13 weeks",
        "max",
        "Starts of the last quarter",
        "heads",
    )


def _need_lines(desk: Desk, at: Callable[[str], Ref]) -> list[Line]:
    live = desk.live
    formulas = {**_work_formulas(desk, at), **_ratio_formulas(at)}
    needs = [
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
    floor, planners = at("floor_heads"), at("planner_fte")
    return needs + [_desk_line(desk, key, floor, planners) for key in PlannerDesks._fields]


def _work_formulas(desk: Desk, at: Callable[[str], Ref]) -> dict[str, tuple[Formula, str]]:
    """Roles that follow their work."""
    load, floor, leads = desk.layout.load_rows, at("floor_heads"), at("supervisors_heads")
    classes, hours = load["classes_in_training"], load["recruiter_need_h"]
    work: Ref = lambda c: (
        f"{floor(c)}*(live_evaluate_min+live_feedback_min)*live_evaluations_per_month"
        "*(1-live_evaluation_auto_share)*12/52/60"
    )
    return {
        "quality": (
            lambda c, p: (
                f"({work(c)}+live_calibration_h_per_week*{leads(c)}*({work(c)}>0))"
                "/(live_support_h_per_week-live_calibration_h_per_week)"
            ),
            "evaluations + calibration ÷ hours",
        ),
        "trainer": (
            lambda c, p: (
                f"Supply!{c}{classes}+{floor(c)}*live_refresh_h_per_month*12/52"
                "/live_refresh_group_heads/live_support_h_per_week"
            ),
            "classes + refreshers",
        ),
        "content": (
            lambda c, p: (
                f"({floor(c)}>0)*live_course_h_per_week*live_writing_h_per_course_h"
                "/live_support_h_per_week"
            ),
            "course hours × writing ÷ hours",
        ),
        "recruiter": (
            lambda c, p: (
                f"IF(live_recruiter_h_per_week>0,Supply!{c}{hours}/live_recruiter_h_per_week,0)"
            ),
            "recruiter hours needed ÷ hours of one",
        ),
    }


def _ratio_formulas(at: Callable[[str], Ref]) -> dict[str, tuple[Formula, str]]:
    """Roles that follow those they serve."""
    floor, front = at("floor_heads"), at("frontline_heads")
    return {
        "planner": (
            lambda c, p: (
                f"MAX(MIN({floor(c)},{PLANNER_STEP:g})/live_people_per_planner"
                f"+MAX({floor(c)}-{PLANNER_STEP:g},0)/live_people_per_planner_above_500,"
                f"IF({floor(c)}>={PLANNER_SPLIT:g},{len(DESK_SHARES)},0))"
            ),
            "agents ÷ ratio, a desk each from 150",
        ),
        "hr": (lambda c, p: f"{front(c)}/live_people_per_hr", "frontline ÷ ratio"),
        "analyst": (lambda c, p: f"{floor(c)}/live_people_per_analyst", "agents ÷ ratio"),
        "it": (lambda c, p: f"{front(c)}/live_people_per_it", "frontline ÷ ratio"),
        "knowledge": (lambda c, p: f"{floor(c)}/live_people_per_knowledge", "agents ÷ ratio"),
    }


def _desk_line(desk: Desk, key: str, floor: Ref, planners: Ref) -> Line:
    share = DESK_SHARES[PlannerDesks._fields.index(key)]
    least = len(DESK_SHARES)
    return Line(
        key,
        lambda c, p: (
            f"IF({floor(c)}>={PLANNER_SPLIT:g},1+MAX({planners(c)}-{least},0)*{share:g},0)"
        ),
        desk.live[key],
        "one, and a part of the others",
        "average",
        format="dec2",
    )


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
