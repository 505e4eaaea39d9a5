"""Ports for servers of a test's own."""

import random
import socket

LOWEST, HIGHEST = 10_000, 32_000
"""Below the ports that systems give to outgoing connections: one of those is taken again while its server starts."""


def free_port() -> int:
    """A port that nobody uses, on any of this machine's addresses."""
    while True:
        port = random.randint(LOWEST, HIGHEST)
        with socket.socket() as taken:
            try:
                taken.bind(("", port))
            except OSError:
                continue
        return port
