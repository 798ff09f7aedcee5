"""The sheet Requirement: work, staff hours and FTE of every queue."""
