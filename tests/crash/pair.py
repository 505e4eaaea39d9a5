"""Two servers on one PostgreSQL, one Valkey and one folder of files, as behind a load balancer."""

import contextlib
import dataclasses
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, create_engine

from tests.crash.books import Books
from tests.crash.servers import WEBHOOK_SECRET, Server
from tests.integration.postgres import Postgres, running
from tests.integration.valkey import Valkey, valkey
from tests.payment_peer.process import Peer, peer


@dataclasses.dataclass
class Pair:
    """Everything that somebody needs who plays with them."""

    one: Server
    two: Server
    postgres: Postgres
    valkey: Valkey
    peer: Peer
    books: Books
    engine: Engine
    url: str
    """Of the database."""
    key: str
    folder: Path


@contextlib.contextmanager
def pair(**settings: str) -> Iterator[Pair]:
    """Both started and ready."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ap-pair-")))
        database, states, provider = (
            stack.enter_context(running(synchronous_commit="on")),
            stack.enter_context(valkey()),
            stack.enter_context(peer()),
        )
        url, key = f"postgresql+psycopg://postgres@/postgres?{database.query}", secrets.token_urlsafe(24)
        one, two = (Server(folder, url, provider, key, name, REDIS_URL=states.url, **settings) for name in ("one", "two"))
        for server in (one, two):
            stack.callback(server.kill)
            server.start()
        provider.webhook(f"{two.address}/api/stripe/webhook", WEBHOOK_SECRET)
        engine = create_engine(url, pool_pre_ping=True)
        stack.callback(engine.dispose)
        yield Pair(one, two, database, states, provider, Books(engine, provider), engine, url, key, folder)
