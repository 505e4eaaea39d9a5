"""Any life of a partner, drawn by Hypothesis, against a small model of the rules."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from actionpack_app.db import transaction
from actionpack_app.domain.calendar import Term, local_day, nth_term
from actionpack_app.domain.errors import (
    AutomaticRenewalAlreadyOff,
    NotRenewable,
    OrderNotOpen,
    PriceChanged,
    RenewalUnderWay,
)
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus, RefundStatus
from actionpack_app.domain.status import Status
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, StandingClock
from actionpack_app.gateways.payments import Outcome
from actionpack_app.models import CreditNote, Invoice, Order, Partner, Payment, Refund, Subscription, SubscriptionTerm
from actionpack_app.services.desk.record_refund import record_refund
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.services.orders.fill_in import choose_method, submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from actionpack_app.services.support.ask import ask_support
from actionpack_app.services.transfers.prove import submit_proof
from actionpack_app.workflows import desk, engine, refund, upkeep
from actionpack_app.workflows.cards import save_card
from actionpack_app.workflows.pay import answer_challenge, buy, give_up, resume
from actionpack_app.workflows.transfers import cancel
from tests.integration.companies import Company
from tests.integration.desk import finance, proof
from tests.integration.requests import form
from tests.integration.rows import all_of, of
from tests.integration.shopping import CONTACT, ledger, sandbox, token
from tests.integration.stripe import SHORT_PAUSE, numbered_without_gap, picked_up, settled

AP = Offer.ACTION_PACK
PAYS, DECLINES, ASKS = "4242", "0341", "3184"
UNFINISHED = {OrderStatus.DRAFT, OrderStatus.PROCESSING, OrderStatus.AWAITING_PAYMENT, OrderStatus.PROOF_IN_REVIEW}
WAITS = {OrderStatus.AWAITING_PAYMENT, OrderStatus.PROOF_IN_REVIEW}
WINDOW = timedelta(days=30)


@dataclasses.dataclass
class Held:
    """What the model knows of a subscription that isn't closed."""

    anchor: date
    terms: int = 1
    renews: bool = False
    newest: str = ""
    """The order that paid its newest term; empty for what was before the test."""

    @property
    def term(self) -> Term:
        return nth_term(self.anchor, self.terms - 1)


@dataclasses.dataclass
class Ordered:
    """What the model knows of an order."""

    number: str
    renewed: Held | None
    term: Term
    status: OrderStatus = OrderStatus.DRAFT
    step: str = "method"
    card: str = ""
    last_day: date = date.min
    by: str = ""
    """Who took its money: the provider, or the seller's own account."""


