"""Every component in every state, for designers and engineers; in demo and staging only."""
