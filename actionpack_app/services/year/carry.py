"""Carrying what is due in one subscription's year, in one transaction. Doing it twice does it once.

The charge itself is made outside: this places its order and says whom to ask. What falls due after a charge waits until
its outcome is known, so that nobody is told something that a moment later isn't true.
"""

import dataclasses
import zoneinfo
from datetime import datetime, timedelta

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.agenda import CHARGES, Entry, Item, Year, due, is_worth_doing, next_due_at, overtaken
from actionpack_app.domain.blockers import Blocker, GoldIncludesSilver, NotQualified
from actionpack_app.domain.calendar import local_day
from actionpack_app.domain.eligibility import against_automatic_renewal
from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import NoticeFacts, NoticeKind
from actionpack_app.domain.orders import TRANSFER_OPEN, OrderStatus
from actionpack_app.domain.rights import Actor, the_product
from actionpack_app.domain.status import Status, status_on
from actionpack_app.gateways.clock import Clock, StandingClock
from actionpack_app.models import Order, Subscription
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.repositories.year import Years
from actionpack_app.services.membership.standing import Membership, read_membership
from actionpack_app.services.notices.tell import card_named, tell
from actionpack_app.services.orders.intent import Placed
from actionpack_app.services.year.counted import count_renewal
from actionpack_app.services.year.read import year_of, year_with
from actionpack_app.services.year.renew import Provider, begin_renewal, fixed_price, renewal_card

WAITS_FOR_CHARGE = CHARGES | {Item.WINDOW_OPEN, Item.WINDOW_CLOSING, Item.LAPSE}
LOOKED_AT_AGAIN_AFTER = timedelta(minutes=1)
"""While a charge for the next term is under way."""


_REASONS: dict[type[Blocker], str] = {NotQualified: "not_qualified", GoldIncludesSilver: "gold_includes_silver"}


@dataclasses.dataclass(frozen=True, slots=True)
class Carried:
    """What came of it."""

    items: tuple[Item, ...]
    """Done or passed over now."""
    intent: Placed | None = None
    """The provider is to be asked; then there may be more to carry."""


def carry(partner_id: str, subscription_id: str, provider: Provider, clock: Clock) -> Carried:
    """Does what is due, oldest first, up to the first charge. Raises NotFound."""
    actor = the_product(partner_id)
    with transaction() as session:
        subscription = Subscriptions(session, actor).get(subscription_id, lock=True)
        membership = read_membership(session, actor, clock)
        return _Carrying(session, actor, subscription, membership, provider, clock).carry()


def live_through(session: Session, actor: Actor, subscription: Subscription, now: datetime) -> None:
    """Notes the past of a sample's current term: what it was told and that its end came; charges are its history's."""
    zone = zoneinfo.ZoneInfo(Partners(session, actor).time_zone())
    standing = read_membership(session, actor, StandingClock(now)).standings[subscription.id]
    for entry in due(Year(standing, zone), now):
        clock = StandingClock(entry.at)
        membership = read_membership(session, actor, clock)
        _Carrying(session, actor, subscription, membership, NOBODY, clock).keep(entry)


NOBODY = Provider("nobody", lambda _currency: False)


