"""The catalogue file that comes with the product."""
