"""Many submissions: one ledger, resident workers, and whatever is derived from the ledger."""
