"""Pages: a tree and a state each. They don't know each other."""
