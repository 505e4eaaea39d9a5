"""On whose behalf durable work is done, as plain words that survive in a workflow's arguments."""

from datetime import datetime

from actionpack_app.domain.rights import Actor, the_product
from actionpack_app.gateways.clock import Clock, StandingClock, SystemClock

Errand = list[str]
"""The partner, the person who asked (empty for the product itself), and where a sample partner's clock stands."""


def errand(actor: Actor, clock: Clock) -> Errand:
    """What a workflow is told of who asked for it."""
    stands = clock.now().isoformat() if isinstance(clock, StandingClock) else ""
    return [actor.partner_id, actor.person_id, stands]


def on(told: Errand) -> tuple[Actor, Clock]:
    """Who acts, and what time it is for them."""
    partner_id, person_id, stands = told
    clock = StandingClock(datetime.fromisoformat(stands)) if stands else SystemClock()
    return the_product(partner_id, person_id), clock
