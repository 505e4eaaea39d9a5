"""Turning automatic renewal off: at once, and for good until the next renewal."""

import dataclasses

from actionpack_app.db import transaction
from actionpack_app.domain.actions import to_turn_off_renewal
from actionpack_app.domain.blockers import AnniversaryCame, Blocker, EndedOn, RenewalIsOff
from actionpack_app.domain.calendar import Term
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import ActionPackError, AutomaticRenewalAlreadyOff, NotAllowed, RenewalUnderWay
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.notices.tell import tell_renewal_is_off


@dataclasses.dataclass(frozen=True, slots=True)
class RenewalSwitch:
    """What turning it off means for a subscription."""

    subscription_id: str
    offer: Offer
    term: Term


def show_renewal_switch(actor: Actor, subscription_id: str, clock: Clock) -> RenewalSwitch:
    """What the dialog says before. Raises as `turn_off_renewal` does."""
    return _turn_off(actor, subscription_id, clock, really=False)


def turn_off_renewal(actor: Actor, subscription_id: str, clock: Clock) -> RenewalSwitch:
    """Ends automatic renewal at once; only the next renewal turns it on again.

    Raises: NotFound, NotAllowed, AutomaticRenewalAlreadyOff, RenewalUnderWay.
    """
    return _turn_off(actor, subscription_id, clock, really=True)


def _turn_off(actor: Actor, subscription_id: str, clock: Clock, *, really: bool) -> RenewalSwitch:
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        subscription = Subscriptions(session, actor).get(subscription_id, lock=True)
        membership = read_membership(session, actor, clock)
        standing = membership.standings[subscription.id]
        if against := unmet(to_turn_off_renewal(actor, membership.today, standing)):
            raise _refusal(against[0], subscription_id)
        if really:
            subscription.renewal_off_at = clock.now()
            Activity(session, actor).record(
                "renewal_turned_off", clock.now(), subscription_id=subscription.id, before="on", after="off"
            )
            tell_renewal_is_off(session, actor, subscription, clock)
    return RenewalSwitch(subscription.id, subscription.offer, standing.term)


def _refusal(against: Blocker, subscription_id: str) -> ActionPackError:
    match against:
        case RenewalIsOff() | EndedOn():
            return AutomaticRenewalAlreadyOff(subscription_id)
        case AnniversaryCame():
            return RenewalUnderWay(subscription_id)
        case _:
            return NotAllowed(Right.BUY)
