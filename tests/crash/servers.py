"""The servers under test: real ones, started as `make run` starts them, and killed."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.payment_peer.process import Peer
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
INSIDE = Path(__file__).parent / "inside"
COMMAND = [sys.executable, "-c", "from actionpack_app.cli import main; main()", "serve"]
WEBHOOK_SECRET = "whsec_crash"
STARTS_WITHIN_SECONDS = 60
ENDS_WITHIN_SECONDS = 40


class Server:
    """One `actionpack serve`, with its worker, in a process group of its own."""

    def __init__(self, folder: Path, database_url: str, peer: Peer, key: str, name: str, port: int = 0, **settings: str) -> None:
        self.port = port or free_port()
        self.address = f"http://localhost:{self.port}"
        self.plan, self.seen = folder / f"{name}.plan", folder / f"{name}.seen"
        self._log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = (
            os.environ
            | {
                "PORT": str(self.port),
                "PUBLIC_URL": self.address,
                "ACTIONPACK_MODE": "demo",
                "DATABASE_URL": database_url,
                "FILES_URL": f"file:{folder / 'files'}",
                "SMTP_URL": f"file:{folder / 'outbox'}",
                "SECRET_KEY": "a secret key for crashes",
                "STAGING_KEY": key,
                "STRIPE_SECRET_KEY": peer.secret_key,
                "STRIPE_PUBLISHABLE_KEY": peer.publishable_key,
                "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
                "STRIPE_API_BASE": peer.address,
                "PYTHONPATH": os.pathsep.join([str(INSIDE), str(ROOT)]),
                "CRASH_PLAN": str(self.plan),
                "CRASH_SEEN": str(self.seen),
            }
            | settings
        )

    @property
    def process_id(self) -> int:
        """The command's."""
        return self._process.pid if self._process is not None else 0

    def until(self, so: Callable[[], bool], looks: int = 600) -> bool:
        """Whether it becomes so while the server runs."""
        return any(so() or not self.alive(0.1) for _look in range(looks)) and so()

    def start(self, **settings: str) -> None:
        """Starts it, with further settings at will, and waits until it is ready. Raises RuntimeError with its log."""
        self.disarm()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                COMMAND, cwd=ROOT, env=self._environment | settings, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        for _look in range(STARTS_WITHIN_SECONDS * 20):
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/readyz", timeout=2).is_success:
                    return
            if not self.alive(0.05):
                break
        raise RuntimeError(f"the server did not start:\n{self._log.read_text()[-3000:]}")

    def arm(self, boundary: int) -> None:
        """From now on boundaries are counted; at this one it dies."""
        self.seen.write_text("")
        self.plan.write_text(f"{boundary} {secrets.token_hex(4)}")

    def disarm(self) -> None:
        """Boundaries are not counted."""
        self.plan.write_text("")

    def boundaries(self) -> int:
        """How many were passed since it was armed."""
        return len(self.seen.read_text().splitlines()) if self.seen.exists() else 0

    def alive(self, wait_seconds: float = 0.0) -> bool:
        """Whether it runs, after waiting a while for its end."""
        if self._process is None:
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(wait_seconds)
        return self._process.poll() is None

    def stop(self) -> None:
        """SIGTERM to the command, as a deploy sends it, and waits for its end."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(ENDS_WITHIN_SECONDS)

    def kill(self) -> None:
        """SIGKILL to all its processes."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)

    def log(self) -> str:
        """Everything that it said."""
        return self._log.read_text(errors="replace")
