"""Staffing tables: the most contacts that 0, 1, 2, ... agents carry within their targets."""
