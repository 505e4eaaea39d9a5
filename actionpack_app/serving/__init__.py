"""What `actionpack serve` does before and around the application: database, frontend, processes."""
