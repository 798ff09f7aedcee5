"""The steps of leaders: posts and people in post, the floor that is left, spans and debt."""

from __future__ import annotations

from capplan.leaders import appointments, floor, groups, lights, spans
from capplan.leaders.layers import by_week, lines
from capplan.steps import record, several, step

LEADERS = (record(groups.team_rules), several(appointments.leaders_in_post, appointments.LINES))
FLOOR = (
    record(floor.leader_flows),
    several(floor.floor),
    step(floor.backfill_starts_heads),
    step(floor.all_leavers_heads),
)
SPANS = (
    step(floor.floor_heads),
    step(floor.team_group_heads),
    step(floor.frontline_heads),
    step(appointments.duty_supervisors_heads),
    record(spans.layer_rules),
    several(spans.leadership, {"required_heads": lines("required_{}_heads")}),
    record(by_week, "in_post_by_layer", lines("{}_heads")),
    record(by_week, "effective_by_layer", lines("effective_{}_heads")),
    record(by_week, "posts_by_layer", lines("posts_{}_heads")),
    several(lights.owed, lights.LINES),
    step(lights.inside_share),
    step(spans.executives_heads),
    step(spans.senior_heads),
    step(spans.extra_executives_heads),
    step(spans.leaders_heads),
)
STEPS = (*LEADERS, *FLOOR, *SPANS)
FLOWS = ("leaders_from_floor_heads", "leaders_to_floor_heads")
STAMPED = next(one.results for one in LEADERS if not one.record)  # whom a spreadsheet cannot move
