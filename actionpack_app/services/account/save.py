"""Keeps what a person sets for themselves."""

import dataclasses

from actionpack_app.db import transaction
from actionpack_app.domain.errors import InvalidInput, NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.repositories.partners import People
from actionpack_app.routes import LOCALES


@dataclasses.dataclass(frozen=True, slots=True)
class AccountChanges:
    """What is to change; None leaves as it is, so that two tabs don't undo each other's."""

    mail_locale: str | None = None
    """Empty for the company's language."""
    reminder_mails: bool | None = None


def save_account(actor: Actor, changes: AccountChanges) -> None:
    """Changes the actor's own account. Raises InvalidInput, and NotAllowed for reminders that the actor's role doesn't get."""
    if changes.mail_locale not in {None, "", *LOCALES}:
        raise InvalidInput({"mail_locale": "unknown"})
    if changes.reminder_mails is not None and not actor.may(Right.SEE_BILLING):
        raise NotAllowed(Right.SEE_BILLING)
    with transaction() as session:
        me = People(session, actor).me()
        if changes.mail_locale is not None:
            me.mail_locale = changes.mail_locale or None
        if changes.reminder_mails is not None:
            me.reminder_mails = changes.reminder_mails
