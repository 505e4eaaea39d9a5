"""The year of a subscription, carried by the product itself: notices, automatic renewal, retries, the end."""
