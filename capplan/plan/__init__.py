"""The plan: all stages joined in one flow, checked before and complete after.

In: `Assumptions`. Out: a `Plan` with every result under every scenario.
"""

from capplan.plan.making import make_plan
from capplan.plan.result import Plan

__all__ = ["Plan", "make_plan"]
