"""Any years of a partner, drawn by Hypothesis: what always holds, recomputed from what stands in the tables."""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import SQLModel, col, select

from actionpack_app.db import reading
from actionpack_app.domain.calendar import Term, local_day, nth_term
from actionpack_app.domain.errors import (
    AutomaticRenewalAlreadyOff,
    InvalidInput,
    NotRenewable,
    RenewalUnderWay,
)
from actionpack_app.domain.jumps import Jump
from actionpack_app.domain.notices import PROOF_REJECTED, PROOF_REJECTED_LATE, REMINDERS, NoticeFacts, NoticeKind, from_plain
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Actor, the_product
from actionpack_app.domain.status import Closing, Standing, Status, status_on
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, StandingClock
from actionpack_app.models import ClockMove, Invoice, Notice, Order, Payment, SavedCard, Subscription, SubscriptionTerm
from actionpack_app.services.cards.manage import renew_with
from actionpack_app.services.desk.decide_cancellation import decline_cancellation, end_at_expiry
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.orders.fill_in import choose_method, submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.samples.story import Happening, HappeningKind
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from actionpack_app.services.support.ask import ask_support
from actionpack_app.services.transfers.prove import submit_proof
from actionpack_app.workflows import desk, engine, refund, upkeep
from actionpack_app.workflows.cards import add_card, save_card
from actionpack_app.workflows.clock import jump, move_clock
from actionpack_app.workflows.pay import buy
from actionpack_app.workflows.transfers import cancel
from tests.integration.companies import Company
from tests.integration.desk import finance, proof
from tests.integration.requests import form
from tests.integration.shopping import CONTACT, ledger, token
from tests.integration.stripe import SHORT_PAUSE, numbered_without_gap, picked_up, settled
from tests.integration.years import HISTORY, seeded, time_of

AP = Offer.ACTION_PACK
PAYS, DECLINES, ASKS, NONE = "4242", "0341", "3184", ""
PRICES = {
    ("contoso", AP): 475_00,
    ("fabrikam", AP): 475_00,
    ("relecloud", AP): 74_800,
    ("woodgrove", AP): 478_80,
    ("woodgrove", Offer.SILVER): 1_668_00,
}
"""A year with its tax, in minor units."""
WAITS = {OrderStatus.AWAITING_PAYMENT, OrderStatus.PROOF_IN_REVIEW}
RECEIVED = {PaymentStatus.SUCCEEDED, PaymentStatus.REFUNDED}
BEFORE_EXPIRY = {NoticeKind.EXPIRES_IN_30: 30, NoticeKind.EXPIRES_IN_15: 15, NoticeKind.EXPIRES_IN_1: 1}
AFTER_EXPIRY = {NoticeKind.WINDOW_OPEN: 1, NoticeKind.WINDOW_CLOSING: 23}
TIME_LEADS_TO = {
    Status.ACTIVE: {Status.EXPIRING_SOON},
    Status.EXPIRING_SOON: {Status.RENEWING, Status.RENEWABLE},
    Status.RENEWING: {Status.ACTIVE, Status.PAYMENT_DUE, Status.AWAITING_PAYMENT, Status.RENEWABLE},
    Status.PAYMENT_DUE: {Status.ACTIVE, Status.AWAITING_PAYMENT, Status.LAPSED},
    Status.AWAITING_PAYMENT: {Status.LAPSED},
    Status.RENEWABLE: {Status.LAPSED},
    Status.LAPSED: set[Status](),
    Status.CANCELLED: set[Status](),
}
"""Which status follows which while only the clock is moved."""


Row = TypeVar("Row", bound=SQLModel)

