"""Use cases that reach outside: they call services and gateways, and never hold a transaction while they wait.

What must survive a crash is a durable workflow (DBOS): its steps are recorded, and whoever is alive carries it on.
"""
