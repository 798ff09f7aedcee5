"""One module a sheet; each writes its sheet from the plan and the layout."""
