"""Invoices: listed, filtered, exported, printed; an issued one never changes."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from actionpack_app.db import transaction
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.gateways.clock import StandingClock
from actionpack_app.models import CreditNote, Invoice, Order, Partner
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund
from actionpack_app.services.invoices.browse import InvoiceFilter, export_invoices, list_invoices
from actionpack_app.services.invoices.document import invoice_document
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from actionpack_app.workflows.pay import buy
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, finance
from tests.integration.rows import copy_of, of, store_rows
from tests.integration.shopping import bought, reviewed_by_card, reviewed_by_transfer
from tests.integration.store import Store

ANY = InvoiceFilter()


def numbers(company: Company, narrowed: InvoiceFilter = ANY, page: int = 1) -> list[str]:
    return [line.number for line in list_invoices(company.admin, narrowed, page).page.rows]


def add_invoices(company: Company, *days: date, number: str = "OLD-{n:03d}", offer: Offer = Offer.ACTION_PACK) -> list[str]:
    """Invoices of these days, past the services; each with a paid order of its own."""
    order, invoice = of(Order, company)[0], of(Invoice, company)[0]
    for n, day in enumerate(days):
        name = number.format(n=n)
        new_order = copy_of(order, id=f"o-{name}", number=f"O-{name}", term_number=100 + n, status=OrderStatus.REFUNDED)
        new = copy_of(invoice, number=name, order_id=new_order.id, issued_on=day, offer=offer)
        store_rows(new_order, new)
    return [number.format(n=n) for n in range(len(days))]


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def paid_document(company: Company, offer: Offer = Offer.ACTION_PACK) -> tuple[str, bytes]:
    number = bought(company, reviewed_by_card(company, offer)).invoice_number
    return number, invoice_document(company.admin, number)


class TestList:
    def test_the_newest_comes_first(self, contoso: Company) -> None:
        lines = list_invoices(contoso.admin, ANY, 1).page.rows
        assert [line.issued_on for line in lines] == sorted((line.issued_on for line in lines), reverse=True)
        assert lines[0].total == lines[0].net == Money(47500, "USD")

    def test_it_comes_in_pages(self, fabrikam: Company) -> None:
        add_invoices(fabrikam, *[date(2020, 1, 1)] * (PAGE_SIZE + 1))
        first, second = (list_invoices(fabrikam.admin, ANY, n).page for n in (1, 2))
        assert (len(first.rows), len(second.rows), first.total, first.last) == (PAGE_SIZE, 2, PAGE_SIZE + 2, 2)
        assert len({line.number for line in first.rows + second.rows}) == PAGE_SIZE + 2
        assert list_invoices(fabrikam.admin, ANY, 99).page.number == 2
        assert list_invoices(fabrikam.admin, ANY, -1).page.number == 1

    def test_it_is_filtered_by_year_to_the_day(self, fabrikam: Company) -> None:
        days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
        made = add_invoices(fabrikam, *days)
        assert numbers(fabrikam, InvoiceFilter(year=2020)) == [made[2], made[1]]

    def test_a_year_that_no_calendar_has_gives_an_empty_list(self, fabrikam: Company) -> None:
        for year in (0, 9999, 1):
            assert numbers(fabrikam, InvoiceFilter(year=year)) == []

    def test_it_is_filtered_by_offer(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        for offer in (Offer.ACTION_PACK, Offer.SILVER):
            assert len(numbers(woodgrove, InvoiceFilter(offer=offer))) == 1
        assert numbers(woodgrove, InvoiceFilter(offer=Offer.GOLD)) == []
        assert len(numbers(woodgrove)) == 2

    def test_a_search_finds_numbers_as_they_are_written(self, contoso: Company) -> None:
        newest = numbers(contoso)[0]
        assert numbers(contoso, InvoiceFilter(search=f"  {newest.lower()} ")) == [newest]
        assert numbers(contoso, InvoiceFilter(search="INV-")) == numbers(contoso)
        for wildcard in ("%", "_", "INV%", "INV_2", "\\", "%%", "*"):
            assert numbers(contoso, InvoiceFilter(search=wildcard)) == []

    def test_wildcards_in_a_number_are_found_as_letters(self, fabrikam: Company) -> None:
        (percent,) = add_invoices(fabrikam, date(2020, 1, 1), number="A%B")
        (under,) = add_invoices(fabrikam, date(2020, 1, 1), number="A_B")
        assert numbers(fabrikam, InvoiceFilter(search="a%b")) == [percent]
        assert numbers(fabrikam, InvoiceFilter(search="a_b")) == [under]

    def test_a_part_of_a_number_is_found_by_how_it_begins(self, fabrikam: Company) -> None:
        made = add_invoices(fabrikam, *[date(2031, 1, day) for day in range(1, 32)], number="INV-2031-{n:06d}")
        assert numbers(fabrikam, InvoiceFilter(search="2031-00001")) == made[19:9:-1]
        assert numbers(fabrikam, InvoiceFilter(search="0017")) == numbers(fabrikam, InvoiceFilter(search="17")) == [made[17]]
        assert numbers(fabrikam, InvoiceFilter(search="3", year=2031)) == [made[30], made[3]]
        assert numbers(fabrikam, InvoiceFilter(search="3", year=2030)) == []
        assert numbers(fabrikam, InvoiceFilter(search="17", offer=Offer.GOLD)) == []

    def test_a_long_list_is_counted_to_a_thousand_and_says_that_there_is_more(
        self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("actionpack_app.repositories.pages.COUNTED_MOST", 2 * PAGE_SIZE)
        add_invoices(fabrikam, *[date(2020, 1, 1)] * (2 * PAGE_SIZE + 10))
        page = list_invoices(fabrikam.admin, ANY, 9).page
        assert (page.number, page.last, page.total, page.more) == (2, 2, 2 * PAGE_SIZE, True)

    def test_a_search_for_characters_that_no_text_has_does_not_break_the_list(self, contoso: Company) -> None:
        for odd in ("\x00", "INV\x00", "\ud83d"):
            assert numbers(contoso, InvoiceFilter(search=odd)) in ([], numbers(contoso))
        for absent in ("x" * 10_000, "김"):
            assert numbers(contoso, InvoiceFilter(search=absent)) == []

    def test_filters_add_up_and_the_picture_of_years_stays_whole(self, contoso: Company) -> None:
        add_invoices(contoso, date(2020, 5, 1), date(2020, 6, 1))
        seen = list_invoices(contoso.admin, InvoiceFilter(year=2020, offer=Offer.GOLD), 1)
        assert seen.page.rows == ()
        years = [spend.year for spend in seen.spend]
        assert years == sorted(years)
        assert seen.spend[0].total == Money(95000, "USD")
        assert sum(spend.total.amount_minor for spend in seen.spend) == 5 * 47500

    def test_the_picture_of_years_is_the_sum_of_all_invoices_less_what_was_credited(self, fabrikam: Company) -> None:
        add_invoices(fabrikam, date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31))
        bought(fabrikam, reviewed_by_card(fabrikam))
        cancel_and_refund(finance(), asks_to_cancel(fabrikam))
        summed: dict[int, int] = defaultdict(int)
        for invoice in of(Invoice, fabrikam):
            summed[invoice.issued_on.year] += invoice.total_minor
        notes = of(CreditNote, fabrikam)
        for credited in notes:
            summed[credited.issued_on.year] -= credited.total_minor
        assert len(notes) == 1
        seen = {spend.year: spend.total.amount_minor for spend in list_invoices(fabrikam.admin, ANY, 1).spend}
        assert seen == summed
        assert {seen[2020], seen[2021]} == {47500, 95000}

    def test_a_partner_that_never_bought_has_an_empty_page(self, sample: Callable[[str], Company]) -> None:
        seen = list_invoices(sample("adventure_works").admin, ANY, 1)
        assert (seen.page.rows, seen.page.last, seen.spend) == ((), 1, ())


class TestCsv:
    def rows(self, company: Company, narrowed: InvoiceFilter = ANY) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(export_invoices(company.admin, narrowed))))

    def test_it_holds_the_filtered_list_whole(self, fabrikam: Company) -> None:
        add_invoices(fabrikam, *[date(2020, 1, 1)] * 30)
        assert len(self.rows(fabrikam)) == 31
        assert len(self.rows(fabrikam, InvoiceFilter(year=2020))) == 30
        assert self.rows(fabrikam, InvoiceFilter(search="%")) == []

    def test_amounts_are_in_major_units_and_dates_iso(self, sample: Callable[[str], Company]) -> None:
        proseware, contoso = sample("proseware"), sample("contoso")
        bought(proseware, reviewed_by_card(proseware))
        korean = self.rows(proseware)[0]
        assert (korean["currency"], korean["net"], korean["tax"], korean["total"]) == ("KRW", "570000", "57000", "627000")
        assert korean["issued_on"] == proseware.today.isoformat()
        assert self.rows(contoso)[0]["total"] == "475.00"

    def test_no_text_becomes_a_formula(self, sample: Callable[[str], Company]) -> None:
        for typed in ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://e.example")', "\t=1", " =1"):
            fabrikam = sample("fabrikam")
            reviewed = reviewed_by_card(fabrikam)
            buy(fabrikam.admin, reviewed.number, reviewed.total, typed, fabrikam.clock)
            assert self.rows(fabrikam)[0]["po_number"] == f"'{typed.strip()}"

    def test_ordinary_texts_stay_as_they_are(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        buy(fabrikam.admin, reviewed.number, reviewed.total, 'PO "4711", 구매', fabrikam.clock)
        assert self.rows(fabrikam)[0]["po_number"] == 'PO "4711", 구매'


class TestDocument:
    def test_it_is_the_same_bytes_on_every_download(self, fabrikam: Company, store: Store) -> None:
        number, first = paid_document(fabrikam)
        assert first.startswith(b"%PDF-")
        assert invoice_document(fabrikam.admin, number) == first
        kept = [file for file in store.files.rglob("*") if file.is_file()]
        assert [file.read_bytes() for file in kept] == [first]
        kept[0].unlink()
        assert invoice_document(fabrikam.admin, number) == first

    def test_it_says_what_was_bought_for_how_much_in_english(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        order = buy(fabrikam.admin, reviewed.number, reviewed.total, "PO 4711", fabrikam.clock)
        pdf = invoice_document(fabrikam.admin, order.invoice_number)
        text = text_of(pdf)
        for part in (
            order.invoice_number,
            order.number,
            fabrikam.made.mpn_id,
            "Fabrikam",
            "1 Main Street",
            "United States",
            "Microsoft Action Pack Subscription",
            "$475.00",
            "PO 4711",
            "Visa 4242",
            "Microsoft Partner Network Operations",
            "US 91-1144442",
        ):
            assert part in text
        reader = PdfReader(io.BytesIO(pdf))
        assert reader.trailer["/Root"]["/Lang"] == "en"
        assert order.invoice_number in str(reader.metadata and reader.metadata.title)

    def test_it_speaks_korean_to_a_korean_partner(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        number, pdf = paid_document(proseware)
        text = text_of(pdf)
        for part in (number, "서울특별시 강남구", "테헤란로 152", "₩627,000", "₩57,000", f"{proseware.today.year}년", "대한민국"):
            assert part in text
        assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "ko"

    def test_its_labels_are_korean_too(self, sample: Callable[[str], Company]) -> None:
        _number, pdf = paid_document(sample("proseware"))
        text = text_of(pdf)
        assert "Microsoft Action Pack 구독" in text
        for english in ("Invoice", "Bill to", "Total", "Tax", "Paid by"):
            assert english not in text

    def test_reverse_charge_is_printed_with_the_tax_id(self, sample: Callable[[str], Company]) -> None:
        _number, pdf = paid_document(sample("adventure_works"))
        text = text_of(pdf)
        for part in ("Reverse charge", "DE136695976", "Lindenstraße 12", "€449.00", "€0.00"):
            assert part in text

    def test_tax_is_printed_with_its_rate(self, sample: Callable[[str], Company]) -> None:
        _number, pdf = paid_document(sample("woodgrove"), Offer.GOLD)
        text = text_of(pdf)
        for part in ("Gold competency", "£2,962.50", "£592.50", "£3,555.00", "20"):
            assert part in text

    def test_a_new_address_changes_later_invoices_only(self, fabrikam: Company, store: Store) -> None:
        number, before = paid_document(fabrikam)
        with transaction() as session:
            session.execute(sa.update(Partner).values(name="Fabrikam Europe", address_line="2 Side Street", tax_id="X1"))
        for file in store.files.rglob("*.pdf"):
            file.unlink()
        assert invoice_document(fabrikam.admin, number) == before
        assert "1 Main Street" in text_of(before)
        turn_off_renewal(fabrikam.admin, fabrikam.holds().id, fabrikam.clock)
        later = fabrikam.on(fabrikam.holds().term.anniversary)
        again = bought(fabrikam, reviewed_by_card(fabrikam, clock=later), clock=later)
        text = text_of(invoice_document(fabrikam.admin, again.invoice_number))
        assert "Fabrikam Europe" in text
        assert "2 Side Street" in text

    def test_names_with_markup_are_printed_as_they_are(self, fabrikam: Company) -> None:
        name = r'#A_b* $x$ <script> "q" \ [c] @d `e` = f // g'
        with transaction() as session:
            session.execute(sa.update(Partner).values(name=name))
        _number, pdf = paid_document(fabrikam)
        assert name.replace('"', "") in text_of(pdf).replace('"', "").replace("“", "").replace("”", "")

    def test_an_invoice_by_transfer_says_so(self, fabrikam: Company) -> None:
        text = text_of(invoice_document(fabrikam.admin, numbers(fabrikam)[0]))
        assert "bank transfer" in text

    def test_a_waiting_order_has_no_invoice(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_transfer(fabrikam))
        assert order.invoice_number == ""
        with pytest.raises(NotFound):
            invoice_document(fabrikam.admin, "")

    def test_no_path_leads_out_of_the_folder_of_files(self, fabrikam: Company, store: Store) -> None:
        for number in ("../secret", "..", "a/b", "/etc/passwd"):
            with pytest.raises(NotFound):
                invoice_document(fabrikam.admin, number)
        assert not store.files.exists()


class TestNumber:
    def test_its_year_is_the_sellers_and_its_date_the_partners(self, sample: Callable[[str], Company]) -> None:
        """New Year in Seoul is still the old year in Redmond."""
        proseware = sample("proseware")
        at = StandingClock(datetime(proseware.today.year, 12, 31, 15, 30, tzinfo=UTC))
        order = bought(proseware, reviewed_by_card(proseware, clock=at), clock=at)
        (invoice,) = [row for row in of(Invoice, proseware) if row.number == order.invoice_number]
        assert invoice.number.startswith(f"INV-{proseware.today.year}-")
        assert invoice.issued_on == date(proseware.today.year + 1, 1, 1)
