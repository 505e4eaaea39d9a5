"""Both servers, each on a port of its own, with data of its own that goes with the run."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from actionpack_app.serving.server import ENVIRONMENT

ROOT = Path(__file__).parents[1]
COUNTER = Path(__file__).parent / "counter"
PRODUCT_PORT, COUNTER_PORT = 3201, 3200
STAGING_KEY = "a-key-for-the-benchmark"
START_SECONDS = 120

_SERVE = (
    "import sys; from actionpack_app.serving import server; server.TARGET = 'counter.counter:app'; server.serve(int(sys.argv[1]))"
)


@contextlib.contextmanager
def product(folder: Path, database_url: str = "") -> Iterator[psutil.Process]:
    """The product, in demo mode, with fresh data; embedded unless another database is named."""
    folder.mkdir(exist_ok=True)
    environment = os.environ | {
        "PORT": str(PRODUCT_PORT),
        "PUBLIC_URL": f"http://localhost:{PRODUCT_PORT}",
        "ACTIONPACK_MODE": "demo",
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'actionpack.db'}",
        "FILES_URL": f"file:{folder / 'files'}",
        "SMTP_URL": f"file:{folder / 'outbox'}",
        "SECRET_KEY": "a-secret-for-the-benchmark",
        "STAGING_KEY": STAGING_KEY,
    }
    command = [str(Path(sys.executable).with_name("actionpack")), "serve"]
    yield from _running(command, ROOT, environment, f"http://localhost:{PRODUCT_PORT}/healthz", folder / "server.log")


@contextlib.contextmanager
def counter(folder: Path) -> Iterator[psutil.Process]:
    """The yardstick, built beside the product and served by the same code."""
    home = folder / "counter-home"
    (home / "counter").mkdir(parents=True)
    shutil.copy(COUNTER / "rxconfig.py", home)
    shutil.copy(COUNTER / "counter.py", home / "counter")
    (home / "counter" / "__init__.py").touch()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": f"{home}{os.pathsep}{ROOT}"}
    subprocess.run(
        [sys.executable, "-m", "reflex", "export", "--no-zip", "--env", "prod"],
        cwd=home,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    command = [sys.executable, "-c", _SERVE, str(COUNTER_PORT)]
    yield from _running(command, home, environment | ENVIRONMENT, f"http://localhost:{COUNTER_PORT}/", home / "server.log")


def _running(command: list[str], home: Path, environment: dict[str, str], ready: str, log: Path) -> Iterator[psutil.Process]:
    with log.open("w") as output:
        started = subprocess.Popen(command, cwd=home, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(ready, log)
            yield psutil.Process(started.pid)
        finally:
            started.terminate()
            started.wait(timeout=20)


def _wait(address: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError(f"{address} doesn't answer:\n{log.read_text()}")


def resident_mb(process: psutil.Process) -> float:
    """Resident memory of a server with all its processes, in MB; pages that they share count in each."""
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_info().rss for member in family) / 1e6
