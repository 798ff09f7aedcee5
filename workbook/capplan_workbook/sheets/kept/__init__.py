"""Hidden sheets with what a version keeps, and the comparison with the inputs of now."""
