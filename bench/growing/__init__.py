"""Pages' loads among few and among many subscriptions."""
