"""Read paths of PostgreSQL at 10⁸ subscriptions: what pages, journeys and the engine ask is planned on generated statistics.

Nothing of it may read a large table from one end to the other, or cost more than looking through what waits.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from actionpack_app.db import engine
from actionpack_app.domain.rights import Role
from actionpack_app.services.enrolment.draft import forget_expired_drafts
from actionpack_app.services.events.keep import events_due
from actionpack_app.services.figures import figures_now
from actionpack_app.services.mails.queue import claim_mails, mails_due
from actionpack_app.services.running.pick_up import awaiting_banks, lying_about
from actionpack_app.services.samples.clock import moves_lying_about
from actionpack_app.services.sessions.sign_in import find_visitor, sign_in_as_sample
from actionpack_app.services.transfers.expire import due_to_expire
from actionpack_app.services.year.sweep import backlog, claim_due
from actionpack_app.workflows.mails import QUEUES
from tests.integration.asked import Asked, asked, nodes
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, operator, proved, transferred
from tests.integration.enlarged import ROWS, WAITING, enlarge
from tests.integration.history import write_history
from tests.integration.shopping import bought, reviewed_by_card
from tests.integration.store import Store
from tests.integration.test_query_counts import CASES, LOADS, House

MOST_COST = 5.0 * WAITING
"""In the planner's units (a row by an index costs less than one, a page from the disk four): looking through what waits."""
ROUNDS: dict[str, Callable[[datetime], object]] = {
    "sweep": lambda _now: claim_due(),
    "backlog": lambda _now: backlog(),
    "picking up": lying_about,
    "banks": awaiting_banks,
    "transfers that expire": lambda _now: due_to_expire(),
    "moves of clocks": moves_lying_about,
    "notifications": lambda _now: events_due(),
    "mails due": lambda _now: [mails_due(queue) for queue in QUEUES],
    "mails claimed": lambda _now: [claim_mails(queue, 10) for queue in QUEUES],
    "figures": lambda _now: figures_now(),
    "drafts": lambda _now: forget_expired_drafts(),
}
"""What is done again and again, whoever looks."""


@pytest.fixture
def statements(store: Store, contoso: Company, sample: Callable[[str], Company]) -> dict[str, Asked]:
    """What each page, round and journey asks."""
    if store.kind != "postgresql":
        pytest.skip("SQLite has no statistics to be told")
    house, now = House(contoso, operator(Role.DESK_ADMIN)), datetime.now(UTC) - timedelta(seconds=1)
    write_history(engine(), contoso.id, range(40))
    found: dict[str, Asked] = {}

    def note(name: str, act: Callable[[], object]) -> None:
        with asked() as noted:
            act()
        found[name] = noted

    by_card, by_transfer = sample("fabrikam"), sample("fabrikam")
    note("Buy", lambda: bought(by_card, reviewed_by_card(by_card)))
    note("a transfer and its proof", lambda: proved(by_transfer, transferred(by_transfer).number))
    note("a request to cancel", lambda: asks_to_cancel(contoso))
    token = sign_in_as_sample(house.desk.person_id)[0]
    note("a visitor", lambda: find_visitor(token, ""))
    for name, act in ROUNDS.items():
        note(name, lambda act=act: act(now))
    for route, name in CASES:
        note(f"{route} {name}", lambda load=LOADS[route][name]: load(house))
    return found


def test_nothing_large_is_read_from_end_to_end(statements: dict[str, Asked]) -> None:
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        large = enlarge(connection, datetime.now(UTC))
        believed = {name: planned(connection, f'TABLE "{name}"', {})["Plan Rows"] for name in large}
        slow = {
            f"{name}: {statement}": told
            for name, noted in statements.items()
            for statement, parameters in noted
            if is_planned(statement) and (told := why_slow(connection, statement, parameters, large))
        }
    assert {name: rows for name, rows in believed.items() if rows < ROWS / 2} == {}, "it doesn't believe that there are so many"
    assert slow == {}


def is_planned(statement: str) -> bool:
    return statement.lstrip("( ").startswith(("SELECT", "UPDATE", "DELETE", "WITH"))


def why_slow(connection: Connection, statement: str, parameters: Any, large: frozenset[str]) -> str:
    parameters = parameters[0] if isinstance(parameters, list) else parameters  # of many rows, the first
    plan = planned(connection, statement, parameters)
    whole = [step["Relation Name"] for step in nodes(plan) if step["Node Type"] == "Seq Scan" and step["Relation Name"] in large]
    if not whole and plan["Total Cost"] <= MOST_COST:
        return ""
    drawn = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))
    return f"{', '.join(whole)}\n{drawn}"


def planned(connection: Connection, statement: str, parameters: Any) -> dict[str, Any]:
    plan: dict[str, Any] = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()[0]["Plan"]
    return plan
