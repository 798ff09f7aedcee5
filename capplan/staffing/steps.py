"""The steps of staffing, in order."""

from __future__ import annotations

from capplan.staffing import fte, outsourcing, requirement
from capplan.steps import several, step

STEPS = (
    several(requirement.requirement),
    step(requirement.occupancy_share),
    step(requirement.on_seat_h),
    step(fte.own_or_plan, "out_of_office_share", ("out_of_office_share", *fte.OUT_OF_OFFICE)),
    step(fte.own_or_plan, "in_office_share", ("in_office_share", *fte.IN_OFFICE)),
    step(fte.shrinkage_share),
    step(fte.contract_h),
    step(fte.required_fte),
    step(fte.required_heads),
    step(outsourcing.outsourced_fte),
)
