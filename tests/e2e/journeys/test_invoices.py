"""Invoices: the list, its filters, the documents, the export."""

import csv
import hashlib
import io

from playwright.sync_api import WebSocket, expect
from pypdf import PdfReader

from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import GOLD, OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.values import money, read_days


def test_three_years_are_listed_filtered_searched_and_exported(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Billing admin", locale)
    OffersPage(admin).validate_page()
    invoices = InvoicesPage(admin).navigate()
    listed = invoices.read()
    years = [str(read_days(invoice.date)[0].year) for invoice in listed]
    assert len(listed) == 3
    assert years == sorted(years, reverse=True)
    assert {invoice.total for invoice in listed} == {money("USD", "475.00", locale)}
    assert invoices.spend.all() == {year: money("USD", "475.00", locale) for year in sorted(years)}

    invoices.choose("Year", years[1])
    expect(invoices.rows).to_have_count(1)
    expect(invoices.rows).to_contain_text(listed[1].number)
    exported = list(csv.DictReader(io.StringIO(invoices.export().path().read_text("utf-8-sig"))))
    assert [(row["number"], row["total"], row["order"]) for row in exported] == [(listed[1].number, "475.00", listed[1].order)]

    invoices.choose("Year", admin.words("All years"))
    expect(invoices.rows).to_have_count(3)
    invoices.choose("Offer", admin.words(GOLD))
    expect(invoices.rows).to_have_count(0)
    expect(invoices.main).to_contain_text(
        admin.words("No invoices match. Change the filter, or buy an offer to get your first one.")
    )
    invoices.choose("Offer", admin.words("All offers"))
    expect(invoices.rows).to_have_count(3)
    invoices.search(listed[2].number)
    expect(invoices.rows).to_have_count(1)
    expect(invoices.rows).to_contain_text(listed[2].number)
    expect(invoices.rows).not_to_contain_text(listed[0].number)


def test_an_invoice_is_the_same_bytes_each_time(door: Door) -> None:
    admin = door.enter("contoso", "Global admin")
    OffersPage(admin).validate_page()
    invoices = InvoicesPage(admin).navigate()
    number = invoices.read()[0].number
    first = invoices.download(invoices.rows.first)
    assert first.suggested_filename == f"{number}.pdf"
    again = admin.page.request.get(f"/api/invoices/{number}.pdf").body()
    assert hashlib.sha256(first.path().read_bytes()).digest() == hashlib.sha256(again).digest()
    printed = PdfReader(io.BytesIO(again)).pages[0].extract_text()
    for expected in (number, "Contoso", admin.partner.mpn_id, "$475.00", "Visa"):
        assert expected in printed
    assert "Fabrikam" not in printed


def test_a_download_leaves_the_connection_as_it_is(door: Door) -> None:
    admin = door.enter("contoso", "Billing admin")
    OffersPage(admin).validate_page()
    connections: list[str] = []

    def note(connection: WebSocket) -> None:
        connections.append(connection.url)

    admin.page.on("websocket", note)
    invoices = InvoicesPage(admin).navigate()
    number = invoices.read()[0].number
    invoices.download(invoices.rows.first)
    invoices.search(number)
    expect(invoices.rows).to_have_count(1)
    assert len(connections) == 1
