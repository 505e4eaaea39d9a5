"""What the database itself refuses, whatever the code above it does."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from actionpack_app.db import engine, transaction
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentStatus, ProofStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.status import Closing
from actionpack_app.models import (
    ActivityEntry,
    Case,
    CreditNote,
    Invoice,
    Order,
    Partner,
    Payment,
    PaymentProof,
    ProviderCustomer,
    ProviderEvent,
    Refund,
    SavedCard,
    Subscription,
    SubscriptionTerm,
    SupportMessage,
    SupportRequest,
)
from actionpack_app.models.cases import CaseStatus
from actionpack_app.models.running import EventStatus
from actionpack_app.models.support import ProblemType, RequestStatus
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, finance, transferred, uploaded
from tests.integration.desk import proved as prove
from tests.integration.rows import all_of, copy_of, of, store_rows

APPEND_ONLY = (ActivityEntry, Invoice, CreditNote)
Recorded = type[ActivityEntry] | type[Invoice] | type[CreditNote]


def first_subscription(company: Company) -> Subscription:
    return of(Subscription, company)[0]


def newest_order(company: Company) -> Order:
    return max(of(Order, company), key=lambda order: order.term_number)


def execute(statement: str, **values: object) -> None:
    with engine().connect() as connection:
        connection.execute(sa.text(statement), values)
        connection.commit()


@pytest.fixture
def credited(contoso: Company) -> Company:
    """Contoso, whose newest year was taken back: a credit note, and a refund by hand."""
    cancel_and_refund(finance(), asks_to_cancel(contoso))
    return contoso


@pytest.fixture
def proved(fabrikam: Company) -> PaymentProof:
    """A payment proof of Fabrikam's that waits to be read."""
    prove(fabrikam, transferred(fabrikam).number)
    return all_of(PaymentProof)[0]


def test_a_payment_is_given_back_once(credited: Company) -> None:
    (refund,) = of(Refund, credited)
    other = next(row.id for row in all_of(Payment) if row.id != refund.payment_id)
    with pytest.raises(IntegrityError):
        store_rows(copy_of(refund, id="second", idempotency_key="another"))
    with pytest.raises(IntegrityError):
        store_rows(copy_of(refund, id="second", payment_id=other))  # the key has to be another one too
    store_rows(copy_of(refund, id="first", payment_id=other, idempotency_key="another", provider_ref="re_1"))
    third = next(row.id for row in all_of(Payment) if row.id not in {refund.payment_id, other})
    with pytest.raises(IntegrityError):
        store_rows(copy_of(refund, id="third", payment_id=third, idempotency_key="a third", provider_ref="re_1"))


def test_an_order_has_one_proof_that_waits(fabrikam: Company, proved: PaymentProof) -> None:
    files = [uploaded(fabrikam) for _ in range(2)]
    with pytest.raises(IntegrityError):
        store_rows(copy_of(proved, id="second", attachment_id=files[0]))
    with pytest.raises(IntegrityError):
        store_rows(copy_of(proved, id="second", status=ProofStatus.REJECTED))  # a file proves once
    for n, status in enumerate([ProofStatus.REJECTED, ProofStatus.ACCEPTED]):
        store_rows(copy_of(proved, id=f"p{n}", attachment_id=files[n], status=status))
    assert len(all_of(PaymentProof)) == 3


def test_a_company_has_one_default_card(contoso: Company) -> None:
    (card,) = of(SavedCard, contoso)
    assert card.is_default
    with pytest.raises(IntegrityError):
        store_rows(copy_of(card, id="second"))
    store_rows(copy_of(card, id="another", is_default=False), copy_of(card, id="gone", removed_at=contoso.now))
    assert len(of(SavedCard, contoso)) == 3


def test_two_companies_have_a_default_card_each(contoso: Company, sample: Callable[[str], Company]) -> None:
    assert [card.is_default for company in (contoso, sample("woodgrove")) for card in of(SavedCard, company)] == [True, True]


def test_an_invoice_is_taken_back_once(credited: Company) -> None:
    (note,) = of(CreditNote, credited)
    other = next(row for row in of(Invoice, credited) if row.number != note.invoice_number)
    refused = [
        {},
        {"invoice_number": other.number},  # an order is credited once too
        {"order_id": other.order_id},
        {"order_id": other.order_id, "invoice_number": "INV-2026-999999"},
    ]
    for changed in refused:
        with pytest.raises(IntegrityError):
            store_rows(copy_of(note, number="CN-2026-999999", **changed))
    assert of(CreditNote, credited) == [note]


def test_a_business_fact_has_one_case(contoso: Company) -> None:
    case = Case(id=1, kind=CaseKind.DISPUTE, about="dispute:1", status=CaseStatus.OPEN, opened_at=contoso.now)
    store_rows(case)
    (kept,) = all_of(Case)
    with pytest.raises(IntegrityError):
        store_rows(copy_of(kept, id=2))
    store_rows(copy_of(kept, id=2, about="dispute:2"))


