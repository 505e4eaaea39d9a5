"""The desk confirms or rejects bank transfers: what the partner has afterwards, and what nobody can do twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from actionpack_app.db import transaction
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.errors import InvalidInput, NotFound, OrderNotOpen
from actionpack_app.domain.mails import is_passing
from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import PROOF_REJECTED, PROOF_REJECTED_LATE, from_plain
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus, ProofStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.status import Closing, Status
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.messages.notices import in_words
from actionpack_app.models import (
    Invoice,
    Notice,
    NoticeDelivery,
    Order,
    Partner,
    Payment,
    PaymentProof,
    Subscription,
    SubscriptionTerm,
)
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories import running
from actionpack_app.services.cases.open_case import open_case
from actionpack_app.services.desk.confirm_transfer import confirm_transfer
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund
from actionpack_app.services.desk.queue import Section, TransferLine, money_stamp
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.services.invoices.document import invoice_document
from actionpack_app.services.mails.queue import Claimed
from actionpack_app.services.notices.mail import NOTICES
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.workflows.desk import confirm
from actionpack_app.workflows.upkeep import expire_transfers
from tests.integration.companies import Company
from tests.integration.desk import actions, asks_to_cancel, change, desk_admin, finance, proved, transferred, waiting_at_desk
from tests.integration.rows import all_of, at_once, of, order_row
from tests.integration.shopping import bought, ledger, reviewed_by_card, reviewed_by_transfer

AP = Offer.ACTION_PACK


@pytest.fixture
def order(fabrikam: Company) -> OrderView:
    """Fabrikam's renewal by bank transfer, unpaid."""
    return transferred(fabrikam)


def paid_by_hand(company: Company, number: str) -> Payment:
    """One payment by hand, one term, one invoice; nothing was asked of the provider."""
    order = order_row(number)
    assert order.status is OrderStatus.PAID
    (payment,) = [row for row in all_of(Payment) if row.order_id == order.id]
    assert (payment.status, payment.method, payment.provider) == (PaymentStatus.SUCCEEDED, PaymentMethod.TRANSFER, "transfer")
    assert payment.amount_minor == payment.received_minor == order.total_minor
    assert len([term for term in all_of(SubscriptionTerm) if term.order_id == order.id]) == 1
    assert len([invoice for invoice in of(Invoice, company) if invoice.order_id == order.id]) == 1
    assert ledger() == []
    return payment


class TestOpenLists:
    """Finance's open page asks whether its lists have changed."""

    def test_whatever_comes_to_them_or_leaves_them_is_counted(self, fabrikam: Company, contoso: Company) -> None:
        counted = [money_stamp(finance())]

        def counts(what: str) -> None:
            counted.append(money_stamp(finance()))
            assert counted[-1] > counted[-2], what

        order = transferred(fabrikam)
        counts("a new order by transfer")
        cancel_order(fabrikam.admin, order.number, fabrikam.clock)
        counts("a cancelled one")
        number = transferred(fabrikam).number
        counts("another")
        proved(fabrikam, number)
        counts("its proof")
        confirm(finance(), number)
        counts("its money")
        cancel_and_refund(finance(), asks_to_cancel(contoso))
        counts("a refund")
        with transaction() as session:
            assert open_case(session, CaseKind.AMOUNT_DIFFERS, "pi_1", ours=Money(1, "USD"), theirs=Money(2, "USD"))
        counts("a case")
        with transaction() as session:
            assert not open_case(session, CaseKind.AMOUNT_DIFFERS, "pi_1", ours=Money(1, "USD"), theirs=Money(2, "USD"))
        assert money_stamp(finance()) == counted[-1], "the same case again"

    def test_a_change_that_was_not_committed_is_not_counted(self, fabrikam: Company) -> None:
        before = money_stamp(finance())
        with pytest.raises(OrderNotOpen):
            cancel_order(fabrikam.admin, bought(fabrikam, reviewed_by_card(fabrikam)).number, fabrikam.clock)
        assert money_stamp(finance()) == before


