"""Every query of the product.

Repositories are built from a session and an actor: what isn't the actor's company's can't be asked for, and a foreign
row looks like a missing one. The few that cross companies (sign-in, samples, counters) say so in their docstring.
"""
