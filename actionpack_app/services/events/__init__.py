"""Notifications of the payment provider: kept once, handled after."""
