"""The activity of a company: listed, exported."""
