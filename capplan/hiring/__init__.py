"""Hiring: which classes must start, and when, so that the floor covers the requirement?

It stands behind the stages that it looks ahead through: the search follows starters to the floor,
their leaders and their cost. In: a staffed plan without classes. Out: proposed classes, with
evidence where the cheapest were looked for.
"""
