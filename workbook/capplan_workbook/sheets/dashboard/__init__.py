"""The sheet Dashboard: cards, charts and the data behind them."""