@dataclasses.dataclass(slots=True)
class _Carrying:
    """One subscription at one instant."""

    session: Session
    actor: Actor
    subscription: Subscription
    membership: Membership
    provider: Provider
    clock: Clock
    draft: bool = True
    """Whether there may be an open order for the offer, as far as is known."""

    def carry(self) -> Carried:
        now = self.clock.now()
        done: list[Item] = []
        intent: Placed | None = None
        waits, year = False, self._year()
        while entry := next(iter(due(year, now)), None):
            if waits := self._waits(entry):
                break
            worth = is_worth_doing(year, entry, now)
            over = [late for late in overtaken(entry.item, year, now) if worth and late not in year.done]
            self._mark(entry.item, now, passed_over=not worth)
            for late in over:
                self._mark(late, now, passed_over=True)
            done += [entry.item, *over]
            year = dataclasses.replace(year, done=year.done | set(done))
            if worth and entry.item in CHARGES:
                intent = self._renew()
                year = year_with(self.membership, self.subscription, year.done)
            elif worth:
                self._do(entry, year)
            if intent is not None:
                break
        self._plan(year, now, soon=waits or intent is not None)
        return Carried(tuple(done), intent)

    def keep(self, entry: Entry) -> None:
        """One item of the past."""
        self._mark(entry.item, entry.at, passed_over=False)
        if entry.item not in CHARGES:
            self._do(entry, self._year())

    def _do(self, entry: Entry, year: Year) -> None:
        if entry.item is Item.LAPSE:
            last = year.standing.term.last_renewal_day
            self._record("subscription_lapsed", before=status_on(last, year.standing), after=Status.LAPSED)
        else:
            self._remind(NoticeKind(entry.item.value), year)

    def _renew(self) -> Placed | None:
        if reason := self._against():
            self.subscription.left_out_term = self.subscription.terms_paid
            self._record("renewal_left_out", reason=reason)
            count_renewal(self.session, "skipped")
            self._tell(NoticeKind.NOT_CHARGED, f"left-out:{self._next_term}", reason=reason)
            intent = None
        else:
            draft = Orders(self.session, self.actor).open_for(self.subscription.offer) if self.draft else None
            order, intent = begin_renewal(
                self.session, self.actor, self.membership, self.subscription, draft, self.provider, self.clock
            )
            if order.status is OrderStatus.PROCESSING:
                return intent  # nothing that the membership is read from has changed before the charge is answered
            self.subscription.left_out_term = self.subscription.terms_paid
            self._tell_of_transfer(order)
            count_renewal(self.session, "awaiting_transfer")
        self.membership = read_membership(self.session, self.actor, self.clock)
        return intent

    def _remind(self, kind: NoticeKind, year: Year) -> None:
        standing, against = year.standing, self._against()
        ahead = local_day(self.clock.now(), year.zone) <= standing.term.expiry
        announces = ahead and standing.renews_automatically and not against
        card = renewal_card(self.session, self.actor, self.subscription) if announces or standing.retry_on else None
        self._tell(
            kind,
            f"{kind}:{self._next_term}",
            renews=announces,
            amount=self._price() if announces else None,
            card=card_named(self.session, self.actor, card.id) if card else "",
            until=standing.open_transfer_until or standing.term.last_renewal_day,
            retry_on=standing.retry_on,
            reason=against if standing.renews_automatically else "",
            order_number=self._awaited(),
        )

    def _tell_of_transfer(self, order: Order) -> None:
        total = Money(order.total_minor, order.currency)
        key = f"ordered:{order.id}"
        self._tell(NoticeKind.TRANSFER_ORDERED, key, renews=True, amount=total, until=order.last_day, order_number=order.number)

    def _tell(self, kind: NoticeKind, key: str, **facts: object) -> None:
        term = self.membership.standings[self.subscription.id].term
        told = NoticeFacts(
            kind=kind,
            offer=self.subscription.offer,
            subscription_id=self.subscription.id,
            start=term.start,
            expiry=term.expiry,
            **facts,  # pyright: ignore[reportArgumentType] (fields of NoticeFacts)
        )
        tell(self.session, self.actor, told, key, self.clock)

    def _price(self) -> Money:
        return fixed_price(self.session, self.actor, self.membership, self.subscription, self.clock).total

    def _against(self) -> str:
        """Why automatic renewal charges nothing: the first reason's name; empty where it does."""
        found = against_automatic_renewal(self.membership.case, self.subscription.offer)
        return _REASONS[type(found[0])] if found else ""

    def _year(self) -> Year:
        return year_of(self.session, self.actor, self.subscription, self.membership)

    def _waits(self, entry: Entry) -> bool:
        if entry.item in CHARGES:
            return self._somebody_pays()
        return entry.item in WAITS_FOR_CHARGE and self._charge_under_way()

    def _somebody_pays(self) -> bool:
        """Whether the open order is somebody's by now, even if the membership was read before: no charge beside it."""
        order, busy = Orders(self.session, self.actor).locked_for(self.subscription.offer)
        self.draft = order is not None or busy
        if order is None:
            return busy
        awaited = self.membership.standings[self.subscription.id].open_transfer_until is not None
        return order.status is not OrderStatus.DRAFT and not (order.status in TRANSFER_OPEN and awaited)

    def _awaited(self) -> str:
        order = self.membership.awaiting.get(self.subscription.offer)
        return order.number if order else ""

    def _charge_under_way(self) -> bool:
        order = Orders(self.session, self.actor).open_for(self.subscription.offer)
        return order is not None and order.status is OrderStatus.PROCESSING

    def _mark(self, item: Item, now: datetime, *, passed_over: bool) -> None:
        Years(self.session, self.actor).mark(self.subscription, item, now, passed_over=passed_over)

    def _record(self, action: str, **details: str) -> None:
        Activity(self.session, self.actor).record(action, self.clock.now(), subscription_id=self.subscription.id, **details)

    def _plan(self, year: Year, now: datetime, *, soon: bool) -> None:
        if self.membership.partner.clock_at is not None:
            self.subscription.next_due_at = None  # its own clock decides, when it is moved
        else:
            self.subscription.next_due_at = now + LOOKED_AT_AGAIN_AFTER if soon else next_due_at(year)

    @property
    def _next_term(self) -> str:
        """The business fact that notices are about: the term to come."""
        return f"{self.subscription.id}:{self.subscription.terms_paid}"
