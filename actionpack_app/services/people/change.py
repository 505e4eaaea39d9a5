"""Giving somebody another role, deactivating and reactivating them. All of it takes effect at once.

The company is locked first, so that two admins who take the role from each other at the same moment come one after the other:
at least one Global admin always remains (product, § 4).
"""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import InvalidInput, NotFound, NotOneself
from actionpack_app.domain.rights import COMPANY_ROLES, Actor, Role
from actionpack_app.gateways.clock import Clock
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.people import Colleagues
from actionpack_app.services.benefits.seats import release_seats
from actionpack_app.services.people.guard import check_may_change, keep_an_admin, lock_company


def change_role(actor: Actor, person_id: str, role: str, clock: Clock) -> None:
    """Gives somebody another role. Raises NotAllowed, ProofNeeded, NotFound, InvalidInput, LastAdmin."""
    check_may_change(actor)
    with transaction() as session:
        lock_company(session, actor)
        person = Colleagues(session, actor).get(person_id, lock=True)
        if role not in COMPANY_ROLES:
            raise InvalidInput({"role": "choose_role"})
        before, after = person.role, Role(role)
        if before is after:
            return
        keep_an_admin(session, actor, person)
        person.role = after
        Activity(session, actor).record("role_changed", clock.now(), person=person.id, before=before, after=after)


def deactivate(actor: Actor, person_id: str, clock: Clock) -> None:
    """Nobody comes in as this person any more; open sessions end.

    Raises: NotAllowed, ProofNeeded, NotFound, NotOneself, LastAdmin.
    """
    check_may_change(actor)
    with transaction() as session:
        lock_company(session, actor)
        person = Colleagues(session, actor).get(person_id, lock=True)
        if not person.active:
            return
        keep_an_admin(session, actor, person)
        if person.id == actor.person_id:
            raise NotOneself
        person.active = False
        Credentials(session).end_sessions(person.id)
        release_seats(session, actor, person.id, clock)
        Activity(session, actor).record("person_deactivated", clock.now(), person=person.id, role=person.role)


def reactivate(actor: Actor, person_id: str, clock: Clock) -> None:
    """Lets somebody in again, with the role and the password from before. Raises NotAllowed, ProofNeeded, NotFound."""
    check_may_change(actor)
    with transaction() as session:
        lock_company(session, actor)
        person = Colleagues(session, actor).get(person_id, lock=True)
        if person.erased_at is not None:
            raise NotFound(person_id)
        if person.active:
            return
        person.active = True
        Activity(session, actor).record("person_reactivated", clock.now(), person=person.id, role=person.role)
