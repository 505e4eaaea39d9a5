"""The details of one subscription."""
