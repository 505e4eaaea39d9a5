"""The conditions of one action on one thing, as they stand for the actor today."""

import dataclasses
from collections.abc import Mapping

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.actions import (
    USE_OF,
    Action,
    to_cancel_order,
    to_cancel_subscription,
    to_replace_payment_method,
    to_turn_off_renewal,
)
from actionpack_app.domain.eligibility import Condition, conditions, pmc_conditions, renewal_conditions
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Subscription
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.services.approvals.standing import needed_approval
from actionpack_app.services.benefits.read import benefit_within
from actionpack_app.services.membership.standing import Membership, read_membership


@dataclasses.dataclass(frozen=True, slots=True)
class ReadConditions:
    """All conditions of an action, and what leads to meeting those that aren't."""

    action: Action
    offer: Offer
    conditions: tuple[Condition, ...]
    held: Mapping[Offer, str]
    """Ids of the subscriptions that aren't closed."""
    waiting_order: str
    """Number of the order for the offer that waits for its bank transfer, for those who may open it; else empty."""
    sees_billing: bool
    benefit: str = ""
    """The key of the benefit that is to be used."""
    sees_approvals: bool = False


def read_conditions(actor: Actor, action: str, thing: str, clock: Clock) -> ReadConditions:
    """What `action` (an Action) on `thing` depends on: an offer to buy, an order's number, else a subscription's id.

    To use a benefit, a colon and its key follow that id.
    Raises: NotAllowed, NotFound (also for what is no action or no thing).
    """
    if not actor.may(Right.SEE_OFFERS):
        raise NotAllowed(Right.SEE_OFFERS)
    if action not in set(Action):
        raise NotFound(action)
    wanted = Action(action)
    if wanted is Action.CANCEL_ORDER and not actor.may(Right.SEE_BILLING):
        raise NotAllowed(Right.SEE_BILLING)
    with reading() as session:
        membership = read_membership(session, actor, clock)
        offer, found = _of(session, actor, membership, wanted, thing)
        if wanted in {Action.BUY, Action.RENEW, Action.RENEW_IN_PMC}:
            found += _approved(session, actor, offer, membership)
    known = with_ways(actor, membership, wanted, offer, found)
    return dataclasses.replace(known, benefit=thing.partition(":")[2]) if wanted in USE_OF.values() else known


def with_ways(actor: Actor, membership: Membership, action: Action, offer: Offer, found: tuple[Condition, ...]) -> ReadConditions:
    """Conditions that are known already, with what leads to meeting them."""
    sees_billing = actor.may(Right.SEE_BILLING)
    waiting = membership.awaiting.get(offer)
    return ReadConditions(
        action=action,
        offer=offer,
        conditions=found,
        held={held: holding.subscription_id for held, holding in membership.case.holdings.items()},
        waiting_order=waiting.number if waiting and sees_billing else "",
        sees_billing=sees_billing,
        sees_approvals=actor.may(Right.BUY) or actor.may(Right.APPROVE),
    )


def _of(
    session: Session, actor: Actor, membership: Membership, action: Action, thing: str
) -> tuple[Offer, tuple[Condition, ...]]:
    match action:
        case Action.BUY:
            if thing not in set(Offer):
                raise NotFound(thing)
            return Offer(thing), conditions(actor, membership.case, Offer(thing))
        case Action.CANCEL_ORDER:
            order = Orders(session, actor).get(thing)
            return order.offer, to_cancel_order(actor, order.status)
        case _:
            held, _colon, benefit = thing.partition(":")
            row = Subscriptions(session, actor).get(held)
            if action in USE_OF.values():
                return row.offer, benefit_within(session, actor, membership, row, benefit).conditions
            if benefit:
                raise NotFound(thing)
            return row.offer, _of_subscription(session, actor, membership, action, row)


def _approved(session: Session, actor: Actor, offer: Offer, membership: Membership) -> tuple[Condition, ...]:
    """What paying depends on beside, where a draft is there already and is above the company's amount."""
    order = Orders(session, actor).open_for(offer)
    needed = needed_approval(session, actor, order, membership.today) if order else None
    return (needed.condition,) if needed else ()


def _of_subscription(
    session: Session, actor: Actor, membership: Membership, action: Action, row: Subscription
) -> tuple[Condition, ...]:
    standing = membership.standings[row.id]
    match action:
        case Action.TURN_OFF_RENEWAL:
            return to_turn_off_renewal(actor, membership.today, standing)
        case Action.CANCEL_SUBSCRIPTION:
            return to_cancel_subscription(actor, standing, SupportRequests(session, actor).open_cancellations().get(row.id, ""))
        case Action.REPLACE_PAYMENT_METHOD:
            return to_replace_payment_method(actor, standing)
        case Action.RENEW_IN_PMC if row.closed_on is None:
            return pmc_conditions(actor, membership.case, row.offer)
        case _:
            return renewal_conditions(actor, membership.case, row.offer, standing)
