"""A crowd before one server or several: what each level found out."""

import contextlib
import dataclasses
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench.servers import ROOT, Server

SAMPLE, ROLES = "fabrikam", ("global_admin", "partner_admin", "billing_admin")
"""Three people of each copy, each of whom may do all that the crowd does."""


@dataclasses.dataclass(frozen=True)
class Level:
    """How so many sessions went."""

    sessions: int
    opened_seconds: float
    """Until the new ones were in."""
    reads: list[float]
    writes: list[float]
    errors: int
    """Events without an answer, and people who couldn't come in."""
    refused: int
    """How often a socket was asked to come again, up to now."""
    processor_ms: float
    """Of all servers together, an event."""
    resident_mb: list[float]
    """Of each server with its processes."""

    @property
    def times(self) -> list[float]:
        """Of all events, in ms."""
        return [*self.reads, *self.writes]

    def percentile(self, share: int, times: list[float] | None = None) -> float:
        """So many hundredths of the events took at most so long, in ms."""
        found = self.times if times is None else times
        return statistics.quantiles(found, n=100, method="inclusive")[share - 1] if len(found) > 1 else sum(found)


class Crowd:
    """The process that holds everybody's sockets."""

    def __init__(self, process: "subprocess.Popen[str]", servers: list[Server]) -> None:
        self._process, self._servers = process, servers

    def level(self, sessions: int, seconds: float, every: float = 5.0) -> Level:
        """Lets people in until there are so many, and has each of them do something every few seconds."""
        self._say({"sessions": sessions, "seconds": seconds, "every": every})
        opened = self._hear()
        before = self._processor_seconds()
        found = self._hear()
        worked = self._processor_seconds() - before
        events = len(found["reads"]) + len(found["writes"])
        return Level(
            opened["opened"],
            opened["seconds"],
            found["reads"],
            found["writes"],
            found["unanswered"] + opened["failed"],
            found["refused"],
            1000 * worked / max(1, events),
            [server.resident_mb() for server in self._servers],
        )

    def _processor_seconds(self) -> float:
        return sum(server.processor_seconds() for server in self._servers)

    def _say(self, what: dict[str, Any]) -> None:
        if self._process.stdin is None:
            raise RuntimeError("nobody listens")
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the crowd has broken down")
        return json.loads(line)


@contextlib.contextmanager
def crowd(servers: list[Server], size: int) -> Iterator[Crowd]:
    """A crowd of so many different people, in turn at each of the servers."""
    people: list[str] = []
    while len(people) < size:
        made = servers[0].copy(SAMPLE)["people"]
        people += [person["id"] for person in made if person["role"] in ROLES]
    piped = subprocess.PIPE
    command = [sys.executable, "-m", "bench.crowd"]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=piped, stdout=piped) as process:
        try:
            made_up = Crowd(process, servers)
            made_up._say({"ports": [server.port for server in servers], "people": people[:size]})  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            yield made_up
        finally:
            process.kill()