DEEDS: dict[str, Callable[["Years"], None]] = {
    "buys by a card that pays": lambda life: life.buys_by_card(PAYS),
    "buys by a card that is declined": lambda life: life.buys_by_card(DECLINES),
    "buys by transfer": lambda life: life.buys_by_transfer(),
    "renews with a card that pays": lambda life: life.renews_with(PAYS),
    "renews with a card that is declined": lambda life: life.renews_with(DECLINES),
    "renews with a card whose bank asks": lambda life: life.renews_with(ASKS),
    "renews without a card": lambda life: life.renews_with(NONE),
    "turns renewal off": lambda life: life.turns_renewal_off(),
    "cancels the order": lambda life: life.cancels_the_order(),
    "proves the transfer": lambda life: life.proves_the_transfer(),
    "finance confirms": lambda life: life.finance_confirms(),
    "finance rejects": lambda life: life.finance_rejects(),
    "is cancelled and refunded": lambda life: life.asks_to_cancel(desk.refund),
    "is to end at expiry": lambda life: life.asks_to_cancel(end_at_expiry),
    "is not cancelled": lambda life: life.asks_to_cancel(lambda who, number: decline_cancellation(who, number, "It was used.")),
    "the product looks after things": lambda life: life.the_product_looks_after_things(),
}
"""What can happen beside time; where it can't now, nothing does."""


