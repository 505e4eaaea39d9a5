"""The tile of an offer."""
