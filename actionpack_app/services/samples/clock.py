"""A sample partner's own clock: moved stop by stop, so that all that falls due on the way happens at its own time."""

import dataclasses
import enum
import re
import zoneinfo
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.agenda import agenda
from actionpack_app.domain.calendar import day_opens_at, local_day
from actionpack_app.domain.errors import ClockMoving, InvalidInput
from actionpack_app.domain.jumps import FURTHEST, NOON, Jump, target
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import the_product
from actionpack_app.domain.status import status_on
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, StandingClock, SystemClock
from actionpack_app.models import ClockMove, Partner
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.running import Work
from actionpack_app.repositories.samples import Samples
from actionpack_app.services.membership.standing import Membership, read_membership
from actionpack_app.services.samples.manage import check_samples
from actionpack_app.services.year.read import years_of
from actionpack_app.settings import get_settings

_DAYS = re.compile(r"(\d{1,4})d")


class StopKind(enum.StrEnum):
    """What is to be done at a stop."""

    CARRY = "carry"
    """The agenda of the subscription `about`."""
    EXPIRE = "expire"
    """The order `about`, whose last day is over."""


@dataclasses.dataclass(frozen=True, slots=True)
class Stop:
    """An instant on the way at which something falls due."""

    at: datetime
    kind: StopKind
    about: str


def jump_target(partner_id: str, jump: str) -> datetime:
    """Where a jump leads: a named one, a number of days (37d), a date (2026-12-31, noon), a local time (2026-12-31T08:30).

    Raises: NotFound, InvalidInput for what isn't one of them or doesn't lie ahead.
    """
    check_samples()
    with reading() as session:
        partner = Samples(session).get(partner_id)
        membership = _membership(session, partner)
    now, zone = _stands(partner), zoneinfo.ZoneInfo(partner.time_zone)
    found = jumps_of(membership, now)[Jump(jump)] if jump in list(Jump) else _written(jump, now, zone)
    if found is None or not now < found <= now + FURTHEST:
        raise InvalidInput({"jump": "not_ahead"})
    return found


def jumps_of(membership: Membership, now: datetime) -> dict[Jump, datetime | None]:
    """Where each named jump leads from `now`; None where no such day lies ahead."""
    zone = zoneinfo.ZoneInfo(membership.partner.time_zone)
    held = [(row.anchor_on, membership.standings[row.id].term) for row in membership.subscriptions if row.closed_on is None]
    return {jump: target(jump, now, zone, held) for jump in Jump}


def begin_move(partner_id: str, to: datetime) -> str:
    """Notes that a clock is to be moved; its id. Raises NotFound, ClockMoving, InvalidInput where it doesn't lie ahead."""
    check_samples()
    try:
        with transaction() as session:
            partner = Samples(session).get(partner_id, lock=True)
            now = _stands(partner)
            if not now < to <= now + FURTHEST:
                raise InvalidInput({"jump": "not_ahead"})
            move = ClockMove(
                id=new_id(),
                partner_id=partner.id,
                from_at=now,
                to_at=to,
                statuses=_statuses(_membership(session, partner)),
                changes=[],
                asked_at=SystemClock().now(),
            )
            session.add(move)
            session.flush()
            return move.id
    except IntegrityError:
        raise ClockMoving(partner_id) from None


def advance(partner_id: str, move_id: str) -> Stop | None:
    """Moves the clock to the next stop, or to where it is to stand, and notes the changes of status on the way.

    None at the end. After a crash it finds the stop again whose work isn't done.
    """
    with transaction() as session:
        partner = Samples(session).get(partner_id, lock=True)
        move = session.get_one(ClockMove, move_id)
        if move.done_at is not None:
            return None
        membership = _membership(session, partner)
        stops = _stops(session, partner, membership)
        coming = min(stops, key=lambda stop: (stop.at, stop.kind is StopKind.CARRY, stop.about), default=None)
        reached = coming is not None and coming.at <= move.to_at
        at = max(coming.at, _stands(partner)) if coming is not None and reached else move.to_at
        before = _stands(partner)
        _note_days(move, membership, before, at)
        partner.clock_at = at
        _note_today(move, _membership(session, partner), before)
        if not reached:
            move.done_at = SystemClock().now()
            return None
        return coming


def note_statuses(partner_id: str, move_id: str) -> None:
    """After something was done at a stop: what it changed."""
    with transaction() as session:
        partner = Samples(session).get(partner_id)
        move = session.get_one(ClockMove, move_id)
        _note(move, _statuses(_membership(session, partner)), _stands(partner))