class Years(RuleBasedStateMachine):
    """A sample partner and its clock; whatever happens, each year is paid once or not, and all that is said is true."""

    def __init__(self, make: Callable[[str], Company]) -> None:
        super().__init__()
        self.make = make
        self.company = make("contoso")
        self.now = self.company.now
        self.finance = finance()
        self.automatic: set[str] = set()
        self.seen: set[str] = set()
        self.off: dict[str, bool] = {}
        """Whether automatic renewal was off when the step began, by subscription."""
        self.cards: dict[str, str] = {}
        """How the card that each subscription renewed with is shown, when the step began."""

    @initialize(key=st.sampled_from(sorted({key for key, _offer in PRICES})))
    def is_seeded(self, key: str) -> None:
        self.company = self.make(key)
        self.now = self.company.now
        self.seen = {row.id for row in self.mine(Notice)}
        self.automatic = {row.id for row in self.payments() if row.automatic}
        self.note()

    # --- what stands in the tables -------------------------------------------------------------------------------

    def mine(self, table: type[Row]) -> list[Row]:
        """The company's rows."""
        query = select(table).where(sa.column("partner_id") == self.company.id)
        with reading() as session:
            return list(session.exec(query))

    @property
    def clock(self) -> Clock:
        return StandingClock(self.now)

    @property
    def today(self) -> date:
        return self.day(self.now)

    def day(self, at: datetime) -> date:
        return local_day(at, self.company.zone)

    def orders(self) -> dict[str, Order]:
        return {row.id: row for row in self.mine(Order)}

    def payments(self) -> list[Payment]:
        query = select(Payment).join(Order, col(Order.id) == Payment.order_id).where(Order.partner_id == self.company.id)
        with reading() as session:
            return list(session.exec(query))

    def terms(self) -> list[SubscriptionTerm]:
        query = select(SubscriptionTerm).join(Subscription).where(Subscription.partner_id == self.company.id)
        with reading() as session:
            return list(session.exec(query))

    def held(self) -> Subscription | None:
        return next((row for row in self.all_held() if row.offer is AP), None)

    def all_held(self) -> list[Subscription]:
        return [row for row in self.mine(Subscription) if row.closed_on is None]

    def open(self, *statuses: OrderStatus) -> Order | None:
        return next((row for row in self.orders().values() if row.offer is AP and row.status in statuses), None)

    def note(self) -> None:
        """What the next step begins with."""
        cards = {row.id: f"{row.brand} {row.last4}" for row in self.mine(SavedCard)}
        subscriptions = self.mine(Subscription)
        self.off = {row.id: row.renewal_off_at is not None for row in subscriptions}
        self.cards = {row.id: cards.get(row.card_id or "", "") for row in subscriptions}

    def standings(self) -> dict[str, Standing]:
        with reading() as session:
            return dict(read_membership(session, the_product(self.company.id), self.clock).standings)

    # --- what time does ------------------------------------------------------------------------------------------

    @rule(where=st.sampled_from([1, 3, 4, 7, 15, 30, 100, 300]) | st.sampled_from(Jump))
    def time_passes(self, where: int | Jump) -> None:
        try:
            happened = (
                jump(self.company.id, where)
                if isinstance(where, Jump)
                else move_clock(self.company.id, self.now + timedelta(days=where))
            )
        except InvalidInput:  # no such day lies ahead
            assert where not in {Jump.NEXT_DAY, Jump.ANNIVERSARY} or (where is Jump.ANNIVERSARY and not self.all_held())
        else:
            self.moved(happened)

    def moved(self, happened: Sequence[Happening]) -> None:
        self.now = time_of(self.company)
        assert all(move.done_at is not None for move in self.mine(ClockMove))
        orders = self.orders()
        for row in [row for row in self.payments() if row.automatic and row.id not in self.automatic]:
            order = orders[row.order_id]
            assert not self.off[order.subscription_id or ""]
            self.is_charged_on_its_day(row, order)
            self.automatic.add(row.id)
        assert [one.at for one in happened] == sorted(one.at for one in happened)
        changes = [one for one in happened if one.kind is HappeningKind.STATUS]
        for offer in Offer:
            mine = [Status(one.name) for one in changes if one.offer is offer]
            assert all(after in TIME_LEADS_TO[before] for before, after in itertools.pairwise(mine))

    def is_charged_on_its_day(self, row: Payment, order: Order) -> None:
        """At nine o'clock of the anniversary, or 3, 7 or 14 days later."""
        local = row.created_at.astimezone(self.company.zone)
        assert local.time() == time(9)
        assert (local.date() - order.start).days in {0, 3, 7, 14}

    # --- what partners and the desk do ---------------------------------------------------------------------------

    @rule(deed=st.sampled_from([*DEEDS]))
    def somebody_acts(self, deed: str) -> None:
        DEEDS[deed](self)

    def opened(self) -> str:
        """The number of a draft; empty where nothing can be ordered now."""
        try:
            shown = open_checkout(self.company.admin, AP, self.clock)
        except NotRenewable:
            return ""
        return shown.number if shown.status is OrderStatus.DRAFT else ""

    def buys_by_card(self, card: str) -> None:
        if number := self.opened():
            order = save_card(self.company.admin, number, token(card), self.clock)
            shown = buy(self.company.admin, number, order.total, "", self.clock)
            assert shown.status is (OrderStatus.PAID if card == PAYS else OrderStatus.DRAFT)

    def buys_by_transfer(self) -> None:
        if number := self.opened():
            choose_method(self.company.admin, number, PaymentMethod.TRANSFER, None)
            order = submit_details(self.company.admin, number, CONTACT)
            shown = buy(self.company.admin, number, order.total, "", self.clock)
            assert shown.status is OrderStatus.AWAITING_PAYMENT

    def renews_with(self, card: str) -> None:
        if held := self.held():
            card_id = add_card(self.company.admin, "", token(card), self.clock) if card else ""
            renew_with(self.company.admin, held.id, card_id, self.clock)

    def turns_renewal_off(self) -> None:
        held = self.held()
        if held is None:
            return
        over = self.today > nth_term(held.anchor_on, held.terms_paid - 1).expiry
        try:
            turn_off_renewal(self.company.admin, held.id, self.clock)
        except AutomaticRenewalAlreadyOff:
            assert self.off[held.id]
        except RenewalUnderWay:
            assert over
        else:
            assert not over
            assert not self.off[held.id]

    def cancels_the_order(self) -> None:
        if order := self.open(OrderStatus.AWAITING_PAYMENT):
            cancel(self.company.admin, order.number, self.clock)

    def proves_the_transfer(self) -> None:
        if order := self.open(OrderStatus.AWAITING_PAYMENT):
            shown = proof(self.company, paid_on=self.today.isoformat())
            submit_proof(self.company.admin, order.number, shown, self.clock)

    def finance_confirms(self) -> None:
        if order := self.open(*WAITS):
            desk.confirm(self.finance, order.number)

    def finance_rejects(self) -> None:
        if order := self.open(OrderStatus.PROOF_IN_REVIEW):
            reject_proof(self.finance, order.number, "The amount is not there.")
            upkeep.expire_transfers()

    def asks_to_cancel(self, decide: Callable[[Actor, str], None]) -> None:
        if held := self.held():
            wanted = form(subscription_id=held.id, asks_to_cancel=True, submission=new_id())
            decide(self.finance, ask_support(self.company.admin, wanted, self.clock))
            settled()

    def the_product_looks_after_things(self) -> None:
        upkeep.expire_transfers()
        picked_up()

    # --- what always holds ---------------------------------------------------------------------------------------

    @invariant()
    def only_time_charges_by_itself(self) -> None:
        assert {row.id for row in self.payments() if row.automatic} == self.automatic

    @invariant()
    def a_term_is_paid_once(self) -> None:
        orders = self.orders()
        bought = [orders[row.order_id] for row in self.payments() if row.status is PaymentStatus.SUCCEEDED]
        assert all(count == 1 for count in Counter((order.subscription_id, order.term_number) for order in bought).values())
        terms = self.terms()
        assert all(count == 1 for count in Counter((row.subscription_id, row.number) for row in terms).values())
        paid = {row.order_id for row in self.payments() if row.status in RECEIVED}
        assert {row.order_id for row in terms} == paid
        for row in self.mine(Subscription):
            numbers = sorted(term.number for term in terms if term.subscription_id == row.id)
            assert numbers == list(range(row.terms_paid))

    @invariant()
    def the_provider_took_what_is_paid(self) -> None:
        numbers = {row.number: row.id for row in self.orders().values()}
        taken = Counter(
            (numbers[row["order_number"]], row["amount_minor"])
            for row in ledger()
            if row["outcome"] == "succeeded" and row["order_number"] in numbers
        )
        by_card = [row for row in self.payments() if row.status in RECEIVED and row.method is PaymentMethod.CARD]
        assert taken == Counter((row.order_id, row.amount_minor) for row in by_card if row.provider != HISTORY)

    @invariant()
    def what_is_paid_is_invoiced_without_gap(self) -> None:
        paid = [row.order_id for row in self.payments() if row.status in RECEIVED]
        assert sorted(row.order_id for row in self.mine(Invoice)) == sorted(paid)
        numbered_without_gap()

    @invariant()
    def every_day_has_the_one_status_that_the_table_gives(self) -> None:
        standings = self.standings()
        today = self.today
        for row in self.mine(Subscription):
            standing = standings[row.id]
            assert status_on(today, standing) is self.by_the_table(row, today)
            ahead = [status_on(today + timedelta(days=days), standing) for days in range(420)]
            assert ahead[-1] in ({Status.CANCELLED} if row.closing is Closing.CANCELLED else {Status.LAPSED})
            for before, after in itertools.pairwise(ahead):
                assert after is before or after in TIME_LEADS_TO[before] | {Status.LAPSED}

    def by_the_table(self, row: Subscription, today: date) -> Status:
        """Product §2, row by row, from what stands in the tables."""
        term = nth_term(row.anchor_on, row.terms_paid - 1)
        if row.closing is not None:
            return Status.CANCELLED if row.closing is Closing.CANCELLED else Status.LAPSED
        left = (term.expiry - today).days
        if left >= 0:
            return Status.EXPIRING_SOON if left <= 30 else Status.ACTIVE
        mine = [order for order in self.orders().values() if order.subscription_id == row.id]
        ours = [order for order in mine if order.term_number == row.terms_paid]
        if any(self.can_be_paid(order) for order in ours):
            return Status.AWAITING_PAYMENT
        renews = row.renewal_off_at is None
        tried = any(order.method is PaymentMethod.TRANSFER and order.placed_at for order in ours) or self.failures(ours)
        if renews and left == -1 and not tried and self.now.astimezone(self.company.zone).time() < time(9):
            return Status.RENEWING
        if left >= -30:
            return Status.PAYMENT_DUE if renews and self.failures(ours) else Status.RENEWABLE
        return Status.LAPSED

    def can_be_paid(self, order: Order) -> bool:
        if order.status is OrderStatus.PROOF_IN_REVIEW:
            return True
        return order.status is OrderStatus.AWAITING_PAYMENT and order.last_day is not None and self.today <= order.last_day

    def failures(self, orders: list[Order]) -> list[Payment]:
        ids = {order.id for order in orders}
        failed = [row for row in self.payments() if row.order_id in ids and row.automatic]
        return [row for row in failed if row.status is PaymentStatus.FAILED]

    @invariant()
    def every_notice_was_true_when_it_was_written(self) -> None:
        notices = self.mine(Notice)
        facts = {row.id: from_plain(row.facts) for row in notices}
        reminders = [one for one in facts.values() if one.kind in REMINDERS]
        assert all(count == 1 for count in Counter((one.kind, one.subscription_id, one.expiry) for one in reminders).values())
        for row in notices:
            if row.id not in self.seen:
                self.is_true(row, facts[row.id])
        self.seen |= facts.keys()
        self.note()

    def is_true(self, row: Notice, told: NoticeFacts) -> None:
        term = Term(told.start, told.expiry)
        match told.kind:
            case NoticeKind.EXPIRES_IN_30 | NoticeKind.EXPIRES_IN_15 | NoticeKind.EXPIRES_IN_1:
                self.is_told_at_nine(row, term.expiry - timedelta(days=BEFORE_EXPIRY[told.kind]))
                assert told.renews is not self.off[told.subscription_id]
                due = PRICES[self.company.made.sample, told.offer] if told.renews else None
                assert (told.amount.amount_minor if told.amount else None) == due
                assert told.card == (self.cards[told.subscription_id] if told.renews else "")
            case NoticeKind.WINDOW_OPEN | NoticeKind.WINDOW_CLOSING:
                self.is_told_at_nine(row, term.expiry + timedelta(days=AFTER_EXPIRY[told.kind]))
                assert not self.paid_by(told.subscription_id, term.anniversary, row.at)
                assert told.renews is False
                assert told.amount is None
            case NoticeKind.BOUGHT | NoticeKind.RENEWED:
                order = self.order(told)
                (paid,) = [one for one in self.terms() if one.order_id == order.id]
                assert (paid.start, paid.expiry, order.paid_at) == (told.start, told.expiry, row.at)
                assert (paid.number > 0) is (told.kind is NoticeKind.RENEWED)
                assert told.amount is not None
                assert told.amount.amount_minor == order.total_minor
                assert told.invoice_number in {one.number for one in self.mine(Invoice) if one.order_id == order.id}
            case NoticeKind.CHARGE_FAILED:
                failed = [one for one in self.failures([self.order(told)]) if one.settled_at == row.at]
                assert [one.decline_code for one in failed] == [told.reason]
                assert told.retry_on is None or told.reason == "card_declined"
                ahead = [term.anniversary + timedelta(days=days) for days in (3, 7, 14)]
                coming = [day for day in ahead if day > self.day(row.at)]
                assert told.retry_on == (coming[0] if coming and told.reason == "card_declined" else None)
                assert told.until == term.last_renewal_day
            case NoticeKind.TRANSFER_ORDERED if told.reason:
                order = self.order(told)
                assert told.until == order.last_day
                assert told.reason == (PROOF_REJECTED if self.day(row.at) <= order.last_day else PROOF_REJECTED_LATE)
            case NoticeKind.TRANSFER_ORDERED:
                order = self.order(told)
                assert order.method is PaymentMethod.TRANSFER
                assert self.cards[told.subscription_id] == ""
                assert told.until == self.day(row.at) + timedelta(days=30)
            case NoticeKind.RENEWAL_OFF:
                (held,) = [one for one in self.mine(Subscription) if one.id == told.subscription_id]
                if told.is_of_cancellation:
                    assert (told.until, self.day(row.at)) == (held.closed_on, held.closed_on)
                else:
                    assert held.renewal_off_at == row.at
            case NoticeKind.NOT_CHARGED:
                pytest.fail("every competency here is qualified")

    def is_told_at_nine(self, row: Notice, day: date) -> None:
        local = row.at.astimezone(self.company.zone)
        assert (local.date(), local.time()) == (day, time(9))

    def order(self, told: NoticeFacts) -> Order:
        (found,) = [row for row in self.orders().values() if row.number == told.order_number]
        return found

    def paid_by(self, subscription_id: str, start: date, at: datetime) -> bool:
        """Whether the term that begins at `start` was paid before an instant."""
        orders = self.orders()
        terms = [row for row in self.terms() if row.subscription_id == subscription_id and row.start == start]
        return any((orders[row.order_id].paid_at or datetime.max.replace(tzinfo=UTC)) < at for row in terms)


