"""Sessions: one to a thousand people at work, on one server."""

from bench.crowd.levels import Level, crowd
from bench.figures import Figure, Found, Picture, at_most
from bench.harness import Run
from bench.servers import product

ABOUT = (
    "Websocket clients that are signed in, from twenty network addresses and a process of their own on the same machine; each "
    "sends an event every 5 s, four that read to one that writes, and waits for the delta that answers it (below a hundred "
    "clients more often, so that there are events enough). Memory is resident memory of all of the server's processes; processor "
    "time is all of theirs, whatever else they did meanwhile included. Embedded database."
)
LEVELS = ((1, 10, 0.25), (10, 15, 1.0), (100, 25, 5.0), (300, 25, 5.0), (1_000, 45, 5.0))
QUICK_LEVELS = ((1, 5, 0.25), (10, 5, 1.0), (40, 6, 2.0))
"""Sessions, for how many seconds, and an event of each every so many."""
SETTLES_SECONDS = 8
MOST_P95_MS, MOST_MB = 100.0, 800.0
WHY_LATE = (
    "a process's Python runs on one core, and two hundred events a second fill it where an event costs more than 4 ms of it; "
    "the crowd and the kernel share the other core"
)
MOST_AT_REST_MB, MOST_KB_A_SESSION = 400.0, 500.0


def measure(run: Run) -> Found:
    """Level after level; each keeps who came before."""
    wanted = QUICK_LEVELS if run.quick else LEVELS
    most = wanted[-1][0]
    run.step("starting the server", 0.0)
    with product(run.folder) as server:
        at_rest = server.resident_mb()
        run.step(f"making {most:,} people", 0.05)
        with crowd([server], most) as people:
            levels: list[Level] = []
            opened: list[float] = []
            for sessions, seconds, every in wanted:
                run.step(f"{sessions:,} sessions", 0.1 + 0.8 * sessions / most)
                came = people.level(sessions, run.either(1, SETTLES_SECONDS), every)  # who has just come is still being served
                opened.append(came.opened_seconds)
                levels.append(people.level(sessions, seconds, every))
    return Found(_figures(at_rest, levels), _pictures(levels), _words(levels, opened))


def _figures(at_rest: float, levels: list[Level]) -> list[Figure]:
    first, last = levels[0], levels[-1]
    base = first.percentile(50)
    found = [Figure("server at rest", at_rest, "MB", None, at_most(MOST_AT_REST_MB))]
    for level in levels:
        name, p95 = f"{level.sessions:,} sessions", level.percentile(95)
        is_last = level is last
        found += [
            Figure(
                f"{name}: median", level.percentile(50), "ms", level.percentile(50) / base, None, f"{len(level.times):,} events"
            ),
            Figure(f"{name}: 95 of 100 within", p95, "ms", p95 / base, at_most(MOST_P95_MS) if is_last else None, cause=WHY_LATE),
            Figure(f"{name}: 99 of 100 within", level.percentile(99), "ms", level.percentile(99) / base),
            Figure(f"{name}: processor time an event", level.processor_ms, "ms"),
            Figure(f"{name}: server's memory", level.resident_mb[0], "MB", None, at_most(MOST_MB) if is_last else None),
            Figure(f"{name}: without an answer", level.errors, "", None, at_most(0), cause=WHY_LATE),
        ]
    more = (last.resident_mb[0] - first.resident_mb[0]) / (last.sessions - first.sessions)
    return [*found, Figure("a session more", 1000 * more, "KB", None, at_most(MOST_KB_A_SESSION))]


def _pictures(levels: list[Level]) -> list[Picture]:
    labels = [f"{level.sessions:,}" for level in levels]
    times: dict[str, list[float | None]] = {
        "median": [level.percentile(50) for level in levels],
        "95 of 100": [level.percentile(95) for level in levels],
        "99 of 100": [level.percentile(99) for level in levels],
    }
    memory: dict[str, list[float | None]] = {"memory": [level.resident_mb[0] for level in levels]}
    return [
        Picture("times", "Event sent to last delta, by sessions", "ms", labels, times, logarithmic=True),
        Picture("memory", "Server's memory, by sessions", "MB", labels, memory),
    ]


def _words(levels: list[Level], opened: list[float]) -> list[str]:
    last = levels[-1]
    came = ", ".join(f"{seconds:.0f} s to {level.sessions:,}" for level, seconds in zip(levels[1:], opened[1:], strict=True))
    reads, writes = last.percentile(95, last.reads), last.percentile(95, last.writes)
    return [
        f"People came in {came}; {last.refused:,} times a socket was asked to come again a little later.",
        f"At {last.sessions:,} sessions 95 of 100 reads have an answer within {reads:.0f} ms, writes within {writes:.0f} ms.",
    ]
