"""The steps of people: classes and sources, training, dated moves, the floor by tenure."""

from __future__ import annotations

from capplan.people import funnel, moves, supply
from capplan.steps import record, several, step

STARTS = (step(supply.starts_heads),)
TO_THE_FLOOR = (
    several(funnel.mix),
    step(supply.tenured_hazard_share),
    step(supply.new_hire_hazard_share),
    step(supply.to_26_weeks_hazard_share),
    step(supply.to_52_weeks_hazard_share),
    record(supply.hazards),
    several(supply.training),
    several(moves.dated_moves),
    record(supply.leave),
    record(supply.monday_flows),
)
OFFERS = (
    step(funnel.offers_heads),
    step(funnel.source_offers_heads),
    step(funnel.all_offers_heads),
    step(funnel.requisitions_heads),
)
ALONE = (record(supply.floor_alone),)
STEPS = (*STARTS, *TO_THE_FLOOR, *OFFERS, *ALONE)
