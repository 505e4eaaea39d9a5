"""Making one sample partner: rows as the product itself would have left them, with a clock that stands at today."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from actionpack_app.domain.calendar import CHARGE_TIME, at_local_time, local_day, nth_term, transfer_last_day
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.profiles import Profile, changes
from actionpack_app.domain.rights import Actor, Role, the_product
from actionpack_app.gateways.chance import new_id, new_mpn_id
from actionpack_app.gateways.clock import StandingClock
from actionpack_app.gateways.payments import PaymentProvider
from actionpack_app.models import Order, Partner, Payment, Person, SavedCard, Subscription
from actionpack_app.models.partners import ManagedIn
from actionpack_app.models.profiles import Stage
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.counters import next_number
from actionpack_app.repositories.notices import Notices
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Customers, Payments
from actionpack_app.repositories.profiles import Profiles
from actionpack_app.repositories.samples import Samples
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.competencies.put import put_competency
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.notices.tell import tell_of_refusal, tell_renewal_is_off
from actionpack_app.services.orders.open_checkout import put_terms
from actionpack_app.services.orders.settle import complete_order
from actionpack_app.services.profile.publish import NOT_PUBLISHED, PUBLISHED
from actionpack_app.services.profile.save import record_changes
from actionpack_app.services.samples.situations import History, Sample
from actionpack_app.services.year.carry import live_through

AFTERNOON = time(14, 0)
"""Local time at which seeded people placed their orders."""


NEWS = timedelta(days=3)
"""What a sample partner was told in its last days is unread."""
PROFILE_DAYS_AGO = 60
HISTORY = "sample"
"""Who took the payments of a sample's past: nobody who could be asked, so finance would send them back by hand."""


