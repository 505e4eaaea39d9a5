"""Cases: what a person at the desk has to settle."""
