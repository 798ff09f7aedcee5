"""Demand: how many contacts reach agents, and how much work is in them?

In: contacts by week and queue, events, growth, deflection, repeats, handling time. Out: `contacts`,
`planned_aht_s` and `workload_h`, weeks x queues.
"""
