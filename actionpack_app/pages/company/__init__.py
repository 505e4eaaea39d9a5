"""The company, and how it pays."""
