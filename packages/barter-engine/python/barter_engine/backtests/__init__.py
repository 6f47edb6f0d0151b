"""barter's backtest functions over this engine: many strategies, one market, one set of assumptions."""