class SampleBuilder:
    """Builds one sample partner in a session, at an instant."""

    def __init__(self, session: Session, sample: Sample, now: datetime, card: SavedCard | None, partner: Partner) -> None:
        self._session = session
        self._sample = sample
        self._zone = zoneinfo.ZoneInfo(sample.time_zone)
        self._today = local_day(now, self._zone)
        self._now = now
        self._card = card
        self._partner = partner
        self._actor = Actor(person_id="", partner_id=partner.id, role=Role.GLOBAL_ADMIN, name="")

    def build(self) -> list[Person]:
        """Stores the partner with people and history; returns the people."""
        sample, session = self._sample, self._session
        session.add(self._partner)
        session.flush()
        people = [
            Person(id=new_id(), partner_id=self._partner.id, name=name, email=sample.email(name), role=role)
            for role, name in sample.people
        ]
        if not people[0].email.isascii():
            people[0].email = f"admin@{sample.key}.example.com"
        session.add_all(people)
        if self._card:
            session.add(self._card)
            Customers(session, self._actor).remember(self._card.provider, self._partner.id)
        session.flush()
        self._actor = Actor(people[0].id, self._partner.id, people[0].role, people[0].name)
        for started in sample.competencies:
            put_competency(session, self._actor, started.name, started.level, started.state, started.progress)
        if sample.profile is not None:
            self._introduce(sample.profile)
        for history in sample.histories:
            self._live(history)
        if sample.transfer_placed_days_ago is not None:
            self._await_transfer(self._today - timedelta(days=sample.transfer_placed_days_ago))
        session.flush()
        Notices(session, self._actor).leave_in_the_past(self._now - NEWS)
        return people

    def _introduce(self, profile: Profile) -> None:
        """Writes the business profile, and publishes it."""
        at, profiles = self._at(self._today - timedelta(days=PROFILE_DAYS_AGO)), Profiles(self._session, self._actor)
        for stage in Stage:
            profiles.put(stage, profile, 1, at)
        record_changes(self._session, self._actor, changes(None, profile), StandingClock(at))
        Activity(self._session, self._actor).record("profile_published", at, before=NOT_PUBLISHED, after=PUBLISHED)

    def _live(self, history: History) -> None:
        """Buys, then renews year by year up to the last term."""
        anchor = anchor_for(history, self._today)
        subscription_id: str | None = None
        for number in range(history.terms):
            day = nth_term(anchor, number).start
            order = self._order(history.offer, day, subscription_id, number)
            self._pay(order, day, by_card=history.by_card)
            subscription_id = order.subscription_id
        subscription = Subscriptions(self._session, self._actor).get(subscription_id or "")
        if not history.renews_automatically:
            off_on = self._today - timedelta(days=history.renewal_off_days_ago)
            subscription.renewal_off_at = self._at(off_on)
            Activity(self._session, self._actor).record(
                "renewal_turned_off",
                subscription.renewal_off_at,
                subscription_id=subscription.id,
                before="on",
                after="off",
            )
            tell_renewal_is_off(self._session, self._actor, subscription, StandingClock(subscription.renewal_off_at))
        if history.charge_failed:
            subscription.card_id = self._card.id if self._card else None
            self._fail_charge(history, anchor, subscription)
        self._session.flush()
        live_through(self._session, self._actor, subscription, self._now)

    def _order(self, offer: Offer, day: date, subscription_id: str | None, number: int) -> Order:
        at = self._at(day)
        order = Order(
            id=new_id(),
            number=f"ORD-{day.year}-{next_number(self._session, 'order', day.year):06d}",
            partner_id=self._partner.id,
            offer=offer,
            subscription_id=subscription_id,
            term_number=number,
            start=day,
            expiry=day,
            status=OrderStatus.DRAFT,
            currency=self._partner.currency,
            net_minor=0,
            tax_minor=0,
            total_minor=0,
            tax_percent="0",
            in_pmc=self._sample.in_pmc,
            created_at=at,
            created_by=self._actor.person_id,
            contact_name=self._actor.name,
            contact_email=self._partner.billing_email,
        )
        Orders(self._session, self._actor).add(order)
        put_terms(self._session, order, read_membership(self._session, self._actor, StandingClock(at)))
        order.placed_at = at
        return order

    def _pay(self, order: Order, day: date, *, by_card: bool) -> None:
        at, acting = self._at(day), self._actor
        if order.term_number > 0:  # it renewed by itself
            at, acting = at_local_time(day, CHARGE_TIME, self._zone), the_product(self._partner.id)
            order.created_at, order.placed_at, order.created_by = at, at, None
        order.method = PaymentMethod.CARD if by_card else PaymentMethod.TRANSFER
        order.card_id = self._card.id if by_card and self._card else None
        order.attempt = 1
        self._session.add(self._payment(order, PaymentStatus.SUCCEEDED, at, automatic=order.term_number > 0))
        complete_order(self._session, acting, order, StandingClock(at))
        self._session.flush()

    def _fail_charge(self, history: History, anchor: date, subscription: Subscription) -> None:
        """Yesterday's automatic charge, refused; the order is a draft again."""
        day = nth_term(anchor, history.terms).start
        order = self._order(history.offer, day, subscription.id, history.terms)
        order.method, order.card_id = PaymentMethod.CARD, self._card.id if self._card else None
        order.attempt, order.decline_code, order.placed_at = 1, "card_declined", None
        at = at_local_time(day, CHARGE_TIME, self._zone)
        failed = self._payment(order, PaymentStatus.FAILED, at, automatic=True)
        failed.decline_code = "card_declined"
        Payments(self._session, self._actor).add(failed)
        self._session.flush()
        clock = StandingClock(at)
        retry_on = read_membership(self._session, self._actor, clock).standings[subscription.id].retry_on
        tell_of_refusal(self._session, self._actor, order, subscription, failed.decline_code, retry_on, clock)
        Activity(self._session, self._actor).record(
            "payment_failed",
            at,
            subscription_id=subscription.id,
            subject=order.number,
            before=OrderStatus.PROCESSING,
            after=order.status,
            reason=failed.decline_code,
            **amount_facts(Money(failed.amount_minor, failed.currency)),
        )

    def _payment(self, order: Order, status: PaymentStatus, at: datetime, *, automatic: bool) -> Payment:
        return Payment(
            id=new_id(),
            order_id=order.id,
            attempt=order.attempt,
            idempotency_key=f"charge:{order.id}:{order.attempt}",
            automatic=automatic,
            provider=HISTORY,
            method=order.method or PaymentMethod.TRANSFER,
            card_id=order.card_id,
            status=status,
            amount_minor=order.total_minor,
            currency=order.currency,
            created_at=at,
            started_at=at,
            settled_at=at,
            received_minor=order.total_minor if status is PaymentStatus.SUCCEEDED else 0,
        )

    def _await_transfer(self, day: date) -> None:
        order = self._order(Offer.ACTION_PACK, day, None, 0)
        order.method = PaymentMethod.TRANSFER
        order.contact_phone = "+1 303-555-0100"
        order.status, order.step = OrderStatus.AWAITING_PAYMENT, "done"
        order.last_day = transfer_last_day(day)

    def _at(self, day: date) -> datetime:
        """An afternoon, but never later than now."""
        return min(at_local_time(day, AFTERNOON, self._zone), self._now)


