"""The steps of capacity: output and cover, hours, the load of hiring, support roles."""

from __future__ import annotations

from capplan.capacity import cover, hours, load, support
from capplan.steps import several, step

OUTPUT = (
    step(cover.available_heads),
    step(cover.ramp_loss_heads),
    step(cover.nesters_heads),
    step(cover.mentor_loss_heads),
    step(cover.paid_agent_fte),
    step(cover.paid_trainee_fte),
    step(cover.effective_fte),
)
COVER = (
    step(cover.covering_fte),
    step(cover.gap_fte),
    step(cover.coverage_share),
    step(cover.overtime_fte),
    step(cover.vto_fte),
    step(hours.paid_h),
    step(hours.out_of_office_h),
    step(hours.in_office_h),
    step(hours.productive_h),
    step(hours.learning_h),
    step(hours.productive_share),
    step(hours.paid_year_h),
    step(hours.productive_year_h),
)
LOAD = (
    step(load.recruiter_need_h),
    step(load.recruiter_short_h),
    step(load.interview_need_h),
    step(load.interview_available_h),
    step(load.interview_short_h),
    step(load.classes_in_training),
    step(load.rooms_short),
    step(load.trainers_need_heads),
    step(load.trainers_short_heads),
    step(load.mentors_need_heads),
    step(load.mentors_eligible_heads),
    step(load.mentors_short_heads),
    step(load.dilution_share),
    step(load.leader_headroom_heads),
)
SUPPORT = (
    step(support.quality_fte),
    step(support.trainer_fte),
    step(support.content_fte),
    step(support.planner_fte),
    step(support.recruiter_fte),
    *(
        step(support.by_ratio, f"{role}_fte", (served, f"people_per_{role}"))
        for role, served in support.SERVED.items()
    ),
    *(step(support.nearest, f"{role}_heads", (f"{role}_fte",)) for role in support.ROLES),
    several(support.planner_desks),
    step(support.support_heads, needs=tuple(f"{role}_heads" for role in support.ROLES)),
)
SEATS = (step(load.seats_need_heads), step(load.seats_short_heads))
STEPS = (*OUTPUT, *COVER, *LOAD, *SUPPORT, *SEATS)
