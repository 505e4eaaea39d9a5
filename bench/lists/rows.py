"""One company with many requests, invoices and entries of the activity, and the operator who looks after all of them."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from actionpack_app.domain.deeds import DEEDS
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.rights import Role
from actionpack_app.domain.search import words_of
from actionpack_app.models import (
    ActivityEntry,
    Invoice,
    Order,
    Partner,
    Person,
    RequestWord,
    Subscription,
    SupportMessage,
    SupportRequest,
)
from actionpack_app.models.partners import ManagedIn
from actionpack_app.models.support import ProblemType, RequestStatus
from bench.writing import write

PARTNER, OTHER = "partner", "other"
ADMIN, BILLING, OPERATOR, COLLEAGUE = "admin", "billing", "operator", "colleague"
MPN_ID, OTHER_MPN_ID = "7000001", "7000002"
FIRST = datetime(2020, 1, 1, 9, tzinfo=UTC)
"""Rows follow each other over the years since then, however many there are."""
YEARS = 6
NUMBERED = "{kind}-{year}-{n:06d}"
WORDS_LIKE = 977
"""So many titles differ in one word."""


def moment(n: int, rows: int) -> datetime:
    """When the n-th of so many rows was written."""
    return FIRST + timedelta(days=365 * YEARS) * n / rows


def number(kind: str, n: int, rows: int) -> str:
    """Numbers grow with time."""
    return NUMBERED.format(kind=kind, year=moment(n, rows).year, n=n)


def fill(engine: Engine, rows: int) -> None:
    """So many requests, invoices and entries; one row in ten is another company's."""
    _people(engine)
    write(engine, _order(), _orders(rows))
    write(engine, _invoice(), _invoices(rows))
    write(engine, _entry(), _entries(rows))
    write(engine, _request(), _requests(rows))
    write(engine, _message(), ({"id": 1000 + n, "request_id": f"r{n}", "submission": f"s{n}"} for n in range(rows)))
    write(engine, RequestWord(request_id="", of_company=False, word="", partner_id=""), _words(rows))
    with engine.connect() as connection:
        tidy = "VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(tidy)


def whose(n: int) -> str:
    """Of which company the n-th row is."""
    return OTHER if n % 10 == 0 else PARTNER


def _people(engine: Engine) -> None:
    company = Partner(
        id="",
        name="",
        country="US",
        time_zone="America/New_York",
        currency="USD",
        locale="en",
        address_line="1 Main Street",
        city="Springfield",
        billing_email="billing@partner.example.com",
        managed_in=ManagedIn.PARTNER_CENTER,
        created_at=FIRST,
    )
    names = ((PARTNER, "Long Lists Ltd", MPN_ID), (OTHER, "Short Lists Ltd", OTHER_MPN_ID))
    write(engine, company, ({"id": key, "name": name, "mpn_id": mpn} for key, name, mpn in names))
    person = Person(id="", partner_id=PARTNER, name="Pat Doe", email="", role=Role.GLOBAL_ADMIN)
    people: tuple[dict[str, Any], ...] = (
        {"id": ADMIN},
        {"id": BILLING, "role": Role.BILLING_ADMIN},
        {"id": OPERATOR, "partner_id": None, "role": Role.DESK_ADMIN},
        {"id": COLLEAGUE, "partner_id": None, "role": Role.SUPPORT_AGENT},
    )
    write(engine, person, ({**one, "email": f"{one['id']}@people.example.com"} for one in people))
    held = Subscription(id="", partner_id="", offer=Offer.ACTION_PACK, anchor_on=FIRST.date(), terms_paid=1, created_at=FIRST)
    write(engine, held, ({"id": f"held-{key}", "partner_id": key} for key in (PARTNER, OTHER)))


def _order() -> Order:
    return Order(
        id="",
        number="",
        partner_id="",
        offer=Offer.ACTION_PACK,
        term_number=0,
        start=FIRST.date(),
        expiry=FIRST.date(),
        status=OrderStatus.REFUNDED,
        currency="USD",
        net_minor=47500,
        tax_minor=0,
        total_minor=47500,
        tax_percent="0",
        step="done",
        method=PaymentMethod.CARD,
        created_at=FIRST,
        paid_at=FIRST,
    )