class TestConfirming:
    def test_with_a_proof_the_order_is_paid_and_the_proof_accepted(self, fabrikam: Company, order: OrderView) -> None:
        anniversary = fabrikam.holds().term.anniversary
        proved(fabrikam, order.number)
        operator = finance()
        confirm(operator, order.number)
        assert paid_by_hand(fabrikam, order.number).created_by == operator.person_id
        (kept,) = all_of(PaymentProof)
        assert (kept.status, kept.decided_by, kept.decided_at) == (ProofStatus.ACCEPTED, operator.person_id, fabrikam.now)
        held = fabrikam.holds()
        assert (held.status, held.term.start) == (Status.ACTIVE, anniversary)

    def test_without_a_proof_too(self, fabrikam: Company, order: OrderView) -> None:
        confirm(desk_admin(), order.number)
        paid_by_hand(fabrikam, order.number)
        shown = show_order(fabrikam.admin, order.number)
        assert shown.transfer is None
        assert shown.invoice_number
        assert invoice_document(fabrikam.admin, shown.invoice_number).startswith(b"%PDF-")

    def test_the_next_renewal_orders_by_transfer_again(self, fabrikam: Company, order: OrderView) -> None:
        confirm(finance(), order.number)
        held = fabrikam.holds()
        assert held.renews_automatically
        assert held.card is None

    def test_after_a_rejection_the_money_may_arrive_all_the_same(self, fabrikam: Company, order: OrderView) -> None:
        proved(fabrikam, order.number)
        reject_proof(finance(), order.number, "Not on our account yet.")
        confirm(finance(), order.number)
        paid_by_hand(fabrikam, order.number)
        assert [kept.status for kept in all_of(PaymentProof)] == [ProofStatus.REJECTED]

    def test_a_rejection_is_told_to_everybody_who_sees_the_billing(self, sample: Callable[[str], Company]) -> None:
        tailspin = sample("tailspin")
        (order,) = of(Order, tailspin)
        proved(tailspin, order.number)
        reject_proof(finance(), order.number, "Not on our account yet.")
        (notice,) = of(Notice, tailspin)
        told = from_plain(notice.facts)
        assert (told.reason, told.order_number, told.until) == (PROOF_REJECTED, order.number, order.last_day)
        assert in_words(told).title == "Microsoft Action Pack Subscription: your payment proof was not accepted"
        deliveries = [row for row in all_of(NoticeDelivery) if row.notice_id == notice.id]
        assert {row.mail_status for row in deliveries} == {MailStatus.WAITING}
        again = Claimed(NOTICES, deliveries[0].key_of_mail, 2, timedelta(hours=1), SystemClock().now())
        assert NOTICES.compose(again) is not None
        cancel_order(tailspin.admin, order.number, tailspin.clock)
        assert NOTICES.compose(again) is None, "nobody is asked for money that isn't awaited"

    def test_a_rejection_after_the_order_s_last_day_asks_for_nothing(self, fabrikam: Company, order: OrderView) -> None:
        proved(fabrikam, order.number)
        change(Order, order_row(order.number).id, last_day=fabrikam.today - timedelta(days=1))
        reject_proof(finance(), order.number, "Not on our account.")
        told = next(facts for row in of(Notice, fabrikam) if (facts := from_plain(row.facts)).reason == PROOF_REJECTED_LATE)
        assert "nothing can be paid for it any more" in in_words(told).lines[0]
        assert not is_passing(told)

    def test_a_first_purchase_starts_on_the_day_it_is_confirmed(self, sample: Callable[[str], Company]) -> None:
        tailspin = sample("tailspin")
        number = of(Order, tailspin)[0].number
        confirm(finance(), number)
        paid_by_hand(tailspin, number)
        assert tailspin.holds().term == nth_term(tailspin.today, 0)

    def test_a_renewal_confirmed_late_starts_at_the_anniversary_all_the_same(self, fabrikam: Company) -> None:
        last = fabrikam.in_days(29)
        anniversary = fabrikam.holds().term.anniversary
        order = transferred(fabrikam, clock=last)
        proved(fabrikam, order.number, clock=last)
        _moves_clock(fabrikam, fabrikam.in_days(70).now())
        confirm(finance(), order.number)
        assert show_order(fabrikam.admin, order.number).term.start == anniversary

    def test_the_partners_activity_names_the_operator(self, fabrikam: Company, order: OrderView) -> None:
        proved(fabrikam, order.number)
        confirm(finance(), order.number)
        details = show_subscription(fabrikam.admin, fabrikam.holds().id, fabrikam.clock)
        said = [(line.action, line.who) for line in details.activity[:3]]
        assert said == [("order_paid", "Fiona Grant"), ("transfer_confirmed", "Fiona Grant"), ("proof_uploaded", "Grace Abbott")]

    def test_it_leaves_the_desks_list(self, fabrikam: Company, order: OrderView) -> None:
        (line,) = waiting_at_desk(Section.TRANSFERS)
        assert isinstance(line, TransferLine)
        assert (line.number, line.total, line.company) == (
            order.number,
            order.total,
            f"Fabrikam · MPN {fabrikam.made.mpn_id}",
        )
        assert order.transfer is not None
        assert line.reference == order.transfer.reference
        confirm(finance(), order.number)
        assert waiting_at_desk(Section.TRANSFERS) == ()


