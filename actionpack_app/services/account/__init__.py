"""What each person sets for themselves."""
