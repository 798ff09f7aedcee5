"""How many people one leader may be planned to lead: fewer or more is likely a slip."""

LEAST_SPAN, MOST_SPAN = 2, 50
