"""An operator's eyes in a company: those of one of its roles, for reading, and noted in the company's activity.

The viewer never leaves the services: what an operator sends is checked against the operator's own rights, which hold
nothing of a company's.
"""

from actionpack_app.db import reading, transaction
from actionpack_app.domain.rights import COMPANY_ROLES, Actor, Role, inside
from actionpack_app.gateways.clock import Clock, SystemClock, clock_of
from actionpack_app.models import Partner
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.lookup import LookUp


def viewer_of(operator: Actor, partner_id: str, role: Role) -> tuple[Actor, Clock, Partner]:
    """Somebody with `role` in the company, its clock, and the company; the look is noted once an hour.

    Raises NotAllowed, NotFound.
    """
    now = SystemClock().now()
    with reading() as session:
        look_up = LookUp(session, operator)
        partner = look_up.get(partner_id)
        noted = look_up.was_noted(partner.id, now)
    clock = clock_of(partner.clock_at)
    if not noted:
        _note(operator, partner, clock)
    seen_as = role if role in COMPANY_ROLES else Role.GLOBAL_ADMIN
    return Actor(person_id="", partner_id=partner.id, role=seen_as, name=""), clock, partner


def _note(operator: Actor, partner: Partner, clock: Clock) -> None:
    with transaction() as session:
        if LookUp(session, operator).note(partner.id, SystemClock().now()):
            Activity(session, inside(operator, partner.id)).record("looked_up", clock.now(), desk_role=operator.role)
