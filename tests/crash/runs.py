"""Many crashes in a row: every boundary of every kind first, then random instants, until enough processes were killed."""

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


@dataclasses.dataclass
class Report:
    """What came of a run."""

    store: str
    kills: int = 0
    problems: list[str] = dataclasses.field(default_factory=list)
    boundaries: dict[str, int] = dataclasses.field(default_factory=dict)
    """By kind, the most that a trial passed."""
    struck: dict[str, int] = dataclasses.field(default_factory=dict)
    """At how many different ones a process was killed."""
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
        deepest = ", ".join(f"{kind} {self.struck.get(kind, 0)} of up to {count}" for kind, count in self.boundaries.items())
        return (
            f"{self.store}: {self.kills} kills in {self.seconds:.0f} s; boundaries struck: {deepest}; "
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
    """Kills a process this many times: at boundaries from the first on, at any later one, and at random instants."""
    chance, report, started = random.Random(seed), Report(store), time.monotonic()
    struck: dict[str, set[int]] = {kind: set() for kind in kinds}
    with house(store) as made:
        while report.kills < kills:
            for kind in kinds:
                if report.kills >= kills:
                    break
                trial = _next(kind, struck[kind], report.boundaries.get(kind, 0), chance)
                problems, passed = run(made, trial, chance)
                report.kills += 1
                report.problems += problems
                if trial.boundary:
                    struck[kind].add(trial.boundary)
                    report.struck[kind] = len(struck[kind])
                report.boundaries[kind] = max(report.boundaries.get(kind, 0), passed)
                say(f"{report.kills:4d} {store} {trial.kind} {trial.boundary or 'random'} {'; '.join(problems) or 'true'}")
        report.paid, report.charged = made.books.totals()
        report.gaps, invalid = made.books.gaps(), made.books.invalid_requests()
        report.invalid = len(invalid)
        report.problems += [f"an invalid request: {request}" for request in invalid]
    report.seconds = time.monotonic() - started
    return report


def _next(kind: str, struck: set[int], known: int, chance: random.Random) -> Trial:
    """`known` is how many boundaries such a trial has passed so far; where all of them were struck, it begins anew."""
    if chance.random() < 0.4:
        return Trial(kind, 0, customers=chance.choice((1, 1, 2, 3)) if kind not in {"refund", "year"} else 1)
    left = [boundary for boundary in range(1, max(known, 1) + 1) if boundary not in struck]
    if not left:
        return Trial(kind, chance.randint(1, max(known, 1)))
    return Trial(kind, left[0] if chance.random() < 0.5 else chance.choice(left))
