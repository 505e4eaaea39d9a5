"""Before a cancellation is asked for: whether a refund is due, and the way to the request."""
