"""What happened while a test clock was moved, and what will happen next: for product owners, and for programs."""

import dataclasses
import enum
import zoneinfo
from datetime import datetime, timedelta

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.agenda import expected
from actionpack_app.domain.calendar import day_opens_at, local_day
from actionpack_app.domain.eligibility import against_automatic_renewal
from actionpack_app.domain.jumps import Jump
from actionpack_app.domain.notices import from_plain
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Actor, the_product
from actionpack_app.domain.status import Status, status_on
from actionpack_app.gateways.clock import StandingClock, SystemClock
from actionpack_app.models import ClockMove, Partner
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.notices import Notices
from actionpack_app.repositories.samples import Samples
from actionpack_app.services.membership.standing import Membership, read_membership
from actionpack_app.services.samples.clock import jumps_of
from actionpack_app.services.samples.manage import check_samples
from actionpack_app.services.year.read import years_of


class HappeningKind(enum.StrEnum):
    """What sort of thing happened."""

    DONE = "done"
    """An entry of the activity: an order, a charge, the end of a subscription."""
    TOLD = "told"
    """A notice."""
    STATUS = "status"
    """A subscription's status changed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Happening:
    """One thing, at the partner's own time."""

    at: datetime
    kind: HappeningKind
    name: str
    """The activity's action, the notice's kind, or the status."""
    offer: Offer | None
    subject: str = ""
    """The number of the order or invoice that it is about."""


@dataclasses.dataclass(frozen=True, slots=True)
class Coming:
    """One thing that will happen if nobody does anything."""

    at: datetime
    name: str
    """An item of the agenda, or `order_expires`."""
    offer: Offer
    subject: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """A subscription or, before there is one, nothing of it."""

    id: str
    offer: Offer
    status: Status
    expiry: str


@dataclasses.dataclass(frozen=True, slots=True)
class SampleStanding:
    """A sample partner at its own time."""

    partner_id: str
    name: str
    time_zone: str
    now: datetime
    moving: bool
    subscriptions: tuple[Held, ...]
    happened: tuple[Happening, ...]
    """During the last move of the clock."""
    coming: tuple[Coming, ...]
    jumps: tuple[tuple[Jump, datetime | None], ...]
    """Where each named jump leads; None where no such day lies ahead."""
    days_moved: int
    """Since the clock was first moved, in local days: with the sample's name, what opens the same situation again."""
    sample: str


def standing_of_sample(partner_id: str) -> SampleStanding:
    """Where a sample partner stands. Raises NotFound."""
    check_samples()
    with reading() as session:
        partner = Samples(session).get(partner_id)
        now = partner.clock_at or SystemClock().now()
        membership = read_membership(session, the_product(partner.id), StandingClock(now))
        last = Samples(session).last_move(partner.id)
        return SampleStanding(
            partner_id=partner.id,
            name=partner.name,
            time_zone=partner.time_zone,
            now=now,
            moving=last is not None and last.done_at is None,
            subscriptions=tuple(
                Held(row.id, row.offer, status_on(membership.today, standing), standing.term.expiry.isoformat())
                for row in membership.subscriptions
                for standing in (membership.standings[row.id],)
            ),
            happened=_happened(session, partner, membership, last) if last else (),
            coming=_coming(session, partner, membership, now),
            jumps=tuple(jumps_of(membership, now).items()),
            days_moved=_days_moved(session, partner, now),
            sample=partner.sample or "",
        )


def my_standing(actor: Actor) -> SampleStanding:
    """Where the actor's own company stands. Raises NotFound for operators, and where there are no sample partners."""
    return standing_of_sample(actor.partner_id)


def what_happened(partner_id: str, move_id: str) -> tuple[Happening, ...]:
    """What one move of a clock led to, in order. Raises NotFound."""
    check_samples()
    with reading() as session:
        partner = Samples(session).get(partner_id)
        clock = StandingClock(partner.clock_at or SystemClock().now())
        membership = read_membership(session, the_product(partner.id), clock)
        return _happened(session, partner, membership, session.get_one(ClockMove, move_id))


def _days_moved(session: Session, partner: Partner, now: datetime) -> int:
    first = Samples(session).first_move(partner.id)
    zone = zoneinfo.ZoneInfo(partner.time_zone)
    return (local_day(now, zone) - local_day(first.from_at, zone)).days if first else 0


def _happened(session: Session, partner: Partner, membership: Membership, move: ClockMove) -> tuple[Happening, ...]:
    actor = the_product(partner.id)
    offers = {row.id: row.offer for row in membership.subscriptions}
    ordered = Samples(session).offers_of_orders(partner.id)
    done = [
        Happening(
            entry.at,
            HappeningKind.DONE,
            entry.action,
            offers.get(entry.subscription_id or "") or ordered.get(entry.subject),
            entry.subject,
        )
        for entry in Activity(session, actor).between(move.from_at, move.to_at)
    ]
    told = [
        Happening(notice.at, HappeningKind.TOLD, facts.kind, facts.offer, facts.invoice_number or facts.order_number)
        for notice in Notices(session, actor).between(move.from_at, move.to_at)
        for facts in (from_plain(notice.facts),)
    ]
    changed = [
        Happening(
            datetime.fromisoformat(change["at"]), HappeningKind.STATUS, change["status"], offers.get(change["subscription"])
        )
        for change in move.changes
    ]
    return tuple(sorted([*done, *told, *changed], key=lambda one: one.at))


def _coming(session: Session, partner: Partner, membership: Membership, now: datetime) -> tuple[Coming, ...]:
    actor, zone = the_product(partner.id), zoneinfo.ZoneInfo(partner.time_zone)
    offers = {row.id: row.offer for row in membership.subscriptions}
    coming: list[Coming] = []
    for subscription_id, year in years_of(session, actor, membership).items():
        left_out = bool(against_automatic_renewal(membership.case, offers[subscription_id]))
        coming += [Coming(entry.at, entry.item, offers[subscription_id]) for entry in expected(year, now, charges=not left_out)]
    coming += [
        Coming(day_opens_at(order.last_day + timedelta(days=1), zone), "order_expires", order.offer, order.number)
        for order in membership.awaiting.values()
        if order.status is OrderStatus.AWAITING_PAYMENT and order.last_day is not None
    ]
    return tuple(sorted(coming, key=lambda one: one.at))