def test_the_provider_knows_a_company_by_one_name_and_a_name_is_one_companys(contoso: Company, fabrikam: Company) -> None:
    store_rows(ProviderCustomer(partner_id=contoso.id, provider="stripe", provider_ref="cus_1"))
    for partner_id, reference in ((contoso.id, "cus_2"), (fabrikam.id, "cus_1")):
        with pytest.raises(IntegrityError):
            store_rows(ProviderCustomer(partner_id=partner_id, provider="stripe", provider_ref=reference))


def test_a_partner_has_one_subscription_to_an_offer_that_is_not_closed(contoso: Company) -> None:
    with pytest.raises(IntegrityError):
        store_rows(copy_of(first_subscription(contoso), id="second"))


def test_a_closed_subscription_makes_room_for_a_new_one(contoso: Company) -> None:
    closed = copy_of(first_subscription(contoso), id="old", closed_on=date(2020, 1, 1), closing=Closing.REPLACED)
    store_rows(closed)
    assert len(of(Subscription, contoso)) == 2


def test_two_partners_have_a_subscription_to_the_same_offer(contoso: Company, fabrikam: Company) -> None:
    assert first_subscription(contoso).offer is first_subscription(fabrikam).offer


def test_a_year_is_paid_by_one_order_only(contoso: Company) -> None:
    with pytest.raises(IntegrityError):
        store_rows(copy_of(newest_order(contoso), id="second", number="ORD-second"))


def test_a_refunded_order_makes_room_for_another_payment_of_the_year(contoso: Company) -> None:
    store_rows(copy_of(newest_order(contoso), id="second", number="ORD-second", status=OrderStatus.REFUNDED))
    assert len(of(Order, contoso)) == 4


def test_an_offer_has_one_open_order(contoso: Company) -> None:
    order = newest_order(contoso)
    store_rows(copy_of(order, id="first", number="ORD-first", status=OrderStatus.DRAFT))
    for status in (OrderStatus.DRAFT, OrderStatus.PROCESSING, OrderStatus.AWAITING_PAYMENT, OrderStatus.PROOF_IN_REVIEW):
        with pytest.raises(IntegrityError):
            store_rows(copy_of(order, id="second", number="ORD-second", status=status))


def test_finished_orders_leave_room_for_an_open_one(contoso: Company) -> None:
    order = newest_order(contoso)
    finished = [OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED, OrderStatus.CANCELLED, OrderStatus.DRAFT]
    store_rows(*(copy_of(order, id=f"o{n}", number=f"ORD-{n}", status=status) for n, status in enumerate(finished)))
    assert len(of(Order, contoso)) == 3 + len(finished)


def test_an_order_is_charged_successfully_once(contoso: Company) -> None:
    paid = all_of(Payment)[0]
    second = copy_of(paid, id="second", attempt=2, idempotency_key="charge:second:2")
    with pytest.raises(IntegrityError):
        store_rows(second)
    store_rows(copy_of(second, status=PaymentStatus.FAILED))
    assert len(of(Order, contoso)) == 3


@pytest.mark.usefixtures("contoso")
def test_an_attempt_has_one_payment_and_a_key_is_used_once() -> None:
    paid = all_of(Payment)[0]
    again = {"id": "second", "status": PaymentStatus.FAILED}
    with pytest.raises(IntegrityError):
        store_rows(copy_of(paid, **again, idempotency_key="another"))
    with pytest.raises(IntegrityError):
        store_rows(copy_of(paid, **again, attempt=2))


def test_a_paid_year_stands_once(contoso: Company) -> None:
    terms = all_of(SubscriptionTerm)
    draft = copy_of(newest_order(contoso), id="o", number="ORD-o", status=OrderStatus.DRAFT)
    with pytest.raises(IntegrityError):
        store_rows(draft, copy_of(terms[0], id="second", order_id="o"))


def test_an_invoice_number_is_given_once(contoso: Company) -> None:
    draft = copy_of(newest_order(contoso), id="o", number="ORD-o", status=OrderStatus.DRAFT)
    with pytest.raises(IntegrityError):
        store_rows(draft, copy_of(of(Invoice, contoso)[0], order_id="o"))


def test_an_order_has_one_invoice(contoso: Company) -> None:
    with pytest.raises(IntegrityError):
        store_rows(copy_of(of(Invoice, contoso)[0], number="INV-2026-999999"))


def test_an_mpn_id_belongs_to_one_partner(contoso: Company) -> None:
    partner = next(row for row in all_of(Partner) if row.id == contoso.id)
    with pytest.raises(IntegrityError):
        store_rows(copy_of(partner, id="second"))
    store_rows(copy_of(partner, id="retired", mpn_id=None), copy_of(partner, id="retired too", mpn_id=None))


