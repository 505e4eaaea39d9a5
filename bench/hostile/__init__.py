"""A server under attack, and somebody who works beside it."""
