"""Many crashes in a row, at every boundary of every kind and at random instants, until enough processes were killed."""

import contextlib
import dataclasses
import random
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import create_engine

from actionpack_app.db import make_engine
from tests.crash.books import Books
from tests.crash.servers import WEBHOOK_SECRET, Server
from tests.crash.trials import House, Trial, finance_of, run
from tests.integration.postgres import server as postgres
from tests.payment_peer.process import peer

KINDS = ("pay", "decline", "authenticate", "transfer", "refund", "year")


UNHARMED = 10_000
"""A boundary that no trial reaches."""
RANDOM_PART = 0.3
TRIES = 3
"""A trial may pass a few boundaries more or less than the one that was left alone: after so many misses, one isn't there."""


@dataclasses.dataclass
class Boundaries:
    """Those of one kind of trial."""

    passed: int
    """By a trial that was left alone."""
    struck: set[int] = dataclasses.field(default_factory=set)
    """At which a process was killed."""
    missed: list[int] = dataclasses.field(default_factory=list)
    """Not reached: once for each time."""

    @property
    def left(self) -> list[int]:
        """Those to strike, the first ones first."""
        every = range(1, self.passed + 1)
        return [boundary for boundary in every if boundary not in self.struck and self.missed.count(boundary) < TRIES]

    @property
    def part_left(self) -> float:
        """Of all."""
        return len(self.left) / max(self.passed, 1)

    def note(self, boundary: int, passed: int) -> None:
        """What a trial came to that was to die at a boundary."""
        if passed >= boundary:
            self.struck.add(boundary)
        else:
            self.missed.append(boundary)


@dataclasses.dataclass
class Report:
    """What came of a run."""

    store: str
    kills: int = 0
    problems: list[str] = dataclasses.field(default_factory=list)
    boundaries: dict[str, Boundaries] = dataclasses.field(default_factory=dict)
    """By kind."""
    paid: int = 0
    charged: int = 0
    gaps: list[str] = dataclasses.field(default_factory=list)
    invalid: int = 0
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether everything held."""
        return not self.problems and self.paid == self.charged and not self.gaps and self.invalid == 0

    def __str__(self) -> str:
        struck = ", ".join(f"{kind} {len(known.struck)} of {known.passed}" for kind, known in self.boundaries.items())
        return (
            f"{self.store}: {self.kills} kills in {self.seconds:.0f} s; boundaries struck: {struck}; "
            f"payments in our books {self.paid}, charges in the ledger {self.charged}; gaps {self.gaps or 'none'}; "
            f"invalid requests {self.invalid}; untrue: {len(self.problems)}"
        )


@contextlib.contextmanager
def house(store: str) -> Iterator[House]:
    """Embedded: one server on SQLite. PostgreSQL: two servers on one database."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ap-crash-")))
        url = f"sqlite:///{folder / 'actionpack.db'}"
        if store == "postgresql":
            url = f"postgresql+psycopg://postgres@/postgres?{stack.enter_context(postgres())}"
        provider, key = stack.enter_context(peer()), secrets.token_urlsafe(24)
        names = ("one",) if store == "sqlite" else ("one", "two")
        servers = [Server(folder, url, provider, key, name) for name in names]
        stack.callback(lambda: [server.kill() for server in servers])
        for server in servers:
            server.start()
        provider.webhook(f"{servers[-1].address}/api/stripe/webhook", WEBHOOK_SECRET)
        engine = make_engine(url) if store == "sqlite" else create_engine(url)
        stack.callback(engine.dispose)
        yield House(servers, engine, provider, Books(engine, provider), key, finance_of(servers[0].address, engine))


def crash(store: str, kills: int, seed: int, say: Callable[[str], None] = print, kinds: tuple[str, ...] = KINDS) -> Report:
    """Kills a process this many times: at every boundary that a trial passes when it is left alone, and at random instants."""
    chance, report, started = random.Random(seed), Report(store), time.monotonic()
    with house(store) as made:
        for kind in kinds:
            problems, passed = run(made, Trial(kind, UNHARMED), chance)
            report.problems += problems
            report.boundaries[kind] = Boundaries(passed)
            say(f"     {store} {kind} passes {passed} boundaries")
        while report.kills < kills:
            trial = _next(kinds[report.kills % len(kinds)], report.boundaries, chance)
            problems, passed = run(made, trial, chance)
            report.kills += 1
            report.problems += problems
            if trial.boundary:
                report.boundaries[trial.kind].note(trial.boundary, passed)
            say(f"{report.kills:4d} {store} {trial.kind} {trial.boundary or 'random'} {'; '.join(problems) or 'true'}")
        report.paid, report.charged = made.books.totals()
        report.gaps, invalid = made.books.gaps(), made.books.invalid_requests()
        report.invalid = len(invalid)
        report.problems += [f"an invalid request: {request}" for request in invalid]
    report.seconds = time.monotonic() - started
    return report


def _next(in_turn: str, known: dict[str, Boundaries], chance: random.Random) -> Trial:
    """A random instant of the kind whose turn it is; or a boundary of the kind of which the largest part is left."""
    kind = max(known, key=lambda kind: known[kind].part_left)
    left = known[kind].left
    if chance.random() < RANDOM_PART or not left:
        return Trial(in_turn, 0, customers=chance.choice((1, 1, 2, 3)) if in_turn not in {"refund", "year"} else 1)
    return Trial(kind, left[0] if chance.random() < 0.5 else chance.choice(left))
