"""Putting a notice into a mail for one person, in their language, with links that lead where it is about."""

from actionpack_app.domain.notices import NoticeFacts, NoticeKind
from actionpack_app.gateways.mail import Mail
from actionpack_app.messages import _, use_locale
from actionpack_app.messages.mails import Links, Reader, letter
from actionpack_app.messages.notices import leads_to
from actionpack_app.models import Partner, Person
from actionpack_app.routes import ACCOUNT, localized, pay
from actionpack_app.routes import unsubscribe as unsubscribe_address
from actionpack_app.services.notices.pay import pay_token
from actionpack_app.services.notices.unsubscribe import unsubscribe_token
from actionpack_app.settings import get_settings


def compose(facts: NoticeFacts, notice_id: str, person: Person, partner: Partner) -> Mail:
    """The mail. Names are as they are now, the facts as they were when it was written."""
    locale, home = person.mail_locale or partner.locale, get_settings().public_url
    off = home + unsubscribe_address(unsubscribe_token(person.id)) if facts.is_optional else ""
    links = Links(home + _leads_to(facts, locale), home + localized(locale, ACCOUNT), off)
    with use_locale(locale):
        written = letter(facts, Reader(person.name, partner.name, partner.mpn_id or ""), links)
        return Mail(
            key=f"{notice_id}-{person.id}",
            to_name=person.name,
            to_address=person.email,
            from_name=_("Partner Center"),
            locale=locale,
            subject=written.subject,
            text=written.text,
            html=written.html,
            unsubscribe=off,
        )


def _leads_to(facts: NoticeFacts, locale: str) -> str:
    if facts.kind is NoticeKind.CHARGE_FAILED:
        return pay(pay_token(locale, facts.subscription_id, facts.until or facts.expiry))
    return leads_to(facts, locale)
