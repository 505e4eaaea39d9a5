"""Servers for a run, each on a free port, with data of its own that goes with the run."""

import contextlib
import dataclasses
import hashlib
import importlib.metadata
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from actionpack_app.serving.server import ENVIRONMENT
from tests.e2e.infra.server import COMMAND, free_port

ROOT = Path(__file__).parents[1]
COUNTER = Path(__file__).parent / "counter"
BUILT_COUNTER = Path(__file__).parent / ".kept" / "counter"
STAGING_KEY = "a-key-for-the-benchmark"
START_SECONDS = 300
STOP_SECONDS = 30

_SERVE = """
import sys
from actionpack_app.serving import server
server.TARGET = "counter.counter:app"
server.serve(int(sys.argv[1]), 1)
"""


@dataclasses.dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    process: psutil.Process

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://localhost:{self.port}"

    def family(self) -> list[psutil.Process]:
        """All its processes."""
        return [self.process, *self.process.children(recursive=True)]

    def processor_seconds(self) -> float:
        """What all its processes have worked so far."""
        return sum(sum(member.cpu_times()[:2]) for member in self.family())

    def resident_mb(self) -> float:
        """Resident memory of all its processes, in MB; pages that they share count in each."""
        return resident_mb(self.process)

    def copy(self, sample: str) -> dict[str, Any]:
        """A copy of a sample partner, as the staging interface tells it."""
        request = urllib.request.Request(
            f"{self.url}/api/staging/partners",
            data=json.dumps({"sample": sample}).encode(),
            headers={"Authorization": f"Bearer {STAGING_KEY}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


@contextlib.contextmanager
def product(folder: Path, database_url: str = "", **settings: str) -> Iterator[Server]:
    """The product, in demo mode, with fresh data; embedded unless another database is named."""
    folder.mkdir(exist_ok=True, parents=True)
    port = free_port()
    environment = os.environ | {
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        "ACTIONPACK_MODE": "demo",
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'actionpack.db'}",
        "FILES_URL": f"file:{folder / 'files'}",
        "SMTP_URL": f"file:{folder / 'outbox'}",
        "SECRET_KEY": "a-secret-for-the-benchmark",
        "STAGING_KEY": STAGING_KEY,
    }
    yield from _running(COMMAND, ROOT, environment | settings, port, "/readyz", folder / f"server-{port}.log")


@contextlib.contextmanager
def counter(folder: Path) -> Iterator[Server]:
    """The yardstick, built beside the product and served by the same code."""
    home, port = _built_counter()
    environment = os.environ | ENVIRONMENT | {"PYTHONPATH": f"{home}{os.pathsep}{ROOT}", "COUNTER_PORT": str(port)}
    yield from _running([sys.executable, "-c", _SERVE, str(port)], home, environment, port, "/", folder / "counter.log")


def _built_counter() -> tuple[Path, int]:
    """Where it is built, and the port that its pages name; kept until its source, a library, or the port is another."""
    mark = BUILT_COUNTER / "built.json"
    with contextlib.suppress(FileNotFoundError):
        kept = json.loads(mark.read_text())
        if kept["from"] == _counter_source() and _is_free(kept["port"]):
            return BUILT_COUNTER, kept["port"]
    port = free_port()
    shutil.rmtree(BUILT_COUNTER, ignore_errors=True)
    (BUILT_COUNTER / "counter").mkdir(parents=True)
    shutil.copy(COUNTER / "rxconfig.py", BUILT_COUNTER)
    shutil.copy(COUNTER / "counter.py", BUILT_COUNTER / "counter")
    (BUILT_COUNTER / "counter" / "__init__.py").touch()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    own = {"PATH": path, "PYTHONPATH": f"{BUILT_COUNTER}{os.pathsep}{ROOT}", "COUNTER_PORT": str(port)}
    export = [sys.executable, "-m", "reflex", "export", "--no-zip", "--env", "prod"]
    subprocess.run(export, cwd=BUILT_COUNTER, env=os.environ | own, check=True, stdout=subprocess.DEVNULL)
    mark.write_text(json.dumps({"from": _counter_source(), "port": port}))
    return BUILT_COUNTER, port


def _counter_source() -> str:
    texts = [(COUNTER / name).read_text() for name in ("rxconfig.py", "counter.py")]
    return hashlib.sha256("\n".join([importlib.metadata.version("reflex"), *texts]).encode()).hexdigest()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _running(command: list[str], home: Path, environment: dict[str, str], port: int, ready: str, log: Path) -> Iterator[Server]:
    with log.open("w") as output:
        started = subprocess.Popen(command, cwd=home, env=environment, stdout=output, stderr=subprocess.STDOUT)
        server = Server(port, psutil.Process(started.pid))
        try:
            _wait(started, f"{server.url}{ready}", log)
            yield server
        finally:
            _stop(started, server)


def _stop(started: "subprocess.Popen[bytes]", server: Server) -> None:
    """Ends it, and what is left of its processes where it doesn't end by itself."""
    family = server.family() if server.process.is_running() else []
    started.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(timeout=STOP_SECONDS)
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    started.wait()


def _wait(started: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and started.poll() is None:
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(address, timeout=2),
        ):
            return
        time.sleep(0.2)
    raise RuntimeError(f"{address} doesn't answer:\n{log.read_text()[-2000:]}")


def resident_mb(process: psutil.Process) -> float:
    """Resident memory of a server with all its processes, in MB; pages that they share count in each."""
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_info().rss for member in family) / 1e6
