"""Support requests: the list, a new one, and one with its thread."""
