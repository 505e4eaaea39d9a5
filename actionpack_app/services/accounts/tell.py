"""Telling the owner of an account what has changed: whoever didn't do it themselves learns of it."""

from sqlmodel import Session

from actionpack_app.domain.letters import AccountChange, LetterFacts, LetterKind, Recipient
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Person
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.routes import DEFAULT_LOCALE
from actionpack_app.services.letters.write import write_letter


def tell_owner(session: Session, person: Person, change: AccountChange, to: str = "") -> None:
    """Writes in the language of the person's mails; to another address than theirs where `to` names one."""
    company = Credentials(session).company_of(person)
    facts = {
        "change": change.value,
        "at": SystemClock().now().isoformat(),
        "time_zone": company.time_zone if company else "UTC",
    }
    letter = LetterFacts(LetterKind.ACCOUNT_CHANGED, recipient(session, person, to), company.name if company else "", facts)
    write_letter(session, letter, f"account:{person.id}:{change.value}:{new_id()}", person.partner_id)


def recipient(session: Session, person: Person, to: str = "") -> Recipient:
    """Somebody as letters reach them; at another address where `to` names one."""
    company = Credentials(session).company_of(person)
    locale = person.mail_locale or (company.locale if company else DEFAULT_LOCALE)
    return Recipient(person.name, to or person.email, locale)
