"""What an admin does for people who lost the way in, or left for good."""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import NotFound, StillActive
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.people import Colleagues
from actionpack_app.repositories.personal import PersonalData
from actionpack_app.repositories.second_factors import SecondFactors
from actionpack_app.services.accounts.second_factor import drop_codes
from actionpack_app.services.people.guard import check_may_change, lock_company


def take_codes(actor: Actor, person_id: str, clock: Clock) -> None:
    """Has a colleague sign in with the password alone again, who lost app and recovery codes; they are signed out, and told.

    Raises: NotAllowed, ProofNeeded, NotFound (also for oneself, who turns them off with a code).
    """
    check_may_change(actor)
    with transaction() as session:
        lock_company(session, actor)
        person = Colleagues(session, actor).get(person_id, lock=True)
        if person.id == actor.person_id:
            raise NotFound(person_id)
        if not SecondFactors(session).is_on(person.id):
            return
        drop_codes(session, person)
        Activity(session, actor).record("codes_taken", clock.now(), person=person.id)


def erase(actor: Actor, person_id: str, clock: Clock) -> None:
    """Replaces all that names somebody who was deactivated by a pseudonym, for good.

    Raises: NotAllowed, ProofNeeded, NotFound, StillActive.
    """
    check_may_change(actor)
    with transaction() as session:
        lock_company(session, actor)
        person = Colleagues(session, actor).get(person_id, lock=True)
        if person.erased_at is not None:
            return
        if person.active:
            raise StillActive
        PersonalData(session, person).erase(SystemClock().now())
        Activity(session, actor).record("person_erased", clock.now(), person=person.id)
