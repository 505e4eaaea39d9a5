"""Activating a benefit: an incident, some hours, a credit."""

from actionpack_app.db import transaction
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.benefits import BenefitUses
from actionpack_app.services.benefits.read import check_may_use, check_usable, read_benefit
from actionpack_app.services.benefits.use import ACTIVATED, new_uses, use_facts


def activate_benefit(actor: Actor, subscription_id: str, benefit: str, how_many: int, submission: str, clock: Clock) -> None:
    """Uses some of what is left; the same `submission` again changes nothing. It ends that the membership can be refunded.

    Raises: NotAllowed, NotFound, InvalidInput, BenefitUnavailable.
    """
    check_may_use(actor)
    with transaction() as session:
        found = read_benefit(session, actor, subscription_id, benefit, clock, lock=True)
        uses = BenefitUses(session, actor)
        if uses.sent(submission):
            return
        check_usable(found, ACTIVATED)
        uses.add(new_uses(found, actor, how_many, submission, clock))
        Activity(session, actor).record(
            "benefit_activated", clock.now(), subscription_id=found.subscription.id, **use_facts(found, how_many)
        )
