"""Serving the built application: one web process or several on one port, as Reflex's own production mode does."""

import os
import resource
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from actionpack_app.settings import PROCESS

TARGET = "actionpack_app.actionpack_app:app"

ENVIRONMENT = {
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
}
"""What Reflex's own runner tells its workers: the frontend is built, serve it."""


HTTP1 = HTTP1Settings(
    header_read_timeout=10_000,  # ms, from the connection's start or the last answer: idle ones and slow headers end
    keep_alive=True,  # a page asks for dozens of files
    max_buffer_size=64 * 1024,  # longer headers are answered 431; cookies of ours have some hundred bytes
    pipeline_flush=False,  # answers to a heap of requests in one packet are sent one by one
)
"""No HTTP/2: browsers don't speak it without TLS, which a proxy ends, and its headers may have 16 MB here."""
CONNECTIONS = 4_096
"""At once in a process, open sockets included; later ones wait unaccepted. Far more than one address's may be."""
WAITING = 1_024
"""Connections that the system keeps until they are accepted."""
FILES_BESIDE = 1_024
"""Of open files: database, uploads, the process's own."""


class NumberedServer(MPServer):
    """Each process knows which one it is, by a number that stays when it is started anew."""

    def _spawn_worker(self, idx: int, *args: Any, **kwargs: Any) -> Any:
        os.environ[PROCESS] = str(idx + 1)
        return super()._spawn_worker(idx, *args, **kwargs)  # pyright: ignore[reportUnknownMemberType] (Granian types none of it)


def serve(port: int, processes: int) -> None:
    """Serves until it is told to stop. Of several processes, one that dies is started anew; one alone ends the command."""
    os.environ.update(ENVIRONMENT)
    _allow_files(CONNECTIONS + FILES_BESIDE)
    NumberedServer(
        target=TARGET,
        factory=True,
        address="0.0.0.0",  # noqa: S104 (previews are reached from other machines)
        port=port,
        interface=Interfaces.ASGI,
        workers=processes,
        respawn_failed_workers=processes > 1,
        http=HTTPModes.http1,
        http1_settings=HTTP1,
        backlog=WAITING,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
    ).serve()


def _allow_files(wanted: int) -> None:
    """Each connection is an open file; many systems allow 1,024 until they are asked for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < enough:
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))
