"""The port to serve on, looked at before anything is prepared."""

import socket

from actionpack_app.settings import SettingsError


def check_port(port: int, named: str = "PORT") -> None:
    """Raises SettingsError where another program listens there, or only an administrator may.

    Granian would share the port with a second server, and each would answer half of what comes.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what an ended server's connections still hold is free
        try:
            probe.bind(("", port))  # on any address, as the server does
        except OSError as refused:
            raise SettingsError(
                f"{named}: {port} can't be served on ({refused.strerror}). Set another one, or end what uses it."
            ) from None
