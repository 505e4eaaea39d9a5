"""What is asked of the lists: by the product's own services, in a process for each database, one question a line of input."""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from actionpack_app.domain.deeds import DeedGroup
from actionpack_app.domain.desk import Assigned, Waiting
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.services.activity.across import AcrossFilter, list_across
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.desk.requests import RequestFilter, list_desk_requests
from actionpack_app.services.invoices.browse import InvoiceFilter, list_invoices
from actionpack_app.services.support.browse import list_requests
from bench.lists.rows import ADMIN, BILLING, FIRST, MPN_ID, OPERATOR, OTHER_MPN_ID, PARTNER, number

Case = Callable[[], object]


def answer(every: dict[str, Case]) -> None:
    """Answers each name of a case with the milliseconds that it took."""
    for line in sys.stdin:
        asked = every[line.strip()]
        started = time.perf_counter()
        asked()
        sys.stdout.write(f"{1000 * (time.perf_counter() - started):.4f}\n")
        sys.stdout.flush()


def cases(rows: int) -> dict[str, Case]:
    """Every question, by its name."""
    some = rows // 2 + 1
    return requests(rows, some) | queue(rows, some) | invoices(rows, some) | activity(rows, some) | across()


def requests(rows: int, some: int) -> dict[str, Case]:
    """The company's requests; `some` is the number of a row."""
    admin = Actor(ADMIN, PARTNER, Role.GLOBAL_ADMIN, "Pat Doe")

    def asked(search: str = "", page: int = 1, *, open_only: bool | None = True) -> Case:
        return lambda: list_requests(admin, open_only=open_only, search=search, page_number=page)

    return {
        "requests: open": asked(),
        "requests: all": asked(open_only=None),
        "requests: closed": asked(open_only=False),
        "requests: page 10": asked(page=10),
        "requests: search for a number": asked(number("SR", some, rows), open_only=None),
        "requests: search for a rare word": asked(f"question {some}", open_only=None),
        "requests: search for a common word": asked("about"),
        "requests: search for nothing there": asked("nowhere"),
    }


def queue(rows: int, some: int) -> dict[str, Case]:
    """The desk's requests."""
    operator = Actor(OPERATOR, "", Role.DESK_ADMIN, "Dana Doe")

    def asked(page: int = 1, **narrowed: Any) -> Case:
        return lambda: list_desk_requests(operator, RequestFilter(**narrowed), page)

    return {
        "queue: open": asked(),
        "queue: all": asked(waiting=Waiting.ALL),
        "queue: page 10": asked(10),
        "queue: one type": asked(problem="benefits"),
        "queue: mine": asked(assigned=Assigned.ME),
        "queue: nobody's of one type": asked(assigned=Assigned.NOBODY, problem="benefits"),
        "queue: search for a number": asked(search=number("SR", some, rows), waiting=Waiting.ALL),
        "queue: search for a company": asked(search="short lists", waiting=Waiting.ALL),
        "queue: search for a common word": asked(search="about"),
    }


def invoices(rows: int, some: int) -> dict[str, Case]:
    """The company's invoices."""
    billing = Actor(BILLING, PARTNER, Role.BILLING_ADMIN, "Pat Doe")

    def asked(page: int = 1, **narrowed: Any) -> Case:
        return lambda: list_invoices(billing, InvoiceFilter(**narrowed), page)

    return {
        "invoices: all": asked(),
        "invoices: page 30": asked(30),
        "invoices: one year": asked(year=FIRST.year + 2),
        "invoices: one offer": asked(offer=Offer.GOLD),
        "invoices: one year's of one offer": asked(year=FIRST.year + 2, offer=Offer.GOLD),
        "invoices: search for a number": asked(search=number("INV", some, rows)),
        "invoices: search for how one begins": asked(search="INV-2022"),
        "invoices: search within an offer": asked(search=str(some)[:1], offer=Offer.GOLD),
        "invoices: search for nothing there": asked(search="INV-1999"),
    }


def activity(rows: int, some: int) -> dict[str, Case]:
    """The company's activity, as a Global admin and a Billing admin see it."""
    admin = Actor(ADMIN, PARTNER, Role.GLOBAL_ADMIN, "Pat Doe")
    billing = Actor(BILLING, PARTNER, Role.BILLING_ADMIN, "Pat Doe")

    def asked(page: int = 1, actor: Actor = admin, **narrowed: Any) -> Case:
        return lambda: list_activity(actor, ActivityFilter(**narrowed), page)

    return {
        "activity: all": asked(),
        "activity: page 30": asked(30),
        "activity: a Billing admin's": asked(actor=billing),
        "activity: by a person": asked(who=ADMIN),
        "activity: by the desk": asked(who="desk"),
        "activity: by the product": asked(who="product"),
        "activity: one group": asked(group=DeedGroup.CARDS),
        "activity: the desk's of one group": asked(who="desk", group=DeedGroup.SUPPORT),
        "activity: the first year": asked(until=FIRST.date() + timedelta(days=364)),
        "activity: search for an order": asked(search=number("ORD", some, rows)),
        "activity: search for how numbers begin": asked(search="ORD-2022"),
        "activity: search for nothing there": asked(search="nowhere"),
    }


def across() -> dict[str, Case]:
    """All companies' activity, at the desk."""
    operator = Actor(OPERATOR, "", Role.DESK_ADMIN, "Dana Doe")

    def asked(page: int = 1, **narrowed: Any) -> Case:
        return lambda: list_across(operator, AcrossFilter(**narrowed), page)

    return {
        "across: all": asked(),
        "across: page 30": asked(30),
        "across: by an operator": asked(who=OPERATOR),
        "across: by an address": asked(email="billing@people.example.com"),
        "across: one group": asked(group=DeedGroup.CARDS),
        "across: one company": asked(mpn_id=MPN_ID),
        "across: another's of one group": asked(mpn_id=OTHER_MPN_ID, group=DeedGroup.CARDS),
        "across: the first year": asked(until=FIRST.date() + timedelta(days=364)),
    }


if __name__ == "__main__":
    answer(cases(int(sys.argv[1])))