EXPIRED, ON_LAST_DAY = Jump.WINDOW_FIRST, Jump.WINDOW_LAST
LIVES: dict[str, list[str | int | Jump]] = {
    "declined, tried again in vain, another card": [
        "renews with a card that is declined",
        EXPIRED,
        4,
        "renews with a card that pays",
        4,
        300,
    ],
    "declined until the window closes, bought anew": [
        "renews with a card that is declined",
        EXPIRED,
        30,
        "buys by a card that pays",
        300,
        100,
    ],
    "declined, then paid by hand before the next retry": [
        "renews with a card that is declined",
        EXPIRED,
        "buys by a card that pays",
        7,
        "is cancelled and refunded",
        30,
    ],
    "declined, then a bank transfer that is cancelled between two retries": [
        "renews with a card that is declined",
        EXPIRED,
        "buys by transfer",
        4,
        "cancels the order",
        4,
        30,
    ],
    "declined, then to end at expiry": ["renews with a card that is declined", EXPIRED, "is to end at expiry", 15, 30],
    "the bank asks, and another card pays": [
        "renews with a card whose bank asks",
        EXPIRED,
        4,
        "renews with a card that pays",
        1,
        4,
        300,
    ],
    "no card, and the order expires": ["renews without a card", EXPIRED, 30, 1, "buys by transfer", "finance confirms", 300],
    "no card, and the order is cancelled on the anniversary": [
        "renews without a card",
        EXPIRED,
        "cancels the order",
        "buys by a card that pays",
        100,
    ],
    "no card, and the proof is confirmed after months": [
        "renews without a card",
        EXPIRED,
        "proves the transfer",
        100,
        "finance confirms",
        300,
    ],
    "no card, and the proof is rejected after months": [
        "renews without a card",
        EXPIRED,
        "proves the transfer",
        100,
        "finance rejects",
        1,
        "buys by a card that pays",
        100,
    ],
    "turned off, renewed by hand on the window's last day": [
        "turns renewal off",
        ON_LAST_DAY,
        "buys by a card that pays",
        "turns renewal off",
        300,
        "turns renewal off",
    ],
    "turned off by the desk, ordered by transfer on the window's last day": [
        "is to end at expiry",
        ON_LAST_DAY,
        "buys by transfer",
        7,
        "the product looks after things",
        "proves the transfer",
        "finance confirms",
        300,
    ],
    "renewed by itself and given back": [
        EXPIRED,
        "is not cancelled",
        "is cancelled and refunded",
        30,
        "buys by a card that pays",
        300,
    ],
    "renewed by itself for years": [Jump.EXPIRY, Jump.ANNIVERSARY, 300, Jump.ANNIVERSARY, 300, 300],
}
"""What is seldom drawn, written out."""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durable work without its pauses."""
    monkeypatch.setattr(engine, "POLLS_EVERY_SECONDS", SHORT_PAUSE)
    monkeypatch.setattr(refund, "FIRST_PAUSE_SECONDS", SHORT_PAUSE)
    monkeypatch.setattr(upkeep, "LIES_AFTER", timedelta(0))


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("store", "quick")
def test_any_years_of_a_partner_follow_the_rules() -> None:
    run_state_machine_as_test(
        lambda: Years(seeded),
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("store", "quick")
@pytest.mark.parametrize("name", LIVES)
def test_years_that_are_seldom_drawn_follow_the_rules(name: str) -> None:
    life = Years(seeded)
    life.is_seeded("contoso")
    for step in LIVES[name]:
        if isinstance(step, str) and step in DEEDS:
            life.somebody_acts(step)
        else:
            assert isinstance(step, int | Jump)
            life.time_passes(step)
        life.only_time_charges_by_itself()
        life.a_term_is_paid_once()
        life.the_provider_took_what_is_paid()
        life.what_is_paid_is_invoiced_without_gap()
        life.every_day_has_the_one_status_that_the_table_gives()
        life.every_notice_was_true_when_it_was_written()
