"""A payment provider for tests: a process of its own that answers as Stripe documents and keeps its own ledger."""
