"""Moving a partner from the Partner Membership Center to Partner Center. All that it holds stays as it is.

Terms, dates, anchors, open orders, what fell due and automatic renewal are rows that both sides share: only where the
partner is managed changes. An open order stays payable, and says where it was placed.
"""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Actor, Right, inside
from actionpack_app.gateways.clock import clock_of
from actionpack_app.models.partners import ManagedIn
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.letters.invite import write_invitations


def move_partner(operator: Actor, partner_id: str) -> bool:
    """Moves one partner; returns whether it was still to be moved. Raises NotAllowed (right DESK_ADMIN), NotFound."""
    if not operator.may(Right.DESK_ADMIN):
        raise NotAllowed(Right.DESK_ADMIN)
    with transaction() as session:
        return move(session, inside(operator, findable(partner_id)))


def move(session: Session, actor: Actor) -> bool:
    """Moves the company that the actor is at work on, in somebody's transaction. Raises NotFound."""
    partner = Partners(session, actor).mine(lock=True)
    if partner.managed_in is ManagedIn.PARTNER_CENTER:
        return False
    now = clock_of(partner.clock_at).now()
    before, partner.managed_in, partner.moved_at = partner.managed_in, ManagedIn.PARTNER_CENTER, now
    Activity(session, actor).record("moved_from_pmc", now, subject=partner.mpn_id or "", before=before, after=partner.managed_in)
    write_invitations(session, actor, partner)
    return True
