"""Staffing: how many agents answer the work in time, and how many FTE is that after shrinkage?

In: contacts and handling time, profiles, targets, shrinkage. Out: `base_staff_h`, `peak_agents`,
`required_fte` and `required_heads`, weeks x queues; curves for spreadsheets without Erlang, and the
service that other numbers of people would give.
"""