def wait_for_banks(partner_id: str, move_id: str, a_while: timedelta) -> bool:
    """Moves the clock to where a payment that nobody confirms to the bank is given up; False where there is none on the way."""
    with transaction() as session:
        partner = Samples(session).get(partner_id, lock=True)
        move = session.get_one(ClockMove, move_id)
        waiting = [payment.created_at + a_while for payment, _order in Work(session).awaiting_banks_of(partner_id)]
        if not waiting or min(waiting) > move.to_at:
            return False
        before, at = _stands(partner), max(min(waiting), _stands(partner))
        _note_days(move, _membership(session, partner), before, at)
        partner.clock_at = at
        _note_today(move, _membership(session, partner), before)
        return True


def end_early(partner_id: str, move_id: str) -> None:
    """The clock stays where it is, as something that was begun there isn't known to be over."""
    with transaction() as session:
        move = session.get_one(ClockMove, move_id)
        move.to_at = _stands(Samples(session).get(partner_id))
        move.done_at = SystemClock().now()


def moves_lying_about(before: datetime) -> list[tuple[str, str]]:
    """Partner and id of the moves that were asked for before an instant and aren't over; none in production."""
    if not get_settings().has_samples:
        return []
    with reading() as session:
        found = Samples(session).unfinished_moves()
    return [(move.partner_id, move.id) for move in found if move.asked_at < before]


def clock_of_sample(partner_id: str) -> Clock:
    """What time it is for a sample partner. Raises NotFound."""
    with reading() as session:
        return StandingClock(_stands(Samples(session).get(partner_id)))


def _stops(session: Session, partner: Partner, membership: Membership) -> list[Stop]:
    actor, zone = the_product(partner.id), zoneinfo.ZoneInfo(partner.time_zone)
    stops = [
        Stop(entry.at, StopKind.CARRY, subscription_id)
        for subscription_id, year in years_of(session, actor, membership).items()
        for entry in agenda(year)[:1]
    ]
    stops += [
        Stop(day_opens_at(order.last_day + timedelta(days=1), zone), StopKind.EXPIRE, order.number)
        for order in Orders(session, actor).awaiting_transfer()  # one whose proof was rejected late is over already
        if order.status is OrderStatus.AWAITING_PAYMENT and order.last_day is not None
    ]
    return stops


def _note_days(move: ClockMove, membership: Membership, before: datetime, until: datetime) -> None:
    """The changes that come with the days alone, on those between."""
    zone = zoneinfo.ZoneInfo(membership.partner.time_zone)
    day, last = local_day(before, zone) + timedelta(days=1), local_day(until, zone)
    while day < last:
        _note(move, _statuses(membership, day), day_opens_at(day, zone))
        day += timedelta(days=1)


def _note_today(move: ClockMove, membership: Membership, before: datetime) -> None:
    """What the day that is reached changes by itself, read anew: a proof that is still in review holds its order open."""
    zone = zoneinfo.ZoneInfo(membership.partner.time_zone)
    _note(move, _statuses(membership), max(day_opens_at(membership.today, zone), before))


def _note(move: ClockMove, statuses: dict[str, str], at: datetime) -> None:
    changed = {key: status for key, status in statuses.items() if move.statuses.get(key) != status}
    if changed:
        new = [{"at": at.isoformat(), "subscription": key, "status": status} for key, status in changed.items()]
        move.changes = [*move.changes, *new]  # a new list: SQLAlchemy sees no change inside of one
        move.statuses = {**move.statuses, **changed}


def _statuses(membership: Membership, day: date | None = None) -> dict[str, str]:
    return {key: status_on(day or membership.today, standing).value for key, standing in membership.standings.items()}


def _membership(session: Session, partner: Partner) -> Membership:
    return read_membership(session, the_product(partner.id), StandingClock(_stands(partner)))


def _stands(partner: Partner) -> datetime:
    return partner.clock_at or SystemClock().now()


def _written(text: str, now: datetime, zone: zoneinfo.ZoneInfo) -> datetime | None:
    if days := _DAYS.fullmatch(text):
        return (now.astimezone(zone) + timedelta(days=int(days[1]))).astimezone(UTC)
    try:
        given = datetime.fromisoformat(text)
        if len(text) <= len("2026-12-31"):
            given = datetime.combine(given.date(), NOON)
        return (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):  # not a date, or one at the end of the calendar
        raise InvalidInput({"jump": "date"}) from None
