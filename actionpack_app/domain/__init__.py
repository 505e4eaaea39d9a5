"""The rules of the business: pure functions on frozen facts, standard library only."""
