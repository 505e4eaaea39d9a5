"""The letter of an invitation; its link is signed when it is sent."""

from sqlmodel import Session

from actionpack_app.domain.letters import LetterFacts, LetterKind, Recipient
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.models import Invitation, Partner
from actionpack_app.routes import DEFAULT_LOCALE
from actionpack_app.routes import invitation as invitation_page
from actionpack_app.services.letters.write import write_letter
from actionpack_app.settings import get_settings

_PURPOSE = "invitation"


def write_invitation(session: Session, invitation: Invitation, partner: Partner | None, by: str) -> None:
    """Has the invitation sent, once for each time that it is asked for."""
    locale = partner.locale if partner else DEFAULT_LOCALE
    facts = LetterFacts(
        kind=LetterKind.INVITATION,
        to=Recipient(invitation.name, invitation.email, locale),
        company=partner.name if partner else "",
        facts={
            "invitation": invitation.id,
            "role": invitation.role,
            "by": by,
            "until": invitation.expires_at.isoformat(),
            "time_zone": partner.time_zone if partner else "UTC",
        },
    )
    write_letter(session, facts, f"invitation:{invitation.id}:{invitation.mails}", invitation.partner_id)


def invitation_link(locale: str, invitation_id: str) -> str:
    """The address, without its host, at which an invitation is accepted."""
    return invitation_page(locale, sign(_PURPOSE, invitation_id))


def whole_invitation_link(locale: str, invitation_id: str) -> str:
    """The same with the host, for whoever hands it over by hand."""
    return get_settings().public_url + invitation_link(locale, invitation_id)


def invitation_of(token: str) -> str | None:
    """Which invitation a link is for; None for one that is forged."""
    return unsign(_PURPOSE, token)
