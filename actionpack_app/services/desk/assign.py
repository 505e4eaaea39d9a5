"""Somebody of the desk takes a thing up, hands it on, or puts it down. It stands in the partner's activity."""

import dataclasses
from datetime import datetime

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.desk import Subject
from actionpack_app.domain.errors import AssignedMeanwhile, NotFound
from actionpack_app.domain.rights import Actor, Right, roles_with
from actionpack_app.models import Case, Order, Refund, SupportRequest
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.request_desk import RequestDesk, names_of_operators, operators_with
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.services.desk.at_work import at_work
from actionpack_app.services.support.change import change_at_desk

Thing = SupportRequest | Order | Refund | Case


def assign(actor: Actor, subject: Subject, key: str, to: str, instead_of: str) -> None:
    """Gives a thing to `to`, an id of somebody who may do what it needs, or to nobody.

    `instead_of` is who had it when the actor looked, empty for nobody: of two who take the same at once, one gets it.
    Raises: NotAllowed, NotFound, AssignedMeanwhile.
    """
    with transaction() as session:
        thing = _locked(session, actor, subject, key)
        names = candidates(session, thing)
        if to and to not in names:
            raise NotFound(to)
        if (thing.assigned_to or "") != instead_of:
            raise AssignedMeanwhile(names_of_operators(session, {thing.assigned_to}).get(thing.assigned_to or "", ""))
        if to == instead_of:
            return
        before = names_of_operators(session, {instead_of}).get(instead_of, "")
        thing.assigned_to = to or None
        _tell(session, actor, thing, {"before": before, "after": names.get(to, "")})
        if isinstance(thing, SupportRequest):
            change_at_desk(session, thing)
        else:
            session.flush()
            put_stamps(session, MONEY)


def candidates(session: Session, thing: Thing) -> dict[str, str]:
    """Who can look after a thing: names by id."""
    if not isinstance(thing, SupportRequest):
        return operators_with(session, roles_with(Right.DESK_MONEY))
    deciding = roles_with(Right.DESK_MONEY) if thing.asks_to_cancel else ()
    return operators_with(session, tuple({*roles_with(Right.DESK_REQUESTS), *deciding}))


def _locked(session: Session, actor: Actor, subject: Subject, key: str) -> Thing:
    match subject:
        case Subject.REQUEST:
            return RequestDesk(session, actor).get(key, lock=True)
        case Subject.TRANSFER:
            return Desk(session, actor).order(key)
        case Subject.REFUND:
            return Desk(session, actor).refund(key)
        case Subject.CASE:
            return Desk(session, actor).case(int(key) if key.isascii() and key.isdecimal() and len(key) < MOST_DIGITS else 0)


MOST_DIGITS = 10
"""Of the number of a case."""


def _tell(session: Session, actor: Actor, thing: Thing, names: dict[str, str]) -> None:
    """Under the number by which the partner knows it; a case without a company is the desk's own."""
    if thing.partner_id is None:
        return
    acting, clock, _partner = at_work(session, actor, thing.partner_id)
    about = _About(clock.now(), {side: name for side, name in names.items() if name})
    match thing:
        case SupportRequest():
            about.record(session, acting, "request_assigned", thing.number, thing.subscription_id)
        case Order():
            about.record(session, acting, "transfer_assigned", thing.number, thing.subscription_id)
        case Refund():
            order = session.get_one(Order, thing.order_id)
            about.record(session, acting, "refund_assigned", order.number, order.subscription_id)
        case Case():
            about.record(session, acting, "case_assigned", thing.order_number, None)


@dataclasses.dataclass(frozen=True, slots=True)
class _About:
    """When, and from whom to whom."""

    at: datetime
    names: dict[str, str]

    def record(self, session: Session, acting: Actor, action: str, number: str, subscription_id: str | None) -> None:
        Activity(session, acting).record(action, self.at, subscription_id=subscription_id, subject=number, **self.names)
