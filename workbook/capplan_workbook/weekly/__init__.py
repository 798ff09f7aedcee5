"""Rows with a week a column: what most calculation sheets are made of."""
