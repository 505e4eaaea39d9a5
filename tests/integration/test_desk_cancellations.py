"""The desk decides requests to cancel: the money goes back, the subscription ends later, or everything stays as it is."""

import csv
import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.errors import InvalidInput, NotFound, OrderNotOpen, RefundNotPossible, RequestClosed
from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import NoticeKind, from_plain
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentStatus, RefundStatus
from actionpack_app.domain.rights import Role
from actionpack_app.domain.status import Closing, Status
from actionpack_app.gateways.payments import Outcome
from actionpack_app.messages import use_locale
from actionpack_app.messages.formats import format_date
from actionpack_app.models import CreditNote, Invoice, Notice, NoticeDelivery, Payment, Refund, Subscription, SupportRequest
from actionpack_app.models.support import RequestStatus
from actionpack_app.pages.subscription.view import show_details
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund, decline_cancellation, end_at_expiry
from actionpack_app.services.desk.queue import CancellationLine, RefundItem, Section
from actionpack_app.services.desk.record_refund import record_refund
from actionpack_app.services.invoices.browse import InvoiceFilter, export_invoices, list_invoices
from actionpack_app.services.invoices.document import invoice_document
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.support.ask import ask_support, close_request
from actionpack_app.services.support.browse import show_request
from actionpack_app.workflows.desk import confirm, refund
from actionpack_app.workflows.pay import answer_challenge, resume
from tests.integration.companies import Company
from tests.integration.desk import (
    actions,
    asks_to_cancel,
    desk_admin,
    finance,
    given_back,
    proved,
    refund_of,
    refunds_carried,
    transferred,
    under_way,
    waiting_at_desk,
)
from tests.integration.requests import form
from tests.integration.rows import all_of, at_once, of, order_row
from tests.integration.shopping import bought, ledger, reviewed_by_card
from tests.integration.store import Store

AP = Offer.ACTION_PACK
ANY = InvoiceFilter()


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def paid_by_card(company: Company) -> OrderView:
    return bought(company, reviewed_by_card(company))


def cancelled(company: Company) -> CreditNote:
    """Asked for, decided, and carried out."""
    refund(finance(), asks_to_cancel(company))
    refund_of(company)
    (note,) = of(CreditNote, company)
    return note


def answers(company: Company, number: str) -> list[tuple[str, str]]:
    """Who said what after the partner asked."""
    return [(message.author, message.body) for message in show_request(company.admin, number).messages[1:]]


