"""Codes at sign-in: an authenticator app beside the password, and recovery codes for when it is lost."""

import dataclasses
from datetime import datetime

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import InvalidInput, NotFound
from actionpack_app.domain.letters import AccountChange
from actionpack_app.domain.proof import check_proved
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.throttle import OWN_PASSWORD
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.gateways.codes import app_address, matching_step, new_recovery_codes, new_secret, normal_code, picture_of
from actionpack_app.gateways.vault import fingerprint, seal, unseal
from actionpack_app.models import Person, SecondFactor
from actionpack_app.repositories.accounts import Credentials, Tries
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.partners import People
from actionpack_app.repositories.second_factors import SecondFactors
from actionpack_app.services.accounts.tell import tell_owner


@dataclasses.dataclass(frozen=True, slots=True)
class SecondFactorView:
    """How it stands."""

    is_possible: bool
    """People without a password here have their second factor where they sign in."""
    is_on: bool
    codes_left: int


@dataclasses.dataclass(frozen=True, slots=True)
class NewApp:
    """What an authenticator app takes up, as a picture and to be typed."""

    secret: str
    picture: str


def show_second_factor(actor: Actor) -> SecondFactorView:
    """The actor's own."""
    with reading() as session:
        factors = SecondFactors(session)
        return SecondFactorView(
            is_possible=Credentials(session).of_person(actor.person_id) is not None,
            is_on=factors.is_on(actor.person_id),
            codes_left=factors.codes_left(actor.person_id),
        )


def begin_second_factor(actor: Actor) -> NewApp:
    """A new secret, which is asked for from its first code on. Raises ProofNeeded, NotFound (no password, or on already)."""
    check_proved(actor)
    secret = new_secret()
    with transaction() as session:
        account, factors = Credentials(session).of_person(actor.person_id, lock=True), SecondFactors(session)
        if account is None or factors.is_on(actor.person_id):
            raise NotFound("second factor")
        factors.put(SecondFactor(person_id=actor.person_id, sealed=seal(secret), begun_at=SystemClock().now(), last_step=0))
        login = account.credential.login
    return NewApp(secret, picture_of(app_address(secret, login)))


def confirm_second_factor(actor: Actor, code: str, clock: Clock) -> tuple[str, ...]:
    """Turns it on with the app's first code, and returns the recovery codes, this once.

    Raises: ProofNeeded, NotFound (nothing was begun), InvalidInput for `code`, TooManyTries.
    """
    check_proved(actor)
    _count(actor, is_on=False)
    codes, now = new_recovery_codes(), SystemClock().now()
    with transaction() as session:
        factors = SecondFactors(session)
        factor = factors.of(actor.person_id, lock=True)
        if factor is None or factor.confirmed_at is not None:
            raise NotFound("second factor")
        step = matching_step(unseal(factor.sealed), normal_code(code), now)
        if step is None:
            raise _wrong()
        factor.confirmed_at, factor.last_step = now, step
        factors.put_codes(actor.person_id, (code_fingerprint(actor.person_id, one) for one in codes))
        _record(session, actor, "second_factor_on", clock)
        tell_owner(session, _me(session, actor), AccountChange.CODES_ON)
    return codes


def new_codes(actor: Actor, clock: Clock) -> tuple[str, ...]:
    """Recovery codes in the place of the old ones. Raises ProofNeeded, NotFound."""
    check_proved(actor)
    codes = new_recovery_codes()
    with transaction() as session:
        factors = SecondFactors(session)
        if not factors.is_on(actor.person_id):
            raise NotFound("second factor")
        factors.put_codes(actor.person_id, (code_fingerprint(actor.person_id, one) for one in codes))
        _record(session, actor, "recovery_codes_made", clock)
        tell_owner(session, _me(session, actor), AccountChange.NEW_CODES)
    return codes


def turn_off_second_factor(actor: Actor, code: str, clock: Clock) -> None:
    """Asks for no code any more. Raises ProofNeeded, NotFound, InvalidInput for `code`, TooManyTries."""
    check_proved(actor)
    _count(actor, is_on=True)
    with transaction() as session:
        if not SecondFactors(session).is_on(actor.person_id):
            raise NotFound("second factor")
        use_code(session, actor.person_id, code, SystemClock().now())
        SecondFactors(session).forget(actor.person_id)
        _record(session, actor, "second_factor_off", clock)
        tell_owner(session, _me(session, actor), AccountChange.CODES_OFF)


def use_code(session: Session, person_id: str, typed: str, now: datetime) -> bool:
    """Takes a code of the app, or uses a recovery code up; whether it was one of these. Raises InvalidInput for `code`."""
    factors, code = SecondFactors(session), normal_code(typed)
    factor = factors.of(person_id, lock=True)
    if factor is None or factor.confirmed_at is None:
        raise _wrong()
    step = matching_step(unseal(factor.sealed), code, now)
    if step is not None and step > factor.last_step:
        factor.last_step = step
        return False
    if not factors.use_code(person_id, code_fingerprint(person_id, code), now):
        raise _wrong()
    return True


def code_fingerprint(person_id: str, code: str) -> str:
    """What is kept of a recovery code."""
    return fingerprint(f"recovery code {person_id} {code}")


def _count(actor: Actor, *, is_on: bool) -> None:
    """Counts a try, where there is something to try. Raises NotFound, TooManyTries."""
    with reading() as session:
        factor = SecondFactors(session).of(actor.person_id)
        if factor is None or (factor.confirmed_at is not None) is not is_on:
            raise NotFound("second factor")
    with transaction() as session:
        Tries(session, SystemClock().now()).take(OWN_PASSWORD, "own code of", actor.person_id)


def _record(session: Session, actor: Actor, deed: str, clock: Clock) -> None:
    Tries(session, SystemClock().now()).succeed("own code of", actor.person_id)
    if actor.partner_id:
        Activity(session, actor).record(deed, clock.now())


def drop_codes(session: Session, person: Person) -> None:
    """Has somebody who lost app and recovery codes sign in with the password alone; they are signed out, and told."""
    SecondFactors(session).forget(person.id)
    Credentials(session).end_sessions(person.id)
    tell_owner(session, person, AccountChange.CODES_TAKEN)


def _me(session: Session, actor: Actor) -> Person:
    return People(session, actor).me()


def _wrong() -> InvalidInput:
    return InvalidInput({"code": "code_wrong"})
