"""The Partner Membership Center: its own renewals, and moving partners out of it."""