def anchor_for(history: History, today: date) -> date:
    """The first start that leaves `days_left` days in the last of `terms` terms."""
    expiry = today + timedelta(days=history.days_left)
    anchor = nth_term(expiry + timedelta(days=1), -history.terms).start
    while nth_term(anchor, history.terms - 1).expiry < expiry:
        anchor += timedelta(days=1)  # around 29 February
    return anchor


def standing_moment(sample: Sample, now: datetime) -> datetime:
    """The instant at which a new sample's clock stands: now, or the first day after on which its situation exists.

    No year expires on 28 February of a leap year, unless it was counted from a 29 February.
    """
    zone = zoneinfo.ZoneInfo(sample.time_zone)
    while not all(_exists(history, local_day(now, zone)) for history in sample.histories):
        now += timedelta(days=1)
    return now


def _exists(history: History, today: date) -> bool:
    anchor = anchor_for(history, today)
    return nth_term(anchor, history.terms - 1).expiry == today + timedelta(days=history.days_left)


def new_partner(session: Session, sample: Sample, now: datetime, *, is_copy: bool) -> Partner:
    """The company of a sample; a copy has an MPN ID of its own."""
    mpn_id = sample.mpn_id
    while Samples(session).mpn_id_taken(mpn_id):
        mpn_id = new_mpn_id()
    return Partner(
        id=new_id(),
        mpn_id=mpn_id,
        name=sample.name,
        country=sample.country,
        time_zone=sample.time_zone,
        currency=sample.currency,
        locale=sample.locale,
        address_line=sample.address_line,
        city=sample.city,
        postal_code=sample.postal_code,
        tax_id=sample.tax_id,
        billing_email=f"billing@{sample.key.replace('_', '')}.example.com",
        managed_in=ManagedIn.PMC if sample.in_pmc else ManagedIn.PARTNER_CENTER,
        sample=sample.key,
        is_copy=is_copy,
        clock_at=now,
        created_at=now.astimezone(UTC),
    )


def saved_card(payments: PaymentProvider, partner: Partner, sample: Sample, now: datetime) -> SavedCard | None:
    """The sample's saved card, kept by the sandbox; none when another provider takes its place."""
    if not sample.card or payments.name != "sandbox":
        return None
    expiry = now + timedelta(days=3 * 366)
    details = payments.save_card(partner.id, f"sandbox_{sample.card}_{expiry:%m%y}_sample-card")
    return SavedCard(
        id=new_id(),
        partner_id=partner.id,
        provider=payments.name,
        provider_ref=details.provider_ref,
        brand=details.brand,
        last4=details.last4,
        exp_month=details.exp_month,
        exp_year=details.exp_year,
        is_default=True,
        created_at=now,
    )
