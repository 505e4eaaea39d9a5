"""Stateful pieces that several pages use."""
