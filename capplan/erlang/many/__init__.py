"""Many calls at once, in NumPy: what a plan's intervals ask."""
