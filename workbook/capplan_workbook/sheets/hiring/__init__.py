"""The sheet HiringPlan: classes, moves, sources, and the evidence of a search."""
