"""What an action depends on, met and unmet."""
