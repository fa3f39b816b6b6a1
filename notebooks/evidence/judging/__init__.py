"""From findings to verdicts: rules, ledger, thresholds, rival readings, forecasts."""
