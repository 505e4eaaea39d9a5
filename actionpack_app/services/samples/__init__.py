"""Sample partners of demo and staging."""
