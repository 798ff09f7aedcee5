"""Where everything stands: places, lines and tables that sheets, checks and reader share."""
