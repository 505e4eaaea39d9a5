"""The activity across partners."""
