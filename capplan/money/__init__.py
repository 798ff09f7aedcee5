"""Money: what does it cost, role by role, week by week and month by month?

In: people of every role, pay, on-costs, sites, currencies, contracts. Out: the cost lines of a week
and the headlines of the plan.
"""
