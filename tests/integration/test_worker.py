"""A worker of its own: what it tells whoever watches it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.integration.store import Store
from tests.ports import free_port

COMMAND = (sys.executable, "-c", "from actionpack_app.cli import main; main()", "worker")
STARTS_WITHIN_SECONDS = 60.0

Start = Callable[[int], "subprocess.Popen[str]"]


@pytest.fixture
def start(store: Store) -> Iterator[Start]:  # noqa: ARG001 (its environment is the worker's)
    """Starts workers that answer on a port."""
    started: list[subprocess.Popen[str]] = []

    def begin(port: int) -> "subprocess.Popen[str]":
        command = (*COMMAND, "--metrics", str(port))
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield begin
    for worker in started:
        if worker.poll() is None:
            worker.terminate()
            worker.communicate()


def told(port: int) -> str:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
        except httpx.TransportError:
            assert time.monotonic() < until, "the worker doesn't answer"
            time.sleep(0.2)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_it_tells_prometheus_what_it_counts_on_a_port_of_its_own(start: Start) -> None:
    port = free_port()
    start(port)
    figures = told(port)
    for name in ("actionpack_renewals_total", "actionpack_work_seconds", "actionpack_provider_request_seconds"):
        assert f"# TYPE {name} " in figures
    assert "process_resident_memory_bytes " in figures
    second = start(port)
    assert f"--metrics: {port} can't be served on" in second.communicate()[1]
    assert second.returncode == 2
