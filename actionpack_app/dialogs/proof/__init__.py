"""Confirming who one is before something that matters."""