class TestOnce:
    def test_confirmed_twice_it_is_paid_once(self, fabrikam: Company, order: OrderView) -> None:
        confirm(finance(), order.number)
        with pytest.raises(OrderNotOpen):
            confirm(desk_admin(), order.number)
        paid_by_hand(fabrikam, order.number)

    def test_two_operators_at_once_confirm_it_once(self, fabrikam: Company, order: OrderView) -> None:
        proved(fabrikam, order.number)
        operators = [finance(), desk_admin()] * 3
        outcomes = at_once([lambda a=actor: confirm_transfer(a, order.number) for actor in operators])
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["OrderNotOpen"] * 5 + ["tuple"]
        paid_by_hand(fabrikam, order.number)
        assert actions(fabrikam).count("transfer_confirmed") == actions(fabrikam).count("order_paid") - 1 == 1

    def test_one_confirms_and_the_other_rejects_at_once(self, fabrikam: Company, order: OrderView) -> None:
        """The partner never ends up paid and rejected."""
        proved(fabrikam, order.number)
        fiona, dana = finance(), desk_admin()
        at_once(
            [lambda: confirm_transfer(fiona, order.number), lambda: reject_proof(dana, order.number, "No.")]
        )  # a confirmation after the rejection is as good as one before it
        (kept,) = all_of(PaymentProof)
        assert order_row(order.number).status is OrderStatus.PAID
        assert kept.status in {ProofStatus.ACCEPTED, ProofStatus.REJECTED}
        paid_by_hand(fabrikam, order.number)

    def test_the_partner_cancels_while_the_desk_confirms(self, fabrikam: Company, order: OrderView) -> None:
        fiona = finance()
        outcomes = at_once(
            [
                lambda: confirm_transfer(fiona, order.number),
                lambda: cancel_order(fabrikam.admin, order.number, fabrikam.clock),
            ]
        )
        assert [isinstance(outcome, OrderNotOpen) for outcome in outcomes].count(True) == 1
        paid = order_row(order.number).status is OrderStatus.PAID
        assert len(of(Invoice, fabrikam)) == (2 if paid else 1)


