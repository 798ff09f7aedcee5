"""The sheet Scenarios: drivers, results side by side, bridges, drivers by strength."""