class Life(RuleBasedStateMachine):
    """Fabrikam, renewable since today; whatever happens, each year is paid once or not."""

    def __init__(self, make: Callable[[str], Company]) -> None:
        super().__init__()
        self.company = make("fabrikam")
        self.finance = finance()
        self.now: datetime = self.company.now
        self.held: Held | None = Held(self.company.holds().term.start)
        self.history = of(Order, self.company)[0].number
        self.held.newest = self.history
        self.orders = {self.history: Ordered(self.history, None, self.held.term, OrderStatus.PAID, "done", by="history")}
        self.last: OrderView | None = None
        self.credited: set[str] = set()
        self.given_back: set[str] = set()
        self.by_hand: set[str] = set()

    # --- the model -----------------------------------------------------------------------------------------------

    @property
    def clock(self) -> Clock:
        return StandingClock(self.now)

    @property
    def today(self) -> date:
        return local_day(self.now, self.company.zone)

    @property
    def open(self) -> Ordered | None:
        return next((order for order in self.orders.values() if order.status in UNFINISHED), None)

    def stands(self, *statuses: OrderStatus) -> bool:
        return self.open is not None and self.open.status in statuses

    def lapsed(self, held: Held) -> bool:
        return self.today > held.term.expiry + WINDOW

    def would_be(self) -> tuple[Held | None, Term] | None:
        """What could be bought today: what it renews and its term; None where nothing can."""
        if self.open is not None and self.open.status in WAITS:
            return None
        held = self.held
        if held is None or self.lapsed(held):
            return None, nth_term(self.today, 0)
        if self.today <= held.term.expiry or (held.renews and self.today == held.term.anniversary):
            return None
        return held, nth_term(held.anchor, held.terms)

    def pays(self, order: Ordered, by: str) -> None:
        """The money is there: the order buys its term, or goes back where it buys nothing any more."""
        order.by = by
        if order.renewed is not None and (order.renewed is not self.held or order.term != self.next_term()):
            order.status = OrderStatus.CANCELLED
            self.given_back.add(order.number)
            return
        order.status, order.step = OrderStatus.PAID, "done"
        if order.renewed is None:
            self.held = Held(self.today)
            order.term = self.held.term
        else:
            order.renewed.terms += 1
        assert self.held is not None
        self.held.renews, self.held.newest = True, order.number

    def next_term(self) -> Term | None:
        return nth_term(self.held.anchor, self.held.terms) if self.held else None

    def expire(self) -> None:
        upkeep.expire_transfers()
        if self.open is not None and self.open.status is OrderStatus.AWAITING_PAYMENT and self.today > self.open.last_day:
            self.open.status = OrderStatus.EXPIRED

    # --- what partners do ----------------------------------------------------------------------------------------

    def opened(self) -> Ordered | None:
        """The dialog, with an order that can be filled in; None where it says something else."""
        if self.open is not None and self.open.status is not OrderStatus.DRAFT:
            shown = open_checkout(self.company.admin, AP, self.clock)
            assert (shown.number, shown.status) == (self.open.number, self.open.status)
            return None
        wanted = self.would_be()
        if wanted is None:
            with pytest.raises(NotRenewable):
                open_checkout(self.company.admin, AP, self.clock)
            return None
        shown = open_checkout(self.company.admin, AP, self.clock)
        assert (shown.status, shown.term, shown.renews) == (OrderStatus.DRAFT, wanted[1], wanted[0] is not None)
        order = self.open or self.orders.setdefault(shown.number, Ordered(shown.number, *wanted))
        assert order.number == shown.number
        order.renewed, order.term = wanted
        return order

    def charged(self, order: Ordered, shown: OrderView) -> None:
        if order.card == PAYS:
            self.pays(order, "sandbox")
        elif order.card == DECLINES:
            assert shown.decline_code == "card_declined"
        else:
            order.status = OrderStatus.PROCESSING
            assert shown.needs_authentication

    @rule(card=st.sampled_from([PAYS, DECLINES]))
    def buys_by_card(self, card: str) -> None:
        self.buys(card)

    @rule()
    def buys_by_a_card_whose_bank_asks(self) -> None:
        self.buys(ASKS)

    def buys(self, card: str) -> None:
        order = self.opened()
        if order is None:
            return
        self.last = save_card(self.company.admin, order.number, token(card), self.clock)
        order.step, order.card = "review", card
        self.charged(order, buy(self.company.admin, order.number, self.last.total, "", self.clock))

    @rule()
    def reviews_and_leaves(self) -> None:
        order = self.opened()
        if order is None:
            return
        self.last = save_card(self.company.admin, order.number, token(PAYS), self.clock)
        order.step, order.card = "review", PAYS

    @rule()
    def buys_by_transfer(self) -> None:
        order = self.opened()
        if order is None:
            return
        choose_method(self.company.admin, order.number, PaymentMethod.TRANSFER, None)
        self.last = submit_details(self.company.admin, order.number, CONTACT)
        buy(self.company.admin, order.number, self.last.total, "", self.clock)
        order.status, order.step, order.card = OrderStatus.AWAITING_PAYMENT, "done", ""
        order.last_day = self.today + timedelta(days=30)

    @precondition(lambda self: self.last is not None)
    @rule()
    def clicks_buy_in_an_old_tab(self) -> None:
        assert self.last is not None
        order = self.orders[self.last.number]
        if order.status is not OrderStatus.DRAFT:
            if order.status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED}:
                with pytest.raises(OrderNotOpen):
                    self.click()
            else:
                assert self.click().status is order.status
            return
        wanted = self.would_be()
        if order.step != "review":
            with pytest.raises(OrderNotOpen):
                self.click()
        elif wanted is None:
            with pytest.raises(NotRenewable):
                self.click()
        elif wanted != (order.renewed, order.term):
            with pytest.raises(PriceChanged):
                self.click()
        else:
            self.charged(order, self.click())

    def click(self) -> OrderView:
        assert self.last is not None
        return buy(self.company.admin, self.last.number, self.last.total, "", self.clock)

    @precondition(lambda self: self.stands(OrderStatus.PROCESSING))
    @rule(complete=st.booleans())
    def answers_the_bank(self, *, complete: bool) -> None:
        assert self.open is not None
        answer_challenge(self.company.admin, self.open.number, self.clock, complete=complete)
        settled()
        if complete:
            self.pays(self.open, "sandbox")
        else:
            self.open.status, self.open.step = OrderStatus.DRAFT, "review"

    @precondition(lambda self: self.stands(OrderStatus.PROCESSING))
    @rule()
    def gives_the_payment_up(self) -> None:
        assert self.open is not None
        give_up(self.company.admin, self.open.number, self.clock)
        self.open.status, self.open.step = OrderStatus.DRAFT, "method"

    @precondition(lambda self: self.open is not None)
    @rule()
    def reloads(self) -> None:
        assert self.open is not None
        assert resume(self.company.admin, self.open.number, self.clock).status is self.open.status

    @precondition(lambda self: self.stands(OrderStatus.AWAITING_PAYMENT))
    @rule()
    def proves_the_transfer(self) -> None:
        assert self.open is not None
        shown = proof(self.company, paid_on=self.today.isoformat())
        submit_proof(self.company.admin, self.open.number, shown, self.clock)
        self.open.status = OrderStatus.PROOF_IN_REVIEW

    @precondition(lambda self: self.stands(*WAITS))
    @rule()
    def cancels_the_order(self) -> None:
        order = self.open
        assert order is not None
        if order.status is OrderStatus.PROOF_IN_REVIEW:
            with pytest.raises(OrderNotOpen):
                cancel(self.company.admin, order.number, self.clock)
            return
        cancel(self.company.admin, order.number, self.clock)
        order.status = OrderStatus.CANCELLED

    @precondition(lambda self: self.held is not None)
    @rule()
    def turns_renewal_off(self) -> None:
        held = self.held
        assert held is not None
        subscription = self.subscription().id
        if not held.renews or self.today > held.term.expiry:
            with pytest.raises(RenewalUnderWay if held.renews else AutomaticRenewalAlreadyOff):
                turn_off_renewal(self.company.admin, subscription, self.clock)
            return
        turn_off_renewal(self.company.admin, subscription, self.clock)
        held.renews = False

    def subscription(self) -> Subscription:
        (row,) = [row for row in of(Subscription, self.company) if row.closed_on is None]
        return row

    # --- what the desk does --------------------------------------------------------------------------------------

    @precondition(lambda self: self.stands(*WAITS))
    @rule()
    def finance_confirms(self) -> None:
        assert self.open is not None
        desk.confirm(self.finance, self.open.number)
        self.pays(self.open, "transfer")

    @precondition(lambda self: self.stands(OrderStatus.PROOF_IN_REVIEW))
    @rule()
    def finance_rejects(self) -> None:
        assert self.open is not None
        reject_proof(self.finance, self.open.number, "The amount is not there.")
        self.open.status = OrderStatus.AWAITING_PAYMENT
        self.expire()

    @precondition(lambda self: self.held is not None)
    @rule()
    def finance_cancels_and_refunds(self) -> None:
        held = self.held
        assert held is not None
        wanted = form(subscription_id=self.subscription().id, asks_to_cancel=True, submission=new_id())
        desk.refund(self.finance, ask_support(self.company.admin, wanted, self.clock))
        settled()
        order = self.orders[held.newest]
        self.credited.add(order.number)
        if order.by == "sandbox":
            order.status = OrderStatus.REFUNDED
            self.given_back.add(order.number)
        else:
            self.by_hand.add(order.number)
        if self.open is not None and self.open.renewed is held and self.open.status is not OrderStatus.PROCESSING:
            self.open.status = OrderStatus.CANCELLED
        self.held = None

    @precondition(lambda self: self.by_hand)
    @rule()
    def finance_records_a_refund(self) -> None:
        waiting = [row for row in of(Refund, self.company) if row.status is RefundStatus.BY_HAND]
        assert len(waiting) == len(self.by_hand)
        record_refund(self.finance, waiting[0].id, "TRX-4711")
        (number,) = [order.number for order in of(Order, self.company) if order.id == waiting[0].order_id]
        self.by_hand.remove(number)
        self.orders[number].status = OrderStatus.REFUNDED

    # --- what time does ------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([1, 7, 29, 30, 31]))
    def time_passes(self, days: int) -> None:
        self.moves(days)

    @precondition(lambda self: self.held is not None and self.today <= self.held.term.expiry)
    @rule(days=st.sampled_from([-30, 0, 1, 2, 30, 31]))
    def the_year_passes(self, days: int) -> None:
        """To some day around the expiry, the last days of the window and the first one after it among them."""
        assert self.held is not None
        self.moves(max((self.held.term.expiry - self.today).days + days, 0))

    def moves(self, days: int) -> None:
        self.now += timedelta(days=days)
        with transaction() as session:
            session.execute(sa.update(Partner).where(sa.column("id") == self.company.id).values(clock_at=self.now))
        self.expire()

    @rule()
    def the_product_looks_after_things(self) -> None:
        picked_up()
        self.expire()

    # --- what always holds ---------------------------------------------------------------------------------------

    @invariant()
    def every_order_stands_where_the_rules_say(self) -> None:
        assert {row.number: row.status for row in of(Order, self.company)} == {
            number: order.status for number, order in self.orders.items()
        }
        if self.open is not None:
            shown = show_order(self.company.admin, self.open.number)
            assert shown.step == self.open.step or self.open.status in {OrderStatus.PROCESSING, *WAITS}
            assert shown.needs_authentication is (self.open.status is OrderStatus.PROCESSING)

    @invariant()
    def the_subscription_is_what_the_rules_say(self) -> None:
        tile = self.company.tile(AP, self.clock)
        assert (tile.held is None) == (self.held is None)
        if tile.held is not None and self.held is not None:
            assert (tile.held.term, tile.held.renews_automatically) == (self.held.term, self.held.renews)
            assert tile.held.status is self.status(self.held)

    def status(self, held: Held) -> Status:
        left = (held.term.expiry - self.today).days
        if left >= 0:
            return Status.EXPIRING_SOON if left <= 30 else Status.ACTIVE
        if self.open is not None and self.open.status in WAITS and self.open.renewed is held:
            return Status.AWAITING_PAYMENT
        if held.renews and left == -1:
            return Status.RENEWING
        return Status.RENEWABLE if left >= -30 else Status.LAPSED

    @invariant()
    def what_was_charged_is_paid_and_a_year_is_paid_once(self) -> None:
        numbers = set(self.orders)
        taken = sorted(
            row["order_number"] for row in ledger() if row["outcome"] == Outcome.SUCCEEDED and row["order_number"] in numbers
        )
        assert taken == sorted(order.number for order in self.orders.values() if order.by == "sandbox")
        ids = {row.id: row.number for row in of(Order, self.company)}
        held_by_us = {PaymentStatus.SUCCEEDED, PaymentStatus.REFUNDED}
        received = [ids[row.order_id] for row in all_of(Payment) if row.order_id in ids and row.status in held_by_us]
        assert sorted(received) == sorted(order.number for order in self.orders.values() if order.by)
        refs = {row.provider_ref for row in of(Refund, self.company) if row.provider_ref}
        assert len(refs) == len(self.given_back)
        since = min((row["created_at"] for row in ledger()), default=None)
        if since is not None:
            assert refs <= {booking.ref for booking in sandbox().given_back_since(since)}
        terms = [(row.subscription_id, row.number) for row in all_of(SubscriptionTerm) if row.order_id in ids]
        assert len(terms) == len(set(terms))

    @invariant()
    def invoices_are_paid_orders_and_credit_notes_are_refunds(self) -> None:
        ids = {row.id: row.number for row in of(Order, self.company)}
        invoiced = sorted(ids[row.order_id] for row in of(Invoice, self.company))
        ever_paid = {OrderStatus.PAID, OrderStatus.REFUNDED}
        assert invoiced == sorted(number for number, order in self.orders.items() if order.status in ever_paid)
        assert sorted(ids[row.order_id] for row in of(CreditNote, self.company)) == sorted(self.credited)
        numbered_without_gap()


