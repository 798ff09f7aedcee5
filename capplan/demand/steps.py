"""The steps of demand, in order."""

from __future__ import annotations

from capplan.demand import contacts
from capplan.steps import step

STEPS = (
    step(contacts.event_factor),
    step(contacts.event_contacts),
    step(contacts.fresh_contacts),
    step(contacts.deflection_share),
    step(contacts.contacts),
    step(contacts.planned_aht_s),
    step(contacts.workload_h),
)
