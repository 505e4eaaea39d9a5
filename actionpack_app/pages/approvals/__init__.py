"""Orders that a second admin approves."""
