"""Many people at once: websockets as browsers hold them, from a process of its own and several network addresses."""
