"""Accounts of people: made, given a password, and let in."""