def _orders(rows: int) -> Iterator[dict[str, Any]]:
    for n in range(rows):
        partner = whose(n)
        own = {"partner_id": partner, "subscription_id": f"held-{partner}", "created_at": moment(n, rows)}
        yield {"id": f"o{n}", "number": number("ORD", n, rows), "term_number": n} | own


def _invoice() -> Invoice:
    return Invoice(
        number="",
        partner_id="",
        order_id="",
        subscription_id="",
        offer=Offer.ACTION_PACK,
        issued_on=date(2020, 1, 1),
        issued_at=FIRST,
        currency="USD",
        net_minor=47500,
        tax_minor=0,
        total_minor=47500,
        snapshot={"order_number": "ORD-2020-000001", "po_number": "", "buyer_lines": ["Long Lists Ltd", "1 Main Street"]},
    )


def _invoices(rows: int) -> Iterator[dict[str, Any]]:
    offers = itertools.cycle(Offer)
    for n in range(rows):
        partner, at = whose(n), moment(n, rows)
        own = {"partner_id": partner, "subscription_id": f"held-{partner}", "order_id": f"o{n}", "offer": next(offers)}
        yield {"number": number("INV", n, rows), "issued_on": at.date(), "issued_at": at} | own


def _entry() -> ActivityEntry:
    return ActivityEntry(partner_id="", person_id=None, action="", details={}, at=FIRST, address="192.0.2.7")


def _entries(rows: int) -> Iterator[dict[str, Any]]:
    """All actions in turn, by the product, two people and two operators in turn."""
    actions = sorted({action for group in DEEDS.values() for action in group})
    people = (None, ADMIN, OPERATOR, BILLING, COLLEAGUE)
    for n in range(rows):
        own = {"partner_id": whose(n), "person_id": people[n // len(actions) % len(people)], "action": actions[n % len(actions)]}
        details = {"invoice": number("INV", n, rows)} if n % 3 == 0 else {}
        yield {"id": 1000 + n, "at": moment(n, rows), "subject": number("ORD", n, rows), "details": details} | own


def _request() -> SupportRequest:
    return SupportRequest(
        id="",
        number="",
        partner_id="",
        created_by=ADMIN,
        problem=ProblemType.BILLING,
        title="",
        contact_name="Pat Doe",
        contact_email="admin@people.example.com",
        status=RequestStatus.OPEN,
        created_at=FIRST,
        updated_at=FIRST,
        waits_since=FIRST,
        version=1,
    )


def _title(n: int) -> str:
    return f"Question {n} about tax{n % WORDS_LIKE} of the year"


def _requests(rows: int) -> Iterator[dict[str, Any]]:
    for n in range(rows):
        at, status = moment(n, rows), tuple(RequestStatus)[n % 3]
        own = {"number": number("SR", n, rows), "partner_id": whose(n), "title": _title(n), "status": status}
        times = {"created_at": at, "updated_at": at, "waits_since": at}
        yield (
            {"id": f"r{n}", "problem": tuple(ProblemType)[n // 3 % 6], "assigned_to": (None, OPERATOR)[n % 7 == 0]} | own | times
        )


def _message() -> SupportMessage:
    return SupportMessage(request_id="", author_id=ADMIN, body="How is it meant?", submission="", created_at=FIRST)


def _words(rows: int) -> Iterator[dict[str, Any]]:
    names = {PARTNER: f"Long Lists Ltd {MPN_ID}", OTHER: f"Short Lists Ltd {OTHER_MPN_ID}"}
    for n in range(rows):
        partner = whose(n)
        for of_company, text in ((False, f"{number('SR', n, rows)} {_title(n)}"), (True, names[partner])):
            row = {"request_id": f"r{n}", "of_company": of_company, "partner_id": partner}
            yield from ({**row, "word": word} for word in words_of(text))
