"""The private address with which a calendar program follows the company's dates."""
