"""Measurements against a bare Reflex counter, both in one run: ratios say more than milliseconds on noisy machines."""
