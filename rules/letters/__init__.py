"""Which letters are due, to whom and when, and the facts that each kind carries."""
