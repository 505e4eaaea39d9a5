"""Invoices: issued, listed, exported, printed."""