class TestRefusals:
    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize("status", [OrderStatus.EXPIRED, OrderStatus.CANCELLED, OrderStatus.DRAFT, OrderStatus.PAID])
    def test_an_order_that_does_not_wait_can_not_be_confirmed(
        self, fabrikam: Company, order: OrderView, status: OrderStatus
    ) -> None:
        change(Order, order_row(order.number).id, status=status)
        with pytest.raises(OrderNotOpen):
            confirm(finance(), order.number)
        assert len(of(Invoice, fabrikam)) == 1

    def test_a_card_order_can_not_be_confirmed(self, fabrikam: Company) -> None:
        for order in (reviewed_by_card(fabrikam), bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))):
            with pytest.raises(OrderNotOpen):
                confirm(finance(), order.number)

    def test_a_closed_subscription_can_not_be_renewed_by_a_transfer(self, fabrikam: Company, order: OrderView) -> None:
        with transaction() as session:
            session.execute(sa.update(Subscription).values(closed_on=fabrikam.today, closing=Closing.CANCELLED))
        with pytest.raises(OrderNotOpen):
            confirm(finance(), order.number)
        assert of(Subscription, fabrikam)[0].terms_paid == 1

    def test_a_year_that_was_paid_meanwhile_is_not_paid_again(self, fabrikam: Company, order: OrderView) -> None:
        with transaction() as session:
            session.execute(sa.update(Subscription).values(terms_paid=2))
        with pytest.raises(OrderNotOpen):
            confirm(finance(), order.number)

    def test_only_what_is_in_review_can_be_rejected(self, fabrikam: Company, order: OrderView) -> None:
        with pytest.raises(OrderNotOpen):
            reject_proof(finance(), order.number, "No.")
        proved(fabrikam, order.number)
        reject_proof(finance(), order.number, "No.")
        with pytest.raises(OrderNotOpen):
            reject_proof(finance(), order.number, "No.")
        confirm(finance(), order.number)
        with pytest.raises(OrderNotOpen):
            reject_proof(finance(), order.number, "No.")

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize(("reason", "problem"), [("", "required"), (" \n", "required"), ("x" * 501, "too_long")])
    def test_a_rejection_needs_a_reason(self, fabrikam: Company, order: OrderView, reason: str, problem: str) -> None:
        shown = proved(fabrikam, order.number)
        with pytest.raises(InvalidInput) as refused:
            reject_proof(finance(), order.number, reason)
        assert refused.value.problems == {"reason": problem}
        assert show_order(fabrikam.admin, order.number) == shown

    @pytest.mark.usefixtures("fabrikam")
    def test_an_order_that_is_not_there_is_not_found(self) -> None:
        for number in ("ORD-2026-999999", "", "\x00", "' OR 1=1 --", "x" * 500, "\ud83d"):
            with pytest.raises(NotFound):
                confirm(finance(), number)
            with pytest.raises(NotFound):
                reject_proof(finance(), number, "No.")


LAST_DAY = date(2020, 6, 23)
"""Long ago, so that only the partner's own clock tells whether it is over."""


def _moves_clock(company: Company, at: datetime, zone: str = "") -> None:
    with transaction() as session:
        changed = sa.update(Partner).where(sa.column("id") == company.id).values(clock_at=at)
        session.execute(changed.values(time_zone=zone) if zone else changed)


