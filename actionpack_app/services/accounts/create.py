"""A new account: a person, and the password that they chose."""

import dataclasses

from sqlmodel import Session

from actionpack_app.domain.errors import AccountExists, InvalidInput
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.contacts import email_address
from actionpack_app.gateways.passwords import hash_password, password_problem
from actionpack_app.models import Credential, Person
from actionpack_app.repositories.accounts import Credentials


@dataclasses.dataclass(frozen=True, slots=True)
class NewAccount:
    """Whose it becomes."""

    partner_id: str | None
    """None for operators."""
    name: str
    email: str
    role: Role
    locale: str = ""
    """The language of mails; empty for the company's."""


def login_of(email: object) -> str:
    """What an address is looked up by; empty where it can't be one."""
    known = email_address(email) if isinstance(email, str) else None
    return known.casefold() if known else ""


def choose_password(password: str, *personal: str) -> str:
    """The hash of a new password. Slow on purpose: never inside a transaction. Raises InvalidInput for `password`."""
    if problem := password_problem(password, personal):
        raise InvalidInput({"password": problem})
    return hash_password(password)


def create_account(session: Session, new: NewAccount, password_hash: str) -> Person:
    """Stores the person and the password; whoever calls it has proved that the address is theirs. Raises AccountExists."""
    person = Person(
        id=new_id(),
        partner_id=new.partner_id,
        name=new.name,
        email=new.email,
        role=new.role,
        mail_locale=new.locale or None,
    )
    session.add(person)
    session.flush()
    kept = Credential(person_id=person.id, login=login_of(new.email), password_hash=password_hash, changed_at=SystemClock().now())
    if not Credentials(session).add(kept):
        raise AccountExists
    return person
