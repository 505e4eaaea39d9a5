"""The business profile, where everybody reads it."""
