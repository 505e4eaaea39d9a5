"""A person's own account."""

import dataclasses

from actionpack_app.db import reading
from actionpack_app.domain.rights import Actor, Right, Role
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.repositories.partners import Partners, People


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is, and what they set for themselves."""

    name: str
    role: Role
    email: str
    mail_locale: str
    """The language of mails; empty for the company's."""
    company_locale: str
    """Empty for operators, who have no company."""
    gets_notices: bool
    """Whether the company's notices are for the person's role."""
    reminder_mails: bool
    has_password: bool
    """Sample people sign in without one."""


def show_account(actor: Actor) -> Account:
    """The actor's own account; everybody who is signed in has one."""
    with reading() as session:
        me = People(session, actor).me()
        has_password = Credentials(session).has_password(me.id)
        company_locale = Partners(session, actor).mine().locale if actor.partner_id else ""
    return Account(
        name=me.name,
        role=me.role,
        email=me.email,
        mail_locale=me.mail_locale or "",
        company_locale=company_locale,
        gets_notices=actor.may(Right.SEE_BILLING),
        reminder_mails=me.reminder_mails,
        has_password=has_password,
    )
