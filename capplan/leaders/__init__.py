"""Leaders: how many team leaders, managers and executives, from when, promoted or hired?

In: the floor, spans with their bands, who leads whom, promotion and hiring rules. Out: posts,
people in post, who is on the way, what is owed, and what promotions take from the floor.
"""
