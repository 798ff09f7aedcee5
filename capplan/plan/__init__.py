"""The plan: all stages joined in one flow, checked before and complete after.

In: `Assumptions`. Out: a `Plan` with every result under every scenario.
"""
