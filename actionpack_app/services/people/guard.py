"""What every change of a company's people begins with."""

from sqlmodel import Session

from actionpack_app.domain.errors import LastAdmin, NotAllowed
from actionpack_app.domain.proof import check_proved
from actionpack_app.domain.rights import RIGHTS, Actor, Right, Role
from actionpack_app.models import Partner, Person
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.people import Colleagues


def check_right(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.may(Right.MANAGE_PEOPLE):
        raise NotAllowed(Right.MANAGE_PEOPLE)


def check_may_change(actor: Actor) -> None:
    """Raises NotAllowed, ProofNeeded."""
    check_right(actor)
    check_proved(actor)


def lock_company(session: Session, actor: Actor) -> Partner:
    """One change of a company's people at a time, by somebody who may still make it. Raises NotAllowed.

    The event's actor was read before: meanwhile another admin may have taken the role, or the account, away.
    """
    partner = Partners(session, actor).mine(lock=True)
    me = Colleagues(session, actor).get(actor.person_id, lock=True)
    session.refresh(me)
    if not me.active or Right.MANAGE_PEOPLE not in RIGHTS[me.role]:
        raise NotAllowed(Right.MANAGE_PEOPLE)
    return partner


def keep_an_admin(session: Session, actor: Actor, person: Person) -> None:
    """Raises LastAdmin where `person` is the only active Global admin. The company is locked."""
    if person.active and person.role is Role.GLOBAL_ADMIN and not Colleagues(session, actor).other_admins(person.id):
        raise LastAdmin
