"""One benefit of one subscription as it stands today, read within somebody's transaction."""

import dataclasses
from collections.abc import Collection

from sqlmodel import Session

from actionpack_app.domain.actions import to_use_benefit
from actionpack_app.domain.benefits import Granted
from actionpack_app.domain.eligibility import Condition, unmet
from actionpack_app.domain.errors import BenefitUnavailable, NotAllowed, NotFound
from actionpack_app.domain.offers import BenefitGrant, BenefitKind, Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import Standing, benefits_run_on
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import BenefitUse, Subscription
from actionpack_app.repositories.benefits import BenefitUses
from actionpack_app.repositories.counters import catalogue_at, current_catalogue
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.membership.standing import Membership, read_membership


@dataclasses.dataclass(frozen=True, slots=True)
class BenefitRead:
    """A benefit of a subscription, with the rows behind it."""

    subscription: Subscription
    standing: Standing
    granted: Granted
    counting: tuple[BenefitUse, ...]
    conditions: tuple[Condition, ...]
    runs: bool

    @property
    def offer(self) -> Offer:
        """The offer that brings it."""
        return self.subscription.offer

    @property
    def term_number(self) -> int:
        """The paid term that its uses belong to."""
        return self.subscription.terms_paid - 1


def check_may_use(actor: Actor) -> None:
    """Whether somebody may use benefits, before anything is looked at. Raises NotAllowed."""
    if not actor.may(Right.USE_BENEFITS):
        raise NotAllowed(Right.USE_BENEFITS)


def read_benefit(
    session: Session, actor: Actor, subscription_id: str, benefit: str, clock: Clock, *, lock: bool = False
) -> BenefitRead:
    """A benefit as it stands; `lock` keeps others from using it, and from ending the subscription, until the transaction ends.

    Raises: NotFound, also where the subscription's offer doesn't bring it.
    """
    row = Subscriptions(session, actor).get(subscription_id, lock=lock)
    return benefit_within(session, actor, read_membership(session, actor, clock), row, benefit)


def benefit_within(session: Session, actor: Actor, membership: Membership, row: Subscription, benefit: str) -> BenefitRead:
    """The same where the company's day is read already. Raises NotFound."""
    grant = next((line for line in grants_of(session, actor, row) if line.key == benefit), None)
    if grant is None:
        raise NotFound(row.id)
    standing = membership.standings[row.id]
    counting = tuple(BenefitUses(session, actor).counting(row, benefit))
    granted = Granted(grant, len(counting))
    conditions = to_use_benefit(actor, membership.case, standing, granted)
    return BenefitRead(row, standing, granted, counting, conditions, benefits_run_on(membership.today, standing))


def grants_of(session: Session, actor: Actor, row: Subscription) -> tuple[BenefitGrant, ...]:
    """What a subscription's newest paid term brings: as it was in the catalogue when it was paid, later imports or not."""
    order = Orders(session, actor).paid_for(row.id, row.terms_paid - 1)
    paid_at = order.paid_at if order is not None else None
    catalogue = catalogue_at(session, paid_at) if paid_at is not None else current_catalogue(session)
    return tuple(grant for grant in catalogue.benefits[row.offer] if grant.quantity > 0)


def check_usable(found: BenefitRead, kinds: Collection[BenefitKind]) -> None:
    """Whether it can be used now, in one of these ways. Raises NotFound, BenefitUnavailable."""
    if found.granted.grant.kind not in kinds:
        raise NotFound(found.subscription.id)
    if against := unmet(found.conditions):
        raise BenefitUnavailable(against)
