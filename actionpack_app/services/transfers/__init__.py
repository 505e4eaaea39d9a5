"""Bank transfers: expected, proved, confirmed, expired."""
