"""The sheet Assumptions: plan-wide values, tables of costs, and what Checks asks of them."""
