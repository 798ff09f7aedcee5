"""People: who comes through recruiting and training, who ramps up, and who leaves?

In: classes, sources, moves, attrition, ramp. Out: starters, trainees, graduates and the agents of
every tenure on the floor, week by week; people are conserved from row to row.
"""
