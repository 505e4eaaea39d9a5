"""Check renewal eligibility: the Partner Membership Center's side."""