RARE = {
    "cancelled by the desk while the bank asks, and confirmed": [
        Life.buys_by_a_card_whose_bank_asks,
        Life.finance_cancels_and_refunds,
        lambda life: life.answers_the_bank(complete=True),
        Life.the_product_looks_after_things,
        lambda life: life.buys_by_card(PAYS),
    ],
    "cancelled by the desk while a transfer is proved": [
        Life.buys_by_transfer,
        Life.proves_the_transfer,
        Life.finance_cancels_and_refunds,
        Life.clicks_buy_in_an_old_tab,
        Life.finance_records_a_refund,
        lambda life: life.buys_by_card(PAYS),
    ],
    "asked by the bank on the last day, confirmed after it": [
        lambda life: life.time_passes(29),
        Life.buys_by_a_card_whose_bank_asks,
        lambda life: life.time_passes(31),
        Life.reloads,
        lambda life: life.answers_the_bank(complete=True),
    ],
    "rejected after its last day": [
        Life.buys_by_transfer,
        Life.proves_the_transfer,
        lambda life: life.time_passes(31),
        Life.finance_rejects,
        Life.clicks_buy_in_an_old_tab,
        lambda life: life.buys_by_card(DECLINES),
    ],
    "three years, lapsed, bought anew and given back twice": [
        lambda life: life.buys_by_card(PAYS),
        lambda life: life.the_year_passes(1),
        Life.clicks_buy_in_an_old_tab,
        lambda life: life.the_year_passes(2),
        lambda life: life.buys_by_card(PAYS),
        lambda life: life.the_year_passes(31),
        Life.buys_by_transfer,
        Life.finance_confirms,
        Life.finance_cancels_and_refunds,
        lambda life: life.buys_by_card(PAYS),
        Life.finance_cancels_and_refunds,
        Life.finance_records_a_refund,
    ],
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durable work without its pauses."""
    monkeypatch.setattr(engine, "POLLS_EVERY_SECONDS", SHORT_PAUSE)
    monkeypatch.setattr(refund, "FIRST_PAUSE_SECONDS", SHORT_PAUSE)
    monkeypatch.setattr(upkeep, "LIES_AFTER", timedelta(0))


@pytest.mark.usefixtures("store", "quick")
@pytest.mark.parametrize("name", RARE)
def test_a_life_that_is_seldom_drawn_follows_the_rules(sample: Callable[[str], Company], name: str) -> None:
    life = Life(sample)
    for step in RARE[name]:
        step(life)
        life.every_order_stands_where_the_rules_say()
        life.the_subscription_is_what_the_rules_say()
        life.what_was_charged_is_paid_and_a_year_is_paid_once()
        life.invoices_are_paid_orders_and_credit_notes_are_refunds()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("store", "quick")
def test_any_life_of_a_partner_follows_the_rules(sample: Callable[[str], Company]) -> None:
    run_state_machine_as_test(
        lambda: Life(sample),
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
