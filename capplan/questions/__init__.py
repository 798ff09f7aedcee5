"""Questions: what is asked of a finished plan: why, what if, how sure, at what price?

In: one plan or two. Out: explanations, bridges, sensitivities, bands, what a cap buys, trade-offs.
Nothing here changes a number of the plan.
"""
