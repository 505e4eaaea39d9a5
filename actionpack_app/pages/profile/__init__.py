"""The business profile, where it is written."""
