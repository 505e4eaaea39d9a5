"""Buying and renewing, from the first click to the paid term."""
