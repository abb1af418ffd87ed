"""Random lives of a ledger, and beside each a model in plain Python that says what must have come of it."""
