"""Taking some of what is left of a benefit, in somebody's transaction, which has locked the subscription."""

from actionpack_app.domain.benefits import MOST_AT_ONCE, free_slots
from actionpack_app.domain.errors import InvalidInput, NotFound
from actionpack_app.domain.offers import BenefitKind
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import BenefitUse
from actionpack_app.repositories.keys import is_key
from actionpack_app.services.benefits.read import BenefitRead


def new_uses(found: BenefitRead, actor: Actor, how_many: int, submission: str, clock: Clock) -> list[BenefitUse]:
    """As many uses, not stored yet. Raises InvalidInput where fewer are left, NotFound for a dialog that nobody opened."""
    if not is_key(submission):
        raise NotFound("submission")
    if not 1 <= how_many <= MOST_AT_ONCE:
        raise InvalidInput({"how_many": "amount"})
    granted = found.granted
    slots = free_slots(granted.places, {use.slot for use in found.counting}, how_many)
    if len(slots) < how_many:
        raise InvalidInput({"how_many": "not_as_many"})
    return [
        BenefitUse(
            id=new_id(),
            partner_id=found.subscription.partner_id,
            subscription_id=found.subscription.id,
            term_number=found.term_number,
            benefit=granted.grant.key,
            kind=granted.grant.kind,
            slot=slot,
            granted=granted.places,
            submission=submission,
            used_at=clock.now(),
            used_by=actor.person_id or None,
        )
        for slot in slots
    ]


def use_facts(found: BenefitRead, new: int) -> dict[str, str]:
    """What the activity keeps of it: the benefit, and how many were used before and are after."""
    used, granted = found.granted.used, found.granted
    return {
        "benefit": granted.grant.key,
        "kind": granted.grant.kind,
        "before": str(used),
        "after": str(used + new),
        "granted": str(granted.places),
    }


ACTIVATED = frozenset({BenefitKind.UNITS, BenefitKind.WHOLE})
"""What is activated."""
