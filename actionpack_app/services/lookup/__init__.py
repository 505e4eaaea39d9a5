"""The desk's look at partners: found, and seen as one of their own roles sees, without any way to act."""
