"""Capacity: what do the people on the floor cover, and what do they need around them?

In: agents by tenure, leaders, required FTE. Out: effective FTE, gap and coverage, paid and
productive hours, the load on recruiters, rooms, trainers, mentors and seats, and support roles.
"""
