"""One call at a time, without NumPy: what a cell of a spreadsheet asks."""
