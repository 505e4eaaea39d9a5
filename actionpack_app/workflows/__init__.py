"""Use cases that reach outside: they call services and gateways, and never hold a transaction while they wait."""
