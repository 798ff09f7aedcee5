"""Inputs: what does a planner tell the plan, and is each value possible by itself?

In: typed values, tables of entries, a calendar, interval history. Out: `Assumptions`, one checked
record that every stage reads, with its identity, its versions and the ready examples.
"""