class TestCancelAndRefund:
    def test_the_subscription_is_cancelled_that_day_and_the_card_gets_its_money_back(self, fabrikam: Company) -> None:
        order = paid_by_card(fabrikam)
        held = fabrikam.holds()
        refund(finance(), asks_to_cancel(fabrikam))
        gone = refund_of(fabrikam)
        assert (gone.status, gone.amount_minor, gone.surplus) == (RefundStatus.SUCCEEDED, order.total.amount_minor, False)
        assert given_back() == [order.total.amount_minor]
        details = show_subscription(fabrikam.admin, held.id, fabrikam.clock)
        assert details.summary.status is Status.CANCELLED
        assert not details.may_cancel
        assert not details.benefits_run
        (row,) = of(Subscription, fabrikam)
        assert (row.closing, row.closed_on, row.renewal_off_at) == (Closing.CANCELLED, fabrikam.today, fabrikam.now)

    def test_everybody_who_sees_the_billing_is_told_once(self, fabrikam: Company) -> None:
        order = paid_by_card(fabrikam)
        note = cancelled(fabrikam)
        (told,) = [row for row in of(Notice, fabrikam) if from_plain(row.facts).is_of_cancellation]
        facts = from_plain(told.facts)
        assert (facts.amount, facts.order_number, facts.invoice_number) == (order.total, order.number, note.number)
        assert (facts.until, told.at) == (fabrikam.today, fabrikam.now)
        renewed = next(row for row in of(Notice, fabrikam) if row.kind is NoticeKind.RENEWED)
        reached = [{row.person_id for row in all_of(NoticeDelivery) if row.notice_id == it.id} for it in (told, renewed)]
        assert reached[0] == reached[1] != set()

    def test_order_and_payment_are_refunded_and_say_so(self, fabrikam: Company) -> None:
        order = paid_by_card(fabrikam)
        note = cancelled(fabrikam)
        shown = show_order(fabrikam.admin, order.number)
        assert (shown.status, shown.credit_note_number, shown.invoice_number) == (
            OrderStatus.REFUNDED,
            note.number,
            order.invoice_number,
        )
        assert shown.refund is not None
        assert (shown.refund.status, shown.refund.amount) == (RefundStatus.SUCCEEDED, order.total)
        (payment,) = [row for row in all_of(Payment) if row.order_id == order_row(order.number).id]
        assert payment.status is PaymentStatus.REFUNDED

    def test_while_the_refund_is_under_way_the_partner_and_the_desk_see_it(self, fabrikam: Company) -> None:
        order = paid_by_card(fabrikam)
        cancel_and_refund(finance(), asks_to_cancel(fabrikam))  # and the process dies before the provider is asked
        shown = show_order(fabrikam.admin, order.number)
        assert shown.refund is not None
        assert shown.refund.status is RefundStatus.PENDING
        (line,) = waiting_at_desk(Section.REFUNDS)
        assert isinstance(line, RefundItem)
        assert (line.order_number, line.amount, line.status) == (order.number, order.total, RefundStatus.PENDING)
        with pytest.raises(RefundNotPossible):
            record_refund(finance(), line.id, "the provider carries it")

    def test_the_offer_can_be_bought_again_at_once_as_a_new_subscription(self, fabrikam: Company) -> None:
        old = paid_by_card(fabrikam)
        cancelled(fabrikam)
        assert fabrikam.tile(AP).blockers == ()
        again = paid_by_card(fabrikam)
        assert not again.renews
        assert again.subscription_id != old.subscription_id
        assert fabrikam.holds().term == nth_term(fabrikam.today, 0)
        assert [row["outcome"] for row in ledger()] == [Outcome.SUCCEEDED] * 2
        assert given_back() == [old.total.amount_minor]

    def test_bought_again_it_can_be_cancelled_again(self, fabrikam: Company) -> None:
        for _ in range(2):
            paid_by_card(fabrikam)
            refund(finance(), asks_to_cancel(fabrikam))
            refunds_carried(fabrikam)
        year = fabrikam.today.year
        assert sorted(note.number for note in of(CreditNote, fabrikam)) == [f"CN-{year}-000001", f"CN-{year}-000002"]
        assert len(given_back()) == 2

    def test_the_thread_and_the_activity_tell_the_partner(self, fabrikam: Company) -> None:
        paid_by_card(fabrikam)
        held, number = fabrikam.holds().id, asks_to_cancel(fabrikam)
        refund(finance(), number)
        refund_of(fabrikam)
        (note,) = of(CreditNote, fabrikam)
        ((who, said),) = answers(fabrikam, number)
        assert who == "Fiona Grant"
        assert note.number in said
        assert show_request(fabrikam.admin, number).line.status is RequestStatus.CLOSED
        activity = show_subscription(fabrikam.admin, held, fabrikam.clock).activity
        assert ("subscription_cancelled", "Fiona Grant") in [(line.action, line.who) for line in activity]
        assert activity[0].action == "refund_made"

    def test_what_was_cancelled_says_so_and_not_that_its_renewal_closed(self, fabrikam: Company) -> None:
        paid_by_card(fabrikam)
        held = fabrikam.holds().id
        refund(finance(), asks_to_cancel(fabrikam))
        refund_of(fabrikam)
        shown = show_details(show_subscription(fabrikam.admin, held, fabrikam.clock))
        ended = f"Ended on {format_date(fabrikam.today)}: cancelled, with a refund."
        assert (shown.next, shown.why, shown.ended) == (ended, [ended], format_date(fabrikam.today))

    def test_a_korean_partner_is_told_in_korean_whatever_the_desk_speaks(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        paid_by_card(proseware)
        number = asks_to_cancel(proseware)
        with use_locale("en"):
            refund(finance(), number)
        refund_of(proseware)
        ((_who, said),) = answers(proseware, number)
        assert any("가" <= letter <= "힣" for letter in said)

    def test_a_transfer_waits_for_finance_who_sends_it_and_records_it(self, fabrikam: Company) -> None:
        order = transferred(fabrikam)
        confirm(finance(), order.number)
        refund(finance(), asks_to_cancel(fabrikam))
        (line,) = waiting_at_desk(Section.REFUNDS)
        assert isinstance(line, RefundItem)
        assert line.status is RefundStatus.BY_HAND
        assert show_order(fabrikam.admin, order.number).status is OrderStatus.PAID
        record_refund(finance(), line.id, " SEPA 4711 ")
        (row,) = of(Refund, fabrikam)
        assert (row.status, row.reference, row.settled_at) == (RefundStatus.SUCCEEDED, "SEPA 4711", fabrikam.now)
        shown = show_order(fabrikam.admin, order.number)
        assert shown.status is OrderStatus.REFUNDED
        assert shown.refund is not None
        assert shown.refund.status is RefundStatus.SUCCEEDED
        assert waiting_at_desk(Section.REFUNDS) == ()
        assert actions(fabrikam)[-1] == "refund_made"
        with pytest.raises(RefundNotPossible):
            record_refund(desk_admin(), line.id, "again")
        assert given_back() == []

    def test_contosos_old_payment_is_given_back_by_hand(self, contoso: Company) -> None:
        """Nobody at the provider knows of a payment that was made before."""
        refund(finance(), asks_to_cancel(contoso))
        assert of(Refund, contoso)[0].status is RefundStatus.BY_HAND
        assert [note.total_minor for note in of(CreditNote, contoso)] == [47500]

    def test_an_order_for_the_next_term_ends_with_it(self, fabrikam: Company) -> None:
        waiting = transferred(fabrikam)
        refund(finance(), asks_to_cancel(fabrikam))
        assert order_row(waiting.number).status is OrderStatus.CANCELLED
        assert waiting_at_desk(Section.TRANSFERS) == ()
        with pytest.raises(OrderNotOpen):
            confirm(finance(), waiting.number)
        assert actions(fabrikam).count("order_cancelled") == 1

    def test_a_proof_for_the_next_term_is_not_left_in_review(self, fabrikam: Company) -> None:
        waiting = transferred(fabrikam)
        proved(fabrikam, waiting.number)
        refund(finance(), asks_to_cancel(fabrikam))
        shown = show_order(fabrikam.admin, waiting.number)
        assert shown.status is OrderStatus.CANCELLED
        assert [line.status.value for line in shown.proofs] != ["waiting"]

    def test_the_other_subscriptions_stay_as_they_are(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        silver = woodgrove.holds(Offer.SILVER)
        refund(finance(), asks_to_cancel(woodgrove, AP))
        assert woodgrove.holds(Offer.SILVER) == silver
        assert woodgrove.tile(AP).held is None


class TestCreditNote:
    def test_it_has_a_series_of_its_own_without_gaps(self, sample: Callable[[str], Company]) -> None:
        companies = [sample("fabrikam"), sample("contoso"), sample("woodgrove")]
        declined = asks_to_cancel(companies[0])
        decline_cancellation(finance(), declined, "Not yet.")
        with pytest.raises(RequestClosed):
            refund(finance(), declined)
        for company in companies:
            refund(finance(), asks_to_cancel(company))
        year = companies[0].today.year
        assert sorted(note.number for note in all_of(CreditNote)) == [f"CN-{year}-{n:06d}" for n in (1, 2, 3)]

    def test_many_at_once_leave_no_gap(self, sample: Callable[[str], Company]) -> None:
        companies = [sample("contoso") for _ in range(4)]
        requests, fiona = [asks_to_cancel(company) for company in companies], finance()
        outcomes = at_once([lambda n=number: cancel_and_refund(fiona, n) for number in requests])
        assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []
        assert sorted(int(note.number[-6:]) for note in all_of(CreditNote)) == [1, 2, 3, 4]

    def test_it_is_the_invoices_snapshot_with_what_differs(self, fabrikam: Company) -> None:
        order = paid_by_card(fabrikam)
        (invoice,) = [row for row in of(Invoice, fabrikam) if row.number == order.invoice_number]
        note = cancelled(fabrikam)
        assert (note.invoice_number, note.order_id, note.total_minor) == (invoice.number, invoice.order_id, invoice.total_minor)
        differs = {key for key in note.snapshot if note.snapshot[key] != invoice.snapshot.get(key)}
        assert differs <= {"number", "issued_on", "corrects", "corrects_on"}
        assert note.snapshot["corrects"] == invoice.number
        assert [row for row in of(Invoice, fabrikam) if row.number == order.invoice_number] == [invoice]

    def test_it_is_printed_in_english_and_says_what_it_corrects(self, fabrikam: Company, store: Store) -> None:
        order = paid_by_card(fabrikam)
        note = cancelled(fabrikam)
        pdf = invoice_document(fabrikam.admin, note.number)
        text = text_of(pdf)
        for part in (f"Credit note {note.number}", order.invoice_number, "-$475.00", "Fabrikam", order.number):
            assert part in text
        assert "Invoice number" not in text
        assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "en"
        assert invoice_document(fabrikam.admin, note.number) == pdf
        for file in store.files.rglob("*.pdf"):
            file.unlink()
        assert invoice_document(fabrikam.admin, note.number) == pdf

    def test_it_is_printed_in_korean_for_a_korean_partner(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        order = paid_by_card(proseware)
        note = cancelled(proseware)
        pdf = invoice_document(proseware.admin, note.number)
        text = text_of(pdf)
        for part in (note.number, order.invoice_number, "-₩627,000", "-₩57,000", "테헤란로 152", f"{proseware.today.year}년"):
            assert part in text
        for english in ("Credit note", "Invoice", "Corrects", "Total", "takes back", "Date"):
            assert english not in text
        assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "ko"
        assert invoice_document(proseware.admin, note.number) == pdf

    def test_the_invoice_stays_the_same_bytes(self, fabrikam: Company) -> None:
        order = paid_by_card(fabrikam)
        before = invoice_document(fabrikam.admin, order.invoice_number)
        cancelled(fabrikam)
        assert invoice_document(fabrikam.admin, order.invoice_number) == before

    def test_the_list_the_csv_and_the_details_name_it(self, fabrikam: Company) -> None:
        order = paid_by_card(fabrikam)
        note = cancelled(fabrikam)
        by_number = {line.number: line.credit_note for line in list_invoices(fabrikam.admin, ANY, 1).page.rows}
        assert by_number[order.invoice_number] == note.number
        assert list(by_number.values()).count("") == 1
        rows = {row["number"]: row for row in csv.DictReader(io.StringIO(export_invoices(fabrikam.admin, ANY)))}
        assert rows[order.invoice_number]["credit_note"] == note.number
        details = show_subscription(fabrikam.admin, order.subscription_id, fabrikam.clock)
        assert details.orders[0].credit_note_number == note.number
        assert details.orders[0].refund is not None

    def test_it_counts_against_the_years_spending(self, fabrikam: Company) -> None:
        def spent() -> dict[int, Money]:
            return {spend.year: spend.total for spend in list_invoices(fabrikam.admin, ANY, 1).spend}

        before, year = spent(), fabrikam.today.year
        paid_by_card(fabrikam)
        after = before.get(year, Money(0, "USD")) + Money(47500, "USD")
        assert spent()[year] == after
        cancelled(fabrikam)
        assert spent()[year].amount_minor == after.amount_minor - 47500

    def test_another_company_or_a_user_does_not_get_it(self, fabrikam: Company, contoso: Company) -> None:
        paid_by_card(fabrikam)
        note = cancelled(fabrikam)
        with pytest.raises(NotFound):
            invoice_document(contoso.admin, note.number)
        for number in ("CN-", "CN-2026-999999", "CN-\x00", "CN-../secret"):
            with pytest.raises(NotFound):
                invoice_document(fabrikam.admin, number)
        assert invoice_document(fabrikam.person(Role.BILLING_ADMIN), note.number).startswith(b"%PDF-")


class TestOtherDecisions:
    def test_at_expiry_automatic_renewal_is_off_and_the_year_runs_on(self, contoso: Company) -> None:
        number, before = asks_to_cancel(contoso), contoso.holds()
        end_at_expiry(finance(), number)
        held = contoso.holds()
        assert (held.status, held.term, held.renews_automatically) == (Status.ACTIVE, before.term, False)
        assert (before.cancellation_request, held.cancellation_request) == (number, "")
        ((who, said),) = answers(contoso, number)
        with use_locale("en"):
            assert format_date(held.term.expiry) in said
        assert who == "Fiona Grant"
        assert actions(contoso)[-1] == "ends_at_expiry"
        assert all_of(Refund) == all_of(CreditNote) == []

    def test_at_expiry_where_it_was_off_already_the_day_it_was_turned_off_stays(self, fabrikam: Company) -> None:
        (before,) = of(Subscription, fabrikam)
        end_at_expiry(finance(), asks_to_cancel(fabrikam))
        assert of(Subscription, fabrikam) == [before]

    def test_declined_the_partner_reads_why_and_everything_stays(self, contoso: Company) -> None:
        number, before = asks_to_cancel(contoso), of(Subscription, contoso)
        decline_cancellation(desk_admin(), number, " A product key has been viewed. ")
        assert answers(contoso, number) == [("Dana Iversen", "A product key has been viewed.")]
        assert of(Subscription, contoso) == before
        assert actions(contoso)[-1] == "cancellation_declined"
        assert contoso.holds().renews_automatically
        assert asks_to_cancel(contoso) != number

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize(("reason", "problem"), [("", "required"), ("\x00 ", "required"), ("x" * 501, "too_long")])
    def test_a_refusal_needs_a_reason(self, contoso: Company, reason: str, problem: str) -> None:
        number = asks_to_cancel(contoso)
        with pytest.raises(InvalidInput) as refused:
            decline_cancellation(finance(), number, reason)
        assert refused.value.problems == {"reason": problem}
        assert answers(contoso, number) == []

    def test_the_desk_sees_whether_a_refund_is_due(self, fabrikam: Company, contoso: Company) -> None:
        paid_by_card(fabrikam)
        numbers = {asks_to_cancel(fabrikam): True, asks_to_cancel(contoso): False}
        seen = {}
        for line in waiting_at_desk(Section.CANCELLATIONS):
            assert isinstance(line, CancellationLine)
            seen[line.number] = line.verdict.due
        assert seen == numbers


DECISIONS = {
    "refund": lambda number: cancel_and_refund(finance(), number),
    "end": lambda number: end_at_expiry(finance(), number),
    "decline": lambda number: decline_cancellation(finance(), number, "No."),
}


class TestDecidedOnce:
    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize("second", DECISIONS)
    @pytest.mark.parametrize("first", DECISIONS)
    def test_what_was_decided_is_not_decided_again(self, contoso: Company, first: str, second: str) -> None:
        number = asks_to_cancel(contoso)
        DECISIONS[first](number)
        said, notes = answers(contoso, number), all_of(CreditNote)
        with pytest.raises(RequestClosed):
            DECISIONS[second](number)
        assert answers(contoso, number) == said
        assert all_of(CreditNote) == notes

    def test_two_operators_at_once_give_the_money_back_once(self, fabrikam: Company) -> None:
        order = paid_by_card(fabrikam)
        number, operators = asks_to_cancel(fabrikam), [finance(), desk_admin()] * 2
        outcomes = at_once([lambda a=actor: refund(a, number) for actor in operators])
        assert [type(outcome).__name__ for outcome in outcomes].count("RequestClosed") == 3
        refund_of(fabrikam)
        assert given_back() == [order.total.amount_minor]
        assert len(of(CreditNote, fabrikam)) == len(of(Refund, fabrikam)) == 1

    def test_what_the_partner_took_back_is_not_decided(self, fabrikam: Company) -> None:
        number = asks_to_cancel(fabrikam)
        close_request(fabrikam.admin, number, fabrikam.clock)
        for decide in DECISIONS.values():
            with pytest.raises(RequestClosed):
                decide(number)

    def test_an_ordinary_request_is_no_request_to_cancel(self, contoso: Company) -> None:
        number = ask_support(contoso.admin, form(subscription_id=contoso.holds().id), contoso.clock)
        for decide in DECISIONS.values():
            with pytest.raises(RequestClosed):
                decide(number)
        assert all_of(SupportRequest)[0].status is RequestStatus.OPEN

    def test_a_subscription_that_is_closed_already_is_not_refunded(self, sample: Callable[[str], Company]) -> None:
        """Silver became gold while the request was open: silver can't be refunded."""
        woodgrove = sample("woodgrove")
        number = asks_to_cancel(woodgrove, Offer.SILVER)
        bought(woodgrove, reviewed_by_card(woodgrove, Offer.GOLD))
        with pytest.raises(RefundNotPossible):
            refund(finance(), number)
        decline_cancellation(finance(), number, "It became gold.")
        assert all_of(CreditNote) == all_of(Refund) == []

    @pytest.mark.usefixtures("fabrikam")
    def test_a_request_that_is_not_there_is_not_found(self) -> None:
        for number in ("SR-2026-999999", "", "\x00", "' OR 1=1 --", "x" * 500, "\ud83d"):
            for decide in DECISIONS.values():
                with pytest.raises(NotFound):
                    decide(number)


class TestChargeUnderWay:
    def test_a_charge_that_was_under_way_goes_back(self, fabrikam: Company) -> None:
        """The desk ends the subscription between a renewal's charge and its settlement."""
        order = under_way(fabrikam)
        refund(finance(), asks_to_cancel(fabrikam))
        assert order_row(order.number).status is OrderStatus.PROCESSING
        assert resume(fabrikam.admin, order.number, fabrikam.clock).status is OrderStatus.CANCELLED
        refunds_carried(fabrikam)
        (surplus,) = [row for row in of(Refund, fabrikam) if row.surplus]
        assert (surplus.status, surplus.amount_minor) == (RefundStatus.SUCCEEDED, order.total.amount_minor)
        assert given_back() == [order.total.amount_minor]
        payment = next(row for row in all_of(Payment) if row.id == surplus.payment_id)
        assert payment.status is PaymentStatus.REFUNDED
        shown = show_order(fabrikam.admin, order.number)
        assert (shown.status, shown.invoice_number) == (OrderStatus.CANCELLED, "")
        assert shown.refund is not None
        assert len(of(Invoice, fabrikam)) == 1
        assert "payment_returned" in actions(fabrikam)

    @pytest.mark.parametrize(("complete", "back"), [(True, [47500]), (False, [])])
    def test_a_confirmation_that_the_bank_waits_for_buys_nothing_any_more(
        self, fabrikam: Company, back: list[int], *, complete: bool
    ) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        refund(finance(), asks_to_cancel(fabrikam))
        answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=complete)
        refunds_carried(fabrikam)
        assert given_back() == back
        assert of(Subscription, fabrikam)[0].terms_paid == 1
        assert fabrikam.tile(AP).held is None
        assert paid_by_card(fabrikam).status is OrderStatus.PAID
