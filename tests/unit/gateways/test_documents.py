"""Invoices and credit notes for those who have them read to them: PDF/UA says what each part is, in which language."""

import dataclasses
import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from actionpack_app.gateways.documents import InvoiceSnapshot, render_invoice

INVOICE = InvoiceSnapshot(
    number="INV-2026-000007",
    locale="en",
    issued_on="2026-06-23",
    seller_name="Microsoft Partner Network Operations",
    seller_address=["One Way", "Redmond"],
    seller_tax_id="US 91-1144442",
    buyer_lines=["Proseware", "152 Teheran-ro"],
    buyer_country="KR",
    buyer_tax_id="",
    mpn_id="1234567",
    order_number="ORD-2026-000007",
    po_number="",
    offer="action_pack",
    term_start="2026-06-23",
    term_expiry="2027-06-22",
    currency="KRW",
    net_minor=570000,
    tax_minor=57000,
    total_minor=627000,
    tax_percent="10",
    reverse_charge=False,
    paid_by="transfer",
)
CREDIT_NOTE = dataclasses.replace(INVOICE, number="CN-2026-000001", corrects=INVOICE.number, corrects_on=INVOICE.issued_on)
TITLES = {
    ("en", INVOICE.number): "Invoice INV-2026-000007",
    ("ko", INVOICE.number): "청구서 INV-2026-000007",
    ("en", CREDIT_NOTE.number): "Credit note CN-2026-000001",
    ("ko", CREDIT_NOTE.number): "대변표 CN-2026-000001",
}


@pytest.fixture(params=[INVOICE, CREDIT_NOTE], ids=["invoice", "credit-note"])
def snapshot(request: pytest.FixtureRequest, locale: str) -> InvoiceSnapshot:
    return dataclasses.replace(request.param, locale=locale)


@pytest.fixture(params=["en", "ko"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pdf(snapshot: InvoiceSnapshot) -> PdfReader:
    return PdfReader(io.BytesIO(render_invoice(snapshot)))


def parts(node: Any) -> Iterator[Any]:
    """A structure element and all below it."""
    found = node.get_object()
    if isinstance(found, list):
        for child in found:
            yield from parts(child)
    elif isinstance(found, dict):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from parts(found["/K"])


def test_it_is_tagged_and_says_so(pdf: PdfReader) -> None:
    root = pdf.root_object
    assert bool(root["/MarkInfo"]["/Marked"])
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert {page["/Tabs"] for page in pdf.pages} == {"/S"}  # stops of Tab come in the structure's order


def test_it_is_read_in_the_partner_s_language(pdf: PdfReader, locale: str) -> None:
    assert pdf.root_object["/Lang"] == locale


def test_its_title_stands_in_the_window(pdf: PdfReader, snapshot: InvoiceSnapshot, locale: str) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.title == TITLES[locale, snapshot.number]
    assert bool(pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"])


def test_its_parts_are_what_they_look_like(pdf: PdfReader) -> None:
    found = list(parts(pdf.root_object["/StructTreeRoot"]))
    kinds = [str(part["/S"]) for part in found]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/Table")
    heads = [part for part in found if part["/S"] == "/TH"]
    assert len(heads) == 2
    assert all(any(attribute.get("/Scope") == "/Column" for attribute in head["/A"]) for head in heads)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Łódź Przygody Sp. z o.o.", "Łódź Przygody Sp. z o.o."),
        ("東京都千代田区", "東京都千代田区"),
        ("ﾄｳｷｮｳ", "ﾄｳｷｮｳ"),
        ("中国科学院", "中国科学院"),
        ("Москва", "Москва"),
        ("Αθήνα", "Αθήνα"),
        ("Nguyễn Văn Đường", "Nguyễn Văn Đường"),
        ("თბილისი", "თბილისი"),
        ("שלום", "שלום"),
        ("PO-한글-😀-１２３", "PO-한글-?-１２３"),
        ("สวัสดี", "????"),
        ("👩‍👩‍👧 Inc.", "??? Inc."),
    ],
)
def test_every_name_can_be_printed(snapshot: InvoiceSnapshot, written: str, read: str) -> None:
    made = render_invoice(dataclasses.replace(snapshot, buyer_lines=[written], po_number=written))
    assert made == render_invoice(dataclasses.replace(snapshot, buyer_lines=[written], po_number=written))
    assert read in PdfReader(io.BytesIO(made)).pages[0].extract_text()


@pytest.mark.parametrize("written", ["丸の内1-9-2", "नमस्ते", "مرحبا", '"quoted" \\ back', "{x}", "𠮷野家"])
def test_none_keeps_an_invoice_from_being_made(written: str) -> None:
    assert render_invoice(dataclasses.replace(INVOICE, buyer_lines=[written], po_number=written)).startswith(b"%PDF-")
