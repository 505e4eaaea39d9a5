"""The catalogue in force."""
