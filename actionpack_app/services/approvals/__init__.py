"""A second admin's approval of orders above the company's amount."""
