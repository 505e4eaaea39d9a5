"""The desk's lists in words: whom to call, and how much of a page an event brings."""

import dataclasses
from datetime import date, timedelta

import pytest
from reflex.utils.format import json_dumps

from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import Contact, OrderStatus
from actionpack_app.messages import use_locale
from actionpack_app.pages.desk.view import Item, fact_names, show_line
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.desk.care import Care
from actionpack_app.services.desk.queue import Section, TransferLine

MOST_BYTES = 10_000
REST = 350
"""What comes beside the list: its tabs, its pages."""
GRACE = Contact("Grace Abbott", "+1 206-555-0100", "grace.abbott@northwind.example.com")
COLLEAGUE = "0190c9f2-1111-7222-8333-444455556666"

LINE = TransferLine(
    number="ORD-2026-000123",
    company="Northwind Traders · MPN 1234567",
    offer=Offer.ACTION_PACK,
    total=Money(47_500, "USD"),
    reference="ORD-2026-000123 1234567",
    status=OrderStatus.PROOF_IN_REVIEW,
    last_day=date(2026, 7, 23),
    contact=GRACE,
    proof_file="0190c9f2-1111-7222-8333-444455556667",
    proof_name="transfer.pdf",
    paid_on=date(2026, 6, 23),
    paid_to="US12 3456 7890",
    paid_reference="TRX-4711",
    care=Care(timedelta(days=2), COLLEAGUE, "Fiona Grant"),
)


def known(item: Item) -> dict[str, str]:
    """What the page shows, by its names."""
    return dict(zip(fact_names(Section.TRANSFERS), item.known, strict=False))


def test_finance_reads_whom_to_call_about_a_transfer() -> None:
    assert known(show_line(LINE, "me"))["Contact"] == "Grace Abbott · +1 206-555-0100"


def test_where_no_number_is_known_it_reads_where_to_write() -> None:
    renewed_by_itself = dataclasses.replace(LINE, contact=dataclasses.replace(GRACE, phone=""))
    assert known(show_line(renewed_by_itself, "me"))["Contact"] == "Grace Abbott · grace.abbott@northwind.example.com"


def test_the_proof_stands_under_its_own_names() -> None:
    shown = known(show_line(LINE, "me"))
    assert (shown["Payment date"], shown["Transaction reference"]) == ("23 Jun 2026", "TRX-4711")


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_full_page_of_proofs_that_colleagues_have_is_within_the_limit_of_an_event(locale: str) -> None:
    with use_locale(locale):
        page = json_dumps([dataclasses.asdict(show_line(LINE, "me"))] * PAGE_SIZE, separators=(",", ":"))
    assert len(page.encode()) + REST < MOST_BYTES
    assert COLLEAGUE not in page
