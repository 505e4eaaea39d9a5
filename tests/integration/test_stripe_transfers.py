"""Bank transfers: matched by Stripe where it offers accounts, by hand elsewhere; nothing that arrives is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from actionpack_app.db import transaction
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentStatus, RefundStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.status import Status
from actionpack_app.gateways.payments import get_payments, stripe_transfers
from actionpack_app.models import ActivityEntry, Case, Invoice, Partner
from actionpack_app.services.desk.confirm_transfer import confirm_transfer
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows import desk
from actionpack_app.workflows.cards import customer_of
from actionpack_app.workflows.pay import buy
from actionpack_app.workflows.transfers import cancel
from actionpack_app.workflows.upkeep import expire_transfers
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, carried, finance
from tests.integration.rows import all_of, of
from tests.integration.shopping import bought, reviewed_by_transfer
from tests.integration.stripe import (
    OLD_WAY,
    Stripe,
    attempts,
    books_agree,
    customer,
    picked_up,
    refunds_of,
    settled,
)

pytestmark = OLD_WAY

AP = Offer.ACTION_PACK
KINDS = (
    "drop_before",
    "error_500_before",
    "rate_limit_429",
    "drop_after_success",
)


def ordered(company: Company) -> OrderView:
    """An order by bank transfer, waiting."""
    return bought(company, reviewed_by_transfer(company))


def ref_of(order: OrderView) -> str:
    return attempts(order.number)[-1].provider_ref or ""


def arrives(stripe: Stripe, order: OrderView, amount: int) -> None:
    """Money arrives that names the order, and Stripe tells of it."""
    known = {event["id"] for event in stripe.peer.ledger()["events"]}
    stripe.peer.fund(ref_of(order), amount)
    stripe.tell(*(event for event in stripe.peer.ledger()["events"] if event["id"] not in known))


def shown(company: Company, order: OrderView) -> OrderView:
    return show_order(company.admin, order.number)


def moves_to(company: Company, days: int) -> None:
    """The company's own clock is put forward."""
    with transaction() as session:
        session.execute(sa.update(Partner).where(sa.column("id") == company.id).values(clock_at=company.in_days(days).now()))


