"""Switching reminders by mail off, from a mail: whoever has it may, without signing in (RFC 8058)."""

import dataclasses

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import NotFound
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.models import Partner, Person

UNSUBSCRIBE = "unsubscribe"
"""Purpose of the tokens in these addresses."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reminded:
    """Whose reminders a token is about."""

    locale: str
    company: str
    wanted: bool
    """Whether they come by mail now."""


def unsubscribe_token(person_id: str) -> str:
    """A token that switches one person's reminders off, and nothing else."""
    return sign(UNSUBSCRIBE, person_id)


def show_unsubscribe(token: str) -> Reminded:
    """What would be switched off; changes nothing, as programs that check links open them too. Raises NotFound."""
    with reading() as session:
        return _reminded(session, token)[1]


def unsubscribe(token: str) -> Reminded:
    """Switches the reminders off; doing it twice does it once. Raises NotFound."""
    with transaction() as session:
        person, reminded = _reminded(session, token)
        person.reminder_mails = False
        return dataclasses.replace(reminded, wanted=False)


def _reminded(session: Session, token: str) -> tuple[Person, Reminded]:
    person_id = unsign(UNSUBSCRIBE, token)
    person = session.get(Person, person_id) if person_id else None
    partner = session.get(Partner, person.partner_id) if person and person.partner_id else None
    if person is None or partner is None:
        raise NotFound("unsubscribe")
    return person, Reminded(person.mail_locale or partner.locale, partner.name, person.reminder_mails)
