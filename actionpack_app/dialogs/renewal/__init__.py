"""Turning automatic renewal off: what will happen, on which date, and how to come back."""
