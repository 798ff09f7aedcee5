"""The sheet Supply: people by week, cover, load, outlook, and their checks."""
