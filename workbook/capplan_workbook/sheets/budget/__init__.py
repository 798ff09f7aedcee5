"""The sheet Budget: cost lines by month, paid hours, and what a cap buys."""
