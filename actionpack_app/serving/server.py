"""Serving the built application: one web process, as Reflex's own production mode does."""

import os

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

TARGET = "actionpack_app.actionpack_app:app"

ENVIRONMENT = {
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
}
"""What Reflex's own runner tells its workers: the frontend is built, serve it."""


def serve(port: int) -> None:
    """Serves until it is told to stop."""
    os.environ.update(ENVIRONMENT)
    Server(
        target=TARGET,
        factory=True,
        address="0.0.0.0",  # noqa: S104 (previews are reached from other machines)
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        log_level=LogLevels.warning,
    ).serve()
