"""What partners are told: written once, read in the app, sent by mail."""
