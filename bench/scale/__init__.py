"""How the engine of the year does with many subscriptions: finding what is due, carrying it, and losing a worker."""
