"""Somebody who is signed in proves anew who they are, so that whoever sits down at an open page can't change what matters."""

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import InvalidInput, NotFound
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.throttle import OWN_PASSWORD
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.passwords import matches
from actionpack_app.repositories.accounts import Credentials, Tries
from actionpack_app.repositories.identity import Identities
from actionpack_app.repositories.second_factors import SecondFactors
from actionpack_app.services.accounts.second_factor import use_code


def prove_by_password(actor: Actor, session_hash: str, password: str, code: str = "") -> None:
    """Takes the password as a proof, with a code of the app where one is asked for. Slow on purpose.

    Raises: NotFound (somebody without a password), InvalidInput for `password` or `code`, TooManyTries.
    """
    with reading() as session:
        account = Credentials(session).of_person(actor.person_id)
        kept = account.credential.password_hash if account else None
    if kept is None:
        raise NotFound("password")
    with transaction() as session:
        Tries(session, SystemClock().now()).take(OWN_PASSWORD, "own password of", actor.person_id)
    if not matches(password, kept):
        raise InvalidInput({"password": "password_wrong"})
    now = SystemClock().now()
    with transaction() as session:
        if SecondFactors(session).is_on(actor.person_id):
            use_code(session, actor.person_id, code, now)
        Tries(session, now).succeed("own password of", actor.person_id)
        Identities(session).prove(session_hash, now)
