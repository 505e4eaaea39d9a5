"""One order."""
