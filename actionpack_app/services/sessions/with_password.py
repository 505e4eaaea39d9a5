"""Signing in with an e-mail address and a password.

Every refusal is the same, and takes the same time: whether an address has an account, and whether it was deactivated, is
its owner's business. A try is counted before the password is looked at, so that many at once are not one.
"""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import SecondStepNeeded, SignInRefused
from actionpack_app.domain.throttle import SIGN_IN, SIGN_INS_FROM_ADDRESS, SIGN_INS_OF_ACCOUNT
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.passwords import hash_password, is_outdated, matches
from actionpack_app.logs import log
from actionpack_app.repositories.accounts import Credentials, Tries
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.sessions.open import Place
from actionpack_app.services.sessions.second_step import enter


def sign_in_with_password(email: str, password: str, address: str, browser: str = "") -> str:
    """Returns the cookie's value. Raises SignInRefused, SecondStepNeeded, TooManyTries. Slow on purpose."""
    login = login_of(email)
    kept = _count_and_find(login, address)
    if not matches(password, kept) or kept is None:
        log.warning("sign-in refused", address=address)
        raise SignInRefused
    fresh = hash_password(password) if is_outdated(kept) else kept
    now = SystemClock().now()
    with transaction() as session:
        tries = Tries(session, now)
        tries.succeed("sign-in", login, address)
        tries.give_back("sign-in of", login)
        tries.give_back("sign-in from", address)
        account = Credentials(session).of_login(login, lock=True)
        if account is None or not account.person.active or account.credential.password_hash != kept:
            raise SignInRefused
        account.credential.password_hash = fresh
        entered = enter(session, account.person, now, Place(address, browser))
    if isinstance(entered, SecondStepNeeded):
        raise entered
    return entered


def _count_and_find(login: str, address: str) -> str | None:
    """Counts the try; the hash of an active account's password."""
    with transaction() as session:
        tries = Tries(session, SystemClock().now())
        tries.tidy()
        known = tries.known("sign-in", login, address)
        tries.take(SIGN_IN, "sign-in", login, address)
        if not known:
            tries.take(SIGN_INS_OF_ACCOUNT, "sign-in of", login)
        tries.take(SIGN_INS_FROM_ADDRESS, "sign-in from", address)
        account = Credentials(session).of_login(login)
    return account.credential.password_hash if account is not None and account.person.active else None