class TestWhereTheMoneyGoes:
    @pytest.mark.parametrize(
        ("key", "fields", "total"),
        [
            ("fabrikam", {"holder", "bank", "account", "account_type", "routing_number"}, Money(47500, "USD")),
            ("woodgrove", {"holder", "account", "sort_code"}, Money(47880, "GBP")),
            ("adventure_works", {"holder", "bic", "iban"}, Money(44900, "EUR")),
            (
                "relecloud",
                {"holder", "bank", "branch", "account", "account_type", "bank_code", "branch_code"},
                Money(74800, "JPY"),
            ),
        ],
    )
    def test_stripe_gives_out_the_account_and_matches_what_arrives(
        self, stripe: Stripe, sample: Callable[[str], Company], key: str, fields: set[str], total: Money
    ) -> None:
        company = sample(key)
        clock = company.in_days(11) if key == "woodgrove" else company.clock
        if key == "woodgrove":
            renewal_off(company)
        order = buy_by_transfer(company, clock)
        assert (order.status, order.total) == (OrderStatus.AWAITING_PAYMENT, total)
        assert order.transfer is not None
        assert order.transfer.matched
        assert {name for name, _value in order.transfer.account} == fields
        assert order.transfer.reference
        assert order.transfer.received == Money(0, total.currency)
        (intent,) = stripe.intents(company)
        assert (intent["amount"], intent["currency"]) == (total.amount_minor, total.currency.lower())
        arrives(stripe, order, total.amount_minor)
        assert shown(company, order).status is OrderStatus.PAID
        assert shown(company, order).invoice_number
        books_agree(stripe, company)

    def test_won_go_to_the_sellers_own_account(self, stripe: Stripe, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        order = ordered(proseware)
        assert order.transfer is not None
        assert not order.transfer.matched
        assert dict(order.transfer.account)["account"] == "110-123-456789"
        assert order.number in order.transfer.reference
        assert attempts(order.number) == []
        assert stripe.peer.ledger()["payment_intents"] == []
        desk.confirm(finance(), order.number)
        assert shown(proseware, order).status is OrderStatus.PAID

    def test_where_stripe_refuses_after_all_the_sellers_account_takes_its_place(
        self, stripe: Stripe, fabrikam: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Bank transfers have to be activated for an account: a type that doesn't take dollars is refused as well."""
        monkeypatch.setitem(stripe_transfers._TYPES, "USD", "gb_bank_transfer")  # noqa: SLF001
        order = ordered(fabrikam)
        settled()
        waits = shown(fabrikam, order)
        assert waits.transfer is not None
        assert not waits.transfer.matched
        assert waits.transfer.account
        assert [(row.status, row.decline_code) for row in attempts(order.number)] == [(PaymentStatus.FAILED, "not_matched")]
        desk.confirm(finance(), order.number)
        assert shown(fabrikam, order).status is OrderStatus.PAID
        assert stripe.charges(fabrikam) == []

    def test_buying_again_is_told_the_same_account(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = reviewed_by_transfer(fabrikam)
        first = bought(fabrikam, reviewed)
        assert bought(fabrikam, reviewed) == first == open_checkout(fabrikam.admin, AP, fabrikam.clock)
        assert len(stripe.intents(fabrikam)) == 1


def renewal_off(company: Company) -> None:
    """Automatic renewal is off, so that the renewal is paid by hand."""
    with transaction() as session:
        session.execute(sa.text("UPDATE subscription SET renewal_off_at = :now"), {"now": company.now.isoformat(" ")})


def buy_by_transfer(company: Company, clock: object) -> OrderView:
    reviewed = reviewed_by_transfer(company, clock=clock)  # pyright: ignore[reportArgumentType]
    return bought(company, reviewed, clock=clock)  # pyright: ignore[reportArgumentType]


class TestWhatArrives:
    def test_a_part_is_shown_and_the_rest_pays(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        for sum_so_far in (10000, 30000):
            arrives(stripe, order, sum_so_far - received(fabrikam, order))
            assert received(fabrikam, order) == sum_so_far
        assert shown(fabrikam, order).status is OrderStatus.AWAITING_PAYMENT
        assert len(of(Invoice, fabrikam)) == 1
        assert [entry.action for entry in of(ActivityEntry, fabrikam)].count("transfer_partly_arrived") == 2
        arrives(stripe, order, 17500)
        paid = shown(fabrikam, order)
        assert (paid.status, paid.transfer) == (OrderStatus.PAID, None)
        assert fabrikam.holds().status is Status.ACTIVE
        assert all_of(Case) == []
        books_agree(stripe, fabrikam)

    def test_too_much_pays_and_opens_a_case_about_the_rest(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        arrives(stripe, order, 50000)
        assert shown(fabrikam, order).status is OrderStatus.PAID
        (case,) = all_of(Case)
        assert (case.kind, case.order_number, case.partner_id) == (CaseKind.OVERPAID, order.number, fabrikam.id)
        assert (case.ours_minor, case.theirs_minor, case.currency) == (47500, 50000, "USD")
        stripe.tell(*(event | {"id": event["id"] + "_again"} for event in stripe.events("payment_intent.succeeded")))
        assert len(all_of(Case)) == 1
        books_agree(stripe, fabrikam)

    def test_a_transfer_without_a_reference_is_matched_too(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        stripe.peer.fund_customer(customer(fabrikam), "usd", 47500)
        stripe.tell(*stripe.events("payment_intent.succeeded"))
        assert shown(fabrikam, order).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_what_lay_there_from_before_pays_at_once(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.peer.fund_customer(customer(fabrikam), "usd", 47500)
        order = buy_by_transfer(fabrikam, fabrikam.clock)
        settled()
        assert order.number == reviewed.number
        assert shown(fabrikam, order).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_notifications_in_the_wrong_order_are_no_matter(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        stripe.peer.fund(ref_of(order), 10000)
        stripe.peer.fund(ref_of(order), 37500)
        told = stripe.events("payment_intent.succeeded") + stripe.events("payment_intent.partially_funded")
        stripe.tell(*told, *stripe.events("payment_intent.requires_action"), *stripe.events("payment_intent.created"))
        assert shown(fabrikam, order).status is OrderStatus.PAID
        assert received(fabrikam, order, of_payment=True) == 47500
        books_agree(stripe, fabrikam)

    def test_a_matched_transfer_goes_back_where_the_desk_decides_so(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        arrives(stripe, order, 47500)
        desk.refund(finance(), asks_to_cancel(fabrikam))
        settled()
        assert [row.status for row in refunds_of(fabrikam)] == [RefundStatus.SUCCEEDED]
        assert shown(fabrikam, order).status is OrderStatus.REFUNDED
        books_agree(stripe, fabrikam)


def received(company: Company, order: OrderView, *, of_payment: bool = False) -> int:
    """What has arrived, as the order's page shows it."""
    if of_payment:
        return attempts(order.number)[-1].received_minor
    transfer = shown(company, order).transfer
    assert transfer is not None
    return transfer.received.amount_minor


class TestEnding:
    def test_a_cancelled_order_is_cancelled_with_stripe(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        cancel(fabrikam.admin, order.number, fabrikam.clock)
        settled()
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        assert [row.status for row in attempts(order.number)] == [PaymentStatus.FAILED]
        assert (shown(fabrikam, order).status, fabrikam.holds().status) == (OrderStatus.CANCELLED, Status.RENEWABLE)
        picked_up()
        books_agree(stripe, fabrikam)

    def test_cancelling_reaches_stripe_in_the_end(
        self, stripe: Stripe, sample: Callable[[str], Company], subtests: pytest.Subtests
    ) -> None:
        for kind in KINDS:
            with subtests.test(kind=kind):
                fabrikam = sample("fabrikam")
                order = ordered(fabrikam)
                stripe.peer.fault("payment_intents.cancel", kind)
                cancel(fabrikam.admin, order.number, fabrikam.clock)
                settled()
                assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
                assert [row.status for row in attempts(order.number)] == [PaymentStatus.FAILED]

    def test_money_that_arrived_in_the_last_moment_goes_back(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        stripe.peer.fund(ref_of(order), 47500)
        cancel(fabrikam.admin, order.number, fabrikam.clock)
        settled()
        assert shown(fabrikam, order).status is OrderStatus.CANCELLED
        assert [(row.surplus, row.status) for row in refunds_of(fabrikam)] == [(True, RefundStatus.SUCCEEDED)]
        stripe.tell(*stripe.events("payment_intent.succeeded"), *stripe.events("charge.refunded"))
        assert [one["amount"] for one in stripe.refunds()] == [47500]
        assert len(of(Invoice, fabrikam)) == 1
        assert all_of(Case) == []
        books_agree(stripe, fabrikam)

    def test_a_part_that_had_arrived_is_for_a_person_to_send_back(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        arrives(stripe, order, 10000)
        cancel(fabrikam.admin, order.number, fabrikam.clock)
        settled()
        (case,) = all_of(Case)
        assert (case.kind, case.order_number, case.partner_id) == (CaseKind.OVERPAID, order.number, fabrikam.id)
        assert stripe.charges(fabrikam) == []

    def test_the_case_of_a_part_says_how_much_it_is(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        arrives(stripe, order, 10000)
        cancel(fabrikam.admin, order.number, fabrikam.clock)
        settled()
        (case,) = all_of(Case)
        assert ((case.theirs_minor or 0) - (case.ours_minor or 0), case.theirs_minor) == (10000, 10000)

    def test_money_that_arrives_for_an_order_that_has_ended_is_somebodys_case(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        cancel(fabrikam.admin, order.number, fabrikam.clock)
        settled()
        stripe.tell(*stripe.peer.ledger()["events"])
        stripe.peer.fund_customer(customer(fabrikam), "usd", 47500)
        stripe.tell(*stripe.peer.ledger()["events"])
        picked_up()
        assert len(all_of(Case)) == 1

    def test_an_order_expires_with_stripe_too(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        moves_to(fabrikam, 30)
        expire_transfers()
        assert shown(fabrikam, order).status is OrderStatus.AWAITING_PAYMENT
        moves_to(fabrikam, 31)
        for _ in range(2):
            expire_transfers()
            picked_up()
        assert shown(fabrikam, order).status is OrderStatus.EXPIRED
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        books_agree(stripe, fabrikam)

    def test_an_order_that_expired_when_the_partner_came_back_is_ended_by_the_upkeep(
        self, stripe: Stripe, sample: Callable[[str], Company]
    ) -> None:
        adventure_works = sample("adventure_works")
        order = ordered(adventure_works)
        assert open_checkout(adventure_works.admin, AP, adventure_works.in_days(31)).number != order.number
        picked_up()
        assert [one["status"] for one in stripe.intents(adventure_works)] == ["canceled"]
        assert [row.status for row in attempts(order.number)] == [PaymentStatus.FAILED]

    def test_money_that_arrived_before_the_expiry_was_known_goes_back(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        stripe.peer.fund(ref_of(order), 47500)
        moves_to(fabrikam, 31)
        expire_transfers()
        settled()
        assert shown(fabrikam, order).status is OrderStatus.EXPIRED
        assert [row.status for row in refunds_of(fabrikam)] == [RefundStatus.SUCCEEDED]
        books_agree(stripe, fabrikam)

    def test_confirmed_by_hand_stripe_expects_it_no_more(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        desk.confirm(finance(), order.number)
        settled()
        assert shown(fabrikam, order).status is OrderStatus.PAID
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        assert stripe.charges(fabrikam) == []
        assert len(of(Invoice, fabrikam)) == 2

    def test_confirmed_by_hand_and_matched_at_once_the_second_money_goes_back(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        stripe.peer.fund(ref_of(order), 47500)
        confirm_transfer(finance(), order.number)
        stripe.tell(*stripe.events("payment_intent.succeeded"))
        assert shown(fabrikam, order).status is OrderStatus.PAID
        assert [(row.surplus, row.status) for row in refunds_of(fabrikam)] == [(True, RefundStatus.SUCCEEDED)]
        assert stripe.charges(fabrikam) == []
        assert len(of(Invoice, fabrikam)) == 2

    def test_cancelled_at_the_provider_it_goes_to_the_sellers_own_account(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        from_dashboard(stripe, order)
        waits = shown(fabrikam, order)
        assert waits.status is OrderStatus.AWAITING_PAYMENT
        assert waits.transfer is not None
        assert not waits.transfer.matched


def from_dashboard(stripe: Stripe, order: OrderView) -> None:
    """Somebody cancels a payment in the provider's dashboard, and the provider tells of it."""
    get_payments().cancel(ref_of(order))
    stripe.tell(*stripe.events("payment_intent.canceled"))


class TestProviderDown:
    def test_the_order_waits_and_the_account_follows(self, stripe: Stripe, fabrikam: Company) -> None:
        stripe.saved(fabrikam)
        stripe.peer.fault("payment_intents.create", "drop_before", times=None)
        reviewed = reviewed_by_transfer(fabrikam)
        order = buy(fabrikam.admin, reviewed.number, reviewed.total, "", fabrikam.clock, patience=0.1)
        assert order.status is OrderStatus.AWAITING_PAYMENT
        assert order.transfer is not None
        assert (order.transfer.matched, order.transfer.account) == (True, ())
        stripe.peer.clear_faults()
        settled()
        followed = shown(fabrikam, order).transfer
        assert followed is not None
        assert followed.account
        arrives(stripe, order, 47500)
        assert shown(fabrikam, order).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_whose_process_died_it_is_picked_up(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = reviewed_by_transfer(fabrikam)
        place_order(fabrikam.admin, reviewed.number, reviewed.total, "", "stripe", fabrikam.clock, matches_transfers=True)
        for _ in range(2):
            picked_up()
        followed = shown(fabrikam, reviewed).transfer
        assert followed is not None
        assert followed.account
        assert len(stripe.intents(fabrikam)) == 1

    def test_told_twice_after_a_lost_answer_stripe_expects_it_once(
        self, stripe: Stripe, sample: Callable[[str], Company], subtests: pytest.Subtests
    ) -> None:
        for kind in KINDS:
            with subtests.test(kind=kind):
                fabrikam = sample("fabrikam")
                stripe.peer.fault("payment_intents.create", kind)
                order = ordered(fabrikam)
                settled()
                assert [one["status"] for one in stripe.intents(fabrikam)] == ["requires_action"]
                arrives(stripe, order, 47500)
                assert shown(fabrikam, order).status is OrderStatus.PAID
                books_agree(stripe, fabrikam)

    def test_an_error_that_stripe_keeps_under_the_key_is_looked_behind(self, stripe: Stripe, fabrikam: Company) -> None:
        customer_of(fabrikam.admin)
        stripe.peer.fault("payment_intents.create", "error_500_after_success")
        order = ordered(fabrikam)
        settled()
        followed = shown(fabrikam, order).transfer
        assert followed is not None
        assert followed.account
        assert len(stripe.intents(fabrikam)) == 1
        arrives(stripe, order, 47500)
        assert shown(fabrikam, order).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_cancelled_before_stripe_was_told_it_expects_nothing_in_the_end(self, stripe: Stripe, fabrikam: Company) -> None:
        stripe.saved(fabrikam)
        stripe.peer.fault("payment_intents.create", "drop_before", times=None)
        reviewed = reviewed_by_transfer(fabrikam)
        buy(fabrikam.admin, reviewed.number, reviewed.total, "", fabrikam.clock, patience=0.1)
        cancel(fabrikam.admin, reviewed.number, fabrikam.clock)
        carried(f"end-transfer:{attempts(reviewed.number)[-1].id}")
        stripe.peer.clear_faults()
        settled()
        picked_up()
        assert [one["status"] for one in stripe.intents(fabrikam) if one["status"] != "canceled"] == []
        assert shown(fabrikam, reviewed).status is OrderStatus.CANCELLED

    def test_a_check_of_what_arrived_that_fails_is_tried_again(self, stripe: Stripe, fabrikam: Company) -> None:
        order = ordered(fabrikam)
        stripe.peer.fault("customers.cash_balance", "error_500_before")
        arrives(stripe, order, 50000)
        assert shown(fabrikam, order).status is OrderStatus.PAID
        its_time_comes()
        picked_up()
        assert [case.kind for case in all_of(Case)] == [CaseKind.OVERPAID]
        books_agree(stripe, fabrikam)


def its_time_comes() -> None:
    """The next try of every notification is due."""
    with transaction() as session:
        session.execute(sa.text("UPDATE provider_event SET next_try_at = received_at"))


def test_the_last_day_is_thirty_days_on_wherever_the_money_goes(stripe: Stripe, sample: Callable[[str], Company]) -> None:
    del stripe
    for key in ("fabrikam", "proseware"):
        company = sample(key)
        transfer = ordered(company).transfer
        assert transfer is not None
        assert transfer.last_day == company.today + timedelta(days=30)
