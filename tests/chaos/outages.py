"""The outages: how each begins, and how it ends."""

import dataclasses
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine, text

from tests.crash.pair import Pair


@dataclasses.dataclass(frozen=True)
class Outage:
    """`lasts` where it is there until it is ended; the others are over at once, and pages may not even notice."""

    name: str
    begin: Callable[[Pair], Any]
    end: Callable[[Pair], Any] = lambda _house: None
    lasts: bool = True


def _in_postgres(house: Pair, *commands: str) -> None:
    """As the server's owner, whom a read-only database obeys all the same."""
    url = f"{house.url}&options=-c%20default_transaction_read_only%3Doff"
    owner = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with owner.connect() as connection:
            for command in commands:
                connection.execute(text(command))
    finally:
        owner.dispose()


def _take_nothing(house: Pair) -> None:
    """A full disk makes a careful owner do this, and a fail-over does it by itself: everything is read, nothing is written."""
    _in_postgres(house, "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")


def _take_everything(house: Pair) -> None:
    _in_postgres(house, "ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()")


def _cut_database(house: Pair) -> None:
    others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
    _in_postgres(house, f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {others}")


def _cut_states(house: Pair) -> None:
    asking = house.valkey.client()
    for kind in ("normal", "pubsub"):
        asking.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
    asking.close()


def _fill_states(house: Pair, most: str) -> None:
    asking = house.valkey.client()
    asking.config_set("maxmemory-policy", "noeviction")
    asking.config_set("maxmemory", most)
    asking.close()


OUTAGES = (
    Outage("PostgreSQL killed", lambda house: house.postgres.kill(), lambda house: house.postgres.start()),
    Outage("PostgreSQL paused", lambda house: house.postgres.pause(), lambda house: house.postgres.go_on()),
    Outage("PostgreSQL takes nothing", _take_nothing, _take_everything),
    Outage("PostgreSQL cuts all connections", _cut_database, lasts=False),
    Outage("Valkey killed, back empty", lambda house: house.valkey.kill(), lambda house: house.valkey.start()),
    Outage("Valkey paused", lambda house: house.valkey.pause(), lambda house: house.valkey.go_on()),
    Outage("Valkey full", lambda house: _fill_states(house, "1"), lambda house: _fill_states(house, "0")),
    Outage("Valkey cuts all connections", _cut_states, lasts=False),
)
