"""The people of a company: invited, given roles, deactivated."""
