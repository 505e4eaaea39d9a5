"""SQLite and PostgreSQL: the same events over the wire, without a browser."""

import contextlib
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from bench.crowd.acts import ACCOUNT, SUPPORT
from bench.figures import Figure, Found, Picture, at_most
from bench.harness import Run
from bench.servers import Server, product
from tests.crash.visitor import CHECKOUT, Visitor
from tests.integration.postgres import server as postgresql
from tests.integration.shopping import token

ABOUT = (
    "One visitor on a quiet server: from sending an event to the delta that answers it, medians. A read filters the support "
    "requests, a write switches reminders; Buy ends when the order is paid. The sandbox provider's own time is what the server "
    "waited for it, by its own figures, at the mean."
)
MOST_BUY_MS = 60.0
"""From Buy to confirmation, beyond the provider's own time."""
ADMIN = "global_admin"
SUM, PAYING = "actionpack_provider_request_seconds_sum", ("register", "charge")
WHY = (
    "about fifty statements in nine transactions; each costs PostgreSQL a round trip, and Python three to six tenths of a "
    "millisecond on a machine whose speed changes by half within minutes"
)
OWN_SHARE = "Buy, beyond the provider's own time"


def measure(run: Run) -> Found:
    """Each event on each database."""
    rounds, orders = run.either(15, 200), run.either(2, 25)
    took: dict[str, dict[str, float]] = {}
    for at, kind in enumerate(("SQLite", "PostgreSQL")):
        run.step(kind, at / 2)
        with _database(kind) as url, product(run.folder / kind, url) as server:
            took[kind] = _asked(server, rounds, orders)
    figures: list[Figure] = []
    for event, base in took["SQLite"].items():
        other = took["PostgreSQL"][event]
        target = at_most(MOST_BUY_MS) if event == OWN_SHARE else None
        figures += [
            Figure(f"{event}, SQLite", base, "ms", 1.0, target, cause=WHY),
            Figure(f"{event}, PostgreSQL", other, "ms", other / base, target, cause=WHY),
        ]
    series: dict[str, list[float | None]] = {kind: list(found.values()) for kind, found in took.items()}
    return Found(figures, [Picture("events", "Event sent to its answer, median", "ms", list(took["SQLite"]), series)])


@contextlib.contextmanager
def _database(kind: str) -> Iterator[str]:
    """A server of its own; for SQLite nothing, which is a file of the product's own."""
    if kind == "SQLite":
        yield ""
        return
    with postgresql() as address:
        yield f"postgresql+psycopg://postgres@/postgres?{address}"


def _asked(server: Server, rounds: int, orders: int) -> dict[str, float]:
    one = _visitor(server)
    found = {
        "read": _median(rounds, lambda at: _told(one, SUPPORT, "show", which=("all", "open")[at % 2])),
        "write": _median(rounds, lambda at: _told(one, ACCOUNT, "switch_reminders", on=at % 2 == 0)),
    }
    one.close()
    before = _provider_seconds(server)
    whole = statistics.median(_bought(server) for _order in range(orders))
    waited = 1000 * (_provider_seconds(server) - before) / orders
    return found | {"Buy": whole, OWN_SHARE: whole - waited}


def _provider_seconds(server: Server) -> float:
    """How long the server has waited for the provider to register payments and to take them."""
    with urllib.request.urlopen(f"{server.url}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    asked = [line for line in lines if line.startswith(SUM) and any(f'operation="{one}"' in line for one in PAYING)]
    return sum(float(line.rpartition(" ")[2]) for line in asked)


def _median(rounds: int, ask: Callable[[int], None]) -> float:
    times: list[float] = []
    for at in range(rounds + rounds // 10 + 2):
        began = time.perf_counter()
        ask(at)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times[-rounds:])


def _told(visitor: Visitor, state: str, event: str, **payload: Any) -> None:
    """Sends an event and waits for what changes in its state. Raises TimeoutError."""
    visitor.send(state, event, **payload)
    if not visitor.hear_of(state):
        raise TimeoutError(f"{event} wasn't answered")


def _visitor(server: Server) -> Visitor:
    people = server.copy("fabrikam")["people"]
    visitor = Visitor(server.url, next(person["id"] for person in people if person["role"] == ADMIN))
    visitor.connect()
    return visitor


def _bought(server: Server) -> float:
    """One order by a card, from Buy to paid, in ms. Raises RuntimeError where it stands elsewhere."""
    visitor = _visitor(server)
    visitor.send(CHECKOUT, "open", offer="action_pack")
    _expect(visitor, "method")
    visitor.send(CHECKOUT, "submit_card", token=token("4242"))
    _expect(visitor, "review")
    began = time.perf_counter()
    visitor.send(CHECKOUT, "buy", form={})
    _expect(visitor, "paid")
    took = 1000 * (time.perf_counter() - began)
    visitor.close()
    return took


def _expect(visitor: Visitor, step: str) -> None:
    if (stands := visitor.wait_for({step, "refused"})) != step:
        raise RuntimeError(f"the order stands at {stands or 'nothing'}, not at {step}")
