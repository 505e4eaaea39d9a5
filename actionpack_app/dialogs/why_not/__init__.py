"""Why an action isn't possible: all its conditions, met and unmet, each with the way to meet it."""
