"""Membership offers, the home page."""
