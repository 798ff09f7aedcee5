"""Checks: one record a check, and all of them in the order of the sheet."""
