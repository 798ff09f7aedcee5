"""Checks of the people on Supply: every stage rolls forward, no stock falls below zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from capplan.people.moves import LEAVE, LEAVER, PROMOTION, SEVERANCE, TRANSFER
from capplan.people.supply import MOST_WEEKS_BEGUN
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.checks.check import FAIL, ROUNDING, Check, zero_check
from capplan_workbook.layout.places import TABLE_ROW
from capplan_workbook.sheets.assumptions.input_checks import supply_year

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

OVERWRITTEN = "Supply: a formula was overwritten."
COME = (
    "opening_heads",
    "graduates_heads",
    "transfers_in_heads",
    "leave_back_heads",
    "leader_returns_heads",
)
GO = (
    "transfers_out_heads",
    "promotions_out_heads",
    "planned_leavers_heads",
    "leave_out_heads",
    "leader_promotions_heads",
    "leavers_heads",
    "closing_agents_heads",
)
STOCKS = ("training_heads", "tenured_heads", "on_leave_heads", "cross_training_heads")


def entry_checks(desk: Desk) -> Iterator[Check]:
    """Does every class and every move stand for people that Supply counts?"""
    yield _classes_are_counted(desk)
    yield _moves_are_counted(desk)


def roll_forward_checks(desk: Desk) -> Iterator[Check]:
    """Does every stage hold opening + in − out = closing?"""
    yield _agents_roll_forward(desk)
    yield _trainees_roll_forward(desk)
    yield _leave_rolls_forward(desk)
    yield _transfers_arrive(desk)


def stock_check(desk: Desk) -> Check:
    """Is there nobody less than nobody, in any queue, stage and week?"""
    lay = desk.layout
    rows = [lay.supply_row(key, number + 1) for key in STOCKS for number in range(len(lay.queues))]
    lowest = min(float(desk.live[key].min()) for key in STOCKS)
    return Check(
        "No stock of people below zero",
        f"MIN({','.join(lay.week_range(row, 'Supply') for row in rows)},0)",
        min(lowest, 0.0),
        -ROUNDING,
        0,
        FAIL,
        "HiringPlan: a move takes more tenured agents than its queue has; look for it on Supply.",
        "dec1",
    )


def _known_queue(desk: Desk, cells: str) -> str:
    """Formula part: 1 where the cells name a queue, 0 elsewhere."""
    names = f"Queues!{range_name(TABLE_ROW + 1, 2, desk.layout.last_queue_row, 2)}"
    return f"(1-ISERROR(MATCH({cells},{names},0)))"


def _classes_are_counted(desk: Desk) -> Check:
    lay = desk.layout
    queue, start = (lay.class_range(name) for name in ("class_queue", "start_week"))
    heads, first = lay.class_range("class_heads"), f"Demand!{range_name(TABLE_ROW + 1, 2)}"
    begun = f"({start}<{first})*({start}>={first}-{7 * MOST_WEEKS_BEGUN})"
    inside = f"(1-ISERROR(MATCH({start},{lay.week_column},0)))"
    return zero_check(
        "Every class starts in a week of the plan, or is still running",
        f"SUM({heads})-SUMPRODUCT({_known_queue(desk, queue)}*({begun}+{inside}),{heads})",
        FAIL,
        "HiringPlan: start week outside the plan, or no such queue.",
        tolerance=ROUNDING,
    )


def _moves_are_counted(desk: Desk) -> Check:
    lay = desk.layout
    kind, queue, target, week, heads = (
        lay.move_range(f"move_{name}") for name in ("kind", "queue", "to_queue", "week", "heads")
    )
    alone = "+".join(f'({kind}="{one}")' for one in (PROMOTION, LEAVER, SEVERANCE, LEAVE))
    pair = f'({kind}="{TRANSFER}")*{_known_queue(desk, target)}*({target}<>{queue})'
    good = (
        f"{_known_queue(desk, queue)}*(1-ISERROR(MATCH({week},{lay.week_column},0)))"
        f"*({alone}+{pair})*({heads}>=0)"
    )
    return zero_check(
        "Every move is of a known kind, in a week of the plan, between known queues",
        f'SUMPRODUCT(({heads}<>"")*(1-{good}))',
        FAIL,
        "HiringPlan: kind, queues, week or people of a move.",
    )


def _agents_roll_forward(desk: Desk) -> Check:
    come = "+".join(supply_year(desk, key) for key in COME)
    gone = "-".join(supply_year(desk, key) for key in GO)
    return zero_check(
        "Agents roll forward: opening + in − out = closing",
        f"{come}-{gone}",
        FAIL,
        OVERWRITTEN,
        _agents_left(desk.live),
        ROUNDING,
    )


def _agents_left(live: Mapping[str, Any]) -> float:
    came = live[COME[0]][0].sum() + sum(live[key].sum() for key in COME[1:])
    return float(came - sum(live[key].sum() for key in GO[:-1]) - live[GO[-1]][-1].sum())


def _trainees_roll_forward(desk: Desk) -> Check:
    opening, starts, dropouts, graduates = (
        supply_year(desk, f"{key}_heads")
        for key in ("opening_training", "starts", "dropouts", "graduates")
    )
    trained, lost = (_last(desk, key) for key in ("training_heads", "dropouts_heads"))
    return zero_check(
        "Trainees roll forward: at first + starts − dropouts − graduates = still in training",
        f"{opening}+{starts}-{dropouts}-{graduates}-({trained}-{lost})",
        FAIL,
        OVERWRITTEN,
        _trainees_left(desk.live),
        ROUNDING,
    )


def _trainees_left(live: Mapping[str, Any]) -> float:
    came = live["opening_training_heads"][0].sum() + live["starts_heads"].sum()
    gone = live["dropouts_heads"].sum() + live["graduates_heads"].sum()
    still = live["training_heads"][-1] - live["dropouts_heads"][-1]
    return float(came - gone - still.sum())


def _leave_rolls_forward(desk: Desk) -> Check:
    out, back, lost = (supply_year(desk, f"leave_{key}_heads") for key in ("out", "back", "lost"))
    live = desk.live
    left = live["leave_out_heads"].sum() - live["leave_back_heads"].sum()
    left = left - live["leave_lost_heads"].sum() - live["on_leave_heads"][-1].sum()
    return zero_check(
        "Leave rolls forward: goes − back − not back = still away",
        f"{out}-{back}-{lost}-{_last(desk, 'on_leave_heads')}",
        FAIL,
        OVERWRITTEN,
        float(left),
        ROUNDING,
    )


def _transfers_arrive(desk: Desk) -> Check:
    out, into = (supply_year(desk, f"transfers_{key}_heads") for key in ("out", "in"))
    return zero_check(
        "Transfers arrive: out − in = still in cross-training",
        f"{out}-{into}-{_last(desk, 'cross_training_heads')}",
        FAIL,
        OVERWRITTEN,
        0.0,
        ROUNDING,
    )


def _last(desk: Desk, key: str) -> str:
    """The cell of a line's last week, all queues together."""
    return f"Supply!{cell_name(desk.layout.supply_row(key, 0), desk.layout.last_col)}"
