"""What the dialog shows before a benefit is used: how much is left, and what using it means for a refund."""

import dataclasses
from datetime import date

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.benefits import BARS_REFUND, Granted
from actionpack_app.domain.blockers import Blocker
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.repositories.benefits import BenefitUses
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.benefits.read import BenefitRead, check_may_use, read_benefit
from actionpack_app.services.support.ask import verdict_of


@dataclasses.dataclass(frozen=True, slots=True)
class SeatLine:
    """Somebody who has a seat."""

    id: str
    person: str


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody active who has none."""

    id: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class BenefitToUse:
    """One benefit, before it is used."""

    subscription_id: str
    offer: Offer
    granted: Granted
    blockers: tuple[Blocker, ...]
    refund_until: date | None
    """Until when the money would come back today, which using the benefit ends; None where it wouldn't, or doesn't end it."""
    keys_viewed: int
    """How many keys were viewed already and can be seen again."""
    seats: tuple[SeatLine, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def prepare_benefit(actor: Actor, subscription_id: str, benefit: str, clock: Clock) -> BenefitToUse:
    """A benefit before it is used. Raises NotAllowed, NotFound."""
    check_may_use(actor)
    with reading() as session:
        found = read_benefit(session, actor, subscription_id, benefit, clock)
        seats, candidates = _people(session, actor, found)
        return BenefitToUse(
            subscription_id=found.subscription.id,
            offer=found.offer,
            granted=found.granted,
            blockers=unmet(found.conditions),
            refund_until=_refund_until(session, actor, found, clock),
            keys_viewed=len(BenefitUses(session, actor).keys(found.subscription.id, benefit)) if found.runs else 0,
            seats=seats,
            candidates=candidates,
        )


def _refund_until(session: Session, actor: Actor, found: BenefitRead, clock: Clock) -> date | None:
    if found.granted.grant.kind not in BARS_REFUND:
        return None
    verdict = verdict_of(session, actor, found.subscription, clock)
    return verdict.until if verdict.due else None


def _people(session: Session, actor: Actor, found: BenefitRead) -> tuple[tuple[SeatLine, ...], tuple[Candidate, ...]]:
    """Nobody has a seat of what doesn't run."""
    if not found.runs or found.granted.grant.kind in BARS_REFUND:
        return (), ()
    seated = BenefitUses(session, actor).seats(found.subscription.id, found.granted.grant.key)
    taken = {person.id for _use, person in seated}
    free = [person for person in Partners(session, actor).people() if person.active and person.id not in taken]
    return (
        tuple(SeatLine(use.id, person.name) for use, person in seated),
        tuple(Candidate(person.id, person.name) for person in free),
    )
