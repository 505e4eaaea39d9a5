"""Somebody who is signed in chooses another password."""

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import InvalidInput, NotFound
from actionpack_app.domain.letters import AccountChange
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.throttle import OWN_PASSWORD
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.gateways.passwords import matches
from actionpack_app.repositories.accounts import Credentials, Tries
from actionpack_app.repositories.activity import Activity
from actionpack_app.services.accounts.create import choose_password
from actionpack_app.services.accounts.tell import tell_owner


def change_password(actor: Actor, session_hash: str, old: str, new: str, clock: Clock) -> None:
    """Takes the new password if the old one is right, and ends the person's other sessions. Slow on purpose.

    Raises: NotFound (somebody without a password), InvalidInput for `old` or `password`, TooManyTries.
    """
    with reading() as session:
        account = Credentials(session).of_person(actor.person_id)
        if account is None:
            raise NotFound("password")
        person, company = account.person, Credentials(session).company_of(account.person)
        kept = account.credential.password_hash
    with transaction() as session:
        Tries(session, SystemClock().now()).take(OWN_PASSWORD, "own password of", actor.person_id)
    if not matches(old, kept):
        raise InvalidInput({"old": "password_wrong"})
    if matches(new, kept):
        raise InvalidInput({"password": "password_same"})
    chosen = choose_password(new, person.name, person.email, company.name if company else "")
    with transaction() as session:
        Tries(session, SystemClock().now()).succeed("own password of", actor.person_id)
        account = Credentials(session).of_person(actor.person_id, lock=True)
        if account is None or account.credential.password_hash != kept:  # changed in another window meanwhile
            raise InvalidInput({"old": "password_wrong"})
        account.credential.password_hash, account.credential.changed_at = chosen, SystemClock().now()
        Credentials(session).end_sessions(actor.person_id, but=session_hash)
        tell_owner(session, account.person, AccountChange.PASSWORD)
        if actor.partner_id:
            Activity(session, actor).record("password_changed", clock.now())
