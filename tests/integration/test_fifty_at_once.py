"""Fifty clicks on Buy for one renewal, by two people, in three processes: one charge, term and invoice, fifty honest answers."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Role
from actionpack_app.models import Invoice, Payment, SubscriptionTerm
from tests.integration.companies import Company
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import bought, ledger, reviewed_by_card

HERE, OTHERS = 30, 10
"""Clicks in this process, and in each of two others."""
ROOT = Path(__file__).parents[2]

CLICKS = """
import concurrent.futures, json, sys
from actionpack_app.domain.money import Money
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.clock import StandingClock
from actionpack_app.logs import configure_logs
from datetime import datetime
from actionpack_app.workflows import engine
from actionpack_app.workflows.pay import buy
asked = json.loads(sys.argv[1])
configure_logs()
engine.launch(asked["name"])
actor = Actor(asked["person"], asked["partner"], Role(asked["role"]), "")
clock = StandingClock(datetime.fromisoformat(asked["now"]))
click = lambda _at: buy(actor, asked["number"], Money(*asked["total"]), "", clock).status
print("ready", flush=True)
input()
with concurrent.futures.ThreadPoolExecutor(asked["clicks"]) as pool:
    print(json.dumps(list(pool.map(click, range(asked["clicks"])))))
engine.shut_down()
"""


@contextlib.contextmanager
def elsewhere(company: Company, role: Role, number: str, total: tuple[int, str], name: str) -> Iterator[subprocess.Popen[str]]:
    """Somebody who clicks in another process; however the test ends, that one ends with it."""
    person = company.person(role)
    asked = {
        "name": name,
        "person": person.person_id,
        "partner": company.id,
        "role": role,
        "now": company.now.isoformat(),
        "number": number,
        "total": total,
        "clicks": OTHERS,
    }
    with subprocess.Popen(
        [sys.executable, "-c", CLICKS, json.dumps(asked)],
        cwd=ROOT,
        env=os.environ.copy(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_fifty_clicks_from_three_processes_pay_once(fabrikam: Company) -> None:
    order = reviewed_by_card(fabrikam)
    total = (order.total.amount_minor, order.total.currency)
    colleague = fabrikam.person(Role.PARTNER_ADMIN)
    clicks = [lambda: bought(fabrikam, order), lambda: bought(fabrikam, order, actor=colleague)]
    with contextlib.ExitStack() as stack:
        others = [
            stack.enter_context(elsewhere(fabrikam, role, order.number, total, f"other-{at}"))
            for at, role in enumerate((Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN))
        ]
        for other in others:
            assert other.stdout is not None
            assert other.stdout.readline() == "ready\n"
        for other in others:
            assert other.stdin is not None
            other.stdin.write("\n")
            other.stdin.flush()
        here = at_once(clicks * (HERE // 2))
        answers = [answer.status if not isinstance(answer, BaseException) else repr(answer) for answer in here]
        for other in others:
            said, _nothing = other.communicate(timeout=120)
            answers += json.loads(said)

    assert answers == [OrderStatus.PAID] * (HERE + 2 * OTHERS)
    assert len(ledger()) == 1
    assert len([payment for payment in all_of(Payment) if payment.provider == "sandbox"]) == 1
    assert len(all_of(SubscriptionTerm)) == len(of(Invoice, fabrikam)) == 2
