"""Replacing what a subscription renews with: another saved card, a new one, or bank transfer."""
