"""Our own server for a run: the `actionpack serve` command over an empty database, on a free port."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx

from tests.ports import free_port

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-c", "from actionpack_app.cli import main; main()", "serve"]
"""What the console script `actionpack serve` does, wherever scripts are installed."""
DATABASE = "e2e.db"
STARTS_WITHIN_SECONDS = 300
"""A frontend that is out of date is built first."""

_started: list[subprocess.Popen[bytes]] = []
"""What this process started; another worker may be the one that stops it."""


def start_server(folder: Path, log: Path, **settings: str) -> dict[str, str]:
    """Starts the server, with further settings at will, and waits until it is ready. Raises RuntimeError with its log."""
    port, key = free_port(), secrets.token_urlsafe(24)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as written:
        process = subprocess.Popen(
            COMMAND,
            cwd=ROOT,
            env=environment(port, key, folder) | settings,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _started.append(process)
    address = f"http://localhost:{port}"
    if not _becomes_ready(process, address):
        _end(process.pid, port)
        raise RuntimeError(f"the server did not start; {log} says:\n{log.read_text(errors='replace')}")
    kept = {"outbox": str(folder / "outbox"), "database": str(folder / DATABASE)}
    return {"address": address, "key": key, "process": str(process.pid), "port": str(port)} | kept


def stop_server(started: dict[str, str]) -> None:
    """Ends the server and its worker."""
    _end(int(started["process"]), int(started["port"]))


def environment(port: int, key: str, folder: Path) -> dict[str, str]:
    """A demo over an empty database of its own."""
    own = {
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        "ACTIONPACK_MODE": "demo",
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "FILES_URL": f"file:{folder / 'files'}",
        "SMTP_URL": f"file:{folder / 'outbox'}",
        "SECRET_KEY": secrets.token_urlsafe(24),
        "STAGING_KEY": key,
    }
    return os.environ | own


def _becomes_ready(process: subprocess.Popen[bytes], address: str) -> bool:
    for _look in range(STARTS_WITHIN_SECONDS * 5):
        with suppress(httpx.TransportError):
            if httpx.get(f"{address}/readyz", timeout=5).is_success:
                return True
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
            return False
    return False


def _end(started_by: int, port: int) -> None:
    """Asks the server to stop, then ends what is left of its process group."""
    with suppress(ProcessLookupError):
        os.kill(started_by, signal.SIGTERM)
    for _look in range(100):
        if _refuses(port):
            break
        signal.sigtimedwait([], 0.1)
    with suppress(ProcessLookupError):
        os.killpg(started_by, signal.SIGKILL)
    for process in _started:
        if process.pid == started_by:
            process.wait(10)


def _refuses(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