class TestExpiry:
    @pytest.mark.parametrize(
        ("zone", "last_second"),
        [
            ("Pacific/Kiritimati", datetime(2020, 6, 23, 9, 59, 59, tzinfo=UTC)),
            ("America/Los_Angeles", datetime(2020, 6, 24, 6, 59, 59, tzinfo=UTC)),
            ("Pacific/Pago_Pago", datetime(2020, 6, 24, 10, 59, 59, tzinfo=UTC)),
        ],
    )
    def test_it_ends_with_its_last_day_where_the_partner_is(
        self, fabrikam: Company, order: OrderView, zone: str, last_second: datetime
    ) -> None:
        change(Order, order_row(order.number).id, last_day=LAST_DAY)
        _moves_clock(fabrikam, last_second, zone)
        expire_transfers()
        assert order_row(order.number).status is OrderStatus.AWAITING_PAYMENT
        midnight = last_second + timedelta(seconds=1)
        _moves_clock(fabrikam, midnight)
        expire_transfers()
        expire_transfers()
        assert (order_row(order.number).status, order_row(order.number).closed_at) == (OrderStatus.EXPIRED, midnight)
        assert actions(fabrikam)[-2:] == ["order_placed", "order_expired"]

    def test_what_has_expired_can_be_ordered_again_and_not_be_paid(self, fabrikam: Company, order: OrderView) -> None:
        change(Order, order_row(order.number).id, last_day=fabrikam.today - timedelta(days=1))
        expire_transfers()
        with pytest.raises(OrderNotOpen):
            confirm(finance(), order.number)
        again = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        assert again.number != order.number
        assert bought(fabrikam, reviewed_by_transfer(fabrikam)).status is OrderStatus.AWAITING_PAYMENT

    def test_one_in_review_waits_for_the_desk_and_keeps_the_renewal_possible(self, fabrikam: Company, order: OrderView) -> None:
        proved(fabrikam, order.number)
        change(Order, order_row(order.number).id, last_day=fabrikam.today - timedelta(days=1))
        anniversary = fabrikam.holds().term.anniversary
        after_the_window = fabrikam.in_days(40)
        _moves_clock(fabrikam, after_the_window.now())
        expire_transfers()
        assert order_row(order.number).status is OrderStatus.PROOF_IN_REVIEW
        assert fabrikam.holds(clock=after_the_window).status is Status.AWAITING_PAYMENT
        confirm(finance(), order.number)
        assert fabrikam.holds(clock=after_the_window).term.start == anniversary

    def test_confirmed_and_expired_at_once_it_is_one_of_them(self, fabrikam: Company, order: OrderView) -> None:
        change(Order, order_row(order.number).id, last_day=fabrikam.today - timedelta(days=1))
        fiona = finance()
        at_once([lambda: confirm_transfer(fiona, order.number), expire_transfers, expire_transfers])
        ended = order_row(order.number).status
        assert ended in {OrderStatus.PAID, OrderStatus.EXPIRED}
        assert actions(fabrikam).count("order_expired") == (ended is OrderStatus.EXPIRED)
        assert len(of(Invoice, fabrikam)) == (2 if ended is OrderStatus.PAID else 1)

    def test_cards_and_drafts_do_not_expire(self, fabrikam: Company, sample: Callable[[str], Company]) -> None:
        other = sample("fabrikam")
        orders = [reviewed_by_transfer(fabrikam), bought(other, reviewed_by_card(other, last4="3184"))]
        for company in (fabrikam, other):
            _moves_clock(company, fabrikam.in_days(400).now())
        expire_transfers()
        assert [order_row(order.number).status for order in orders] == [OrderStatus.DRAFT, OrderStatus.PROCESSING]

    def test_a_sample_partner_lives_by_its_own_clock(self, sample: Callable[[str], Company]) -> None:
        """Somebody moved it ahead of the machine's, past the order's last day."""
        tailspin = sample("tailspin")
        _moves_clock(tailspin, tailspin.in_days(19).now())
        expire_transfers()
        assert of(Order, tailspin)[0].status is OrderStatus.EXPIRED

    def test_clocks_that_stand_still_keep_nobody_elses_order_alive(
        self, sample: Callable[[str], Company], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A preview holds many copies of a partner whose order never comes to its end."""
        monkeypatch.setattr(running, "AT_A_TIME", 2)
        frozen, over = [sample("tailspin"), sample("tailspin")], sample("tailspin")
        for company in frozen:
            change(Order, of(Order, company)[0].id, last_day=LAST_DAY)
            _moves_clock(company, datetime(2020, 6, 1, tzinfo=UTC))
        change(Order, of(Order, over)[0].id, last_day=over.today - timedelta(days=1))
        expire_transfers()
        assert of(Order, over)[0].status is OrderStatus.EXPIRED
        assert [of(Order, company)[0].status for company in frozen] == [OrderStatus.AWAITING_PAYMENT] * 2