def test_a_form_is_sent_once(fabrikam: Company) -> None:
    request = SupportRequest(
        id="r",
        number="SR-1",
        partner_id=fabrikam.id,
        created_by=fabrikam.admin.person_id,
        problem=ProblemType.OTHER,
        title="Hello",
        contact_name="Grace",
        contact_email="grace@fabrikam.example.com",
        status=RequestStatus.OPEN,
        created_at=fabrikam.now,
        updated_at=fabrikam.now,
        waits_since=fabrikam.now,
    )
    message = SupportMessage(
        id=1, request_id="r", author_id=fabrikam.admin.person_id, body="Hello", submission="same", created_at=fabrikam.now
    )
    store_rows(request, message)
    with pytest.raises(IntegrityError):
        store_rows(copy_of(message, id=2))


def test_rows_that_others_point_to_stay(contoso: Company) -> None:
    before = len(of(Invoice, contoso))
    for table in ("partner", "person", "subscription", "purchase_order", "saved_card"):
        with pytest.raises(DBAPIError):
            execute(f"DELETE FROM {table}")  # noqa: S608 (a name from the list above)
    assert len(of(Invoice, contoso)) == before


def test_an_order_of_nobody_is_refused(contoso: Company) -> None:
    with pytest.raises(IntegrityError):
        store_rows(copy_of(newest_order(contoso), id="o", number="ORD-o", partner_id="nobody", status=OrderStatus.DRAFT))


@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.__tablename__)
@pytest.mark.parametrize("change", ["UPDATE {table} SET partner_id = partner_id", "DELETE FROM {table}"])
@pytest.mark.usefixtures("credited")
def test_what_was_recorded_is_never_changed_or_deleted(table: Recorded, change: str) -> None:
    before = [row.model_dump() for row in all_of(table)]
    assert before
    with pytest.raises(DBAPIError, match="append-only"):
        execute(change.format(table=table.__tablename__))
    assert [row.model_dump() for row in all_of(table)] == before


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.__tablename__)
@pytest.mark.usefixtures("credited")
def test_what_was_recorded_can_not_be_truncated(table: Recorded) -> None:
    before = len(all_of(table))
    with pytest.raises(DBAPIError, match="append-only"):
        execute(f"TRUNCATE {table.__tablename__} CASCADE")
    assert len(all_of(table)) == before > 0


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.__tablename__)
@pytest.mark.usefixtures("credited")
def test_what_was_recorded_can_not_be_replaced_by_an_insert(table: Recorded) -> None:
    """`INSERT OR REPLACE` deletes first; SQLite runs deletion triggers for it only with `recursive_triggers`."""
    before = [row.model_dump() for row in all_of(table)]
    columns = ", ".join(table.model_fields)
    changed = ", ".join("'9'" if name in {"address", "currency"} else name for name in table.model_fields)
    with pytest.raises(DBAPIError):
        execute(f"INSERT OR REPLACE INTO {table.__tablename__} ({columns}) SELECT {changed} FROM {table.__tablename__}")  # noqa: S608
    assert [row.model_dump() for row in all_of(table)] == before


ENUMERATIONS = [
    ("subscription", "offer"),
    ("subscription", "closing"),
    ("purchase_order", "offer"),
    ("purchase_order", "status"),
    ("purchase_order", "method"),
    ("payment", "status"),
    ("payment", "method"),
    ("partner", "managed_in"),
    ("person", "role"),
    ("refund", "status"),
    ("payment_proof", "status"),
    ("desk_case", "status"),
    ("desk_case", "kind"),
    ("provider_event", "status"),
]


@pytest.mark.usefixtures("credited", "proved")
def test_a_value_that_the_product_does_not_know_is_refused() -> None:
    told, at = {"provider": "stripe", "object_ref": "x"}, datetime(2026, 6, 23, tzinfo=UTC)
    store_rows(
        Case(kind=CaseKind.DISPUTE, about="dispute:1", status=CaseStatus.OPEN, opened_at=at),
        ProviderEvent(id="evt_1", kind="x", status=EventStatus.RECEIVED, received_at=at, next_try_at=at, **told),
    )
    for table, column in ENUMERATIONS:
        with pytest.raises(IntegrityError):
            execute(f"UPDATE {table} SET {column} = 'platinum'")  # noqa: S608 (names from the list above)


@pytest.mark.usefixtures("contoso")
def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(StatementError, match="time zone"), transaction() as session:
        session.execute(sa.update(Partner).values(created_at=datetime(2026, 6, 23, 12)))  # noqa: DTZ001


def test_an_instant_comes_back_in_utc_whatever_zone_it_was_given_in(contoso: Company) -> None:
    at = datetime(2026, 6, 23, 0, 30, tzinfo=contoso.zone)
    with transaction() as session:
        session.execute(sa.update(Partner).values(clock_at=at))
    (partner,) = all_of(Partner)
    assert partner.clock_at == at
    assert partner.clock_at is not None
    assert partner.clock_at.tzinfo is UTC


def test_a_failed_use_case_leaves_nothing_behind(contoso: Company) -> None:
    def fail() -> None:
        with transaction() as session:
            session.add(copy_of(newest_order(contoso), id="o", number="ORD-o", offer=Offer.GOLD, status=OrderStatus.DRAFT))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(of(Order, contoso)) == 3
