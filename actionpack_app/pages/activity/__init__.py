"""The activity of the company."""
