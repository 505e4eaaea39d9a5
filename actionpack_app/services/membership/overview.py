"""The home page's facts: a tile per offer, and the subscriptions behind the lists."""

import dataclasses
import zoneinfo
from datetime import date

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.actions import to_turn_off_renewal
from actionpack_app.domain.blockers import Blocker
from actionpack_app.domain.calendar import Term, local_day
from actionpack_app.domain.cards import CardFace
from actionpack_app.domain.eligibility import blockers, purchase, unmet
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import Outlook, Status, ended_on, outlook_on, status_on
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import SavedCard, Subscription
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Cards
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.services.approvals.standing import NeededApproval, needed_approval
from actionpack_app.services.membership.standing import Membership, read_membership


@dataclasses.dataclass(frozen=True, slots=True)
class SubscriptionSummary:
    """One subscription on one day."""

    id: str
    offer: Offer
    term: Term
    status: Status
    outlook: Outlook
    renews_automatically: bool
    renewal_off_on: date | None
    closed_on: date | None
    ended_on: date | None
    """Where it ended before its expiry."""
    may_turn_off: bool
    """Whether automatic renewal is on, its anniversary still ahead, and the actor has the right."""
    card: CardFace | None
    cancellation_request: str


@dataclasses.dataclass(frozen=True, slots=True)
class OpenTransfer:
    """An order by bank transfer that waits for its payment."""

    number: str
    status: OrderStatus
    until: date


@dataclasses.dataclass(frozen=True, slots=True)
class Tile:
    """An offer as one partner sees it today."""

    offer: Offer
    price: Money
    """Net, a year; with the discount where gold follows silver."""
    upgrade: bool
    held: SubscriptionSummary | None
    renews: bool
    """Whether the button renews, not buys."""
    blockers: tuple[Blocker, ...]
    transfer: OpenTransfer | None
    approval: NeededApproval | None = None
    """Of a draft above the company's amount, for those who see orders."""


@dataclasses.dataclass(frozen=True, slots=True)
class Overview:
    """The whole page."""

    today: date
    managed_elsewhere: bool
    sees_billing: bool
    tiles: tuple[Tile, ...]
    subscriptions: tuple[SubscriptionSummary, ...]


def overview(actor: Actor, clock: Clock) -> Overview:
    """What the partner holds and what each offer would cost. Raises NotAllowed for operators."""
    if not actor.may(Right.SEE_OFFERS):
        raise NotAllowed(Right.SEE_OFFERS)
    with reading() as session:
        return read_overview(session, actor, read_membership(session, actor, clock))


def read_overview(session: Session, actor: Actor, membership: Membership) -> Overview:
    """The same within somebody's transaction, who has asked whether the actor may."""
    cards = Cards(session, actor).by_id()
    cancellations = SupportRequests(session, actor).open_cancellations()
    catalogue = current_catalogue(session)
    summaries = {
        row.id: summarize(actor, membership, row, cards, cancellations.get(row.id, "")) for row in membership.subscriptions
    }
    approvals = _approvals(session, actor, membership)
    tiles: list[Tile] = []
    for offer in Offer:
        would_be = purchase(membership.case, offer)
        holding = membership.case.holdings.get(offer)
        transfer = membership.awaiting.get(offer)
        tiles.append(
            Tile(
                offer=offer,
                price=catalogue.net_price(offer, membership.partner.currency, upgrade=would_be.upgrade),
                upgrade=would_be.upgrade,
                held=summaries[holding.subscription_id] if holding else None,
                renews=would_be.renews is not None,
                blockers=blockers(actor, membership.case, offer),
                transfer=OpenTransfer(transfer.number, transfer.status, transfer.last_day or membership.today)
                if transfer
                else None,
                approval=approvals.get(offer),
            )
        )
    return Overview(
        today=membership.today,
        managed_elsewhere=membership.case.managed_elsewhere,
        sees_billing=actor.may(Right.SEE_BILLING),
        tiles=tuple(tiles),
        subscriptions=tuple(summaries.values()),
    )


def _approvals(session: Session, actor: Actor, membership: Membership) -> dict[Offer, NeededApproval]:
    """Of the drafts; nothing is read where the company has no such rule."""
    if membership.partner.approval_above_minor is None or not actor.may(Right.SEE_BILLING):
        return {}
    found = {order.offer: needed_approval(session, actor, order, membership.today) for order in Orders(session, actor).drafts()}
    return {offer: needed for offer, needed in found.items() if needed is not None}


def summarize(
    actor: Actor, membership: Membership, row: Subscription, cards: dict[str, SavedCard], cancellation: str
) -> SubscriptionSummary:
    """One subscription, without the payment method where the actor may not see it."""
    standing = membership.standings[row.id]
    today = membership.today
    zone = zoneinfo.ZoneInfo(membership.partner.time_zone)
    card = cards.get(row.card_id) if row.card_id and actor.may(Right.SEE_BILLING) else None
    return SubscriptionSummary(
        id=row.id,
        offer=row.offer,
        term=standing.term,
        status=status_on(today, standing),
        outlook=outlook_on(today, standing),
        renews_automatically=standing.renews_automatically,
        renewal_off_on=local_day(row.renewal_off_at, zone) if row.renewal_off_at else None,
        closed_on=row.closed_on,
        ended_on=ended_on(standing),
        may_turn_off=not unmet(to_turn_off_renewal(actor, today, standing)),
        card=card_face(card) if card else None,
        cancellation_request=cancellation,
    )


def card_face(card: SavedCard) -> CardFace:
    """What a page shows of a card."""
    return CardFace(card.id, card.brand, card.last4, card.exp_month, card.exp_year)
