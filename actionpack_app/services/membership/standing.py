"""Reads what a partner holds into the facts that the domain decides on; shared by the use cases around it."""

import dataclasses
import zoneinfo
from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from actionpack_app.domain.agenda import Year, next_retry_at
from actionpack_app.domain.calendar import local_day, nth_term
from actionpack_app.domain.eligibility import Case, Holding
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import NEEDS_PARTNER, TRANSFER_OPEN, OrderStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.status import Standing
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Order, Partner, Subscription
from actionpack_app.models.partners import ManagedIn
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Payments, Refused
from actionpack_app.repositories.subscriptions import Subscriptions


@dataclasses.dataclass(frozen=True, slots=True)
class Membership:
    """A partner's day: its rows and the facts that follow from them."""

    partner: Partner
    today: date
    subscriptions: tuple[Subscription, ...]
    standings: Mapping[str, Standing]
    """By subscription id."""
    awaiting: Mapping[Offer, Order]
    """Orders by bank transfer whose last day has not passed."""
    case: Case


def today_of(partner: Partner, clock: Clock) -> date:
    """The calendar date that it is for a partner."""
    return local_day(clock.now(), zoneinfo.ZoneInfo(partner.time_zone))


def read_membership(session: Session, actor: Actor, clock: Clock) -> Membership:
    """Everything that status, eligibility and tiles follow from, in a fixed number of queries."""
    partners = Partners(session, actor)
    partner = partners.mine()
    today = today_of(partner, clock)
    subscriptions = tuple(Subscriptions(session, actor).all())
    awaiting = {order.offer: order for order in Orders(session, actor).awaiting_transfer() if is_waiting(order, today)}
    failures = Payments(session, actor).automatic_failures()
    now, zone = clock.now(), zoneinfo.ZoneInfo(partner.time_zone)
    standings = {
        subscription.id: standing_of(subscription, awaiting.get(subscription.offer), failures, now, zone)
        for subscription in subscriptions
    }
    case = Case(
        today=today,
        holdings={
            held.offer: Holding(held.id, held.anchor_on, held.terms_paid, standings[held.id])
            for held in subscriptions
            if held.closed_on is None
        },
        qualified=partners.qualified_offers(),
        open_transfers={offer: waits_until(order, today) for offer, order in awaiting.items()},
        managed_elsewhere=partner.managed_in is ManagedIn.PMC,
    )
    return Membership(partner, today, subscriptions, standings, awaiting, case)


def is_waiting(order: Order, today: date) -> bool:
    """Whether an order by bank transfer can still be paid: its last day is included, and so is the time a proof is read."""
    if order.status not in TRANSFER_OPEN or order.last_day is None:
        return False
    return today <= order.last_day or order.status is OrderStatus.PROOF_IN_REVIEW


def waits_until(order: Order, today: date) -> date:
    """The last day on which a waiting order counts: the desk's slowness is not the partner's."""
    last_day = order.last_day or today
    return max(last_day, today) if order.status is OrderStatus.PROOF_IN_REVIEW else last_day


def standing_of(
    subscription: Subscription,
    transfer: Order | None,
    failures: Mapping[tuple[str, int], Refused],
    now: datetime,
    zone: zoneinfo.ZoneInfo,
) -> Standing:
    """The facts of one subscription."""
    for_next_term = transfer is not None and transfer.subscription_id == subscription.id
    refused = failures.get((subscription.id, subscription.terms_paid))
    known = Standing(
        term=nth_term(subscription.anchor_on, subscription.terms_paid - 1),
        renews_automatically=subscription.renewal_off_at is None and subscription.closed_on is None,
        closing=subscription.closing,
        closed_on=subscription.closed_on,
        open_transfer_until=waits_until(transfer, local_day(now, zone)) if transfer is not None and for_next_term else None,
        charge_failed=refused is not None,
        needs_partner=refused is not None and refused.code in NEEDS_PARTNER and refused.card_id == subscription.card_id,
        left_out=subscription.left_out_term == subscription.terms_paid,
    )
    again = next_retry_at(Year(known, zone), now) if known.charge_failed else None
    return dataclasses.replace(known, retry_on=local_day(again, zone)) if again else known
