"""One subscription and its automatic renewal."""
